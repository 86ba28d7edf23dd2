"""A text and its translation, unit by unit: every link with its probability, none forgotten."""

from moc_align.aligner.bitext.engine import UNRELATED, align, related
from moc_align.aligner.bitext.records import Bead, Pin, Side
from moc_align.aligner.bitext.weights import Weights, shipped

__all__ = [
    "UNRELATED",
    "Bead",
    "Pin",
    "Side",
    "Weights",
    "align",
    "related",
    "shipped",
]
