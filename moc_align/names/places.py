"""Whether a name that no list knows is a place, by the words around it."""

from __future__ import annotations

import re

WEIGHT = 0.7
"""What a place tells that is one by its surroundings only, beside 1 for a listed one."""

# 省 is a province after a name in katakana: ministries are named by what they do
_AFTER_JA = re.compile(
    r"・?(?:地区|地方|州|省|県|郡|市|町|村|港|湾|空港|駅|流域|盆地|川|湖|島|半島|海峡|山脈|国境|カウンティ|"
    r"(?:工業団地|経済特区|特別区))"
)
_BEFORE_EN = re.compile(
    r"\b(?:in|at|near|from|(?:port|city|town|province|state|region|district|county|prefecture|"
    r"island|bay|gulf|basin|valley) of) (?:the )?$",
    re.IGNORECASE,
)
_LAST_EN = frozenset(
    (
        "region province district county prefecture state port bay river basin island islands "
        "peninsula city valley gulf strait coast"
    ).split()
)


def is_place(text: str, start: int, end: int, japanese: bool) -> bool:
    """True for ムエア in 「ムエア地区」 and for Eldoret in "mechanics in Eldoret"."""
    if japanese:
        return _AFTER_JA.match(text, end) is not None
    words = text[start:end].split()
    if any(word.isupper() or not word.replace("-", "").isalpha() for word in words):
        return False  # JETRO, Society 5.0
    if words[-1].lower() in _LAST_EN:
        return True
    # "at the Quantum Computing Forum of Leiden": a place's own name is short
    return len(words) <= 2 and bool(_BEFORE_EN.search(text, max(0, start - 24), start))
