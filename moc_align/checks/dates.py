"""Dates that differ, whatever the calendar or the order they are printed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moc_align.checks._days import Day, Said, day, said
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._surplus import couples, unmatched
from moc_align.plugins import Check
from moc_align.schema import Finding, Severity

NEAR = 2
"""Links before and after in which a date may stand instead: sentences that changed clauses."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What the two sides of a link don't share."""

    changed: tuple[tuple[Day, Day], ...]
    coarser: tuple[tuple[Day, Day], ...]
    source: tuple[Day, ...]
    target: tuple[Day, ...]


def find(both: Pair) -> Iterator[Finding]:
    """Findings of the links whose two sides don't name the same dates."""
    left = [_left(tie) for tie in both.ties]
    for at, (tie, own) in enumerate(zip(both.ties, left, strict=True)):
        if not tie.source or not tie.target:
            continue
        severity: Severity = "info" if tie.link.uncertain else "error"
        for one, other in own.changed:
            message = f"{one.shown} against {other.shown}{_how(one, other)}"
            yield tie.finding("dates", severity, message, (one.quote, other.quote))
        for one, other in own.coarser:
            message = f"{one.shown} against {other.shown}: one says less of the date"
            yield tie.finding("dates", "info", message, (one.quote, other.quote))
        near = left[max(at - NEAR, 0) : at + NEAR + 1]
        for one in own.source:
            if _alone(one) and not any(one.within(d) for there in near for d in there.target):
                message = f"the target does not say {one.shown}"
                yield tie.finding("dates", severity, message, (one.quote, ""))
        for other in own.target:
            if _alone(other) and not any(other.within(d) for there in near for d in there.source):
                message = f"the source does not say {other.shown}"
                yield tie.finding("dates", severity, message, ("", other.quote))


def _alone(date: Day) -> bool:
    """True where leaving it out is an error: a bare year is often said in other words."""
    return date.precision > 1


def _how(one: Day, other: Day) -> str:
    """What exactly differs, where that can be named."""
    if None in (one.month, one.day, other.month, other.day):
        return ""
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return ": day and month are swapped"
    if one.parts[1:] == other.parts[1:] and one.year and other.year:
        return f": the year is {one.year} against {other.year}"
    return ""


def _left(tie: Tie) -> _Left:
    source, target = _days(tie.source), _days(tie.target)
    one, other = unmatched(source, target, lambda date: (date.fiscal, date.parts))
    list(
        couples(one, other, lambda a, b: not _far(a, b))
    )  # 2025年度 and 2025, 8月25日 and 25 August 2025
    coarser = tuple(couples(one, other, lambda a, b: a.within(b) or b.within(a)))
    changed = list(couples(one, other, lambda a, b: a.precision == b.precision == 3))
    # what is spread over the text: from October to December 2024
    if one:
        said_there = _said(tie.target, target)
        one = [date for date in one if not _covered(date, said_there, target)]
    if other:
        said_here = _said(tie.source, source)
        other = [date for date in other if not _covered(date, said_here, source)]
    changed += couples(one, other, _against)
    return _Left(tuple(changed), coarser, tuple(one), tuple(other))


def _days(readings: Sequence[Reading]) -> list[Day]:
    read = (day(value) for reading in readings for value in reading.values)
    return [date for date in read if date]


def _far(one: Day, other: Day) -> bool:
    """True where the two differ in more than what one leaves to the context: year, or 年度."""
    if one.fiscal != other.fiscal:
        return one.parts != other.parts
    return one.parts[1:] != other.parts[1:] or None not in (one.year, other.year) or not one.day


def _said(readings: Sequence[Reading], dates: Sequence[Day]) -> list[Said]:
    return [said(reading.text, reading.lang, dates) for reading in readings]


def _covered(date: Day, texts: Sequence[Said], dates: Sequence[Day]) -> bool:
    """True where the other side says every part of it, or the same date again.

    A full date is covered by a full date only: its parts may stand in another order by mistake.
    """
    if any(date.within(known) for known in dates):
        return True
    full = sum(known.precision == 3 for known in dates)
    return not (date.precision == 3 and full) and any(text.covers(date) for text in texts)


def _against(one: Day, other: Day) -> bool:
    return one.fiscal == other.fiscal


CHECK = Check(
    severity="error",
    help=(
        "Dates are compared by the day they name: 令和7年8月25日 is 25 August 2025 and 2025-08-25, "
        "昭和63年 is 1988. Swapped days and months and years of the wrong era are named as such. A "
        "date that leaves the year to its context passes; one that says less is only noted."
    ),
    find=find,
)
