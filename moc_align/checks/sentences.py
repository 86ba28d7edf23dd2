"""Linked clauses of which one has fewer sentences and is short, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moc_align.checks._lengths import outliers
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.plugins import Check
from moc_align.schema import Finding
from moc_align.text import width

SHORT = 2.2
"""Robust deviations of the length from which a missing sentence is likelier than a merged one."""
SHORTER = 1.4
"""The same where a value of the longer side is lost as well."""
LEAST = 14
"""Columns of a sentence; a shorter one is an abbreviation's full stop or a stock phrase."""


def find(both: Pair) -> Iterator[Finding]:
    """Findings of the links that are short on the side that has fewer sentences."""
    limit = both.options.thresholds.get("sentences-z", SHORT)
    far = outliers(both)
    for tie in both.tied:
        source, target = _count(tie.source), _count(tie.target)
        if source == target:
            continue
        score = far.get(id(tie), 0.0) * (1 if source < target else -1)
        long, short = (tie.source, tie.target) if target < source else (tie.target, tie.source)
        if score < (min(limit, SHORTER) if _lost(long, short) else limit):
            continue
        if not tie.link.uncertain and _complete(tie):
            less, more = ("target", "source") if target < source else ("source", "target")
            message = (
                f"the {less} has {min(source, target)} of {max(source, target)} sentences of the "
                f"{more} and is short for it: a sentence may be missing"
            )
            yield tie.finding("sentences", "warning", message)


def _count(readings: Sequence[Reading]) -> int:
    return sum(
        max(1, sum(width(sentence) >= LEAST for sentence in reading.clause.sentences))
        for reading in readings
    )


def _lost(long: Sequence[Reading], short: Sequence[Reading]) -> bool:
    """True where the one side has a date, a duration or an amount that the other has not.

    A bare number may go without saying: 二人 is "both" or "the two".
    """
    ours, theirs = (
        {value.key for reading in side for value in reading.values if value.kind != "number"}
        for side in (long, short)
    )
    return bool(ours - theirs)


def _complete(tie: Tie) -> bool:
    """True where what is counted are sentences: lists and headings have none."""
    return not tie.heading and all(r.clause.text for r in (*tie.source, *tie.target))


CHECK = Check(
    severity="warning",
    help=(
        "A clause with fewer sentences than its counterpart lacks one, or has two in one; only "
        "where it is also short for this document is a sentence likely to be missing. Sentences "
        "that were merged, and short ones such as 逆もまた同様。, pass."
    ),
    find=find,
)
