"""Stretches of a pair of texts that are aligned on their own, between nodes that are sure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.band import REACH, SLACK, TIGHT, Anchors, anchors, corridor
from moc_align.aligner.bitext.grid import Lane
from moc_align.aligner.bitext.signals import Signals

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SHORTEST, LONGEST = 48, 112
"""Units of the source between two cuts, where there are good places to cut."""
FARTHEST = 1000
"""Units of the source after which a text is cut at the middle of the band, wherever that is; paths
of longer stretches would need more than double precision."""
SURE = 0.1
"""Weight that four neighbouring anchors need for a cut between them. In the dev data and in the
Kyoto documents no cut of that kind was wrong."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of both texts, half-open in units."""

    top: int
    bottom: int
    left: int
    right: int


def anchors_of(signals: Signals, box: Box) -> Anchors:
    """The anchors inside a box, counted from the beginning of the texts."""

    rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
    found = anchors(
        (signals.vectors[0][rows], signals.vectors[1][columns]),
        (signals.labels[0][rows], signals.labels[1][columns]),
    )
    found.chain[:, 0] += box.top
    found.chain[:, 1] += box.left
    return found


def none() -> Array:
    """No anchors; a box of up to `band.SLACK` units is searched whole then."""
    import numpy as np

    return np.zeros((0, 3))


def lanes_of(chain: Array, box: Box) -> list[Lane]:
    """The lanes of a box, in order; none for an empty box."""
    import numpy as np

    n, m = box.bottom - box.top, box.right - box.left
    if not n and not m:
        return []
    own = chain[
        (chain[:, 0] >= box.top)
        & (chain[:, 0] < box.bottom)
        & (chain[:, 1] >= box.left)
        & (chain[:, 1] < box.right)
    ]
    if not len(own) and max(n, m) <= SLACK:
        return [Lane(box.top, np.full(n + 1, box.left), np.full(n + 1, box.right))]
    own = own - np.array([box.top, box.left, 0])
    low, high = corridor(own, n, m, REACH, TIGHT)
    nodes = [(0, 0), *_cuts(own, low, high), (n, m)]
    lanes = []
    for (i, j), (below, right) in pairwise(nodes):
        lower = np.clip(low[i : below + 1], j, right)
        upper = np.clip(high[i : below + 1], j, right)
        lower[0], upper[-1] = j, right
        lanes.append(Lane(box.top + i, lower + box.left, upper + box.left))
    return lanes


def _cuts(chain: Array, low: Array, high: Array) -> list[tuple[int, int]]:
    """The nodes at which to cut, rising."""
    import numpy as np

    n = len(low) - 1
    quality = np.zeros(len(chain))
    if len(chain) >= 4:
        step = (np.diff(chain[:, 0]) == 1) & (np.diff(chain[:, 1]) == 1)
        pair = np.where(step, np.minimum(chain[1:, 2], chain[:-1, 2]), 0)
        quality[1:-2] = np.minimum(np.minimum(pair[:-2], pair[1:-1]), pair[2:])
    rows = chain[:, 0].astype(np.int64) + 1
    sure = quality >= SURE
    found: list[tuple[int, int]] = []
    at = 0
    while n - at > LONGEST:
        first, last = np.searchsorted(rows, (at + SHORTEST, at + LONGEST))
        near = quality[first:last]
        if not len(near) or near.max() < SURE:
            stop = int(np.searchsorted(rows, at + FARTHEST))
            later = np.flatnonzero(sure[last:stop])
            if not len(later):
                if n - at <= FARTHEST:
                    break
                # nothing is sure here: the middle is as good a guess as any
                at += FARTHEST // 2
                column = int(low[at] + high[at]) // 2
                found.append((at, max(column, found[-1][1] if found else 0)))
                continue
            best = int(last + later[0])
        else:
            best = int(first + near.argmax())
        at = int(rows[best])
        found.append((at, int(chain[best, 1]) + 1))
    return found
