"""The best beads of some lanes, each with its probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext import paths
from moc_align.aligner.bitext.arcs import FIRST_MATCH, FIRST_SWAP, NUMBER, SIZES, SWAPS
from moc_align.aligner.bitext.grid import Grid, Lane, lay
from moc_align.aligner.bitext.scoring import Bitext, arc_scores
from moc_align.aligner.bitext.windows import columns

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

NODES = 30_000
"""Nodes scored at a time: 15 MB, and enough that a step costs more than the call."""


@dataclass(frozen=True, slots=True)
class Found:
    """A bead of the best path: units `[i - a, i)` and `[j - b, j)`."""

    i: int
    j: int
    a: int
    b: int
    cosine: float
    probability: float
    advantage: float
    """Score above that of leaving all its units out."""
    crossing: bool
    more: tuple[int, int] | None = None
    """Side and number of a unit that belongs to it and stands apart."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`(units + 1,)` each: how many units before each one a person has linked elsewhere."""

    source: Array
    target: Array


def decode(
    lanes: Sequence[Lane], texts: Bitext, weights: Mapping[str, float], taken: Taken | None = None
) -> list[Found]:
    """The beads of the best path through each lane, in order, null links too."""
    found: list[Found] = []
    batch: list[Lane] = []
    size = 0
    for lane in lanes:
        own = int((lane.high - lane.low).sum()) + len(lane.low)
        if batch and size + own > NODES:
            found += _decode(lay(batch), texts, weights, taken)
            batch, size = [], 0
        batch.append(lane)
        size += own
    if batch:
        found += _decode(lay(batch), texts, weights, taken)
    return found


def _decode(
    grid: Grid, texts: Bitext, weights: Mapping[str, float], taken: Taken | None
) -> list[Found]:
    import numpy as np

    scores, cosines = arc_scores(grid, texts, weights)
    if taken is not None:
        _leave_out(grid, scores, taken)
    paths.add_swaps(grid, scores, weights["swap"], weights["swap_merged"])
    lat = paths.lattice(grid, scores)
    best, over = paths.potentials(lat, grid)
    arcs, nodes = _trace(lat, grid, paths.best_arcs(lat, best, over))
    shares = paths.spread(lat, paths.posteriors(lat, grid, best, over)[0])
    # swaps are two beads each
    kinds, places, crossing = [], [], []
    for arc, node in zip(arcs, nodes, strict=True):
        if arc < FIRST_SWAP:
            kinds.append(arc)
            places.append(node)
            crossing.append(False)
            continue
        (a, b), (c, d) = SWAPS[arc - FIRST_SWAP]
        kinds += [NUMBER[a, b], NUMBER[c, d]]
        places += [grid.one(node, -c, 0), grid.one(node, 0, -b)]
        crossing += [True, True]
    kind, place = np.array(kinds, dtype=np.int64), np.array(places, dtype=np.int64)
    probability = _probabilities(grid, shares, kind, place)
    advantage = scores[kind, place] - _nulls(grid, scores, kind, place)
    rows, cols = grid.row[place].tolist(), grid.column[place].tolist()
    values = [
        float(cosines[SIZES[k]][p]) if k >= FIRST_MATCH else 0.0
        for k, p in zip(kinds, places, strict=True)
    ]
    return [
        Found(i, j, SIZES[k][0], SIZES[k][1], cosine, p, more, crossed)
        for i, j, k, cosine, p, more, crossed in zip(
            rows,
            cols,
            kinds,
            values,
            probability.tolist(),
            advantage.tolist(),
            crossing,
            strict=True,
        )
    ]


def _leave_out(grid: Grid, scores: Array, taken: Taken) -> None:
    """Lets no bead have a unit that is linked elsewhere, and leaving it out cost nothing."""
    for at, (a, b) in enumerate(SIZES[:FIRST_SWAP]):
        held = taken.source[grid.row] > taken.source.take(grid.row - a, mode="clip")
        held |= taken.target[grid.column] > taken.target.take(grid.column - b, mode="clip")
        if at >= FIRST_MATCH:
            scores[at][held] = paths.NEVER
        else:
            scores[at][held & (scores[at] > paths.NEVER / 2)] = 0


def _trace(lat: paths.Lattice, grid: Grid, best: Array) -> tuple[list[int], list[int]]:
    """Shapes of the best path through each lane and the nodes where they end, in order."""
    arcs: list[int] = []
    into, before = best.tolist(), lat.start[best].tolist()
    starts, ends = lat.rank[grid.starts].tolist(), lat.rank[grid.ends].tolist()
    for start, end in zip(reversed(starts), reversed(ends), strict=True):
        at = end
        while at != start:
            arcs.append(into[at])
            at = before[at]
    arcs.reverse()
    return lat.kind[arcs].tolist(), lat.order[lat.end[arcs]].tolist()


def _probabilities(grid: Grid, shares: Array, kind: Array, place: Array) -> Array:
    """The share of all paths that have a bead, however they come by it."""
    import numpy as np

    found: Array = shares[kind, place].astype(np.float64)
    for at, (first, second) in enumerate(SWAPS, start=FIRST_SWAP):
        for shape, down, right in ((first, second[0], 0), (second, 0, first[1])):
            index, inside = grid.near(down, right, place)
            holds = inside & (kind == NUMBER[shape])
            found[holds] += shares[at, index[holds]]
    for arc, groups in ((0, grid.line), (1, columns(grid))):
        own = kind == arc
        total = np.bincount(groups, weights=shares[arc])
        found[own] = total[groups[place[own]]]
    return np.clip(found, 0, 1)


def _nulls(grid: Grid, scores: Array, kind: Array, place: Array) -> Array:
    """The score of leaving out all units of each bead, at the place where it ends."""
    import numpy as np

    found = np.zeros(len(kind), dtype=np.float32)
    for at, shape in enumerate(SIZES[:FIRST_SWAP]):
        own = np.flatnonzero(kind == at)
        nodes = place[own]
        for arc, (down, right) in enumerate(((1, 0), (0, 1))):
            for back in range(shape[arc]):
                index, inside = grid.near(-back * down, -back * right, nodes)
                value = scores[arc].take(index, mode="clip")
                value[~inside | (value < paths.NEVER / 2)] = 0
                found[own] += value
    return found
