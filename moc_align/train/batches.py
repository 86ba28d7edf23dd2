"""Which rows are learned from together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from moc_align.train.bags import Ints
from moc_align.train.recipe import Recipe
from moc_align.train.rows import EVERYDAY, PROJECT, Row


def plan(
    rows: Sequence[Row], pairs: int, recipe: Recipe, draws: Sequence[int] | None = None
) -> Iterator[list[Ints]]:
    """The batches of each epoch, as row numbers.

    The rows from number `pairs` on are glossary entries, drawn for their share of each batch,
    each so many times for one of the others as `draws` or the recipe says; an epoch is one pass
    over the others, but for what fills no batch.
    """
    rng = np.random.default_rng(recipe.seed)
    if draws is None:
        draws = [recipe.project_weight if row.source == PROJECT else 1 for row in rows[pairs:]]
    pool = np.repeat(np.arange(pairs, len(rows)), draws)
    drawn = round(recipe.batch * recipe.glossary_share) if len(pool) else 0
    size = min(recipe.batch - drawn, pairs)
    deck: Ints = np.empty(0, dtype=np.int64)
    sources = _by_source(rows[:pairs], recipe)
    for _ in range(recipe.epochs):
        batches = list[Ints]()
        for block in _blocks(sources, size, rng):
            while len(deck) < drawn:
                deck = np.concatenate([deck, rng.permutation(pool)])
            batches.append(np.concatenate([block, deck[:drawn]]))
            deck = deck[drawn:]
        yield batches


def _by_source(rows: Sequence[Row], recipe: Recipe) -> list[Ints]:
    """The numbers of the rows of each source, each as often as it comes in an epoch."""
    found = dict[str, list[int]]()
    for number, row in enumerate(rows):
        found.setdefault(row.source, []).append(number)
    return [
        np.repeat(numbers, recipe.everyday_weight if source in EVERYDAY else 1)
        for source, numbers in found.items()
    ]


def _blocks(sources: Sequence[Ints], size: int, rng: np.random.Generator) -> list[Ints]:
    """All rows in chance order in blocks of that size, but for the last few of all."""
    blocks, rest = list[Ints](), list[Ints]()
    for numbers in sources:
        order = rng.permutation(numbers)
        full = len(order) // size * size
        blocks.extend(order[:full].reshape(-1, size))
        rest.append(order[full:])
    mixed = rng.permutation(np.concatenate(rest))
    blocks.extend(mixed[: len(mixed) // size * size].reshape(-1, size))
    rng.shuffle(blocks)
    return blocks


def twins(keys: Ints) -> Ints:
    """Row and column numbers of equal keys, `(2, n)`, the diagonal left out."""
    _, groups, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(counts[groups] > 1)
    found = np.nonzero(groups[shared][:, None] == groups[shared][None, :])
    cells = shared[np.stack(found)]
    return cells[:, cells[0] != cells[1]]
