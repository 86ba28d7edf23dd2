"""Physical lines of a source text, its wrap column, and running text read through the wraps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from moc_align.schema import Mark, SourceText

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]")
_NOT_BREAK = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]"
)
_JA = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_INVISIBLE = " \t\u3000\xa0\ufeff\u200b\u200e\u200f\u2060"
_CLOSERS = "」』）)】]》〉〕\"'”’"
_ENDS = "。．.！？!?：:；;"
_ABBREVIATION = re.compile(
    r"(?:\b(?:M(?:r|s|rs|essrs)|Dr|Prof|Hon|St|No|Nos|Arts?|[Pp]aras?|[Vv]ol|cf|e\.g|i\.e|pp?|Sec|Sr|Jr"
    r"|Gen|Col|Gov|Sen|Rep)|(?:\b[A-Z])+)\.$"
)
_TOKEN = re.compile(r"[!-~]+")
WIDTH_LIMIT = 400
"""Columns beyond which a line isn't measured: no printed page is that wide."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it; offsets without the white space at either end."""

    start: int
    end: int
    indent: int
    """Columns before the first character, a wide one counting two."""
    width: int
    """Columns up to the last character, indent included; at most `WIDTH_LIMIT`."""
    gap: int
    """Empty lines before it."""
    turned: bool
    """True where a page starts between the line before and this one."""
    mark: Mark | None = None


def is_ja(text: str) -> bool:
    """True where there is a Japanese character in it."""
    return bool(_JA.search(text))


def columns(text: str) -> int:
    """Display columns of a text, wide characters counting two; stops at `WIDTH_LIMIT`."""
    head = text[:WIDTH_LIMIT]
    return min(WIDTH_LIMIT, len(head) + len(_WIDE.findall(head)))


def masked(source: SourceText) -> str:
    """The source with its known furniture blanked out, every offset kept."""
    if not source.furniture:
        return source.text
    parts: list[str] = []
    done = 0
    for span in sorted(source.furniture):
        start, end = max(done, span.start), min(span.end, len(source.text))
        if start < end:
            parts += (source.text[done:start], _NOT_BREAK.sub(" ", source.text[start:end]))
            done = end
    return "".join((*parts, source.text[done:]))


def lines_of(source: SourceText, text: str) -> tuple[Line, ...]:
    """The lines of `text` (the masked source) that hold something, in order."""
    starts = [mark.start for mark in source.marks]
    pages = source.pages
    found: list[Line] = []
    blanks, seen_end, last_page = 0, 0, 0
    for match in _LINE.finditer(text):
        raw = match.group()
        body = raw.strip(_INVISIBLE).strip()
        between = text[seen_end : match.start()]
        blanks += len(_BREAK.findall(between))
        turned_here = "\f" in between
        seen_end = match.end()
        if not body:
            last_page = -1 if turned_here else last_page
            continue
        start = match.start() + raw.index(body[0])
        end = start + len(body)
        page = bisect_right(pages, start)
        at = bisect_right(starts, start) - 1
        mark = source.marks[at] if at >= 0 and starts[at] >= match.start() else None
        indent = columns(raw[: start - match.start()])
        found.append(
            Line(
                start=start,
                end=end,
                indent=indent,
                width=min(WIDTH_LIMIT, indent + columns(body)),
                gap=max(0, blanks - 1) if found else 0,
                turned=bool(found) and (turned_here or page != last_page),
                mark=mark,
            )
        )
        blanks, last_page = 0, page
    return tuple(found)


def ends_sentence(text: str) -> bool:
    """True where a line ends as a sentence or a chapeau does, closing quotes aside."""
    bare = text[-12:].rstrip(_CLOSERS) or text
    return bare[-1:] in _ENDS and not _ABBREVIATION.search(bare)


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text is wrapped."""

    column: int
    """Columns of a full line; 0 where line ends are the author's."""
    gap: int
    """Empty lines between two lines of one paragraph."""
    tight: int = 0
    """Columns that four in five full lines have at least, the word after them included."""

    def full(self, line: Line, room: int = 0) -> bool:
        """True where the line fills its column, or would with `room` more columns."""
        return self.column > 0 and line.width + room >= 0.82 * self.column


def _breaks(text: str, line: Line, after: Line) -> bool:
    """True where the line stops in mid-sentence and the next one can go on with it."""
    said, then = text[line.end - 1], text[after.start]
    if ends_sentence(text[max(line.start, line.end - 12) : line.end]):
        return False
    if said.isascii() and then.isascii():
        return then.islower() or (then.isalnum() and said in ",-") or then.isdecimal()
    return True


def wrap_of(text: str, lines: Sequence[Line], flowed: bool) -> Wrap:
    """How the text is wrapped, told by the widths of its lines and by how full ones end.

    In a wrapped text most of the full lines stop in mid-sentence; in one with a line per
    paragraph long lines end with the sentence. 0.82 and 0.4 lie in the middle of the range that
    separates the two in texts of 30 to 110 columns with proportional and fixed type.
    """
    if flowed or len(lines) < 3:
        return Wrap(0, 0)
    widths = sorted((line.width for line in lines), reverse=True)
    spare = len(widths) // 40
    column = 0
    for at, width in enumerate(widths[: spare + 1]):
        near = bisect_right([-w for w in widths], -0.85 * width) - at
        if near >= max(2, spare):
            column = width
            break
    if not 16 <= column < WIDTH_LIMIT:
        return Wrap(0, 0)
    full = [(line, after) for line, after in pairwise(lines) if line.width >= 0.85 * column]
    broken = [pair for pair in full if _breaks(text, *pair)]
    firm = [line for line, _ in broken if text[line.end - 1] not in "、,，"]
    if len(broken) < 0.4 * len(full) or 2 * len(firm) < len(broken) or not broken:
        return Wrap(0, 0)
    gaps = Counter(after.gap for _, after in broken if not after.turned)
    reach = sorted(line.width + room(text, after) for line, after in broken)
    return Wrap(column, gaps.most_common(1)[0][0] if gaps else 0, reach[len(reach) // 5] - 1)


def room(text: str, line: Line) -> int:
    """Columns that the first word of a line needs on the line before: a Japanese one none."""
    token = _TOKEN.match(text, line.start, min(line.end, line.start + 60))
    return columns(token.group()) if token else 0


def _is_wide(char: str) -> bool:
    return bool(_WIDE.match(char)) or char in "“”‘’…‥—―−・"


def _glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph."""
    if _is_wide(before[-1]) or _is_wide(after[0]):
        latin = before[-1] in "”’…" and after[0].isascii()
        latin = latin or (after[0] in "“‘—" and before[-1].isascii()) or before[-1] in "—"
        return " " if latin and (before[-1].isascii() or after[0].isascii()) else ""
    if before[-1] in "-\u00ad\u2010/" and before[-2:-1].isalpha() and after[0].islower():
        return ""
    return " "


def flow(text: str) -> str:
    """The text of a span read through its wraps: one line, single spaces, Japanese unbroken."""
    joined: list[str] = []
    for match in _LINE.finditer(text):
        words = " ".join(match.group().replace("\ufeff", " ").replace("\u200b", " ").split())
        if not words:
            continue
        if joined:
            joined.append(_glue(joined[-1], words))
        joined.append(words)
    return "".join(joined)
