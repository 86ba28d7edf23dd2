"""For older translation tools: every link as a unit to be reviewed, as XLIFF 1.2.

An omission is a unit without a target; an addition has an empty source, and a note says so. What
is known of a link stands in a context group, as `prop` is deprecated. No unit is `approved`: that
is a person's word on a translation. Source: OASIS XLIFF 1.2, 2008.
"""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _exchange as exchange
from moc_align.reporters._exchange_xml import PRESERVE, branch, document, empty, leaf
from moc_align.schema import Alignment, Link, Report

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
FROM = {"from": exchange.TOOL}


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """The two texts as one file of units, in the order of the links."""
    alignment = exchange.alignment_of(report)
    attributes = {
        "original": alignment.source.source,
        "source-language": alignment.source.lang,
        "target-language": alignment.target.lang,
        "datatype": "plaintext",
        "tool-id": exchange.TOOL,
    }
    units = (
        line
        for count, link in enumerate(alignment.links, start=1)
        for line in _unit(alignment, link, count)
    )
    children = (*branch("header", None, _header(report)), *branch("body", None, units))
    file = branch("file", attributes, children)
    return document(branch("xliff", {"xmlns": NAMESPACE, "version": "1.2"}, file))


def _header(report: Report) -> Iterator[str]:
    version = exchange.version(report)
    yield empty(
        "tool", {"tool-id": exchange.TOOL, "tool-name": exchange.TOOL, "tool-version": version}
    )
    for note in report.notes:
        yield leaf("note", note, FROM)
    for name, value in exchange.made_with(report):
        yield leaf("note", f"{name}: {value}", FROM)


def _unit(alignment: Alignment, link: Link, count: int) -> Iterator[str]:
    source, target = exchange.texts(alignment, link)
    children = [leaf("source", source)]
    if link.target:
        children.append(leaf("target", target, {"state": state(link)}))
    contexts = [
        leaf("context", value, {"context-type": f"x-{name}"})
        for name, value in exchange.facts(alignment, link)
    ]
    group = {"name": exchange.TOOL, "purpose": "information"}
    children += branch("context-group", group, contexts)
    children += [leaf("note", sentence, FROM) for sentence in exchange.remarks(link)]
    attributes = {"id": str(count), "resname": exchange.name(link), **PRESERVE}
    yield from branch("trans-unit", attributes, children)


def state(link: Link) -> str:
    """`translated` where the target can be relied on."""
    return "needs-review-translation" if link.null or link.uncertain else "translated"


REPORTER = Reporter(suffix=".xliff", render=render, commands=("align",))
