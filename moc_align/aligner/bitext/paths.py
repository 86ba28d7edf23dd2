"""Best paths through a grid, and how likely every bead is over all paths."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import FIRST_SWAP, LARGEST, NUMBER, SIZES, SWAPS
from moc_align.aligner.bitext.grid import Grid

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

NEVER = -1e9
"""Score of a bead that has no room; adds up without becoming infinite."""


HOPELESS = -4.0
"""Score of a swap from which it is looked at; four null links have more."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The arcs that have room, by the step in which they end; nodes go by place in that order."""

    order: Array
    """`(nodes,)`: the node at each place."""
    rank: Array
    """`(nodes,)`: the place of each node."""
    kind: Array
    """`(arcs,)`: number of the arc's shape."""
    start: Array
    """`(arcs,)`: place of the node it leaves."""
    end: Array
    """`(arcs,)`: place of the node it reaches, never falling."""
    score: Array
    """`(arcs,) float32`."""
    steps: tuple[Array, Array]
    """For nodes by step: units done at the start and at the end of each arc."""


def add_swaps(grid: Grid, scores: Array, plain: float, merged: float) -> None:
    """Fills in the scores of swaps: those of their two beads, and what a swap costs."""
    import numpy as np

    for at, ((a, b), (c, d)) in enumerate(SWAPS, start=FIRST_SWAP):
        first = grid.shifted(scores[NUMBER[a, b]], -c, 0, NEVER)
        second = grid.shifted(scores[NUMBER[c, d]], 0, -b, NEVER)
        total = first + second + (plain if (a, b) == (c, d) == (1, 1) else merged)
        scores[at] = np.where(total > HOPELESS, total, NEVER)


def lattice(grid: Grid, scores: Array) -> Lattice:
    """The lattice of a grid; `scores` as `(arcs, nodes)` in the order of the nodes."""
    import numpy as np

    order = _sorted(grid.step)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    back = np.stack([grid.near(-a, 0)[0] for a in range(LARGEST)])
    sizes = np.array(SIZES)
    room = np.empty((len(order), len(SIZES)), dtype=bool)
    for at, (a, b) in enumerate(SIZES):
        own = (scores[at] > NEVER / 2) & grid.near(-a, -b)[1]
        room[:, at] = own.take(order)
    end, kind = np.nonzero(room)
    node = order[end]
    start = rank[back[sizes[kind, 0], node] - sizes[kind, 1]]
    steps = grid.step[order]
    score = scores[kind, node]
    kind, start = kind.astype(np.int8), start.astype(np.int32)
    reached = steps[start].astype(np.int32), steps[end].astype(np.int32)
    return Lattice(order, rank, kind, start, end.astype(np.int32), score, reached)


def _sorted(values: Array) -> Array:
    """The order of whole numbers from 0; equal ones stay as they are."""
    import numpy as np

    # numpy sorts 16 bits many times faster than 64
    short = len(values) and int(values.max()) < 1 << 16
    found: Array = np.argsort(values.astype(np.uint16) if short else values, kind="stable")
    return found


def _runs(groups: Array, steps: Array) -> list[tuple[slice, Array, Array]]:
    """For each step: its arcs, which of them begin a new node, and these nodes."""
    import numpy as np

    first = np.flatnonzero(np.diff(groups, prepend=-1))
    nodes = groups[first]
    edges = np.flatnonzero(np.diff(steps[first], prepend=-1, append=-1))
    bounds = np.append(first, len(groups))
    return [
        (slice(bounds[x], bounds[y]), first[x:y] - first[x], nodes[x:y])
        for x, y in pairwise(edges.tolist())
    ]


def potentials(lat: Lattice, grid: Grid) -> tuple[Array, Array]:
    """`(nodes,)`: score of the best path to each place; `(arcs,)`: of the best over each arc."""
    import numpy as np

    best = np.full(len(lat.order), NEVER, dtype=np.float32)
    best[lat.rank[grid.starts]] = 0
    over = lat.score.copy()
    for arcs, first, nodes in _runs(lat.end, lat.steps[1]):
        part = over[arcs]
        part += best.take(lat.start[arcs])
        best[nodes] = np.maximum.reduceat(part, first)
    return best, over


def best_arcs(lat: Lattice, best: Array, over: Array) -> Array:
    """The arc by which each place is best reached, `(nodes,)`; 0 where none is."""
    import numpy as np

    found = np.zeros(len(best), dtype=np.int64)
    # of equal arcs the first: assigned last
    arcs = np.flatnonzero(over == best[lat.end])[::-1]
    found[lat.end[arcs]] = arcs
    return found


def posteriors(lat: Lattice, grid: Grid, best: Array, over: Array) -> tuple[Array, Array]:
    """`(arcs,)`: the share of each arc in all paths, and log of their sum for each lane.

    Scores are taken relative to the best path to each node, so that nothing overflows.
    """
    import numpy as np

    share = np.exp(np.minimum(over - best[lat.end], 0), dtype=np.float64)
    forward = np.zeros(len(best))
    forward[lat.rank[grid.starts]] = 1
    for arcs, first, nodes in _runs(lat.end, lat.steps[1]):
        forward[nodes] = np.add.reduceat(share[arcs] * forward.take(lat.start[arcs]), first)
    ends = lat.rank[grid.ends]
    backward = np.zeros(len(best))
    backward[ends] = 1 / forward[ends]
    back = _sorted(lat.start)
    own, reached = share[back], lat.end[back]
    for arcs, first, nodes in reversed(_runs(lat.start[back], lat.steps[0][back])):
        backward[nodes] += np.add.reduceat(own[arcs] * backward.take(reached[arcs]), first)
    logs = best[ends] + np.log(forward[ends])
    return share * forward[lat.start] * backward[lat.end], logs


def spread(lat: Lattice, values: Array) -> Array:
    """`(shapes, nodes) float32`: the values of arcs at the nodes where they end, else 0."""
    import numpy as np

    found = np.zeros((len(SIZES), len(lat.order)), dtype=np.float32)
    found[lat.kind, lat.order[lat.end]] = values
    return found
