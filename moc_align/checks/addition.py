"""Clauses of the translation that the text does not have."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._nulls import finding, missing
from moc_align.checks._pair import Pair
from moc_align.plugins import Check
from moc_align.schema import Finding


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each clause of the target that nothing in the source corresponds to."""
    for found in missing(both, 1):
        yield finding("addition", found, 1, "Nothing in the text corresponds to {}.")


CHECK = Check(
    severity="error",
    help=(
        "Looks for clauses of the translation that nothing in the text corresponds to: they would "
        "undertake what was not agreed. An added heading, date line or signature is a warning, as "
        "is an addition that is not certain; a line of contact details is for information. A "
        "clause that stands twice is told as a duplicate, one left in the other language as "
        "untranslated; notes on a provisional translation pass."
    ),
    find=find,
)
