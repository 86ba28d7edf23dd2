"""For a translation memory: the links that can be relied on, as TMX 1.4b.

Null links, uncertain links and links of which a side is blank are no translations to offer to
anybody; a note in the header says how many were left out. There is no document type declaration:
TMX allows that, and tools either fetch it from the file's folder, where it is not, or refuse it.
Nor is there a date, so that equal input gives equal bytes. Source: TMX 1.4b, LISA 2005.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _exchange as exchange
from moc_align.reporters._exchange_xml import branch, document, leaf
from moc_align.schema import Alignment, Link, Report, Unit

SEGTYPES: dict[Unit, str] = {"sentence": "sentence", "clause": "paragraph", "line": "block"}
"""A clause is a numbered or bulleted paragraph. Nobody knows what a line holds: by the
specification, "block" is for a segment that corresponds to none of the other values."""
SEVERAL = "block"
"""Of a link of more than one unit, which is no longer a sentence or a paragraph."""
_GAPS = re.compile(r"\s+")


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """The translation memory, a unit for each reliable link."""
    alignment = exchange.alignment_of(report)
    kept = [link for link in alignment.links if not _flaw(alignment, link)]
    body = (line for link in kept for line in _unit(alignment, link))
    children = (*_header(report), *branch("body", None, body))
    return document(branch("tmx", {"version": "1.4"}, children))


def _flaw(alignment: Alignment, link: Link) -> str:
    """Why a link is no entry of a translation memory, empty where it is one."""
    if link.null:
        return "with one side only"
    if link.uncertain:
        return "uncertain"
    return "" if all(map(str.strip, exchange.texts(alignment, link))) else "with a blank side"


def _header(report: Report) -> Iterator[str]:
    alignment = exchange.alignment_of(report)
    attributes = {
        "creationtool": exchange.TOOL,
        "creationtoolversion": exchange.version(report),
        "segtype": SEGTYPES[alignment.unit],
        "o-tmf": exchange.TOOL,
        "adminlang": "en",
        "srclang": alignment.source.lang,
        "datatype": "plaintext",
    }
    notes = [leaf("note", note) for note in (_left_out(alignment), *report.notes)]
    yield from branch("header", attributes, notes + _props(exchange.made_with(report)))


def _left_out(alignment: Alignment) -> str:
    flaws = Counter(filter(None, (_flaw(alignment, link) for link in alignment.links)))
    reasons = ", ".join(f"{count} {flaw}" for flaw, count in sorted(flaws.items()))
    return f"{flaws.total()} of {len(alignment.links)} links left out" + (
        f": {reasons}." if reasons else "."
    )


def _unit(alignment: Alignment, link: Link) -> Iterator[str]:
    attributes = {"tuid": _tuid(alignment, link)}
    if link.shape != "1-1":
        attributes["segtype"] = SEVERAL
    sides = zip((alignment.source, alignment.target), exchange.texts(alignment, link), strict=True)
    variants = (
        line
        for side, text in sides
        for line in branch("tuv", {"xml:lang": side.lang}, [leaf("seg", text)])
    )
    yield from branch("tu", attributes, (*_props(exchange.facts(alignment, link)), *variants))


def _tuid(alignment: Alignment, link: Link) -> str:
    """By the units of the source: it stays when other links change. Without white space."""
    return _GAPS.sub("_", f"{alignment.source.id}:{'+'.join(link.source)}")


def _props(facts: exchange.Facts) -> list[str]:
    return [leaf("prop", value, {"type": f"x-{name}"}) for name, value in facts]


REPORTER = Reporter(suffix=".tmx", render=render, commands=("align",))
