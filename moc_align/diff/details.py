"""What differs between an undertaking and its successor, by value and never by wording alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moc_align.commitments import Strength
from moc_align.facts import Facts
from moc_align.names import Name, same_name
from moc_align.schema import Detail, DetailKind
from moc_align.values import Value

SAME_NAME = 0.75
"""Likeness from which two names count as one, so that a spelling is not reported as a change."""
TELLING = 0.5
"""Weight from which a name says something: METI does, IT does not."""

_NAME_KINDS: dict[str, DetailKind] = {
    "body": "body",
    "place": "place",
    "country": "place",
    "name": "scope",
}


def details(
    before: Sequence[Facts], after: Sequence[Facts], known: frozenset[str]
) -> tuple[Detail, ...]:
    """Differences of commitment, bodies, places, dates, numbers and named scope, in that order.

    A value on one side only has an empty counterpart. `known` are keys of the parties, which every
    clause may or may not name.
    """
    found = [*_commitment(before, after)]
    old_names = _telling(before, known)
    new_names = _telling(after, known)
    for kind in ("body", "place", "name"):
        gone = _without(old_names, new_names, kind)
        come = _without(new_names, old_names, kind)
        found += _paired(_NAME_KINDS[kind], gone, come)
    old_values = [value for facts in before for value in facts.values]
    new_values = [value for facts in after for value in facts.values]
    for kinds in (("date",), ("number",), ("percentage",), ("money",), ("duration",)):
        gone = _missing(old_values, new_values, kinds)
        come = _missing(new_values, old_values, kinds)
        found += _paired("date" if kinds == ("date",) else "number", gone, come)
    return tuple(found)


def _commitment(before: Sequence[Facts], after: Sequence[Facts]) -> Iterable[Detail]:
    """The strongest undertaking of either side, where both say how strong they are."""
    sides = [
        max(
            (f.commitment for f in side if f.commitment and f.commitment.strength > Strength.NONE),
            key=lambda c: c.strength,
            default=None,
        )
        for side in (before, after)
    ]
    old, new = sides
    if old and new and (old.strength, old.negated) != (new.strength, new.negated):
        quotes = [f"{c.quote} ({'not ' * c.negated}{c.strength.name.lower()})" for c in (old, new)]
        yield Detail("commitment", *quotes)


def _telling(side: Sequence[Facts], known: frozenset[str]) -> list[Name]:
    names = (name for facts in side for name in facts.names)
    return [n for n in names if n.weight >= TELLING and n.key not in known]


def _without(names: list[Name], others: list[Name], kind: str) -> list[str]:
    """Quotes of the names of that kind that the other side does not have in any spelling."""
    kinds = ("place", "country") if kind == "place" else (kind,)
    alone = (
        n for n in names if n.kind in kinds and all(same_name(n, o) < SAME_NAME for o in others)
    )
    return list(dict.fromkeys({n.key: n.quote for n in alone}.values()))


def _missing(values: list[Value], others: list[Value], kinds: tuple[str, ...]) -> list[str]:
    keys = {value.key for value in others}
    return list(dict.fromkeys(v.quote for v in values if v.kind in kinds and v.key not in keys))


def _paired(kind: DetailKind, gone: list[str], come: list[str]) -> list[Detail]:
    """What went with what came, one to one in order; the rest stands alone."""
    length = max(len(gone), len(come))
    gone, come = ([*side, *[""] * (length - len(side))] for side in (gone, come))
    return [Detail(kind, old, new) for old, new in zip(gone, come, strict=True)]
