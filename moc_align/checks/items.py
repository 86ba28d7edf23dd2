"""An item of an enumeration inside a sentence that the other side does not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.names import shared_names, sound_pairs, sounds
from moc_align.plugins import Check
from moc_align.schema import CONTENT_KINDS, Finding, Lang, Span
from moc_align.text import normalise

_JOIN = {
    "ja": re.compile(
        r"[、，]\s*(?:及び|並びに|又は|若しくは|その他の?)?|及び|並びに|又は|若しくは|および|または"
        r"|(?<=[\u4e00-\u9fff])[・/](?=[\u4e00-\u9fffァ-ヺー])"
        r"|(?<=[\u4e00-\u9fffァ-ヺー])[やと](?=[\u4e00-\u9fffァ-ヺーA-Z])"
    ),
    "en": re.compile(r",\s*(?:and/or|and|or)\s+|,\s+|\s(?:and/or|and|or)\s+"),
}
# What ends an item: a case particle or a sentence in Japanese, in English whatever is not a noun
# phrase of a few words.
_STOP = {
    "ja": re.compile(r"[をがはにでも。;；「」]|(?:[しりきみえけせ])$"),
    "en": re.compile(
        r"[.;:\"]|\b(?:shall|will|may|must|is|are|has|have|which|that|who|where|if|such\s+as|including)\b"
    ),
}
_LONGEST = {"ja": 24, "en": 60}
"""Characters of an item inside an enumeration."""


def find(both: Pair) -> Iterator[Finding]:
    """One finding for each item of an enumeration that surely has no counterpart."""
    for tie in both.tied:
        if len(tie.source) != 1 or len(tie.target) != 1:
            continue
        ours, theirs = tie.source[0], tie.target[0]
        if {ours.clause.kind, theirs.clause.kind} <= CONTENT_KINDS:
            yield from _missing(tie, ours, theirs, lost=True)
            yield from _missing(tie, theirs, ours, lost=False)


def _missing(tie: Tie, ours: Reading, theirs: Reading, lost: bool) -> Iterator[Finding]:
    """Items between two that stand side by side in the other clause's enumeration."""
    known = _anchors(ours, theirs)
    lists = tuple(_enumerations(theirs))
    for items in _enumerations(ours):
        places = [_met(item, known) for item in items]
        shared = Counter(place for some in places for place in some)
        own = [frozenset(p for p in some if shared[p] == 1) for some in places]
        met = [(at, some) for at, some in enumerate(own) if some]
        # in front of the first stands an item where it names something that is known
        if met and met[0][0] == 1 and _first(lists, met[0][1]) and _named(ours, items[0]):
            yield from _told(tie, ours, theirs, items[0], lost)
        for (first, one), (last, other) in pairwise(met):
            between = items[first + 1 : last]
            apart = _apart(lists, one, other)
            if apart is None or not 0 <= apart - 1 < len(between):
                continue
            alone = between if apart == 1 else [i for i in between if _named(ours, i)]
            if len(alone) == 1:
                yield from _told(tie, ours, theirs, alone[0], lost)


def _told(tie: Tie, ours: Reading, theirs: Reading, item: Span, lost: bool) -> Iterator[Finding]:
    quote = ours.text[item.start : item.end].strip(" ,、，")
    if not quote or _again(quote, theirs.text) or not _noun(ours, item, quote):
        return
    shown = f'"{quote}"' if quote.isascii() else f"「{quote}」"
    where = "text" if lost else "translation"
    yield tie.finding(
        "items",
        "warning",
        f"{shown} is an item of the {where} only; the items beside it stand side by side",
        (quote, "") if lost else ("", quote),
    )


_PERSON = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Prof|H\.E|His|Her)\b")
_NO_NOUN = {
    "ja": re.compile(r"[ぁ-ん]$|^[ぁ-ん]+"),
    "en": re.compile(
        r"\b(?:once|twice|times|alternately|respectively|therein|thereof|however)\b|^(?:[Tt]he\s+)?terms$"
    ),
}


def _noun(reading: Reading, item: Span, quote: str) -> bool:
    """True for what can be a member: no part of a longer name, no person, verb or adverb.

    認識し ends a clause, and Trade in "the Ministry of Economy, Trade and Industry" is no item.
    """
    if _PERSON.match(quote) or _NO_NOUN[reading.lang].search(quote):
        return False
    if any(
        span.start < item.end and item.start < span.end and not _inside(span, item)
        for span in (name.span for name in reading.names)
    ):
        return False
    return not quote.istitle() or _named(reading, item)


def _named(reading: Reading, item: Span) -> bool:
    """True where the item is hardly more than a word of the glossary or a name."""
    spans = [term.span for term in reading.terms] + [name.span for name in reading.names]
    held = max((s.end - s.start for s in spans if _inside(s, item)), default=0)
    return 2 * held >= item.end - item.start


def _again(quote: str, text: str) -> bool:
    """True where the other clause has the item letter for letter: AI, IoT."""
    return normalise(quote).text.casefold() in normalise(text).text.casefold()


def _met(item: Span, known: Sequence[tuple[Span, int]]) -> frozenset[int]:
    return frozenset(place for span, place in known if _inside(span, item))


def _at(items: Sequence[Span], places: Set[int]) -> list[int]:
    """The items that hold most of these places."""
    held = [sum(item.start <= place < item.end for place in places) for item in items]
    return [n for n, count in enumerate(held) if count and count == max(held)]


def _apart(lists: Sequence[tuple[Span, ...]], one: Set[int], other: Set[int]) -> int | None:
    """How many items the second comes after the first; None unless each is in one item there."""
    found = set()
    for items in lists:
        first, last = _at(items, one), _at(items, other)
        if len(first) == len(last) == 1:
            found.add(last[0] - first[0])
    return found.pop() if len(found) == 1 else None


def _first(lists: Sequence[tuple[Span, ...]], places: Set[int]) -> bool:
    """True where an enumeration of the other clause begins with it."""
    return any(_at(items, places) == [0] for items in lists)


def _enumerations(reading: Reading) -> Iterator[tuple[Span, ...]]:
    """The items of each enumeration, as stretches of the clause's text."""
    lang = reading.lang
    text = re.sub(r"[(（][^()（）]*[)）]", lambda m: "_" * len(m[0]), reading.text)
    cuts = [match.span() for match in _JOIN[lang].finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    run: list[Span] = []
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        # the last item ends where its phrase goes on: "C in the field of ..."
        if _STOP[lang].search(piece) or len(piece) > _LONGEST[lang]:
            if run:
                stop = _STOP[lang].search(piece)
                last = min(stop.start() if stop else len(piece), _LONGEST[lang])
                yield tuple(_led(text, [*run, Span(start, start + last)], lang))
            run = []
            # ... and the first begins somewhere in front of its comma
            run = [Span(max(start, end - _LONGEST[lang]), end)]
        else:
            run.append(Span(start, end))
    if len(run) > 1:
        yield tuple(_led(text, run, lang))


def _led(text: str, run: Sequence[Span], lang: Lang) -> Iterator[Span]:
    """The items, the first without what stands before its noun phrase."""
    first = text[run[0].start : run[0].end]
    leads = list(_LEAD[lang].finditer(first))
    yield Span(run[0].start + (leads[-1].end() if leads else 0), run[0].end)
    yield from run[1:]


_LEAD = {
    "ja": re.compile(r"[をがはにでも。;；「」]|され?た|する|される"),
    "en": re.compile(r"[.;:\"]|\b(?:of|in|as|for|on|to|with|by|between|including|from|into)\s"),
}


def _anchors(ours: Reading, theirs: Reading) -> list[tuple[Span, int]]:
    """What of a clause is found again in the other one: where it stands, and its place there."""
    found = [
        (one.span, other.span.start)
        for one in ours.terms
        for other in theirs.terms
        if one.keys & other.keys
    ]
    pairs = shared_names(ours.names, theirs.names)
    places = {one.key: other.key for one, other, _ in pairs}
    found += [
        (one.span, other.span.start)
        for one in ours.names
        for other in theirs.names
        if places.get(one.key) == other.key
    ]
    ja, en = (ours, theirs) if ours.lang == "ja" else (theirs, ours)
    for sound, word, _ in sound_pairs(sounds(ja.text), en.text):
        here, there = (sound, word) if ours is ja else (word, sound)
        at, place = ours.text.find(here), theirs.text.find(there)
        if at >= 0 <= place:
            found.append((Span(at, at + len(here)), place))
    return found


def _inside(span: Span, item: Span) -> bool:
    return item.start <= span.start and span.end <= item.end


CHECK = Check(
    severity="warning",
    help=(
        "Follows enumerations inside a sentence (A、B及びC: A, B and C) and reports an item that "
        "was lost or added: the items before and after it are found again in the other clause (by "
        "the glossary, as names, or by the sound of katakana), and stand nearer together there. An "
        "item whose neighbours are not known is passed over."
    ),
    find=find,
)
