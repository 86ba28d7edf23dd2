"""Where a report goes: to standard output or into a file, in the format that was asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align.cli.progress import progress
from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.pipeline import Settings
    from moc_align.schema import Command, Report


def report(
    command: Command,
    work: Callable[[Settings], Report],
    format: str,  # noqa: A002
    output: str,
    quiet: bool,
    verbose: bool,
    *,
    model: str = "",
    scheme: str = "",
    cache: bool,
) -> None:
    """Does the work and shows or writes its report. Raises: MocAlignError."""
    from moc_align.pipeline import Settings
    from moc_align.plugins import Screen, load

    reporter = load("reporter", chosen_format(command, format, output))
    target = target_of(output)
    with progress(quiet, verbose) as step:
        made = work(Settings(model=model, scheme=scheme, cache=cache, step=step))
    if target is not None and target.resolve() in _read(made):
        raise ConfigError(f"'{output}' is a file that was read; choose another --output")
    screen = Screen(_columns() if target is None else 80, target is None and _colour())
    deliver(reporter.render(made, screen), target)


def target_of(output: str) -> Path | None:
    """The file that --output names, None for standard output. Raises: ConfigError."""
    target = None if output == "-" else Path(output)
    if target is not None and not writable(target):
        raise ConfigError(f"'{output}' is no file in an existing folder; choose another --output")
    return target


def deliver(text: str, target: Path | None) -> None:
    """Writes the text to the file, or to standard output. Raises: ConfigError."""
    if target is None:
        show(text)
        return
    from moc_align.resources import write_atomically

    try:
        write_atomically(target, text.encode(errors="backslashreplace"))
    except OSError as error:
        raise ConfigError(f"{target}: can't be written ({error.strerror})") from error


def _read(report: Report) -> set[Path]:
    """The files that the report is of."""
    texts = [document.source for document in report.documents]
    if report.alignment is not None:
        texts += [report.alignment.source.source, report.alignment.target.source]
    return {Path(text).resolve() for text in texts}


def chosen_format(command: Command, wanted: str, output: str = "-", default: str = "text") -> str:
    """The format that was asked for, else what the output's name says. Raises: ConfigError."""
    from moc_align.plugins import load, names

    suffix = Path(output).suffix
    if not wanted:
        if not suffix:
            return default
        by_suffix = (n for n in _formats(command) if load("reporter", n).suffix == suffix)
        return next(by_suffix, default)
    if wanted not in names("reporter") or command not in load("reporter", wanted).commands:
        raise ConfigError(
            f"no format '{wanted}' for {command}; there are: {', '.join(_formats(command))}"
        )
    return wanted


def _formats(command: Command) -> list[str]:
    from moc_align.plugins import load, names

    return [name for name in names("reporter") if command in load("reporter", name).commands]


def writable(target: Path) -> bool:
    """True where a file of that name can be, as far as its name and folder tell."""
    try:
        named = "\0" not in str(target)
        return named and not target.is_dir() and target.parent.is_dir()
    except (OSError, ValueError):
        return False


def show(text: str) -> None:
    """Writes to standard output; a closed pipe is no mistake. Raises: ConfigError."""
    if sys.stdout is None:
        raise ConfigError("standard output is closed; write the report to a file with --output")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # what is still in the buffer would be tried again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # the reader of a pipe that it closed has what it wanted (head, less)
        if not isinstance(error, BrokenPipeError):
            raise ConfigError(
                f"standard output can't be written ({error.strerror}); make room, or write the "
                "report elsewhere with --output"
            ) from error


def _columns() -> int:
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def _colour() -> bool:
    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
