"""Precision, recall and F1 of links, counted exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from moc_align.evaluate.beads import SIDES, Link

SHAPES = ("1-1", "1-2", "2-1", "n-m", "null")


@dataclass(frozen=True, slots=True)
class Ratios:
    """Precision, recall and F1 in [0, 1]; None where there is nothing to divide by."""

    precision: Fraction | None
    recall: Fraction | None

    @property
    def f1(self) -> Fraction | None:
        """Their harmonic mean, 0 where both are."""
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else Fraction(0)


@dataclass(frozen=True, slots=True)
class ShapeCounts:
    """Gold links of one shape, and how many of them were found."""

    gold: int = 0
    strict: int = 0
    lax: int = 0

    def __add__(self, other: ShapeCounts) -> ShapeCounts:
        return ShapeCounts(self.gold + other.gold, self.strict + other.strict, self.lax + other.lax)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the figures are made of; counts of several files are added.

    Source: score.py of vecalign (Thompson and Koehn 2019). Strict: the very link is in the other
    file. Lax: it shares a pair of a source and a target index with one there. Null links count in
    precision, where only the very link is right, and not in recall.
    """

    test: int = 0
    """Links, null ones too."""
    test_strict: int = 0
    test_lax: int = 0
    gold: int = 0
    """Links but null ones."""
    gold_strict: int = 0
    gold_lax: int = 0
    test_pairs: int = 0
    gold_pairs: int = 0
    shared_pairs: int = 0
    shapes: tuple[ShapeCounts, ...] = (ShapeCounts(),) * len(SHAPES)
    """In the order of `SHAPES`. A null link is lax where none of its lines is linked."""

    def __add__(self, other: Counts) -> Counts:
        names = (f.name for f in fields(self) if f.name != "shapes")
        summed = {name: getattr(self, name) + getattr(other, name) for name in names}
        shapes = (a + b for a, b in zip(self.shapes, other.shapes, strict=True))
        return Counts(**summed, shapes=tuple(shapes))

    @property
    def strict(self) -> Ratios:
        """By the very links."""
        return Ratios(share(self.test_strict, self.test), share(self.gold_strict, self.gold))

    @property
    def lax(self) -> Ratios:
        """By links that overlap on both sides."""
        return Ratios(share(self.test_lax, self.test), share(self.gold_lax, self.gold))

    @property
    def pair(self) -> Ratios:
        """By pairs of a source and a target index."""
        return Ratios(
            share(self.shared_pairs, self.test_pairs), share(self.shared_pairs, self.gold_pairs)
        )


def share(part: int, whole: int) -> Fraction | None:
    """The exact ratio, None of nothing."""
    return Fraction(part, whole) if whole else None


def count(gold: Sequence[Link], test: Sequence[Link]) -> Counts:
    """The counts of one pair of files."""
    gold_ends, test_ends = ({link.ends for link in links} for links in (gold, test))
    gold_pairs, test_pairs = ({p for k in links for p in k.pairs} for links in (gold, test))
    wanted = [link for link in gold if not link.null]
    return Counts(
        test=len(test),
        test_strict=sum(link.ends in gold_ends for link in test),
        test_lax=sum(
            link.ends in gold_ends or not gold_pairs.isdisjoint(link.pairs) for link in test
        ),
        gold=len(wanted),
        gold_strict=sum(link.ends in test_ends for link in wanted),
        gold_lax=sum(not test_pairs.isdisjoint(link.pairs) for link in wanted),
        test_pairs=len(test_pairs),
        gold_pairs=len(gold_pairs),
        shared_pairs=len(gold_pairs & test_pairs),
        shapes=_by_shape(gold, test, test_pairs),
    )


def _by_shape(
    gold: Sequence[Link], test: Sequence[Link], test_pairs: set[tuple[int, int]]
) -> tuple[ShapeCounts, ...]:
    ends = {link.ends for link in test}
    unlinked = {
        side: {i for link in test if link.null for i in getattr(link, side)} for side in SIDES
    }
    found = dict.fromkeys(SHAPES, ShapeCounts())
    for link in gold:
        strict = link.ends in ends
        if link.null:
            lax = all(unlinked[side].issuperset(getattr(link, side)) for side in SIDES)
        else:
            lax = not test_pairs.isdisjoint(link.pairs)
        found[link.shape] += ShapeCounts(1, int(strict), int(lax))
    return tuple(found.values())
