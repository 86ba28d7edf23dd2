"""What the exchange formats share: texts, numbers, what is known and what to say of a link."""

from __future__ import annotations

import re
from collections.abc import Iterable

from moc_align import __version__
from moc_align.reporters import _links
from moc_align.reporters.json import DIGITS
from moc_align.schema import AlignedText, Alignment, Lang, Link, Report

TOOL = "moc-align"
JOINS: dict[Lang, str] = {"ja": "", "en": " "}
"""What stands between two units of a side that are one text."""
REPLACEMENT = "\ufffd"
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0, production 2 (Char)."""

Facts = tuple[tuple[str, str], ...]
"""(name, value), each name once."""


def alignment_of(report: Report) -> Alignment:
    """The alignment of a report of `align`. Raises: ValueError."""
    if report.alignment is None:
        raise ValueError(f"a report of {report.command} holds no alignment")
    return report.alignment


def joined(text: AlignedText, ids: Iterable[str]) -> str:
    """The units of that side as one text, empty for none."""
    return JOINS[text.lang].join(text.unit(one).text for one in ids)


def texts(alignment: Alignment, link: Link) -> tuple[str, str]:
    """What the link says in the source and in the target, one of them empty in a null link."""
    return joined(alignment.source, link.source), joined(alignment.target, link.target)


def legal(text: str) -> str:
    """The text with U+FFFD for control characters, halves of surrogate pairs and noncharacters.

    No XML file can hold these, and few spreadsheets.
    """
    return ILLEGAL.sub(REPLACEMENT, text)


def number(value: float) -> str:
    """With the digits that the JSON report has, always as many: `0.9300`."""
    # + 0.0 turns -0.0 into 0.0
    return f"{round(float(value), DIGITS) + 0.0:.{DIGITS}f}"


def score(link: Link) -> str:
    """How closely the two sides match; empty where the tool did not judge that."""
    found = _links.score(link)
    return "" if found is None else number(found)


def line(text: AlignedText, ids: tuple[str, ...]) -> str:
    """The line on which the first of the units stands, empty for none."""
    return str(text.unit(ids[0]).line) if ids else ""


def yes(holds: bool) -> str:
    """`yes` or `no`."""
    return "yes" if holds else "no"


def name(link: Link) -> str:
    """The ids of both sides, for people: `12 = 14 + 15`, `– = 16`."""
    return " = ".join(" + ".join(side) or "–" for side in (link.source, link.target))


def facts(alignment: Alignment, link: Link) -> Facts:
    """All that is known of a link but its texts; what does not apply is left out."""
    found = (
        ("score", score(link)),
        ("confidence", number(link.confidence)),
        ("uncertain", yes(link.uncertain)),
        ("crossing", yes(link.crossing)),
        ("origin", link.origin),
        ("source-ids", " ".join(link.source)),
        ("target-ids", " ".join(link.target)),
        ("source-line", line(alignment.source, link.source)),
        ("target-line", line(alignment.target, link.target)),
    )
    return tuple((name, value) for name, value in found if value)


def remarks(link: Link) -> tuple[str, ...]:
    """What a translator should know of a link, a sentence each; none of an ordinary one."""
    holds = (
        (not link.target, "Omission: nothing in the target corresponds."),
        (
            not link.source,
            "Addition: stands in the target only; nothing in the source corresponds.",
        ),
        (link.uncertain and link.null, "Uncertain: a counterpart may be there after all."),
        (link.uncertain and not link.null, "Uncertain: check that the two belong together."),
        (link.crossing, "Crossing: stands elsewhere in the target than its neighbours."),
    )
    return tuple(sentence for true, sentence in holds if true)


def version(report: Report) -> str:
    """Of the tool that found the links."""
    return report.signature.version if report.signature else __version__


def made_with(report: Report) -> Facts:
    """What was aligned, and with what; names are like `source-sha256` and `threshold-uncertain`."""
    alignment, signature = alignment_of(report), report.signature
    found = {"unit": str(alignment.unit), "order": str(alignment.order)}
    for name, text in (("source", alignment.source), ("target", alignment.target)):
        found |= {f"{name}-file": text.source, f"{name}-sha256": text.sha256}
    if signature:
        found |= {
            "model": signature.model,
            "model-sha256": signature.model_sha256,
            "scoring": signature.scoring,
        }
        found |= {f"threshold-{name}": f"{value:g}" for name, value in signature.thresholds}
        found |= dict(signature.settings)
    return tuple((name, value) for name, value in found.items() if value)
