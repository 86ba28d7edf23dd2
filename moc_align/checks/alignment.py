"""Texts that hardly correspond."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._nulls import mostly
from moc_align.checks._pair import Pair
from moc_align.plugins import Check
from moc_align.schema import Finding


def find(both: Pair) -> Iterator[Finding]:
    """One finding where most clauses of a side have no sure counterpart on the other."""
    lost, found = mostly(both, 0), mostly(both, 1)
    if not lost and not found:
        return
    if lost and found:
        message = (
            f"The two texts hardly correspond: {lost[0]} of {lost[1]} clauses of the text and "
            f"{found[0]} of {found[1]} of the translation have no sure counterpart."
        )
    elif lost:
        message = (
            f"Most of the text is missing: {lost[0]} of its {lost[1]} clauses have no sure "
            "counterpart in the translation."
        )
    else:
        added, every = found or (0, 0)
        message = (
            f"Most of the translation has no source: {added} of its {every} clauses have no sure "
            "counterpart in the text."
        )
    sources = (reading for tie in both.ties for reading in tie.source)
    targets = (reading for tie in both.ties for reading in tie.target)
    yield Finding(
        "alignment",
        "warning" if lost and found else "error",
        message,
        tuple(reading.quote for reading in [next(sources, None)] if reading),
        tuple(reading.quote for reading in [next(targets, None)] if reading),
        1.0,
    )


CHECK = Check(
    severity="warning",
    help=(
        "Looks whether the two are a text and its translation at all. Where most clauses of both "
        "have no sure counterpart, these are likely the wrong two files, or one is a summary; it "
        "is said once, in place of a finding for each clause. Where most of one side alone is "
        "without a counterpart, the translation breaks off or was made from another text, and "
        "that is an error."
    ),
    find=find,
)
