"""The levels of commitment, and what the two languages report their predicates as."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moc_align.schema import Span


class Strength(IntEnum):
    """How firmly something is undertaken."""

    NONE = 0
    """A recital, a purpose, a fact or a definition."""
    EXPLORE = 1
    """検討する, 探求する; to explore, to consider, may."""
    ENDEAVOUR = 2
    """努める, 図る, 目指す; to seek, to strive, should."""
    UNDERTAKE = 3
    """促進する, 実施する, 行う; will promote, will share."""
    SHALL = 4
    """ものとする, なければならない; shall, must."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A main predicate: how strong, as printed, and whether it denies (`shall not`, しない)."""

    strength: Strength
    quote: str
    span: Span
    negated: bool


@dataclass(frozen=True, slots=True)
class Predicate:
    """A main predicate of a normalised text, half-open in its characters."""

    strength: Strength
    start: int
    end: int
    negated: bool = False

    def at(self, start: int, end: int) -> Predicate:
        """The same predicate at another place."""
        return replace(self, start=start, end=end)
