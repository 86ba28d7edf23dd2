"""Aligners to compare with: Gale-Church by lengths, a plain banded dynamic program by vectors."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ends = tuple[tuple[int, ...], tuple[int, ...]]
Array = npt.NDArray[np.float32]

SHAPES = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
LARGEST = 3
SKIP = 0.5
"""Cost of a line without a link, where a pair of unrelated lines costs 1. The best of .3 to .9 on
documents made from kftt-heldout-docs.tsv."""
SAMPLE = 2000
"""Pairs of lines that tell what unrelated ones cost. Source: vecalign, section 3.1."""


def gale_church(source: Sequence[str], target: Sequence[str]) -> list[Ends]:
    """Links by the lengths in characters, as nltk finds them; of at most 4,000 lines."""
    from nltk.translate.gale_church import LanguageIndependent, align_blocks

    lengths = [[len(line) for line in side] for side in (source, target)]

    class Parameters(LanguageIndependent):
        """As published, with the ratio of the two lengths: it was 1 for two close languages."""

        AVERAGE_CHARACTERS = max(sum(lengths[1]), 1) / max(sum(lengths[0]), 1)

    pairs = align_blocks(*lengths, Parameters)
    links: list[tuple[set[int], set[int]]] = []
    for s, t in sorted(pairs):
        # pairs of one bead share a line and follow one another
        if links and (s in links[-1][0] or t in links[-1][1]):
            links[-1][0].add(s)
            links[-1][1].add(t)
        else:
            links.append(({s}, {t}))
    found: list[Ends] = [(tuple(sorted(a)), tuple(sorted(b))) for a, b in links]
    linked = {i for a, _ in found for i in a}, {j for _, b in found for j in b}
    found += [((i,), ()) for i in range(len(source)) if i not in linked[0]]
    found += [((), (j,)) for j in range(len(target)) if j not in linked[1]]
    return found


def banded(source: Array, target: Array) -> list[Ends]:
    """Links of least cost within a band around the diagonal, `2 sqrt(n)` lines to either side.

    A bead costs `a b (1 - cosine)`, the cosine that of the summed vectors `(n, d) float32`, in
    units of what unrelated lines cost. Source: vecalign, section 3, without its recursion.
    """
    n, m = len(source), len(target)
    half = 20 + int(2 * math.sqrt(max(n, m)))
    wide = 2 * half + 1
    low = np.rint(np.arange(n + 1) * (m / max(n, 1))).astype(int) - half
    heads = np.vstack([np.zeros((1, source.shape[1])), np.cumsum(source, 0, dtype=np.float64)])
    norms = [_norms(target, b) for b in range(LARGEST + 1)]
    unit = _unrelated(source, target)
    cost = np.full((n + 1, wide + 2), np.inf)  # a column of infinity on either side
    taken = np.full((n + 1, wide), -1, dtype=np.int8)
    columns = np.arange(wide)
    for i in range(n + 1):
        j = low[i] + columns
        inside = (j >= 0) & (j <= m)
        best = np.where((i == 0) & (j == 0), 0.0, np.inf)
        start = max(low[i] - LARGEST, 0)
        window = target[start : max(low[i] + wide, start)]
        for a in range(1, min(LARGEST, i) + 1):
            text = (heads[i] - heads[i - a]).astype(np.float32)
            size = float(np.linalg.norm(text)) or 1.0
            dots = np.concatenate([[0.0], np.cumsum(window @ text, dtype=np.float64)])
            for at, (rows, b) in enumerate(SHAPES):
                if rows != a:
                    continue
                place = np.clip(j - start, 0, len(dots) - 1)
                dot = dots[place] - dots[np.maximum(place - b, 0)]
                norm = norms[b][np.clip(j, 0, m)] * size
                step = SKIP if b == 0 else a * b * (1 - dot / norm) / unit
                before = np.clip(j - b - low[i - a], -1, wide) + 1
                over = np.where(inside & (j >= b), cost[i - a][before] + step, np.inf)
                taken[i] = np.where(over < best, at, taken[i])
                best = np.minimum(over, best)
        # additions: the least of all places to the left plus their distance
        slid = np.minimum.accumulate(best - SKIP * columns) + SKIP * columns
        taken[i] = np.where((slid < best - 1e-9) & inside, 1, taken[i])
        cost[i, 1:-1] = np.where(inside, np.minimum(slid, best), np.inf)
    return _traced(taken, low, n, m)


def _norms(rows: Array, b: int) -> npt.NDArray[np.float64]:
    """`(n + 1,)`: length of the sum of the b rows before each place, 1 where it is 0."""
    sums = np.zeros((len(rows) + 1, rows.shape[1]), dtype=np.float32)
    for back in range(b):
        sums[back + 1 :] += rows[: len(rows) - back]
    found = np.linalg.norm(sums, axis=1).astype(np.float64)
    return np.where(found > 0, found, 1.0)


def _unrelated(source: Array, target: Array) -> float:
    """Mean of `1 - cosine` over random pairs of lines."""
    if not len(source) or not len(target):
        return 1.0
    chance = np.random.default_rng(0)
    one = source[chance.integers(len(source), size=SAMPLE)]
    other = target[chance.integers(len(target), size=SAMPLE)]
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines = np.einsum("nd,nd->n", one, other) / np.where(norms > 0, norms, 1)
    # lines that are all the same cost nothing, whatever they are measured in
    return max(float(1 - cosines.mean()), 1e-6)


def _traced(taken: npt.NDArray[np.int8], low: npt.NDArray[np.int_], n: int, m: int) -> list[Ends]:
    i, j = n, m
    found: list[Ends] = []
    while i or j:
        a, b = SHAPES[taken[i, j - low[i]]]
        found.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return found[::-1]
