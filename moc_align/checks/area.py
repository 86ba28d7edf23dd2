"""Clauses that the translation has under another heading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from moc_align.checks._excerpt import quoted
from moc_align.checks._headings import Parted, under
from moc_align.checks._nulls import elsewhere
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.plugins import Check
from moc_align.schema import Clause, Document, Finding, Severity

WHOLE = 2
"""Clauses of a heading that must have moved, none of them left, for the headings to be at fault."""


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each clause under a wrong heading; one for a heading exchanged as a whole."""
    moved = [(tie, parted) for tie in both.tied if (parted := _parted(both, tie))]
    for _, group in groupby(moved, key=lambda each: (each[1][0].id, each[1][1].id)):
        ties = list(group)
        parted = ties[0][1]
        if len(ties) >= WHOLE and not _stayed(both, parted):
            tie = Tie(ties[0][0].link, ties[0][0].source, ties[0][0].target)
            yield _finding(both, tie, parted, f"All {len(ties)} clauses under")
        else:
            for tie, parted in ties:
                yield _finding(both, tie, parted, "A clause of")
    for source, target in elsewhere(both):
        parted = under(both, source, target)
        if parted:
            yield _unlinked(both, source, target, parted)


def _parted(both: Pair, tie: Tie) -> Parted | None:
    """The headings of the tie's clauses, where each is linked to another than the other's."""
    if tie.heading:
        return None
    parted = [under(both, source, target) for source in tie.source for target in tie.target]
    return parted[0] if parted and all(parted) else None


def _stayed(both: Pair, parted: Parted) -> bool:
    """True where a clause of the source's heading stands under the heading linked to that."""
    return any(
        not tie.heading and parted[0].id in reading.clause.path and _parted(both, tie) is None
        for tie in both.tied
        for reading in tie.source
    )


def _finding(both: Pair, tie: Tie, parted: Parted, what: str) -> Finding:
    severity: Severity = "warning" if tie.link.uncertain else "error"
    return tie.finding("area", severity, _message(both, parted, what))


def _unlinked(both: Pair, source: Reading, target: Reading, parted: Parted) -> Finding:
    """Of two null links that say the same: they correspond, if less surely."""
    message = f"{_message(both, parted, 'A clause of')[:-1]}, as it seems."
    return Finding("area", "error", message, (source.quote,), (target.quote,), 0.5)


def _message(both: Pair, parted: Parted, what: str) -> str:
    ours, theirs = parted
    right = both.by_source[ours.id].target[0].clause
    return (
        f"{what} {_shown(both.source, ours)} stands under {_shown(both.target, theirs)} in the "
        f"translation, not under {_shown(both.target, right)}."
    )


def _shown(document: Document, heading: Clause) -> str:
    return quoted(f"{heading.label} {heading.words}".strip(), document.lang)


CHECK = Check(
    severity="error",
    help=(
        "Looks for linked clauses whose headings (the nearest article, section or area above) are "
        "linked to other headings: the clause was moved, and with it what it is about. Articles "
        "that moved as a whole, and clauses that moved under their own heading, are the subject "
        "of order; headings that only one side has part nothing."
    ),
    find=find,
)
