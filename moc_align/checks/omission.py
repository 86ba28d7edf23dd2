"""Clauses of the text that the translation leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._nulls import finding, missing
from moc_align.checks._pair import Pair
from moc_align.plugins import Check
from moc_align.schema import Finding


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each clause of the source that nothing in the target corresponds to."""
    for lost in missing(both, 0):
        yield finding("omission", lost, 0, "Nothing in the translation corresponds to {}.")


CHECK = Check(
    severity="error",
    help=(
        "Looks for clauses of the text that nothing in the translation corresponds to. What is "
        "left out is binding in one language only. A missing heading, date line or signature is a "
        "warning, as is an omission that is not certain; a line of contact details is for "
        "information. Items that a translation draws together into one sentence, and notes on a "
        "provisional translation, pass. Where most of the text is missing, alignment says so once."
    ),
    find=find,
)
