"""Cosines of all beads at each node of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST, MATCHES
from moc_align.aligner.bitext.grid import ABSENT, Net, products
from moc_align.aligner.bitext.links import Taken
from moc_align.aligner.bitext.measured import Bitext
from moc_align.aligner.bitext.norms import LONGEST
from moc_align.aligner.bitext.signals import Overlaps

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

NO_ROOM = -1.0
"""Cosine where a bead has no room."""
OUTLINE = len(MATCHES)
"""Number of the row of cosines in which no shape has room."""
SLOT = {shape: at for at, shape in enumerate(MATCHES)}
SMALLEST = 1e-6
"""Length of a sum that is taken for nothing."""


@dataclass(frozen=True, slots=True)
class Windows:
    """What all beads of a grid have in common on both sides, at the node where each ends."""

    grid: Net
    cosines: Array
    """`(shapes + 1, places)`: of the vectors; `NO_ROOM` where the lane has none for the bead, and
    in the last row."""


def windows(grid: Net, texts: Bitext, taken: Taken | None = None) -> Windows:
    """The windows of a grid, from one product of units, or from the rows of overlaps.

    There is no room for beads with units that are taken.
    """
    import numpy as np

    cosines = _cosines(grid, _lines(grid, texts.signals.vectors, taken), *texts.norms[:2])
    if texts.overlaps is not None:
        _take_over(grid, cosines, texts.overlaps)
    if texts.one_to_one:
        cosines[SLOT[1, 1] + 1 :] = NO_ROOM
    np.clip(cosines, NO_ROOM, 1, out=cosines)
    return Windows(grid, cosines)


def _lines(grid: Net, vectors: tuple[Vectors, Vectors], taken: Taken | None) -> Array:
    """`(LONGEST, places)`: products of unit i - 1 and the last 1, 2, ... units before j."""
    import numpy as np

    cell = np.full(len(grid), ABSENT, dtype=np.float32)
    cell[grid.cells] = products(grid, *vectors)
    cell[grid.edge] = ABSENT
    if taken is not None:
        held = taken.source.take(grid.row - 1, mode="clip")
        cell[held | taken.target.take(grid.column - 1, mode="clip")] = ABSENT
    found = np.empty((LONGEST, len(grid)), dtype=np.float32)
    found[0] = cell
    for b in range(1, LONGEST):
        found[b, :b] = ABSENT
        np.add(found[b - 1, b:], cell[:-b], out=found[b, b:])
    return found


def _cosines(grid: Net, lines: Array, norms: Array, other: Array) -> Array:
    import numpy as np

    found = np.empty((OUTLINE + 1, len(grid)), dtype=np.float32)
    found[OUTLINE] = NO_ROOM
    by_row, by_column = (1 / np.maximum(side, SMALLEST) for side in (norms, other))
    down = [by_row[a].take(grid.row - 1, mode="clip") for a in range(LONGEST)]
    for b, line in enumerate(lines, start=1):
        across = by_column[b - 1].take(grid.column - 1, mode="clip")
        total = line
        for a in range(1, LARGEST + 1 - b):
            if a > 1:
                total = total.take(grid.above[1])
                total += line
            own = found[SLOT[a, b]]
            np.multiply(total, across, out=own)
            own *= down[a - 1]
    return found


def _take_over(grid: Net, cosines: Array, overlaps: Overlaps) -> None:
    """Puts the cosines of rows of overlaps in the place of those of sums."""
    import numpy as np

    for (a, b), at in SLOT.items():
        own = products(grid, overlaps[0][a - 1], overlaps[1][b - 1])
        room = cosines[at, grid.cells] > NO_ROOM
        cosines[at, grid.cells] = np.where(room, own, NO_ROOM)
