"""Links between a text and its translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext import joins, moves
from moc_align.aligner.bitext.decoding import Found, decode
from moc_align.aligner.bitext.grid import Lane
from moc_align.aligner.bitext.lanes import Box, chain_of
from moc_align.aligner.bitext.pinning import check, fixed, split
from moc_align.aligner.bitext.records import Bead, Embed, Order, Pin, Side
from moc_align.aligner.bitext.scoring import Bitext, bitext
from moc_align.aligner.bitext.signals import measure, overlaps
from moc_align.aligner.bitext.weights import Weights, shipped

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


def align(
    source: Side,
    target: Side,
    *,
    order: Order = "monotone",
    pins: Sequence[Pin] = (),
    weights: Weights | None = None,
    embed: Embed | None = None,
) -> tuple[Bead, ...]:
    """The beads of two texts: every unit of either side in exactly one, null links included.

    In the order of the source; a null link of the target stands after what precedes it there.
    Swapping the sides mirrors the result. `order`: in "free" a link may stand anywhere at no cost.
    `embed`: texts -> unit rows, for a model whose vectors do not add up; `sums` are unit rows then.
    Raises: ConfigError for a pin of units that are not there, or are in two pins.
    """
    check(pins, len(source.texts), len(target.texts))
    used = shipped() if weights is None else weights
    # sums in another order round differently: one direction decides for both
    if _before(target, source):
        mirrored = [Pin(pin.target, pin.source) for pin in pins]
        found = _align(target, source, order, mirrored, used, embed)
        found = [
            Bead(b.target, b.source, b.score, b.confidence, b.crossing, b.origin) for b in found
        ]
    else:
        found = _align(source, target, order, list(pins), used, embed)
    return _in_order(found)


def _before(one: Side, other: Side) -> bool:
    """True where the first side comes first in an order that knows no languages."""
    keys = [(len(side.texts), side.texts, side.labels) for side in (one, other)]
    if keys[0] != keys[1]:
        return keys[0] < keys[1]
    return one.sums.tobytes() < other.sums.tobytes()


def _align(
    source: Side,
    target: Side,
    order: Order,
    pins: list[Pin],
    weights: Weights,
    embed: Embed | None,
) -> list[Bead]:
    n, m = len(source.texts), len(target.texts)
    human = [Bead(p.source, p.target, 0.0, 1.0, False, "human") for p in pins]
    if not n or not m:
        pinned = {(0, u) for p in pins for u in p.source} | {(1, u) for p in pins for u in p.target}
        alone = [Bead((i,), (), 0.0, 1.0) for i in range(n) if (0, i) not in pinned]
        alone += [Bead((), (j,), 0.0, 1.0) for j in range(m) if (1, j) not in pinned]
        return alone + human
    texts, lanes = measured(source, target, pins)
    if embed is not None:
        texts = replace(texts, overlaps=overlaps((source, target), embed))
    taken = fixed(pins, n, m)
    found = decode(lanes, texts, weights.beads, taken)
    found = moves.find(found, texts, weights, order == "free", taken)
    found = joins.find(found, texts, weights.joins, taken)
    beads = [_bead(one, weights) for one in found if not _held(one, taken)]
    return beads + human


def measured(source: Side, target: Side, pins: Sequence[Pin] = ()) -> tuple[Bitext, list[Lane]]:
    """Two texts, neither of them empty, as numbers, and the lanes that paths may take."""
    n, m = len(source.texts), len(target.texts)
    signals = measure(source, target)
    chain = chain_of(signals, Box(0, n, 0, m))
    return bitext(signals, chain), split(chain, pins, n, m)


def _held(found: Found, taken: Any) -> bool:
    """True for the null link of a unit that a person has linked."""
    if taken is None or (found.a and found.b):
        return False
    if found.a:
        return bool(taken.source[found.i] > taken.source[found.i - 1])
    return bool(taken.target[found.j] > taken.target[found.j - 1])


def _bead(found: Found, weights: Weights) -> Bead:
    sides = [range(found.i - found.a, found.i), range(found.j - found.b, found.j)]
    own = [tuple(side) for side in sides]
    if found.more is not None:
        side, unit = found.more
        own[side] = tuple(sorted((*own[side], unit)))
    return Bead(
        own[0],
        own[1],
        round(found.cosine, 4),
        round(_calibrated(found.probability, weights.calibration), 4),
        found.crossing,
    )


def _calibrated(share: float, points: Sequence[tuple[float, float]]) -> float:
    """The line between the points, at a share of all paths."""
    for (x, y), (after, above) in pairwise(points):
        if share <= after:
            return y + (share - x) / (after - x) * (above - y) if after > x else above
    return points[-1][1]


def _in_order(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    """The beads by their first unit of the source; those without after what precedes them."""
    linked = sorted(
        (b for b in beads if b.source), key=lambda b: (b.source[0], b.target[:1] or (-1,))
    )
    # after the link of the nearest unit of the target before it that has one
    place = {j: at for at, bead in enumerate(linked) for j in bead.target}
    after: dict[int, list[Bead]] = {}
    last = -1
    alone = {b.target[0]: b for b in beads if not b.source}
    for j in range(max((*place, *alone), default=-1) + 1):
        if j in place:
            last = place[j]
        elif j in alone:
            after.setdefault(last, []).append(alone[j])
    ordered = list(after.get(-1, ()))
    for at, bead in enumerate(linked):
        ordered += [bead, *after.get(at, ())]
    return tuple(ordered)


UNRELATED = 0.15
"""Of `related`, below which two documents are no translation of each other: in the dev data with
most omissions, pairs have 0.21 to 0.72, documents with the translation of another up to 0.07."""


def related(beads: Sequence[Bead]) -> float:
    """How far two texts belong together: mean score times confidence over all units, 0 to 1."""
    units = sum(len(bead.source) + len(bead.target) for bead in beads)
    held = sum(
        (len(bead.source) + len(bead.target)) * bead.score * bead.confidence
        for bead in beads
        if bead.source and bead.target
    )
    return held / units if units else 0.0
