"""How well a table of vectors finds translations in sets of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from moc_align.errors import ModelError
from moc_align.train.bags import Floats, Ints, tokenize, unit_rows
from moc_align.train.batches import twins
from moc_align.train.retrieval import Retrieval, retrieval
from moc_align.train.rows import lines

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Figures = dict[str, Retrieval]


def test_sets(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Pairs (en, ja) by name, from each `NAME.tsv` (in the last columns) and `NAME.en` with `.ja`.

    Raises: ModelError for a set that is malformed.
    """
    sets: dict[str, list[tuple[str, str]]] = {}
    for path in folder.glob("*.tsv"):
        cells = [line.split("\t") for line in lines(path)]
        if any(len(row) < 2 for row in cells):
            raise ModelError(f"{path}: a line with one column; give en, ja in the last two")
        sets[path.stem] = [(row[-2], row[-1]) for row in cells]
    for path in folder.glob("*.en"):
        en, ja = list(lines(path)), list(lines(path.with_suffix(".ja")))
        if len(en) != len(ja):
            raise ModelError(f"{path}: {len(en)} lines, {len(ja)} in the .ja file; pair them up")
        sets[path.stem] = list(zip(en, ja, strict=True))
    if not sets:
        raise ModelError(f"{folder}: no test sets; give a folder with NAME.tsv, or NAME.en and .ja")
    return dict(sorted(sets.items()))


def evaluate(folder: Path, tokenizer: Tokenizer, vectors: Floats) -> Figures:
    """Retrieval by the name of each set in the folder. Raises: ModelError."""
    return {
        name: retrieval(
            *(unit_rows(tokenize(tokenizer, side), vectors) for side in zip(*pairs, strict=True))
        )
        for name, pairs in test_sets(folder).items()
        if pairs
    }


def rounded(figures: Retrieval) -> dict[str, tuple[float, float]]:
    """The figures with one decimal, as they are written down."""
    return {
        name: (round(en_ja, 1), round(ja_en, 1))
        for name, (en_ja, ja_en) in figures._asdict().items()
    }


def loss(en: Floats, ja: Floats, keys: tuple[Ints, Ints], scale: float) -> float:
    """The symmetric contrastive loss of parallel unit rows, as `fit` lowers it on its batches.

    Finer than retrieval, which on a few rows is soon 100.
    """
    odds = np.exp(scale * (en @ ja.T - 1.0))
    for key in keys:
        odds[tuple(twins(key))] = 0.0
    right = np.diag(odds)
    ways = (np.log(odds.sum(axis=axis) / right).mean() for axis in (0, 1))
    return float(sum(ways)) / 2
