"""How many errors of translators `moc-align validate` finds, and how often it cries wolf.

    python bench/mutate.py                              the two bitexts of the project, both ways
    python bench/mutate.py --misses                     also lists what was missed, by check
    python bench/mutate.py --kind lost-negation         one kind (or variant), may be repeated
    python bench/mutate.py --bitext SOURCE TARGET [LINKS]   a bitext of your own, both ways
    python bench/mutate.py --sample 60 --json           a fixed part of the mutants, for programs

One error at a time is put into the file of the translation, which is then read, aligned and checked
as a user's would be. Harmless variants of the whole translation must lead to nothing new.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from figures import TESTS, Figure
from mutations import Edition, Mutant, edition, sample
from mutations.judge import Judged, Validator, judge, spurious
from mutations.layout import settled_edits
from mutations.memory import remembered
from mutations.variants import SETTLED, VARIANTS
from mutations.words import KINDS
from pairs import ROOT

from moc_align.errors import ConfigError, MocAlignError
from moc_align.resources import model_path

SEED = 5
MOST = 8
"""Mutants of a kind in a direction of a bitext."""
GROUP = "mutate"
"""Of the figures in floors.json."""
PART = 60
"""Mutants that one process does before the next is given some."""
UNCHANGED = "unchanged"
"""The variant that is the translation itself."""
MARGIN = 0.03
"""Of the floors: one mutant of the gate in thirty."""
MARGINS = {"silent": 0.005}
"""One false alarm in two hundred clauses."""
SAMPLE = 64
"""Mutants of the gate."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
OWN = (
    (
        ROOT / "corpora" / "moc-2.0-ja.txt",
        ROOT / "corpora" / "moc-2.0-en.txt",
        ROOT / "corpora" / "moc-2.0-ja-en.links.tsv",
    ),
    (
        TESTS / "bitexts" / "agreement-data.ja.txt",
        TESTS / "bitexts" / "agreement-data.en.txt",
        TESTS / "bitexts" / "agreement-data.links.tsv",
    ),
)
"""Text, translation, links."""

Bitext = tuple[Path, Path, Path | None]


@dataclass(frozen=True, slots=True)
class Task:
    """What one process does at a time: a direction of a bitext, some mutants or variants of it."""

    bitext: Bitext
    turned: bool
    mutants: tuple[Mutant, ...] = ()
    variants: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    """Checks that are not run."""


@dataclass(frozen=True, slots=True)
class Varied:
    """What a harmless variant led to."""

    variant: str
    way: str
    clauses: int
    """That differ from the translation as it was."""
    read: int
    found: tuple[str, ...]
    """Findings at warning or above that the translation as it was did not lead to."""


def opened(bitext: Bitext, turned: bool) -> Edition:
    """A direction of a bitext. Raises: MocAlignError."""
    one, other, links = bitext
    return edition(other, one, links, True) if turned else edition(one, other, links)


def mutants(bitexts: Sequence[Bitext], kinds: Sequence[str], most: int = MOST) -> list[Task]:
    """The mutants of these kinds (all for none), a task a direction; the same on each run."""
    tasks = []
    for bitext in bitexts:
        for turned in (False, True):
            text = opened(bitext, turned)
            chosen: list[Mutant] = []
            for kind in KINDS:
                if not kinds or kind.name in kinds:
                    chance = random.Random(f"{SEED} {text.name} {kind.name}")  # noqa: S311
                    chosen += sample(list(kind.make(text, chance)), most, chance)
            tasks.append(Task(bitext, turned, tuple(chosen)))
    return tasks


def reduced(tasks: Sequence[Task], size: int) -> list[Task]:
    """So many of the mutants, of as many kinds and both directions as can be."""
    rows: list[tuple[int, int, int]] = []
    for number, task in enumerate(tasks):
        rank: dict[str, int] = {}
        for at, mutant in enumerate(task.mutants):
            rank[mutant.kind] = rank.get(mutant.kind, 0) + 1
            rows.append((rank[mutant.kind], number, at))
    chance = random.Random(SEED)  # noqa: S311
    chance.shuffle(rows)
    seen: dict[str, int] = {}
    ranked = []
    for _, number, at in sorted(rows, key=lambda row: row[0]):
        kind = tasks[number].mutants[at].kind
        seen[kind] = seen.get(kind, 0) + 1
        ranked.append((seen[kind], len(ranked), number, at))
    kept = {(number, at) for _, _, number, at in sorted(ranked)[:size]}
    return [
        Task(
            task.bitext,
            task.turned,
            tuple(m for at, m in enumerate(task.mutants) if (n, at) in kept),
        )
        for n, task in enumerate(tasks)
    ]


def run(task: Task) -> tuple[list[Judged], list[Varied]]:
    """The verdicts on the mutants and variants of a task. Raises: MocAlignError."""
    text = opened(task.bitext, task.turned)
    with TemporaryDirectory() as folder, remembered():
        validator = Validator(text, Path(folder), str(model_path()), task.skip)
        judged = [judge(text, mutant, validator) for mutant in task.mutants]
        varied = list(_varied(text, task.variants, validator))
    return judged, varied


def _varied(text: Edition, names: Sequence[str], validator: Validator) -> Iterator[Varied]:
    read = len(text.target.leaves())
    for name in names:
        edits = VARIANTS[name](text) if name != UNCHANGED else ()
        if edits or name == UNCHANGED:
            touched = {
                clause.id
                for clause in text.target.leaves()
                for edit in edits
                if edit.start <= clause.span.end and edit.end >= text.block(clause)[0]
            }
            placed = settled_edits(text, edits) if name in SETTLED else edits
            found = spurious(placed, validator)
            yield Varied(name, text.name, len(touched), read, found)


def measured(tasks: Sequence[Task], jobs: int) -> tuple[list[Judged], list[Varied]]:
    """All verdicts, in the order of the tasks. Raises: MocAlignError."""
    parts = [
        replace(task, mutants=task.mutants[at : at + PART], variants=())
        for task in tasks
        for at in range(0, len(task.mutants), PART)
    ]
    parts += [replace(task, mutants=()) for task in tasks if task.variants]
    with (
        TemporaryDirectory() as cache,
        patch.dict(os.environ, {"MOC_ALIGN_CACHE": cache, **dict.fromkeys(THREADS, "1")}),
    ):
        if jobs > 1:
            with ProcessPoolExecutor(jobs) as pool:
                done = list(pool.map(run, parts))
        else:
            done = [run(part) for part in parts]
    return [row for part, _ in done for row in part], [row for _, part in done for row in part]


def gate_figures(size: int = SAMPLE) -> Iterator[Figure]:
    """Figures of a fixed sample for the gate: recall, precision, silence on harmless variants.

    Each variant is taken of one direction, of the next one the next. Raises: MocAlignError.
    """
    tasks = reduced(mutants(OWN, ()), size)
    names = tuple(VARIANTS)
    turns = [
        replace(task, variants=(UNCHANGED, *names[at :: len(tasks)]))
        for at, task in enumerate(tasks)
    ]
    for name, value in summary(*measured(turns, jobs=1)).items():
        if value is not None:
            yield Figure(GROUP, name, round(value, 3), digits=3, margin=MARGINS.get(name, MARGIN))


def summary(judged: Sequence[Judged], varied: Sequence[Varied]) -> dict[str, float | None]:
    """Shares in [0, 1], all of them better when higher; None where nothing was measured."""
    groups = {kind.name: kind.group for kind in KINDS}

    def recall(rows: list[Judged]) -> float | None:
        return sum(row.right for row in rows) / len(rows) if rows else None

    named = sum(row.right for row in judged)
    strange = sum(len(row.strange) for row in judged)
    clauses = sum(row.read for row in varied)
    false = sum(len(row.found) for row in varied)
    return {
        "error_recall": recall([row for row in judged if groups[row.mutant.kind] == "error"]),
        "warning_recall": recall([row for row in judged if groups[row.mutant.kind] == "warning"]),
        "precision": named / (named + strange) if named + strange else None,
        "silent": 1 - false / clauses if clauses else None,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 2 for a mistake of the user."""
    from mutations import report

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--bitext",
        nargs="+",
        action="append",
        type=Path,
        metavar="FILE",
        help="text, translation and, where ids differ, links",
    )
    parser.add_argument("--kind", action="append", default=[], help="only this kind or variant")
    parser.add_argument("--skip", action="append", default=[], help="a check that is not run")
    parser.add_argument("--most", type=int, default=MOST, help=f"of a kind and direction ({MOST})")
    parser.add_argument("--sample", type=int, help="so many mutants of all")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    parser.add_argument("--misses", action="store_true", help="list what was missed, by check")
    parser.add_argument("--show", action="store_true", help="list the mutants, run nothing")
    parser.add_argument("--json", action="store_true", help="all verdicts as JSON")
    options = parser.parse_args(arguments)
    try:
        bitexts = [_given(files) for files in options.bitext or ()] or list(OWN)
        known = {kind.name for kind in KINDS} | {*VARIANTS, UNCHANGED}
        if strange := set(options.kind) - known:
            raise ConfigError(f"no kind '{min(strange)}'; there are: {', '.join(sorted(known))}")
        every = (UNCHANGED, *VARIANTS)
        variants = tuple(name for name in every if not options.kind or name in options.kind)
        tasks = mutants(bitexts, options.kind, options.most)
        if options.sample:
            tasks = reduced(tasks, options.sample)
        if options.show:
            print(*report.listed(tasks, variants, opened), sep="\n")
            return 0
        skip = tuple(options.skip)
        tasks = [replace(task, variants=variants, skip=skip) for task in tasks]
        judged, varied = measured(tasks, options.jobs)
    except MocAlignError as error:
        print(f"mutate: {error}", file=sys.stderr)
        return 2
    figures = summary(judged, varied)
    if options.json:
        print(json.dumps(report.as_json(figures, judged, varied), indent=1, ensure_ascii=False))
        return 0
    print(*report.table(figures, judged, varied), sep="\n")
    if options.misses:
        print("", *report.misses(judged, varied), sep="\n")
    return 0


def _given(files: Sequence[Path]) -> Bitext:
    if not 2 <= len(files) <= 3:
        raise ConfigError("--bitext takes a text, its translation and at most a file of links")
    return files[0], files[1], files[2] if len(files) > 2 else None


if __name__ == "__main__":
    sys.exit(main())
