"""Where paths may run: the nodes of a band around the diagonal, kept without gaps.

A node `(i, j)` stands for "the first i units of the source and the first j of the target are
done". A lane is a stretch of the band with a first and a last node that every path goes through;
lanes do not touch, so that many are worked on at once. Every array over nodes is flat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

OUTSIDE = -(1 << 20)
"""Distance from the band that no shift makes up for."""
ROWS = 16
"""Rows multiplied at a time: so few that a matrix product stays below what BLAS gives to several
threads, which wait for each other on a loaded machine."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A stretch of the band, from node `(top, low[0])` to node `(top + len(low) - 1, high[-1])`."""

    top: int
    low: Array
    """First column of each row of nodes, never falling."""
    high: Array
    """Last column of each row of nodes, never falling."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The nodes of some lanes, row by row."""

    row: Array
    """`(nodes,)`: i of each node."""
    column: Array
    """`(nodes,)`: j of each node."""
    step: Array
    """`(nodes,)`: units done since the first node of the lane."""
    starts: Array
    """`(lanes,)`: the first node of each lane."""
    ends: Array
    """`(lanes,)`: the last node of each lane."""
    bands: tuple[Array, ...]
    """Start of the row of nodes, its `i`, first and last column, `(rows,)` each."""
    line: Array
    """`(nodes,)`: number of the row of nodes that a node stands in."""
    shifts: dict[int, tuple[Array, Array, Array]]
    """For each shift of rows: node in the same column, room to the left, room to the right."""

    def __len__(self) -> int:
        return len(self.row)

    def near(self, down: int, right: int, nodes: Array | None = None) -> tuple[Array, Array]:
        """Number of the node so many rows and columns on, and whether there is one.

        For all nodes, or for some.
        """
        index, left_room, right_room = self.rooms(down, nodes)
        return index + right, (left_room >= -right) & (right_room >= right)

    def rooms(self, down: int, nodes: Array | None = None) -> tuple[Array, Array, Array]:
        """Number of the node so many rows on, and how far the band goes to its left and right."""
        if down not in self.shifts:
            self.shifts[down] = self._shift(down)
        if nodes is None:
            return self.shifts[down]
        index, left_room, right_room = self.shifts[down]
        return index.take(nodes), left_room.take(nodes), right_room.take(nodes)

    def one(self, node: int, down: int, right: int) -> int:
        """Number of the node so many rows and columns on from one that has it."""
        return int(self.shifts[down][0][node]) + right

    def shifted(self, values: Array, down: int, right: int, fill: float) -> Array:
        """The values at the node so many rows and columns on; `fill` where there is none."""
        import numpy as np

        index, inside = self.near(down, right)
        return np.where(inside, values.take(index, mode="clip"), np.float32(fill))

    def _shift(self, down: int) -> tuple[Array, Array, Array]:
        import numpy as np

        start, i, low, high = self.bands
        own = np.arange(len(i))
        other = np.clip(own + down, 0, len(i) - 1)
        lane = np.cumsum(np.isin(start, self.starts))
        same = (lane[other] == lane) & (own + down == other)
        left = (self.column - low[other][self.line]).astype(np.int32)
        right = (high[other][self.line] - self.column).astype(np.int32)
        index = start[other][self.line] + left
        outside = ~same[self.line]
        left[outside] = right[outside] = OUTSIDE
        return index, left, right


def lay(lanes: Sequence[Lane]) -> Grid:
    """The grid of some lanes; at least one."""
    import numpy as np

    low = np.concatenate([lane.low for lane in lanes]).astype(np.int64)
    high = np.concatenate([lane.high for lane in lanes]).astype(np.int64)
    i = np.concatenate([lane.top + np.arange(len(lane.low)) for lane in lanes])
    widths = high - low + 1
    start = np.cumsum(widths) - widths
    line = np.repeat(np.arange(len(low)), widths)
    row = i[line]
    column = np.arange(int(widths.sum())) - start[line] + low[line]
    sizes = np.array([len(lane.low) for lane in lanes])
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1
    starts, ends = start[first], start[last] + widths[last] - 1
    origin = np.repeat(i[first] + low[first], sizes)
    return Grid(
        row, column, row + column - origin[line], starts, ends, (start, i, low, high), line, {}
    )


def products(grid: Grid, source: Vectors, target: Vectors) -> Array:
    """`(nodes,) float32`: dot product of unit i - 1 and unit j - 1; 0 where there is none."""
    import numpy as np

    start, i, low, high = grid.bands
    found = np.zeros(len(grid), dtype=np.float32)
    if not len(source) or not len(target):
        return found
    bounds = np.append(start, len(grid))
    at = 0
    # a row at index -1 is read where i or j is 0, and zeroed below
    while at < len(i):
        stop = min(at + ROWS, len(i))
        breaks = np.flatnonzero(i[at + 1 : stop] != i[at] + np.arange(1, stop - at))
        if len(breaks):
            stop = at + 1 + int(breaks[0])
        first, last = max(int(low[at]), 1), int(high[stop - 1])
        top = max(int(i[at]), 1)
        if last >= first and int(i[stop - 1]) >= top:
            block = source[top - 1 : int(i[stop - 1])] @ target[first - 1 : last].T
            nodes = slice(bounds[at], bounds[stop])
            flat = (grid.row[nodes] - top) * block.shape[1] + grid.column[nodes] - first
            found[nodes] = block.ravel().take(flat, mode="clip")
        at = stop
    found[(grid.row == 0) | (grid.column == 0)] = 0
    return found
