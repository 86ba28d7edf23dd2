"""Money, percentages, durations and plain numbers of a match, in their canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from moc_align.schema import Lang
from moc_align.text import en_number, ja_number
from moc_align.values import ValueKind
from moc_align.values.patterns import (
    EN_COINS,
    EN_PARTS,
    EN_UNITS,
    FOREIGN_DOLLAR,
    JA_COINS,
    JA_UNITS,
    SIGN,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a normalised text, half-open in its characters."""

    kind: ValueKind
    key: str
    start: int
    end: int


def measures(match: re.Match[str], lang: Lang) -> Iterator[Found]:
    """The values of a match that are no dates; none where it is of another kind."""
    kind = match.lastgroup
    if kind == "pre":
        amount = ja_number(match["amount"]) if lang == "ja" else _abbreviated(match["amount"])
        if amount is not None:
            coin = SIGN.get(match["sign"], match["sign"])
            yield Found("money", f"money:{coin}:{_plain(amount)}", *match.span())
    elif kind == "post":
        for amount, start, end in _range(match, ("camount", "camount2"), lang):
            key = f"money:{_coin(match['coin'], lang)}:{_plain(amount)}"
            yield Found("money", key, start, end)
    elif kind == "pct":
        for share, start, end in _range(match, ("p1", "p2"), lang):
            yield Found("percentage", f"{_plain(share)}%", start, end)
    elif kind == "bps":
        for hundredths, start, end in _range(match, ("points", "points2"), lang):
            yield Found("percentage", f"{_plain(hundredths / 100)}%", start, end)
    elif kind == "hundredth":
        share = ja_number(match["h"]) or Decimal(0)
        yield Found("percentage", f"{_plain(share)}%", *match.span())
    elif kind == "wari":
        tenths, rest = ja_number(match["w"]), ja_number(match["bu"] or "")
        share = 10 * (tenths or Decimal(0)) + (rest or Decimal(0))
        yield Found("percentage", f"{_plain(share)}%", *match.span())
    elif kind == "frac":
        yield from _fraction(match, lang)
    elif kind == "months":
        yield Found(
            "duration", _canonical(ja_number(match["months"]) or Decimal(0), "m"), *match.span()
        )
    elif kind == "dur":
        yield from _duration(match, lang)
    elif kind == "num":
        yield from _number(match, lang)


def _range(
    match: re.Match[str], names: tuple[str, str], lang: Lang
) -> Iterator[tuple[Decimal, int, int]]:
    """One number with its place, or two of a range that share the unit (5-7年, 30 to 50%)."""
    for name in names:
        value = _value(match[name] or "", lang)
        if value is not None:
            last = name == names[1] or match[names[1]] is None
            yield value, match.start(name), match.end() if last else match.end(name)


def _value(numeral: str, lang: Lang) -> Decimal | None:
    """The value of a numeral, also of `sixty (60)`; None for nonsense and for `sixty (90)`."""
    if lang == "ja":
        return ja_number(numeral)
    first, bracket, second = numeral.partition("(")
    value = en_number(first)
    return value if not bracket or value == en_number(second) else None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _fraction(match: re.Match[str], lang: Lang) -> Iterator[Found]:
    """The share of 三分の二 or "two thirds", in lowest terms; none for 五分の十."""
    part = _value(match["ft"], lang)
    printed = match["fb"].lower()
    whole = ja_number(printed) if lang == "ja" else Decimal(EN_PARTS[printed])
    if (
        part is not None
        and whole is not None
        and 0 < part < whole
        and not part % 1
        and not whole % 1
    ):
        share = Fraction(int(part), int(whole))
        yield Found("number", f"{share.numerator}/{share.denominator}", *match.span())


_SHORT = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million", "k": "thousand"}


def _abbreviated(amount: str) -> Decimal | None:
    """The value of 3bn, 3 m or 3 billion after the sign of a currency."""
    return en_number(
        re.sub(r"(?<=\d)\s?([a-zA-Z]{1,2})$", lambda m: f" {_SHORT[m[1].lower()]}", amount)
    )


def _coin(printed: str, lang: Lang) -> str:
    if lang == "ja":
        return JA_COINS.get(printed, printed)
    words = printed.lower().split()
    name = words[-1] if words[-1] in EN_COINS else words[-1].rstrip("s")
    code = EN_COINS.get(name, words[-1].upper())
    return FOREIGN_DOLLAR.get(words[0], code) if name == "dollar" else code


def _duration(match: re.Match[str], lang: Lang) -> Iterator[Found]:
    printed = re.sub(r"\s", "", match["unit"].lower())
    if lang == "en":
        unit = EN_UNITS.get(printed) or EN_UNITS[printed.removesuffix("s")]
        unit = "bd" if match["business"] else unit
    elif re.match("[かヶケカヵ箇個]", printed):
        unit = "m" if "月" in printed else "y"
    else:
        unit = JA_UNITS.get(printed) or JA_UNITS[printed.rstrip("間")]
        if not _lasts(match, printed):
            return
    for value, start, end in _range(match, ("n1", "n2"), lang):
        half = Decimal("0.5") if match["half"] and end == match.end() else Decimal(0)
        yield Found("duration", _canonical(value + half, unit), start, end)


_LASTING = (
    *("以", "前", "後", "を超", "未満", "ごと", "毎", "にわた", "に亘", "を経", "の期", "の猶予"),
    *("延長", "継続", "有効", "ずつ", "先", "が経", "が過", "の予告", "の有効", "満了", "超"),
    *(
        "程度",
        "存続",
        "経過",
        "弱",
        "強",
        "を限度",
        "を上限",
        "を下限",
        "を下ら",
        "を下回",
        "の範囲",
        "の期限",
    ),
)


def _lasts(match: re.Match[str], unit: str) -> bool:
    """True where a Japanese numeral with 日, 年 or 分 is a length of time, not a point in it."""
    if unit not in {"日", "年", "分"}:
        return True
    numeral = match["n1"]
    following = match.string[match.end() : match.end() + 8].lstrip()
    if match.string[max(match.start() - 1, 0) : match.start()] in set("同翌月年毎各当"):
        return False
    value = ja_number(numeral)
    if unit == "年" and _of_era(match):
        return False
    if unit == "年":
        # 18年 may be 2018 or Heisei 18, 5年 is neither
        short = value is not None and value <= 10 and following[:1] not in set("度月目次生代")
        return following.startswith(_LASTING) or short
    if unit == "日":
        return following.startswith(_LASTING) or (value is not None and value > 31)
    # 十分 is "enough", 三分 and 五分 are shares
    return numeral[0].isdigit() and not following.startswith(("の", "野", "類", "析", "割", "科"))


def _of_era(match: re.Match[str]) -> bool:
    """True for the year of an era that isn't listed, beside the western one: 慶応3年(1867年)."""
    after = re.match(r"\s?\(\s?\d{3,4}\s?年", match.string[match.end() : match.end() + 10])
    before = match.string[max(match.start() - 12, 0) : match.start()]
    return bool(after or re.search(r"\d{3,4}\s?年\s?\([一-龥]{2,4}$", before))


def _canonical(value: Decimal, unit: str) -> str:
    """Weeks in days, decades and full years of months in years, parts of years in months."""
    if unit == "w":
        value, unit = 7 * value, "d"
    elif unit == "decade":
        value, unit = 10 * value, "y"
    elif unit == "m" and value and value % 12 == 0:
        value, unit = value / 12, "y"
    elif unit == "y" and value % 1:
        value, unit = 12 * value, "m"
    return f"{_plain(value)}{unit}"


# What is counted where a kanji numeral is a number; without one of these it is part of a word.
_COUNTED = re.compile(
    r"\s?(?:[かカヶケヵ箇個]\s?[国所条]|[名人件社通回倍校台枚冊個つ点歳]|種類|都市|機関|大学|企業|施設|団体|分野"
    r"|項目|部(?!分|門|会|署|長|局)|ヘクタール|トン|キロ|メートル|ワット|以上|以下|未満|を超)"
)
_COPIES = re.compile(r"\s?通(?![りじ常信知行商貨用])")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_KANJI_BEFORE = re.compile(r"[\u4e00-\u9fff々]$")


def _number(match: re.Match[str], lang: Lang) -> Iterator[Found]:
    numeral = match["num"]
    value = _value(numeral, lang)
    if value is None:
        return
    if lang == "ja":
        counted = _COUNTED.match(match.string, match.end())
        if _YEAR.fullmatch(numeral) and not counted:
            yield Found("date", numeral, *match.span())  # 2030アジェンダ
            return
        if not numeral[0].isdigit() and not re.search("[万億兆]", numeral):
            # 十分 is "enough", 統一 and 唯一 are words
            copies = _COPIES.match(match.string, match.end())  # 本書二通
            inside = not copies and _KANJI_BEFORE.search(match.string[: match.start()][-1:])
            if not counted or inside:
                return
    if value == 1:
        return  # 1つの, 一人, 1回: "one of", "alone", "once"
    yield Found("number", _plain(value), *match.span())
