"""Fits the weights of moc_align/aligner/crossings.py on annotated pairs and prints them.

    python bench/fit_links.py [FOLDER ...]     (default: tests/pairs)

A logistic regression with an L2 penalty over every (old leaf, new leaf) of the pairs, gold links
against all others. Also prints how well each pair is told by weights fitted on the other pairs.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from pairs import LINKED, PAIRS, find

from moc_align.aligner.features import FEATURES, pair_features, with_areas
from moc_align.embedders import load
from moc_align.facts import state
from moc_align.pipeline import choose_scheme, open_document
from moc_align.resources import model_path

PENALTY = 0.02
STEPS = 4000
# What one shared name or value is worth before any example: the pairs are too few to show it.
PRIOR = {"names": 1.0, "values": 0.7}
# evidence never speaks against a link, so these weights stay on their side of zero
SIGNS = {"other_area": -1, "recital": -1}


def examples(folder: Path, encode) -> tuple[np.ndarray, np.ndarray]:
    """Features `(n, f)` and labels `(n,)` of one pair; pairs with an unannotated leaf left out."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    old, new = (
        open_document(str(folder / gold[side]["file"]), genre=gold[side]["genre"])
        for side in ("old", "new")
    )
    tagger = choose_scheme(new, encode)
    tags = tagger.tag(old), tagger.tag(new)
    pairs = pair_features(old, new, (state(old), state(new)), encode)
    pairs = with_areas(pairs, *tags)
    links, olds, news = set(), set(), set()
    for row in gold["changes"]:
        after = {find(new, stretch) for stretch in row["after"]}
        before = {find(old, stretch) for stretch in row["before"]}
        news |= after
        olds |= before
        if row["kind"] in LINKED:
            links |= {(b, a) for b in before for a in after}
    features, labels = [], []
    for i, source in enumerate(pairs.source):
        for j, target in enumerate(pairs.target):
            if target.id in news and (source.id in olds or old.genre == "release"):
                features.append(pairs.values[:, i, j])
                labels.append((source.id, target.id) in links)
    return np.array(features, dtype=np.float64), np.array(labels, dtype=np.float64)


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights and, last, the bias, by projected gradient descent."""
    sign = np.array([SIGNS.get(name, 1) for name in FEATURES])
    expected = np.array([PRIOR.get(name, 0.0) for name in FEATURES])
    weights = np.zeros(x.shape[1] + 1)
    ones = np.hstack([x, np.ones((len(x), 1))])
    rate = 1.0
    # positives are few: each side gets half of the say
    share = np.where(y > 0, 1 / (2 * y.sum()), 1 / (2 * (len(y) - y.sum())))
    prior = np.log(y.mean() / (1 - y.mean()))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(ones @ weights)))
        step = ones.T @ (share * (p - y))
        step[:-1] += PENALTY / 10 * (weights[:-1] - expected)
        weights -= rate * step
        weights[:-1] = np.where(weights[:-1] * sign < 0, 0, weights[:-1])
    # back from equal shares to the odds that a pair has before anything is known of it
    weights[-1] += prior / 2
    return weights


def main() -> None:
    """Prints what each pair gets from the others, then the weights from all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    options = parser.parse_args()
    folders = options.folders or sorted(gold.parent for gold in PAIRS.glob("*/gold.json"))
    encode = load(str(model_path())).encode
    data = [examples(folder, encode) for folder in folders]
    for k, folder in enumerate(folders):
        rest = [pair for n, pair in enumerate(data) if n != k]
        weights = fit(np.vstack([x for x, _ in rest]), np.hstack([y for _, y in rest]))
        x, y = data[k]
        p = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
        found = p >= 0.5
        right = (found & (y > 0)).sum()
        print(
            f"{folder.name:22s} links {int(y.sum())} precision {right / max(1, found.sum()):.2f} "
            f"recall {right / y.sum():.2f}"
        )
    weights = fit(np.vstack([x for x, _ in data]), np.hstack([y for _, y in data]))
    for name, weight in zip((*FEATURES, "BIAS"), weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
