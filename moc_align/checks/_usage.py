"""The terms that both texts introduce, which translates which, and where they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moc_align.checks._defined import introduced
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.names import stem
from moc_align.schema import Lang

TOGETHER = 0.5
"""Least share of the links with either of two terms that must have both, where another pair is at
hand; those introduced in one clause are taken for a pair in its order otherwise."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term that one side introduces."""

    name: str
    lang: Lang
    tie: Tie
    reading: Reading


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a term stands."""

    name: str
    quote: str
    """As printed here: in another number, or with a capital."""
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """The introduced terms of both sides."""

    terms: tuple[tuple[Term, ...], tuple[Term, ...]]
    pairs: tuple[tuple[Term, Term], ...]
    """Each term at most once."""

    def uses(self, readings: Sequence[Reading], side: int) -> tuple[Use, ...]:
        """Where terms of that side stand, in order; the longest goes before one inside it."""
        names = tuple({term.name: term.lang for term in self.terms[side]}.items())
        text = " ".join(reading.text for reading in readings)
        return _uses(text, names)


@lru_cache(maxsize=8192)
def _uses(text: str, names: tuple[tuple[str, Lang], ...]) -> tuple[Use, ...]:
    taken = bytearray(len(text))
    found: list[Use] = []
    for name, lang in sorted(names, key=lambda each: (-len(each[0]), each[0])):
        for match in pattern(name, lang).finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append(Use(name, match[0], match.start(), match.end()))
    return tuple(sorted(found, key=lambda use: use.start))


@lru_cache(maxsize=1024)
def pattern(name: str, lang: Lang) -> re.Pattern[str]:
    """What finds the term: an English one in either number, with capitals where it has them."""
    if lang == "ja":
        body = r"\s*".join(map(re.escape, name.replace(" ", "")))
        # 法, 甲: one character is a word of its own only between others
        if len(name) == 1:
            return re.compile(rf"(?<![一-鿿]){body}(?![一-鿿])")
        # 計画 and 借款 are no terms inside 洪水対策計画 and 円借款; they are in 本計画
        begins = r"(?:(?<![一-鿿ァ-ヶー])|(?<=[本同各両該]))" if len(name) == 2 else ""
        return re.compile(begins + body)
    words = name.split()
    last = words[-1]
    forms = {last, f"{last}s", f"{last}es", last.removesuffix("s")}
    if last.endswith("y"):
        forms.add(f"{last[:-1]}ies")
    if last.endswith("ies"):
        forms.add(f"{last[:-3]}y")
    ending = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    head = r"[\s-]+".join(re.escape(word) for word in words[:-1])
    joined = rf"{head}[\s-]+(?:{ending})" if head else rf"(?:{ending})"
    flags = re.IGNORECASE if name.islower() else 0
    return re.compile(rf"\b{joined}\b", flags)


def lexicon(both: Pair) -> Lexicon:
    """The terms that the two texts introduce, and which of them translates which."""
    sides = tuple(_introduced(both, side) for side in (0, 1))
    terms = (sides[0], sides[1])
    return Lexicon(terms, tuple(_pairs(both, Lexicon(terms, ()))))


def _introduced(both: Pair, side: int) -> tuple[Term, ...]:
    return tuple(
        Term(one.term, reading.lang, tie, reading)
        for tie in both.ties
        for reading in (tie.source if side == 0 else tie.target)
        for one in introduced(reading.text, reading.lang)
    )


def _pairs(both: Pair, known: Lexicon) -> Iterator[tuple[Term, Term]]:
    """First those that are used together most, then those introduced at the same place."""
    where: list[dict[str, set[int]]] = [{}, {}]
    for at, tie in enumerate(both.tied):
        for side, readings in enumerate((tie.source, tie.target)):
            for use in known.uses(readings, side):
                where[side].setdefault(use.name, set()).add(at)
    order = _by_order(known)
    scored: list[tuple[float, int, Term, Term]] = []
    for one in known.terms[0]:
        for other in known.terms[1]:
            ours, theirs = where[0].get(one.name, set()), where[1].get(other.name, set())
            together = len(ours & theirs) / max(len(ours | theirs), 1)
            placed = (id(one), id(other)) in order
            if together >= TOGETHER or placed:
                scored.append((-together - 0.25 * placed, len(scored), one, other))
    taken: set[tuple[int, str]] = set()
    for _, _, one, other in sorted(scored, key=lambda each: each[:2]):
        if taken.isdisjoint({(0, one.name), (1, other.name)}):
            taken |= {(0, one.name), (1, other.name)}
            yield one, other


def _by_order(known: Lexicon) -> set[tuple[int, int]]:
    """Terms that stand at the same place in a link that introduces as many on either side."""
    found: set[tuple[int, int]] = set()
    for tie in {id(term.tie): term.tie for term in known.terms[0]}.values():
        ours = [term for term in known.terms[0] if term.tie is tie]
        theirs = [term for term in known.terms[1] if term.tie is tie]
        if len(ours) == len(theirs):
            found |= {(id(a), id(b)) for a, b in zip(ours, theirs, strict=True)}
    return found


def partly(name: str, lang: Lang, text: str) -> bool:
    """True where a part of the term stands in the text: 行政情報 for 行政データ."""
    if lang == "ja":
        halves = [name[: len(name) // 2], name[(len(name) + 1) // 2 :]]
        return any(len(half) > 1 and half in text for half in halves)
    words = {stem(word) for word in re.findall(r"[A-Za-z]+", text)}
    parts = [stem(word) for word in name.split() if len(word) > 3]
    return len(parts) > 1 and any(part in words for part in parts)
