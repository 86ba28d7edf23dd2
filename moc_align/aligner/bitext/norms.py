"""Lengths of sums of neighbouring units, and how near they are to the units beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

LONGEST = LARGEST - 1
"""Units of one side of a bead."""
BLOCK = 32
"""Rows multiplied with each other at a time."""
CHUNK = 256
"""Rows worked on at a time, so few that the processor's cache holds them."""


def segment_norms(rows: Vectors) -> Array:
    """`(LARGEST, n) float32`: length of the sum of the a + 1 units that end with unit i."""
    import numpy as np

    n = len(rows)
    found, dots = np.zeros((LARGEST, n)), _products_beside(rows)
    found[0] = dots[0]
    # |s + t|^2 = |s|^2 + |t|^2 + 2 st, unit by unit
    crossing = np.zeros(n)
    for a in range(1, min(LARGEST, n)):
        crossing += dots[a]
        found[a, a:] = found[a - 1, a - 1 : -1] + dots[0, a:] + 2 * crossing[a:]
    return np.sqrt(np.maximum(found, 0)).astype(np.float32)


def _products_beside(rows: Vectors) -> Array:
    """`(LARGEST, n)`: the product of each unit and that so many before it, 0 before the first."""
    import numpy as np

    n, wide = len(rows), BLOCK + LARGEST - 1
    found = np.zeros((LARGEST, n))
    blocks = max((n - LARGEST + 1) // BLOCK, 0)
    if blocks:
        # overlapping blocks, all in one call
        strides = (BLOCK * rows.strides[0], *rows.strides)
        view = np.lib.stride_tricks.as_strided(rows, (blocks, wide, rows.shape[1]), strides)
        grams = view @ view[:, :BLOCK].transpose(0, 2, 1)
        own = np.arange(BLOCK)
        for by in range(LARGEST):
            found[by, by : by + blocks * BLOCK] = grams[:, own + by, own].ravel()
    for by in range(min(LARGEST, n)):
        first = by + blocks * BLOCK
        found[by, first:] = np.einsum("ij,ij->i", rows[first:], rows[first - by : n - by])
    return found


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


def summed(rows: Vectors, first: Array, end: Array) -> Vectors:
    """The sum of the rows from each first one to before each end."""
    import numpy as np

    total: Vectors = rows[first]
    for by in range(1, int((end - first).max(initial=1))):
        some = np.flatnonzero(first + by < end)
        total[some] += rows[first[some] + by]
    return total
