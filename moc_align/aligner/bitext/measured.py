"""Two texts as numbers, and what beads over them are measured with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.band import Anchors
from moc_align.aligner.bitext.norms import neighbours, segment_norms
from moc_align.aligner.bitext.signals import Overlaps, Signals

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

USUAL_LENGTH = 500
"""Bytes by which the ratio of two lengths is pulled to 1: some three sentences."""


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two texts, and what windows over them are taken from."""

    signals: Signals
    sums: tuple[Array, Array]
    """`(n + 1,)`: running totals of the lengths of either side, from 0."""
    beside: tuple[tuple[Array, Array], tuple[Array, Array]]
    """What `neighbours` says of either side."""
    best: tuple[Array, Array]
    """`(n,)`: what `Anchors.best` says of either side."""
    labels: tuple[Array, Array]
    """`(n + 1,)`: running totals of units that carry a label."""
    norms: tuple[Array, Array, Array, Array]
    """Lengths of the sums of windows: vectors of either side, shared tokens of either side."""
    overlaps: Overlaps | None = None
    """Unit rows of neighbouring units taken together, where vectors do not add up."""
    one_to_one: bool = False
    """Whether only single units are linked."""


def bitext(signals: Signals, found: Anchors) -> Bitext:
    """The two texts, lengths of the target stretched to those of the source at the anchors."""
    import numpy as np

    chain = found.chain
    i, j = chain[:, 0].astype(np.int64), chain[:, 1].astype(np.int64)
    source, target = signals.lengths
    ratio = (source[i].sum() + USUAL_LENGTH) / (target[j].sum() + USUAL_LENGTH)
    one, other = (segment_norms(rows) for rows in signals.vectors)
    words = [segment_norms(rows) for rows in signals.tokens]
    return Bitext(
        signals,
        (running(source), running(target * ratio)),
        (neighbours(one), neighbours(other)),
        found.best,
        (running(signals.labels[0] > 0), running(signals.labels[1] > 0)),
        (one, other, words[0], words[1]),
    )


def running(values: Array) -> Array:
    """The totals before each place, and the last."""
    import numpy as np

    return np.concatenate([[0], np.cumsum(values, dtype=np.float64)])
