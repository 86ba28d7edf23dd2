"""Dates with their parts, and what else a text says of years, months and days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from moc_align.checks._excerpt import as_printed
from moc_align.schema import Lang, Span
from moc_align.text import ja_number, normalise
from moc_align.values import Value

_NAMES = "January February March April May June July August September October November December"
_MONTHS = _NAMES.split()
_KEY = re.compile(r"(FY)?(-|\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_MONTH = {
    "ja": re.compile(r"([\d一二三四五六七八九十]{1,3})\s{0,3}月(?!間)"),
    "en": re.compile(rf"\b({'|'.join(m[:3] for m in _MONTHS)})[a-z]*\b", re.IGNORECASE),
}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)|['’](\d\d)\b|(?<=\d{4}[-~/])(\d\d)(?!\d)")
_DAY = {
    "ja": re.compile(r"([\d一二三四五六七八九十]{1,3})\s{0,3}日"),
    "en": re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A date as printed, as far as it says it."""

    fiscal: bool
    year: int | None
    month: int | None
    day: int | None
    quote: str
    span: Span

    @property
    def parts(self) -> tuple[int | None, int | None, int | None]:
        """Year, month and day."""
        return self.year, self.month, self.day

    @property
    def precision(self) -> int:
        """How many of the parts are said."""
        return sum(part is not None for part in self.parts)

    def within(self, other: Day) -> bool:
        """True where everything it says is said by the other, which may say more."""
        return all(
            own is None or own == part for own, part in zip(self.parts, other.parts, strict=True)
        )

    @property
    def meaning(self) -> str:
        """The date in words."""
        month = _MONTHS[self.month - 1] if self.month else ""
        told = (str(self.day or ""), month, str(self.year or ""))
        return ("fiscal year " if self.fiscal else "") + " ".join(part for part in told if part)

    @property
    def shown(self) -> str:
        """As printed, with the meaning where that is not plain from it."""
        plain = self.quote.isascii() or (self.year is None or str(self.year) in self.quote)
        words = as_printed(self.quote.rstrip("."))
        return words if plain else f"{words} ({self.meaning})"


def day(value: Value) -> Day | None:
    """The date of a value; None where it is no date."""
    match = _KEY.fullmatch(value.key) if value.kind == "date" else None
    if not match:
        return None
    year, month, of_month = (
        int(part) if part and part != "-" else None for part in match.groups()[1:]
    )
    return Day(bool(match[1]), year, month, of_month, value.quote, value.span)


_LONE = {
    "ja": re.compile(
        r"(?<![月\d〇一二三四五六七八九十])(?:同月)?\s?([\d一二三四五六七八九十]{1,3})\s{0,3}日(?!間|以)"
    ),
    "en": re.compile(r"\bthe\s+(\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|day))"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Years, months and days that a text mentions in any form."""

    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]
    lone: frozenset[int]
    """Days whose month is left to the context: 同月19日."""

    def covers(self, date: Day) -> bool:
        """True where each part of the date is mentioned, or the day alone."""
        return date.day in self.lone or (
            (date.year is None or date.year in self.years)
            and (date.month is None or date.month in self.months)
            and (date.day is None or date.day in self.days)
        )


def said(text: str, lang: Lang, dates: Iterable[Day], without: Iterable[Span] = ()) -> Said:
    """What the text mentions outside these stretches; `dates` are those that were read in it."""
    letters = list(text)
    for span in without:
        letters[span.start : span.end] = " " * (span.end - span.start)
    copy = normalise("".join(letters)).text
    years = {int(m[1]) if m[1] else 2000 + int(m[2] or m[3]) for m in _YEAR.finditer(copy)}
    if lang == "en":
        months = [
            _MONTHS.index(name) + 1
            for m in _MONTH["en"].finditer(copy)
            for name in _MONTHS
            if name.lower().startswith(m[1].lower())
        ]
    else:
        months = [int(ja_number(m[1]) or 0) for m in _MONTH["ja"].finditer(copy)]
    days = {int(ja_number(m[1]) or 0) for m in _DAY[lang].finditer(copy)}
    kept = [date for date in dates if not any(date.span == span for span in without)]
    return Said(
        frozenset(years | {d.year for d in kept if d.year}),
        frozenset({*months, *(d.month for d in kept if d.month)}),
        frozenset(days | {d.day for d in kept if d.day}),
        frozenset(int(ja_number(m[1]) or 0) for m in _LONE[lang].finditer(copy)),
    )
