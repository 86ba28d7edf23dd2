"""Text that stands elsewhere in the translation: the same search on what is left over."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.band import SLACK
from moc_align.aligner.bitext.decoding import decode
from moc_align.aligner.bitext.grid import Lane
from moc_align.aligner.bitext.lanes import Box, anchors_of, lanes_of, none
from moc_align.aligner.bitext.links import Links, Taken, together
from moc_align.aligner.bitext.measured import Bitext
from moc_align.aligner.bitext.scoring import chance
from moc_align.aligner.bitext.weights import Weights

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

ROUNDS = 4
"""Searches one after the other; each takes from what the one before has left."""
ALIKE = 0.15
"""Cosine of two units, each the other's nearest of those left, from which they are looked at."""
CELLS = 4_000_000
"""Pairs of left units that are compared at once; longer lists are compared in stretches."""
ACCEPTED = 0.5
"""Probability from which a link is taken: more often right than wrong."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Links that may stand elsewhere, and what speaks for each."""

    links: Links
    features: Array
    """`(links, features)`, in the order of `weights.MOVE_FEATURES`."""


def candidates(
    found: Links, texts: Bitext, weights: Mapping[str, float], taken: Taken | None = None
) -> Moves | None:
    """Links between units that `found` leaves out; they may contradict each other. None without."""
    import numpy as np

    left = left_out(found, texts, taken)
    boxes = _boxes(left, texts) if len(left[0]) and len(left[1]) else []
    lanes: list[Lane] = []
    for box in boxes:
        small = max(box.bottom - box.top, box.right - box.left) <= SLACK
        chain = none() if small else anchors_of(texts.signals, box).chain
        lanes += lanes_of(chain, box)
    if not lanes:
        return None
    links = decode(lanes, texts, weights)
    links = links.only(links.whole)
    more = links.advantage
    place = _expected(found, *texts.signals.size)
    columns = [
        np.ones(len(links)),
        np.minimum(more, 8.0),
        np.minimum(more, 2.0),
        links.cosine,
        np.log1p(np.abs(links.j - links.b - place[links.i - links.a])),
        np.full(len(links), math.log1p(len(left[0]) * len(left[1]))),
    ]
    return Moves(links, np.stack(columns, axis=1))


def find(found: Links, texts: Bitext, weights: Weights, free: bool, taken: Taken | None) -> Links:
    """The links once those between units left out have taken the place of null links.

    `free`: distance counts for nothing.
    """
    import numpy as np

    own = dict(weights.moves)
    if free:
        own["distance"] = 0.0
    for _ in range(ROUNDS):
        moves = candidates(found, texts, weights.beads, taken)
        if moves is None:
            break
        chances = chance(moves.features, own)
        order = np.lexsort((moves.links.j, moves.links.i, -chances))
        chosen, found = _put_in(found, moves.links.only(order), chances[order])
        if not chosen:
            break
    return found


def _put_in(found: Links, moves: Links, chances: Array) -> tuple[bool, Links]:
    """Whether any was taken, the likeliest first that don't share a unit; and all links with them.

    A unit left out is so less surely where there is a link for it that was refused.
    """
    import numpy as np

    free = [np.ones(int(end.max()) + 1, dtype=bool) for end in (found.i, found.j)]
    doubt = [np.zeros(len(side)) for side in free]
    chosen = []
    parts = [part.tolist() for part in (*moves.bounds(0), *moves.bounds(1), chances)]
    for at, (top, bottom, left, right, likely) in enumerate(zip(*parts, strict=True)):
        rows, columns = free[0][top:bottom], free[1][left:right]
        if likely >= ACCEPTED and rows.all() and columns.all():
            rows[:] = columns[:] = False
            chosen.append(at)
        else:
            for side, part in ((0, slice(top, bottom)), (1, slice(left, right))):
                np.maximum(doubt[side][part], likely, out=doubt[side][part])
    kept, probability = np.ones(len(found), dtype=bool), found.probability.copy()
    for side, end in enumerate((found.i, found.j)):
        null = np.flatnonzero(~found.whole & ((found.a, found.b)[side] > 0))
        unit = end[null] - 1
        kept[null] = free[side][unit]
        probability[null] *= 1 - doubt[side][unit]
    taken_up = moves.only(np.array(chosen, dtype=np.int64))
    taken_up = replace(
        taken_up, probability=chances[chosen], crossing=np.ones(len(chosen), dtype=bool)
    )
    rest = replace(found, probability=probability).only(kept)
    return bool(chosen), together([rest, taken_up])


def left_out(found: Links, texts: Bitext, taken: Taken | None) -> tuple[Array, Array]:
    """The units of either side that no link holds, rising."""
    import numpy as np

    sides = []
    linked = found.only(found.whole)
    for side, size in enumerate(texts.signals.size):
        # one more at the first unit of each link, one less after the last
        first, end = linked.bounds(side)
        change = np.bincount(first, minlength=size + 1) - np.bincount(end, minlength=size + 1)
        free = np.cumsum(change)[:size] == 0
        if taken is not None:
            free &= ~(taken.source, taken.target)[side]
        sides.append(np.flatnonzero(free))
    return sides[0], sides[1]


def _expected(found: Links, n: int, m: int) -> Array:
    """`(n,)`: where in the target each unit of the source would stand, were nothing moved."""
    import numpy as np

    real = found.only(found.whole & ~found.crossing)
    order = np.argsort(real.i)
    i = np.concatenate([[-1], (real.i - real.a)[order], [n]])
    j = np.concatenate([[-1], (real.j - real.b)[order], [m]])
    at = np.searchsorted(i, np.arange(n), side="right") - 1
    place: Array = np.minimum(j[at] + np.arange(n) - i[at], j[at + 1])
    return place


def _boxes(left: tuple[Array, Array], texts: Bitext) -> list[Box]:
    """The stretches of left units that hold each other's nearest unit."""
    import numpy as np

    rows, columns = left
    pairs = _nearest(rows, columns, texts)
    runs = tuple(np.cumsum(np.diff(side, prepend=side[0] - 1) != 1) for side in left)
    boxes: dict[tuple[int, int], Box] = {}
    edges = []
    for side, run in zip(left, runs, strict=True):
        first = np.searchsorted(run, np.arange(int(run[-1]) + 1))
        last = np.append(first[1:], len(side)) - 1
        edges.append((side[first].tolist(), (side[last] + 1).tolist()))
    for y, x in pairs:
        key = int(runs[0][y]), int(runs[1][x])
        boxes[key] = Box(
            edges[0][0][key[0]], edges[0][1][key[0]], edges[1][0][key[1]], edges[1][1][key[1]]
        )
    return list(boxes.values())


def _nearest(rows: Array, columns: Array, texts: Bitext) -> list[tuple[int, int]]:
    """Places, in both lists, of units that are each other's nearest."""
    import numpy as np

    width = max(CELLS // max(len(columns), 1), 1) if len(columns) < 4000 else 1000
    found: list[tuple[int, int]] = []
    source, target = (
        side[index] / np.maximum(norm[0][index], 1e-9)[:, None]
        for side, index, norm in zip(
            texts.signals.vectors, (rows, columns), texts.norms[:2], strict=True
        )
    )
    for start in range(0, len(rows), width):
        stop = min(start + width, len(rows))
        first, last = 0, len(columns)
        if (stop - start) * len(columns) > CELLS:
            # too many to hold all against all: those at the same share of the list
            middle = (start + stop) / 2 / len(rows) * len(columns)
            first, last = max(int(middle) - 2000, 0), min(int(middle) + 2000, len(columns))
        cosine = source[start:stop] @ target[first:last].T
        by_row, by_column = cosine.argmax(axis=1), cosine.argmax(axis=0)
        own = np.arange(stop - start)
        mutual = (by_column[by_row] == own) & (cosine[own, by_row] >= ALIKE)
        found += [(int(y) + start, int(by_row[y]) + first) for y in np.flatnonzero(mutual)]
    return found
