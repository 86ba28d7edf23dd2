"""Acronyms of a text that another took the place of in the translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.names.glossary import glossary_rows
from moc_align.schema import Lang, Span
from moc_align.text import normalise, squeeze

LONGEST = 8
"""Letters up to which capitals are an acronym and not a word in capitals: UNCITRAL."""
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9&./@-])[A-Z][A-Za-z]*[A-Z](?:-[A-Z]{1,3})?(?=s?(?![A-Za-z0-9&@]))"
)
_OPENED = re.compile(r"\(\s*(?:以下)?[「\"']?$")
_CLOSED = re.compile(r"s?[\"'」]?\s*[),、]")
# Documents, currencies, figures and marks: the other language has a word for them.
_NO_ACRONYM = frozenset(
    "MOC MOU MOA LOI USD JPY EUR GBP INR CNY PM AM AD BC BCE CE FY JFY NB PS TBD TBA OK VS UTC JST "
    "GMT TEL FAX URL TV PC ID PDF QA US USA UK UN EU UAE".split()
)
_ROMAN = re.compile(r"[IVXLC]+")
_WORDS = re.compile(r"[A-Za-z]+")
_SMALL = frozenset("of the and for on in to at by".split())


@dataclass(frozen=True, slots=True)
class Acronym:
    """Letters that stand for a name, as printed in normal width."""

    letters: str
    quote: str
    """As printed."""
    introduced: bool
    """True in brackets of its own."""


@lru_cache(maxsize=4096)
def acronyms(text: str) -> tuple[Acronym, ...]:
    """The acronyms of a text, in order; none where all of it is in capitals."""
    copy = normalise(text)
    plain = copy.text
    if plain.isascii() and not re.search(r"[a-z]{3}", plain):
        return ()
    found = []
    for match in _TOKEN.finditer(plain):
        word = match[0]
        if len(word) > LONGEST or re.search(r"[a-z]{4}", word):
            continue
        if word.upper() in _NO_ACRONYM or _ROMAN.fullmatch(word):
            continue
        start, end = match.span()
        introduced = bool(_OPENED.search(plain, 0, start) and _CLOSED.match(plain, end))
        span = copy.original_span(Span(start, end))
        found.append(Acronym(word, text[span.start : span.end], introduced))
    return tuple(found)


@dataclass(frozen=True)
class Letters:
    """The acronyms of both texts."""

    source: frozenset[str]
    target: frozenset[str]

    def replaced(self, tie: Tie) -> tuple[Acronym, Acronym] | None:
        """An acronym of the source and the one in its place in the target, if there is one."""
        ours, theirs = (_side(readings) for readings in (tie.source, tie.target))
        two = self._first(
            [acronym for acronym in ours if acronym.introduced],
            [acronym for acronym in theirs if acronym.introduced],
        )
        if two:
            return two
        two = self._first(ours, theirs)
        if two is None or two[0].letters in _all(theirs) or two[1].letters in _all(ours):
            return None
        spelt_out = _spelt_out(two[0], tie.source, tie.target) or _spelt_out(
            two[1], tie.target, tie.source
        )
        return None if spelt_out else two

    def _first(
        self, ours: Sequence[Acronym], theirs: Sequence[Acronym]
    ) -> tuple[Acronym, Acronym] | None:
        """The only one that each side has more often, where it can't be another name for it."""
        here, there = (Counter(a.letters for a in side) for side in (ours, theirs))
        lost, found = here - there, there - here
        if len(ours) != len(theirs) or not (len(lost) == len(found) == 1):
            return None
        one = next(acronym for acronym in ours if acronym.letters in lost)
        other = next(acronym for acronym in theirs if acronym.letters in found)
        # one read for another is an acronym of the other text too, with a meaning of its own there
        confused = other.letters in self.source or one.letters in self.target
        return (one, other) if confused or _misspelt(one.letters, other.letters) else None


def letters(both: Pair) -> Letters:
    """The acronyms of the two texts."""
    return Letters(
        *(
            frozenset(a.letters for tie in both.ties for a in _side(getattr(tie, side)))
            for side in ("source", "target")
        )
    )


def _side(readings: Sequence[Reading]) -> list[Acronym]:
    return [acronym for reading in readings for acronym in acronyms(reading.text)]


def _all(side: Sequence[Acronym]) -> set[str]:
    return {acronym.letters for acronym in side}


def _misspelt(one: str, other: str) -> bool:
    """True for METI and MEIT (the same letters), MITI (one is another) and METIY (one more)."""
    one, other = one.upper(), other.upper()
    if sorted(one) == sorted(other):
        return True
    if min(len(one), len(other)) < 3:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _spelt_out(acronym: Acronym, own: Sequence[Reading], others: Sequence[Reading]) -> bool:
    """True where the other side has the full name that the acronym stands for."""
    keys = {n.key for r in own for n in r.names if n.quote == acronym.quote and n.weight == 1}
    if keys & {name.key for reading in others for name in reading.names}:
        return True
    text = normalise(" ".join(reading.text for reading in others)).text
    lang = others[0].lang
    if lang == "en" and acronym.letters.upper() in _initials(text):
        return True
    plain = squeeze(text).casefold() if lang == "ja" else text.casefold()
    return any(form in plain for form in _full(lang).get(acronym.letters, ()))


def _initials(text: str) -> str:
    """The first letters of the words in a row, without small words: one string."""
    return "".join(w[0] for w in _WORDS.findall(text) if w.lower() not in _SMALL).upper()


@cache
def _full(lang: Lang) -> dict[str, frozenset[str]]:
    """What the glossary has beside an acronym in that language, by the acronym."""
    forms: dict[str, set[str]] = {}
    for ja, en, _, _ in glossary_rows():
        for form in (*ja, *en):
            if _TOKEN.fullmatch(form):
                named = ja if lang == "ja" else en
                forms.setdefault(form, set()).update(
                    squeeze(other).casefold() if lang == "ja" else other.casefold()
                    for other in named
                    if other != form
                )
    return {letters: frozenset(found) for letters, found in forms.items()}
