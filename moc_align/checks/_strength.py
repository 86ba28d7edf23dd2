"""The levels at which a predicate may bind: one word of Japanese may be two in English.

「図る」 is met by seek and by promote, 「議論する」 by discuss and by debate; a plain form is will
in a memorandum and shall in a treaty. Two predicates differ only where they share no level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from moc_align.commitments import Commitment, Strength
from moc_align.schema import Genre, Lang
from moc_align.text import normalise

Form = Literal["may", "explore", "endeavour", "should", "plain", "noun", "shall", "must"]

# Verbs between two levels, which a translator may put into words of either.
_BETWEEN: dict[Lang, tuple[tuple[re.Pattern[str], frozenset[Strength]], ...]] = {
    "ja": (
        (
            re.compile(
                r"図[るっりろ]|取り?組|配慮|考慮|留意|予定|意向|意図|方針|試み|求め|志向|傾注"
            ),
            frozenset({Strength.ENDEAVOUR, Strength.UNDERTAKE}),
        ),
        (
            re.compile(
                r"議論|審議|研究|調査|検証|評価|審査|見直|話し?合|点検|考慮|調べ|探[るっり]"
            ),
            frozenset({Strength.EXPLORE, Strength.UNDERTAKE}),
        ),
        (re.compile(r"検討を加え"), frozenset({Strength.EXPLORE, Strength.UNDERTAKE})),
    ),
    "en": (
        (
            re.compile(r"\b(?:work|pursue|seek|address|plan|engage|attention|look\s+to)\b", re.I),
            frozenset({Strength.ENDEAVOUR, Strength.UNDERTAKE}),
        ),
        (
            re.compile(
                r"\b(?:discuss\w*|stud(?:y|ies)|review|investigate|assess|examine|deliberate|verify|"
                r"look\s+into)\b",
                re.IGNORECASE,
            ),
            frozenset({Strength.EXPLORE, Strength.UNDERTAKE}),
        ),
    ),
}
_LIGHT = re.compile(r"^(?:行[うなっい]|実施|進め|続け|継続|重ね|深め|する|加え|払)")
# Verbs that bind no one in a memorandum, and are the "shall" of a treaty: shall apply.
_IN_FORCE = re.compile(
    r"適用(?:する|される)$|効力を(?:生[ずじ]る|有する)$|構成(?:する|される)$|発効する$"
)
_ABLE = re.compile(
    r"(?:shall|will|must)\s+(?:\w+\s+)?be\s+(?:\w+ly\s+)?\w+[ai]ble\b", re.IGNORECASE
)
"""What "can be" is said in: shall be renewable is 更新することができる."""
_ONLY: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(r"のみ(?!なら)|に限[りっる]|だけ"),
    "en": re.compile(r"\b(?:only|solely|exclusively)\b", re.IGNORECASE),
}
_NOUN = re.compile(r"[\u4e00-\u9fffァ-ヺー]$")


@dataclass(frozen=True, slots=True)
class Bond:
    """A predicate that binds: at which levels it may stand, its form, and its words."""

    levels: frozenset[Strength]
    form: Form
    quote: str

    @property
    def top(self) -> Strength:
        """The firmest of its levels."""
        return max(self.levels)

    def steps(self, other: Bond) -> int:
        """Levels from this one up to the other, below zero where it is weaker; 0 if they meet."""
        if self.levels & other.levels:
            return 0
        return min((b - a for a in self.levels for b in other.levels), key=lambda n: (abs(n), n))


def bond(found: Commitment, sentence: str, lang: Lang, genre: Genre) -> Bond | None:
    """The bond of a predicate; None for one that binds no one or whose strength can't be told.

    `sentence`: the one that it stands in.
    """
    quote = normalise(found.quote).text
    quote = "".join(quote.split()) if lang == "ja" else quote
    form = _japanese(quote) if lang == "ja" else _english(quote)
    level = found.strength
    binding = genre in {"treaty", "statute"}
    if form is None or (found.negated and (form == "may" or level < Strength.UNDERTAKE)):
        # "may not" and ことができない forbid, or tell that something is impossible; who "will not
        # consider" an application refuses it
        return None
    if level is Strength.NONE:
        if lang == "ja" and binding and _IN_FORCE.search(quote):
            return Bond(frozenset({Strength.UNDERTAKE, Strength.SHALL}), "plain", found.quote)
        return None
    if form == "plain" and level < Strength.UNDERTAKE:
        form = "explore" if level is Strength.EXPLORE else "endeavour"
    levels = _levels(quote, lang, form, level, binding)
    if form == "may" and _ONLY[lang].search(sentence):
        # のみ…できる is "shall … only", "may … only" is 以外に…してはならない
        levels |= {Strength.UNDERTAKE, Strength.SHALL}
    return Bond(levels, form, found.quote)


def _levels(
    quote: str, lang: Lang, form: Form, level: Strength, binding: bool
) -> frozenset[Strength]:
    if form == "may":
        return frozenset({Strength.EXPLORE})
    if form == "should":
        high = (
            {Strength.UNDERTAKE, Strength.SHALL} if lang == "ja" and "期待" not in quote else set()
        )
        return frozenset({Strength.ENDEAVOUR, *high})
    levels = {level}
    if lang == "en" and _ABLE.match(quote):
        levels |= {Strength.EXPLORE, Strength.UNDERTAKE}
    verb = _verb(quote) if lang == "ja" else quote
    for pattern, between in _BETWEEN[lang]:
        if pattern.search(verb):
            levels |= between
    if lang == "ja" and form == "shall":
        levels |= {Strength.UNDERTAKE} if level is Strength.SHALL else set()
    if Strength.UNDERTAKE in levels and form in {"shall", "must"}:
        levels |= {Strength.SHALL}
    if Strength.UNDERTAKE in levels and lang == "ja" and form != "must" and binding:
        levels |= {Strength.SHALL}  # 負担する of a treaty is "shall bear"
    return frozenset(levels)


def _verb(quote: str) -> str:
    """The verb of a Japanese predicate, with its noun where the verb is light (検討を行う)."""
    parts = re.split(r"(?<=[をにがで])", quote)
    return "".join(parts[-2:]) if len(parts) > 1 and _LIGHT.match(parts[-1]) else parts[-1]


def _japanese(quote: str) -> Form | None:
    if re.search(r"(?:た|ました|でした)$", quote):
        return None
    if re.search(r"(?:ことが(?:可能|でき|出来)|でき[るま]|得る$)", quote):
        return "may"
    if re.search(r"(?:なければ|なくては|ねば)なら|義務を|[てで]はなら", quote):
        return "must"
    if re.search(r"べき|望まし|期待", quote):
        return "should"
    if re.search(r"ものとす?[るし]|こととする", quote):
        return "shall"
    return "noun" if _NOUN.search(quote) else "plain"


_EN_FORMS: tuple[tuple[str, Form | None], ...] = (
    (r"may\s+(?:(?!not)\w+\s+)?have\b", None),  # what may have happened
    (r"may\b", "may"),
    (r"it\s+(?:is|would\s+be)\b", "should"),  # it is desirable
    (r"(?:is|are)\s+(?:entitled|free|allowed|permitted)\b|ha(?:s|ve)\s+(?:the|a)\s+right", "may"),
    (r"can\b|cannot|could|might|would|(?:is|are)\s+(?:able|invited)", None),
    (r"should\b|(?:is|are|be)\s+expected", "should"),
    (r"must\b|(?:is|are|be)\s+(?:required|oblig|bound)|ha(?:s|ve)\s+(?:the|an)\s+oblig", "must"),
    (r"shall\b|(?:is|are)\s+(?:not\s+)?to\b", "shall"),
    (r"will\b|(?:is|are|remain)\s+committed", "plain"),
    (r"[A-Za-z]+(?:tion|sion|ment|ance|ing|al|ion|ies|ion|ts?|ch|k|hip|ure|s)$", "noun"),
)


def _english(quote: str) -> Form | None:
    matched = (form for said, form in _EN_FORMS if re.match(said, quote, re.IGNORECASE))
    return next(matched, "plain")
