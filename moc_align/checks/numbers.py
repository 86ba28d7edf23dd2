"""Numbers, shares, sums of money and lengths of time that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from moc_align.checks._excerpt import as_printed
from moc_align.checks._labels import Place, lead, places
from moc_align.checks._mentions import mentions
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._quantities import Quantity, contradictions, quantities
from moc_align.checks._references import references
from moc_align.checks._surplus import couples, unmatched
from moc_align.plugins import Check
from moc_align.schema import Finding, Severity, Span

NEAR = 2
"""Links before and after in which a quantity may stand instead: sentences that changed clauses."""
_UNITED = frozenset({"percentage", "money", "duration"})


@dataclass(frozen=True, slots=True)
class _Said:
    """A clause with its quantities, and what in it is none: references and full dates."""

    reading: Reading
    found: tuple[Quantity, ...]
    apart: tuple[Span, ...]

    def mentions(self, quantity: Quantity) -> bool:
        """True where it may be said in other words than those that are quantities of its kind."""
        spans = [own.span for own in self.found if own.kind == quantity.kind]
        rest = mentions(self.reading.text, self.reading.lang, (*spans, *self.apart))
        return bool(quantity.sizes & rest)


@dataclass(frozen=True, slots=True)
class _Left:
    """What the two sides of a link don't share."""

    changed: tuple[tuple[Quantity, Quantity], ...]
    source: tuple[Quantity, ...]
    target: tuple[Quantity, ...]


def find(both: Pair) -> Iterator[Finding]:
    """Findings of the links whose two sides don't say the same quantities."""
    for tie in both.ties:
        for at, side in enumerate((tie.source, tie.target)):
            for words in (word for reading in side for word in contradictions(reading)):
                message = f"{as_printed(words)} says two numbers"
                yield tie.finding("numbers", "error", message, ("", words) if at else (words, ""))
    where = places(both.source), places(both.target)
    left = [_left(tie, where) for tie in both.ties]
    for at, (tie, own) in enumerate(zip(both.ties, left, strict=True)):
        if not tie.source or not tie.target:
            continue
        severity: Severity = "info" if tie.link.uncertain else "error"
        for one, other in own.changed:
            message = f"{one.shown} against {other.shown}"
            yield tie.finding("numbers", severity, message, (one.quote, other.quote))
        near = left[max(at - NEAR, 0) : at + NEAR + 1]
        for one in own.source:
            if one.alone and not any(_has(there.target, one) for there in near):
                message = f"the target does not say {one.shown}"
                yield tie.finding("numbers", severity, message, (one.quote, ""))
        for other in own.target:
            if other.alone and not any(_has(there.source, other) for there in near):
                message = f"the source does not say {other.shown}"
                yield tie.finding("numbers", severity, message, ("", other.quote))


def _has(left: Sequence[Quantity], quantity: Quantity) -> bool:
    return any((own.kind, own.key) == (quantity.kind, quantity.key) for own in left)


def _left(tie: Tie, places: tuple[Mapping[str, Place], Mapping[str, Place]]) -> _Left:
    source, target = (
        [_said(reading, own) for reading in side]
        for side, own in zip((tie.source, tie.target), places, strict=True)
    )
    one, other = unmatched(_all(source), _all(target), _key)
    one, other = _unequal(one, other)
    # two spans of time or sums of money are hardly ever the same in other words
    changed = list(couples(one, other, lambda a, b: a.kind == b.kind and a.kind in _UNITED))
    one = [q for q in one if not any(said.mentions(q) for said in target)]
    other = [q for q in other if not any(said.mentions(q) for said in source)]
    changed += couples(one, other, _against)
    # what either side says once more is a repetition
    return _Left(
        tuple(changed),
        tuple(q for q in one if _key(q) not in set(map(_key, _all(target)))),
        tuple(q for q in other if _key(q) not in set(map(_key, _all(source)))),
    )


def _said(reading: Reading, places: Mapping[str, Place]) -> _Said:
    place = places[reading.clause.id]
    apart = [reference.span for reference in references(reading.text, reading.lang, place)]
    if not reading.clause.label:
        apart.append(lead(reading.text))
    full = [v.span for v in reading.values if v.kind == "date" and "-" in v.key]
    return _Said(reading, quantities(reading, apart), (*apart, *full))


def _all(side: Sequence[_Said]) -> list[Quantity]:
    return [quantity for said in side for quantity in said.found]


def _key(quantity: Quantity) -> tuple[str, str]:
    return quantity.kind, quantity.key


def _unequal(one: list[Quantity], other: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Without what is equal in other units: 24 hours and a day, 1 year 6 months and 18 months.

    So is what sums up to the same: 38 hours and 45 minutes are 38.75 hours.
    """
    list(couples(one, other, Quantity.same))
    for length in _LENGTHS:
        one, other = _without_equal_sums(one, other, length)
    return one, other


_LENGTHS: tuple[Callable[[Quantity], Fraction | None], ...] = (
    lambda quantity: quantity.months,
    lambda quantity: quantity.minutes,
    lambda quantity: quantity.minutes if quantity.alone else None,
)
"""Lengths that may be summed up; last without those said without a numeral: 38 hours a week."""


def _without_equal_sums(
    one: list[Quantity], other: list[Quantity], length: Callable[[Quantity], Fraction | None]
) -> tuple[list[Quantity], list[Quantity]]:
    lengths = [[n for n in map(length, side) if n is not None] for side in (one, other)]
    if not all(lengths) or sum(lengths[0]) != sum(lengths[1]):
        return one, other
    return [q for q in one if length(q) is None], [q for q in other if length(q) is None]


def _against(one: Quantity, other: Quantity) -> bool:
    """True where one speaks against the other; once and "one" only against a greater number."""
    if one.kind != other.kind:
        return False
    return one.kind == "ordinal" or not (one.weak and other.weak)


CHECK = Check(
    severity="error",
    help=(
        "Numbers, percentages, sums of money, lengths of time and ordinals are compared by what "
        "they mean: 三億円 is 300 million yen, 六箇月 six months, sixty (60) is 60. A number is "
        "what the parties owe, so one that differs or is missing is an error. What a language says "
        "without a numeral passes: both for 2, 半年 for six months, annually for 年一回."
    ),
    find=find,
)
