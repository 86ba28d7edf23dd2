"""Passages of a translation that are still in the language of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.schema import Lang
from moc_align.text import is_ja_char, normalise, squeeze

SHORTEST_RUN = 3
"""Japanese characters inside English from which on they are no slip of a mark: 半導体."""
LONGEST_GLOSS = 15
"""Japanese characters that a bracket may give after a translation: the name of a law, a title."""
SHORTEST_SENTENCE = 4
"""English words in a row from which on they may be a sentence and not a name."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
# words that stand in sentences and seldom in names
_GRAMMAR = frozenset(
    "the a an shall will must may should can is are was were be been has have had this that these "
    "those which who whose where when if it its their they by with from into through under upon "
    "between among such any each other both not no or as at to in for of and on".split()
)
_VERBAL = frozenset(
    "shall will must may should can is are was were be been has have had the this that "
    "which".split()
)
# The marks that may stand within a Japanese run; a bracket ends it.
_JA_RUN = re.compile(r"[ぁ-ヿ㐀-鿿々〆〇ー][ぁ-ヿ㐀-鿿々〆〇ー、。・\s]*")
_EN_RUN = re.compile(r"[A-Za-z][A-Za-z0-9'’\-/,.&\s]*[A-Za-z]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_OPENING, _CLOSING = '([{（［【「『〈《“‘"', ')]}）］】」』〉》”’"'


@lru_cache(maxsize=4096)
def wholly_foreign(text: str, lang: Lang) -> bool:
    """True for a text of a language other than this one; names, acronyms and formulas have none."""
    text = _ADDRESS.sub(" ", normalise(text).text)
    japanese = sum(map(is_ja_char, text))
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if lang == "en":
        return japanese >= 2 and 2 * japanese >= letters
    if 6 * japanese >= letters or len(words) < 2:
        return False
    small = [word for word in words if word.islower() and len(word) > 1]
    grammar = sum(word in _GRAMMAR for word in small)
    # Article 5, "Smart Cities Mission": a name has at most an "of" in small letters
    return len(small) >= 2 and grammar >= 1 and 2 * len(small) >= len(words) - 2


def translated(both: Pair) -> Iterator[Tie]:
    """The links whose target is in the target's language: of others one finding is enough."""
    for tie in both.tied:
        if not any(wholly_foreign(reading.text, both.target.lang) for reading in tie.target):
            yield tie


def unread(both: Pair) -> frozenset[str]:
    """Ids of the target's clauses that are in the source's language, or have a sentence of it.

    What they say can't be compared; a name or a word left as it was hinders nothing.
    """
    lang = both.target.lang
    if both.source.lang == lang:
        return frozenset()
    return frozenset(
        reading.clause.id
        for tie in both.ties
        for reading in tie.target
        if wholly_foreign(reading.text, lang) or _has_sentence(reading.text, lang)
    )


def _has_sentence(text: str, lang: Lang) -> bool:
    letters = sum(sum(map(is_ja_char, run)) for run in foreign_runs(text, lang))
    return letters > LONGEST_GLOSS if lang == "en" else any(foreign_runs(text, lang))


def foreign_runs(text: str, lang: Lang) -> Iterator[str]:
    """The passages inside a text of this language that are in the other one, verbatim."""
    yield from _japanese_runs(text) if lang == "en" else _english_runs(text)


def left_untranslated(both: Pair, reading: Reading, side: int) -> bool:
    """True for a clause of a null link that stands in the translation as it stands in the text."""
    if side == 1:
        return both.source.lang != both.target.lang and wholly_foreign(
            reading.text, both.target.lang
        )
    words = squeeze(normalise(reading.text).text)
    return any(
        squeeze(normalise(other.text).text) == words
        for tie in both.ties
        if not tie.source
        for other in tie.target
    )


def _japanese_runs(text: str) -> Iterator[str]:
    for match in _JA_RUN.finditer(text):
        run = match[0].strip()
        length = sum(map(is_ja_char, run))
        if length < SHORTEST_RUN:
            continue
        if length <= LONGEST_GLOSS and _enclosed(text, match.start(), match.start() + len(run)):
            continue
        yield run


def _english_runs(text: str) -> Iterator[str]:
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for match in _EN_RUN.finditer(text):
        if any(start <= match.start() < end for start, end in addresses):
            continue
        # foo/bar.txt and tf.config.set are one name each
        words = [word for part in match[0].split() if (word := part.strip(",.-")).isalpha()]
        if len(words) < SHORTEST_SENTENCE:
            continue
        small = [word for word in words if word.islower()]
        verbal = sum(word in _VERBAL for word in small)
        content = [word for word in words if word.lower() not in _GRAMMAR]
        low = sum(word.islower() for word in content)
        sentence = verbal >= 1 and low >= 2 and 2 * low >= len(content)
        glossed = _enclosed(text, match.start(), match.end())
        if (sentence and not glossed) or (low >= 4 and 3 * low >= 2 * len(content) and not glossed):
            yield match[0]


def _enclosed(text: str, start: int, end: int) -> bool:
    """True where the run stands in brackets or quotation marks of its own."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return before[-1:] in tuple(_OPENING) and after[:1] in tuple(_CLOSING)
