"""Text for a terminal: wrapped by the rules of both languages, hanging beside what leads it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.text import Text

from moc_align.reporters import _wording as say
from moc_align.reporters._wrap import breaks
from moc_align.schema import Report

WIDE = 120
"""Columns beyond which a line is too long to be read with ease."""


@cache
def columns(char: str) -> int:
    """Those a character takes."""
    return cell_len(char)


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is wrapped by the rules of both languages and hangs beside what leads it in."""

    text: Text
    lead: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, none wider than there is room for."""
        lead, indent = self.lead, cell_len(self.lead.plain)
        width = max(2, min(options.max_width, WIDE) - indent)
        offsets = breaks(self.text.plain, width, columns)
        for line in self.text.divide(offsets):
            line.plain = line.plain.replace("\xa0", " ")
            line.rstrip()
            # as segments: a Text would be wrapped again
            yield from Text.assemble(lead, line).render(console, end="\n")
            lead = Text(" " * indent)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From two columns, a wide character, to the whole on one line."""
        indent = cell_len(self.lead.plain)
        return Measurement(indent + 2, indent + max(2, cell_len(self.text.plain)))


def passage(*parts: tuple[str, str], lead: tuple[str, str] = ("", "")) -> Passage:
    """(words, style) one after the other, and what stands before the first line."""
    text = Text.assemble(*((say.plain(words), style) for words, style in parts if words))
    return Passage(text, Text(*lead))


def notes(report: Report) -> Iterator[RenderableType]:
    """The notes of a report below an empty line; nothing where there are none."""
    if report.notes:
        yield ""
    for note in report.notes:
        yield passage((note, ""), lead=("Note  ", "bold"))


def solid(words: str) -> str:
    """The words with no place for a break."""
    return words.replace(" ", "\xa0")
