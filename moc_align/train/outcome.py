"""What came of a task, and how it is told and recorded."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from moc_align.train.card import licence
from moc_align.train.evaluate import rounded
from moc_align.train.gather import Gathered
from moc_align.train.recipe import Recipe
from moc_align.train.record import digest, versions
from moc_align.train.retrieval import Retrieval
from moc_align.train.stopping import Best
from moc_align.train.task import Task

HELD_OUT = "held out"
"""Name of the figures on the slice."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of the start and of what came of it."""

    pairs: int
    held_out: int
    epochs: int
    best: int
    """The epoch that was kept; 0 is the start."""
    before: dict[str, Retrieval]
    """By the name of the set; empty where the start was nothing."""
    after: dict[str, Retrieval]


def told(found: Retrieval) -> str:
    """The figures in a line."""
    cosine, csls = found
    return f"cosine {cosine[0]:.1f} / {cosine[1]:.1f}, CSLS {csls[0]:.1f} / {csls[1]:.1f}"


def record_of(
    task: Task, rows: Gathered, recipe: Recipe, outcome: Outcome, best: Best
) -> dict[str, Any]:
    """What `training.json` says."""
    files = [*task.files, *([] if task.glossary is None else [task.glossary])]
    return {
        "based_on": None if task.init is None else origin(task.init),
        "recipe": asdict(recipe),
        "dim": best.table.shape[1],
        "files": [{"name": path.name, "sha256": digest(path)} for path in files],
        "rows": dict(Counter(row.source for row in (*rows.pairs, *rows.terms)).most_common()),
        "held_out": outcome.held_out,
        "epochs": outcome.epochs,
        "best_epoch": outcome.best,
        "losses": [round(value, 4) for value in best.losses],
        "before": {name: rounded(found) for name, found in outcome.before.items()},
        "figures": {name: rounded(found) for name, found in outcome.after.items()},
        "versions": versions(),
    }


def origin(init: Path) -> dict[str, str]:
    """Name, digest and licence of the model that was started from."""
    return {
        "name": init.resolve().name,
        "sha256": digest(init / "model.safetensors"),
        "licence": licence(init / "README.md"),
    }
