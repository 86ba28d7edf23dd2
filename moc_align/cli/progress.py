"""What a run says on standard error while it works."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Timer

import typer

Steps = Callable[[str], None]
PATIENCE = 1.0
"""Seconds before a bar is shown: what takes less needs none."""


def progress(quiet: bool, verbose: bool) -> AbstractContextManager[Steps]:
    """Where steps are told: a spinner on a terminal, lines with --verbose, else nowhere."""
    if verbose and not quiet:
        return nullcontext(_say)
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _spinner()


def bar(
    quiet: bool, verbose: bool, things: str, total: int | None
) -> AbstractContextManager[tuple[Steps, Callable[[int], None]]]:
    """Where steps are told and where finished things are counted: a bar in place of the spinner."""
    if verbose and not quiet:
        return nullcontext((_say, lambda _: None))
    if quiet or not sys.stderr.isatty():
        return nullcontext((lambda _: None, lambda _: None))
    return _bar(things, total)


def _say(step: str) -> None:
    typer.echo(f"moc-align: {step}", err=True)


@contextmanager
def _spinner() -> Iterator[Steps]:
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(escape(step))


@contextmanager
def _bar(things: str, total: int | None) -> Iterator[tuple[Steps, Callable[[int], None]]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Done, of how many, and how many a second."""

        def render(self, task: Task) -> Text:
            of = "" if task.total is None else f" of {task.total:,.0f}"
            speed = f", {task.speed:,.0f} a second" if task.speed else ""
            return Text(f"{task.completed:,.0f}{of} {things}{speed}")

    columns = TextColumn("{task.description}"), BarColumn(), Rate()
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    task = shown.add_task("", total=total)
    patience = Timer(PATIENCE, shown.start)
    patience.daemon = True
    patience.start()
    try:
        yield (
            lambda step: shown.update(task, description=escape(step)),
            lambda count: shown.update(task, advance=count, description=""),
        )
    finally:
        patience.cancel()
        patience.join()
        shown.stop()
