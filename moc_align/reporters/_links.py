"""What the reports say of an alignment in the same words: its texts, marks, places and totals.

The phrases may hold words of a text; whoever prints one passes it through `plain` first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from moc_align.reporters import _wording as say
from moc_align.schema import LANGUAGES, AlignedText, Alignment, Link, Quote, Report, Unit

Mark = Literal["uncertain", "omission", "addition", "crossing", "human"]

SIGNS: dict[Mark, str] = {
    "uncertain": "?",
    "omission": "−",
    "addition": "+",
    "crossing": "×",
    "human": "✓",
}
"""In the order in which they stand before a link."""
WORDS: dict[Mark, str] = {
    "uncertain": "uncertain",
    "omission": "only in the source",
    "addition": "only in the target",
    "crossing": "crossing",
    "human": "set by a person",
}
LEGEND: dict[Mark, str] = {
    **WORDS,
    "uncertain": "uncertain, to be read by a person",
    "crossing": "crossing: stands elsewhere in the target than its neighbours",
}
SCALE = (
    "1-2: one {unit} of the source and two of the target say the same. Score: how closely they "
    "match, 0 to 1. Confidence: how sure the tool is that just these belong together."
)
NOWHERE = "–"
"""Stands for the empty side of a null link."""
LISTED = 20
"""Links of a mark whose places the totals name; a list beyond that is longer than a search."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many links there are of each kind."""

    links: int
    """Those that hold units of both sides."""
    shapes: tuple[tuple[str, int], ...]
    """(shape, links), the smaller shapes first; null links have none."""
    marks: tuple[tuple[Mark, int], ...]
    """Each mark, in the order of `SIGNS`."""
    confidence: float | None
    """Mean over the links that the tool found, None where it found none."""


def alignment(report: Report) -> Alignment:
    """That of a report of align. Raises: ValueError."""
    if report.alignment is None:
        raise ValueError("a report of align without an alignment")
    return report.alignment


def tally(alignment: Alignment) -> Tally:
    """The links of an alignment, counted."""
    paired = alignment.paired
    sizes = Counter((len(link.source), len(link.target)) for link in paired)
    found = Counter(mark for link in alignment.links for mark in marks(link))
    sure = [link.confidence for link in paired if link.origin == "auto"]
    return Tally(
        links=len(paired),
        shapes=tuple(
            (f"{a}-{b}", sizes[a, b]) for a, b in sorted(sizes, key=lambda s: (sum(s), s))
        ),
        marks=tuple((mark, found[mark]) for mark in SIGNS),
        confidence=sum(sure) / len(sure) if sure else None,
    )


def marks(link: Link) -> tuple[Mark, ...]:
    """What is to be said of a link, in the order of `SIGNS`; nothing of an ordinary one."""
    holds: tuple[tuple[Mark, bool], ...] = (
        ("uncertain", link.uncertain),
        ("omission", not link.target),
        ("addition", not link.source),
        ("crossing", link.crossing),
        ("human", link.origin == "human"),
    )
    return tuple(mark for mark, yes in holds if yes)


def meaning(link: Link) -> str:
    """In words what the marks of a link mean; empty for an ordinary one."""
    told = ", ".join(WORDS[mark] for mark in marks(link))
    # a link that was taken apart leaves sides of which nobody knows that they stand alone
    return told.replace("uncertain, only", "uncertain, perhaps only")


def score(link: Link) -> float | None:
    """How closely the two sides match; None where the tool did not judge that."""
    return None if link.null or link.origin == "human" else link.score


def sureness(link: Link) -> str:
    """`score .62, confidence 71%`; without the score where there is none."""
    return say.sureness(score(link), link.confidence)


def count(number: int, unit: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{number} {unit}{'' if number == 1 else 's'}"


def facts(text: AlignedText, unit: Unit) -> str:
    """Language and length of a text: `Japanese, 29 lines`."""
    return f"{LANGUAGES[text.lang]}, {count(len(text.units), unit)}"


def origin(text: AlignedText) -> str:
    """Where a text came from, with the short digest of its bytes."""
    return f"{text.source} ({text.sha256[: say.DIGEST]})"


def manner(alignment: Alignment) -> str:
    """What was linked to what, and under which conditions."""
    least = f"; links below {say.percent(alignment.min_confidence)} confidence taken apart"
    apart = least if alignment.min_confidence else ""
    return f"Linked {alignment.unit} by {alignment.unit}; {alignment.order} order{apart}"


def place(quote: Quote, unit: Unit) -> str:
    """Where a unit stands: `art1.b2, p. 1, l. 14`; of a line read as it is, `l. 14`."""
    return f"l. {quote.line}" if unit == "line" else f"{quote.id}, {say.place(quote)}"


def totals(found: Tally) -> str:
    """All that was counted: `30 links (1-1: 28, 1-2: 2), 1 only in the source, ...`."""
    shapes = ", ".join(f"{shape}: {number}" for shape, number in found.shapes)
    parts = [count(found.links, "link") + (f" ({shapes})" if shapes else "")]
    parts += [f"{number} {WORDS[mark]}" for mark, number in found.marks]
    mean = "" if found.confidence is None else f"; mean confidence {say.percent(found.confidence)}"
    return ", ".join(parts) + mean


def marked(links: Iterable[Link]) -> dict[Mark, list[Link]]:
    """Links by their marks, in the order of `SIGNS`; a link stands under each that it has."""
    found: dict[Mark, list[Link]] = {mark: [] for mark in SIGNS}
    for link in links:
        for mark in marks(link):
            found[mark].append(link)
    return {mark: some for mark, some in found.items() if some}


def reference(link: Link) -> str:
    """The ids of both sides: `12 = 14 + 15`, `– = 16`."""
    return " = ".join(" + ".join(side) or NOWHERE for side in (link.source, link.target))


def listed(mark: Mark, links: Sequence[Link]) -> str:
    """The references of the links, and how many more there are beyond the first `LISTED`.

    Where the mark says which side is empty, the ids of the other do.
    """
    one_sided = mark in ("omission", "addition")
    first = links[:LISTED]
    told = "; ".join(
        " + ".join(link.source or link.target) if one_sided else reference(link) for link in first
    )
    return f"{told}; and {len(links) - LISTED} more" if len(links) > LISTED else told
