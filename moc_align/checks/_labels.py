"""Printed labels as numbers (第五条, Article V, （イ）, (a)), and where a clause stands by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from moc_align.schema import Clause, Document, Span
from moc_align.text import AIUEO, IROHA, en_number, ja_number, normalise

Number = tuple[int, ...]
"""The number and its branches: 第三条の二 is (3, 2)."""

KINDS = {
    **dict.fromkeys(("条", "article", "art"), "article"),
    **dict.fromkeys(("項", "パラグラフ", "段落", "paragraph", "para"), "paragraph"),
    **dict.fromkeys(("号", "item", "subparagraph", "sub-paragraph", "point", "no"), "item"),
    **dict.fromkeys(("章", "chapter"), "chapter"),
    **dict.fromkeys(("節", "section", "sec"), "section"),
    **dict.fromkeys(("款", "subsection"), "subsection"),
    **dict.fromkeys(("編", "部", "part"), "part"),
    **dict.fromkeys(("clause",), "clause"),
    **dict.fromkeys(
        ("別表", "別紙", "別添", "附属書", "付属書", "附属文書", "付録", "附録"), "annex"
    ),
    **dict.fromkeys(("annex", "appendix", "schedule", "attachment", "appended table"), "annex"),
    **dict.fromkeys(("annexe", "appendice", "exhibit"), "annex"),
}
"""Divisions of an instrument by the words for them, lower case and without a plural's s."""

_ROMAN = re.compile(r"(?=[ivxl])(xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_BARE = re.compile(r"[\s()\[\]【】〔〕{}.:、。,．]+")
_DIVISION = re.compile(
    r"第?\s*(?P<ja>[\d〇一二三四五六七八九十百千]+)\s*(?P<unit>[条項号章節款編部目])(?P<branch>(?:の[\d一-九十]+)*)"
    r"|(?P<word>[A-Za-z§-]+)\.?\s*(?P<en>[\w.-]+)"
)


def counts(printed: str) -> frozenset[Number]:
    """What a numeral of a label may count, without its brackets; empty where it is none.

    `i` is one, or the ninth letter; イ is one in one order of the syllables and two in the other.
    """
    bare = _BARE.sub("", printed)
    low = bare.lower()
    found: set[Number] = set()
    if re.fullmatch(r"\d{1,4}", bare):
        return frozenset({(int(bare),)})
    if re.fullmatch(r"[〇零一二三四五六七八九十百千]+", bare):
        number = ja_number(bare)
        return frozenset() if number is None else frozenset({(int(number),)})
    if len(bare) == 1:
        found |= {(order.index(bare) + 1,) for order in (AIUEO, IROHA) if bare in order}
    if low.isascii() and low.isalpha():
        if _ROMAN.fullmatch(low):
            digits = [_ROMAN_VALUES[char] for char in low]
            found.add((sum(-d if d < max(digits[at:]) else d for at, d in enumerate(digits)),))
        if len(low) == 1 or (len(low) == 2 and low[0] == low[1] and not found):
            found.add((ord(low[0]) - 96,))
        spelled = en_number(low) if len(low) > 2 and not found else None
        if spelled is not None:
            found.add((int(spelled),))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label that is a number."""

    kind: str
    """Of `KINDS` values; empty for (1), イ and the like, whose depth only their place tells."""
    numbers: frozenset[Number]
    printed: str

    def fits(self, other: Label) -> bool:
        """True where both can be the same number."""
        return bool(self.numbers & other.numbers)


_LEAD = re.compile(
    r"(?:第\s?[\d〇一二三四五六七八九十百]{1,5}\s?[条章節項号](?=[\s(:])"
    r"|(?:Article|Section|Chapter|Paragraph)\s\d{1,3}(?=[.:]?\s+[A-Z(]|\s*$)"
    r"|\((?:\d{1,2}|[ivx]{1,5}|[a-z]|[一二三四五六七八九十]{1,3}|[ア-ンイロハ])\)"
    r"|(?:\d{1,2}|[ivx]{1,5}|[a-z]|[一二三四五六七八九十]{1,3})[.)、](?=\s)"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?=\s(?![つ人名社件回度年月日週時分秒か箇個台枚倍割億万千百円乗次])[\u3040-\u9fff]))"
)


LONGEST = 24
"""Characters that a label takes at most."""


def lead(text: str) -> Span:
    """The label at the start of a text, which was not taken for one as it is out of its sequence.

    Empty where there is none.
    """
    copy = normalise(text[:LONGEST])
    match = _LEAD.match(copy.text)
    return copy.original_span(Span(0, match.end())) if match else Span(0, 0)


def label(clause: Clause) -> Label | None:
    """The label of a clause, also one left in its text; None for a bullet or no label."""
    printed = normalise(clause.label).text.strip()
    if any(map(str.isalnum, printed)):
        return _read(printed, clause.label)
    if printed or clause.title:
        return None
    left = clause.text[: lead(clause.text).end].strip()
    return _read(normalise(left).text, left)


def _read(label_text: str, printed: str) -> Label | None:
    bare = counts(label_text)
    if bare:
        return Label("", bare, printed)
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})+\.?", label_text):
        number = tuple(map(int, label_text.rstrip(".").split(".")))
        return Label("", frozenset({number}), printed)
    match = _DIVISION.fullmatch(label_text.rstrip(" .:"))
    if not match:
        return None
    if match["ja"]:
        numerals = (match["ja"], *match["branch"].split("の")[1:])
        numbers = [ja_number(numeral) for numeral in numerals]
        if None in numbers:
            return None
        exact = tuple(int(number) for number in numbers if number is not None)
        return Label(KINDS.get(match["unit"], ""), frozenset({exact}), printed)
    kind = KINDS.get(match["word"].lower().rstrip("s"), "")
    if re.fullmatch(r"\d{1,3}(?:[.-]\d{1,3})*", match["en"]):
        exact = tuple(int(part) for part in re.split(r"[.-]", match["en"]))
        return Label(kind, frozenset({exact}), printed)
    several = counts(match["en"])
    return Label(kind, several, printed) if several else None


@dataclass(frozen=True, slots=True)
class Place:
    """Numbers of the divisions that a clause stands in, by kind; absent where not printed."""

    numbers: Mapping[str, int]

    def at(self, kind: str, offset: int) -> Number | None:
        """The number of the division so many before or after; None where it can't be told."""
        own = self.numbers.get(kind)
        return None if own is None or own + offset < 1 else (own + offset,)


def places(document: Document) -> Mapping[str, Place]:
    """Where each clause stands, by its id."""
    found: dict[str, Place] = {}
    for clause in document.clauses:
        above = found[clause.path[-1]].numbers if clause.path else {}
        own = label(clause)
        numbers = dict(above)
        # Of (1) after i and v only one reading is sure
        if own and len(own.numbers) == 1 and len(number := next(iter(own.numbers))) == 1:
            for kind in _kinds(clause, own, above):
                numbers[kind] = number[0]
        found[clause.id] = Place(numbers)
    return found


def _kinds(clause: Clause, own: Label, above: Mapping[str, int]) -> tuple[str, ...]:
    """What a label counts: (1) straight below an article may be a paragraph or an item."""
    if own.kind:
        return (own.kind,)
    if clause.kind == "paragraph":
        return ("paragraph",)
    return ("item",) if "paragraph" in above else ("item", "paragraph")
