"""Words of a field that have one meaning: the absence of their translation says something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from moc_align.checks._pair import Reading
from moc_align.names import Term, stem
from moc_align.names.glossary import glossary_rows
from moc_align.schema import Lang
from moc_align.text import normalise, squeeze

SHORTEST = 5
"""Letters of an English word that has no other meanings: key and job have many."""
_LOOSE = frozenset({"general", "law", "government", "treaty", "commitment", "statistics", "body"})
"""Domains whose words are translated as the sentence wants."""
_NAMES = frozenset({"body", "country", "place"})
_PLURAL = re.compile(r"(?<=\w{3})(?:(?<=[sxh])es|(?<!s)s)$")
_KANJI = re.compile("[一-龯々〆]")
_KATAKANA = re.compile("[ァ-ヶー]")


@cache
def _firm(lang: Lang) -> dict[str, str]:
    """The forms of one meaning, as `_form` writes them, and the key of the entry of each."""
    owners: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    verbs: set[str] = set()
    nouns: dict[str, str] = {}
    for ja, en, pos, domain in glossary_rows():
        key = squeeze(normalise(ja[0]).text)
        for form in ja if lang == "ja" else en:
            name = _form(form, lang)
            root = name.removesuffix("する") if lang == "ja" else " ".join(map(stem, name.split()))
            stems.setdefault(root, set()).add(key.removesuffix("する"))
            owners.setdefault(name, set()).add(key)
            if pos not in ("noun", "name"):
                verbs.add(root)
            elif pos == "noun" and domain not in _LOOSE | _NAMES:
                nouns[name] = key
    return {
        name: key
        for name, key in nouns.items()
        if len(owners[name]) == 1
        and (root := name if lang == "ja" else " ".join(map(stem, name.split()))) not in verbs
        and len(stems[root]) == 1
        and (lang == "ja" or len(name) >= SHORTEST)
    }


def _form(text: str, lang: Lang) -> str:
    plain = normalise(text).text.casefold()
    if lang == "ja":
        return squeeze(plain)
    return " ".join(_PLURAL.sub("", word) for word in re.split(r"[\s-]+", plain.strip()))


def firm(readings: Sequence[Reading]) -> Iterator[Term]:
    """The words of one meaning in a passage, names and parts of longer words apart."""
    for reading in readings:
        known = _firm(reading.lang)
        named = [name.span for name in reading.names if name.weight >= 1]
        end = -1
        for term in reading.terms:
            span = term.span
            if span.end <= end:
                continue
            end = span.end
            if _form(term.quote, reading.lang) not in known or any(
                name.start < span.end and span.start < name.end for name in named
            ):
                continue
            if reading.lang == "ja" and _inside(reading.text, span.start, span.end):
                continue
            yield term


def _inside(text: str, start: int, end: int) -> bool:
    """True for a part of a longer Japanese word: 医療 in 医療用, ケア in ヘルスケア."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return any(
        kind.fullmatch(edge) and kind.fullmatch(beside)
        for kind in (_KANJI, _KATAKANA)
        for edge, beside in ((text[start], before), (text[end - 1], after))
    )
