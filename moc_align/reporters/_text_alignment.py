"""A text and its translation for a terminal: side by side, or one below the other on a narrow one.

A long alignment has tens of thousands of cells; a table of rich takes minutes for them, so that the
lines are laid out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.rule import Rule
from rich.segment import Segment
from rich.style import Style

from moc_align.reporters import _links as say
from moc_align.reporters._text_passage import columns, notes, passage, solid
from moc_align.reporters._wording import plain
from moc_align.reporters._wrap import VARIATION, breaks
from moc_align.schema import AlignedText, Alignment, Link, Report, Unit

INDENT = 3
"""Columns before a passage; the signs of a link stand in them."""
BETWEEN = " │ "
LEAST = 32
"""Columns of a side from which two stand beside each other: 16 Japanese characters a line."""
MOST = 72
"""Columns of a side beyond which a line is no longer taken in at a glance."""
SIDE_BY_SIDE = INDENT + LEAST + len(BETWEEN) + LEAST
"""Columns of a screen from which the texts stand side by side."""
WIDEST = INDENT + MOST + len(BETWEEN) + MOST
STYLES: dict[say.Mark, str] = {
    "uncertain": "bold magenta",
    "omission": "red",
    "addition": "green",
    "crossing": "yellow",
    "human": "cyan",
}
FAINT = Style(dim=True)


def alignment(report: Report) -> Iterator[RenderableType]:
    """The texts, what is to be known first, every link, and the totals."""
    found = say.alignment(report)
    for name, text in (("source ", found.source), ("target ", found.target)):
        yield passage((text.title or text.id, "bold"), lead=(name, "dim"))
        told = f"{say.facts(text, found.unit)}; {say.origin(text)}"
        yield passage((told, "dim"), lead=(" " * len(name), ""))
    yield passage((say.manner(found), "dim"))
    yield from notes(report)
    yield ""
    legend = ((f"{sign} {say.LEGEND[mark]}   ", STYLES[mark]) for mark, sign in say.SIGNS.items())
    yield passage(*((words.replace(" ", "\xa0", 1), style) for words, style in legend))
    yield passage((say.SCALE.format(unit=found.unit), "dim"))
    yield ""
    yield Body(found)
    yield Rule(style="dim")
    yield from _totals(found)
    yield ""


def _totals(found: Alignment) -> Iterator[RenderableType]:
    yield passage(("Total: ", "bold"), (say.totals(say.tally(found)), ""))
    for mark, links in say.marked(found.links).items():
        # a reference stays in one piece
        places = "; ".join(map(solid, say.listed(mark, links).split("; ")))
        words = (f"{say.WORDS[mark]}: ", STYLES[mark])
        yield passage(words, (places, ""), lead=(f" {say.SIGNS[mark]} ", STYLES[mark]))


@dataclass(frozen=True, slots=True)
class Body:
    """All links of an alignment, each under a line that says what is known of it."""

    alignment: Alignment

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, none wider than there is room for."""
        room = options.max_width
        layout = _beside if room >= SIDE_BY_SIDE else _below
        for link in self.alignment.links:
            yield from _head(link, room)
            yield from layout(link, self.alignment, room)
            yield Segment.line()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a passage."""

    segments: tuple[Segment, ...]
    width: int


EMPTY = Line((), 0)


def _head(link: Link, room: int) -> Iterator[Segment]:
    """Signs, shape, score and confidence, and in words what the signs mean."""
    marks = say.marks(link)
    style = STYLES[marks[0]] if marks else "dim"
    signs = "".join(say.SIGNS[mark] for mark in marks)
    told = f"{link.shape}  {say.sureness(link)}  {say.meaning(link)}"
    lead = f"{signs:<{INDENT - 1}} "
    yield from _hanging(lead, style, _lines(told, "", style, room - len(lead)))


def _beside(link: Link, found: Alignment, room: int) -> Iterator[Segment]:
    """The two sides in two columns."""
    width = (room - INDENT - len(BETWEEN)) // 2
    left = _side(link.source, found.source, found.unit, width)
    right = _side(link.target, found.target, found.unit, width)
    for one, other in zip_longest(left, right, fillvalue=EMPTY):
        yield Segment(" " * INDENT)
        yield from one.segments
        yield Segment(" " * (width - one.width) + BETWEEN, FAINT)
        yield from other.segments
        yield Segment.line()


def _below(link: Link, found: Alignment, room: int) -> Iterator[Segment]:
    """The two sides one below the other, each with its name."""
    for name, units, text in (
        ("source", link.source, found.source),
        ("target", link.target, found.target),
    ):
        lead = f"{'':{INDENT}}{name} "
        lines = _side(units, text, found.unit, room - len(lead))
        yield from _hanging(lead, "dim", lines)


def _hanging(lead: str, style: str, lines: Iterable[Line]) -> Iterator[Segment]:
    """The lines, the first behind the lead, the others indented as far."""
    for line in lines:
        yield Segment(lead, _style(style))
        yield from line.segments
        yield Segment.line()
        lead = " " * len(lead)


def _side(ids: Iterable[str], text: AlignedText, unit: Unit, width: int) -> list[Line]:
    """Each passage with its place, on lines of its own; a dash where there is none."""
    lines: list[Line] = []
    for found in map(text.unit, ids):
        words = plain(found.text).strip()
        lines += _lines(words, solid(plain(f"[{say.place(found, unit)}]")), "", width)
    return lines or _lines("", say.NOWHERE, "", width)


def _lines(words: str, faint: str, style: str, width: int) -> list[Line]:
    """The words in that style, then what is less important, wrapped to the width."""
    middle = len(words)
    whole = "  ".join(part for part in (words, faint) if part)
    ends = [0, *breaks(whole, width, columns), len(whole)]
    lines = []
    for start, end in pairwise(ends):
        line = whole[start:end].rstrip()
        cut = max(0, middle - start)
        parts = ((line[:cut], _style(style)), (line[cut:], FAINT))
        segments = tuple(Segment(part.replace("\xa0", " "), ink) for part, ink in parts if part)
        lines.append(Line(segments, _width(line)))
    return lines


def _width(line: str) -> int:
    """Columns of a line, as `breaks` counts them."""
    return sum(map(columns, line)) + line.count(VARIATION)


@cache
def _style(name: str) -> Style | None:
    return Style.parse(name) if name else None
