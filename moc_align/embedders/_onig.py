"""A pattern as `tokenizers` reads it -> one of `re` that finds the same places.

The library's patterns are Oniguruma's; syntax and classes differ from Python's in many places.
Taken is what means the same in both or can be rewritten: characters, sets of characters and
ranges, `.`, `\\s`, `\\S`, groups, alternatives, greedy and lazy repeats, looking ahead and behind.
All else is refused, so that the library itself can be asked. Source: Oniguruma 6.9, doc/RE.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""What `\\s` is there; Python's also has U+001C to U+001F."""
GROUPS = ("?:", "?=", "?!", "?<=", "?<!")
REPEAT = re.compile(r"[*+?]\??|\{\d+(?:,\d*)?\}")
ITEM = re.compile(r"\\([!-/:-@\[-`{-~])|([^\\\[\]-])")
"""A character of a set; the first group holds it where a backslash stands before it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be asked."""

    regex: re.Pattern[str]
    spaced: bool
    """True where some part of it may match a space, U+0020."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A rewritten part of a pattern."""

    source: str
    least: int
    """Characters it takes at least."""
    wide: bool
    """False where it never takes any."""
    spaced: bool
    look: str = ""
    """`?=`, `?!`, `?<=` or `?<!` where it only looks."""


def translate(pattern: str) -> Pattern:
    """The pattern in Python's syntax. Raises: ValueError for one that is not taken."""
    reader = _Reader(pattern)
    whole = _either(reader.alternatives())
    if reader.at < len(pattern):
        raise ValueError("unbalanced")
    try:
        regex = re.compile(whole.source)
    except (re.error, OverflowError) as error:
        raise ValueError(str(error)) from error
    if regex.search("") or (whole.wide and not whole.least):
        # the two disagree on empty matches, the library tries no pattern on an empty text
        raise ValueError("may match nothing")
    return Pattern(regex, whole.spaced)


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
        return _Part(
            "".join(part.source for part in parts),
            sum(part.least for part in parts),
            any(part.wide for part in parts),
            any(part.spaced for part in parts),
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
        return _Part(part.source + count, part.least * least, part.wide, part.spaced)

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
                return _Part(source, 1, True, char == "s")
            if not char.isascii() or char.isalnum() or not char:
                raise ValueError("an escape")
        elif char == ".":
            return _Part(".", 1, True, True)
        elif char in "*+?{}^$]":
            raise ValueError("a sign")
        return _Part(re.escape(char), 1, True, char == " ")

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
        return _Part(source, 0, False, whole.spaced, kind)

    def _set(self) -> _Part:
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        begin, source, space = self.at, "", False
        while not self.pattern.startswith("]", self.at):
            if self.pattern.startswith(r"\s", self.at):
                self.at += 2
                source, space = source + SPACE, True
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
                space = space or first <= " " <= last
        self.at += 1
        if not source:
            raise ValueError("an empty set")
        return _Part(f"[{'^' if negated else ''}{source}]", 1, True, space != negated)

    def _member(self) -> str:
        found = self._take(ITEM)
        if not found:
            raise ValueError("a set in a set, an escape in a set, or no end")
        return found[1] or found[2]


def _either(parts: list[_Part]) -> _Part:
    """Any of these, the first that fits."""
    if len(parts) == 1:
        source = f"(?:{parts[0].source})"
    else:
        source = f"(?:{'|'.join(part.source for part in parts)})"
    return _Part(
        source,
        min(part.least for part in parts),
        any(part.wide for part in parts),
        any(part.spaced for part in parts),
    )
