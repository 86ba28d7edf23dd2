"""What goes into an alignment of a text with its translation, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moc_align.schema import Origin

if TYPE_CHECKING:
    from moc_align.plugins import Vectors

Embed = Callable[[Sequence[str]], "Vectors"]
"""Texts -> unit rows, for a model whose vectors do not add up."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The units of one text (lines, sentences or clauses) in reading order."""

    texts: tuple[str, ...]
    sums: Vectors
    """`(n, d) float32`, the token sum of each unit; unit rows where the model is no static one."""
    labels: tuple[str, ...] = ()
    """Structural label of each unit that carries one, equal across languages ("art5"), "" for the
    others; empty where the text has none."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A link that a person has fixed; one side may be empty."""

    source: tuple[int, ...]
    target: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bead:
    """A link, or a null link where one side is empty; indices of units from 0, rising."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float
    """Cosine of the two centred sums, -1 to 1; 0 for a null link."""
    confidence: float
    """Probability that exactly this link is right, 0 to 1."""
    crossing: bool = False
    """True where the link crosses others: its text stands elsewhere in the translation."""
    origin: Origin = "auto"
