"""The score of every bead in a grid: its features times the learned weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext import features, windows
from moc_align.aligner.bitext.arcs import (
    FIRST_MATCH,
    MATCH_FEATURES,
    MATCHES,
    NULL_FEATURES,
    NULLS,
    SIZES,
    shape_name,
)
from moc_align.aligner.bitext.band import REACH, corridor
from moc_align.aligner.bitext.features import Measured
from moc_align.aligner.bitext.grid import Grid
from moc_align.aligner.bitext.paths import NEVER
from moc_align.aligner.bitext.signals import Overlaps, Signals

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

USUAL_LENGTH = 500
"""Bytes by which the ratio of two lengths is pulled to 1: some three sentences."""


@dataclass(frozen=True, slots=True)
class Bitext(Measured):
    """Two texts, measured."""

    norms: tuple[Array, Array, Array, Array]
    """Lengths of the sums of windows: vectors of either side, shared tokens of either side."""
    overlaps: Overlaps | None = None
    """Unit rows of neighbouring units taken together, where vectors do not add up."""


def bitext(signals: Signals, chain: Array) -> Bitext:
    """The two texts, lengths of the target stretched to those of the source at the anchors."""
    import numpy as np

    i, j = chain[:, 0].astype(np.int64), chain[:, 1].astype(np.int64)
    source, target = signals.lengths
    ratio = (source[i].sum() + USUAL_LENGTH) / (target[j].sum() + USUAL_LENGTH)
    one, other = (windows.segment_norms(rows) for rows in signals.vectors)
    words = [windows.segment_norms(rows) for rows in signals.tokens]
    low, high = corridor(chain, *signals.size, REACH)
    return Bitext(
        signals,
        (_running(source), _running(target * ratio)),
        (windows.neighbours(one), windows.neighbours(other)),
        windows.background(low, high, signals.vectors, (one[0], other[0])),
        (_running(signals.labels[0] > 0), _running(signals.labels[1] > 0)),
        (one, other, words[0], words[1]),
    )


def _running(values: Array) -> Array:
    """The totals before each place, and the last."""
    import numpy as np

    return np.concatenate([[0], np.cumsum(values, dtype=np.float64)])


def arc_scores(
    grid: Grid, texts: Bitext, weights: Mapping[str, float]
) -> tuple[Array, dict[tuple[int, int], Array]]:
    """`(arcs, nodes) float32`, each arc at the node where it ends, swaps still to come; cosines."""
    import numpy as np

    view = windows.windows(grid, texts.signals, texts.norms, texts.overlaps)
    scores = np.full((len(SIZES), len(grid)), NEVER, dtype=np.float32)
    own = np.array([weights[name] for name in NULL_FEATURES], dtype=np.float32)
    for at, shape in enumerate(NULLS):
        found = features.null_features(texts, grid, at)
        total = sum(weight * values for weight, values in zip(own, found, strict=True))
        scores[at] = np.where(grid.near(-shape[0], -shape[1])[1], total, NEVER)
    own = np.array([weights[name] for name in MATCH_FEATURES], dtype=np.float32)
    parts = features.match_features(view, texts)
    for at, ((a, b), (nodes, found)) in enumerate(zip(MATCHES, parts, strict=True), FIRST_MATCH):
        total = np.full(len(nodes), weights["shape_" + shape_name(a, b)], dtype=np.float32)
        for weight, values in zip(own, found, strict=True):
            total += weight * values
        scores[at, nodes] = total
    return scores, view.cosines
