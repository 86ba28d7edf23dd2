"""What speaks for a bead: features of the beads that end at some nodes of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST, MATCHES
from moc_align.aligner.bitext.grid import Net
from moc_align.aligner.bitext.measured import Bitext
from moc_align.aligner.bitext.norms import summed
from moc_align.aligner.bitext.windows import (
    NO_ROOM,
    OUTLINE,
    SLOT,
    SMALLEST,
    Windows,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SHORT = 10
"""Bytes that count on top of any length, so that a word more or less is nothing."""
SIDE = LARGEST + 1
"""Sizes of one side of a bead, 0 included, in a table of shapes."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Beads that may be links; every array has one value for each."""

    view: Windows
    kind: Array
    """Number of the shape in `MATCHES`."""
    node: Array
    """Where the bead ends."""
    a: Array
    b: Array
    row: Array
    column: Array

    @property
    def grid(self) -> Net:
        """The grid of the nodes."""
        return self.view.grid

    def only(self, chosen: Array) -> Spots:
        """Those of the beads."""
        parts = (self.kind, self.node, self.a, self.b, self.row, self.column)
        return Spots(self.view, *(part.take(chosen) for part in parts))

    def up(self, rows: Array | int) -> Array:
        """The nodes so many rows above those where the beads end."""
        found: Array = self.grid.above.ravel().take(rows * len(self.grid) + self.node)
        return found

    def cosine(self, a: Array | int, b: Array | int, node: Array) -> Array:
        """The cosine of beads that end at those nodes, given the shapes for each of `MATCHES`."""
        import numpy as np

        shapes: Array = np.asarray(a) * SIDE + b
        index = (slots()[shapes] * len(self.grid)).take(self.kind)
        index += node
        found: Array = self.view.cosines.ravel().take(index)
        return found


def spots(view: Windows, kind: Array, node: Array) -> Spots:
    """The beads of those shapes that end at those nodes."""
    a, b = shapes()
    return Spots(view, kind, node, a[kind], b[kind], view.grid.row[node], view.grid.column[node])


@cache
def shapes() -> tuple[Array, Array]:
    """Units of either side of each of `MATCHES`."""
    import numpy as np

    return np.array([a for a, _ in MATCHES]), np.array([b for _, b in MATCHES])


@cache
def slots() -> Array:
    """Number of the row of cosines of each shape, that of no shape for the others."""
    import numpy as np

    found = np.full((SIDE, SIDE), OUTLINE)
    for (a, b), at in SLOT.items():
        found[a, b] = at
    return found.ravel()


def within(beads: Spots) -> Array:
    """`(4, beads)`: the cosine without the last and the first unit of either side."""
    import numpy as np

    (a, b), node = shapes(), beads.node
    return np.stack(
        [
            beads.cosine(a - 1, b, node),
            beads.cosine(a - 1, b, beads.up(1)),
            beads.cosine(a, b - 1, node),
            beads.cosine(a, b - 1, node - 1),
        ]
    )


def match_features(spots: Spots, texts: Bitext) -> Array:
    """`(features, beads)`, in the order of `MATCH_FEATURES`."""
    import numpy as np

    (a, b), node, below = shapes(), spots.node, spots.grid.below[spots.node]
    cosine = spots.cosine(a, b, node)
    beyond = np.stack(
        [
            spots.cosine(a, 1, node - spots.b),
            spots.cosine(a, 1, node + 1),
            spots.cosine(1, b, spots.up(spots.a)),
            spots.cosine(1, b, below),
        ]
    )
    beyond[beyond == NO_ROOM] = 0
    smaller = within(spots)
    wider = np.maximum.reduce(
        [
            spots.cosine(a + 1, b, node),
            spots.cosine(a + 1, b, below),
            spots.cosine(a, b + 1, node),
            spots.cosine(a, b + 1, node + 1),
        ]
    )
    length, size = _ratio(spots, texts), spots.a + spots.b
    return np.stack(
        [
            cosine,
            cosine - beyond.sum(axis=0) / 4,
            beyond.max(axis=0),
            np.where(size == 2, 0, cosine - smaller.max(axis=0)),
            np.where(size == LARGEST, 0, np.maximum(wider - cosine, np.float32(-0.2))),
            _unsaid(spots, texts, cosine, beyond),
            _said(spots, texts, smaller),
            length,
            np.minimum(length * length, 4),
            *_tokens(spots, texts),
            *_labels(spots, texts),
        ]
    )


def partial(unit: Array, rest: Array, both: Array) -> Array:
    """Cosine of a unit and a text once what the rest says of it is taken off both."""
    import numpy as np

    found: Array = (unit - rest * both) / np.sqrt((1.01 - rest * rest) * (1.01 - both * both))
    return found


def _unsaid(spots: Spots, texts: Bitext, cosine: Array, beyond: Array) -> Array:
    """What the bead leaves unsaid and the likeliest of the four units beside it says."""
    import numpy as np

    (s_before, s_after), (t_before, t_after) = texts.beside
    n, m = texts.signals.size
    up, left = (spots.a - 1) * n + spots.row - 1, (spots.b - 1) * m + spots.column - 1
    both = np.stack([t_before.take(left), t_after.take(left), s_before.take(up), s_after.take(up)])
    said = partial(beyond, cosine, both)
    said[beyond == 0] = 0
    found: Array = said.max(axis=0)
    return found


def _said(spots: Spots, texts: Bitext, smaller: Array) -> Array:
    """What the unit at an edge that adds least adds to the bead; 0 for 1-1."""
    import numpy as np

    a, b = shapes()
    found = np.full(len(spots.node), np.inf, dtype=np.float32)
    some = np.flatnonzero(spots.a > 1)
    part = spots.only(some)
    unit = part.cosine(1, b, part.node), part.cosine(1, b, part.up(part.a - 1))
    both = _edges(texts.beside[0], part.a, part.row)
    found[some] = partial(np.stack(unit), smaller[1::-1, some], both).min(axis=0)
    some = np.flatnonzero(spots.b > 1)
    part = spots.only(some)
    unit = part.cosine(a, 1, part.node), part.cosine(a, 1, part.node + 1 - part.b)
    both = _edges(texts.beside[1], part.b, part.column)
    own = partial(np.stack(unit), smaller[:1:-1, some], both).min(axis=0)
    found[some] = np.minimum(found[some], own)
    found[np.isinf(found)] = 0
    return found


def _edges(beside: tuple[Array, Array], size: Array, end: Array) -> Array:
    """`(2, beads)`: cosine of the last and of the first unit of one side and its other units."""
    import numpy as np

    before, after = beside
    index = (size - 2) * before.shape[1] + end - 1
    return np.stack([after.take(index - 1), before.take(index)])


def _ratio(spots: Spots, texts: Bitext) -> Array:
    """How far the lengths are from equal: |log| of their ratio."""
    import numpy as np

    source, target = texts.sums
    one = source[spots.row] - source[spots.row - spots.a]
    other = target[spots.column] - target[spots.column - spots.b]
    found: Array = np.abs(np.log(((one + SHORT) / (other + SHORT)).astype(np.float32)))
    return found


def _tokens(spots: Spots, texts: Bitext) -> tuple[Array, Array]:
    """Cosine of the shared tokens of both sides; what is missing of it where both have some."""
    import numpy as np

    one, other = texts.norms[2:]
    lengths = one.ravel().take((spots.a - 1) * one.shape[1] + spots.row - 1)
    lengths *= other.ravel().take((spots.b - 1) * other.shape[1] + spots.column - 1)
    some = np.flatnonzero(lengths > SMALLEST)
    part = spots.only(some)
    sides = texts.signals.tokens
    left = summed(sides[0], part.row - part.a, part.row)
    right = summed(sides[1], part.column - part.b, part.column)
    found = np.zeros(len(spots.node), dtype=np.float32)
    found[some] = np.clip(np.einsum("ij,ij->i", left, right) / lengths[some], 0, 1)
    return found, np.where(found > 0, 1 - found, 0)


def _labels(spots: Spots, texts: Bitext) -> tuple[Array, Array]:
    """1 where the bead begins with one label on both sides; how many labels have no partner."""
    import numpy as np

    source, target = texts.signals.labels
    if not texts.labels[0][-1] or not texts.labels[1][-1]:
        nothing = np.zeros(len(spots.node), dtype=np.float32)
        return nothing, nothing
    row, column = spots.row, spots.column
    top, left = row - spots.a, column - spots.b
    first = source.take(top), target.take(left)
    both = (first[0] > 0) & (first[1] > 0)
    same = both & (first[0] == first[1])
    inside = texts.labels[0][row] - texts.labels[0].take(top + 1)
    inside += texts.labels[1][column] - texts.labels[1].take(left + 1)
    return same.astype(np.float32), (inside + (both & ~same)).astype(np.float32)


def null_features(texts: Bitext, side: int) -> Array:
    """`(features, n)` of leaving out each unit, as in `NULL_FEATURES`."""
    import numpy as np

    best = texts.best[side]
    return np.stack(
        [
            np.ones(len(best), dtype=np.float32),
            np.where(best <= -1, 0, best),
            np.log1p(texts.signals.lengths[side] / 50).astype(np.float32),
        ]
    )
