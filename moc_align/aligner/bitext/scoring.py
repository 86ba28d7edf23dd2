"""The beads that paths through a grid may take, with their scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import MATCH_FEATURES, MATCHES, NULL_FEATURES, shape_name
from moc_align.aligner.bitext.features import null_features
from moc_align.aligner.bitext.measured import Bitext

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


def null_scores(texts: Bitext, weights: Mapping[str, float]) -> tuple[Array, Array]:
    """`(n,)`: the score of leaving out each unit of either side."""
    own = vector(weights, NULL_FEATURES)
    return own @ null_features(texts, 0), own @ null_features(texts, 1)


def match_scores(kind: Array, features: Array, weights: Mapping[str, float]) -> Array:
    """`(beads,)`: the scores of beads of these shapes with these features."""
    shapes = vector(weights, ["shape_" + shape_name(a, b) for a, b in MATCHES])
    found: Array = vector(weights, MATCH_FEATURES) @ features
    found += shapes[kind]
    return found


def chance(features: Array, weights: Mapping[str, float]) -> Array:
    """`(rows,)`: how likely each row of `features` is right, in the order of the weights."""
    import numpy as np

    odds = features @ np.array(list(weights.values()))
    found: Array = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def vector(weights: Mapping[str, float], names: Sequence[str]) -> Array:
    """The weights of these names."""
    import numpy as np

    return np.array([weights[name] for name in names], dtype=np.float32)
