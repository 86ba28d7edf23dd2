"""To whom something is given, and from whom received: the other Party, third countries, bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from moc_align.schema import Lang
from moc_align.text import normalise

# Those of whom a clause speaks without a name, as both languages call them.
_WHO: Mapping[str, tuple[str, str]] = {
    "other": (
        r"(?:他方|相手)(?:の?(?:当事者|締約国|締約政府|参加者|署名者|当事国|政府|側|国|方))?(?:政府)?",
        r"the\s+other\s+(?:Contracting\s+)?(?:Part(?:y|ies)|Governments?|Participants?|Sides?|States?|Signator\w+)",
    ),
    "third": (r"第三国(?:又は国際機関)?", r"(?:an?y?\s+)?third\s+(?:countr|State)\w*"),
    "receiver": (
        r"(?:受領|受入)(?:機関|当局|国)",
        r"the\s+receiving\s+(?:authority|agency|Party|State)",
    ),
    "provider": (
        r"(?:提供|送付|派遣)(?:機関|当局|国)",
        r"the\s+(?:providing|supplying|sending)\s+(?:authority|agency|Party|State)",
    ),
    "requester": (
        r"要請(?:機関|当局|国)",
        r"the\s+requesting\s+(?:authority|agency|Party|State)",
    ),
    "committee": (r"合同委員会", r"the\s+Joint\s+Committee"),
    "secretariat": (r"事務(?:局|総長)", r"the\s+Secret(?:ariat|ary-General)"),
    "depositary": (r"寄託者", r"the\s+Depositary"),
}
_ACT = "通知|通告|通報|報告|送付|提出|提供|移転|開示|伝達|引き渡|送達|派遣"
_GIVEN = (
    r"(?:giv|notif|inform|report|transfer|transmit|send|sent|submit|provid|disclos|communicat|"
    r"deliver|dispatch)\w*"
)
_ENGLISH = {
    "goal": rf"\b{_GIVEN}\s+(?:(?!from\b|by\b|receiv)[\w'’()-]+\s+){{0,7}}?to\s+WHO"
    r"|\b(?:giv|notif|inform)\w*\s+WHO",
    "origin": r"\b(?:receiv|obtain|accept)\w*\s+(?:(?!to\b|by\b)[\w'’()-]+\s+){0,7}?from\s+WHO",
}
_ALSO = "(?:及び[^、。]{1,20}?)?"
_JAPANESE = {
    "goal": rf"WHO{_ALSO}(?:に対し(?:て)?|に|へ)(?:(?!から|受け|受領)[^。]){{0,30}}?"
    rf"(?:{_ACT})(?!(?:を|の提供を)?受|され|さる|の|に|後|前|が|は)",
    "origin": rf"WHO{_ALSO}(?:から|より)(?:(?!に対し|へ)[^。]){{0,30}}?(?:受け|受領|受理|取得|"
    rf"(?:{_ACT})され)",
}
"""By role, WHO in the place of the one who has it."""


@lru_cache(maxsize=4096)
def given(text: str, lang: Lang) -> Mapping[str, tuple[str, str]]:
    """The role of each that has one role only, with the phrase that gives it."""
    plain = normalise(text).text
    if lang == "ja":
        plain = "".join(plain.split())
    found: dict[str, tuple[str, str]] = {}
    for who, said in _WHO.items():
        words = said[lang == "en"]
        if not _compiled(words, lang).search(plain):
            continue
        roles = list(_roles(words, plain, lang))
        if len({role for role, _ in roles}) == 1:
            found[who] = roles[0]
    return found


def _roles(who: str, plain: str, lang: Lang) -> Iterator[tuple[str, str]]:
    for role, shape in (_JAPANESE if lang == "ja" else _ENGLISH).items():
        match = _compiled(shape.replace("WHO", f"(?:{who})"), lang).search(plain)
        if match:
            yield role, match[0]


@lru_cache(maxsize=64)
def _compiled(pattern: str, lang: Lang) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if lang == "en" else 0)
