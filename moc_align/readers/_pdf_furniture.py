"""Running heads, running feet and page numbers of a paged text, as spans of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from moc_align.readers._pdf_layers import Page
from moc_align.schema import Span

_ZONE = 3
"""Lines from the top and from the bottom of a page in which furniture is looked for."""
_FEWEST = 3
"""Pages a line must be repeated on; two may happen by chance."""
_SHARE = 0.4
"""Of the pages: heads that differ on left and right pages reach a half."""
_SAME_HEIGHT = 4.0
"""Points."""

_DASH = r"[-‐‑–—―−ー~～|]"
_DECORATED = re.compile(
    rf"{_DASH}\s*(?:\d{{1,4}}|[ivx]{{1,6}})\s*{_DASH}"
    r"|(?:page|p\.?|頁|ページ)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*(?:of|/|／)\s*\d{1,4}(?:\s*(?:頁|ページ|pages?))?"
    r"|\d{1,4}\s*(?:頁|ページ)(?:\s*中\s*\d{1,4}\s*(?:頁|ページ))?",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}")
_LABEL = re.compile(
    r"(?:article|section|annex|appendix|chapter|part|schedule|table|figure|paragraph)\b"
    r"|第\s*\d|第\s*#|別紙|別添|別表|別記|附属|付属|附則|様式|表\s*\d|図\s*\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[（(]?(?:\d{1,3}|[ivx]{1,5}|[a-z])[.)）．、]\s*\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    """From 0."""
    top: bool
    """True for a line of the top zone, False for one of the bottom zone."""
    outermost: bool
    """True for the first line of the top, the last of the bottom zone."""
    span: Span
    text: str
    """NFKC, trimmed."""
    height: float | None

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d+", self.text))


def furniture(
    pages: Sequence[Sequence[str]], starts: Sequence[int], layers: Sequence[Page]
) -> tuple[Span, ...]:
    """Spans of the lines, without their line ends, that belong to the pages, in their order."""
    edge = [
        line
        for number, lines in enumerate(pages)
        for line in _edge_lines(number, lines, starts[number], layers[number].heights)
    ]
    found = {line.span for line in edge if _DECORATED.fullmatch(line.text)}
    found |= _counted(edge, len(pages))
    # a page number below a running foot leaves the foot last
    found |= _repeated([line for line in edge if line.span not in found], len(pages))
    return tuple(sorted(found))


def _edge_lines(
    number: int, lines: Sequence[str], start: int, heights: Sequence[float]
) -> list[_Line]:
    spans: list[tuple[Span, str]] = []
    at = start
    for line in lines:
        if line.strip():
            left = at + len(line) - len(line.lstrip())
            spans.append((Span(left, at + len(line.rstrip())), line.strip()))
        at += len(line) + 1
    known = heights if len(heights) == len(spans) else (None,) * len(spans)
    count = len(spans)
    # a line belongs to the nearer edge, so that a title does not pass for a foot of a short page
    return [
        _Line(
            page=number,
            top=top,
            outermost=index == (0 if top else count - 1),
            span=span,
            text=normalize("NFKC", text),
            height=known[index],
        )
        for index, (span, text) in enumerate(spans)
        for top in (True, False)
        if min(index, count - 1 - index) < _ZONE
        and (index <= count - 1 - index if top else index >= count - 1 - index)
    ]


def _counted(edge: Sequence[_Line], count: int) -> set[Span]:
    """Bare numbers at the very edge of a page that count the pages.

    On fewer than three pages only the last line counts, and only as the page's own number.
    """
    bare = [line for line in edge if line.outermost and _BARE.fullmatch(line.text)]
    shifts = Counter(int(line.text) - line.page for line in bare)
    if not shifts:
        return set()
    shift, times = min(shifts.items(), key=lambda item: (-item[1], item[0]))
    if count < _FEWEST:
        return {ln.span for ln in bare if int(ln.text) == ln.page + 1 and not ln.top}
    if times < 2:
        return set()
    return {line.span for line in bare if int(line.text) - line.page == shift}


def _repeated(edge: Sequence[_Line], count: int) -> set[Span]:
    """Lines that stand near the same edge of many pages, alike but for a number that may count."""
    fewest = max(_FEWEST, round(_SHARE * count))
    groups: dict[tuple[bool, str], list[_Line]] = {}
    for line in edge:
        key = re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text))
        groups.setdefault((line.top, key), []).append(line)
    found: set[Span] = set()
    for (top, key), lines in groups.items():
        on = {line.page for line in lines}
        if len(on) < fewest or not _may_repeat(key, lines):
            continue
        found |= {line.span for line in lines if not (top and _may_be_title(line, lines))}
    return found


def _may_repeat(key: str, lines: Sequence[_Line]) -> bool:
    letters = sum(1 for char in key if char.isalpha())
    if letters < 2:
        return False
    if len({line.text for line in lines}) == 1:
        return True
    # the numbers differ: `Draft of May, 3` counts pages, `Annex 3` and `3. Costs` count clauses
    if _LABEL.match(lines[0].text) or _NUMBERED.match(lines[0].text):
        return False
    columns = zip(*(line.numbers for line in lines), strict=True)
    return all(
        len(set(column)) == 1
        or len({number - line.page for number, line in zip(column, lines, strict=True)}) == 1
        for column in columns
    )


def _may_be_title(line: _Line, lines: Sequence[_Line]) -> bool:
    """True for the first page's line, if it does not stand where the heads of other pages do."""
    if line.page > 0:
        return False
    others = [other.height for other in lines if other.page > 0 and other.height is not None]
    if line.height is None or not others:
        return True
    return min(abs(line.height - other) for other in others) > _SAME_HEIGHT
