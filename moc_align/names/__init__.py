"""Who and where a text speaks of: names with keys that are equal across languages where known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from moc_align.names.glossary import NameKind, known_names
from moc_align.names.katakana import (
    SOUNDS_ALIKE,
    Sound,
    katakana_names,
    sound_pairs,
    sounds,
    transliterations,
)
from moc_align.names.places import WEIGHT as PLACE
from moc_align.names.places import is_place
from moc_align.names.sound import likeness, romanise
from moc_align.names.terms import Term, forms, stem, terms
from moc_align.schema import Lang, Span
from moc_align.text import normalise

__all__ = [
    "Name",
    "NameKind",
    "Sound",
    "Term",
    "forms",
    "known_names",
    "names",
    "same_name",
    "shared_names",
    "sound_pairs",
    "sounds",
    "stem",
    "terms",
    "transliterations",
]


_KATAKANA = re.compile(r"[ァ-ヺー・\s]+")
_LATIN = re.compile(r"[A-Za-z]{3}")
# 海洋IT省（MoIT）: a body that the glossary lacks, under the key of the acronym that follows it
_DEFINED = re.compile(
    r"(?P<long>[\u4e00-\u9fffァ-ヺーA-Za-z・]{2,20}"
    r"(?:[省庁局院]|機構|委員会|大学|研究所|協会|銀行|センター|公社|財団|基金|連盟|連合))"
    r"\((?P<short>[A-Z][A-Za-z]*[A-Z][A-Za-z-]*)\)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed. Two names of one key are the same; else ask `same_name`."""

    kind: NameKind
    key: str
    """Preferred English form in the glossary, else the Latin name, else the romanised katakana."""
    quote: str
    span: Span
    weight: float
    """How much it tells, 0..1.

    1 for what the glossary knows and for an institution's acronym, 0.7 for what is a place by the
    words around it, 0.6 for capitalised words, 0.4
    for a single one and for katakana, 0.2 for AI, IoT or SME. A name that the glossary does not
    know may have a counterpart in the other language that can't be seen.
    """


def names(text: str, lang: Lang) -> tuple[Name, ...]:
    """The names of the text, in order and not overlapping. Raises: ConfigError.

    A name is given as often as it is printed. What the glossary knows goes before what only looks
    like a name; an acronym that follows a body in brackets has that body's key.
    """
    from moc_align.names.glossary import matches
    from moc_align.names.latin import latin_names

    copy = normalise(text)
    found: list[Name] = []
    taken = bytearray(len(text))

    def add(kind: NameKind, key: str, start: int, end: int, weight: float) -> None:
        span = copy.original_span(Span(start, end))
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            found.append(Name(kind, key, text[span.start : span.end], span, weight))

    if lang == "ja":
        places = [i for i, char in enumerate(copy.text) if not char.isspace()]
        squeezed = "".join(copy.text[i] for i in places)
        for term, start, end in matches(squeezed, "ja"):
            add(term.kind, term.key, places[start], places[end - 1] + 1, 1.0)
        for match in _DEFINED.finditer(squeezed):
            known = {term.key for term, _, _ in matches(match["short"], "en")}
            key = known.pop() if len(known) == 1 else match["short"].lower()
            inside = [end for _, _, end in matches(match["long"][:-1], "ja")]
            start = match.start() + max(inside, default=0)  # ケニア共和国|海洋IT省
            add("body", key, places[start], places[match.end("long") - 1] + 1, 1.0)
    # white space as one space each, so that a line wrap is a space; places lead back
    words = re.finditer(r"\s+|\S", copy.text)
    pieces = [(" " if m[0].isspace() else m[0], m.start()) for m in words]
    spaced = "".join(piece for piece, _ in pieces)
    offsets = [at for _, at in pieces]
    for term, start, end in matches(spaced, "en"):
        add(term.kind, term.key, offsets[start], offsets[end - 1] + 1, 1.0)
    term_starts = [start for _, start, _ in matches(spaced, "en")]
    for latin in latin_names(spaced):
        kind: NameKind = "body" if latin.body else "name"
        # "Ministry of Trade of the Republic of Chile": the country is a name of its own
        inner = [at for at in term_starts if latin.start < at < latin.end and latin.body]
        printed = spaced[latin.start : min(inner, default=latin.end)]
        if inner:
            printed = re.sub(r"(?:,|\s|\b(?:of|the|and|Republic|Kingdom|State)\b)*$", "", printed)
            if " of " not in printed and " for " not in printed:
                continue
        start, end = offsets[latin.start], offsets[latin.start + len(printed) - 1] + 1
        weight = latin.weight
        if kind == "name" and is_place(spaced, latin.start, latin.end, False):
            kind, weight = "place", PLACE
        add(kind, printed.lower() if inner else latin.key, start, end, weight)
    if lang == "ja":
        for run, start, end in katakana_names(squeezed):
            place = is_place(squeezed, start, end, True)
            said: tuple[NameKind, float] = ("place", PLACE) if place else ("name", 0.4)
            add(said[0], romanise(run), places[start], places[end - 1] + 1, said[1])
    found.sort(key=lambda name: name.span)
    return _defined(found, text)


def _defined(found: list[Name], text: str) -> tuple[Name, ...]:
    """The names, with the acronym in 「デジタル庁（DA）」 under the key of the body before it."""
    keys: dict[str, tuple[NameKind, str]] = {}
    for before, name in pairwise(found):
        gap = normalise(text[before.span.end : name.span.start]).text
        acronym = sum(c.isupper() for c in name.quote) > 1 and " " not in name.quote
        if gap.strip() == "(" and before.kind == "body" and name.kind == "name" and acronym:
            keys[name.key] = (before.kind, before.key)
    return tuple(
        replace(name, kind=keys[name.key][0], key=keys[name.key][1], weight=1.0)
        if name.kind == "name" and name.key in keys
        else name
        for name in found
    )


def same_name(a: Name, b: Name) -> float:
    """How sure it is that two names are one, 0..1; 1 for one key, 0 where nothing speaks for it."""
    if a.key == b.key:
        return 1.0
    if "name" not in {a.kind, b.kind} and min(a.weight, b.weight) == 1:
        return 0.0  # both are known, as two: Niger and Nigeria
    for ja, en in ((a, b), (b, a)):
        if _KATAKANA.fullmatch(ja.quote) and _LATIN.search(en.quote):
            score = likeness("".join(ja.quote.split()), en.quote)
            return score if score >= SOUNDS_ALIKE else 0.0
    return 0.0


def shared_names(
    left: Sequence[Name], right: Sequence[Name]
) -> tuple[tuple[Name, Name, float], ...]:
    """The best one-to-one pairs of names that are one, each key of a side once, in left order."""
    lefts = tuple({name.key: name for name in reversed(left)}.values())
    rights = tuple({name.key: name for name in reversed(right)}.values())
    scored = [
        (-score, one.span, other.span, one, other)
        for one in lefts
        for other in rights
        if (score := same_name(one, other)) > 0
    ]
    pairs: list[tuple[Name, Name, float]] = []
    taken: set[tuple[str, str]] = set()
    for negative, _, _, one, other in sorted(scored, key=lambda s: s[:3]):
        if taken.isdisjoint({("left", one.key), ("right", other.key)}):
            taken |= {("left", one.key), ("right", other.key)}
            pairs.append((one, other, -negative))
    return tuple(sorted(pairs, key=lambda pair: pair[0].span))
