"""The findings of a validation as keys of the JSON report."""

from __future__ import annotations

from moc_align.reporters import _findings as say
from moc_align.schema import SEVERITIES, Finding, Quote, Report
from moc_align.suppressions import fingerprint

DIGITS = 4
"""Confidences are noise beyond this and may differ from one machine to the next."""
Record = dict[str, object]


def findings(report: Report) -> Record:
    """`findings` and `counts`."""
    numbers = say.severities(say.counted(report))
    counts: Record = {
        "clauses": len(say.alignment_of(report).source.units),
        **{severity: numbers[severity] for severity in SEVERITIES},
        "suppressed": len(say.suppressed(report)),
    }
    return {
        "findings": [_finding(finding) for finding in report.findings],
        "counts": counts,
    }


def _finding(finding: Finding) -> Record:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "confidence": round(float(finding.confidence), DIGITS) + 0.0,
        "suppressed": finding.suppressed,
        "source": [_quote(quote) for quote in finding.source],
        "target": [_quote(quote) for quote in finding.target],
        "values": {"source": finding.values[0], "target": finding.values[1]},
        "fingerprint": fingerprint(finding),
    }


def _quote(quote: Quote) -> Record:
    return {"id": quote.id, "text": quote.text, "page": quote.page, "line": quote.line}
