"""Where in the translation a unit can stand: anchors, and the band around their chain."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.grid import Lane, lay, products
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
BESIDE = 3
"""Halves of a larger block to either side of its path where smaller ones are searched."""
NEAR = 4
"""Nearest units whose mean similarity counts as usual."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """What is found where units are held against all that stand near on the other side."""

    chain: Array
    """`(k, 3)`: i, j and weight of pairs of units that surely belong together, both rising."""
    best: tuple[Array, Array]
    """`(n,)`: by how much the cosine of a unit and its nearest is above what is usual for both."""


def anchors(vectors: tuple[Vectors, Vectors], labels: tuple[Array, Array]) -> Anchors:
    """The anchors of two texts; of long ones by way of those of blocks of units."""
    import numpy as np

    n, m = len(vectors[0]), len(vectors[1])
    sizes = _sizes(max(n, m))
    sums = [vectors]
    for before, size in pairwise(sizes):
        one, other = (_blocks(rows, size // before) for rows in sums[-1])
        sums.append((one, other))
    rows, norms = _normed(sums[-1], sizes[-1])
    similarity = (rows[0] @ rows[1].T) / np.outer(*norms)
    if len(sizes) == 1:
        i, j = np.divmod(np.arange(n * m), m)
        pairs, best = _mutual(i, j, similarity.ravel(), (n, m))
    else:
        chain = _path(similarity)
    for size, finer, own in zip(sizes[:0:-1], sizes[-2::-1], sums[-2::-1], strict=True):
        times = size // finer
        chain[:, :2] = np.floor(chain[:, :2] * times + (times - 1) / 2)
        rows, norms = _normed(own, finer)
        reach = times * BESIDE // 2
        grid = lay([Lane(0, *corridor(chain, len(rows[0]), len(rows[1]), reach))])
        i, j = grid.row[grid.cells] - 1, grid.column[grid.cells] - 1
        cosine = products(grid, *rows) / (norms[0][i] * norms[1][j])
        pairs, best = _mutual(i, j, cosine, (len(rows[0]), len(rows[1])))
        chain = heaviest_chain(pairs)
    return Anchors(heaviest_chain(np.concatenate([pairs, _labelled(labels)])), best)


def _sizes(longest: int) -> list[int]:
    """Units of a block on each level, from 1 on; each is some times the one before."""
    size = 1
    while longest / size > BLOCKS:
        size *= 2
    found = [size]
    while found[-1] > 1:
        found.append(max(found[-1] // FINER, 1))
    return found[::-1]


def _blocks(rows: Vectors, size: int) -> Vectors:
    """The sums of so many rows at a time."""
    import numpy as np

    whole = len(rows) // size * size
    blocks = rows[:whole].reshape(-1, size, rows.shape[1]).sum(axis=1)
    rest = rows[whole:].sum(axis=0, keepdims=True)
    return np.concatenate([blocks, rest]) if whole < len(rows) else blocks


def _normed(
    sides: tuple[Vectors, Vectors], size: int
) -> tuple[tuple[Vectors, Vectors], tuple[Array, Array]]:
    """The sums of blocks of so many units, centred, and their lengths."""
    import numpy as np

    one, other = (rows if size == 1 else centred(rows) for rows in sides)
    norms = [np.maximum(np.sqrt(np.einsum("ij,ij->i", r, r)), 1e-9) for r in (one, other)]
    return (one, other), (norms[0], norms[1])


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


def _mutual(
    i: Array, j: Array, cosine: Array, sizes: tuple[int, int]
) -> tuple[Array, tuple[Array, Array]]:
    """`(k, 3)`: i, j and weight of units that are each other's only nearest; the best of each."""
    import numpy as np

    margin = cosine.copy()
    for group, size in zip((i, j), sizes, strict=True):
        count = np.maximum(np.bincount(group, minlength=size), 1)
        usual = np.bincount(group, weights=cosine, minlength=size) / count
        margin -= (usual / 2).astype(np.float32)[group]
    chosen, best = margin > 0, []
    for group, size in zip((i, j), sizes, strict=True):
        most = np.full(size, -1, dtype=np.float32)
        np.maximum.at(most, group, margin)
        best.append(most)
        top = np.flatnonzero(margin >= (most - 1e-4)[group])
        # a line that is as near to several says nothing about where it belongs
        single = top[np.bincount(group[top], minlength=size)[group[top]] == 1]
        own = np.zeros(len(margin), dtype=bool)
        own[single] = True
        chosen &= own
    at = np.flatnonzero(chosen)
    return np.stack([i[at], j[at], margin[at]], axis=1), (best[0], best[1])


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
    """The pairs, rising on both sides, that weigh most together; all weights above 0."""
    import numpy as np

    ordered = pairs[np.lexsort((-pairs[:, 1], pairs[:, 0]))]
    i, j = ordered[:, 0], ordered[:, 1]
    # what crosses nothing is in the chain, and parts it
    clear = np.ones(len(ordered), dtype=bool)
    clear[1:] = (np.maximum.accumulate(j)[:-1] < j[1:]) & (i[:-1] < i[1:])
    clear[:-1] &= (np.minimum.accumulate(j[::-1])[::-1][1:] > j[:-1]) & (i[:-1] < i[1:])
    chosen = clear.copy()
    rest = np.flatnonzero(~clear)
    chosen[rest[_heaviest(ordered[rest])]] = True
    found: Array = ordered[chosen]
    return found


def _heaviest(ordered: Array) -> list[int]:
    """The places of the heaviest chain, of pairs in order of i, then falling j."""
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
    return chain[::-1]


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
