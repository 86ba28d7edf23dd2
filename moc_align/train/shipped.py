"""The model that comes with moc-align: `make model`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path

import numpy as np

from moc_align.train import folder as folders
from moc_align.train import rows as tables
from moc_align.train.bags import tokenize_rows
from moc_align.train.batches import plan
from moc_align.train.card import shipped_card
from moc_align.train.evaluate import evaluate, rounded
from moc_align.train.fit import fit, random_table
from moc_align.train.progress import Progress, Silent
from moc_align.train.recipe import Recipe
from moc_align.train.record import digests, versions
from moc_align.train.tokenizer import train_tokenizer


def train(
    data: Path,
    out: Path,
    glossary: Path,
    recipe: Recipe,
    progress: Progress | None = None,
    *,
    apart: Sequence[Path] = (),
) -> None:
    """Trains on the tables in `data` and the glossary, and puts the model's folder at `out`.

    No text of `data/eval` or of the tables `apart`, which have the columns of a glossary, is
    trained on.

    Raises: ModelError for tables that are missing or malformed.
    """
    progress = progress or Silent()
    folders.free(out)
    progress.stage("reading the tables")
    files = (tables.find_table(data, "pairs"), tables.find_table(data, "glossary"), glossary)
    banned = tables.held_out(data / "eval")
    for table in apart:
        banned |= tables.keys(tables.read_glossary(table))
    pairs = tables.without(tables.read_rows(files[0]), banned)
    glossaries = chain(tables.read_glossary(glossary), tables.read_rows(files[1]))
    terms = tables.without(glossaries, banned)
    rows = pairs + terms
    progress.stage(f"learning {recipe.vocabulary:,} pieces of words from {len(rows):,} rows")
    tokenizer = train_tokenizer(rows, recipe)
    progress.stage("cutting the texts into pieces")
    texts = tokenize_rows(tokenizer, rows)
    start = random_table(tokenizer.get_vocab_size(), recipe)
    vectors = np.zeros_like(start)
    for run in range(recipe.runs):
        progress.stage(f"training {recipe.epochs} epochs, run {run + 1} of {recipe.runs}")
        own = replace(recipe, seed=recipe.seed + run)
        epochs = list(plan(rows, len(pairs), own))
        vectors += fit(texts, epochs, start, own, progress) / recipe.runs
    progress.stage("evaluating and writing")
    with folders.replacing(out) as folder:
        kept = folders.save(folder, tokenizer, vectors)
        record = {
            "recipe": asdict(recipe),
            "rows": dict(Counter(row.source for row in rows).most_common()),
            "sha256": digests(files),
            "figures": {
                name: rounded(figures)
                for name, figures in evaluate(data / "eval", tokenizer, kept).items()
            },
            "versions": versions(),
        }
        folders.write_json(folder / "training.json", record)
        (folder / "README.md").write_text(shipped_card(record), encoding="utf-8")
