"""`moc-align eval`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from moc_align.cli import options
from moc_align.cli.output import deliver, target_of
from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.evaluate import Case

SEVERAL = ("--gold", "--test", "--source", "--target")
"""Options that take all arguments up to the next option."""


class FormatName(StrEnum):
    """How the figures are written."""

    text = "text"
    json = "json"


class Several(TyperCommand):
    """A command whose options of `SEVERAL` take one file or more."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments once the options are taken."""
        return super().parse_args(ctx, list(repeated(args)))


COMMAND = Several


def repeated(arguments: Sequence[str]) -> Iterator[str]:
    """The same arguments with `--gold a b` as `--gold a --gold b`."""
    option, taken = "", False
    for argument in arguments:
        if argument.startswith("-") and argument != "-":
            name, equals, _ = argument.partition("=")
            option, taken = (name if name in SEVERAL else ""), bool(equals)
        elif option:
            if taken:
                yield option
            taken = True
        yield argument


def eval(  # noqa: A001
    gold: Annotated[
        list[str],
        typer.Option(
            "--gold",
            metavar="FILE...",
            help="Right links: lines [0, 1]:[2], indices from 0, or JSON of `align`.",
            show_default=False,
        ),
    ],
    test: Annotated[
        list[str],
        typer.Option(
            "--test",
            metavar="FILE...",
            help="Links to measure, a file for each gold file: [0, 1]:[2]:confidence, or JSON.",
            show_default=False,
        ),
    ],
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", metavar="FILE...", help="Source texts, for the worst links to be quoted."
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="FILE...", help="Target texts, likewise."),
    ] = None,
    worst: Annotated[
        int, typer.Option("--worst", min=0, help="How many wrong and missed links are listed.")
    ] = 10,
    format: Annotated[  # noqa: A002
        FormatName, typer.Option("--format", "-f", help="text or json.")
    ] = FormatName.text,
    output: options.OutputOption = "-",
) -> None:
    """Measure links against gold links: strict and lax F1, calibration, the worst links."""
    from moc_align.evaluate import as_json, as_text, evaluate

    target_file = target_of(output)
    result = evaluate(_cases(gold, test, source or [], target or []))
    text = (as_json if format is FormatName.json else as_text)(result, worst)
    for note in result.notes:
        typer.echo(f"moc-align: warning: {note}", err=True)
    deliver(text, target_file)


def _cases(
    gold: Sequence[str], test: Sequence[str], source: Sequence[str], target: Sequence[str]
) -> list[Case]:
    """The files in the order they were given, side by side. Raises: MocAlignError."""
    from moc_align.evaluate import Case, read_alignment, read_lines
    from moc_align.readers import read_bytes

    for option, files in (("--test", test), ("--source", source), ("--target", target)):
        if len(files) != len(gold) and (files or option == "--test"):
            raise ConfigError(
                f"{len(gold)} gold files, but {len(files)} after {option}; give as many of each, "
                "in the same order"
            )
    given = (*gold, *test, *source, *target)
    if given.count("-") > 1:
        raise ConfigError("standard input is read once; give '-' for one file only")
    cases = []
    for number in range(len(gold)):
        right, tried = (read_alignment(*read_bytes(files[number])) for files in (gold, test))
        lines = [
            read_lines(*read_bytes(files[number])) if files else None for files in (source, target)
        ]
        cases.append(Case(right, tried, *lines))
    return cases
