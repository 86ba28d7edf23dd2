"""SARIF 2.1.0, the format in which code hosts take findings, for `validate` only.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import quote as percent_encoded

from moc_align import __version__
from moc_align.plugins import Reporter, Screen, load, names
from moc_align.reporters import _findings as say
from moc_align.reporters.json import DIGITS, UNSAFE
from moc_align.schema import Document, Finding, Quote, Report, Severity
from moc_align.suppressions import fingerprint

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "mocAlign/v1"
"""Name of the fingerprint; its number rises when the way to make it changes."""

Record = dict[str, object]


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """A log with one run, whose results stand in the file of the translation."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    written = json.dumps(log, ensure_ascii=False, indent=1)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


def _run(report: Report) -> Record:
    checks = say.checks_run(report)
    places = say.lines(report)
    return {
        "tool": {
            "driver": {
                "name": "moc-align",
                "semanticVersion": __version__,
                "rules": [_rule(name) for name in checks],
            }
        },
        # apart from the runs of other pairs, which a code host would take for older ones of this
        "automationDetails": {"id": f"moc-align/{report.documents[1].id}/"},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(document) for document in report.documents],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": _message(note)} for note in report.notes
                ],
            }
        ],
        "results": [_result(finding, report, checks, places) for finding in report.findings],
    }


def _rule(name: str) -> Record:
    if name not in names("check"):
        return {"id": name}
    check = load("check", name)
    return {
        "id": name,
        "shortDescription": _message(check.help.split(". ")[0].rstrip(".") + "."),
        "fullDescription": _message(check.help),
        "help": _message(check.help),
        "defaultConfiguration": {"level": LEVELS[check.severity]},
    }


def _artifact(document: Document) -> Record:
    return {
        "location": {"uri": uri(document.source)},
        "sourceLanguage": document.lang,
        "hashes": {"sha-256": document.sha256},
    }


def _result(
    finding: Finding, report: Report, checks: tuple[str, ...], places: Mapping[str, int]
) -> Record:
    source, target = report.documents
    related = [*finding.source, *finding.target[1:]]
    files = [source] * len(finding.source) + [target] * len(finding.target[1:])
    return {
        "ruleId": finding.check,
        "ruleIndex": checks.index(finding.check),
        "level": LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [_location(target, say.line(finding, places), finding.target[:1])],
        "relatedLocations": [
            {"id": at, **_location(file, quote.line, (quote,)), "message": _message(file.lang)}
            for at, (file, quote) in enumerate(zip(files, related, strict=True))
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint(finding)},
        "suppressions": _suppressions(finding),
        "properties": {"confidence": round(float(finding.confidence), DIGITS) + 0.0},
    }


def _suppressions(finding: Finding) -> list[Record]:
    """None, as an empty list: a missing one would say that it is not known."""
    if not finding.suppressed:
        return []
    return [{"kind": "external", "status": "accepted", "justification": finding.suppressed}]


def _location(document: Document, line: int, quotes: Iterable[Quote]) -> Record:
    """A line of a file, with the clause that stands there where there is one."""
    found: Record = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(document.source)},
            "region": {"startLine": line},
        }
    }
    clauses = [{"fullyQualifiedName": quote.id} for quote in quotes]
    return {**found, "logicalLocations": clauses} if clauses else found


def _message(words: str) -> Record:
    return {"text": words}


def uri(source: str) -> str:
    """A path as a URI: relative to where the command was run, or of a file."""
    path = PurePath(source)
    return (
        path.as_uri() if path.is_absolute() else percent_encoded(path.as_posix(), errors="replace")
    )


REPORTER = Reporter(suffix=".sarif", render=render, commands=("validate",))
