"""`moc-align train`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from moc_align.cli import options
from moc_align.cli.output import show
from moc_align.text import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from moc_align.train.outcome import Outcome
    from moc_align.train.progress import Progress


def train(
    pairs: Annotated[
        list[Path],
        typer.Option("--pairs", help="Your translations, a TSV or TMX file; may be repeated."),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Folder of the new model; a model there is replaced.")
    ],
    init: Annotated[
        str,
        typer.Option(
            "--init",
            help="Folder of the model to start from, or 'none'.",
            show_default="shipped",
        ),
    ] = "",
    glossary: Annotated[
        Path | None,
        typer.Option("--glossary", help="Your terms, a TSV file; 'a | b' are variants."),
    ] = None,
    test_sets: Annotated[
        Path | None,
        typer.Option(
            "--eval", help="Folder of test sets, NAME.tsv or NAME.en with NAME.ja; not trained on."
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option("--epochs", min=1, max=1000, help="At most.", show_default="fits the data"),
    ] = None,
    held_out: Annotated[
        float,
        typer.Option(
            "--held-out", min=0, max=0.5, help="Share of the pairs that says when to stop."
        ),
    ] = 0.1,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=2**31, help="Other seeds give other models.")
    ] = 1,
    quiet: options.QuietOption = False,
) -> None:
    """Adapt the model to your own translations, or train one from nothing."""
    from moc_align.resources import model_path
    from moc_align.train.adapt import adapt
    from moc_align.train.task import Task

    start = None if init == "none" else Path(init).expanduser() if init else model_path()
    task = Task(tuple(pairs), start, glossary, test_sets, epochs, held_out, seed=seed)
    with progress(quiet) as told:
        outcome = adapt(task, out, told)
    show(printable(summary(outcome, out)))


def summary(outcome: Outcome, out: Path) -> str:
    """What came of it: the figures before and after, and how to use the model."""
    lines = [
        f"{out}: learned from {outcome.pairs:,} pairs, {outcome.held_out:,} held out; kept epoch "
        f"{outcome.best} of {outcome.epochs}"
    ]
    if not outcome.best:
        lines.append("no epoch was better than the start, which was kept: give more pairs")
    if outcome.after:
        lines += ["", f"{'nearest is the translation, %':32s}{'before':>15s}{'after':>15s}"]
    for name, after in outcome.after.items():
        before = outcome.before.get(name)
        for measure, title in (("cosine", "cosine"), ("csls", "CSLS")):
            cells = [
                "" if found is None else "{:.1f} / {:.1f}".format(*getattr(found, measure))
                for found in (before, after)
            ]
            lines.append(f"{name[:24]:25s}{title:7s}{cells[0]:>15s}{cells[1]:>15s}")
    if outcome.after:
        lines.append("(English to Japanese / Japanese to English)")
    return "\n".join([*lines, "", f"moc-align diff OLD NEW --model {quote(str(out))}", ""])


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, else a line a stage on standard error, or nothing."""
    from moc_align.train.progress import Lines, Silent

    if quiet or not sys.stderr.isatty():
        yield Silent() if quiet else Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Bar(bars)


class Bar:
    """Shows the stage with a bar, and notes above it."""

    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.task = bars.add_task("", total=None)

    def stage(self, text: str) -> None:
        """A new stage, of which it isn't known how long it takes."""
        self.bars.remove_task(self.task)
        self.task = self.bars.add_task(printable(text), total=None)

    def share(self, done: float) -> None:
        """Moves the bar."""
        self.bars.update(self.task, total=1.0, completed=done)

    def note(self, text: str) -> None:
        """Prints the line."""
        self.bars.console.print(printable(text), markup=False, highlight=False)
