"""A model of one's own: the shipped one adapted to one's translations, or one from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from moc_align.errors import ModelError
from moc_align.train import folder as folders
from moc_align.train.bags import Bags, Floats, Ints, Pairs, tokenize_rows, unit_rows
from moc_align.train.batches import plan
from moc_align.train.card import adapted_card
from moc_align.train.evaluate import evaluate, loss
from moc_align.train.fit import library, passes, random_table
from moc_align.train.gather import Gathered, gather
from moc_align.train.outcome import HELD_OUT, Outcome, record_of, told
from moc_align.train.progress import Progress, Silent
from moc_align.train.recipe import Recipe
from moc_align.train.retrieval import Retrieval, retrieval
from moc_align.train.rows import Row
from moc_align.train.stopping import Best, best_of
from moc_align.train.task import Task, recipe_of
from moc_align.train.tokenizer import train_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FORWARD = 0.5
"""Of the way from the start to what was learned; measured in docs/decisions/0007-trainer.md.
Source: Wortsman et al. 2022, Robust fine-tuning, section 3.
"""


def adapt(task: Task, out: Path, progress: Progress | None = None) -> Outcome:
    """Trains on the task's pairs and puts the model's folder at `out`.

    Raises: MocAlignError for files that can't be read, too few pairs, a missing package, or an
    `out` that may not be replaced.
    """
    progress = progress or Silent()
    library()
    folders.free(out)
    if task.init is not None and task.init.resolve() == out.resolve():
        raise ModelError(f"{out}: the model to start from; choose another --out")
    rows = gather(task, progress)
    recipe = recipe_of(task, len(rows.pairs))
    if task.init is None:
        progress.stage(f"learning {recipe.vocabulary:,} pieces of words")
        tokenizer = train_tokenizer([*rows.pairs, *rows.terms], recipe)
        start = random_table(tokenizer.get_vocab_size(), recipe)
    else:
        tokenizer, start = folders.load(task.init)
    best = learn(rows, tokenizer, start, task, recipe, progress)
    progress.stage("evaluating and writing")
    with folders.replacing(out) as folder:
        kept = folders.save(folder, tokenizer, best.table)
        outcome = Outcome(
            pairs=len(rows.pairs),
            held_out=len(rows.held),
            epochs=len(best.losses) - 1 if best.losses else best.epoch,
            best=best.epoch,
            before={} if task.init is None else figures(task, rows.held, tokenizer, start),
            after=figures(task, rows.held, tokenizer, kept),
        )
        record = record_of(task, rows, recipe, outcome, best)
        folders.write_json(folder / "training.json", record)
        (folder / "README.md").write_text(
            adapted_card(out.resolve().name, record), encoding="utf-8"
        )
    return outcome


def learn(
    rows: Gathered,
    tokenizer: Tokenizer,
    start: Floats,
    task: Task,
    recipe: Recipe,
    progress: Progress,
) -> Best:
    """The best of the tables after each epoch, as the rows that are held out tell.

    With nothing held out it is the last.
    """
    learned = [*rows.pairs, *rows.terms]
    progress.stage("cutting the texts into pieces")
    sides = tokenize_rows(tokenizer, learned), tokenize_rows(tokenizer, rows.held)
    # what no text uses stays as it is, and need not be carried through every step
    used = np.unique(np.concatenate([[0], *(bags.ids for pair in sides for bags in pair[:2])]))
    texts, tests = (renumbered(pairs, used) for pairs in sides)
    small = start[used]
    counter = count()
    forward = 1.0 if task.init is None else FORWARD

    def tables() -> Iterator[Floats]:
        for table in passes(texts, epochs, small, recipe, progress):
            yield small + forward * (table - small)

    def judged(table: Floats) -> float:
        en, ja = unit_rows(tests.en, table), unit_rows(tests.ja, table)
        found = loss(en, ja, tests.keys, recipe.scale)
        name = f"epoch {number}" if (number := next(counter)) else "start"
        progress.note(f"{name}: loss {found:.4f}, {told(retrieval(en, ja))}")
        return found

    epochs = list(plan(learned, len(rows.pairs), recipe, rows.draws))
    progress.stage(f"training on {len(learned):,} rows, {recipe.epochs} epochs at most")
    if rows.held:
        best = best_of(small, tables(), judged, task.patience)
    else:
        *_, last = tables()
        best = Best(last, recipe.epochs, ())
    whole = start.copy()
    whole[used] = best.table
    return best._replace(table=whole)


def renumbered(pairs: Pairs, used: Ints) -> Pairs:
    """The same texts, with the place in `used` for the number of each piece."""
    en, ja = (Bags(np.searchsorted(used, bags.ids), bags.starts) for bags in pairs[:2])
    return pairs._replace(en=en, ja=ja)


def figures(
    task: Task, held: list[Row], tokenizer: Tokenizer, vectors: Floats
) -> dict[str, Retrieval]:
    """Retrieval on the slice and on each test set, by name."""
    found: dict[str, Retrieval] = {}
    if held:
        tests = tokenize_rows(tokenizer, held)
        found[HELD_OUT] = retrieval(unit_rows(tests.en, vectors), unit_rows(tests.ja, vectors))
    if task.evaluation is not None:
        found |= evaluate(task.evaluation, tokenizer, vectors)
    return found
