"""Where in the translation a unit can stand: anchors, and the band around their chain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.grid import Grid, Lane, lay, products
from moc_align.aligner.bitext.signals import centred

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

REACH = 10
"""Units to either side of the chain of anchors."""
TIGHT = 4
"""The same where anchors follow each other closely; in the dev data no link was farther off."""
AROUND = 8
"""Units before and after in which there is no wide gap between anchors, for a tight band."""
SLACK = 64
"""Units to either side of the straight line where there is no anchor."""
BLOCKS = 450
"""Blocks of the longer text that are all held against all of the other: 0.2 million pairs."""
FINER = 8
"""Times smaller that blocks are on the next level."""
BESIDE = 12
"""Smaller blocks to either side of the path of the larger ones: one and a half of these."""
NEAR = 4
"""Nearest units whose mean similarity counts as usual."""


def anchors(vectors: tuple[Vectors, Vectors], labels: tuple[Array, Array]) -> Array:
    """`(k, 3)`: i, j and weight of pairs of units that surely belong together, both rising."""
    import numpy as np

    n, m = len(vectors[0]), len(vectors[1])
    size = 1
    while max(n, m) / size > BLOCKS:
        size *= FINER
    while size > 1 and max(n, m) / (size / 2) <= BLOCKS:
        size //= 2
    chain, coarse = np.zeros((0, 3)), True
    while True:
        rows = [_blocks(side, size) for side in vectors]
        norms = [np.maximum(np.sqrt(np.einsum("ij,ij->i", r, r)), 1e-9) for r in rows]
        if coarse:
            low, high = np.zeros(len(rows[0]) + 1, int), np.full(len(rows[0]) + 1, len(rows[1]))
        else:
            low, high = corridor(chain, len(rows[0]), len(rows[1]), BESIDE)
        found = _mutual(lay([Lane(0, low, high)]), rows, norms)
        if coarse and size > 1:
            chain = _path((rows[0] @ rows[1].T) / np.outer(*norms))
        else:
            if size == 1:
                found = np.concatenate([found, _labelled(labels)])
            chain = heaviest_chain(found)
        if size == 1:
            return chain
        finer = max(size // FINER, 1)
        chain[:, :2] = chain[:, :2] * (size / finer) + (size / finer - 1) / 2
        chain[:, :2] = np.floor(chain[:, :2])
        size, coarse = finer, False


def _blocks(rows: Vectors, size: int) -> Vectors:
    """The sums of blocks of so many units, centred."""
    import numpy as np

    if size > 1:
        whole = len(rows) // size * size
        blocks = rows[:whole].reshape(-1, size, rows.shape[1]).sum(axis=1)
        rest = rows[whole:].sum(axis=0, keepdims=True)
        rows = centred(np.concatenate([blocks, rest]) if whole < len(rows) else blocks)
    return rows


def _path(similarity: Array) -> Array:
    """`(k, 3)`: the cells of the best path from corner to corner, that advance on both sides."""
    import numpy as np

    usual = [np.sort(similarity, axis=axis) for axis in (0, 1)]
    rows = usual[1][:, -NEAR:].mean(axis=1, keepdims=True)
    columns = usual[0][-NEAR:].mean(axis=0, keepdims=True)
    margin = similarity / np.maximum((rows + columns) / 2, 1e-3)
    margin = np.maximum(margin - np.median(margin), 0) ** 2
    n, m = margin.shape
    best = np.zeros((n + 1, m + 1))
    for i in range(n):
        through = np.maximum(best[i, 1:], best[i, :-1] + margin[i])
        np.maximum.accumulate(through, out=best[i + 1, 1:])
    cells: list[tuple[int, int, float]] = []
    i, j = n, m
    while i and j:
        if best[i, j] == best[i, j - 1]:
            j -= 1
        elif best[i, j] == best[i - 1, j]:
            i -= 1
        else:
            i, j = i - 1, j - 1
            cells.append((i, j, float(margin[i, j])))
    return np.array(cells[::-1]).reshape(-1, 3)


def _mutual(grid: Grid, rows: Sequence[Vectors], norms: Sequence[Array]) -> Array:
    """`(k, 3)`: i, j and weight of units that are each other's only nearest in the grid."""
    import numpy as np

    cosine = products(grid, rows[0], rows[1])
    cosine /= norms[0].take(grid.row - 1, mode="clip")
    cosine /= norms[1].take(grid.column - 1, mode="clip")
    real = grid.near(-1, -1)[1]
    cosine[~real] = -1
    groups = grid.row, grid.column
    usual = []
    for group in groups:
        count = np.bincount(group, weights=real)
        usual.append((np.bincount(group, weights=cosine * real) / np.maximum(count, 1))[group])
    margin = np.where(real, cosine - (usual[0] + usual[1]) / 2, -1)
    chosen = margin > 0
    weight = margin.copy()
    for group in groups:
        most = np.full(int(group.max()) + 1, -1.0)
        np.maximum.at(most, group, margin)
        top = margin >= most[group] - 1e-4
        # a line that is as near to several says nothing about where it belongs
        single = np.bincount(group, weights=top)[group] == 1
        chosen &= top & single
    at = np.flatnonzero(chosen)
    return np.stack([grid.row[at] - 1, grid.column[at] - 1, weight[at]], axis=1)


def _labelled(labels: tuple[Array, Array]) -> Array:
    """`(k, 3)`: first units of the labels that both sides carry, and that begin once."""
    import numpy as np

    firsts = []
    for side in labels:
        begins = np.flatnonzero((side > 0) & (np.diff(side, prepend=0) != 0))
        values, index, count = np.unique(side[begins], return_index=True, return_counts=True)
        once = count == 1
        at = begins[index[once]]
        firsts.append(dict(zip(values[once].tolist(), at.tolist(), strict=True)))
    pairs = [(i, firsts[1][label], 1.0) for label, i in firsts[0].items() if label in firsts[1]]
    return np.array(pairs).reshape(-1, 3)


def heaviest_chain(pairs: Array) -> Array:
    """The pairs, rising on both sides, that weigh most together."""
    import numpy as np

    ordered = pairs[np.lexsort((-pairs[:, 1], pairs[:, 0]))]
    columns: list[float] = []
    totals: list[float] = []
    tops: list[int] = []
    back: list[int] = []
    # `columns` and `totals` rise together: the best chain that ends at or before each column
    for at, (j, weight) in enumerate(ordered[:, 1:3].tolist()):
        place = bisect_left(columns, j)
        total = weight + (totals[place - 1] if place else 0.0)
        back.append(tops[place - 1] if place else -1)
        stop = place
        while stop < len(columns) and totals[stop] <= total:
            stop += 1
        if stop > place or place == len(columns) or columns[place] > j:
            columns[place:stop], totals[place:stop], tops[place:stop] = [j], [total], [at]
    chain: list[int] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chain.append(at)
        at = back[at]
    found: Array = ordered[chain[::-1]]
    return found


def corridor(
    chain: Array, n: int, m: int, reach: int, tight: int | None = None
) -> tuple[Array, Array]:
    """First and last column of each row of nodes, `(n + 1,)`: the chain and what is near it.

    `reach` counts units along either side, `tight` those where anchors are close to each other.
    Between anchors the straight line is taken.
    """
    import numpy as np

    i, j = chain[:, 0].astype(np.int64), chain[:, 1].astype(np.int64)
    inside = (i >= 0) & (i < n) & (j >= 0) & (j < m)
    i, j = i[inside], j[inside]
    x = np.concatenate([[0], np.stack([i, i + 1], axis=1).ravel(), [n]])
    y = np.concatenate([[0], np.stack([j, j + 1], axis=1).ravel(), [m]])
    rows = np.arange(n + 1)
    first = np.minimum(np.searchsorted(x, rows, side="left"), len(x) - 1)
    last = np.searchsorted(x, rows, side="right") - 1
    low, high = y[first].copy(), y[last].copy()
    gap = first > last
    before, after = last[gap], first[gap]
    wide, tall = x[after] - x[before], y[after] - y[before]
    line = y[before] + (rows[gap] - x[before]) * tall / np.maximum(wide, 1)
    slack = np.minimum(np.maximum(wide, tall), SLACK)
    low[gap] = np.maximum(np.floor(line - slack), y[before])
    high[gap] = np.minimum(np.ceil(line + slack), y[after])
    far = np.full(n + 1, reach)
    if tight is not None:
        far = np.minimum(tight + _widest(x, y, n), reach)
    low, high = low[np.maximum(rows - far, 0)] - 1, high[np.minimum(rows + far, n)] + 1
    low[rows <= far], high[rows >= n - far] = 0, m
    low = np.minimum.accumulate(low[::-1])[::-1]
    return np.clip(low, 0, m), np.clip(np.maximum.accumulate(high), 0, m)


def _widest(x: Array, y: Array, n: int) -> Array:
    """`(n + 1,)`: the widest gap between anchors around each row, in units."""
    import numpy as np

    widest = np.zeros(n + 1, dtype=np.int64)
    gaps = np.maximum(np.diff(x), np.diff(y))
    gaps[1::2] -= 1
    np.maximum.at(widest, x[:-1], gaps)
    np.maximum.at(widest, x[1:], gaps)
    around = widest.copy()
    for by in range(1, min(AROUND, n) + 1):
        np.maximum(around[by:], widest[:-by], out=around[by:])
        np.maximum(around[:-by], widest[by:], out=around[:-by])
    return around
