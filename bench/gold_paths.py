"""How likely the gold links of some bitexts are under given weights, and the slope of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from bitexts import Bitext

from moc_align.aligner.bitext import features, paths, scoring, windows
from moc_align.aligner.bitext.arcs import (
    FEATURES,
    FIRST_MATCH,
    FIRST_SWAP,
    MATCH_FEATURES,
    MATCHES,
    NULL_FEATURES,
    NULLS,
    NUMBER,
    SIZES,
    SWAPS,
    shape_name,
)
from moc_align.aligner.bitext.band import heaviest_chain
from moc_align.aligner.bitext.engine import measured
from moc_align.aligner.bitext.grid import Grid, Lane, lay
from moc_align.aligner.bitext.records import Side
from moc_align.aligner.bitext.signals import Signals


@dataclass(frozen=True, slots=True)
class Labelled:
    """A bitext and the structural labels of its units."""

    text: Bitext
    source_labels: tuple[str, ...]
    target_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An arc of the gold path: the units it takes, and its number."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    arc: int


def gold_steps(one: Bitext) -> list[Step]:
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
        texts: list[scoring.Bitext] = []
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
        self.grid = lay(lanes)
        whole = _joined(texts)
        self._measure(whole)
        self.gold = self._gold(steps, np.concatenate(free[0]), np.concatenate(free[1]))

    def _measure(self, texts: scoring.Bitext) -> None:
        grid = self.grid
        view = windows.windows(grid, texts.signals, texts.norms)
        found = list(features.match_features(view, texts))
        self.places = [nodes for nodes, _ in found]
        self.matches = [np.stack(own, axis=1).astype(np.float32) for _, own in found]
        self.nulls = [
            np.stack(features.null_features(texts, grid, side), axis=1) for side in (0, 1)
        ]
        self.null_room = [grid.near(-a, -b)[1] for a, b in NULLS]

    def _gold(self, steps: Sequence[Step], source: np.ndarray, target: np.ndarray) -> np.ndarray:
        """`(arcs, nodes)`: True for the arcs of gold paths, null links in any order."""
        grid = self.grid
        gold = np.zeros((len(SIZES), len(grid)), dtype=bool)
        gold[0] = self.null_room[0] & source.take(grid.row - 1, mode="clip")
        gold[1] = self.null_room[1] & target.take(grid.column - 1, mode="clip")
        first = set(grid.starts.tolist())
        cells = zip(grid.row.tolist(), grid.column.tolist(), strict=True)
        node = {cell: at for at, cell in enumerate(cells) if at not in first}
        for step in steps:
            at = node.get((step.source[-1] + 1, step.target[-1] + 1))
            if at is not None:
                gold[step.arc, at] = True
        return gold

    def loss(self, weights: Mapping[str, float]) -> tuple[float, np.ndarray]:
        """Negative log-likelihood of the gold links, and its slope for each of `FEATURES`."""
        scores = self._scores(weights)
        shares, logs = _paths(self.grid, scores)
        only, gold_logs = _paths(self.grid, np.where(self.gold, scores, paths.NEVER))
        # a document whose gold lies outside the band teaches nothing
        reached = gold_logs > paths.NEVER / 10
        lane = np.searchsorted(self.grid.starts, np.arange(len(self.grid)), side="right") - 1
        difference = np.where(reached[lane], shares - only, 0)
        return float((logs - gold_logs)[reached].sum()), self._totals(difference)

    def _scores(self, weights: Mapping[str, float]) -> np.ndarray:
        scores = np.full((len(SIZES), len(self.grid)), paths.NEVER, dtype=np.float32)
        own = np.array([weights[name] for name in NULL_FEATURES], dtype=np.float32)
        for side in (0, 1):
            scores[side] = np.where(self.null_room[side], self.nulls[side] @ own, paths.NEVER)
        own = np.array([weights[name] for name in MATCH_FEATURES], dtype=np.float32)
        for at, (a, b) in enumerate(MATCHES):
            found = self.matches[at] @ own + np.float32(weights["shape_" + shape_name(a, b)])
            scores[FIRST_MATCH + at, self.places[at]] = found
        paths.add_swaps(self.grid, scores, weights["swap"], weights["swap_merged"])
        return scores

    def _totals(self, shares: np.ndarray) -> np.ndarray:
        """Expected total of each feature over the beads, given the share of each arc."""
        totals = dict.fromkeys(FEATURES, 0.0)
        beads = shares[:FIRST_SWAP].copy()
        for at, ((a, b), (c, d)) in enumerate(SWAPS, start=FIRST_SWAP):
            held = np.flatnonzero(np.abs(shares[at]) > 1e-9)
            value = shares[at, held]
            np.add.at(beads[NUMBER[a, b]], self.grid.near(-c, 0, held)[0], value)
            np.add.at(beads[NUMBER[c, d]], self.grid.near(0, -b, held)[0], value)
            plain = (a, b) == (c, d) == (1, 1)
            totals["swap" if plain else "swap_merged"] += float(value.sum())
        for side in (0, 1):
            for name, value in zip(NULL_FEATURES, beads[side] @ self.nulls[side], strict=True):
                totals[name] += float(value)
        for at, (a, b) in enumerate(MATCHES):
            own = beads[FIRST_MATCH + at, self.places[at]]
            totals["shape_" + shape_name(a, b)] += float(own.sum())
            for name, value in zip(MATCH_FEATURES, own @ self.matches[at], strict=True):
                totals[name] += float(value)
        return np.array([totals[name] for name in FEATURES])


def _paths(grid: Grid, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of each arc in the order of the nodes, and log of the sum of all paths by lane."""
    lattice = paths.lattice(grid, scores)
    best, over = paths.potentials(lattice, grid)
    with np.errstate(divide="ignore", invalid="ignore"):
        found, logs = paths.posteriors(lattice, grid, best, over)
    return paths.spread(lattice, np.nan_to_num(found)), logs


def _left(size: int, taken: Sequence[int]) -> np.ndarray:
    free = np.ones(size, dtype=bool)
    free[list(taken)] = False
    return free


def _joined(texts: Sequence[scoring.Bitext]) -> scoring.Bitext:
    """The bitexts one after the other as one."""

    def both(parts: Sequence[tuple], axis: int = 0) -> tuple:
        return tuple(np.concatenate([p[side] for p in parts], axis=axis) for side in (0, 1))

    signals = [text.signals for text in texts]
    norms = [np.concatenate([text.norms[k] for text in texts], axis=1) for k in range(4)]
    return scoring.Bitext(
        Signals(
            both([s.vectors for s in signals]),
            both([s.tokens for s in signals]),
            both([s.lengths for s in signals]),
            both([s.labels for s in signals]),
        ),
        _running([text.sums for text in texts]),
        tuple(both([text.beside[side] for text in texts], axis=1) for side in (0, 1)),
        windows.Background(
            both([text.ground.usual for text in texts]), both([text.ground.best for text in texts])
        ),
        _running([text.labels for text in texts]),
        tuple(norms),
    )


def _running(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, ...]:
    """Running totals one after the other, on both sides."""
    steps = [np.concatenate([np.diff(part[side]) for part in parts]) for side in (0, 1)]
    return tuple(np.concatenate([[0], np.cumsum(step)]) for step in steps)
