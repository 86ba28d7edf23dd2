"""The beads that paths may take, between the nodes that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import FIRST_MATCH, FIRST_SWAP, SMALL, SWAPS
from moc_align.aligner.bitext.features import Spots, shapes, spots, within
from moc_align.aligner.bitext.paths import Arcs
from moc_align.aligner.bitext.windows import NO_ROOM, SLOT, Windows

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


ANYWHERE = 3
"""Units of a bead up to which it is looked at wherever there is room."""
LIKELY, WORSE = 0.15, 0.05
"""Cosine that larger beads need, and by how much that of a part of them may be higher."""
HALF = 0.25
"""Cosine that either bead of a swap needs."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The arcs that paths may take are numbered: null links of the source, those of the target,
    beads between two nodes that are kept, swaps."""

    nulls: tuple[Array, Array]
    """Where the null links of either side end."""
    beads: Spots
    """First those between two nodes that are kept, then other halves of swaps; each once."""
    inside: int
    """How many beads are between two nodes that are kept."""
    swap: Array
    """`(swaps,)`: number of each pair in `SWAPS`."""
    end: Array
    """`(swaps,)`: where it ends."""
    halves: tuple[Array, Array]
    """`(swaps,)`: which of the beads it consists of."""

    @property
    def first_bead(self) -> int:
        """Number of the arc of the first bead."""
        return len(self.nulls[0]) + len(self.nulls[1])

    @property
    def first_swap(self) -> int:
        """Number of the first swap."""
        return self.first_bead + self.inside

    def arcs(self) -> Arcs:
        """Shapes and ends of the arcs."""
        import numpy as np

        inside = slice(self.inside)
        kinds = (
            np.repeat([0, 1], [len(ends) for ends in self.nulls]),
            self.beads.kind[inside] + FIRST_MATCH,
            self.swap + FIRST_SWAP,
        )
        ends = (*self.nulls, self.beads.node[inside], self.end)
        return Arcs(np.concatenate(kinds), np.concatenate(ends))

    def scores(
        self, nulls: tuple[Array, Array], beads: Array, weights: Mapping[str, float]
    ) -> Array:
        """`(arcs,) float32`, from those of leaving out each unit and of each bead."""
        import numpy as np

        grid = self.beads.grid
        plain = np.array([one == other == (1, 1) for one, other in SWAPS])[self.swap]
        cost = np.where(plain, weights["swap"], weights["swap_merged"]).astype(np.float32)
        parts = (
            nulls[0][grid.row[self.nulls[0]] - 1],
            nulls[1][grid.column[self.nulls[1]] - 1],
            beads[: self.inside],
            beads[self.halves[0]] + beads[self.halves[1]] + cost,
        )
        return np.concatenate(parts)

    def shares(self, arcs: Array) -> Array:
        """`(beads,)`: the share of all paths that have a bead, however they come by it."""
        import numpy as np

        found = np.zeros(len(self.beads.kind))
        found[: self.inside] = arcs[self.first_bead : self.first_swap]
        for half in self.halves:
            found += np.bincount(half, weights=arcs[self.first_swap :], minlength=len(found))
        return found


def candidates(view: Windows, kept: Array) -> Candidates:
    """The candidates between the nodes that are kept, in order of these."""
    import numpy as np

    grid, size = view.grid, len(view.grid)
    nodes = np.flatnonzero(kept)
    above = grid.above[:, nodes]
    inside = _likely(view, kept)
    a, b, c, d = np.array(SWAPS).reshape(-1, 4).T
    swap, at = np.nonzero(kept[above[a + c] - (b + d)[:, None]])
    kinds = [np.array([SLOT[pair[half]] for pair in SWAPS])[swap] for half in (0, 1)]
    ends = above.ravel().take(c[swap] * len(nodes) + at), nodes[at] - b[swap]
    halves = [kind * size + end for kind, end in zip(kinds, ends, strict=True)]
    cosines = view.cosines.ravel()
    good = np.flatnonzero((cosines[halves[0]] > HALF) & (cosines[halves[1]] > HALF))
    swap, at, halves = swap[good], at[good], [half[good] for half in halves]
    # numbers of the small beads, those of halves that are not inside after the others
    own = inside.kind * size + inside.node
    small = np.flatnonzero(inside.kind < len(SMALL))
    number = np.full(len(SMALL) * size, -1)
    number[own[small]] = small
    both = np.concatenate(halves)
    outside = np.zeros(len(number), dtype=bool)
    outside[both] = number[both] < 0
    new = np.flatnonzero(outside)
    number[new] = len(own) + np.arange(len(new))
    kind, node = np.divmod(np.concatenate([own, new]), size)
    return Candidates(
        (nodes[kept[above[1]]], nodes[kept[nodes - 1]]),
        spots(view, kind, node),
        len(own),
        swap,
        nodes[at],
        (number[halves[0]], number[halves[1]]),
    )


def _likely(view: Windows, kept: Array) -> Spots:
    """The beads between nodes that are kept; larger ones only where they are likely."""
    import numpy as np

    nodes = np.flatnonzero(kept)
    a, b = shapes()
    kind, at = np.nonzero(kept[view.grid.above[:, nodes][a] - b[:, None]])
    node = nodes[at]
    cosine = view.cosines.ravel().take(kind * len(view.grid) + node)
    large = a + b > ANYWHERE
    good = cosine > np.where(large, LIKELY, NO_ROOM).astype(np.float32)[kind]
    some = np.flatnonzero(good & large[kind])
    part = spots(view, kind[some], node[some])
    good[some] = cosine[some] > within(part).max(axis=0) - WORSE
    return spots(view, kind[good], node[good])
