"""The labels that start a clause, in Japanese and English, as one table of grammars.

A label is a candidate until the sequence it stands in confirms it: `i)` is a roman one or the
letter after h, `2018. ` is no label at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from moc_align.text import AIUEO, IROHA

Number = tuple[int, ...]
"""The printed number and its branches: 3 is (3,), 第三条の二 is (3, 2), 1.2 is (1, 2)."""

HEAD = 96
"""Characters of a line that are looked at for a label."""

WORD_RANKS: dict[str, int] = {
    "annex": 0, "part": 1, "chapter": 2, "section": 3, "subsection": 4, "division": 5,
    "dai": 5, "article": 6, "par": 7, "no": 8,
}  # fmt: skip
"""Depth of the labels that are words; the others nest in the order in which they come."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of the start of a line as a label."""

    style: str
    """Its form: `article`, `(1)`, `a.`, `bullet-`, ..."""
    numbers: Number
    """Empty for bullets and unnumbered annexes."""
    length: int
    """Characters from the start of the line to where the text after the label starts."""
    label: str
    weak: bool = False
    """True where only its sequence can tell it from text."""

    @property
    def word(self) -> bool:
        """True for labels that name a division: Article 3, 第二章, Annex."""
        return self.style in WORD_RANKS


_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20, 0xA0: 0x20, 0x09: 0x20, 0x3014: 0x28, 0x3015: 0x29, 0xFE59: 0x28, 0xFE5A: 0x29,
    0xFF61: 0x3002, 0x2003: 0x20, 0x2002: 0x20, 0x2009: 0x20, 0x2007: 0x20,
}  # fmt: skip
_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_KANJI |= {"零": 0, "元": 1, "壱": 1, "弐": 2, "参": 3}
_ROMAN = re.compile(r"m*(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_SPELLED = {
    w: n
    for n, w in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
}


def fold(text: str) -> str:
    """The text with full-width ASCII and odd spaces made plain, length unchanged."""
    return text.translate(_FOLD)


def kanji_value(text: str) -> int | None:
    """Value of a kanji number up to 9999, positional (二三) or not; None where it is none."""
    total, unit = 0, 0
    for char in text:
        if char in _KANJI:
            unit = unit * 10 + _KANJI[char]
        elif char in "十百千":
            total += (unit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            unit = 0
        else:
            return None
    return total + unit or None


def roman_value(text: str) -> int | None:
    """Value of a roman number, None where it is none."""
    low = text.lower()
    if not low or not _ROMAN.fullmatch(low):
        return None
    values = [_ROMAN_VALUES[c] for c in low]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _value(text: str) -> int | None:
    """Value of a number however written: 12, １２, 十二, XII, Ⅻ, twelve."""
    bare = "".join(text.split())
    if bare.isdecimal():
        return int(bare)
    plain = unicodedata.normalize("NFKC", bare)
    return kanji_value(bare) or roman_value(plain) or _SPELLED.get(plain.lower())


_N = r"(?:\d{1,4}|[〇一二三四五六七八九十百千元]{1,7})"
_JA_WORDS = {
    "編": "part", "部": "part", "章": "chapter", "節": "section", "款": "subsection",
    "目": "division", "条": "article", "項": "par", "号": "no",
}  # fmt: skip
_JA_WORD = re.compile(rf"第\s?({_N})\s?([編部章節款目条項号])((?:\s?の\s?{_N}(?![年月日つ個]))*)")
_JA_AFTER = re.compile(
    r"$|[:(（「【\-―—–]|\s*[:(（【]|\s+(?!(?:の|に|を|は、|が|と|及び|又は|並びに|若しくは|から|まで|第)(?=[^ァ-ヶ]))\S"
)
_JA_TIGHT = re.compile(r"[一-龥ァ-ヶ]{2,12}(?:[のとにをび][一-龥ァ-ヶ]{1,10}){0,4}\s*$")
_JA_DAI = re.compile(rf"第({_N}(?:の柱)?)(?:\s*[:.、]\s*|\s+)(?=\S)")
_JA_ANNEX = re.compile(
    rf"((?:別表|別紙|別添|別記|附属書|付属書|附録|付録|附属文書|議定書)\s?(?:第?\s?({_N}|[A-Z]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]+))?"
    rf"|附\s?則)"
    r"(?=\s*$|\s*[:(（]|\s+[^のにをはがと]|\s*抄)"
)
_EN_WORDS = {
    "article": "article", "art.": "article", "section": "section", "sec.": "section",
    "chapter": "chapter", "part": "part", "paragraph": "par", "para.": "par", "title": "part",
    "annex": "annex", "appendix": "annex", "schedule": "annex", "attachment": "annex",
    "exhibit": "annex", "clause": "article", "item": "no", "§": "section", "pillar": "dai",
}  # fmt: skip
_EN_WORD = re.compile(
    r"(article|art\.|section|sec\.|chapter|part|paragraph|para\.|title|annex|appendix|schedule"
    r"|attachment|exhibit|clause|item|§|pillar)(?:(?<=[.§])\s*|\s+)(\d{1,4}(?:[-.]\d{1,3})*"
    r"|[ivxlc]{1,7}|[A-Z]"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w/%])",
    re.IGNORECASE,
)
_EN_AFTER = re.compile(
    r"\s*$|\s*[:–—―]\s*|\.\s*(?=$|[A-Z(\[“\"『「])|\s+-\s+|\s*\(|\s+(?=[A-Z“\"\[])"
)
_EN_ANNEX = re.compile(
    r"(annex|appendix|schedule|attachment)\s*$|(annex|appendix)\s*:\s*"
    r"|(supplementary provisions)(?=\s*$|\s*\([^()]{4,60}\)$)",
    re.IGNORECASE,
)

_KANA = f"[{AIUEO}]"
_KAN = "一二三四五六七八九十"
_LIST: tuple[tuple[str, str], ...] = (
    ("(#)", rf"\(\s?({_N}|[a-zA-Z]{{1,2}}|[ivxlIVXL]{{1,6}}|{_KANA}|[Ⅰ-Ⅻⅰ-ⅻ])\s?\)"),
    ("#)", rf"(\d{{1,3}}|[{_KAN}]{{1,3}}|[a-zA-Z]|[ivxl]{{1,6}}|[IVX]{{1,6}}|{_KANA})\)"),
    ("#.#", r"(\d{1,3}(?:\.\d{1,3}){1,4})\.?(?=\s+\S|\s*$|[^\W\d_a-zA-Z])"),
    ("#.", rf"(\d{{1,3}}|[a-zA-Z]|[ivxl]{{1,6}}|[IVXL]{{1,6}}|{_KANA}|[Ⅰ-Ⅻⅰ-ⅻ]|[{_KAN}]{{1,3}})"
     r"[.、．](?![\d.])"),
    ("# ", rf"(\d{{1,3}}|{_KANA}|[一二三四五六七八九十百]{{1,5}}|[Ⅰ-Ⅻⅰ-ⅻ]|[IVX]{{2,5}})(?=\s)"),
    ("[#]", r"【(\d{1,3}|[一二三四五六七八九十]{1,3})】|\[(\d{1,3})\]"),
)  # fmt: skip
_LIST_PATTERNS = tuple((form, re.compile(pattern)) for form, pattern in _LIST)
_COUNTED = re.compile(
    r" ?(?:年(?:間|度|\s?\d)|月\s?\d|日(?:間|、|に|付)|通[がをに]|回[、目]|[億万円％%]"
    r"|per\b|percent\b|[mb]illion|thousand|days?\b|years?\b|months?\b|members\b|(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b)",
    re.IGNORECASE,
)
_CITED = re.compile(r"に(?:いう|定め|掲げ|規定す|いい)|の規定")
"""What follows a number that is cited: （１）にいう, （１）の規定."""
_CITATION = re.compile(r"\s*(?:\(\S{1,3}\))+(?:に(?:いう|定め|掲げ|規定す|いい)|の規定)")
_CIRCLED = {c: n for n, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)}
_CIRCLED |= {c: n for n, c in enumerate("❶❷❸❹❺❻❼❽❾❿", 1)}
_CIRCLED_KANJI = {c: n for n, c in enumerate("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", 1)}
_DASHES = "-‐‑‒–—―−﹣－ー─"
_SIGNS = "・•‣▪▫◦●○◯◎■□◆◇▲△▼▽★☆➢➤▶►✓✔✦→⇒➡⇨·･⚫\uf0b7\uf0a7\uf0d8\uf06c*※>»"
_BULLET = re.compile(rf"([{re.escape(_SIGNS)}]|[{re.escape(_DASHES)}]{{1,2}})(\s*)(?=\S)")


def _system(text: str) -> list[tuple[str, int]]:
    """Readings of a list number: numeral system and value, the likelier first."""
    if text.isdecimal():
        return [("1", int(text))]
    value = kanji_value(text)
    if value:
        return [("一", value)]
    if text in AIUEO:
        at = [("ア", AIUEO.index(text) + 1)]
        return at if text not in IROHA else [*at, ("イ", IROHA.index(text) + 1)]
    plain = unicodedata.normalize("NFKC", text)
    upper = plain.isupper()
    readings: list[tuple[str, int]] = []
    roman = roman_value(plain)
    if roman:
        readings.append(("I" if upper else "i", roman))
    if len(plain) == 1 and plain.isascii():
        readings.append(("A" if upper else "a", ord(plain.lower()) - 96))
    elif len(text) == 2 and text[0] == text[1] and text.isascii() and text.isalpha():
        readings.append(("AA" if upper else "aa", ord(text[0].lower()) - 96))
    return readings


def _ja_words(head: str, raw: str) -> list[Candidate]:
    match = _JA_WORD.match(head)
    if match:
        after = head[match.end() :]
        fits = _JA_AFTER.match(after)
        # 第十三条　第四条第一項の許可を…: an article that begins with a citation
        tight = not fits and (_JA_TIGHT.match(after) or raw[match.end() :].startswith("\u3000第"))
        first = _value(match[1])
        if first is not None and (fits or tight):
            branches = [_value(part) for part in re.findall(_N, match[3])]
            numbers = (first, *(b for b in branches if b is not None))
            style, label = _JA_WORDS[match[2]], raw[: match.end()]
            return [Candidate(style, numbers, match.end(), label, weak=bool(tight))]
    match = _JA_ANNEX.match(head)
    if match:
        value = _letter_or_value(match[2]) if match[2] else None
        numbers = (value,) if value else ()
        return [Candidate("annex", numbers, match.end(), raw[: match.end()])]
    match = _JA_DAI.match(head)
    if match:
        value = _value(match[1].removesuffix("の柱"))
        if value:
            label = raw[: match.end(1)]
            return [Candidate("dai", (value,), match.end(), label, weak=True)]
    return []


def _letter_or_value(text: str) -> int | None:
    value = _value(text)
    if value is None and len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.lower()) - 96
    return value


def _en_words(head: str, raw: str) -> list[Candidate]:
    match = _EN_WORD.match(head)
    if match:
        word, number = match[1].lower(), match[2]
        after = head[match.end() :]
        fits = _EN_AFTER.match(after)
        if not fits or not (match[1][0].isupper() or word == "§"):
            return []
        parts = re.split(r"[-.]", number)
        values = [_letter_or_value(part) for part in parts]
        style = _EN_WORDS[word]
        if any(v is None for v in values):
            return []
        numbers = tuple(v for v in values if v is not None)
        return [Candidate(style, numbers, match.end(), raw[: match.end()])]
    match = _EN_ANNEX.match(head)
    if match and match[0][0].isupper():
        label = raw[: match.end()].rstrip(" :：\u3000")
        return [Candidate("annex", (), len(label), label)]
    return []


def _list_labels(head: str, raw: str) -> list[Candidate]:
    found: list[Candidate] = []
    for form, pattern in _LIST_PATTERNS:
        match = pattern.match(head)
        if not match:
            continue
        text = next(group for group in match.groups() if group)
        label = raw[: match.end()]
        if form == "#.#":
            numbers = tuple(int(part) for part in text.split("."))
            found.append(Candidate(f"#.{len(numbers)}", numbers, match.end(), label, weak=True))
            break
        weak = form == "# " or (form in ("#.", "#)") and not text.isdecimal())
        rest = head[match.end() :]
        if _CITED.match(rest):
            break
        if form == "# " and _COUNTED.match(raw[match.end() :]):
            break
        tight = bool(rest) and not rest[0].isspace() and rest[0].isascii() and text.isascii()
        if form == "#." and tight and not (text.isdecimal() and rest[0].isupper()):
            continue
        for system, value in _system(text):
            found.append(Candidate(form.replace("#", system), (value,), match.end(), label, weak))
        break
    return found


def _bullets(_head: str, raw: str) -> list[Candidate]:
    first = raw[0]
    if first in _CIRCLED:
        return [Candidate("①", (_CIRCLED[first],), 1, first)]
    if first in _CIRCLED_KANJI:
        return [Candidate("(一)", (_CIRCLED_KANJI[first],), 1, first)]
    match = _BULLET.match(raw)
    if not match:
        return []
    sign, after = match[1], raw[match.end() : match.end() + 1]
    tight = not match[2]
    if sign[0] in _DASHES and (tight and (after.isascii() or sign == "ー")):
        return []
    if sign in "*>»" and tight:
        return []
    if sign[0] in _DASHES:
        style = "bullet−" if len(sign) == 1 else "bullet−−"
    elif sign in "·･・•":
        style = "bullet・"
    elif sign in "○◯":
        style = "bullet○"
    else:
        style = f"bullet{sign}"
    return [Candidate(style, (), match.end(), sign, weak=tight and sign in "・･·")]


_GRAMMARS: tuple[Callable[[str, str], list[Candidate]], ...] = (
    _ja_words,
    _en_words,
    _list_labels,
    _bullets,
)


def cites(line: str) -> bool:
    """True for a text that begins with the number of what it cites: （１）（ｄ）にいう期間は."""
    return bool(_CITATION.match(fold(line[:HEAD])))


def candidates(line: str) -> tuple[Candidate, ...]:
    """Readings of the start of a line (no white space before it) as a label, likelier first."""
    raw = line[:HEAD]
    if not raw:
        return ()
    head = fold(raw)
    for grammar in _GRAMMARS:
        found = grammar(head, raw)
        if found:
            return tuple(found)
    return ()
