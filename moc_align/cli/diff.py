"""`moc-align diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from moc_align.cli import options
from moc_align.cli.output import report

if TYPE_CHECKING:
    from moc_align.pipeline import Settings
    from moc_align.schema import Report


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="The older text: a file, '-' or the id of a shipped document.",
            autocompletion=options.corpus_ids,
        ),
    ] = "moc-1.0-en",
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW", help="The newer text, given likewise.", autocompletion=options.corpus_ids
        ),
    ] = "moc-2.0-ja",
    scheme: options.SchemeOption = "",
    model: options.ModelOption = "",
    genre: options.GenreOption = "",
    format: options.FormatOption = "",  # noqa: A002
    output: options.OutputOption = "-",
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Report what a newer text added, carried on, changed and dropped."""
    from moc_align.pipeline import diff_report

    def work(settings: Settings) -> Report:
        genres = options.genres_of(genre, 2)
        return diff_report(old, new, genres=(genres[0], genres[1]), settings=settings)

    report(
        "diff", work, format, output, quiet, verbose, model=model, scheme=scheme, cache=not no_cache
    )
