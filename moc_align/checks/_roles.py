"""Whether two that both sides name have changed places: who does it, to whom, with what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from moc_align.checks._pair import Reading
from moc_align.schema import Lang, Span

TELLING = 0.3
"""Weight from which on a term of the glossary says what something is."""
KNOWN = 0.6
"""Weight from which on a name can be looked for on the other side."""
_BETWEEN_JA = re.compile(
    r"(?:国|共和国|王国|連邦|政府|側|両)?"
    r"(?:と|や|・|、|/|-|及び|並びに|又は|若しくは|および|または|そして|間の)?(?:の|両)?"
)
_BETWEEN_EN = re.compile(
    r"(?:'s|side|party|government)*\s*(?:-|/|and|or|as well as|with|between|,)?\s*"
    r"(?:(?:both|the|that|of|for|(?:federal |socialist |democratic |people's |islamic )*"
    r"(?:republic|kingdom|state|union)|governments?|side|party)\s*)*",
    re.IGNORECASE,
)
_AGENT_JA = re.compile(
    r"(?:国|共和国|王国)?(?:政府|側|当局|一行|企業|代表団|代表者|チーム|の[一-鿿]{1,12}[省庁])?[はが]"
)
_AGENT_EN = re.compile(
    r"(?:(?:\s(?:side|government|party|delegation|ministry|team|companies|enterprises|experts))?"
    r"(?:,[^,;.]{0,80},)?\s(?:also |further |then |likewise |in turn )?"
    r"(?:shall|will|may|must|should|can|intends?|agree[sd]?|undertakes?|provides?|bears?|has|have|"
    r"becomes|receives|refuses|fails|wishes|makes|takes|decides|finds|requests|notifies|ceases)\b"
    r"|(?:\s(?:side|government|party|delegation|ministry|team))?\s[a-z]{2,}ed\b)"
    r",?(?!\s(?:not )?be [a-z]+(?:ed|en|ne|de)\b)",
)
# What stands between a name and what is its own: 日本の|大学, Indian| universities, India's |staff.
_GENITIVE_JA = re.compile(r"(?:国|共和国|側|政府|人)?の?")
_GENITIVE_EN = re.compile(r"(?:'s)?\s|(?:\sside|\sgovernment)'s\s")
_OF_EN = re.compile(
    r"\s(?:of|in|from)\s(?:the\s)?(?:republic of\s|government of\s)?", re.IGNORECASE
)
# One of a list is not alone the owner: 日本及びインドの大学, leaders of Japan, Peru and Chile.
_LISTED_JA = re.compile(r"(?:と|や|・|及び|並びに|又は|若しくは|および|ならびに)$")
_LISTED_EN = re.compile(r",?\s(?:and|or)\s(?:the\s)?[A-Z]|,\s(?:the\s)?[A-Z]")
_BY_EN = re.compile(r"\bby (?:the )?$", re.IGNORECASE)
_PASSIVE_JA = re.compile(
    r"(?:され|られ|[かたまらわ]れ)(?:る|た|ます|ました|ている|ない|るものとする|なければならない)?[。)）]?$"
)
_RECEIVING = {
    "ja": re.compile(r"受け|受入|受領|もら|得(?:る|た|て)|取得"),
    "en": re.compile(
        r"\b(?:receiv|accept|obtain|undergo|undergone|acquir|host|be (?:given|provided))"
    ),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One of the two, where it is named in a passage."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A value, name or term beside them."""

    keys: frozenset[str]
    start: int
    end: int
    value: bool


@dataclass(frozen=True)
class Said:
    """A passage with the two that it names, in order."""

    text: str
    lang: Lang
    mentions: tuple[Mention, ...]
    anchors: tuple[Anchor, ...]
    """What else the passage says that can be told in both languages, in order."""

    @cached_property
    def apart(self) -> tuple[Mention, ...]:
        """The mentions in order, without those that stand in a pair ("A and B")."""
        kept: list[Mention] = []
        skip = False
        for at, mention in enumerate(self.mentions):
            following = self.mentions[at + 1 : at + 2]
            if skip:
                skip = False
            elif following and self._joined(mention, following[0]):
                skip = True
            else:
                kept.append(mention)
        return tuple(kept)

    @cached_property
    def rest(self) -> str:
        """The passage without the names of the two: 受領機関 receives nothing by its name."""
        parts, end = [], 0
        for mention in self.mentions:
            parts.append(self.text[end : mention.start])
            end = mention.end
        return " ".join((*parts, self.text[end:]))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Keys of the mentions apart."""
        return tuple(mention.key for mention in self.apart)

    def owner(self, anchor: Anchor) -> str | None:
        """Key of the one whose own the anchor is: India in "Indian universities"."""
        for mention in self.apart:
            after = self.text[mention.end : anchor.start]
            before = self.text[anchor.end : mention.start]
            if self.lang == "ja":
                own = mention.end <= anchor.start and _GENITIVE_JA.fullmatch(after)
            elif mention.end < anchor.start:
                own = _GENITIVE_EN.fullmatch(after)
            else:
                own = anchor.end < mention.start and _OF_EN.fullmatch(before)
            if own and not self._listed(mention):
                return mention.key
        return None

    def _listed(self, mention: Mention) -> bool:
        if self.lang == "ja":
            return bool(_LISTED_JA.search(self.text, max(0, mention.start - 4), mention.start))
        return bool(_LISTED_EN.match(self.text, mention.end))

    def _joined(self, one: Mention, other: Mention) -> bool:
        if one.key == other.key:
            return False
        between = _BETWEEN_JA if self.lang == "ja" else _BETWEEN_EN
        gap = self.text[one.end : other.start]
        return between.fullmatch(gap.strip() if self.lang == "en" else gap) is not None

    @cached_property
    def agents(self) -> tuple[str, ...]:
        """Keys of those that do something, in order; empty where the predicate is passive."""
        pattern = _AGENT_JA if self.lang == "ja" else _AGENT_EN
        if self.lang == "ja" and _PASSIVE_JA.search(self.text):
            return ()
        return tuple(m.key for m in self.apart if pattern.match(self.text, m.end))


def said(readings: Sequence[Reading], mentions: Sequence[tuple[str, int, int]]) -> Said:
    """The passage of a side; places count in the texts joined by a space."""
    text = " ".join(reading.text for reading in readings)
    anchors: list[Anchor] = []
    taken = {start for _, start, _ in mentions}
    offset = 0
    for reading in readings:
        found: list[tuple[frozenset[str], Span, bool]] = [
            *((frozenset({value.key}), value.span, True) for value in reading.values),
            *((term.keys, term.span, False) for term in reading.terms if term.weight >= TELLING),
            *((frozenset({n.key}), n.span, False) for n in reading.names if n.weight >= KNOWN),
        ]
        anchors += (
            Anchor(keys, offset + span.start, offset + span.end, value)
            for keys, span, value in found
            if offset + span.start not in taken
        )
        offset += len(reading.text) + 1
    lang = readings[0].lang
    return Said(text, lang, tuple(Mention(*m) for m in mentions), tuple(anchors))


def exchanged(source: Said, target: Said) -> bool:
    """True where it is sure that the two named have changed places.

    Both are named in both passages. Another order alone says nothing: a translation turns "A and
    B" about, and an active voice into a passive. It counts where each does what the other does in
    the source, or goes with what the other goes with there.
    """
    keys = {mention.key for mention in (*source.mentions, *target.mentions)}
    if len(keys) != 2:
        return False
    one, other = sorted(keys)
    flip = {one: other, other: one}
    ours, theirs = source.order, target.order
    if set(ours) | set(theirs) == keys and len(set(ours)) == len(set(theirs)) == 1:
        return len(ours) == len(theirs)  # 日印…の一環として日本側は: only the other is left
    counts = [(order.count(one), order.count(other)) for order in (ours, theirs)]
    if sum(counts[0]) > 2 and counts[0] == counts[1][::-1] and counts[0] != counts[1]:
        return True
    if tuple(map(flip.get, source.agents)) == target.agents and source.agents:
        return _same_view(source, target)
    shared = _shared(source, target)
    for here, there in shared:
        owners = source.owner(here), target.owner(there)
        if owners[0] and owners[1] and owners[0] != owners[1]:
            return True
    return _in_turn(source, target, shared)


def _same_view(source: Said, target: Said) -> bool:
    """True unless one passage speaks of giving and the other of receiving."""
    return len({bool(_RECEIVING[side.lang].search(side.rest)) for side in (source, target)}) == 1


def _in_turn(source: Said, target: Said, shared: Sequence[tuple[Anchor, Anchor]]) -> bool:
    """True where things stand in the same order and the names do not: A 60%, B 40%; B 60%, A 40%.

    Only values tell that where a passive voice may have turned the names about.
    """
    if len(source.order) != 2 or len(target.order) != 2 or source.order != target.order[::-1]:
        return False
    passive = any(
        _BY_EN.search(side.text, 0, mention.start)
        for side in (source, target)
        if side.lang == "en"
        for mention in side.mentions
    )
    told = [pair for pair in shared if pair[0].value or not passive]
    verdicts = set()
    for (ours, theirs), (ours_too, theirs_too) in combinations(told, 2):
        here = _slot(ours_too, source) - _slot(ours, source)
        there = _slot(theirs_too, target) - _slot(theirs, target)
        if abs(here) == abs(there) == 1 and ours.value == ours_too.value:
            verdicts.add(here == there)
    return verdicts == {True}


def _slot(anchor: Anchor, side: Said) -> int:
    """0 before the first of the two, 1 between them, 2 after."""
    return sum(anchor.start > mention.start for mention in side.apart)


def _shared(source: Said, target: Said) -> list[tuple[Anchor, Anchor]]:
    """What each side says exactly once, in both."""
    pairs = []
    for anchor in source.anchors:
        here = [other for other in source.anchors if other.keys & anchor.keys]
        there = [other for other in target.anchors if other.keys & anchor.keys]
        if len(here) == len(there) == 1:
            pairs.append((anchor, there[0]))
    return pairs
