"""Links beside gold links -> how good they are and how far their confidences can be believed."""

from __future__ import annotations

from moc_align.evaluate.beads import Alignment, Link, read_alignment, read_lines
from moc_align.evaluate.calibration import Calibration, calibration
from moc_align.evaluate.render import as_json, as_text
from moc_align.evaluate.result import Case, Result, evaluate
from moc_align.evaluate.score import Counts, Ratios, count

__all__ = [
    "Alignment",
    "Calibration",
    "Case",
    "Counts",
    "Link",
    "Ratios",
    "Result",
    "as_json",
    "as_text",
    "calibration",
    "count",
    "evaluate",
    "read_alignment",
    "read_lines",
]
