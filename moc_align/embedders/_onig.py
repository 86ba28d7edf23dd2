"""A pattern as `tokenizers` reads it -> one of `re` that finds the same places.

The library's patterns are Oniguruma's; syntax and classes differ from Python's in many places.
Taken is what means the same in both or can be rewritten: characters, sets of characters and
ranges, `.`, `\\s`, `\\S`, groups, alternatives, greedy and lazy repeats, looking ahead and behind.
All else is refused, so that the library itself can be asked. Source: Oniguruma 6.9, doc/RE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""What `\\s` is there; Python's also has U+001C to U+001F."""
MARKS = " \0"
"""Characters of which is asked whether a pattern may match them."""
GROUPS = ("?:", "?=", "?!", "?<=", "?<!")
REPEAT = re.compile(r"[*+?]\??|\{\d+(?:,\d*)?\}")
ITEM = re.compile(r"\\([!-/:-@\[-`{-~])|([^\\\[\]-])")
"""A character of a set; the first group holds it where a backslash stands before it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be asked."""

    regex: re.Pattern[str]
    marks: frozenset[str]
    """Those of MARKS that some part of it may match or look for."""
    alone: frozenset[str]
    """Those of MARKS that it matches, and only by themselves."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A rewritten part of a pattern."""

    source: str
    least: int
    """Characters it takes at least."""
    wide: bool
    """False where it never takes any."""
    marks: frozenset[str]
    look: str = ""
    """`?=`, `?!`, `?<=` or `?<!` where it only looks."""
    single: bool = False
    """True where it is one set or character."""


def translate(pattern: str) -> Pattern:
    """The pattern in Python's syntax. Raises: ValueError for one that is not taken."""
    reader = _Reader(pattern)
    alternatives = reader.alternatives()
    whole = _either(alternatives)
    if reader.at < len(pattern):
        raise ValueError("unbalanced")
    try:
        regex = re.compile(whole.source)
    except (re.error, OverflowError) as error:
        raise ValueError(str(error)) from error
    if regex.search("") or (whole.wide and not whole.least):
        # the two disagree on empty matches, the library tries no pattern on an empty text
        raise ValueError("may match nothing")
    alone = _marks(part for part in alternatives if part.single)
    return Pattern(
        regex, whole.marks, alone - _marks(part for part in alternatives if not part.single)
    )


class _Reader:
    """Reads a pattern from the left."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.pattern, self.at)
        if found:
            self.at = found.end()
        return found

    def alternatives(self) -> list[_Part]:
        """What stands between bars, up to a closing bracket or the end."""
        found = [self._sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            found.append(self._sequence())
        return found

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            part = self._repeated(self._atom())
            place = len(parts)
            while part.look in ("?=", "?!") and place and parts[place - 1].look:
                place -= 1  # looking ahead first costs less and finds the same
            parts.insert(place, part)
        if len(parts) == 1:
            return parts[0]
        return _Part(
            "".join(part.source for part in parts),
            sum(part.least for part in parts),
            any(part.wide for part in parts),
            _marks(parts),
        )

    def _repeated(self, part: _Part) -> _Part:
        found = self._take(REPEAT)
        if not found:
            return part
        if not part.least or self.pattern[self.at : self.at + 1] in tuple("*+?{"):
            raise ValueError("a repeat of nothing or of a repeat")
        count = found[0]
        least = (
            0 if count[0] in "*?" else 1 if count[0] == "+" else int(re.split("[{},]", count)[1])
        )
        return _Part(part.source + count, part.least * least, part.wide, part.marks)

    def _atom(self) -> _Part:
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._set()
        if char == "\\":
            char = self.pattern[self.at : self.at + 1]
            self.at += 1
            if char in ("s", "S"):
                source = f"[{'^' if char == 'S' else ''}{SPACE}]"
                return _one(source, " " if char == "s" else "\0")
            if not char.isascii() or char.isalnum() or not char:
                raise ValueError("an escape")
        elif char == ".":
            return _one(".", MARKS)
        elif char in "*+?{}^$]":
            raise ValueError("a sign")
        return _one(re.escape(char), char)

    def _group(self) -> _Part:
        kind = next((g for g in GROUPS if self.pattern.startswith(g, self.at)), "")
        self.at += len(kind)
        if not kind and self.pattern[self.at : self.at + 1] in tuple("?*"):
            raise ValueError("a group of another kind")
        found = self.alternatives()
        if not self.pattern.startswith(")", self.at):
            raise ValueError("unbalanced")
        self.at += 1
        whole = _either(found)
        if kind in ("", "?:"):
            return whole
        # Python's look behind wants alternatives of one length
        sources = [part.source for part in found] if "<" in kind else [whole.source]
        looks = [f"({kind}{source})" for source in sources]
        source = f"(?:{'|'.join(looks)})" if kind == "?<=" else "".join(looks)
        return _Part(source, 0, False, whole.marks, kind)

    def _set(self) -> _Part:
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        begin, source, marks = self.at, "", ""
        while not self.pattern.startswith("]", self.at):
            if self.pattern.startswith(r"\s", self.at):
                self.at += 2
                source, marks = source + SPACE, marks + " "
            elif self.pattern.startswith("-", self.at):
                # stands for itself where it is the first or the last
                self.at += 1
                if self.at - 1 != begin and not self.pattern.startswith("]", self.at):
                    raise ValueError("a dash in a set")
                source += r"\-"
            elif self.pattern.startswith("&&", self.at):
                raise ValueError("an intersection")
            else:
                first = last = self._member()
                source += re.escape(first)
                if re.match(r"-[^\]]", self.pattern[self.at : self.at + 2]):
                    self.at += 1
                    last = self._member()
                    source += "-" + re.escape(last)
                marks += "".join(mark for mark in MARKS if first <= mark <= last)
        self.at += 1
        if not source:
            raise ValueError("an empty set")
        if negated:
            return _one(f"[^{source}]", "".join(mark for mark in MARKS if mark not in marks))
        return _one(f"[{source}]", marks)

    def _member(self) -> str:
        found = self._take(ITEM)
        if not found:
            raise ValueError("a set in a set, an escape in a set, or no end")
        return found[1] or found[2]


def _one(source: str, marks: str) -> _Part:
    """A part that takes one character, of MARKS these."""
    return _Part(source, 1, True, frozenset(marks).intersection(MARKS), single=True)


def _either(parts: list[_Part]) -> _Part:
    """Any of these, the first that fits."""
    return _Part(
        f"(?:{'|'.join(part.source for part in parts)})",
        min(part.least for part in parts),
        any(part.wide for part in parts),
        _marks(parts),
    )


def _marks(parts: Iterable[_Part]) -> frozenset[str]:
    return frozenset[str]().union(*(part.marks for part in parts))
