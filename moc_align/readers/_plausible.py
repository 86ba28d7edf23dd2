"""How much a decoded text looks like Japanese or English."""

from __future__ import annotations

PLAUSIBLE = 0.6
"""The corpora score 0.99 or more in their own encodings, 0.54 or less in a wrong one; only English
in cp1252 reaches 0.80 as Mac Roman, and there the better score decides."""

_SAMPLE = 4_000
_TYPOGRAPHIC = frozenset("‘’“”–—…•€£§©®™°·«»½¼¾²³")
_FEW_KANJI = 12
"""A title may do without kana, a sentence not."""
_LEAST_KANA = 0.1
"""Share of kana among kana and kanji: statutes have 0.3 or more, Chinese read as EUC-JP none."""


def plausibility(text: str) -> float:
    """Mean weight of the characters beyond ASCII, in [-1, 1]; 1 where there is none.

    Looks at a sample: the first `_SAMPLE` such characters.
    """
    total = seen = kana = kanji = 0.0
    # NULs are what a wrong guess at UTF-16 leaves
    if text.count("\x00"):
        return 0.0
    ascii_letters = sum(1 for char in text[:_SAMPLE] if char.isascii())
    for at, char in enumerate(text):
        if char.isascii() or char.isspace():
            continue
        weight = _weight(text, at)
        total += weight
        seen += 1
        kana += "\u3041" <= char <= "\u30ff"
        kanji += "\u4e00" <= char <= "\u9fff"
        if seen >= _SAMPLE:
            break
    if not seen:
        return 1.0 if ascii_letters else 0.0
    score = total / seen
    if kanji > _FEW_KANJI and kana < _LEAST_KANA * (kana + kanji):
        score /= 2
    return score


def _weight(text: str, at: int) -> float:
    """1 for a character at home in ja or en, 0 for a stranger, -1 for one no text has."""
    char = text[at]
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    if "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000":
        return -1.0
    if char in _TYPOGRAPHIC:
        return 1.0
    if "\xc0" <= char <= "\u017f":
        # an accented letter stands in a word; a capital in mid-word is the mark of a wrong guess
        in_word = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        wrong_case = char.isupper() and before.islower()
        return 0.8 if in_word and not wrong_case else 0.1
    if "\uff61" <= char <= "\uff9f":
        return 0.2
    try:
        row = char.encode("euc_jp")[0]
    except UnicodeEncodeError:
        return 0.0
    if char < "\u0370":
        return 0.2
    if row >= 0xB0:
        lone = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
        # `Japan痴 policy`: an English apostrophe and its s, read as Shift_JIS
        lone = lone or (before.isascii() and before.isalpha() and after == " ")
        return 0.0 if lone else 1.0 if row <= 0xCF else 0.3
    return 1.0 if row <= 0xA5 else 0.3
