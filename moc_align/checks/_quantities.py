"""What a clause says of how much and how many: what is printed as a value, and what may be one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from moc_align.checks._excerpt import as_printed
from moc_align.checks._mentions import EN_ORDINALS
from moc_align.checks._pair import Reading
from moc_align.schema import Span
from moc_align.text import EN_ONES, EN_SCALES, en_number, ja_number, normalise

_EASY = frozenset("0 1 2 1/2 1/4 3/4 50% 100% 1s 1min 1h 1d 7d 14d 1m 1y 24h".split())
"""What is said without any numeral: both, a half, a week, the whole."""
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year", "h": "hour"}
_UNITS |= {"min": "minute", "s": "second", "bd": "business day"}
_MINUTES = {"s": Fraction(1, 60), "min": Fraction(1), "h": Fraction(60), "d": Fraction(1440)}
_DURATION = re.compile(r"([\d.]+)([a-z]+)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as printed."""

    kind: str
    """`number`, `percentage`, `money`, `duration` or `ordinal`."""
    key: str
    """Equal where two of a kind mean the same."""
    sizes: frozenset[Fraction]
    """What the other language may count instead: 6 months are half a year, 50% a half."""
    quote: str
    span: Span
    weak: bool = False
    """True where it is often left unsaid: once, an ordinal. Only another one speaks against it."""

    @property
    def alone(self) -> bool:
        """True where leaving it out is an error: one and two are said without any numeral."""
        return not self.weak and self.key not in _EASY

    def same(self, other: Quantity) -> bool:
        """True where both mean the same: 24 hours are a day."""
        if self.kind != other.kind:
            return False
        if self.kind == "duration" and self.key != other.key:
            own, others = self.minutes, other.minutes
            return own is not None and own == others
        return self.key == other.key

    @property
    def minutes(self) -> Fraction | None:
        """Length of a duration; None where the calendar decides it, and of other kinds."""
        count, unit = _parts(self.key)
        each = _MINUTES.get(unit) if self.kind == "duration" else None
        return None if each is None else count * each

    @property
    def months(self) -> Fraction | None:
        """Length of a duration of months and years; None of others."""
        count, unit = _parts(self.key)
        each = {"m": 1, "y": 12}.get(unit) if self.kind == "duration" else None
        return None if each is None else count * each

    @property
    def meaning(self) -> str:
        """The value in words that both languages share; empty where the print says it."""
        if self.kind == "duration":
            count, unit = _parts(self.key)
            return f"{_plain(count)} {_UNITS[unit]}{'' if count == 1 else 's'}"
        if self.kind == "money":
            _, coin, amount = self.key.split(":")
            return f"{coin} {_grouped(amount)}"
        if self.kind == "ordinal":
            return f"number {self.key}"
        return self.key if "/" in self.key or self.key.endswith("%") else _grouped(self.key)

    @property
    def shown(self) -> str:
        """As printed, with the meaning where that is not plain from it."""
        plain = self.meaning.replace(",", "") in self.quote.replace(",", "")
        return as_printed(self.quote) if plain else f"{as_printed(self.quote)} ({self.meaning})"


def quantities(reading: Reading, without: Sequence[Span]) -> tuple[Quantity, ...]:
    """The quantities of a clause outside these stretches, in order, weak ones among them.

    Dates are none.
    """
    values = [
        Quantity(value.kind, value.key, _sizes(value.kind, value.key), value.quote, value.span)
        for value in reading.values
        if value.kind != "date"
    ]
    said = [value.span for value in reading.values]
    weak = chain(_ordinals(reading), _ones(reading))
    found = (*values, *(one for one in weak if not _overlaps(one.span, said)))
    kept = (one for one in found if not _overlaps(one.span, without))
    return tuple(sorted(kept, key=lambda one: one.span))


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _parts(key: str) -> tuple[Fraction, str]:
    match = _DURATION.fullmatch(key)
    return (Fraction(match[1]), match[2]) if match else (Fraction(0), "d")


def _plain(count: Fraction) -> str:
    return str(count.numerator) if count.denominator == 1 else f"{float(count):g}"


def _grouped(amount: str) -> str:
    whole, dot, rest = amount.partition(".")
    return f"{int(whole):,}{dot}{rest}" if len(whole) > 4 else amount


def _sizes(kind: str, key: str) -> frozenset[Fraction]:
    if kind == "money":
        return frozenset({Fraction(key.rpartition(":")[2])})
    if kind == "percentage":
        share = Fraction(key.removesuffix("%"))
        return frozenset({share, share / 100, share / 10})
    if kind != "duration":
        return frozenset({Fraction(key)})
    count, unit = _parts(key)
    other = {"m": (12,), "y": (Fraction(1, 12), 10, 100), "d": (7, 14), "h": (24,), "min": (60,)}
    return frozenset({count, *(count / Fraction(part) for part in other.get(unit, ()))})


_JA_ORDINAL = re.compile(
    r"第\s{0,2}([\d〇一二三四五六七八九十百]{1,5})(?!\s{0,2}(?:[条項号章節款編部目表種]|[国者極]|機関|世界|セクター|に|[、,]))"
    r"|([\d一二三四五六七八九十百]{1,5})[回番度代]目"
)
_EN_ORDINAL_RE = re.compile(
    rf"\b({'|'.join(sorted(EN_ORDINALS, key=len, reverse=True))}|(\d{{1,3}})(?:st|nd|rd|th))\b"
    r"(?!,|-|\s+(?:part(?:y|ies)|countr|state|world|nation|of\s+all|and\s+foremost))"
    r"(?<!\bat first)(?<!the first(?= time))",
    re.IGNORECASE,
)
_JA_ONE = re.compile(
    r"(?<![\d第一-九十百千万.,同])[一1]\s?(?:回|名|人|通|部|件|社|校|台|つ|[かヶカ箇]\s?[国所])"
    r"(?!方|般|々|部)"
)
_EN_ONE = re.compile(
    r"\b(?:once|one(?!\s+(?:another|of|or|hand|side|party|third|half))(?![-\s]\w+th))\b",
    re.IGNORECASE,
)


_EN_COPIES = tuple(
    (re.compile(rf"\b{word}\b", re.IGNORECASE), number)
    for word, number in (("duplicate", "2"), ("triplicate", "3"), ("quadruplicate", "4"))
)


def _ordinals(reading: Reading) -> Iterable[Quantity]:
    copy = normalise(reading.text)
    for match in (_JA_ORDINAL if reading.lang == "ja" else _EN_ORDINAL_RE).finditer(copy.text):
        if reading.lang == "ja":
            number = ja_number(match[1] or match[2])
        else:
            number = en_number(match[2]) if match[2] else Decimal(EN_ORDINALS[match[1].lower()])
        if number is not None:
            span = copy.original_span(Span(*match.span()))
            quote = reading.text[span.start : span.end]
            size = frozenset({Fraction(number)})
            yield Quantity("ordinal", f"{number:f}", size, quote, span, weak=True)


def _ones(reading: Reading) -> Iterable[Quantity]:
    """一回, once and in duplicate: what 三回 or three copies on the other side speak against."""
    copy = normalise(reading.text)
    patterns = ((_JA_ONE, "1"),) if reading.lang == "ja" else ((_EN_ONE, "1"), *_EN_COPIES)
    for pattern, key in patterns:
        for match in pattern.finditer(copy.text):
            span = copy.original_span(Span(*match.span()))
            quote = reading.text[span.start : span.end]
            yield Quantity("number", key, frozenset({Fraction(key)}), quote, span, weak=True)


_SPELLED = "|".join((*EN_ONES, *EN_SCALES))
_TWICE = re.compile(
    rf"\b((?:{_SPELLED})(?:[\s-]+(?:and\s+)?(?:{_SPELLED}))*)\s*\(\s*(\d[\d,]*)\s*\)(?=\s+[a-z])",
    re.IGNORECASE,
)


def contradictions(reading: Reading) -> Iterable[str]:
    """Numbers that words and digits say differently, verbatim: sixty (90) days."""
    if reading.lang == "ja":
        return
    for match in _TWICE.finditer(reading.text):
        word, digits = en_number(match[1]), en_number(match[2])
        # a group of five (2024) has a year in brackets
        if None not in (word, digits) and word != digits and not 1800 <= (digits or 0) <= 2200:
            yield match[0]
