"""Units left out that belong to a link near by, with another unit between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.features import partial
from moc_align.aligner.bitext.links import Links, Taken
from moc_align.aligner.bitext.measured import Bitext
from moc_align.aligner.bitext.moves import ACCEPTED, left_out
from moc_align.aligner.bitext.norms import summed
from moc_align.aligner.bitext.scoring import chance

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

FARTHEST = 4
"""Places between a unit and the link it belongs to; what is farther off has moved."""
LARGEST = 3
"""Units of the link on that side, before it takes one more."""


@dataclass(frozen=True, slots=True)
class Joins:
    """Units that may belong to a link, and what speaks for each; one value each."""

    side: Array
    unit: Array
    link: Array
    """Place among the links."""
    features: Array
    """`(joins, features)`, in the order of `weights.JOIN_FEATURES`."""


def candidates(found: Links, texts: Bitext, taken: Taken | None = None) -> Joins:
    """Every unit left out with every link near by that it does not touch."""
    import numpy as np

    left = left_out(found, texts, taken)
    parts = [_near(found, side, left[side], texts.signals.size[side]) for side in (0, 1)]
    features = [_features(found, side, *part, texts) for side, part in enumerate(parts)]
    sides = [np.full(len(part[0]), side) for side, part in enumerate(parts)]
    unit, link, _ = (np.concatenate(both) for both in zip(*parts, strict=True))
    return Joins(np.concatenate(sides), unit, link, np.concatenate(features))


def _near(found: Links, side: int, units: Array, size: int) -> tuple[Array, Array, Array]:
    """Units, links of which there is another place between, and how far they are."""
    import numpy as np

    whole = np.flatnonzero(found.whole)
    first, end = (bound[whole] for bound in found.bounds(side))
    # what holds each unit: nothing -1, also beyond the ends
    holder = np.full(size + 2 * FARTHEST, -1)
    for by in range(int((end - first).max(initial=0))):
        some = first + by < end
        holder[FARTHEST + first[some] + by] = whole[some]
    parts = []
    for step in (-1, 1):
        for distance in range(2, FARTHEST + 1):
            at = holder[FARTHEST + units + step * distance]
            before = holder[FARTHEST + units + step * (distance - 1)]
            good = (at >= 0) & (before != at)
            good[good] &= (found.a, found.b)[side][at[good]] <= LARGEST
            parts.append((units[good], at[good], np.full(int(good.sum()), distance)))
    unit, link, far = (np.concatenate(part) for part in zip(*parts, strict=True))
    return unit, link, far


def find(
    found: Links, texts: Bitext, weights: Mapping[str, float], taken: Taken | None
) -> tuple[Links, dict[int, tuple[int, int]]]:
    """The links, some with a unit more, one at most: for their places, its side and number."""
    import numpy as np

    joins = candidates(found, texts, taken)
    chances = chance(joins.features, weights)
    order = np.lexsort((joins.link, joins.unit, joins.side, -chances))
    null = [
        dict(zip((end[alone] - 1).tolist(), alone.tolist(), strict=True))
        for end, size in ((found.i, found.a), (found.j, found.b))
        for alone in [np.flatnonzero(~found.whole & (size > 0))]
    ]
    probability, crossing = found.probability.copy(), found.crossing.copy()
    more: dict[int, tuple[int, int]] = {}
    seen: set[int] = set()
    kept = np.ones(len(found), dtype=bool)
    columns = (joins.side, joins.unit, joins.link, chances)
    for side, unit, link, likely in zip(*(part[order].tolist() for part in columns), strict=True):
        own = null[side][unit]
        if own in seen or link in seen:
            continue
        seen |= {own, link}
        if likely >= ACCEPTED:
            kept[own], crossing[link] = False, True
            probability[link] *= likely
            more[link] = side, unit
        else:
            probability[[own, link]] *= 1 - likely
    places = np.cumsum(kept) - 1
    links = replace(found, probability=probability, crossing=crossing).only(kept)
    return links, {int(places[link]): unit for link, unit in more.items()}


def _features(
    found: Links, side: int, unit: Array, link: Array, far: Array, texts: Bitext
) -> Array:
    import numpy as np

    bounds = [[bound[link] for bound in found.bounds(k)] for k in (side, 1 - side)]
    vectors, totals = texts.signals.vectors, texts.sums
    own, other = summed(vectors[side], *bounds[0]), summed(vectors[1 - side], *bounds[1])
    alone = vectors[side][unit]
    rest, said, both = _cosine(other, own), _cosine(other, alone), _cosine(own, alone)
    whole = _cosine(other, own + alone)
    one, two = (
        total[end] - total[first]
        for total, (first, end) in zip((totals[side], totals[1 - side]), bounds, strict=True)
    )
    more = one + totals[side][unit + 1] - totals[side][unit]
    shorter = np.abs(np.log((one + 10) / (two + 10))) - np.abs(np.log((more + 10) / (two + 10)))
    columns = [
        np.ones(len(unit)),
        partial(said, rest, both),
        whole - rest,
        shorter,
        np.log(far - 1),
    ]
    return np.stack(columns, axis=1)


def _cosine(one: Vectors, other: Vectors) -> Array:
    import numpy as np

    dot = np.einsum("ij,ij->i", one, other)
    length = np.sqrt(np.einsum("ij,ij->i", one, one) * np.einsum("ij,ij->i", other, other))
    found: Array = np.clip(dot / np.maximum(length, 1e-9), -0.99, 0.99)
    return found
