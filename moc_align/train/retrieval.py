"""How often the nearest text is the translation; pure numpy, for training and benchmarks alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
NEIGHBOURS = 10
"""Of a text, that say how crowded its surroundings are; the k of the source."""
BLOCK = 1024
"""Texts compared with all others at a time; bounds the memory."""


class Retrieval(NamedTuple):
    """Percentages of texts whose nearest is their translation, English to Japanese and back."""

    cosine: tuple[float, float]
    csls: tuple[float, float]


def retrieval(en: Floats, ja: Floats) -> Retrieval:
    """The figures of parallel unit rows, `(n, dim)` each; all 0 for none.

    CSLS takes from a cosine what the candidate is like to its own nearest in the other language,
    which keeps texts that are near to everything from being everybody's nearest.
    Source: Conneau et al. 2018, section 2.3.
    """
    crowds = _crowd(en, ja), _crowd(ja, en)
    level = np.zeros(len(en), dtype=np.float32)
    return Retrieval(
        (_found(en, ja, level), _found(ja, en, level)),
        (_found(en, ja, crowds[1]), _found(ja, en, crowds[0])),
    )


def _found(source: Floats, target: Floats, crowd: Floats) -> float:
    """Percent of source rows whose best target has the same number; the first of equals."""
    hits = 0
    for at in range(0, len(source), BLOCK):
        # the crowd of the source is the same for all its candidates
        scores = source[at : at + BLOCK] @ target.T - crowd / 2
        hits += int((scores.argmax(axis=1) == np.arange(at, at + len(scores))).sum())
    return 100 * hits / max(1, len(source))


def _crowd(texts: Floats, others: Floats) -> Floats:
    """The mean cosine of each text to its nearest others, `(n,) float32`."""
    k = min(NEIGHBOURS, len(others))
    found = np.zeros(len(texts), dtype=np.float32)
    for at in range(0, len(texts), BLOCK):
        cosines = texts[at : at + BLOCK] @ others.T
        nearest = np.partition(cosines, len(others) - k, axis=1)[:, len(others) - k :]
        found[at : at + BLOCK] = nearest.mean(axis=1)
    return found
