"""How far the confidences of links can be believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from moc_align.evaluate.score import share

BINS = 10
"""Of equal width, the last with 1 in it. Source: Guo et al. 2017, section 2."""
SURE = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Bin:
    """The links whose confidence is in one tenth."""

    links: int
    right: int
    total: Fraction
    """Of the confidences."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidences beside what was right; a link is right where the very link is in the gold."""

    bins: tuple[Bin, ...]
    sure: int
    """Links with a confidence of .9 or more."""
    sure_right: int

    @property
    def links(self) -> int:
        """Links with a confidence."""
        return sum(part.links for part in self.bins)

    @property
    def error(self) -> Fraction | None:
        """Mean distance of a bin's share right from its mean confidence, weighted by its links."""
        if not self.links:
            return None
        return sum((abs(part.right - part.total) for part in self.bins), Fraction(0)) / self.links

    @property
    def sure_share(self) -> Fraction | None:
        """Of the sure links, those that are right."""
        return share(self.sure_right, self.sure)


def calibration(judged: Iterable[tuple[Fraction, bool]]) -> Calibration:
    """The calibration of links, each given as its confidence in [0, 1] and whether it is right."""
    bins = [Bin(0, 0, Fraction(0))] * BINS
    sure = sure_right = 0
    for confidence, right in judged:
        at = min(int(confidence * BINS), BINS - 1)
        part = bins[at]
        bins[at] = Bin(part.links + 1, part.right + right, part.total + confidence)
        sure += confidence >= SURE
        sure_right += confidence >= SURE and right
    return Calibration(tuple(bins), sure, sure_right)
