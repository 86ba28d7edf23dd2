"""Labels of linked clauses, taken by the lists they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from moc_align.checks._labels import Label, Place, label, places
from moc_align.checks._pair import Pair, Tie
from moc_align.schema import Clause

_COUNTED_THROUGH = frozenset({"article", "chapter", "part", "annex"})
"""Divisions numbered through the document, whatever they stand in."""


@dataclass(frozen=True, slots=True)
class Misnumbered:
    """Two labels that differ."""

    source: str
    target: str
    following: int
    """Links of the same list after it whose labels are off by as much."""


def misnumbered(both: Pair) -> Iterator[tuple[Tie, Misnumbered]]:
    """The first link of each run of labels that differ, list by list.

    A list that lost or gained a clause may be renumbered, and one that was moved is: what is wrong
    there is not the label.
    """
    broken = _broken(both)
    where = places(both.source), places(both.target)
    moved = any(tie.link.crossing for tie in both.tied)
    lists: dict[tuple[str, str], list[tuple[Tie, Label, Label]]] = defaultdict(list)
    for tie in both.tied:
        if tie.link.crossing or tie.link.uncertain:
            continue
        one, other = (
            _label(side[0].clause, against[0].clause, own)
            for side, against, own in (
                (tie.source, tie.target, where[0]),
                (tie.target, tie.source, where[1]),
            )
        )
        printed = tie.source[0].clause.label or tie.target[0].clause.label
        if one and other and (printed or one.kind) and _comparable(one, other):
            lists[_key(tie.source[0].clause)].append((tie, one, other))
    for key, members in lists.items():
        wrong = [member for member in members if not member[1].fits(member[2])]
        if moved:
            wrong = [member for member in wrong if not _elsewhere(member, members)]
        if not wrong:
            continue
        common = frozenset.intersection(*(_offsets(one, other) for _, one, other in wrong))
        shifted = len(wrong) > 1 and bool(common)
        if shifted and key in broken:
            continue
        if shifted:
            tie, one, other = wrong[0]
            yield tie, Misnumbered(one.printed, other.printed, len(wrong) - 1)
        elif len(wrong) == 1 or len(wrong) * 3 <= len(members):
            for tie, one, other in wrong:
                yield tie, Misnumbered(one.printed, other.printed, 0)


def _label(clause: Clause, other: Clause, where: Mapping[str, Place]) -> Label | None:
    """The label of a clause; where the other has 第七条 in its text, the article that it is in."""
    own, left = label(clause), label(other)
    if own or other.label or not left or not left.kind:
        return own
    number = where[clause.id].at(left.kind, 0)
    return Label(left.kind, frozenset({number}), str(number[0])) if number else None


def _elsewhere(member: tuple[Tie, Label, Label], members: list[tuple[Tie, Label, Label]]) -> bool:
    """True where both labels stand on both sides: the clauses moved, their labels are right."""
    _, one, other = member
    return any(one.fits(its) for _, _, its in members) and any(
        other.fits(own) for _, own, _ in members
    )


def _comparable(one: Label, other: Label) -> bool:
    """True for two numbers in brackets, or two divisions by words; 第一条 may be `1.` too."""
    return one.kind == other.kind or not one.kind or not other.kind


def _offsets(one: Label, other: Label) -> frozenset[int]:
    """How far the second number may be from the first: v is 5, or the 22nd letter."""
    return frozenset(its[0] - own[0] for own in one.numbers for its in other.numbers)


def _broken(both: Pair) -> set[tuple[str, str]]:
    """Lists of the source in which a clause has no counterpart, several, or another place."""
    found: set[tuple[str, str]] = set()
    for tie in both.ties:
        if len(tie.source) == len(tie.target) == 1 and not tie.link.crossing:
            continue
        found |= {_key(reading.clause) for reading in tie.source}
        for reading in tie.target:
            kind, parent = _key(reading.clause)
            above = both.by_target.get(parent)
            found.add((kind, above.source[0].clause.id if above and above.source else ""))
    return found


def _key(clause: Clause) -> tuple[str, str]:
    """The list that a clause stands in."""
    own = label(clause)
    kind = own.kind if own else (clause.kind if clause.kind in _COUNTED_THROUGH else "")
    return (kind, "") if kind in _COUNTED_THROUGH else (kind, clause.parent or "")
