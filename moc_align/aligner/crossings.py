"""Links between two versions of an instrument: free order, many to many, with probabilities."""

from __future__ import annotations

from moc_align.aligner.features import FEATURES, Pairs
from moc_align.schema import Crossings, Evidence, Link

WEIGHTS: dict[str, float] = {
    "similarity": 3.16,
    "context": 3.16,
    "margin": 3.36,
    "names": 1.11,
    "terms": 1.18,
    "values": 0.62,
    "coverage": 1.33,
    "overlap": 1.22,
    "same_area": 1.07,
    "other_area": -1.32,
    "same_role": 1.32,
    "recital": -0.86,
}
BIAS = -5.35
"""Weights and bias of a logistic model of "these two are the same undertaking"."""
LINK = 0.40
"""Probability from which a pair is linked: the best F1 on tests/pairs; .35 and .45 are close."""
DOUBT = 0.25
"""Probability from which a pair that is not linked is worth a reader's look."""
NEAR = 1.0
"""Log-odds by which a further partner of a leaf may be behind its best one."""
GAP = 2.0
"""Log-odds by which a leaf's own best partner may be ahead of one that has no other choice: with a
wider gap that partner is its successor, and the rest is doubtful."""


def cross(pairs: Pairs) -> Crossings:
    """Links of the pairs, in the order of the target and then of the source.

    A leaf takes its best partner and those nearly as good, so that one old clause may be split and
    several may be merged.
    """
    import numpy as np

    n, m = len(pairs.source), len(pairs.target)
    if not n or not m:
        nothing = {c.id: 0.0 for c in pairs.source}, {c.id: 0.0 for c in pairs.target}
        return Crossings((), (), *nothing)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    logit = np.tensordot(weights, pairs.values, axes=1) + BIAS
    probability = 1 / (1 + np.exp(-logit))
    by_row, by_column = probability.max(axis=1), probability.max(axis=0)
    best = np.maximum(by_row[:, None], by_column[None, :])
    ahead = np.maximum(logit.max(axis=1)[:, None], logit.max(axis=0)[None, :]) - logit
    likely = probability >= LINK
    linked = likely & (ahead <= NEAR)
    lonely = ~linked.any(axis=1), ~linked.any(axis=0)
    for i in np.flatnonzero(lonely[0]):
        j = probability[i].argmax()
        linked[i, j] |= likely[i, j] and ahead[i, j] <= GAP
    for j in np.flatnonzero(lonely[1]):
        i = probability[:, j].argmax()
        linked[i, j] |= likely[i, j] and ahead[i, j] <= GAP
    alone = ~linked.any(axis=1)[:, None] | ~linked.any(axis=0)[None, :]
    doubtful = alone & (probability >= DOUBT) & ((probability == best) | (likely & ~linked))
    made = [
        [_link(pairs, int(i), int(j), float(probability[i, j])) for j, i in np.argwhere(grid.T)]
        for grid in (linked, doubtful)
    ]
    return Crossings(
        tuple(made[0]),
        tuple(made[1]),
        {c.id: float(p) for c, p in zip(pairs.source, by_row, strict=True)},
        {c.id: float(p) for c, p in zip(pairs.target, by_column, strict=True)},
    )


def _link(pairs: Pairs, i: int, j: int, probability: float) -> Link:
    similarity = max(0.0, min(1.0, float(pairs.values[1, i, j])))
    shared = pairs.evidence.get((i, j), ())
    evidence = (Evidence("similarity", "", "", similarity), *shared)
    return Link(
        (pairs.source[i].id,), (pairs.target[j].id,), similarity, probability, "auto", evidence
    )
