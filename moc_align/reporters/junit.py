"""JUnit XML, in which CI servers show tests, for `validate` only: a test case is a check.

A case fails where its check has findings that fail the validation (--fail-on); what else it has
stands in its output. So the cases are the same from run to run, and a server can tell since when
one fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _findings as say
from moc_align.reporters._exchange_xml import branch, document, leaf
from moc_align.schema import SEVERITIES, Finding, Report
from moc_align.suppressions import fingerprint


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """A suite of the translation's name with a case for each check that was run."""
    checks = say.checks_run(report)
    found = {name: [f for f in report.findings if f.check == name] for name in checks}
    failed = sum(bool(_failing(report, own)) for own in found.values())
    counts = {"tests": str(len(checks)), "failures": str(failed), "errors": "0"}
    suite = {"name": report.documents[1].source, **counts, "skipped": "0"}
    cases = [line for name in checks for line in _case(report, name, found[name])]
    notes = [leaf("system-out", "\n".join(report.notes))] if report.notes else []
    inner = branch("testsuite", suite, [*cases, *notes])
    return document(branch("testsuites", {"name": "moc-align validate", **counts}, inner))


def _case(report: Report, name: str, findings: list[Finding]) -> Iterator[str]:
    failing = _failing(report, findings)
    others = [finding for finding in findings if finding not in failing]
    parts = []
    if failing:
        told = failing[0].message if len(failing) == 1 else f"{len(failing)} findings"
        parts.append(leaf("failure", _told(report, failing), {"type": name, "message": told}))
    if others:
        parts.append(leaf("system-out", _told(report, others)))
    target = report.documents[1]
    yield from branch("testcase", {"classname": target.id, "name": name}, parts)


def _failing(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """Those for which the validation fails."""
    settings = dict(report.signature.settings) if report.signature else {}
    least = settings.get("fail-on", "error")
    grave = SEVERITIES[: SEVERITIES.index(least) + 1] if least in SEVERITIES else ()
    return [f for f in findings if f.severity in grave and not f.suppressed]


def _told(report: Report, findings: Iterable[Finding]) -> str:
    """Place, severity and message of each, then both passages."""
    file, places, told = report.documents[1].source, say.lines(report), []
    for finding in findings:
        hidden = f" (suppressed: {finding.suppressed})" if finding.suppressed else ""
        line = say.line(finding, places)
        told.append(f"{file}:{line}: {finding.severity}: {finding.message}{hidden}")
        for side, quotes in (("source", finding.source), ("target", finding.target)):
            told += [f"  {side}: {quote.text} [{say.place(quote)}]" for quote in quotes]
        told.append(f"  digest: {fingerprint(finding)}")
    return "\n".join(told)


REPORTER = Reporter(suffix=".xml", render=render, commands=("validate",))
