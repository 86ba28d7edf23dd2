"""What two clauses of two versions share that can be quoted: names, terms and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from moc_align.facts import Facts
from moc_align.names import Term, shared_names, sound_pairs
from moc_align.schema import Evidence

SOUND_WEIGHT = 0.5
"""What a word tells that only sounds like its counterpart, beside 1 for a name of one key."""


@dataclass(frozen=True)
class Witness:
    """The leaves of two versions, and how much each of their words tells one leaf from another."""

    source: Sequence[Facts]
    target: Sequence[Facts]
    known: frozenset[str]
    """Keys of names that distinguish nothing, such as the parties."""

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Weight in [0, 1] of each key: 1 where one leaf of a side has it, 0 where all have it."""
        weight: dict[str, float] = {}
        for side in (self.source, self.target):
            count = Counter(key for facts in side for key in _keys(facts))
            for key, times in count.items():
                weight[key] = min(weight.get(key, 1.0), _rare(times, len(side)))
        return weight

    @cached_property
    def _words(self) -> dict[str, float]:
        return {}

    def word_rarity(self, word: str) -> float:
        """The same for a word as printed, that no glossary knows."""
        if word not in self._words:
            sides = (self.source, self.target)
            counts = [(sum(word in facts.text for facts in side), len(side)) for side in sides]
            self._words[word] = min(_rare(max(1, times), size) for times, size in counts)
        return self._words[word]

    def shared(self, left: Facts, right: Facts) -> tuple[Evidence, ...]:
        """What a leaf of the source and one of the target share, in the order of the source."""
        found = [*self._names(left, right), *self._terms(left, right)]
        if left.lang != right.lang:
            seen = {quote for e in found for quote in (e.source, e.target)}
            parties = {n.quote for n in (*left.names, *right.names) if n.key in self.known}
            ja, en = (left, right) if left.lang == "ja" else (right, left)
            for kana, latin, score in sound_pairs(ja.sounds, en.text):
                if not {kana, latin} & (seen | parties):
                    quotes = (kana, latin) if left is ja else (latin, kana)
                    rare = min(map(self.word_rarity, quotes))
                    found.append(Evidence("term", *quotes, SOUND_WEIGHT * score * rare))
        there = {value.key: value for value in right.values}
        for value in left.values:
            if value.key in there:
                quote = there[value.key].quote
                found.append(Evidence("value", value.quote, quote, self.rarity[value.key]))
        return tuple(found)

    def told(self, facts: Facts) -> float:
        """Weight of all that a leaf names, the longest words first and none inside another."""
        names = (name for name in facts.names if name.key not in self.known)
        total = sum(name.weight * self.rarity[name.key] for name in names)
        taken = bytearray(len(facts.text))
        for term in self._ordered[id(facts)][0]:
            if not any(taken[_stretch(term)]):
                _take(taken, term)
                total += term.weight * max(self.rarity[key] for key in term.keys)
        return total

    def _names(self, left: Facts, right: Facts) -> list[Evidence]:
        found = []
        for x, y, score in shared_names(left.names, right.names):
            if not {x.key, y.key} & self.known:
                rare = min(self.rarity[x.key], self.rarity[y.key])
                weight = score * min(x.weight, y.weight) * rare
                found.append(Evidence("name", x.quote, y.quote, weight))
        return found

    @cached_property
    def _ordered(self) -> dict[int, tuple[list[Term], frozenset[str]]]:
        """Terms of each leaf, the longest first, and all their keys, by the leaf's identity."""
        return {
            id(facts): (
                sorted(facts.terms, key=_longest),
                frozenset().union(*(term.keys for term in facts.terms)),
            )
            for facts in (*self.source, *self.target)
        }

    def _terms(self, left: Facts, right: Facts) -> list[Evidence]:
        pairs: list[tuple[Term, Term]] = []
        (here, keys_here), (there, keys_there) = self._ordered[id(left)], self._ordered[id(right)]
        common = keys_here & keys_there
        if not common:
            return []
        candidates = [y for y in there if y.keys & common]
        taken = bytearray(len(left.text)), bytearray(len(right.text))
        for x in here:
            if not x.keys & common or any(taken[0][_stretch(x)]):
                continue
            for y in candidates:
                if x.keys & y.keys and not any(taken[1][_stretch(y)]):
                    pairs.append((x, y))
                    _take(taken[0], x)
                    _take(taken[1], y)
                    break
        return [
            Evidence("term", x.quote, y.quote, min(x.weight, y.weight) * self._rarest(x, y))
            for x, y in sorted(pairs, key=lambda pair: pair[0].span)
        ]

    def _rarest(self, x: Term, y: Term) -> float:
        return min(self.rarity[key] for key in x.keys & y.keys)


def _keys(facts: Facts) -> set[str]:
    """Keys of all names, terms and values of a leaf."""
    keys = {name.key for name in facts.names} | {value.key for value in facts.values}
    return keys.union(*(term.keys for term in facts.terms))


def _rare(times: int, size: int) -> float:
    return max(0.0, 1 - log(times) / log(size + 1))


def _longest(term: Term) -> tuple[int, int]:
    return term.span.start - term.span.end, term.span.start


def _stretch(term: Term) -> slice:
    return slice(term.span.start, term.span.end)


def _take(taken: bytearray, term: Term) -> None:
    taken[_stretch(term)] = b"\1" * (term.span.end - term.span.start)
