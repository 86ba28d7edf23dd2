"""The learned numbers of the model, and where the shipped ones are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).with_name("weights.json")
MOVE_FEATURES = ("bias", "advantage", "advantage_small", "cosine", "distance", "left")
JOIN_FEATURES = ("bias", "said", "gain", "length", "distance")


@dataclass(frozen=True, slots=True)
class Weights:
    """What `bench/fit_bitext.py` has learned from texts that were made for it."""

    beads: Mapping[str, float]
    """For each name of `arcs.FEATURES`, log-odds for each unit of the feature."""
    moves: Mapping[str, float]
    """For each name of `MOVE_FEATURES`, of a link that stands elsewhere."""
    joins: Mapping[str, float]
    """For each name of `JOIN_FEATURES`, of a unit that belongs to a link it does not touch."""
    calibration: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    """Share of all paths -> how often such links are right; both rising, from 0 to 1."""


@cache
def shipped() -> Weights:
    """The weights that come with the package."""
    return read(SHIPPED.read_text(encoding="utf-8"))


def read(text: str) -> Weights:
    """The weights of a JSON text. Raises: ValueError, KeyError."""
    found = json.loads(text)
    calibration = tuple((float(x), float(y)) for x, y in found["calibration"])
    return Weights(found["beads"], found["moves"], found["joins"], calibration)
