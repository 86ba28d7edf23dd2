"""Texts as bags of tokens, end to end in two arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from moc_align.train.rows import Row

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
TEXTS = 10_000
"""Texts that are tokenized at a time; bounds the memory of the encodings."""


class Bags(NamedTuple):
    """Token numbers of many texts, end to end; text i is `ids[starts[i]:starts[i + 1]]`."""

    ids: Ints
    starts: Ints

    def take(self, texts: Ints) -> tuple[Ints, Ints]:
        """The tokens of these texts and where each text starts."""
        lengths = self.starts[texts + 1] - self.starts[texts]
        begins = np.cumsum(lengths) - lengths
        index = np.repeat(self.starts[texts] - begins, lengths) + np.arange(lengths.sum())
        return self.ids[index], begins


class Pairs(NamedTuple):
    """Both sides of the rows, and a number for each text: equal ones have the same."""

    en: Bags
    ja: Bags
    keys: tuple[Ints, Ints]


def tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> Bags:
    """The known tokens of each text."""
    ids: list[Ints] = [np.empty(0, dtype=np.int64)]
    lengths: list[int] = [0]
    for at in range(0, len(texts), TEXTS):
        encodings = tokenizer.encode_batch_fast(list(texts[at : at + TEXTS]))
        rows = [[token for token in encoding.ids if token] for encoding in encodings]
        lengths += map(len, rows)
        ids.append(np.array([token for row in rows for token in row], dtype=np.int64))
    return Bags(np.concatenate(ids), np.cumsum(lengths))


def numbers(texts: Sequence[str]) -> Ints:
    """A number for each text; equal texts have the same."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(text, len(seen)) for text in texts], dtype=np.int64)


def tokenize_rows(tokenizer: Tokenizer, rows: Sequence[Row]) -> Pairs:
    """The rows as bags."""
    sides = [[row[side] for row in rows] for side in (0, 1)]
    en, ja = (tokenize(tokenizer, texts) for texts in sides)
    return Pairs(en, ja, (numbers(sides[0]), numbers(sides[1])))


def unit_rows(bags: Bags, vectors: Floats) -> Floats:
    """The direction of each text, `(texts, dim) float32`; zero where no token is known."""
    found = np.zeros((len(bags.starts) - 1, vectors.shape[1]), dtype=np.float32)
    for at, row in enumerate(found):
        row[:] = vectors[bags.ids[bags.starts[at] : bags.starts[at + 1]]].sum(axis=0)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return found
