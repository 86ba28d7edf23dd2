"""Dates, numbers, percentages, money and durations of a text, with keys equal across languages.

What is printed like a number but names something is left out: labels (第5条, Article 5, (1)),
ordinals, versions (Society 5.0), codes (4G, ISO 9001), addresses, and kanji inside words (一般).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from moc_align.schema import Lang, Span
from moc_align.text import Normalised, normalise

if TYPE_CHECKING:
    from moc_align.values.measures import Found

__all__ = ["Value", "ValueKind", "values"]

ValueKind = Literal["date", "number", "percentage", "money", "duration"]

_VAGUE = frozenset("数何幾")  # 数十, 何千: several, how many


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed, with its canonical form.

    Keys: `2025-08-25`, `2018-05`, `2018`, `--08-25` (no year), `FY2018`; `32000000000`; `2/3`;
    `30%`; `money:USD:3000000000`; `60d`, `3m`, `5y`, `12h`, `90min`, `30s`, `10bd` (business days).
    Weeks are counted in days, and months that fill years in years.
    """

    kind: ValueKind
    key: str
    quote: str
    span: Span


def values(text: str, lang: Lang) -> tuple[Value, ...]:
    """The values of the text, in order and not overlapping."""
    # the patterns take long to compile, and who has values at hand only wants the record
    from moc_align.values.dates import dates
    from moc_align.values.measures import measures
    from moc_align.values.patterns import pattern

    copy = normalise(text)
    found: list[Value] = []
    for match in pattern(lang).finditer(copy.text):
        before = copy.text[max(match.start() - 1, 0) : match.start()]
        if match.lastgroup == "skip" or (lang == "ja" and before in _VAGUE):
            continue
        for part in (*dates(match), *measures(match, lang)):
            span = copy.original_span(Span(part.start, part.end))
            quote = text[span.start : span.end]
            # ①, ², ⅳ: normalised to digits, though they are labels and footnotes
            if any(unicodedata.category(c) in {"No", "Nl"} and c != "〇" for c in quote):
                continue
            if part.kind == "number" and _numbers_line(text, span):
                continue
            again = _again(found[-1], part, span, copy, text) if found else None
            if again:
                found[-1] = again
            else:
                found.append(Value(part.kind, part.key, quote, span))
    return tuple(found)


def _numbers_line(text: str, span: Span) -> bool:
    """True for 「２　衛星測位」: a number that opens a line, set off by an ideographic space."""
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return not before.strip() and text[span.end : span.end + 1] == "\u3000"


def _again(before: Value, part: Found, span: Span, copy: Normalised, text: str) -> Value | None:
    """The value before, extended over its repetition in brackets: 平成30年（2018年）."""
    gap = normalise(text[before.span.end : span.start]).text.strip()
    same = (before.kind, before.key) == (part.kind, part.key)
    if not same or gap != "(" or copy.text[part.end : part.end + 1] != ")":
        return None
    whole = Span(before.span.start, copy.original_span(Span(part.start, part.end + 1)).end)
    return replace(before, quote=text[whole.start : whole.end], span=whole)
