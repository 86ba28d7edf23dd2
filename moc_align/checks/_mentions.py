"""Every number that a text may be read to say, in whatever words, so that none is missed in vain.

Generous where `values` is strict: 半年 may be six, both is two, 三権 has a three in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

from moc_align.schema import Lang, Span
from moc_align.text import EN_ONES, EN_SCALES, en_number, ja_number, normalise

_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
EN_ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), start=1)}
"""English ordinals up to the hundredth."""
EN_ORDINALS |= {f"twenty-{word}": 20 + n for word, n in tuple(EN_ORDINALS.items())[:9]}
EN_ORDINALS |= {"thirtieth": 30, "thirty-first": 31, "fortieth": 40, "fiftieth": 50}
EN_ORDINALS |= {"sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90}
EN_ORDINALS |= {"hundredth": 100}

_EN_WORDS: dict[str, tuple[Fraction | int, ...]] = {
    "both|either|neither|couple|pairs?|doubl(?:e|ed|es|ing)|dual|bilateral(?:ly)?|twofold|twin"
    "|duplicate|mutual(?:ly)?|again|bi-?\\w+": (2,),
    "binary": (2,),
    "octal": (8,),
    "decimal": (10,),
    "hexadecimal": (16,),
    "triple[ds]?|trebled?|trilateral(?:ly)?|tripartite|threefold|trio|triplicate": (3,),
    "quadrupled?|quadrilateral|fourfold|quad|quartet": (4,),
    "dozens?": (12,),
    "scores?": (20,),
    "half|halves|halved|halfway|majority|mid-?\\w*": (_HALF, 6, 50, 30),
    "quarters?|quarterly": (_QUARTER, 3, 4, 15, 25),
    "semi-?annual(?:ly)?|biannual(?:ly)?|half-yearly": (2, 6, _HALF),
    "annual(?:ly)?|yearly|single|sole|once|only|initial(?:ly)?|original(?:ly)?|inaugural": (1,),
    "week(?:ly|s)?": (7, 1),
    "fortnight(?:ly)?": (14, 2),
    "biennial(?:ly)?|biennium": (2,),
    "triennial(?:ly)?|triennium": (3,),
    "decades?": (10,),
    "centur(?:y|ies)": (100,),
    "millenni(?:um|a)": (1000,),
    "tens": (10,),
    "hundreds?|percent|per cent": (100,),
    "thousands?": (1000,),
    "millions?": (10**6,),
    "billions?": (10**9,),
    "trillions?": (10**12,),
    "full|entire(?:ly)?|whole|all|complete(?:ly)?": (100,),
}
_JA_WORDS: dict[str, tuple[Fraction | int, ...]] = {
    "両|双|対|倍|再|互|ペア|ダブル|往復|隔": (2,),
    "トリプル|各三": (3,),
    "ダース": (12,),
    "半|過半|折半|ハーフ": (_HALF, 6, 30, 50),
    "四半": (_QUARTER, 3, 4, 25, 15),
    "毎年|毎年度|初|単一|単独|唯一|元年|最": (1,),
    "週": (7,),
    "世紀": (100,),
    "旬": (10,),
    "全|満": (100,),
    "百": (100,),
    "千": (1000,),
    "百万": (10**6,),
    "十億": (10**9,),
    "兆": (10**12,),
}
_DIGIT = "[〇零一二三四五六七八九]"
_NUMERAL = {
    "ja": re.compile(
        rf"(?:\d[\d,]*(?:\.\d+)?|{_DIGIT}{{1,3}}(?:、{_DIGIT}{{3}})+(?!{_DIGIT})"
        rf"|[〇零一二三四五六七八九十百千万億兆壱弐参](?:・(?:{_DIGIT}|\d)+)?)+"
    ),
    "en": re.compile(
        rf"\d[\d,]*(?:\.\d+)?(?:[\s-]+(?:{'|'.join(EN_SCALES)})\b)*"
        rf"|\b(?:{'|'.join((*EN_ONES, *EN_SCALES))})"
        rf"(?:[\s-]+(?:and\s+|point\s+)?(?:{'|'.join((*EN_ONES, *EN_SCALES))}))*\b",
        re.IGNORECASE,
    ),
}
_SMALL = re.compile(r"\d+(?:\.\d+)?|[a-z]+|[〇零一二三四五六七八九十百]", re.IGNORECASE)
_ROMAN = re.compile(r"\b(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3})\b|[Ⅰ-Ⅻ]")
_ROMAN_ORDER = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)
_FRACTION = re.compile(r"(\d+)\s?/\s?(\d+)")


@cache
def _words(lang: Lang) -> tuple[tuple[re.Pattern[str], tuple[Fraction, ...]], ...]:
    table = _JA_WORDS if lang == "ja" else _EN_WORDS
    edge = "" if lang == "ja" else r"\b"
    return tuple(
        (re.compile(f"{edge}(?:{words}){edge}", re.IGNORECASE), tuple(map(Fraction, numbers)))
        for words, numbers in table.items()
    )


def mentions(text: str, lang: Lang, without: Iterable[Span] = ()) -> frozenset[Fraction]:
    """Every number that the text outside these stretches may be read to say."""
    letters = list(text)
    for span in without:
        letters[span.start : span.end] = " " * (span.end - span.start)
    copy = normalise("".join(letters)).text
    return frozenset((*_spoken(copy, lang), *_printed(copy, lang)))


def _spoken(text: str, lang: Lang) -> Iterator[Fraction]:
    for pattern, numbers in _words(lang):
        if pattern.search(text):
            yield from numbers
    if lang == "en":
        for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()):
            for part in (word, *word.split("-")):
                number = EN_ORDINALS.get(part) or EN_ORDINALS.get(part.removesuffix("s"))
                if number:
                    yield from (Fraction(number), Fraction(1, number))
        yield from (Fraction(_MONTHS.index(m[1].lower()) + 1) for m in _MONTH.finditer(text))


def _printed(text: str, lang: Lang) -> Iterator[Fraction]:
    read = ja_number if lang == "ja" else en_number
    for match in _NUMERAL[lang].finditer(text):
        yield from _fraction(read(match[0].strip()))
        for part in _SMALL.findall(match[0]):
            yield from _fraction(read(part))
    for match in re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?", text):
        yield from _fraction(ja_number(match[0]))
    for match in _FRACTION.finditer(text):
        if int(match[2]):
            yield Fraction(int(match[1]), int(match[2]))
    for match in _ROMAN.finditer(text):
        yield Fraction(_ROMAN_ORDER.index(match[0]) + 1)


def _fraction(number: Decimal | None) -> Iterator[Fraction]:
    if number is not None:
        yield Fraction(number)
