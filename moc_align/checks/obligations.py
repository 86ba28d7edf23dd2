"""An obligation (shall, なければならない) in an instrument that says it creates none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.plugins import Check
from moc_align.schema import Finding, Lang
from moc_align.text import normalise

# What says that the instrument itself creates nothing; "shall not affect the legal obligations
# under other treaties" stands in treaties as well.
_NOT_BINDING: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?:法的(?:な|に|拘束|権利|義務)|国際法上の(?:権利|義務))(?:(?!影響)[^。]){0,40}?"
        r"(?:課|創|生じ|生ず|発生|有[さし]|持[たつ]|拘束|構成|設定|与え)(?:(?!影響)[^。]){0,12}?(?:ない|ません|ず)"
        r"|法的拘束力(?:を有し|を持た|の|が|は)な"
    ),
    "en": re.compile(
        r"\b(?:not|no|nor|neither|nothing|without)\b(?:(?!\baffect)[^.;]){0,60}\b(?:create|impose|"
        r"constitute|give\s+rise|establish|confer|intended|be|is|are|legally)\b(?:(?!\baffect)[^.;]){0,60}"
        r"\b(?:legal(?:ly)?|international\s+law)\b|\bnon-?\s?(?:legally\s+)?-?binding\b"
        r"|\bnot\s+(?:be\s+)?legally\s+binding\b",
        re.IGNORECASE,
    ),
}
_OBLIGES: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?:なければ|なくては|ねば)な(?:らない|らず|りません)|[てで]はな(?:らない|らず|りません)"
        r"|義務を(?:負う|有する|負い)|義務がある"
    ),
    "en": re.compile(r"\bshall\b|\bmust\b|\b(?:is|are)\s+(?:obliged|obligated)\s+to\b"),
}
_ALSO: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(r"ものとす?[るしれ]|べき|必要があ|義務|ことを要"),
    "en": re.compile(
        r"\b(?:required|obligation|obliged|duty|bound|necessary|have\s+to|has\s+to|needs?\s+to|"
        r"(?:may|can|will|do|does)\s+not|cannot|prohibited)\b",
        re.IGNORECASE,
    ),
}
"""Weaker forms that an obligation of the other side may have been rendered as."""


_BINDING = frozenset({"treaty", "statute"})


def find(both: Pair) -> Iterator[Finding]:
    """One finding a clause of the target with a form of obligation that its source lacks."""
    readings = (reading for tie in both.ties for reading in (*tie.source, *tie.target))
    if both.source.genre in _BINDING or not any(map(_denies, readings)):
        return
    for tie in both.tied:
        if tie.heading or any(_denies(reading) for reading in (*tie.source, *tie.target)):
            continue
        said = _obliging(tie)
        if said:
            shown = f'"{said}"' if said.isascii() else f"「{said}」"
            yield tie.finding(
                "obligations",
                "warning",
                f"{shown} in an instrument that says it creates no legal obligations, "
                "and the text has no such form",
                ("", said),
            )


def _denies(reading: Reading) -> bool:
    plain = normalise(reading.text).text
    plain = "".join(plain.split()) if reading.lang == "ja" else " ".join(plain.split())
    return bool(_NOT_BINDING[reading.lang].search(plain))


def _obliging(tie: Tie) -> str:
    """The first form of obligation in the target; empty where the source has one as well."""
    ours = " ".join(reading.text for reading in tie.source)
    lang = tie.source[0].lang
    if _OBLIGES[lang].search(ours) or _ALSO[lang].search(ours):
        return ""
    for reading in tie.target:
        found = _OBLIGES[reading.lang].search(reading.text)
        if found:
            return found[0]
    return ""


CHECK = Check(
    severity="warning",
    help=(
        "In an instrument that says on either side that it is not legally binding, looks for "
        "shall, must or なければならない in the translation where the text has no such form. Such "
        "a word reads as a treaty obligation that nobody agreed to; memoranda say will. A clause "
        "that itself uses these forms is left alone, and so is the one that denies the obligations."
    ),
    find=find,
)
