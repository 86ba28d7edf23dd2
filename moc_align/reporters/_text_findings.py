"""The findings of a validation for a terminal, clause by clause, differing words marked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.rule import Rule

from moc_align.reporters import _findings as say
from moc_align.reporters._text_passage import notes, passage, solid
from moc_align.schema import Finding, Report, Severity

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
MARKED = "bold underline"
"""Style of words that differ."""
INDENT = "   "


def findings(report: Report) -> Iterator[RenderableType]:
    """Each clause with its findings, suppressed ones, totals; one line where all is well."""
    source, target = report.documents
    found, hidden = say.counted(report), say.suppressed(report)
    name = f"{target.source}: "
    if found:
        yield passage((source.source, ""), lead=("source  ", "dim"))
        yield passage((target.source, ""), lead=("target  ", "dim"))
        yield from notes(report)
        yield ""
        for group in say.groups(found):
            yield from _group(group)
        yield Rule(style="dim")
        name = "Total: "
    if hidden:
        yield passage((f"Suppressed ({len(hidden)})", "bold"))
        for reason, places in say.reasons(hidden).items():
            yield passage((f"{reason}: ", ""), (places, "dim"), lead=(INDENT, ""))
    yield passage((name, "bold"), (say.totals(report), ""))
    if not found:
        yield from notes(report)


def _group(group: say.Group) -> Iterator[RenderableType]:
    for name, quotes, words in group.sides():
        lead = (f"{INDENT}{name}  ", "dim")
        if not quotes:
            yield passage((say.NOTHING, "dim"), lead=lead)
        for quote in quotes:
            parts = [(w, MARKED if marked else "") for w, marked in say.pieces(quote.text, words)]
            yield passage(*parts, (f"  {solid(f'[{say.place(quote)}]')}", "dim"), lead=lead)
    for finding in group.findings:
        yield from _finding(finding)
    yield ""


def _finding(finding: Finding) -> Iterator[RenderableType]:
    style = STYLES[finding.severity]
    kind = (f"{finding.severity} {finding.check}  ", style)
    lead = (f" {say.SIGNS[finding.severity]} ", style)
    yield passage(kind, (finding.message, ""), lead=lead)
    yield passage((f"to silence: {solid(say.silence(finding))}", "dim"), lead=(INDENT, ""))
