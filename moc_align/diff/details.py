"""What differs between an undertaking and its successor, by value and never by wording alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moc_align.commitments import Strength
from moc_align.facts import Facts
from moc_align.names import Name, same_name, sound_pairs
from moc_align.schema import Detail, DetailKind
from moc_align.values import Value

TOLD_STEPS = 2
"""Steps of the ladder from which a summary's commitment is said to differ."""
TELLING = 0.5
"""Weight from which a name says something: METI does, IT does not."""

_NAME_KINDS: dict[str, DetailKind] = {
    "body": "body",
    "place": "place",
    "country": "place",
    "name": "scope",
}


def details(
    before: Sequence[Facts], after: Sequence[Facts], known: frozenset[str], summary: bool
) -> tuple[Detail, ...]:
    """Differences of commitment, bodies, places, dates, numbers and named scope, in that order.

    A value on one side only has an empty counterpart. `known` are keys of the parties, which every
    clause may or may not name. Where one side only summarises, its nouns of action ("convening
    of") are an editor's, so that a commitment must differ by more than a step to be told.
    """
    found = [*_commitment(before, after, TOLD_STEPS if summary else 1)]
    for kind in ("body", "place", "name"):
        gone, come = _alone(before, after, kind, known), _alone(after, before, kind, known)
        found += _paired(_NAME_KINDS[kind], gone, come)
    old_values = [value for facts in before for value in facts.values]
    new_values = [value for facts in after for value in facts.values]
    for value_kind in ("date", "number", "percentage", "money", "duration"):
        gone = _missing(old_values, new_values, value_kind)
        come = _missing(new_values, old_values, value_kind)
        found += _paired("date" if value_kind == "date" else "number", gone, come)
    return tuple(found)


def _commitment(before: Sequence[Facts], after: Sequence[Facts], steps: int) -> Iterable[Detail]:
    """The firmest undertaking of either side, where both say how firm they are."""
    sides = [
        max(
            (f.commitment for f in side if f.commitment and f.commitment.strength > Strength.NONE),
            key=lambda c: c.strength,
            default=None,
        )
        for side in (before, after)
    ]
    old, new = sides
    if old and new and (abs(old.strength - new.strength) >= steps or old.negated != new.negated):
        quotes = [f"{c.quote} ({'not ' * c.negated}{c.strength.name.lower()})" for c in (old, new)]
        yield Detail("commitment", *quotes)


def _alone(
    here: Sequence[Facts], there: Sequence[Facts], kind: str, known: frozenset[str]
) -> list[str]:
    """Quotes of the telling names of that kind that the other side has in no spelling."""
    kinds = ("place", "country") if kind == "place" else (kind,)
    others = [name for facts in there for name in facts.names]
    alone: dict[str, str] = {}
    for facts in here:
        for name in facts.names:
            told = name.kind in kinds and name.key not in known and _tells(name, facts, there)
            if told and not any(same_name(name, other) for other in others):
                alone.setdefault(name.key, name.quote)
    quotes = list(alone.values())
    heard = {quote for facts in here for other in there for quote in _heard(facts, other)}
    return [quote for quote in quotes if not any(word in quote for word in heard)]


def _tells(name: Name, here: Facts, there: Sequence[Facts]) -> bool:
    """True where the absence of a name on the other side would say something.

    A name that the glossary lacks may have been translated. Only a place is known by its sound, and
    Latin letters of a Japanese text would stand in an English one as they are.
    """
    if all(facts.lang == here.lang for facts in there):
        return name.weight >= TELLING
    kept = here.lang == "ja" and name.quote.isascii()
    heard = name.kind == "place"
    return name.weight >= 1 or ((kept or heard) and name.weight >= TELLING)


def _heard(here: Facts, there: Facts) -> Iterable[str]:
    """Words of one side that sound like words of the other, in the script of the first."""
    if here.lang == there.lang:
        return
    ja, en = (here, there) if here.lang == "ja" else (there, here)
    for kana, latin, _ in sound_pairs(ja.sounds, en.text):
        yield kana if here is ja else latin


def _missing(values: list[Value], others: list[Value], kind: str) -> list[str]:
    keys = {value.key for value in others}
    return list(dict.fromkeys(v.quote for v in values if v.kind == kind and v.key not in keys))


def _paired(kind: DetailKind, gone: list[str], come: list[str]) -> list[Detail]:
    """What went with what came, one to one in order; the rest stands alone."""
    length = max(len(gone), len(come))
    gone, come = ([*side, *[""] * (length - len(side))] for side in (gone, come))
    return [Detail(kind, old, new) for old, new in zip(gone, come, strict=True)]
