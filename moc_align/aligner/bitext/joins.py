"""Units left out that belong to a link near by, with another unit between."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.decoding import Found, Taken
from moc_align.aligner.bitext.features import partial
from moc_align.aligner.bitext.moves import ACCEPTED, left_out
from moc_align.aligner.bitext.scoring import Bitext

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

FARTHEST = 4
"""Places between a unit and the link it belongs to; what is farther off has moved."""
LARGEST = 3
"""Units of the link on that side, before it takes one more."""


@dataclass(frozen=True, slots=True)
class Join:
    """A unit that may belong to a bead, and what speaks for it."""

    side: int
    unit: int
    bead: int
    """Place in the list of beads."""
    features: tuple[float, ...]
    """In the order of `weights.JOIN_FEATURES`."""


def candidates(found: Sequence[Found], texts: Bitext, taken: Taken | None = None) -> list[Join]:
    """Every unit left out with every bead near by that it does not touch."""
    joins: list[Join] = []
    left = left_out(found, *texts.signals.size, taken)
    for side in (0, 1):
        holder = {
            unit: at
            for at, bead in enumerate(found)
            if bead.a and bead.b
            for unit in _units(bead, side)
        }
        near: list[tuple[int, int, int]] = []
        for unit in left[side].tolist():
            for step in (-1, 1):
                for distance in range(2, FARTHEST + 1):
                    at = holder.get(unit + step * distance)
                    if at is None or holder.get(unit + step * (distance - 1)) == at:
                        continue
                    if len(_units(found[at], side)) <= LARGEST:
                        near.append((unit, at, distance))
        joins += _measured(side, near, found, texts)
    return joins


def probability(join: Join, weights: Mapping[str, float]) -> float:
    """How likely the unit belongs to the bead, by what speaks for it."""
    odds = sum(w * x for w, x in zip(weights.values(), join.features, strict=True))
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


def find(
    found: Sequence[Found], texts: Bitext, weights: Mapping[str, float], taken: Taken | None
) -> list[Found]:
    """The beads, some with a unit more; each bead takes one at most."""
    rated = [(probability(join, weights), join) for join in candidates(found, texts, taken)]
    rated.sort(key=lambda item: (-item[0], item[1].side, item[1].unit, item[1].bead))
    beads = list(found)
    null = {
        (0, b.i - 1) if b.a else (1, b.j - 1): at for at, b in enumerate(found) if not (b.a and b.b)
    }
    gone: set[int] = set()
    seen: set[int] = set()
    for chance, join in rated:
        own = null[join.side, join.unit]
        if own in seen or join.bead in seen:
            continue
        seen |= {own, join.bead}
        bead = beads[join.bead]
        if chance >= ACCEPTED:
            gone.add(own)
            beads[join.bead] = replace(
                bead,
                probability=bead.probability * chance,
                crossing=True,
                more=(join.side, join.unit),
            )
        else:
            beads[join.bead] = replace(bead, probability=bead.probability * (1 - chance))
            rest = beads[own]
            beads[own] = replace(rest, probability=rest.probability * (1 - chance))
    return [bead for at, bead in enumerate(beads) if at not in gone]


def _units(bead: Found, side: int) -> range:
    return range(bead.i - bead.a, bead.i) if side == 0 else range(bead.j - bead.b, bead.j)


def _measured(
    side: int, near: Sequence[tuple[int, int, int]], found: Sequence[Found], texts: Bitext
) -> list[Join]:
    import numpy as np

    if not near:
        return []
    beads = [found[at] for _, at, _ in near]
    vectors, units = texts.signals.vectors, np.array([unit for unit, _, _ in near])
    parts = [[_units(bead, k) for bead in beads] for k in (side, 1 - side)]
    own, other = _summed(vectors[side], parts[0]), _summed(vectors[1 - side], parts[1])
    unit = vectors[side][units]
    rest, said, both = _cosine(other, own), _cosine(other, unit), _cosine(own, unit)
    whole = _cosine(other, own + unit)
    totals = texts.sums
    one, two = (
        total[[part.stop for part in held]] - total[[part.start for part in held]]
        for total, held in zip((totals[side], totals[1 - side]), parts, strict=True)
    )
    more = one + totals[side][units + 1] - totals[side][units]
    shorter = np.abs(np.log((one + 10) / (two + 10))) - np.abs(np.log((more + 10) / (two + 10)))
    table = np.stack(
        [
            np.ones(len(near)),
            partial(said, rest, both),
            whole - rest,
            shorter,
            np.log([distance - 1 for _, _, distance in near]),
        ],
        axis=1,
    )
    return [
        Join(side, unit, at, tuple(row))
        for (unit, at, _), row in zip(near, table.tolist(), strict=True)
    ]


def _summed(rows: Vectors, parts: Sequence[range]) -> Vectors:
    """The sum of the rows of each part."""
    import numpy as np

    first = np.array([part.start for part in parts])
    size = np.array([len(part) for part in parts])
    total: Vectors = rows[first].copy()
    for by in range(1, int(size.max())):
        some = np.flatnonzero(size > by)
        total[some] += rows[first[some] + by]
    return total


def _cosine(one: Vectors, other: Vectors) -> Array:
    import numpy as np

    dot = np.einsum("ij,ij->i", one, other)
    length = np.sqrt(np.einsum("ij,ij->i", one, one) * np.einsum("ij,ij->i", other, other))
    found: Array = np.clip(dot / np.maximum(length, 1e-9), -0.99, 0.99)
    return found
