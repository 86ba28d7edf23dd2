"""For translation tools: every link as a unit to be reviewed, as XLIFF 2.1.

An omission is a unit without a target; an addition has an empty source, and a note says so. What
is known of a link stands in the metadata module, what a translator should know in notes. Nothing
in it is newer than XLIFF 2.0, whose namespace 2.1 shares. Source: OASIS XLIFF 2.1, 2018.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _exchange as exchange
from moc_align.reporters._exchange_xml import PRESERVE, branch, document, leaf
from moc_align.schema import Alignment, Link, Report

CORE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """The two texts as one file of units, in the order of the links."""
    alignment = exchange.alignment_of(report)
    attributes = {
        "xmlns": CORE,
        "xmlns:mda": METADATA,
        "version": "2.1",
        "srcLang": alignment.source.lang,
        "trgLang": alignment.target.lang,
    }
    tool = (("tool", f"{exchange.TOOL} {exchange.version(report)}"),)
    units = (
        line
        for count, link in enumerate(alignment.links, start=1)
        for line in _unit(alignment, link, count)
    )
    children = (
        *_metadata("alignment", tool + exchange.made_with(report)),
        *_notes(report.notes),
        *units,
    )
    file = branch("file", {"id": "f1", "original": alignment.source.source}, children)
    return document(branch("xliff", attributes, file))


def _unit(alignment: Alignment, link: Link, count: int) -> Iterator[str]:
    source, target = exchange.texts(alignment, link)
    sides = [leaf("source", source)]
    if link.target:
        sides.append(leaf("target", target))
    # ids of units may hold what no NMTOKEN does: the number is the id, they are the name
    attributes = {"id": str(count), "name": exchange.name(link), **PRESERVE}
    children = (
        *_metadata("link", exchange.facts(alignment, link)),
        *_notes(exchange.remarks(link)),
        *branch("segment", {"state": state(link)}, sides),
    )
    yield from branch("unit", attributes, children)


def state(link: Link) -> str:
    """`translated` where the target can be relied on; nobody has reviewed it as a translation."""
    return "initial" if link.null or link.uncertain else "translated"


def _metadata(category: str, facts: exchange.Facts) -> Iterator[str]:
    metas = [leaf("mda:meta", value, {"type": name}) for name, value in facts]
    group = branch("mda:metaGroup", {"category": f"{exchange.TOOL} {category}"}, metas)
    yield from branch("mda:metadata", None, group)


def _notes(sentences: Iterable[str]) -> Iterator[str]:
    notes = [leaf("note", sentence, {"category": exchange.TOOL}) for sentence in sentences]
    if notes:
        yield from branch("notes", None, notes)


REPORTER = Reporter(suffix=".xlf", render=render, commands=("align",))
