"""How likely the gold links of some bitexts are under given weights, and the slope of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from bitexts import Bitext as Made

from moc_align.aligner.bitext import coarse, features, paths, windows
from moc_align.aligner.bitext.arcs import (
    FEATURES,
    FIRST_SWAP,
    MATCH_FEATURES,
    MATCHES,
    NEVER,
    NULL_FEATURES,
    NUMBER,
    SWAPS,
    shape_name,
)
from moc_align.aligner.bitext.band import heaviest_chain
from moc_align.aligner.bitext.candidates import candidates
from moc_align.aligner.bitext.engine import measured
from moc_align.aligner.bitext.grid import Lane, Net, net
from moc_align.aligner.bitext.measured import Bitext
from moc_align.aligner.bitext.records import Side
from moc_align.aligner.bitext.scoring import match_scores, vector
from moc_align.aligner.bitext.signals import Signals


@dataclass(frozen=True, slots=True)
class Labelled:
    """A bitext and the structural labels of its units."""

    text: Made
    source_labels: tuple[str, ...]
    target_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An arc of the gold path: the units it takes, and its number."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    arc: int


def gold_steps(one: Made) -> list[Step]:
    """The gold links that one path can take; links that stand elsewhere are left to null arcs."""
    links = sorted((g.source, g.target) for g in one.gold if g.source and g.target)
    steps: list[Step] = []
    at = 0
    while at < len(links):
        source, target = links[at]
        if at + 1 < len(links):
            later, earlier = links[at + 1]
            shapes = (len(source), len(target)), (len(later), len(earlier))
            crossed = source[-1] + 1 == later[0] and earlier[-1] + 1 == target[0]
            if crossed and shapes in SWAPS:
                arc = FIRST_SWAP + SWAPS.index(shapes)
                steps.append(Step(source + later, earlier + target, arc))
                at += 2
                continue
        arc = NUMBER.get((len(source), len(target)))
        if arc is not None:
            steps.append(Step(source, target, arc))
        at += 1
    table = [
        (s.source[0], s.target[0], len(s.source) + len(s.target), k) for k, s in enumerate(steps)
    ]
    chain = heaviest_chain(np.array(table, dtype=float).reshape(-1, 4))
    return [steps[int(k)] for k in chain[:, 3]]


class Batch:
    """Bitexts laid one after the other in one grid, a lane each or more, with all features."""

    def __init__(self, items: Sequence[tuple[Labelled, Side, Side]]) -> None:
        self.documents = len(items)
        lanes: list[Lane] = []
        texts: list[Bitext] = []
        steps: list[Step] = []
        free: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
        down = right = 0
        for one, source, target in items:
            own, found = measured(source, target)
            lanes += [Lane(lane.top + down, lane.low + right, lane.high + right) for lane in found]
            path = gold_steps(one.text)
            steps += [
                Step(tuple(i + down for i in s.source), tuple(j + right for j in s.target), s.arc)
                for s in path
            ]
            free[0].append(_left(len(source.texts), [i for s in path for i in s.source]))
            free[1].append(_left(len(target.texts), [j for s in path for j in s.target]))
            texts.append(own)
            down, right = down + len(source.texts), right + len(target.texts)
        whole = _joined(texts)
        grid = net(lanes)
        view = windows.windows(grid, whole)
        kept = coarse.kept(grid, view.cosines, whole.best)
        self.found = candidates(view, kept)
        self.matches = features.match_features(self.found.beads, whole)
        self.nulls = features.null_features(whole, 0), features.null_features(whole, 1)
        arcs = self.found.arcs()
        self.every = paths.lattice(grid, kept, arcs)
        self.lane = np.searchsorted(grid.starts, arcs.end, side="right") - 1
        self.gold = self._gold(arcs, steps, np.concatenate(free[0]), np.concatenate(free[1]))

    def _gold(
        self, arcs: paths.Arcs, steps: Sequence[Step], source: np.ndarray, target: np.ndarray
    ) -> np.ndarray:
        """`(arcs,)`: True for the arcs of gold paths, null links in any order."""
        row, column = (part[arcs.end] for part in (self.grid.row, self.grid.column))
        ends = {(s.source[-1] + 1, s.target[-1] + 1): s.arc for s in steps}
        cells = zip(row.tolist(), column.tolist(), strict=True)
        gold = np.array([ends.get(cell, -1) for cell in cells]) == arcs.kind
        for kind, (units, left) in enumerate(((row, source), (column, target))):
            null = arcs.kind == kind
            gold[null] = left[units[null] - 1]
        return gold

    @property
    def grid(self) -> Net:
        """The grid of all bitexts."""
        return self.found.beads.grid

    def loss(self, weights: Mapping[str, float]) -> tuple[float, np.ndarray]:
        """Negative log-likelihood of the gold links, and its slope for each of `FEATURES`."""
        own = vector(weights, NULL_FEATURES)
        nulls = own @ self.nulls[0], own @ self.nulls[1]
        beads = match_scores(self.found.beads.kind, self.matches, weights)
        scores = self.found.scores(nulls, beads, weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            every = paths.follow(self.every, scores)
            only = paths.follow(self.every, np.where(self.gold, scores, np.float32(NEVER)))
        # a document whose gold lies outside the band teaches nothing
        reached = only.logs > NEVER / 10
        difference = np.nan_to_num(every.share) - np.nan_to_num(only.share)
        difference[~reached[self.lane]] = 0
        return float((every.logs - only.logs)[reached].sum()), self._totals(difference)

    def _totals(self, shares: np.ndarray) -> np.ndarray:
        """Expected total of each feature over the beads, given the share of each arc."""
        found, totals = self.found, dict.fromkeys(FEATURES, 0.0)
        own = shares[found.first_swap :]
        plain = np.array([one == other == (1, 1) for one, other in SWAPS])[found.swap]
        totals["swap"], totals["swap_merged"] = float(own[plain].sum()), float(own[~plain].sum())
        at = 0
        for ends, nulls, units in zip(
            found.nulls, self.nulls, (self.grid.row, self.grid.column), strict=True
        ):
            held = nulls[:, units[ends] - 1] @ shares[at : at + len(ends)]
            for name, value in zip(NULL_FEATURES, held, strict=True):
                totals[name] += float(value)
            at += len(ends)
        beads = found.shares(shares)
        for name, value in zip(MATCH_FEATURES, self.matches @ beads, strict=True):
            totals[name] += float(value)
        by_shape = np.bincount(found.beads.kind, weights=beads, minlength=len(MATCHES))
        for (a, b), value in zip(MATCHES, by_shape, strict=True):
            totals["shape_" + shape_name(a, b)] += float(value)
        return np.array([totals[name] for name in FEATURES])


def _left(size: int, taken: Sequence[int]) -> np.ndarray:
    free = np.ones(size, dtype=bool)
    free[list(taken)] = False
    return free


def _joined(texts: Sequence[Bitext]) -> Bitext:
    """The bitexts one after the other as one."""

    def both(parts: Sequence[tuple], axis: int = 0) -> tuple:
        return tuple(np.concatenate([p[side] for p in parts], axis=axis) for side in (0, 1))

    signals = [text.signals for text in texts]
    norms = [np.concatenate([text.norms[k] for text in texts], axis=1) for k in range(4)]
    return Bitext(
        Signals(
            both([s.vectors for s in signals]),
            both([s.tokens for s in signals]),
            both([s.lengths for s in signals]),
            both([s.labels for s in signals]),
        ),
        _running([text.sums for text in texts]),
        tuple(both([text.beside[side] for text in texts], axis=1) for side in (0, 1)),
        both([text.best for text in texts]),
        _running([text.labels for text in texts]),
        tuple(norms),
    )


def _running(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, ...]:
    """Running totals one after the other, on both sides."""
    steps = [np.concatenate([np.diff(part[side]) for part in parts]) for side in (0, 1)]
    return tuple(np.concatenate([[0], np.cumsum(step)]) for step in steps)
