"""The training itself, the one place with torch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from moc_align.errors import ModelError
from moc_align.train.bags import Floats, Ints, Pairs
from moc_align.train.batches import twins
from moc_align.train.progress import Progress, Silent
from moc_align.train.recipe import Recipe

if TYPE_CHECKING:
    import torch


def random_table(pieces: int, recipe: Recipe) -> Floats:
    """Vectors to start from, `(pieces, dim) float32`. Raises: ModelError without torch."""
    torch = library()
    generator = torch.Generator().manual_seed(recipe.seed)
    table: Floats = torch.randn(pieces, recipe.dim, generator=generator).mul_(0.1).numpy()
    return table


def fit(
    pairs: Pairs,
    epochs: Sequence[Sequence[Ints]],
    start: Floats,
    recipe: Recipe,
    progress: Progress | None = None,
) -> Floats:
    """One vector a piece, `(pieces, dim) float32`; row 0, the unknown, is zero.

    Raises: ModelError without torch.
    """
    *_, table = passes(pairs, epochs, start, recipe, progress)
    return table


def passes(
    pairs: Pairs,
    epochs: Sequence[Sequence[Ints]],
    start: Floats,
    recipe: Recipe,
    progress: Progress | None = None,
) -> Iterator[Floats]:
    """The same array after each epoch, to be copied by who wants to keep it.

    Raises: ModelError without torch.
    """
    torch = library()
    torch.set_num_threads(recipe.threads)
    rng = np.random.default_rng(recipe.seed)
    table = torch.from_numpy(start.copy())
    table[0] = 0.0
    table.requires_grad_()
    optimizer = torch.optim.Adam([table], lr=recipe.rate, fused=True)
    steps, step = sum(map(len, epochs)), 0
    progress = progress or Silent()
    for batches in epochs:
        for batch in batches:
            rise = (step + 1) / (steps * recipe.warmup)
            fall = (steps - step) / (steps * (1 - recipe.warmup))
            optimizer.param_groups[0]["lr"] = recipe.rate * min(rise, fall)
            loss = surrogate(table, pairs, batch, rng, recipe)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            step += 1
            progress.share(step / steps)
        yield table.detach().numpy()


def surrogate(
    table: torch.Tensor, pairs: Pairs, batch: Ints, rng: np.random.Generator, recipe: Recipe
) -> torch.Tensor:
    """A number whose slope is that of the symmetric contrastive loss of the batch.

    Source: Yang et al. 2019, additive margin softmax.
    """
    torch = library()
    a, b = _embed(table, pairs, batch, rng, recipe.dropout).chunk(2)
    # The slope of the softmax, written out: a third of the time of autograd. Texts that are
    # equal are no wrong answers to each other.
    with torch.no_grad():
        small_a, small_b = a.bfloat16(), b.bfloat16()
        odds = (small_a @ small_b.T).float().mul_(recipe.scale).exp_()
        for key in pairs.keys:
            odds[tuple(torch.from_numpy(twins(key[batch])))] = 0.0
        odds.diagonal().mul_(math.exp(-recipe.scale * recipe.margin))
        slope = (1 / odds.sum(dim=0) + 1 / odds.sum(dim=1, keepdim=True)).mul_(odds)
        slope.diagonal().sub_(2.0)
        small = slope.bfloat16()
        pulls = (small @ small_b).float(), (small.T @ small_a).float()
    return ((a * pulls[0]).sum() + (b * pulls[1]).sum()) * (recipe.scale / len(batch))


def _embed(
    table: torch.Tensor, pairs: Pairs, batch: Ints, rng: np.random.Generator, dropout: float
) -> torch.Tensor:
    """Unit rows of the English, then of the Japanese texts, with some tokens left out."""
    from torch.nn import functional

    torch = library()
    parts = pairs.en.take(batch), pairs.ja.take(batch)
    ids = np.concatenate([part[0] for part in parts])
    starts = np.concatenate([parts[0][1], parts[1][1] + len(parts[0][0])])
    keep = rng.random(len(ids)) >= dropout
    starts = np.concatenate([[0], np.cumsum(keep)])[starts]
    bags = torch.from_numpy(ids[keep]), table, torch.from_numpy(starts)
    return functional.normalize(functional.embedding_bag(*bags, mode="sum"))


def library() -> ModuleType:
    """torch. Raises: ModelError where it is not installed."""
    try:
        import torch
    except ImportError as error:
        raise ModelError("no torch to train with; pip install 'moc-align[transformers]'") from error
    return torch
