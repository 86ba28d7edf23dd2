"""Glossary terms in a passage, and whether a translation of one stands in another passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from moc_align.checks._pair import Reading
from moc_align.names import Term, forms, stem
from moc_align.schema import Lang
from moc_align.text import normalise, squeeze

SPECIFIC = 1.0
"""Weight of the terms of a field; general, legal and governmental words are translated freely."""
_WORD = re.compile(r"[A-Za-z0-9]+")


def specific(readings: Sequence[Reading]) -> Iterator[Term]:
    """The technical terms of several words or kanji, the longest where one lies in another."""
    for reading in readings:
        end = -1
        for term in reading.terms:
            if term.span.end <= end:
                continue
            end = term.span.end
            if term.weight >= SPECIFIC and _compound(term.quote, reading.lang):
                yield term


def _compound(quote: str, lang: Lang) -> bool:
    return len(squeeze(quote)) >= 4 if lang == "ja" else len(_WORD.findall(quote)) > 1


def variants(term: Term, lang: Lang) -> tuple[str, ...]:
    """The known translations of a term into a language, by entry."""
    return tuple(form for key in sorted(term.keys) for form in forms(key, lang))


def stands(form: str, text: str, lang: Lang) -> bool:
    """True where the form stands in the text; inflection, spaces and hyphens are no obstacle."""
    return _stands_ja(form, text) if lang == "ja" else _stands_en(_stems(form), text)


def _stands_ja(form: str, text: str) -> bool:
    plain = squeeze(normalise(text).text).casefold()
    return squeeze(normalise(form).text).casefold().removesuffix("する") in plain


def _stands_en(words: tuple[str, ...], text: str) -> bool:
    stems = _stems(text)
    return bool(words) and any(
        stems[at : at + len(words)] == words for at in range(len(stems) - len(words) + 1)
    )


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word).casefold() for word in _WORD.findall(normalise(text).text))


def partly_stands(term: Term, text: str, lang: Lang) -> bool:
    """True where a word of a known translation stands in the text: a freer rendering."""
    if lang == "ja":
        plain = squeeze(normalise(text).text)
        pairs = {
            f[i : i + 2] for f in map(squeeze, variants(term, lang)) for i in range(len(f) - 1)
        }
        return any(pair in plain for pair in pairs)
    words = set(_stems(text))
    heads = {word[:5] for word in words}
    return any(
        part in words or (len(part) > 5 and part[:5] in heads)
        for form in variants(term, lang)
        for part in _stems(form)
        if len(part) > 2
    )
