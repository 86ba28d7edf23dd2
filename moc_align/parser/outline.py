"""The outline under construction: which lists are open, and where a label belongs in them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from moc_align.parser.lines import Line
from moc_align.parser.numbering import WORD_RANKS, Candidate, Number

_LIST_RANK = 10.0
DEEPEST = 12
"""Levels of nesting that are told apart; statutes have eight."""
LOOK_AHEAD = 4000
"""Lines within which the next number of a list is looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a labelled block belongs."""

    candidate: Candidate | None
    """None for a heading or list item that prints no label."""
    style: str
    depth: int
    """How many open entries lie above it."""
    parent: int | None
    """Key of the block above it; None at the top."""
    series: int
    """The list it is part of: key of its first member."""
    key: int
    """Number of the block among those that have a place."""
    level: int = 0
    """Of a heading in the markup, 0 where it says nothing."""


@dataclass(frozen=True, slots=True)
class _Open:
    style: str
    rank: float
    numbers: Number
    indent: int
    key: int
    series: int
    short: bool
    level: int


def _indent(line: Line) -> int:
    if line.mark and line.mark.kind == "item":
        return 4 * line.mark.level
    return 0 if line.mark else line.indent


def _follows(last: Number, numbers: Number) -> bool:
    """True where the number is the next after `last`: 3 after 2, 3-2 after 3, 1.2 after 1.1."""
    if numbers[: len(last)] == last and numbers[len(last) :] in ((1,), (2,)):
        return True
    stem = len(numbers) - 1
    if stem < len(last) and numbers[:stem] == last[:stem]:
        return numbers[stem] == last[stem] + 1
    return False


class Outline:
    """Open divisions and lists, outermost first."""

    def __init__(self, found: Sequence[Sequence[Candidate]]) -> None:
        self._found = found
        self._stack: list[_Open] = []
        self._left: dict[str, Number] = {}
        self._runs: set[str] = set()
        self._key = 0
        self._where: dict[tuple[str, Number], list[int]] = defaultdict(list)
        for at, readings in enumerate(found):
            for reading in readings:
                self._where[reading.style, reading.numbers].append(at)
        self._ranks = {style: float(rank) for style, rank in WORD_RANKS.items()}
        first = {
            style: min((at[0] for (s, _), at in self._where.items() if s == style), default=-1)
            for style in ("article", "section")
        }
        chapters = any(style == "chapter" for style, _ in self._where)
        if 0 <= first["article"] < first["section"] and not chapters:
            self._ranks["section"] = 6.5

    def inside_article(self) -> bool:
        """True while an article is open."""
        return any(entry.style == "article" for entry in self._stack)

    def _next_at(self, style: str, numbers: Number, at: int) -> int | None:
        """The line where that label comes next, None where it does not soon."""
        where = self._where.get((style, numbers), [])
        index = bisect_right(where, at)
        if index < len(where) and where[index] - at <= LOOK_AHEAD:
            return where[index]
        return None

    def _has_next(self, reading: Candidate, at: int) -> bool:
        *stem, last = reading.numbers
        return self._next_at(reading.style, (*stem, last + 1), at) is not None

    def place(
        self, at: int, line: Line, is_open: bool, refers: bool, ends: str, short: bool
    ) -> Place | None:
        """Where the label at that line belongs, None where it is text.

        `is_open`: the line before is full and unfinished; `refers`: it ends in words that want
        a number; `ends`: its last character;
        `short`: the line itself looks like a heading.
        """
        readings = self._found[at]
        level = line.mark.level if line.mark and line.mark.kind == "heading" else 0
        if readings[0].word:
            return self._word(readings[0], at, is_open, refers, level)
        if readings[0].style.startswith("bullet"):
            return self._bullet(readings[0], at, line, is_open, ends)
        if refers:
            return None
        options: list[tuple[Candidate, int]] = []
        for reading in readings:
            depth = self._continued(reading, line, is_open, level, short)
            if depth is not None:
                options.append((reading, depth))
        opener = next((r for r in readings if self._opens(r, at, line, is_open, level)), None)
        if options and opener is not None and opener.numbers[-1] == 1:
            second = self._next_at(opener.style, (2,), at)
            rival = options[0][0]
            third = self._next_at(rival.style, (rival.numbers[-1] + 1,), at)
            if second is not None and (third is None or second < third):
                return self._fresh(opener, at, line, level)
        if options:
            reading, depth = options[0]
            entry = self._stack[depth]
            return self._at(reading, depth, entry.series, level)
        if opener is None and not is_open:
            opener = next((r for r in readings if self._resumes(r)), None)
        return self._fresh(opener, at, line, level) if opener else None

    def _resumes(self, reading: Candidate) -> bool:
        """True where the label goes on with a list that a heading interrupted."""
        left = self._left.get(reading.style)
        return left is not None and bool(left) and _follows(left, reading.numbers)

    def _at(self, reading: Candidate | None, depth: int, series: int | None, level: int) -> Place:
        depth = min(depth, DEEPEST)
        parent = self._stack[depth - 1].key if depth else None
        style = reading.style if reading else "li"
        first = self._key if series is None else series
        return Place(reading, style, depth, parent, first, self._key, level)

    def run_in(self, at: int, readings: Sequence[Candidate]) -> Place | None:
        """The place of a label that follows that of its division in one line: Article 2 (1)."""
        for reading in readings:
            if reading.numbers == (1,) and not reading.word and self._has_next(reading, at):
                return self._at(reading, len(self._stack), None, 0)
        return None

    def _word(
        self, reading: Candidate, at: int, is_open: bool, refers: bool, level: int
    ) -> Place | None:
        same = [i for i, entry in enumerate(self._stack) if entry.style == reading.style]
        last = self._stack[same[-1]].numbers if same else self._left.get(reading.style, ())
        is_next = bool(last and reading.numbers and _follows(last, reading.numbers)) or (
            not last and reading.numbers[:1] == (1,)
        )
        if refers or (is_open and not is_next) or (reading.weak and not is_next):
            return None
        if reading.style in ("par", "no") and not is_next and not self._has_next(reading, at):
            return None
        if same:
            return self._at(reading, same[-1], self._stack[same[-1]].series, level)
        rank = self._ranks[reading.style]
        depth = 0
        for entry in self._stack:
            heads = entry.rank >= _LIST_RANK and entry.short and not self.inside_article()
            plain = entry.style == "heading" and not entry.level
            heads = heads and not (plain and reading.style in ("part", "chapter", "dai"))
            if entry.rank >= rank and not (heads and rank > 1):
                break
            depth += 1
        return self._at(reading, depth, None, level)

    def _bullet(
        self, reading: Candidate, at: int, line: Line, is_open: bool, ends: str
    ) -> Place | None:
        same = [i for i, entry in enumerate(self._stack) if entry.style == reading.style]
        if is_open and (reading.weak or not same or ends not in ",;、，；"):
            known = same and not reading.weak and reading.style not in ("bullet・", "bullet*")
            if not known:
                return None
        indent = _indent(line)
        for depth in reversed(same):
            entry = self._stack[depth]
            if indent >= entry.indent + 2:
                break
            if indent >= entry.indent - 1 or depth == same[0]:
                return self._at(reading, depth, entry.series, 0)
        return self._fresh(reading, at, line, 0)

    def _floor(self, level: int) -> int:
        """Depth below which a list can't reach: that of the innermost heading of the markup."""
        if level:
            return 0
        return max((i + 1 for i, entry in enumerate(self._stack) if entry.level), default=0)

    def _continued(
        self, reading: Candidate, line: Line, is_open: bool, level: int, short: bool
    ) -> int | None:
        """Depth of the open list that the label continues, None where there is none."""
        if is_open and (reading.weak and reading.style.endswith(" ")):
            return None
        matches: list[int] = []
        for depth in range(len(self._stack) - 1, self._floor(level) - 1, -1):
            entry = self._stack[depth]
            if entry.style != reading.style or (level and entry.level != level):
                continue
            if _follows(entry.numbers, reading.numbers):
                matches.append(depth)
            elif not is_open and not reading.weak:
                step = reading.numbers[-1] - entry.numbers[-1]
                if len(reading.numbers) == len(entry.numbers) == 1 and 0 <= step <= 3:
                    matches.append(depth)
        if not matches:
            return None
        exact = [m for m in matches if _follows(self._stack[m].numbers, reading.numbers)]
        choice = exact or matches
        if len(choice) > 1:
            choice.sort(
                key=lambda m: (
                    abs(self._stack[m].indent - _indent(line)),
                    self._stack[m].short != short,
                    -m,
                )
            )
        return choice[0]

    def _opens(self, reading: Candidate, at: int, line: Line, is_open: bool, level: int) -> bool:
        """True where the label can be the first of a list."""
        if level:
            return not reading.weak or self._has_next(reading, at) or reading.numbers[-1] == 1
        item = bool(line.mark and line.mark.kind == "item")
        if len(reading.numbers) > 1:
            return reading.numbers[-1] == 1 and not is_open
        if reading.numbers[-1] != 1:
            if not is_open and self._second(reading):
                return True
            if is_open or reading.weak:
                return False
            return item or self._has_next(reading, at)
        if reading.weak or is_open:
            known = reading.style in self._runs and not is_open
            return known or self._has_next(reading, at)
        return True

    def _second(self, reading: Candidate) -> bool:
        """True for 第２項 where the first paragraph of an article prints no number."""
        top = self._stack[-1] if self._stack else None
        article = next((e for e in reversed(self._stack) if e.rank < _LIST_RANK), None)
        if article is None or top is None or article.style != "article":
            return False
        return reading.numbers == (2,) and reading.style in ("1 ", "1.", "(1)", "①")

    def _fresh(self, reading: Candidate, at: int, line: Line, level: int) -> Place:
        """The place of the first member of a new list."""
        if level:
            return self._at(reading, self._heading_depth(level), None, level)
        indent = _indent(line)
        depth = len(self._stack)
        floor = self._floor(0)
        while depth > floor:
            top = self._stack[depth - 1]
            if top.rank < _LIST_RANK:
                break
            if indent <= top.indent - 2:
                depth -= 1
                continue
            break
        same = [i for i in range(floor, depth) if self._stack[i].style == reading.style]
        if self._second(reading):
            depth = 1 + next(
                i for i in range(depth - 1, -1, -1) if self._stack[i].rank < _LIST_RANK
            )
        if reading.numbers == (1,):
            depth = self._outside_bullets(reading, at, indent, depth)
        level_with = bool(same) and indent < self._stack[same[-1]].indent + 2
        if level_with and (same[-1] < depth - 1 or not self._stack[depth - 1].short):
            depth = same[-1]
        if len(reading.numbers) > 1:
            depth = self._dotted_depth(reading, depth)
        return self._at(reading, depth, None, level)

    def _outside_bullets(self, reading: Candidate, at: int, indent: int, depth: int) -> int:
        """Depth of a first number that is no deeper than open bullets which stand below it too."""
        second = self._next_at(reading.style, (2,), at)
        for place in range(self._floor(0), depth):
            entry = self._stack[place]
            if entry.style.startswith("bullet") and indent < entry.indent + 2 and second:
                again = self._next_at(entry.style, (), at)
                return place if again is not None and again < second else depth
        return depth

    def _dotted_depth(self, reading: Candidate, depth: int) -> int:
        """Depth of 1.1: below the entry numbered 1, else where it stands."""
        stem = reading.numbers[:-1]
        for at in range(depth - 1, -1, -1):
            entry = self._stack[at]
            if entry.numbers[-len(stem) :] == stem:
                return at + 1
        return depth

    def _heading_depth(self, level: int) -> int:
        for depth, entry in enumerate(self._stack):
            if entry.level >= level or (entry.rank >= _LIST_RANK and not entry.level):
                return depth
        return len(self._stack)

    def unprinted(self, line: Line) -> Place:
        """The place of a list item that prints no label of its own."""
        indent = _indent(line)
        depth = len(self._stack)
        while depth > self._floor(0):
            top = self._stack[depth - 1]
            if top.rank < _LIST_RANK or top.indent < indent:
                break
            if top.style == "li" and top.indent == indent:
                return self._at(None, depth - 1, top.series, 0)
            depth -= 1
        return self._at(None, depth, None, 0)

    def headed(self, line: Line, level: int) -> Place:
        """The place of a heading that prints no label; lists under the one before are closed."""
        if level:
            depth = self._heading_depth(level)
        else:
            depth = next(
                (i for i, entry in enumerate(self._stack) if entry.style == "heading"),
                len(self._stack),
            )
            while depth and self._loose(self._stack[depth - 1]):
                depth -= 1
        place = replace(self._at(None, depth, None, level), style="heading")
        self.settle(place, line, short=True)
        return place

    @staticmethod
    def _loose(entry: _Open) -> bool:
        """True for what no heading stands below: bullets and items that are sentences."""
        marked = entry.style.startswith("bullet") or entry.style == "li"
        return entry.rank >= _LIST_RANK and (marked or not entry.short)

    def settle(self, place: Place, line: Line, short: bool) -> None:
        """Make the place the innermost open one."""
        for entry in self._stack[place.depth :]:
            if place.style == "heading" or place.level or place.style in WORD_RANKS:
                self._left[entry.style] = entry.numbers
        if place.style in ("article", "annex"):
            self._left = {s: v for s, v in self._left.items() if s in WORD_RANKS}
        if place.style == "annex":
            self._left = {}
        del self._stack[place.depth :]
        self._key += 1
        reading = place.candidate
        rank = self._ranks.get(place.style, _LIST_RANK)
        numbers = reading.numbers if reading else ()
        if numbers == (2,):
            self._runs.add(place.style)
        self._stack.append(
            _Open(
                place.style,
                rank,
                numbers,
                _indent(line),
                place.key,
                place.series,
                short,
                place.level,
            )
        )
