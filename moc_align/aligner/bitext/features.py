"""What speaks for a bead: features of the beads that end at each node of a grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST, MATCHES
from moc_align.aligner.bitext.grid import Grid
from moc_align.aligner.bitext.signals import Signals
from moc_align.aligner.bitext.windows import NOWHERE, Background, Windows

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

ANYWHERE = 3
"""Units of a bead up to which it is looked at wherever there is room."""
LIKELY, WORSE = 0.15, 0.05
"""Cosine that larger beads need, and by how much that of a part of them may be higher."""
SHORT = 10
"""Bytes that count on top of any length, so that a word more or less is nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Two texts, and what windows over them are taken from."""

    signals: Signals
    sums: tuple[Array, Array]
    """`(n + 1,)`: running totals of the lengths of either side, from 0."""
    beside: tuple[tuple[Array, Array], tuple[Array, Array]]
    """What `windows.neighbours` says of either side."""
    ground: Background
    labels: tuple[Array, Array]
    """`(n + 1,)`: running totals of units that carry a label."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Some nodes of a grid, at which a bead of one shape ends."""

    grid: Grid
    nodes: Array
    row: Array
    column: Array
    a: int
    b: int
    rooms: dict[int, tuple[Array, Array, Array]]
    """What the grid says of the nodes for each shift of rows, once it was asked."""

    def at(self, values: Array, down: int, right: int, fill: float) -> Array:
        """The values so many rows and columns on; `fill` where there is none."""
        if not down and not right:
            return values.take(self.nodes)
        if down not in self.rooms:
            self.rooms[down] = self.grid.rooms(down, self.nodes)
        index, left_room, right_room = self.rooms[down]
        found = values.take(index + right, mode="clip")
        found[(right_room < right) if right > 0 else (left_room < -right)] = fill
        if down:
            found[(left_room < -right) if right > 0 else (right_room < right)] = fill
        return found

    def only(self, chosen: Array) -> Spots:
        """Those of the nodes."""
        return Spots(
            self.grid, self.nodes[chosen], self.row[chosen], self.column[chosen], self.a, self.b, {}
        )


def match_features(windows: Windows, texts: Measured) -> Iterator[tuple[Array, tuple[Array, ...]]]:
    """For each shape of `MATCHES`, the nodes where such a bead may end and arrays over these.

    The arrays come in the order of `MATCH_FEATURES`.
    """
    import numpy as np

    grid = windows.grid
    evidence = texts.ground.evidence(windows)
    for a, b in MATCHES:
        cosine = windows.cosines[a, b]
        nodes = np.flatnonzero(cosine > (NOWHERE if a + b <= ANYWHERE else LIKELY))
        spots = Spots(grid, nodes, grid.row[nodes], grid.column[nodes], a, b, {})
        gain = _gain(windows, spots)
        if a + b > ANYWHERE:
            chosen = gain > -WORSE
            spots, gain = spots.only(chosen), gain[chosen]
        yield spots.nodes, _features(windows, spots, gain, evidence, texts)


def _features(
    windows: Windows, spots: Spots, gain: Array, evidence: Array, texts: Measured
) -> tuple[Array, ...]:
    import numpy as np

    a, b, cosines = spots.a, spots.b, windows.cosines
    cosine = cosines[a, b].take(spots.nodes)
    outside = (
        spots.at(cosines[a, 1], 0, -b, NOWHERE),
        spots.at(cosines[a, 1], 0, 1, NOWHERE),
        spots.at(cosines[1, b], -a, 0, NOWHERE),
        spots.at(cosines[1, b], 1, 0, NOWHERE),
    )
    beyond = [np.where(side == NOWHERE, 0, side) for side in outside]
    most = np.maximum(np.maximum(beyond[0], beyond[1]), np.maximum(beyond[2], beyond[3]))
    length = _ratio(spots, texts)
    return (
        cosine,
        cosine - (beyond[0] + beyond[1] + beyond[2] + beyond[3]) / 4,
        most,
        gain,
        _extension(windows, spots),
        _unsaid(spots, texts, cosine, beyond),
        _said(windows, spots, texts),
        _coverage(spots, evidence),
        length,
        np.minimum(length * length, 4),
        *_tokens(windows, spots),
        *_labels(spots, texts),
    )


def _gain(windows: Windows, spots: Spots) -> Array:
    """By how much the cosine is above the best once a unit at an edge is left out; 0 for 1-1."""
    import numpy as np

    a, b, cosines = spots.a, spots.b, windows.cosines
    parts: list[Array] = []
    if a > 1:
        smaller = cosines[a - 1, b]
        parts += [spots.at(smaller, 0, 0, NOWHERE), spots.at(smaller, -1, 0, NOWHERE)]
    if b > 1:
        smaller = cosines[a, b - 1]
        parts += [spots.at(smaller, 0, 0, NOWHERE), spots.at(smaller, 0, -1, NOWHERE)]
    if not parts:
        return np.zeros(len(spots.nodes), dtype=np.float32)
    found: Array = cosines[a, b].take(spots.nodes) - np.maximum.reduce(parts)
    return found


def _extension(windows: Windows, spots: Spots) -> Array:
    """By how much the best cosine is higher once a unit beside the bead is taken in, from -0.2."""
    import numpy as np

    a, b, cosines = spots.a, spots.b, windows.cosines
    if a + b == LARGEST:
        return np.zeros(len(spots.nodes), dtype=np.float32)
    tall, wide = cosines[a + 1, b], cosines[a, b + 1]
    best = np.maximum.reduce(
        [
            spots.at(tall, 0, 0, NOWHERE),
            spots.at(tall, 1, 0, NOWHERE),
            spots.at(wide, 0, 0, NOWHERE),
            spots.at(wide, 0, 1, NOWHERE),
        ]
    )
    found: Array = np.maximum(best - cosines[a, b].take(spots.nodes), np.float32(-0.2))
    return found


def partial(unit: Array, rest: Array, both: Array) -> Array:
    """Cosine of a unit and a text once what the rest says of it is taken off both."""
    import numpy as np

    found: Array = (unit - rest * both) / np.sqrt((1.01 - rest * rest) * (1.01 - both * both))
    return found


def _unsaid(spots: Spots, texts: Measured, cosine: Array, beyond: list[Array]) -> Array:
    """What the bead leaves unsaid and the likeliest of the four units beside it says."""
    import numpy as np

    (s_before, s_after), (t_before, t_after) = texts.beside
    a, b = spots.a, spots.b
    found = [
        np.where(unit == 0, 0, partial(unit, cosine, both.take(index, mode="clip")))
        for unit, both, index in (
            (beyond[0], t_before[b - 1], spots.column - 1),
            (beyond[1], t_after[b - 1], spots.column - 1),
            (beyond[2], s_before[a - 1], spots.row - 1),
            (beyond[3], s_after[a - 1], spots.row - 1),
        )
    ]
    return np.asarray(np.maximum.reduce(found))


def _said(windows: Windows, spots: Spots, texts: Measured) -> Array:
    """What the unit at an edge that adds least adds to the bead; 0 for 1-1."""
    import numpy as np

    (s_before, s_after), (t_before, t_after) = texts.beside
    a, b, cosines = spots.a, spots.b, windows.cosines
    parts = []
    if a > 1:
        unit, rest = cosines[1, b], cosines[a - 1, b]
        both = s_after[a - 2].take(spots.row - 2, mode="clip")
        parts.append((spots.at(unit, 0, 0, 0), spots.at(rest, -1, 0, 0), both))
        both = s_before[a - 2].take(spots.row - 1, mode="clip")
        parts.append((spots.at(unit, 1 - a, 0, 0), spots.at(rest, 0, 0, 0), both))
    if b > 1:
        unit, rest = cosines[a, 1], cosines[a, b - 1]
        both = t_after[b - 2].take(spots.column - 2, mode="clip")
        parts.append((spots.at(unit, 0, 0, 0), spots.at(rest, 0, -1, 0), both))
        both = t_before[b - 2].take(spots.column - 1, mode="clip")
        parts.append((spots.at(unit, 0, 1 - b, 0), spots.at(rest, 0, 0, 0), both))
    if not parts:
        return np.zeros(len(spots.nodes), dtype=np.float32)
    return np.asarray(np.minimum.reduce([partial(*part) for part in parts]))


def _coverage(spots: Spots, evidence: Array) -> Array:
    """The evidence for the unit of the bead that has least: each counts its best partner."""
    import numpy as np

    a, b = spots.a, spots.b
    cells = [[spots.at(evidence, -y, -x, -1) for x in range(b)] for y in range(a)]
    by_row = [np.maximum.reduce(line) for line in cells]
    by_column = [np.maximum.reduce([line[x] for line in cells]) for x in range(b)]
    return np.asarray(np.minimum.reduce([*by_row, *by_column]))


def _ratio(spots: Spots, texts: Measured) -> Array:
    """How far the lengths are from equal: |log| of their ratio."""
    import numpy as np

    source, target = texts.sums
    one = source[spots.row] - source.take(spots.row - spots.a, mode="clip")
    other = target[spots.column] - target.take(spots.column - spots.b, mode="clip")
    found: Array = np.abs(np.log((one + SHORT) / (other + SHORT)))
    return found.astype(np.float32)


def _tokens(windows: Windows, spots: Spots) -> tuple[Array, Array]:
    """Cosine of the shared tokens of both sides; what is missing of it where both have some."""
    import numpy as np

    if not windows.tokens:
        nothing = np.zeros(len(spots.nodes), dtype=np.float32)
        return nothing, nothing
    found = windows.tokens[spots.a, spots.b][spots.nodes]
    return np.maximum(found, 0), np.where(found > 0, 1 - found, 0)


def _labels(spots: Spots, texts: Measured) -> tuple[Array, Array]:
    """1 where the bead begins with one label on both sides; how many labels have no partner."""
    import numpy as np

    source, target = texts.signals.labels
    if not texts.labels[0][-1] or not texts.labels[1][-1]:
        nothing = np.zeros(len(spots.nodes), dtype=np.float32)
        return nothing, nothing
    top, left = spots.row - spots.a, spots.column - spots.b
    first = source.take(top, mode="clip"), target.take(left, mode="clip")
    both = (first[0] > 0) & (first[1] > 0)
    same = both & (first[0] == first[1])
    inside = texts.labels[0][spots.row] - texts.labels[0].take(top + 1, mode="clip")
    inside += texts.labels[1][spots.column] - texts.labels[1].take(left + 1, mode="clip")
    return same.astype(np.float32), (inside + (both & ~same)).astype(np.float32)


def null_features(texts: Measured, grid: Grid, side: int) -> tuple[Array, ...]:
    """The features of leaving out the last unit before each node, as in `NULL_FEATURES`."""
    import numpy as np

    units = (grid.row if side == 0 else grid.column) - 1
    lengths = texts.signals.lengths[side].take(units, mode="clip")
    best = texts.ground.best[side].take(units, mode="clip")
    return (
        np.ones(len(grid), dtype=np.float32),
        np.where(best <= -1, 0, best),
        np.log1p(lengths / 50).astype(np.float32),
    )
