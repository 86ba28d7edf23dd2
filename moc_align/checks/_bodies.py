"""Who a passage names, under keys that are the same in both texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.names import Name, known_names
from moc_align.text import normalise

Class = Literal["country", "body", "place"]


@dataclass(frozen=True, slots=True)
class Named:
    """A country, body or place that is known, where a passage names it."""

    key: str
    kind: Class
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Register:
    """What both texts call those that they name."""

    same: Mapping[str, str]
    """Key of an acronym -> key of the body that it was introduced for."""
    shared: frozenset[str]
    """Keys that both texts have."""

    def named(self, readings: Sequence[Reading]) -> tuple[Named, ...]:
        """Those named in the readings, in order; places count in the texts joined by a space."""
        return tuple(self._named(readings))

    def _named(self, readings: Sequence[Reading]) -> Iterator[Named]:
        offset = 0
        last: Named | None = None
        for reading in readings:
            for name in reading.names:
                told = self._told(name, offset)
                if told is None:
                    continue
                # 経済産業省（METI） names one body
                gap = reading.text[last.end - offset : name.span.start] if last else ""
                if not (last and last.key == told.key and normalise(gap).text.strip() == "("):
                    yield told
                last = told
            offset += len(reading.text) + 1

    def _told(self, name: Name, offset: int) -> Named | None:
        key = self.same.get(name.key, name.key)
        key = key.removeprefix("government of ")
        if name.weight < 1:
            return None
        if key not in known_names() and not (key in self.shared and _acronym(name.quote)):
            return None
        kind: Class = "body"
        if known_names().get(key) == "country":
            kind = "country"
        elif name.kind == "place":
            kind = "place"
        return Named(key, kind, name.quote, offset + name.span.start, offset + name.span.end)


def register(both: Pair) -> Register:
    """The names of both texts; an acronym in brackets after a body means it from then on."""
    same: dict[str, str] = {}
    keys: list[set[str]] = []
    for side in ("source", "target"):
        seen: set[str] = set()
        for reading in _readings(both.ties, side):
            seen |= {name.key for name in reading.names if name.weight == 1}
            for before, name in pairwise(reading.names):
                gap = normalise(reading.text[before.span.end : name.span.start]).text.strip()
                acronym = name.quote.isascii() and " " not in name.quote
                if gap == "(" and before.kind == "body" and acronym and before.key != name.key:
                    same.setdefault(name.key, before.key)
        keys.append(seen)
    seen_by = [{same.get(key, key) for key in side} for side in keys]
    return Register(same, frozenset(seen_by[0] & seen_by[1]))


def _acronym(quote: str) -> bool:
    """True for letters that may stand for a body: MKM, MeitY, not CWE-79."""
    return quote.isalpha() and sum(char.isupper() for char in quote) > 1


def mispaired(readings: Sequence[Reading]) -> Iterator[tuple[Name, Name]]:
    """Bodies with the acronym of another known body in brackets: "Digital Agency (METI)"."""
    for reading in readings:
        for body, acronym in pairwise(reading.names):
            gap = normalise(reading.text[body.span.end : acronym.span.start]).text.strip()
            both = known_names().get(body.key), known_names().get(acronym.key)
            if gap == "(" and both == ("body", "body") and body.key != acronym.key:
                yield body, acronym


def _readings(ties: Sequence[Tie], side: str) -> Iterator[Reading]:
    for tie in ties:
        yield from getattr(tie, side)
