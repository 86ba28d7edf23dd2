"""Words of the field that stand in the glossary, so that 在留資格 meets "status of residence"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from moc_align.names.glossary import glossary_rows
from moc_align.schema import Lang, Span
from moc_align.text import normalise, squeeze

# What a term of a domain tells about the subject; the formulae of instruments tell nothing of it.
_WEIGHTS = {"general": 0.4, "government": 0.6, "law": 0.5, "treaty": 0.1, "commitment": 0.15}
_NO_SUBJECT = frozenset({"phrase", "adverb"})
_NAME_DOMAINS = frozenset({"body", "country", "place"})
Form = TypeVar("Form", str, tuple[str, ...])
_WORD = re.compile(r"[A-Za-z0-9]+(?:[-'&][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary word as printed."""

    keys: frozenset[str]
    """Preferred Japanese forms of the entries it may stand for."""
    quote: str
    span: Span
    weight: float
    """How much it tells about the subject, 0..1."""


@dataclass(frozen=True, slots=True)
class _Entry:
    keys: frozenset[str]
    weight: float


def terms(text: str, lang: Lang) -> tuple[Term, ...]:
    """The glossary's words in the text, by start; shorter ones inside longer ones are given too.

    Raises: ConfigError.
    """
    found = _japanese(text) if lang == "ja" else _english(text)
    return tuple(sorted(found, key=lambda term: (term.span.start, -term.span.end)))


def _japanese(text: str) -> Iterator[Term]:
    copy = normalise(text)
    places = [i for i, char in enumerate(copy.text) if not char.isspace()]
    squeezed = "".join(copy.text[i] for i in places)
    index, longest = _japanese_index()
    for at in range(len(squeezed)):
        for length in range(2, min(longest, len(squeezed) - at) + 1):
            entry = index.get(squeezed[at : at + length])
            if entry is not None:
                span = copy.original_span(Span(places[at], places[at + length - 1] + 1))
                yield Term(entry.keys, text[span.start : span.end], span, entry.weight)


def _english(text: str) -> Iterator[Term]:
    copy = normalise(text)
    words = [(stem(m.group()), m.start(), m.end()) for m in _WORD.finditer(copy.text)]
    index, longest = _english_index()
    for at in range(len(words)):
        for length in range(1, min(longest, len(words) - at) + 1):
            entry = index.get(tuple(word for word, _, _ in words[at : at + length]))
            if entry is not None:
                span = copy.original_span(Span(words[at][1], words[at + length - 1][2]))
                yield Term(entry.keys, text[span.start : span.end], span, entry.weight)


@cache
def forms(key: str, lang: Lang) -> tuple[str, ...]:
    """How the glossary writes an entry in a language, the preferred form first; empty for none.

    `key`: preferred Japanese form of the entry. Raises: ConfigError.
    """
    return _forms()[lang == "en"].get(key, ())


@cache
def _forms() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    ja_forms: dict[str, tuple[str, ...]] = {}
    en_forms: dict[str, tuple[str, ...]] = {}
    for ja, en, key, _ in _entries():
        ja_forms[key] = (*ja_forms.get(key, ()), *ja)
        en_forms[key] = (*en_forms.get(key, ()), *en)
    return ja_forms, en_forms


@cache
def _japanese_index() -> tuple[dict[str, _Entry], int]:
    forms: dict[str, list[tuple[str, float]]] = {}
    for ja, _, key, weight in _entries():
        for form in ja:
            plain = squeeze(normalise(form).text)
            # 促進する is found in its noun 促進 as well
            noun = plain.removesuffix("する")
            if len(noun) > 1:
                forms.setdefault(noun, []).append((key, weight))
    return _merged(forms), max(map(len, forms), default=0)


@cache
def _english_index() -> tuple[dict[tuple[str, ...], _Entry], int]:
    forms: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for _, en, key, weight in _entries():
        for form in en:
            stems = tuple(stem(word) for word in _WORD.findall(normalise(form).text))
            if stems:
                forms.setdefault(stems, []).append((key, weight))
    return _merged(forms), max(map(len, forms), default=0)


def _entries() -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str, float]]:
    for ja, en, pos, domain in glossary_rows():
        if domain not in _NAME_DOMAINS and pos not in _NO_SUBJECT:
            yield ja, en, squeeze(normalise(ja[0]).text), _WEIGHTS.get(domain, 1.0)


def _merged(forms: dict[Form, list[tuple[str, float]]]) -> dict[Form, _Entry]:
    """One entry a form; a form that may stand for several words tells less."""
    return {
        form: _Entry(frozenset(key for key, _ in owners), max(weight for _, weight in owners))
        for form, owners in forms.items()
    }


_SUFFIXES = (
    *(("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("ations", "ate")),
    *(("ation", "ate"), ("ements", "e"), ("ments", ""), ("ment", ""), ("ings", ""), ("ing", "")),
    *(("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ions", ""), ("ion", ""), ("ed", "")),
    *(("ers", ""), ("er", ""), ("es", ""), ("s", ""), ("ise", "ize"), ("e", "")),
)
MIN_STEM = 4
"""Letters that a stem keeps, so that short words stay apart (use, user; port, porter)."""


@cache
def stem(word: str) -> str:
    """A crude stem: lower case, without endings of number, tense and action nouns.

    Acronyms stay as they are (AI, SMEs -> SME). Good enough to find a listed word, not to list one.
    """
    if word.isupper() or (word[:-1].isupper() and len(word) > 2 and word.endswith("s")):
        return word.rstrip("s")
    word = word.lower().removesuffix("'s")
    for _ in range(3):
        for suffix, put in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) + len(put) >= MIN_STEM:
                if suffix == "s" and word.endswith(("ss", "us", "is")):
                    continue
                word = word.removesuffix(suffix) + put
                break
        else:
            break
    return word
