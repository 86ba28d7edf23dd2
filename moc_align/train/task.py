"""What is to be learned from one's own translations, and with which settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from moc_align.train.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Task:
    """The files and the wishes of who adapts a model; None stands for what fits the data."""

    files: tuple[Path, ...]
    """Translations, TSV or TMX."""
    init: Path | None
    """Folder of the model to start from; None is from nothing."""
    glossary: Path | None = None
    evaluation: Path | None = None
    """Folder of test sets, which are not trained on."""
    epochs: int | None = None
    held_out: float = 0.1
    """Share of the pairs that tell when to stop; 0 to 0.5."""
    patience: int = 3
    """Epochs without gain after which it stops."""
    seed: int = 1


def recipe_of(task: Task, pairs: int) -> Recipe:
    """Settings for so many pairs."""
    batch = min(1024, max(32, pairs // 8))
    threads = 1 if batch < 512 else 2
    recipe = replace(Recipe(), seed=task.seed, batch=batch, threads=threads, runs=1)
    if task.init is not None:
        return replace(recipe, rate=0.01, project_weight=1, epochs=task.epochs or 12)
    share = (pairs / 900_000) ** 0.5
    return replace(
        recipe,
        rare=1,
        epochs=task.epochs or 30,
        vocabulary=max(400, round(share * recipe.vocabulary)),
        words=max(20_000, round(share * recipe.words)),
    )
