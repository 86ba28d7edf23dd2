"""Clauses that are far longer or shorter than their counterpart, for this document."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._lengths import columns, outliers
from moc_align.checks._pair import Pair
from moc_align.plugins import Check
from moc_align.schema import Finding

FAR = 4.0
"""Robust deviations from the document's own ratio: none of 1000 good links is that far out."""

LEAST = 60
"""Columns of the longer side: an acronym for a long name is no hint."""


def find(both: Pair) -> Iterator[Finding]:
    """Findings of the links whose lengths are out of proportion."""
    limit = both.options.thresholds.get("length-z", FAR)
    far = outliers(both)
    for tie in both.tied:
        score = far.get(id(tie), 0.0)
        if abs(score) >= limit and max(columns(tie)) >= LEAST:
            side, how = ("target", "long") if score > 0 else ("target", "short")
            message = (
                f"the {side} is {how} for its source: {abs(score):.1f} deviations from the rest"
            )
            yield tie.finding("length", "info", message)


CHECK = Check(
    severity="info",
    help=(
        "The lengths of two linked clauses are compared with the ratio that this document has, "
        "since none holds for all translations. A clause far off it may lack a part or have one "
        "too many; it may also just be well put, so this is only a hint. Threshold: `length-z`."
    ),
    find=find,
)
