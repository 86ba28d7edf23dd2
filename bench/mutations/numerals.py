"""Numbers as mutators read and write them: words, figures of any width, kanji, roman labels."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_KANJI = "〇一二三四五六七八九"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")

WORDS = {word: number for number, word in enumerate(_ONES)} | {
    word: number * 10 for number, word in enumerate(_TENS) if number > 1
}


def words(number: int) -> str:
    """A number below one hundred in English words: twenty-five."""
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def half(text: str) -> str:
    """The text with figures of half width."""
    return text.translate(_HALF)


def full(text: str) -> str:
    """The text with figures of full width."""
    return text.translate(_FULL)


def like(number: int, model: str) -> str:
    """The number in the kind of figures that the model has: １２, 12, 十二, twelve."""
    if re.search("[a-z]", model, re.I):
        word = words(number)
        return word.capitalize() if model[0].isupper() else word
    if re.search(f"[{_KANJI}十百千]", model):
        return kanji(number)
    return full(str(number)) if re.search("[０-９]", model) else str(number)


def kanji(number: int) -> str:
    """A number below ten thousand in kanji with its powers of ten: 三百六十五."""
    if number == 0:
        return _KANJI[0]
    found = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            found += ("" if digit == 1 and sign else _KANJI[digit]) + sign
    return found


def read(text: str) -> int | None:
    """The number that the text is, below ten thousand; None for no number."""
    plain = half(text).replace(",", "").replace(" ", "")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    parts = text.lower().split("-")
    if all(part in WORDS for part in parts):
        return sum(WORDS[part] for part in parts)
    if re.fullmatch(f"[{_KANJI}十百千]+", text):
        return _from_kanji(text)
    return None


def _from_kanji(text: str) -> int:
    total = digit = 0
    for sign in text:
        if sign in _KANJI:
            digit = digit * 10 + _KANJI.index(sign)
        else:
            total += max(digit, 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
    return total + digit


def moved_on(label: str, by: int) -> str | None:
    """The label so many places on in its own style; itself for a bullet, None where none is."""
    roman = re.search(r"[ivx]+", label)
    if roman and roman[0] in _ROMAN and not re.search(r"[A-Za-z]{2}", label[: roman.start()]):
        at = _ROMAN.index(roman[0]) + by
        if not 0 <= at < len(_ROMAN):
            return None
        return label[: roman.start()] + _ROMAN[at] + label[roman.end() :]
    number = re.search(f"[0-9０-９]+|[{_KANJI}十百]+", label)
    if not number:
        return label
    value = read(number[0])
    if value is None or value + by < 1:
        return None
    return label[: number.start()] + like(value + by, number[0]) + label[number.end() :]
