"""Best paths through a grid, and how likely every bead is over all paths."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import NEVER, SIZES
from moc_align.aligner.bitext.grid import Net, by_step, rising

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Beads and swaps that paths may take, one value each."""

    kind: Array
    """Number of the arc's shape in `SIZES`."""
    end: Array
    """The place in the grid where it ends."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The arcs between the nodes that are kept, by the step in which they end.

    Nodes go by their rank in that order.
    """

    order: Array
    """`(nodes,)`: the place in the grid of each node."""
    arc: Array
    """`(arcs,)`: which of the arcs it was made of."""
    start: Array
    """`(arcs,)`: rank of the node it leaves."""
    end: Array
    """`(arcs,)`: rank of the node it reaches, never falling."""
    steps: tuple[Array, Array]
    """Units done at the start and at the end of each arc."""
    starts: Array
    """`(lanes,)`: rank of the first node of each lane."""
    ends: Array
    """`(lanes,)`: rank of the last node of each lane."""


def lattice(grid: Net, kept: Array, arcs: Arcs) -> Lattice:
    """The lattice of these arcs between the nodes that are kept."""
    import numpy as np

    order = by_step(grid, np.flatnonzero(kept))
    rank = np.zeros(len(grid), dtype=np.int64)
    rank[order] = np.arange(len(order))
    number = np.full(len(order) * len(SIZES), -1, dtype=np.int32)
    number[rank[arcs.end] * len(SIZES) + arcs.kind] = np.arange(len(arcs.kind))
    held = np.flatnonzero(number >= 0)
    own, end = number[held], held // len(SIZES)
    kind = arcs.kind[own]
    a, b = np.array(SIZES).T
    start = rank[grid.above.ravel().take(a[kind] * len(grid) + order[end]) - b[kind]]
    steps = grid.step[order]
    return Lattice(
        order,
        own,
        start,
        end,
        (steps[start], steps[end]),
        rank[grid.starts],
        rank[grid.ends],
    )


def _runs(groups: Array, steps: Array) -> list[tuple[slice, Array, Array]]:
    """For each step: its arcs, which of them begin a new node, and these nodes."""
    import numpy as np

    first = np.flatnonzero(np.diff(groups, prepend=-1))
    nodes = groups[first]
    edges = np.flatnonzero(np.diff(steps[first], prepend=-1, append=-1)).tolist()
    bounds = np.append(first, len(groups)).tolist()
    return [
        (slice(bounds[x], bounds[y]), first[x:y] - bounds[x], nodes[x:y])
        for x, y in pairwise(edges)
    ]


@dataclass(frozen=True, slots=True)
class Paths:
    """What all paths through a lattice come to; arcs are numbered as in `Arcs`."""

    best: Array
    """The arcs of the best path through each lane, lane by lane in order."""
    share: Array
    """`(arcs,)`: the share of each arc in all paths."""
    logs: Array
    """`(lanes,)`: log of the sum of all paths."""


def follow(lat: Lattice, scores: Array) -> Paths:
    """The best paths, and the shares of all; `scores` of arcs in the order of `Arcs`.

    Scores are taken relative to the best path to each node, so that nothing overflows.
    """
    import numpy as np

    runs = _runs(lat.end, lat.steps[1])
    best = np.full(len(lat.order), NEVER, dtype=np.float32)
    best[lat.starts] = 0
    over = scores[lat.arc]
    for arcs, first, nodes in runs:
        part = over[arcs]
        part += best.take(lat.start[arcs])
        best[nodes] = np.maximum.reduceat(part, first)
    over -= best[lat.end]
    into = np.zeros(len(best), dtype=np.int64)
    # of equal arcs the first: assigned last
    top = np.flatnonzero(over == 0)[::-1]
    into[lat.end[top]] = top
    share = np.exp(np.minimum(over, 0), dtype=np.float64)
    forward = np.zeros(len(best))
    forward[lat.starts] = 1
    for arcs, first, nodes in runs:
        forward[nodes] = np.add.reduceat(share[arcs] * forward.take(lat.start[arcs]), first)
    backward = np.zeros(len(best))
    backward[lat.ends] = 1 / forward[lat.ends]
    back = rising(lat.start)
    own, reached = share[back], lat.end[back]
    for arcs, first, nodes in reversed(_runs(lat.start[back], lat.steps[0][back])):
        backward[nodes] += np.add.reduceat(own[arcs] * backward.take(reached[arcs]), first)
    logs = best[lat.ends] + np.log(forward[lat.ends])
    shares = np.zeros(len(scores))
    shares[lat.arc] = share * forward[lat.start] * backward[lat.end]
    return Paths(_trace(lat, into), shares, logs)


def _trace(lat: Lattice, into: Array) -> Array:
    """The arcs of the best path through each lane, given the best arc into each node."""
    arcs: list[int] = []
    chosen, before = into.tolist(), lat.start[into].tolist()
    for start, end in zip(reversed(lat.starts.tolist()), reversed(lat.ends.tolist()), strict=True):
        at = end
        while at != start:
            arcs.append(chosen[at])
            at = before[at]
    found: Array = lat.arc[arcs[::-1]]
    return found
