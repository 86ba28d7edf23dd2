"""The rows of one's own that a model is trained on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from moc_align.resources import corpora_path
from moc_align.train.evaluate import test_sets
from moc_align.train.progress import Progress
from moc_align.train.rows import Row, held_out, keys, read_glossary, without
from moc_align.train.split import split
from moc_align.train.task import Task
from moc_align.train.translations import read_translations

MOST_DRAWS = 20
"""Of a term of one's own for one of the project's."""


class Gathered(NamedTuple):
    """The rows of a task."""

    pairs: list[Row]
    terms: list[Row]
    """Of glossaries, drawn into each batch."""
    draws: list[int]
    """How often each term is drawn while another is drawn once."""
    held: list[Row]


def gather(task: Task, progress: Progress) -> Gathered:
    """The rows of the task's files, without repeats and without what is in the test sets.

    Raises: MocAlignError.
    """
    banned = frozenset[str]()
    if task.evaluation is not None:
        test_sets(task.evaluation)
        banned = held_out(task.evaluation)
    read: list[Row] = []
    for path in task.files:
        progress.stage(f"reading {path.name}")
        read += read_translations(path)
    pairs, held = split(without(read, banned), task.held_out, task.seed)
    banned |= keys(held)
    mine = [] if task.glossary is None else without(variants(task.glossary), banned)
    if task.init is None:
        return Gathered(pairs, mine, [1] * len(mine), held)
    # the terms that the start was taught, lest it forget them
    terms = without(read_glossary(corpora_path("glossary.tsv")), banned)
    weight = max(1, min(MOST_DRAWS, len(terms) // max(1, len(mine))))
    return Gathered(pairs, mine + terms, [weight] * len(mine) + [1] * len(terms), held)


def variants(glossary: Path) -> Iterator[Row]:
    """The terms of a glossary, each variant (`a | b`) with each of the other language."""
    for row in read_translations(glossary):
        for en in row.en.split("|"):
            for ja in row.ja.split("|"):
                yield Row(en.strip(), ja.strip(), row.source)
