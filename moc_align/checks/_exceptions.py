"""Exceptions that a sentence makes, and whether the other language has anything for them."""

from __future__ import annotations

import re

from moc_align.checks._polarity import Polarity
from moc_align.schema import Lang

_EXCEPTION: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(r"な[いき]限り|(?:場合|とき|もの|定め|規定)(?:等)?を除(?:き|く|いて)|以外"),
    "en": re.compile(
        r"\bunless\b(?!-)|\bexcept\b|\bother\s+than\b|\bsave\s+(?:as|where|for)\b",
        re.IGNORECASE,
    ),
}
"""Words that leave something out, for which the other language must have some word too."""
_RENDERED: dict[Lang, re.Pattern[str]] = {
    # 限り alone is "as long as"
    "ja": re.compile(
        r"な[いき](?:限り|場合)|除くほか|以外のほか|除|以外|ほか|他|外|別の|異な|例外|ない|な[くけし]|ず|ぬ|ざる|ません|(?<=[いき])限り|に限|限って|"
        r"この限り|のみ|だけ|しか|まで|ただし|但し|専ら|非|不|未|無|反|(?<=る)前に|条件"
    ),
    "en": re.compile(
        r"\b(?:unless|except\w*|other|others|otherwise\s+than|save|apart|aside|but|only|sole\w*|not?|"
        r"nor|never|neither|without|exclu\w+|beyond|until|till|outside|non|third|foreign|another|else|"
        r"different|besides|notwithstanding|provided|proviso|subject|absen\w+|fail\w*|lack\w*|free|"
        r"overseas|abroad|external|cannot|instead|rather|alternative|irrespective|addition\w*|"
        r"remaining|rest|before|pending|un\w{4,}|non-\w+)\b",
        re.IGNORECASE,
    ),
}
_OPEN: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(
        r"限定(?:する|される|した)?(?:もの|わけ)?で(?:は)?な|限(?:る|られる)もので(?:は)?な"
        r"|限(?:られ|ら|定され|定し)(?:ない|ず)|限定なく"
    ),
    "en": re.compile(
        r"\b(?:not|without)\s+(?:be(?:ing)?\s+)?(?:necessarily\s+)?limit(?:ed|ation|ing)?\b",
        re.IGNORECASE,
    ),
}
"""Says that an enumeration is open."""
_CLOSED: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?:に|を)限定(?:する|される|した)(?!もので(?:は)?な)|限られ(?:る|た)(?!もので(?:は)?な)"
    ),
    "en": re.compile(r"(?<!not )(?<!not be )(?<!without being )\blimited\s+to\b", re.IGNORECASE),
}
"""Says that it is closed."""


def lost_exception(ours: Polarity, theirs: Polarity) -> str:
    """The exception of one side, as printed, for which the other has no word; "" for none.

    Each predicate that is denied has one word that is none for it: 目的以外に利用してはならない.
    """
    lang, other = ours.lang, theirs.lang
    found = _EXCEPTION[lang].findall(ours.text)
    if not found or len(theirs.firm) > len(ours.firm) or _no_limit(theirs):
        return ""
    words = max(len(_RENDERED[other].findall(theirs.text)) - len(theirs.firm), 0)
    return found[words] if words < len(found) else ""


def lost_opening(ours: Polarity, theirs: Polarity) -> tuple[str, str] | None:
    """ "not limited to" on one side and "limited to" on the other, each as printed."""
    here = _OPEN[ours.lang].search(ours.text)
    there = _CLOSED[theirs.lang].search(theirs.text)
    if here is None or there is None or _OPEN[theirs.lang].search(theirs.text):
        return None
    return here[0], there[0]


def open_too(quote: str, ours: Polarity, theirs: Polarity) -> bool:
    """True where the predicate says that something is not limited, and the other side does too."""
    return bool(_OPEN[ours.lang].search(quote) and _OPEN[theirs.lang].search(theirs.text))


def _no_limit(side: Polarity) -> bool:
    """True where a proviso ends in この限りでない, a denial that is an exception."""
    return side.lang == "ja" and "限りで" in side.text
