"""Token numbers of texts by a Unigram vocabulary, those that `tokenizers` finds, without it.

The words of a language come back, so most are looked up: the library takes several times as long,
and a tenth of a second to load.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, islice, repeat
from operator import is_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moc_align.embedders._lattice import Lattice

NUMBER = "i"
"""Type code of a token's number in `array`: a C int."""
KEYS = 1 << 17
"""Entries of a memo, beyond which it is emptied: 20 MB."""
LETTERS = 24
"""Longest entry that is kept; a longer one hardly comes back."""
LONG = 1 << 20
"""Characters of new texts from which on they are not cut all at once."""
FEW = 200
"""Words that are found faster one by one than together (timed)."""
MANY = 2000
"""Words that are found as fast one by one as the lattice is built (timed)."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of words and how likely each is."""

    numbers: dict[str, int]
    """Of the pieces, from 0."""
    scores: list[float]
    """By number."""
    unknown: int
    """Number of the piece that stands for what is in no piece."""
    longest: int
    """Characters of the longest piece."""
    worst: float
    """Score of a character that is in no piece."""

    def find(self, word: str) -> bytes:
        """Numbers of the likeliest pieces of a word, as the bytes of an array of `NUMBER`.

        Neighbours that are unknown count as one. Source: `Unigram::encode_optimized` there.
        """
        lengths, known, unknown = self._lengths(word), self.numbers.get, self.unknown
        found = array(NUMBER)
        end = len(word)
        while end:
            start = end - lengths[end]
            number = known(word[start:end], unknown)
            if number == unknown:
                last = end
                while start and known(word[start - lengths[start] : start], unknown) == unknown:
                    start -= lengths[start]
                number = known(word[start:last], unknown)
            found.append(number)
            end = start
        found.reverse()
        return found.tobytes()

    def _lengths(self, word: str) -> list[int]:
        """For each place in a word, the length of the last piece on the best way to it.

        Of ways that are equally good, the one whose last piece is longest wins.
        """
        known, scores, longest = self.numbers.get, self.scores, self.longest
        best, lengths = [0.0], [0]
        for end in range(1, len(word) + 1):
            number = known(word[end - 1])
            top = best[-1] + (self.worst if number is None else scores[number])
            length = 1
            for start in range(end - 2, end - longest - 1 if end > longest else -1, -1):
                number = known(word[start:end])
                if number is not None and scores[number] + best[start] >= top:
                    top, length = scores[number] + best[start], end - start
            best.append(top)
            lengths.append(length)
        return lengths


class Unigram:
    """Finds the token numbers of texts."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        steps: Sequence[Callable[[str], str]],
        cuts: Sequence[Callable[[str], Iterable[str]]],
        special: re.Pattern[str] | None,
        by_space: bool,
    ) -> None:
        """`steps` change a text, `cuts` cut it into words, each what the one before it left.

        `special` finds, in a group, tokens that are taken out before that. `by_space` is true where
        all this finds the same in what stands between spaces by itself.
        """
        self.vocabulary = vocabulary
        self.by_space = by_space
        self._steps = tuple(steps)
        self._cuts = tuple(cuts)
        self._special = special
        self._words: dict[str, bytes] = {}
        self._chunks: dict[str, bytes] = {}
        self._lattice: Lattice | None = None
        self._new = 0

    def find(self, texts: Sequence[str]) -> list[bytes]:
        """Numbers of the tokens of each text, as the bytes of an array of `NUMBER`."""
        if not self.by_space:
            return self._find_chunks(list(texts))
        return _looked_up(self._chunks, [text.split(" ") for text in texts], self._find_chunks)

    def _find_chunks(self, chunks: list[str]) -> list[bytes]:
        whole = "\n".join(chunks)
        if len(whole) > LONG or (self._special and self._special.search(whole)):
            return [b"".join(self._find_long(chunk)) for chunk in chunks]
        changed: dict[str, str] = {}
        if self.by_space:
            # all at once costs half; from other characters spaces may come
            plain = [chunk for chunk in chunks if chunk.isascii()]
            together = self._changed(" ".join(plain)).split(" ")
            if len(together) == len(plain):
                changed = dict(zip(plain, together, strict=True))
        texts = [changed[c] if c in changed else self._changed(c) for c in chunks]
        return _looked_up(self._words, [list(self._cut(t)) for t in texts], self._find_words)

    def _find_long(self, chunk: str) -> Iterator[bytes]:
        """The tokens of a chunk, in parts: in memory in proportion to its length."""
        for i, part in enumerate(self._special.split(chunk) if self._special else [chunk]):
            if i % 2:
                yield array(NUMBER, [self.vocabulary.numbers[part]]).tobytes()
                continue
            words = iter(self._cut(self._changed(part)))
            while some := list(islice(words, KEYS)):
                yield from _looked_up(self._words, [some], self._find_words)

    def _changed(self, text: str) -> str:
        for step in self._steps:
            text = step(text)
        return text

    def _cut(self, text: str) -> Iterable[str]:
        """The words."""
        if len(self._cuts) == 1:
            return self._cuts[0](text)
        pieces: Iterable[str] = [text]
        for cut in self._cuts:
            pieces = chain.from_iterable(map(cut, pieces))
        return pieces

    def _find_words(self, words: list[str]) -> list[bytes]:
        known = self.vocabulary
        self._new += len(words)
        if len(words) < FEW or self._new < MANY:
            return [known.find(word) for word in words]
        if self._lattice is None:
            from moc_align.embedders._lattice import build

            self._lattice = build(known.numbers, known.scores, known.unknown, known.worst)
        found = self._lattice.find(words) if self._lattice else {}
        return [found.get(word) or known.find(word) for word in words]


def _looked_up(
    memo: dict[str, bytes], texts: list[list[str]], find: Callable[[list[str]], list[bytes]]
) -> list[bytes]:
    """What the memo holds for the parts of each text, joined; what it lacks is found and kept."""
    parts = list(chain.from_iterable(texts))
    values: list[Any] = list(map(memo.get, parts))
    if None in values:
        lacking = list(compress(count(), map(is_, values, repeat(None))))
        new = list({parts[i] for i in lacking})
        found = dict(zip(new, find(new), strict=True))
        for i in lacking:
            values[i] = found[parts[i]]
        if len(memo) > KEYS:
            memo.clear()
        memo.update((key, value) for key, value in found.items() if len(key) <= LETTERS)
    each = iter(values)
    return [b"".join(islice(each, len(text))) for text in texts]
