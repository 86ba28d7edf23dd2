"""The findings of a validation as blocks of Markdown, clause by clause."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from moc_align.reporters import _findings as say
from moc_align.reporters._wording import DIGEST, facts
from moc_align.schema import Finding, Quote, Report

Mask = Callable[[str], str]
"""Words of a document -> the same words in Markdown."""


def findings(report: Report, escape: Mask, code: Mask) -> Iterator[str]:
    """Title, each clause with its findings, the suppressed ones, the totals."""
    source, target = report.documents
    yield f"# {escape(source.title or source.id)} → {escape(target.title or target.id)}"
    yield "\n".join(
        f"- {name}: {code(text.source)} ({code(text.sha256[:DIGEST])}), {escape(facts(text))}"
        for name, text in (("source", source), ("target", target))
    )
    yield f"**Total:** {say.totals(report)}"
    yield "\n>\n".join(f"> **Note.** {escape(note)}" for note in report.notes)
    for group in say.groups(say.counted(report)):
        yield f"## {' + '.join(code(quote.id) for quote in group.target or group.source)}"
        yield "\n>\n".join(_quotes(group, escape, code))
        yield "\n".join(_finding(finding, escape, code) for finding in group.findings)
    hidden = say.suppressed(report)
    if hidden:
        yield f"## Suppressed ({len(hidden)})"
        reasons = say.reasons(hidden).items()
        yield "\n".join(f"- {escape(reason)}: {escape(places)}" for reason, places in reasons)


def _quotes(group: say.Group, escape: Mask, code: Mask) -> Iterator[str]:
    for name, quotes, words in group.sides():
        for quote in quotes:
            yield f"> **{name}** {_marked(quote, words, escape)} ({code(quote.id)}, {_at(quote)})"
        if not quotes:
            yield f"> **{name}** {say.NOTHING}"


def _marked(quote: Quote, words: tuple[str, ...], escape: Mask) -> str:
    """The clause with the words that differ in bold: as HTML, since ** fails within Japanese."""
    told = []
    for stretch, marked in say.pieces(quote.text, words):
        inner = escape(stretch)
        if marked:
            told.append(f"<b>{inner}</b>")
            continue
        # what `escape` takes from the ends of a stretch is no end of the text
        before = " " if told and stretch[:1].isspace() else ""
        told.append(before + inner + (" " if stretch[-1:].isspace() else ""))
    return "".join(told).strip()


def _at(quote: Quote) -> str:
    return f"p. {quote.page}, l. {quote.line}"


def _finding(finding: Finding, escape: Mask, code: Mask) -> str:
    kind = f"{say.SIGNS[finding.severity]} **{finding.severity} {code(finding.check)}**"
    silence = f"<sub>to silence: {code(say.silence(finding))}</sub>"
    return f"- {kind} {escape(finding.message)}  \n  {silence}"
