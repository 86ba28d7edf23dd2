"""Cosines of all beads at each node, and how near units are to what they do not translate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST, MATCHES
from moc_align.aligner.bitext.grid import Grid, Lane, lay, products
from moc_align.aligner.bitext.signals import Overlaps, Signals

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

STRETCH = 2000
"""Units of the source in which the background is taken at a time, for memory."""
LONGEST = LARGEST - 1
"""Units of one side of a bead."""
NOWHERE = -1.0
"""Cosine where a bead has no room."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Cosines of all shapes at each node, for the bead that ends there."""

    grid: Grid
    cosines: dict[tuple[int, int], Array]
    tokens: dict[tuple[int, int], Array]
    """The same of shared tokens; empty where the texts share none."""


def segment_norms(rows: Vectors) -> Array:
    """`(LARGEST, n) float32`: length of the sum of the a + 1 units that end with unit i."""
    import numpy as np

    n = len(rows)
    found = np.zeros((LARGEST, n), dtype=np.float64)
    gram = np.einsum("ij,ij->i", rows, rows).astype(np.float64)
    found[0] = gram
    # |s + t|^2 = |s|^2 + |t|^2 + 2 st, unit by unit
    crossing = np.zeros(n)
    for a in range(1, LARGEST):
        if a < n:
            crossing[a:] += np.einsum("ij,ij->i", rows[a:], rows[:-a])
            found[a, 1:] = found[a - 1, :-1]
            found[a] += gram + 2 * crossing
            found[a, :a] = 0
    return np.sqrt(np.maximum(found, 0)).astype(np.float32)


def neighbours(norms: Array) -> tuple[Array, Array]:
    """`(LONGEST, n)` each: cosine of the a + 1 units that end with i and the unit before, or after.

    0 where there is no such unit.
    """
    import numpy as np

    squares = norms.astype(np.float64) ** 2
    n = norms.shape[1]
    before, after = np.zeros((LONGEST, n)), np.zeros((LONGEST, n))
    for a in range(LONGEST):
        size = a + 1
        if size >= n:
            break
        own, unit = squares[a], squares[0]
        dot = (squares[a + 1, size:] - own[size:] - unit[:-size]) / 2
        length = norms[a, size:] * norms[0, :-size]
        before[a, size:] = dot / np.maximum(length, 1e-9)
        dot = (squares[a + 1, 1:] - own[:-1] - unit[1:]) / 2
        length = norms[a, :-1] * norms[0, 1:]
        after[a, :-1] = dot / np.maximum(length, 1e-9)
        after[a, :a] = 0
    limit = 0.99
    return (
        np.clip(before, -limit, limit).astype(np.float32),
        np.clip(after, -limit, limit).astype(np.float32),
    )


def windows(
    grid: Grid,
    signals: Signals,
    norms: tuple[Array, Array, Array, Array],
    overlaps: Overlaps | None = None,
) -> Windows:
    """The cosines of all beads, from one product of units, or from the rows of overlaps."""
    if overlaps is None:
        cosines = _window_cosines(grid, *signals.vectors, norms[0], norms[1])
    else:
        cosines = _overlap_cosines(grid, overlaps)
    tokens: dict[tuple[int, int], Array] = {}
    if signals.tokens[0].any() and signals.tokens[1].any():
        tokens = _window_cosines(grid, *signals.tokens, norms[2], norms[3])
    return Windows(grid, cosines, tokens)


def _overlap_cosines(grid: Grid, overlaps: Overlaps) -> dict[tuple[int, int], Array]:
    import numpy as np

    found: dict[tuple[int, int], Array] = {}
    for a, b in MATCHES:
        cosine = products(grid, overlaps[0][a - 1], overlaps[1][b - 1])
        inside = grid.near(-a, -b)[1]
        found[a, b] = np.where(inside, np.clip(cosine, -1, 1), np.float32(NOWHERE))
    return found


def _window_cosines(
    grid: Grid, source: Vectors, target: Vectors, norms: Array, other: Array
) -> dict[tuple[int, int], Array]:
    import numpy as np

    rows: dict[int, Array] = {}
    cell = products(grid, source, target)
    found: dict[tuple[int, int], Array] = {}
    for b in range(1, LONGEST + 1):
        rows[b] = cell if b == 1 else rows[b - 1] + grid.shifted(cell, 0, 1 - b, 0)
        total = rows[b]
        for a in range(1, LARGEST + 1 - b):
            if a > 1:
                total = total + grid.shifted(rows[b], 1 - a, 0, 0)
            length = norms[a - 1].take(grid.row - 1, mode="clip")
            length *= other[b - 1].take(grid.column - 1, mode="clip")
            inside = grid.near(-a, -b)[1]
            cosine = np.divide(total, length, out=np.zeros_like(total), where=length > 1e-6)
            np.clip(cosine, -1, 1, out=cosine)
            found[a, b] = np.where(inside, cosine, np.float32(NOWHERE))
    return found


@dataclass(frozen=True, slots=True)
class Background:
    """How near units are to what they do not translate; each field holds one array a side."""

    usual: tuple[Array, Array]
    """`(n,)`: mean cosine of a unit and those of the other side in the band."""
    best: tuple[Array, Array]
    """`(n,)`: the most by which a cosine in the band is above what is usual for the two."""

    def evidence(self, windows: Windows) -> Array:
        """`(nodes,)`: cosine of units i - 1 and j - 1 above what is usual for the two."""
        import numpy as np

        grid = windows.grid
        usual = self.usual[0].take(grid.row - 1, mode="clip")
        usual += self.usual[1].take(grid.column - 1, mode="clip")
        found: Array = windows.cosines[1, 1] - usual / 2
        return np.where(grid.near(-1, -1)[1], found, np.float32(-1))


def background(
    low: Array, high: Array, vectors: tuple[Vectors, Vectors], lengths: tuple[Array, Array]
) -> Background:
    """The background of all units, in a band of nodes from `low` to `high`."""
    import numpy as np

    sizes = len(vectors[0]), len(vectors[1])
    counts, totals = ([np.zeros(size) for size in sizes] for _ in range(2))
    best = [np.full(size, -1, dtype=np.float32) for size in sizes]
    stretches = []
    for top in range(0, len(low), STRETCH):
        rows = slice(top, top + STRETCH + 1)
        grid = lay([Lane(top, low[rows], high[rows])])
        real = np.flatnonzero((grid.column > 0) & (grid.row > top))
        cosine = products(grid, *vectors)[real]
        groups = (grid.row[real] - 1).astype(np.int32), (grid.column[real] - 1).astype(np.int32)
        cosine /= np.maximum(lengths[0][groups[0]] * lengths[1][groups[1]], 1e-9)
        stretches.append((cosine, groups))
        for at, group in enumerate(groups):
            counts[at] += np.bincount(group, minlength=sizes[at])
            totals[at] += np.bincount(group, weights=cosine, minlength=sizes[at])
    usual = [
        (total / np.maximum(count, 1)).astype(np.float32)
        for total, count in zip(totals, counts, strict=True)
    ]
    for cosine, groups in stretches:
        cosine -= (usual[0][groups[0]] + usual[1][groups[1]]) / 2
        for at, group in enumerate(groups):
            np.maximum.at(best[at], group, cosine)
    return Background((usual[0], usual[1]), (best[0], best[1]))


def columns(grid: Grid) -> Array:
    """`(nodes,)`: number of the column of its lane that a node stands in."""
    import numpy as np

    sizes = np.diff(np.append(grid.starts, len(grid)))
    first, last = grid.column[grid.starts], grid.column[grid.ends]
    widths = last - first + 1
    offset = np.cumsum(widths) - widths - first
    found: Array = grid.column + np.repeat(offset, sizes)
    return found
