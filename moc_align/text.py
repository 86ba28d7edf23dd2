"""Pure functions over strings: a normalised copy with its offsets, scripts, widths, numerals.

Nothing here reads a file or knows a document; everything is the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moc_align.schema import Lang, Span

# All of category Pd, and what is set as a dash though Unicode does not call it one: minus signs,
# wave dashes, swung dash, hyphen bullet, box rule. The prolonged sound mark ー is a letter.
_DASHES = (
    "-֊־᐀᠆‐‑‒–—―⸗⸚⸺⸻⹀⹝〜〰゠︱︲﹘﹣－"
    "\N{MINUS SIGN}\N{SUPERSCRIPT MINUS}\N{SUBSCRIPT MINUS}\N{TILDE OPERATOR}\N{SWUNG DASH}"
    "\N{FULLWIDTH TILDE}\N{HYPHEN BULLET}\N{MODIFIER LETTER MINUS SIGN}"
    "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
)
_SINGLE_QUOTES = "‘’‚‛′"
_DOUBLE_QUOTES = "“”„‟″〝〞〟"
_SIGNS = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
}
_TABLE = str.maketrans(_SIGNS)
# Marks that print nothing: soft hyphen, zero-width characters, direction marks, variation selectors
# (葛 with a selector is still 葛). They would only keep equal words from matching.
_UNSEEN = frozenset(
    map(chr, (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
) | frozenset(map(chr, (0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))

AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
"""The two orders of the syllables that labels count in."""
_BIDI = frozenset(map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_ENGLISH = frozenset({"the", "of", "and", "to", "for"})


@dataclass(frozen=True, slots=True)
class Normalised:
    """A copy of a text made for comparison, and the way back to the original."""

    text: str
    offsets: tuple[int, ...]
    """Index in the original of each character of `text`, then the original's length."""

    def original_span(self, span: Span) -> Span:
        """The stretch of the original that the stretch of the copy stands for."""
        start, end = self.offsets[span.start], self.offsets[span.end]
        if span.end > span.start:
            # 「㍻」 becomes two characters at one offset: half of it is still the whole sign.
            last = self.offsets[span.end - 1]
            following = span.end
            while self.offsets[following] == last and following < len(self.text):
                following += 1
            end = self.offsets[following]
        return replace(span, start=start, end=end)


def normalise(text: str) -> Normalised:
    """The text in NFKC, case kept, with one dash (`-`), straight quotes and plain spaces.

    Characters that print nothing are left out. Line ends stay. Idempotent.
    """
    return _remembered(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> Normalised:
    if text.isascii():
        return Normalised(text, tuple(range(len(text) + 1)))
    letters = set(text)
    table = {char: "" if char in _UNSEEN else _folded_char(char) for char in letters}
    if not any(map(_joins, letters)):
        copy = "".join(map(table.__getitem__, text))
        offsets = [i for i, char in enumerate(text) for _ in table[char]]
        return Normalised(copy, (*offsets, len(text)))
    return _clustered(text)


_SHORT = 5_000
"""Characters up to which the copy of a text is kept: names, values, terms and commitments all ask
for that of the same clause."""
_remembered = lru_cache(1024)(_normalised)


def _folded(text: str) -> str:
    """NFKC with the signs of this module; signs first, since NFKC would take ″ for two of ′."""
    return unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE)


_folded_char = lru_cache(1 << 15)(_folded)


def _clustered(text: str) -> Normalised:
    """The same for a text with characters that melt into the one before (ｶﾞ, e + accent)."""
    clusters: list[list[int]] = []
    for index, char in enumerate(text):
        if char in _UNSEEN:
            continue
        if clusters and _joins(char):
            clusters[-1].append(index)
        else:
            clusters.append([index])
    copy: list[str] = []
    offsets: list[int] = []
    for cluster in clusters:
        written = _folded("".join(text[i] for i in cluster))
        copy.append(written)
        offsets += [cluster[0]] * len(written)
    return Normalised("".join(copy), (*offsets, len(text)))


@lru_cache(1 << 15)
def _joins(char: str) -> bool:
    """True where NFKC may melt the character into the one before it: ﾞ, accents, Hangul vowels."""
    if char.isascii():
        return False
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def is_ja_char(char: str) -> bool:
    """True for a kana, a kanji or one of 々〆〇ー; False for punctuation, digits and letters."""
    code = ord(char)
    return (
        0x3041 <= code <= 0x3096
        or 0x309D <= code <= 0x309F
        or 0x30A1 <= code <= 0x30FA
        or 0x30FC <= code <= 0x30FF
        or 0x3005 <= code <= 0x3007
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0x31F0 <= code <= 0x31FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF66 <= code <= 0xFF9F
        or 0x20000 <= code <= 0x3FFFF
    )


def script(text: str) -> Lang | None:
    """The language that the letters speak for; None where it is another one or can't be told.

    A text of over 100 characters needs kana to be Japanese (else it is Chinese), one of over 50
    words needs one article or preposition in 33 to be English (else it is French, Malay, ...).
    """
    japanese = kana = latin = other = 0
    for char in text:
        if is_ja_char(char):
            japanese += 1
            kana += not ("\u3400" <= char <= "\u9fff" or char > "\U00020000")
        elif char.isalpha():
            name = "LATIN" if char.isascii() else unicodedata.name(char, "")
            if "LATIN" in name:
                latin += 1
            else:
                other += 1
    if other > japanese + latin or (japanese < 2 and latin < 3):
        return None
    # One Japanese character stands for two to three letters of a translation into English.
    if 2 * japanese >= latin:
        return "ja" if japanese <= 100 or 50 * kana >= japanese else None
    words = re.findall(r"[^\W\d_]+", text.lower())
    known = sum(word in _ENGLISH for word in words)
    return "en" if len(words) <= 50 or 33 * known >= len(words) else None


def width(text: str) -> int:
    """Columns of the text on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def printable(text: str) -> str:
    """The text with nothing left in it that a terminal would obey; tab and line feed stay.

    C0 controls are shown by their pictures (ESC as ␛), other controls, marks that turn the
    writing direction and lone surrogates as �.
    """
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    code = ord(char)
    if char in "\n\t" or (char.isprintable() and char not in _BIDI):
        return char
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(char)
    if category == "Zs" or char in "\u00ad\u200b\u200c\u200d\u2060\ufeff":
        return char
    return " " if category in {"Zl", "Zp"} else "�"


_KANJI_DIGITS = {c: d for d, cs in enumerate(("〇零", *"一二三四五六七八九")) for c in cs}
_KANJI_DIGITS |= {"壱": 1, "弐": 2, "参": 3}
_KANJI_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_KANJI_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_KANJI_DIGIT = "[〇零一二三四五六七八九壱弐参]"
_JA_PARTS = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?"
    rf"|{_KANJI_DIGIT}{{1,3}}(?:[、,]{_KANJI_DIGIT}{{3}})+|{_KANJI_DIGIT}+"
    rf"|[・.](?:\d|{_KANJI_DIGIT})+|[十拾百千]|[万億兆京]"
)


def ja_number(numeral: str) -> Decimal | None:
    """The value of a numeral such as 三百二十億, 1万5千, 二〇一八 or 5,000; None for nonsense.

    Kanji digits may be grouped by threes (一二、六五〇) and have a decimal point (一・四, 十・五).
    Takes NFKC text; white space in it is ignored.
    """
    total = section = Decimal(0)
    digits: Decimal | None = None
    pointed = False
    ceiling, tens = 10**20, 10**4
    numeral = squeeze(numeral)
    parts = _JA_PARTS.findall(numeral)
    if not parts or "".join(parts) != numeral:
        return None
    for part in parts:
        if part in _KANJI_MYRIADS:
            section += digits or 0
            if _KANJI_MYRIADS[part] >= ceiling or not section:
                return None
            ceiling = _KANJI_MYRIADS[part]
            total, section, digits, tens = total + section * ceiling, Decimal(0), None, 10**4
            pointed = False
        elif pointed:
            return None  # after the decimals of 一・五 only a myriad may follow
        elif part[0] in "・.":
            if digits is None and not section:
                return None
            section += Decimal(f"0.{_in_digits(part[1:])}")
            pointed = True
        elif part in _KANJI_TENS:
            if _KANJI_TENS[part] >= tens or digits == 0:
                return None
            tens = _KANJI_TENS[part]
            section, digits = section + (1 if digits is None else digits) * tens, None
        elif digits is not None:
            return None
        elif part[0] in _KANJI_DIGITS:
            digits = Decimal(_in_digits(part))
        else:
            digits = Decimal(part.replace(",", ""))
        if digits is not None and digits >= tens and tens < 10**4:
            return None
    return total + section + (digits or 0)


def _in_digits(part: str) -> str:
    """Kanji digits as digits, their grouping left out."""
    return "".join(str(_KANJI_DIGITS.get(char, char)) for char in part if char not in "、,")


_UNITS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
EN_ONES = {word: n for n, word in enumerate(_UNITS.split())} | {
    **{word: 10 * n for n, word in enumerate(_TENS.split(), start=2)},
    "twice": 2,
    "thrice": 3,
}
"""English number words below a hundred, and those for 2回 and 3回."""
EN_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
"""English words that multiply what stands before them; lakh and crore as used in India."""


_MOST = Decimal(10) ** 20
"""No numeral of a text has more; arithmetic with longer ones loses digits and then fails."""


def en_number(numeral: str) -> Decimal | None:
    """The value of `sixty`, `two hundred and five`, `3.5 million` or `1,500`; None for nonsense.

    Decimals may be spelled out: `one point four`.
    """
    total = section = Decimal(0)
    spoken = False
    place: Decimal | None = None  # of the next decimal
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", numeral.lower()):
        if word[0].isdigit():
            if section:
                return None
            section, spoken = Decimal(word.replace(",", "")), True
        elif word == "point" and spoken and place is None:
            place = Decimal("0.1")
        elif place is not None and EN_ONES.get(word, 10) < 10:
            section, place = section + EN_ONES[word] * place, place / 10
        elif word in EN_ONES:
            if place is not None:
                return None
            # "two two" and "ten five" are no numerals, "twenty five" is
            if section % 100 and not (
                section % 100 >= 20 and section % 10 == 0 < EN_ONES[word] < 10
            ):
                return None
            section, spoken = section + EN_ONES[word], True
        elif word == "hundred" and section:
            section *= 100
        elif word.rstrip("s") in EN_SCALES and section:
            total, section = total + section * EN_SCALES[word.rstrip("s")], Decimal(0)
            place = None
        elif word == "half" and spoken:
            section += Decimal("0.5")  # two and a half
        elif word not in {"and", "a"}:
            return None
        if section >= _MOST:
            return None
    bare = place is not None and place == Decimal("0.1")  # no decimals after the point
    return total + section if spoken and not bare else None
