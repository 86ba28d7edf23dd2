"""The best beads of some lanes, each with its probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext import coarse, paths
from moc_align.aligner.bitext.candidates import Candidates, candidates
from moc_align.aligner.bitext.features import Spots, match_features
from moc_align.aligner.bitext.grid import Lane, Net, columns, net
from moc_align.aligner.bitext.links import Links, Taken, together
from moc_align.aligner.bitext.measured import Bitext, running
from moc_align.aligner.bitext.scoring import match_scores, null_scores
from moc_align.aligner.bitext.windows import windows

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

NODES = 60_000
"""Nodes worked on at a time, for memory: some 20 MB."""
BEADS = 32_000
"""Beads of which features are measured at a time, for memory and the processor's cache."""


def decode(
    lanes: Sequence[Lane], texts: Bitext, weights: Mapping[str, float], taken: Taken | None = None
) -> Links:
    """The beads of the best path through each lane, at least one, in order, null links too."""
    found: list[Links] = []
    batch: list[Lane] = []
    size = 0
    nulls = null_scores(texts, weights)
    if taken is not None:
        nulls[0][taken.source] = 0
        nulls[1][taken.target] = 0
    for lane in lanes:
        own = int((lane.high - lane.low).sum()) + len(lane.low)
        if batch and size + own > NODES:
            found.append(_decode(net(batch), texts, weights, nulls, taken))
            batch, size = [], 0
        batch.append(lane)
        size += own
    found.append(_decode(net(batch), texts, weights, nulls, taken))
    return together(found)


def _decode(
    grid: Net,
    texts: Bitext,
    weights: Mapping[str, float],
    nulls: tuple[Array, Array],
    taken: Taken | None,
) -> Links:
    view = windows(grid, texts, taken)
    kept = coarse.kept(grid, view.cosines, texts.best)
    found = candidates(view, kept)
    scores, cosines = _bead_scores(found.beads, texts, weights)
    lat = paths.lattice(grid, kept, found.arcs())
    every = paths.follow(lat, found.scores(nulls, scores, weights))
    return _links(found, every, scores - _left_out(found.beads, nulls), cosines)


def _bead_scores(beads: Spots, texts: Bitext, weights: Mapping[str, float]) -> tuple[Array, Array]:
    """`(beads,)` each: scores, and cosines."""
    import numpy as np

    scores, cosines = [], []
    for at in range(0, len(beads.kind), BEADS):
        part = beads.only(np.arange(at, min(at + BEADS, len(beads.kind))))
        features = match_features(part, texts)
        scores.append(match_scores(part.kind, features, weights))
        cosines.append(features[0])
    if not scores:
        return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
    return np.concatenate(scores), np.concatenate(cosines)


def _left_out(beads: Spots, nulls: tuple[Array, Array]) -> Array:
    """`(beads,)`: the score of leaving out all units of each bead."""
    source, target = running(nulls[0]), running(nulls[1])
    found: Array = source[beads.row] - source[beads.row - beads.a]
    found += target[beads.column] - target[beads.column - beads.b]
    return found


def _links(found: Candidates, every: paths.Paths, advantage: Array, cosines: Array) -> Links:
    """The links of the best path; a swap is two."""
    import numpy as np

    beads, grid, first = found.beads, found.beads.grid, found.first_bead
    counts = [len(ends) for ends in found.nulls]
    alone = np.cumsum([0, *counts])
    chances = []
    for side, groups in ((0, grid.line), (1, columns(grid))):
        # a unit is left out wherever that happens
        own = groups[found.nulls[side]]
        share = every.share[alone[side] : alone[side + 1]]
        chances.append(np.bincount(own, weights=share)[own] if len(own) else share)
    chance = np.concatenate([*chances, found.shares(every.share)])
    node = np.concatenate([*found.nulls, beads.node])
    a = np.concatenate([np.repeat([1, 0], counts), beads.a])
    b = np.concatenate([np.repeat([0, 1], counts), beads.b])
    nothing = np.zeros(first)
    swapped = every.best >= found.first_swap
    chosen = np.repeat(every.best, 1 + swapped)
    swap = every.best[swapped] - found.first_swap
    second = np.cumsum(1 + swapped)[swapped] - 1
    chosen[second - 1], chosen[second] = (first + half[swap] for half in found.halves)
    return Links(
        grid.row[node[chosen]],
        grid.column[node[chosen]],
        a[chosen],
        b[chosen],
        np.concatenate([nothing, cosines])[chosen],
        np.clip(chance[chosen], 0, 1),
        np.concatenate([nothing, advantage])[chosen],
        np.repeat(swapped, 1 + swapped),
    )
