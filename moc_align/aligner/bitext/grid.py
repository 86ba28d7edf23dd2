"""Where paths may run: the nodes of a band around the diagonal, row by row in one flat array.

A node `(i, j)` stands for "the first i units of the source and the first j of the target are
done". A lane is a stretch of the band with a first and a last node that every path goes through;
lanes do not touch, so that many are worked on at once. Every array over nodes is flat; before each
row stand `PAD` places that are no nodes, so that a step to the left or right is plus or minus one
and never ends in another row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

PAD = LARGEST - 1
"""Places before each row of nodes: units of one side of the largest bead."""
NOWHERE = PAD
"""A place that is no node, nor are those so near that a bead reaches them."""
ABSENT = -1e20
"""Product of units that no lane has together; no sum with it comes near a real one."""
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
    """The nodes of some lanes; arrays over places have a value for what stands before a row too."""

    nodes: Array
    """`(nodes,)`: the places that are nodes, rising."""
    cells: Array
    """`(cells,)`: the places of nodes with a unit before them on both sides, rising."""
    line: Array
    """`(places,)`: number of the row of nodes."""
    row: Array
    """`(places,)`: i of each node."""
    column: Array
    """`(places,)`: j of each node."""
    starts: Array
    """`(lanes,)`: the first node of each lane."""
    ends: Array
    """`(lanes,)`: the last node of each lane."""
    bands: tuple[Array, ...]
    """Place of the first node of each row, its `i`, first and last column, `(rows,)` each."""

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Net(Grid):
    """A grid that paths go through."""

    step: Array
    """`(places,)`: units done since the first node of the lane."""
    edge: Array
    """`(places,)`: True where no unit of one side precedes in the lane, and for what is no node."""
    above: Array
    """`(LARGEST, places)`: the node so many rows up in the same column, else `NOWHERE`."""
    below: Array
    """`(places,)`: the node in the next row in the same column, else `NOWHERE`."""


def lay(lanes: Sequence[Lane]) -> Grid:
    """The grid of some lanes; at least one."""
    import numpy as np

    low = np.concatenate([lane.low for lane in lanes]).astype(np.int64)
    high = np.concatenate([lane.high for lane in lanes]).astype(np.int64)
    sizes = np.array([len(lane.low) for lane in lanes])
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1
    i = np.arange(len(low)) + np.repeat(np.array([lane.top for lane in lanes]) - first, sizes)
    width = high - low + 1 + PAD
    # room before the first row for `NOWHERE`, and for steps to the right after the last
    start = np.cumsum(width) - width + 2 * PAD
    wide = width.copy()
    wide[0] += PAD
    wide[-1] += PAD
    line = np.repeat(np.arange(len(low)), wide)
    column = np.arange(len(line)) + (low - start)[line]
    row = i[line]
    nodes = np.flatnonzero(column >= low[line])[:-PAD]
    cells = nodes[(row[nodes] > 0) & (column[nodes] > 0)]
    ends = (start + high - low)[last]
    return Grid(nodes, cells, line, row, column, start[first], ends, (start, i, low, high))


def net(lanes: Sequence[Lane]) -> Net:
    """The grid of some lanes, at least one, with what paths through it need."""
    import numpy as np

    grid = lay(lanes)
    start, i, low, high = grid.bands
    line, nodes, column = grid.line, grid.nodes, grid.column
    own = np.arange(len(i))
    begins = np.zeros(len(i), dtype=bool)
    begins[line[grid.starts]] = True
    lane = np.cumsum(begins) - 1
    origin, left = (i + low)[begins][lane], low[begins][lane]
    edge = np.ones(len(grid), dtype=bool)
    edge[nodes] = begins[line[nodes]] | (column[nodes] == left[line[nodes]])
    place = start - low
    up = np.full(len(grid), NOWHERE)
    # columns as far as the row above goes
    far = np.where(begins, -1, high[np.maximum(own - 1, 0)])
    some = nodes[column[nodes] <= far[line[nodes]]]
    up[some] = place[line[some] - 1] + column[some]
    above = np.empty((LARGEST, len(grid)), dtype=np.int64)
    above[0], above[1] = np.arange(len(grid)), up
    for by in range(2, LARGEST):
        np.take(up, above[by - 1], out=above[by], mode="clip")
    below = np.full(len(grid), NOWHERE)
    below[up[some]] = some
    return Net(
        nodes,
        grid.cells,
        line,
        grid.row,
        column,
        grid.starts,
        grid.ends,
        grid.bands,
        grid.row + column - origin[line],
        edge,
        above,
        below,
    )


def by_step(grid: Net, nodes: Array) -> Array:
    """The nodes in the order in which paths come to them."""
    found: Array = nodes[rising(grid.step[nodes])]
    return found


def rising(values: Array) -> Array:
    """The order of whole numbers from 0; equal ones stay as they are."""
    import numpy as np

    # numpy sorts 16 bits many times faster than 64
    short = len(values) and int(values.max()) < 1 << 16
    found: Array = np.argsort(values.astype(np.uint16) if short else values, kind="stable")
    return found


def columns(grid: Grid) -> Array:
    """`(places,)`: number of the column of its lane that a node stands in."""
    import numpy as np

    first, last = grid.column[grid.starts], grid.column[grid.ends]
    widths = last - first + 1
    lane = np.searchsorted(grid.starts, np.arange(len(grid)), side="right") - 1
    offset = np.cumsum(widths) - widths - first
    found: Array = np.maximum(grid.column + offset[lane], 0)
    return found


def products(grid: Grid, source: Vectors, target: Vectors) -> Array:
    """`(cells,) float32`: dot product of unit i - 1 and unit j - 1."""
    import numpy as np

    _, i, low, high = grid.bands
    lanes = [*grid.line[grid.starts[1:]].tolist(), len(i)]
    rows, lows, highs = i.tolist(), low.tolist(), high.tolist()
    blocks, offsets = [], []
    at = size = 0
    for end in lanes:
        while at < end:
            stop = min(at + ROWS, end)
            top, bottom = max(rows[at], 1), rows[stop - 1]
            first, last = max(lows[at], 1), highs[stop - 1]
            if bottom >= top and last >= first:
                block = source[top - 1 : bottom] @ target[first - 1 : last].T
                blocks.append(block.ravel())
            width = max(last - first + 1, 0)
            offsets += [size + (row - top) * width - first for row in rows[at:stop]]
            size += max(bottom - top + 1, 0) * width
            at = stop
    if not blocks:
        return np.zeros(0, dtype=np.float32)
    index = np.array(offsets)[grid.line[grid.cells]] + grid.column[grid.cells]
    found: Array = np.concatenate(blocks).take(index)
    return found
