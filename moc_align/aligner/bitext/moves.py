"""Text that stands elsewhere in the translation: the same search on what is left over."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.band import SLACK
from moc_align.aligner.bitext.decoding import Found, Taken, decode
from moc_align.aligner.bitext.grid import Lane
from moc_align.aligner.bitext.lanes import Box, chain_of, lanes_of, none
from moc_align.aligner.bitext.scoring import Bitext
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
class Move:
    """A bead that stands elsewhere, and what speaks for it."""

    bead: Found
    features: tuple[float, ...]
    """In the order of `weights.MOVE_FEATURES`."""


def candidates(
    found: Sequence[Found], texts: Bitext, weights: Mapping[str, float], taken: Taken | None = None
) -> list[Move]:
    """Links between units that `found` leaves out; they may contradict each other."""
    n, m = texts.signals.size
    left = left_out(found, n, m, taken)
    if not len(left[0]) or not len(left[1]):
        return []
    boxes = _boxes(left, texts)
    place = _expected(found, n, m)
    size = math.log1p(len(left[0]) * len(left[1]))
    lanes: list[Lane] = []
    for box in boxes:
        small = max(box.bottom - box.top, box.right - box.left) <= SLACK
        chain = none() if small else chain_of(texts.signals, box)
        lanes += lanes_of(chain, box)
    return [
        Move(bead, _features(bead, abs(bead.j - bead.b - int(place[bead.i - bead.a])), size))
        for bead in decode(lanes, texts, weights)
        if bead.a and bead.b
    ]


def _features(bead: Found, distance: int, size: float) -> tuple[float, ...]:
    more = bead.advantage
    return (1.0, min(more, 8.0), min(more, 2.0), bead.cosine, math.log1p(distance), size)


def probability(move: Move, weights: Mapping[str, float]) -> float:
    """How likely the link is right, by what speaks for it."""
    odds = sum(w * x for w, x in zip(weights.values(), move.features, strict=True))
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


def find(
    found: Sequence[Found], texts: Bitext, weights: Weights, free: bool, taken: Taken | None
) -> list[Found]:
    """The beads once links between units left out have taken the place of null links.

    `free`: distance counts for nothing.
    """
    own = dict(weights.moves)
    if free:
        own["distance"] = 0.0
    beads = list(found)
    for _ in range(ROUNDS):
        rated = [
            (probability(move, own), move.bead)
            for move in candidates(beads, texts, weights.beads, taken)
        ]
        rated.sort(key=lambda item: (-item[0], item[1].i, item[1].j))
        chosen, doubt = _choose(rated)
        beads = _put_in(beads, chosen, doubt)
        if not chosen:
            break
    return beads


def _choose(
    rated: Sequence[tuple[float, Found]],
) -> tuple[list[Found], dict[tuple[int, int], float]]:
    """The best links that don't share a unit; and the best refused one of each other unit."""
    used: set[tuple[int, int]] = set()
    chosen: list[Found] = []
    doubt: dict[tuple[int, int], float] = {}
    for chance, bead in rated:
        units = {(0, u) for u in range(bead.i - bead.a, bead.i)}
        units |= {(1, u) for u in range(bead.j - bead.b, bead.j)}
        if chance >= ACCEPTED and not units & used:
            used |= units
            chosen.append(replace(bead, probability=chance, crossing=True))
        else:
            for unit in units:
                doubt.setdefault(unit, chance)
    return chosen, doubt


def _put_in(
    beads: Sequence[Found], chosen: Sequence[Found], doubt: Mapping[tuple[int, int], float]
) -> list[Found]:
    source = {u for bead in chosen for u in range(bead.i - bead.a, bead.i)}
    target = {u for bead in chosen for u in range(bead.j - bead.b, bead.j)}
    kept: list[Found] = []
    for bead in beads:
        if bead.a and bead.b:
            kept.append(bead)
            continue
        unit = (0, bead.i - 1) if bead.a else (1, bead.j - 1)
        if unit[1] in (source, target)[unit[0]]:
            continue
        chance = doubt.get(unit, 0.0)
        kept.append(replace(bead, probability=bead.probability * (1 - chance)) if chance else bead)
    return [*kept, *chosen]


def left_out(found: Sequence[Found], n: int, m: int, taken: Taken | None) -> tuple[Array, Array]:
    """The units of either side that no bead holds, rising."""
    import numpy as np

    sides = []
    for side, size in enumerate((n, m)):
        free = np.ones(size, dtype=bool)
        for bead in found:
            if bead.a and bead.b:
                if side == 0:
                    free[bead.i - bead.a : bead.i] = False
                else:
                    free[bead.j - bead.b : bead.j] = False
        if taken is not None:
            free &= np.diff((taken.source, taken.target)[side]) == 0
        sides.append(np.flatnonzero(free))
    return sides[0], sides[1]


def _expected(found: Sequence[Found], n: int, m: int) -> Array:
    """`(n,)`: where in the target each unit of the source would stand, were nothing moved."""
    import numpy as np

    real = sorted((b.i - b.a, b.j - b.b) for b in found if b.a and b.b and not b.crossing)
    i = np.array([-1, *(pair[0] for pair in real), n])
    j = np.array([-1, *(pair[1] for pair in real), m])
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
