"""Bitexts with known gold, of vectors that stand for meanings: no model needed."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from moc_align.aligner.bitext import Bead, Side

DIM = 64


@dataclass(frozen=True, slots=True)
class Made:
    """Two sides and their gold links in the order of the source."""

    source: Side
    target: Side
    gold: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def side(meanings: list[list[int]], seed: int, noise: float = 0.6, labels=()) -> Side:
    """A side whose units say these meanings; the noise is what a translation changes."""
    own = np.random.default_rng(seed)
    rows = np.zeros((len(meanings), DIM), dtype=np.float32)
    for at, unit in enumerate(meanings):
        for number in unit:
            vector = np.random.default_rng(1000 + number).normal(size=DIM)
            rows[at] += (vector + noise * own.normal(size=DIM)).astype(np.float32)
    texts = tuple("".join(chr(0x4E00 + n % 20000) for n in unit) * 20 for unit in meanings)
    return Side(texts, rows, tuple(labels))


def made(size: int, seed: int, *, drop: float = 0.05, merge: float = 0.15) -> Made:
    """A bitext of about so many units, some dropped and some merged on either side."""
    chance = random.Random(seed)  # noqa: S311
    beads: list[tuple[list[list[int]], list[list[int]]]] = []
    number = seed * 100_000
    for _ in range(size):
        number += 1
        kind = chance.random()
        if kind < drop:
            beads.append(([[number]], []) if chance.random() < 0.5 else ([], [[number]]))
        elif kind < drop + merge:
            number += 1
            two, one = [[number - 1], [number]], [[number - 1, number]]
            beads.append((two, one) if chance.random() < 0.5 else (one, two))
        else:
            beads.append(([[number]], [[number]]))
    return laid(beads, list(range(len(beads))), seed)


def laid(beads, order: list[int], seed: int) -> Made:
    """The beads as two sides, those of the target in this order."""
    units: tuple[list[list[int]], list[list[int]]] = ([], [])
    places: tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]] = ({}, {})
    for which, numbers in ((0, range(len(beads))), (1, order)):
        for at in numbers:
            start = len(units[which])
            units[which].extend(beads[at][which])
            places[which][at] = tuple(range(start, len(units[which])))
    gold = tuple((places[0][at], places[1][at]) for at in range(len(beads)))
    return Made(side(units[0], seed), side(units[1], seed + 1), gold)


def shapes(beads: tuple[Bead, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The links alone."""
    return [(bead.source, bead.target) for bead in beads]


def right(one: Made, beads: tuple[Bead, ...]) -> float:
    """Share of the gold links that were found."""
    return len(set(one.gold) & set(shapes(beads))) / len(one.gold)
