"""Learns the weights of the aligner of texts and translations, and writes them.

    python bench/fit_bitext.py --data FOLDER [--model FOLDER] [--out FILE] [--documents N]

Bitexts with known gold are made from FOLDER/kftt-heldout-docs.tsv. Three documents in five are for
the weights of beads (maximum likelihood of the gold links, whatever the order of null links
between them); the others are for the weights of moved links and for the map from shares of all
paths to probabilities. The same data and model give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from bitexts import KINDS, Bitext, made, sentences
from gold_paths import Batch, Labelled

from moc_align.aligner.bitext import Weights, align, joins, moves
from moc_align.aligner.bitext.arcs import FEATURES
from moc_align.aligner.bitext.decoding import decode
from moc_align.aligner.bitext.engine import measured, spans
from moc_align.aligner.bitext.records import Side
from moc_align.aligner.bitext.weights import JOIN_FEATURES, MOVE_FEATURES, SHIPPED
from moc_align.embedders import load
from moc_align.evaluate import Link
from moc_align.resources import model_path

PENALTY = 0.0003
"""On half the squared weights, for each document; too small to matter but for what is rare."""
ROUNDS = 90
SEEDS = (0, 1)
"""One bitext of each document for each; with twice as many bitext-dev fares no better."""
DOCUMENTS = 60
"""Bitexts that are laid in one grid."""
LABELLED = 4
"""One bitext in so many has labels, on one link in `EACH`; one in `WRONG` of these is wrong."""
EACH, WRONG = 5, 30
CAUTION, SURE_CAUTION = 0.6, 0.9
"""Of the log-odds of chances up to .9, and from .998 on: text of another kind than the training's
errs more, but hardly where all is clear. With them links of confidence .9 or more are 99% right on
bitext-dev too, but for its documents with most damage."""
EXCHANGED = 0.04
"""Of neighbouring lines, on either side, in the bitexts for what stands apart."""

Item = tuple[Labelled, Side, Side]
Objective = Callable[[np.ndarray], tuple[float, np.ndarray]]


def bitexts_of(documents: Sequence[Sequence[tuple[str, str]]], seed: int) -> list[Labelled]:
    """A bitext of each document, kinds and source languages in turn."""
    found = []
    for at, pairs in enumerate(documents):
        kind = KINDS[(at + seed) % len(KINDS)]
        source, swapped = ("en", pairs) if at // len(KINDS) % 2 == 0 else ("ja", None)
        if swapped is None:
            swapped = [(ja, en) for en, ja in pairs]
        one = made(swapped, kind, seed * 1000 + at, source)
        if len(one.source) > 2 and len(one.target) > 2:
            found.append(labelled(one, at, seed))
    return found


def labelled(one: Bitext, at: int, seed: int) -> Labelled:
    """The bitext, with labels on some of its units."""
    chance = random.Random(seed * 1000 + at)  # noqa: S311
    names = [""] * len(one.source), [""] * len(one.target)
    if at % LABELLED == 0:
        for number, link in enumerate(one.gold):
            if link.source and link.target and chance.randrange(EACH) == 0:
                names[0][link.source[0]] = f"art{number}"
                wrong = chance.randrange(WRONG) == 0
                names[1][link.target[0]] = f"art{number + 1 if wrong else number}"
    return Labelled(one, tuple(names[0]), tuple(names[1]))


def interleaved(one: Labelled, seed: int) -> Labelled:
    """The bitext with some neighbouring lines of different links exchanged on either side."""
    chance = random.Random(seed)  # noqa: S311
    texts, names, places = [], [], []
    for side in (0, 1):
        lines = list((one.text.source, one.text.target)[side])
        own = [0] * len(lines)
        for number, link in enumerate(one.text.gold):
            for unit in (link.source, link.target)[side]:
                own[unit] = number
        order = list(range(len(lines)))
        at = 0
        while at + 1 < len(order):
            if own[order[at]] != own[order[at + 1]] and chance.random() < EXCHANGED:
                order[at], order[at + 1] = order[at + 1], order[at]
                at += 1
            at += 1
        labels = (one.source_labels, one.target_labels)[side]
        texts.append(tuple(lines[k] for k in order))
        names.append(tuple(labels[k] for k in order))
        places.append({old: new for new, old in enumerate(order)})
    gold = tuple(
        Link(
            tuple(sorted(places[0][i] for i in link.source)),
            tuple(sorted(places[1][j] for j in link.target)),
        )
        for link in one.text.gold
    )
    return Labelled(Bitext(texts[0], texts[1], gold), names[0], names[1])


def sides(one: Labelled, sums: Callable) -> tuple[Side, Side]:
    """The sides of a bitext as the aligner takes them."""
    source = Side(one.text.source, sums(one.text.source), one.source_labels)
    target = Side(one.text.target, sums(one.text.target), one.target_labels)
    return source, target


def minimise(objective: Objective, start: np.ndarray, rounds: int) -> np.ndarray:
    """Where the objective is smallest, by L-BFGS with a line search that only halves."""
    x, history = start, []
    value, slope = objective(x)
    for number in range(rounds):
        direction = -slope
        stack = []
        for step, change in reversed(history):
            share = (step @ direction) / (step @ change)
            stack.append(share)
            direction = direction - share * change
        if history:
            step, change = history[-1]
            direction = direction * (step @ change) / (change @ change)
        else:
            direction = direction / np.linalg.norm(direction)
        for (step, change), share in zip(history, reversed(stack), strict=True):
            direction = direction + step * (share - (change @ direction) / (step @ change))
        size = 1.0
        while True:
            new_value, new_slope = objective(x + size * direction)
            if new_value <= value + 1e-4 * size * (slope @ direction) or size < 1e-6:
                break
            size /= 2
        step, change = size * direction, new_slope - slope
        if step @ change > 1e-12:
            history = [*history[-9:], (step, change)]
        done = value - new_value < 1e-5 * abs(value)
        x, value, slope = x + step, new_value, new_slope
        if number % 10 == 9 or done:
            print(f"  round {number + 1}: {value:.4f}", flush=True)
        if done:
            break
    return x


def fit_beads(batches: Sequence[Batch], rounds: int) -> dict[str, float]:
    """The weights under which the gold links are likeliest."""
    count = sum(batch.documents for batch in batches)

    def objective(x: np.ndarray) -> tuple[float, np.ndarray]:
        parts = [batch.loss(dict(zip(FEATURES, x, strict=True))) for batch in batches]
        loss = sum(part[0] for part in parts) / count + PENALTY * float(x @ x) / 2
        return loss, sum(part[1] for part in parts) / count + PENALTY * x

    start = np.zeros(len(FEATURES))
    start[FEATURES.index("cosine")], start[FEATURES.index("null")] = 5.0, -2.0
    return _named(FEATURES, minimise(objective, start, rounds))


def fit_moves(items: Sequence[Item], beads: dict[str, float]) -> dict[str, float]:
    """The weights of "this link between units left out is right"."""
    rows, right = [], []
    for one, source, target in items:
        texts, lanes = measured(source, target)
        gold = {(link.source, link.target) for link in one.text.gold}
        moved = moves.candidates(decode(lanes, texts, beads), texts, beads)
        if moved is not None:
            rows.append(moved.features)
            right += [ends in gold for ends in spans(moved.links, {})]
    return logistic("links that may have moved", MOVE_FEATURES, rows, right)


def fit_joins(
    items: Sequence[Item], beads: dict[str, float], moved: dict[str, float]
) -> dict[str, float]:
    """The weights of "this unit left out belongs to that link"."""
    rows, right = [], []
    weights = Weights(beads, moved, {})
    for one, source, target in items:
        texts, lanes = measured(source, target)
        gold = {(link.source, link.target) for link in one.text.gold}
        linked = moves.find(decode(lanes, texts, beads), texts, weights, False, None)
        joined = joins.candidates(linked, texts)
        rows.append(joined.features)
        ends = spans(linked, {})
        for side, unit, link in zip(joined.side, joined.unit, joined.link, strict=True):
            whole = list(ends[link])
            whole[side] = tuple(sorted((*whole[side], int(unit))))
            right.append(tuple(whole) in gold)
    return logistic("units that may belong to a link near by", JOIN_FEATURES, rows, right)


def logistic(
    what: str, names: Sequence[str], rows: Sequence[np.ndarray], right: Sequence[bool]
) -> dict[str, float]:
    """The weights of a logistic model of what is right."""
    x, y = np.concatenate(rows), np.array(right, dtype=float)
    print(f"  {len(y)} {what}, {y.mean():.3f} right")

    def objective(w: np.ndarray) -> tuple[float, np.ndarray]:
        odds = x @ w
        loss = float(np.mean(np.logaddexp(0, odds) - y * odds)) + 1e-4 * float(w @ w)
        return loss, (1 / (1 + np.exp(-odds)) - y) @ x / len(y) + 2e-4 * w

    return _named(names, minimise(objective, np.zeros(len(names)), 60))


def fit_calibration(items: Sequence[Item], weights: Weights) -> list[tuple[float, float]]:
    """Points of a rising map from shares to how often such links are right."""
    shares, right = [], []
    for one, source, target in items:
        gold = {(link.source, link.target) for link in one.text.gold}
        for bead in align(source, target, weights=weights):
            shares.append(bead.confidence)
            right.append((bead.source, bead.target) in gold)
    order = np.argsort(shares, kind="stable")
    x, y = np.array(shares)[order], np.array(right, dtype=float)[order]
    # finer towards 1, where most links are
    edges = np.unique(np.concatenate([np.linspace(0, 0.9, 7), [0.95, 0.98, 0.99, 0.995, 0.999]]))
    own = np.searchsorted(edges, x, side="right") - 1
    blocks = [
        [float(x[own == k].mean()), float(y[own == k].mean()), float((own == k).sum())]
        for k in range(len(edges))
        if (own == k).sum() >= 20
    ]
    pooled: list[list[float]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            late, early = pooled.pop(), pooled.pop()
            total = late[2] + early[2]
            pooled.append([(late[k] * late[2] + early[k] * early[2]) / total for k in (0, 1)])
            pooled[-1].append(total)
    points = [(round(share, 4), round(_cautious(often), 4)) for share, often, _ in pooled]
    return [(0.0, 0.0), *points, (1.0, max(points[-1][1], 0.9999))]


def _cautious(chance: float) -> float:
    """The chance with its log-odds shrunk."""
    odds = (
        math.log(min(chance / (1 - chance), 1e4))
        if 0 < chance < 1
        else math.copysign(9.2, chance - 0.5)
    )
    low, high = math.log(9), math.log(499)
    surer = min(max((odds - low) / (high - low), 0), 1)
    return 1 / (1 + math.exp(-odds * (CAUTION + (SURE_CAUTION - CAUTION) * surer)))


def _named(names: Sequence[str], values: np.ndarray) -> dict[str, float]:
    return {name: round(float(v), 4) for name, v in zip(names, values, strict=True)}


def main() -> None:
    """Learns and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default=str(model_path()))
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    own = parser.parse_args()
    model = load(own.model)
    documents = [d for d in sentences(own.data) if len(d) > 3][: own.documents]
    first = [d for at, d in enumerate(documents) if at % 5 < 3]
    second = [d for at, d in enumerate(documents) if at % 5 >= 3]
    made_of = [one for seed in SEEDS for one in bitexts_of(first, seed)]
    items = [(one, *sides(one, model.sums)) for one in made_of]
    batches = [Batch(items[at : at + DOCUMENTS]) for at in range(0, len(items), DOCUMENTS)]
    print(f"{len(items)} bitexts for the weights of beads", flush=True)
    beads = fit_beads(batches, own.rounds)
    made_of = [one for seed in (2, 3) for one in bitexts_of(second, seed)]
    held = [(one, *sides(one, model.sums)) for one in made_of]
    apart = [interleaved(one, at) for at, one in enumerate(bitexts_of(second, 4))]
    mixed = [(one, *sides(one, model.sums)) for one in apart]
    print(f"{len(held) + len(mixed)} bitexts for what stands apart and probabilities", flush=True)
    moved = fit_moves(held, beads)
    joined = fit_joins([*held, *mixed], beads, moved)
    points = fit_calibration([*held, *mixed], Weights(beads, moved, joined))
    found = {
        "model": model.sha256,
        "beads": beads,
        "moves": moved,
        "joins": joined,
        "calibration": points,
    }
    own.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
