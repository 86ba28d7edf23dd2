"""The sound of a name: katakana and Latin letters folded into one coarse alphabet, and compared.

Katakana keeps consonants well and vowels badly (ストリート has five for the one of street), so two
things are compared: the consonants alone and the whole with its vowels. Both sides fold what
katakana can't keep apart: l and r, b and v, s and th, z and j.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
_SYLLABLES = {c: row + v for row, cs in _ROWS.items() for c, v in zip(cs, "aiueo", strict=True)}
_SYLLABLES |= {
    "シ": "shi",
    "チ": "chi",
    "ツ": "tsu",
    "フ": "fu",
    "ジ": "ji",
    "ヂ": "ji",
    "ヅ": "zu",
}
_SYLLABLES |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o"}
_SYLLABLES |= {"ン": "n", "ヴ": "vu", "ヷ": "va", "ヸ": "vi", "ヹ": "ve", "ヺ": "vo"}
_SMALL = dict(zip("ァィゥェォ", "aiueo", strict=True))
_SMALL |= {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
_SMALL |= {"ヶ": "ke", "ヵ": "ka"}


def romanise(katakana: str) -> str:
    """Hepburn without macrons: ベンガルール is `bengaruuru`, ティ `ti`; other text as it is."""
    out: list[str] = []
    double = False
    for char in katakana:
        if char == "ッ":
            double = True
        elif char == "ー":
            vowel = out[-1][-1:] if out else ""
            out.append(vowel if vowel in "aiueo" else "")
        elif char in _SMALL and out and out[-1][-1:] in "aiueo":
            out[-1] = _contracted(out[-1], _SMALL[char])
        else:
            syllable = _SYLLABLES.get(char) or _SMALL.get(char) or char
            out.append(
                syllable[0] + syllable if double and syllable[0] not in "aiueo" else syllable
            )
            double = False
    return "".join(out)


def _contracted(syllable: str, small: str) -> str:
    """シ+ャ -> sha, キ+ャ -> kya, テ+ィ -> ti, フ+ァ -> fa, ウ+ィ -> wi, ク+ォ -> kwo."""
    head = syllable[:-1]
    if small[0] == "y":
        return head + small[1:] if head[-2:] in {"sh", "ch"} or head[-1:] == "j" else head + small
    if syllable == "u":
        return "w" + small
    if syllable in {"ku", "gu"}:
        return head + "w" + small
    return head + small


# Each rule folds spellings that katakana writes alike; order matters.
_LATIN_FOLDS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"tion\b|sion\b|cean\b", "son"),
        (r"tion|sion", "son"),
        (r"ture\b", "tar"),
        (r"tch|ch", "t"),
        (r"sch", "s"),
        (r"sh", "s"),
        (r"ph", "f"),
        (r"gh(?=[aeiou])", "g"),
        (r"igh", "ai"),
        (r"gh", ""),
        (r"th", "s"),
        (r"wh", "w"),
        (r"\bkn", "n"),
        (r"\bwr", "r"),
        (r"\bps", "s"),
        (r"ck|cq|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"ng(?=[kg])", "n"),
        (r"dg(?=[ei])", "s"),
        (r"(?<=[aeiouyk])hh", "H"),
        (r"(?<=[aeiouy])h(?![aeiouy])|(?<=[^aeiouyskctpwgr])h\b|(?<=[bdgklp])h", ""),
        (r"(?<=[^aeiou\b])y(?=[^aeiou]|\b)", "i"),
        (r"(?<=[^aeiouwy\W])e(s?)\b", r"\1"),
    )
)
# Spellings with two sounds in names: Geneva and Gifu, Kathmandu and Smith, Tehran and Noah.
_AMBIGUOUS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"g(?=[eiy])", "j"),
        (r"th", "t"),
        (r"ch", "sh"),
        (r"^ph(?=[^aeiou])", "p"),
        (r"(?<=[aeiouk])h(?=[a-z])", "hh"),
    )
)
_COMMON_FOLDS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"H", "h"),
        (r"v", "b"),
        (r"l", "r"),
        (r"[zj]", "s"),
        (r"ts", "t"),
        (r"m(?=[bp])", "n"),
        (r"ee|ie\b", "i"),
        (r"oo|ou", "u"),
        (r"ea", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_ROMAJI_FOLDS = tuple(
    (re.compile(pattern), new)
    for pattern, new in ((r"sh|[zj]", "s"), (r"ch", "t"), (r"ts(?=u)", "t"), (r"m(?=[bp])", "n"))
)


@lru_cache(maxsize=4096)
def folded_katakana(katakana: str) -> str:
    """The sound of a katakana run in the coarse alphabet, with its vowels."""
    sound = romanise(katakana.replace("・", ""))
    for pattern, new in _ROMAJI_FOLDS:
        sound = pattern.sub(new, sound)
    sound = sound.replace("v", "b").replace("l", "r")
    return re.sub(r"(.)\1+", r"\1", sound)


@lru_cache(maxsize=8192)
def folded_latin(word: str) -> tuple[str, ...]:
    """The sounds that a Latin spelling may have in the coarse alphabet, most likely first."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("-", " "))
    spellings = [re.sub(r"[^a-z ]", "", plain)]
    for spelled, other in _AMBIGUOUS:
        spellings += [spelled.sub(other, s) for s in spellings if spelled.search(s)]
    sounds: dict[str, None] = {}
    for sound in spellings:
        for pattern, new in _LATIN_FOLDS:
            sound = pattern.sub(new, sound)
        sound = sound.replace(" ", "")
        dropped = re.sub(r"(?<=[aeiou])r(?![aeiou])", "", sound)  # server: サーバー
        for variant in (sound, dropped):
            plural = word.islower() and len(variant) > 4  # a name has none: Brussels, Cyprus
            for ending in (variant, variant.removesuffix("s") if plural else variant):
                for pattern, new in _COMMON_FOLDS:
                    ending = pattern.sub(new, ending)
                sounds[ending] = None
    return tuple(sounds)


def _consonants(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", sound).replace("y", "").replace("w", ""))


CONSONANTS = 0.4
"""Share of the consonants in a likeness; found on tests/cases/names/{true,false}.tsv."""

SHORT = 3
"""Consonants up to which all must agree: ラゴス is not Laos, ナイジェリア not Niger."""


@lru_cache(maxsize=65536)
def likeness(katakana: str, latin: str) -> float:
    """How alike a katakana run and a Latin spelling sound, 0..1.

    0 where they begin with different sounds or there is too little of them to tell.
    """
    from rapidfuzz.distance import Indel

    ja = folded_katakana(katakana)
    ja_bones = _consonants(ja)
    best = 0.0
    for en in folded_latin(latin):
        if not _same_start(ja, en):
            continue
        bones = Indel.normalized_similarity(ja_bones, _consonants(en))
        if en[-1] in "aeiou":
            flesh = Indel.normalized_similarity(ja, en) - 0.1 * (en[-1] != ja[-1])
        else:  # バンコク, ハイデラバード: the last vowel is katakana's own
            flesh = Indel.normalized_similarity(re.sub(r"u$|(?<=[td])o$", "", ja), en)
        if len(ja_bones) > SHORT or (bones == 1.0 and flesh >= 0.8):
            best = max(best, CONSONANTS * bones + (1 - CONSONANTS) * flesh)
    # two consonants are too little to tell by: there only the very same sound counts
    return best if len(ja_bones) > 2 or best == 1.0 else 0.0


def _same_start(one: str, two: str) -> bool:
    if not one or not two:
        return False
    vowels = "aeiouyw"
    if one[0] in vowels or two[0] in vowels:
        return one[0] in vowels and two[0] in vowels
    return one[0] == two[0] or {one[0], two[0]} in ({"f", "h"}, {"s", "t"})
