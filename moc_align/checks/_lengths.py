"""How long the two sides of a link are against each other, beside the rest of the document."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from statistics import median

from moc_align.checks._pair import Pair, Tie
from moc_align.schema import CONTENT_KINDS
from moc_align.text import width

FEWEST = 12
"""Links from which a document has a ratio of its own."""
USUAL = 0.6
"""Log of English columns to Japanese ones where the document is too short to tell: half of the
columns of the legal texts that were looked at."""
SPREAD = 0.18
"""Least scale of the log ratios: a document in which all of them agree has no outliers."""
_MAD = 1.4826
"""From the median absolute deviation to the standard deviation of a normal distribution."""
_SHORT = 20
"""Columns that are added to both sides, so that a heading's ratio counts for little."""


def columns(tie: Tie) -> tuple[int, int]:
    """Columns of the source and of the target."""
    source, target = (
        sum(width(reading.text) for reading in side) for side in (tie.source, tie.target)
    )
    return source, target


def ratio(tie: Tie) -> float:
    """Log of the columns of the target to those of the source."""
    source, target = columns(tie)
    return log((target + _SHORT) / (source + _SHORT))


def _says(tie: Tie) -> bool:
    """True where clauses are tied: not headings, dates, notes, names of those who signed."""
    return all(r.clause.kind in CONTENT_KINDS for r in (*tie.source, *tie.target))


def outliers(both: Pair) -> Mapping[int, float]:
    """How far the ratio of each link is from the document's, in robust deviations, by `id`.

    Above 0 the target is long, below 0 the source.
    """
    ties = [tie for tie in both.tied if _says(tie)]
    ratios = [ratio(tie) for tie in ties]
    if len(ratios) < FEWEST:
        middle, spread = (USUAL if both.source.lang == "ja" else -USUAL), 2 * SPREAD
    else:
        middle = median(ratios)
        spread = max(_MAD * median(abs(one - middle) for one in ratios), SPREAD)
    return {id(tie): (one - middle) / spread for tie, one in zip(ties, ratios, strict=True)}
