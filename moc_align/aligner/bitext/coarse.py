"""Which nodes a good path can go through: a cheap search over all of the band, both ways."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import NEVER, SMALL
from moc_align.aligner.bitext.grid import PAD, Net, by_step
from moc_align.aligner.bitext.windows import NO_ROOM, SLOT

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

MARGIN = 8.0
"""Score by which a path through a node may be worse than the best: of 9,427 nodes of gold links in
bitexts made from Kyoto documents, 2 are farther off than that; 2.4 nodes a row of 13 stay."""
COSINE, ONE, TWO, GAIN = 14.0, -1.5, -3.5, 6.0
"""Scores of beads: for the cosine, of each 1-1, of each larger one, and for how much its cosine is
above those of its parts. Ten choices, tried on the same bitexts, did about as well."""
NULL = -0.5
"""Score of leaving out a unit that resembles nothing."""


def kept(grid: Net, cosines: Array, best: tuple[Array, Array]) -> Array:
    """`(places,)`: True for nodes with a path through them not much worse than the best.

    `best`: how near each unit is to any, as in `Anchors`.
    """
    import numpy as np

    order = by_step(grid, grid.nodes)
    gains = _gains(grid, cosines, best)
    over, under = grid.above[1][order], grid.below[order]
    sources = [over, order - 1, over - 1, over - 2, grid.above[2][order] - 1]
    goals = [under, order + 1, under + 1, under + 2, grid.below[under] + 1]
    losses = np.stack([own.take(goal) for own, goal in zip(gains, goals, strict=True)])
    bounds = [0, *(np.flatnonzero(np.diff(grid.step[order])) + 1).tolist(), len(order)]
    steps = [slice(*ends) for ends in pairwise(bounds)]
    to = _best(grid.starts, order, steps, np.stack(sources), gains[:, order])
    rest = _best(grid.ends, order, steps[::-1], np.stack(goals), losses)
    nodes = grid.nodes
    lane = np.searchsorted(grid.starts, nodes, side="right") - 1
    found = np.zeros(len(grid), dtype=bool)
    found[nodes] = to[nodes] + rest[nodes] >= to[grid.ends][lane] - MARGIN
    return found


def _best(origins: Array, order: Array, steps: list[slice], before: Array, gains: Array) -> Array:
    """`(places,)`: score of the best path from an origin to each node, step by step.

    `before`, `gains`: places from which a path comes to each node in order, and what that scores.
    """
    import numpy as np

    best = np.full(int(order.max()) + PAD, NEVER, dtype=np.float32)
    best[origins] = 0
    for step in steps:
        ways = best.take(before[:, step])
        ways += gains[:, step]
        nodes = order[step]
        best[nodes] = np.maximum(best.take(nodes), np.maximum.reduce(ways))
    return best


def _gains(grid: Net, cosines: Array, best: tuple[Array, Array]) -> Array:
    """`(5, places)`: scores of null links of either side and of `SMALL` beads that end at nodes."""
    import numpy as np

    found = np.empty((2 + len(SMALL), len(grid)), dtype=np.float32)
    found[0] = np.maximum(best[0], 0).take(grid.row - 1, mode="clip") + NULL
    found[1] = np.maximum(best[1], 0).take(grid.column - 1, mode="clip") + NULL
    one = cosines[SLOT[1, 1]]
    for at, (a, b) in enumerate(SMALL, start=2):
        own = cosines[SLOT[a, b]]
        score = own * np.float32(COSINE)
        if a == b:
            score += ONE
        else:
            part = one[grid.above[1]] if a > 1 else np.roll(one, 1)
            score += (own - np.maximum(one, part)) * np.float32(GAIN) + TWO
        found[at] = np.where(own > NO_ROOM, score, NEVER)
    return found
