"""Links between a text and its translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext import joins, moves
from moc_align.aligner.bitext.decoding import decode
from moc_align.aligner.bitext.grid import Lane
from moc_align.aligner.bitext.lanes import Box, anchors_of
from moc_align.aligner.bitext.links import Links
from moc_align.aligner.bitext.measured import Bitext, bitext
from moc_align.aligner.bitext.pinning import check, fixed, split
from moc_align.aligner.bitext.records import Bead, Embed, Pin, Side
from moc_align.aligner.bitext.signals import measure, overlaps
from moc_align.aligner.bitext.weights import Weights, shipped
from moc_align.schema import Order

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Row = tuple[tuple[int, ...], tuple[int, ...], float, float, bool]
"""Source, target, score, confidence and crossing of a bead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How two texts are to be aligned, as in `align`."""

    order: Order
    weights: Weights
    embed: Embed | None
    one_to_one: bool


def align(
    source: Side,
    target: Side,
    *,
    order: Order = "monotone",
    pins: Sequence[Pin] = (),
    weights: Weights | None = None,
    embed: Embed | None = None,
    one_to_one: bool = False,
) -> tuple[Bead, ...]:
    """The beads of two texts: every unit of either side in exactly one, null links included.

    In the order of the source; a null link of the target stands after what precedes it there.
    Swapping the sides mirrors the result. `order`: in "free" a link may stand anywhere at no cost.
    `embed`: texts -> unit rows, for a model whose vectors do not add up; `sums` are unit rows then.
    `one_to_one`: only single units are linked, but for pins.
    Raises: ConfigError for a pin of units that are not there, or are in two pins.
    """
    check(pins, len(source.texts), len(target.texts))
    asked = Asked(order, shipped() if weights is None else weights, embed, one_to_one)
    # sums in another order round differently: one direction decides for both
    if _before(target, source):
        mirrored = [Pin(pin.target, pin.source) for pin in pins]
        rows = [(row[1], row[0], *row[2:]) for row in _rows(target, source, mirrored, asked)]
    else:
        rows = _rows(source, target, pins, asked)
    human = [Bead(p.source, p.target, 0.0, 1.0, False, "human") for p in pins]
    return _in_order([Bead(*row) for row in rows] + human)


def _before(one: Side, other: Side) -> bool:
    """True where the first side comes first in an order that knows no languages."""
    keys = [(len(side.texts), side.texts, side.labels) for side in (one, other)]
    if keys[0] != keys[1]:
        return keys[0] < keys[1]
    return one.sums.tobytes() < other.sums.tobytes()


def _rows(source: Side, target: Side, pins: Sequence[Pin], asked: Asked) -> list[Row]:
    """The links of all units that no pin has, in no order."""
    import numpy as np

    n, m = len(source.texts), len(target.texts)
    taken = fixed(pins, n, m)
    if n and m:
        texts, lanes = measured(source, target, pins)
        texts = replace(texts, one_to_one=asked.one_to_one)
        if asked.embed is not None:
            texts = replace(texts, overlaps=overlaps((source, target), asked.embed))
        weights = asked.weights
        more: dict[int, tuple[int, int]] = {}
        links = decode(lanes, texts, weights.beads, taken)
        links = moves.find(links, texts, weights, asked.order == "free", taken)
        if not asked.one_to_one:
            links, more = joins.find(links, texts, weights.joins, taken)
        chances = np.interp(links.probability, *np.array(weights.calibration).T)
        numbers = links.cosine.round(4), chances.round(4), links.crossing
        columns = zip(*(part.tolist() for part in numbers), strict=True)
        rows = [(*ends, *own) for ends, own in zip(spans(links, more), columns, strict=True)]
    else:
        rows = [((i,), (), 0.0, 1.0, False) for i in range(n)]
        rows += [((), (j,), 0.0, 1.0, False) for j in range(m)]
    if taken is None:
        return rows
    # null links of units that a person has linked
    return [
        row
        for row in rows
        if (row[0] and row[1])
        or not (taken.source[row[0][0]] if row[0] else taken.target[row[1][0]])
    ]


def spans(
    links: Links, more: Mapping[int, tuple[int, int]]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Source and target of each link, with the units that belong to some beside."""
    sides = [
        [
            tuple(range(*ends))
            for ends in zip(*(end.tolist() for end in links.bounds(k)), strict=True)
        ]
        for k in (0, 1)
    ]
    for at, (side, unit) in more.items():
        sides[side][at] = tuple(sorted((*sides[side][at], unit)))
    return list(zip(sides[0], sides[1], strict=True))


def measured(source: Side, target: Side, pins: Sequence[Pin] = ()) -> tuple[Bitext, list[Lane]]:
    """Two texts, neither of them empty, as numbers, and the lanes that paths may take."""
    n, m = len(source.texts), len(target.texts)
    signals = measure(source, target)
    found = anchors_of(signals, Box(0, n, 0, m))
    return bitext(signals, found), split(found.chain, pins, n, m)


def _in_order(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    """The beads by their first unit of the source; those without after what precedes them."""
    import numpy as np

    if not beads:
        return ()
    first = np.array([bead.source[0] if bead.source else -1 for bead in beads])
    units = [(j, at) for at, bead in enumerate(beads) for j in bead.target]
    # for each unit of the target, where in the source stands the nearest before it that is linked
    after = np.full(max((j for j, _ in units), default=-1) + 2, -1)
    for j, at in units:
        after[j + 1] = first[at]
    known = np.maximum.accumulate(np.where(after >= 0, np.arange(len(after)), 0))
    target = np.array([bead.target[0] if bead.target else -1 for bead in beads])
    alone = first < 0
    place = np.where(alone, after[known[target]], first)
    order = np.lexsort((target, alone, place))
    return tuple(beads[at] for at in order.tolist())


UNRELATED = 0.15
"""Of `related`, below which two documents are no translation of each other. In bitext-dev a pair
has at least 0.17, and 0.20 with 30% of one side gone; documents with the translation of another one
have up to 0.17, 99 in 100 of them up to 0.13. Three to five lines are too few to tell: one pair in
fifty has less, and one such stranger in twenty has more."""


def related(beads: Sequence[Bead]) -> float:
    """How far two texts belong together: mean score times confidence over all units, 0 to 1."""
    units = sum(len(bead.source) + len(bead.target) for bead in beads)
    held = sum(
        (len(bead.source) + len(bead.target)) * bead.score * bead.confidence
        for bead in beads
        if bead.source and bead.target
    )
    return held / units if units else 0.0
