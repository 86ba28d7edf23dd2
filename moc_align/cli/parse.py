"""`moc-align parse`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moc_align.cli import options
from moc_align.cli.output import report

if TYPE_CHECKING:
    from moc_align.pipeline import Settings
    from moc_align.schema import Report


def parse(
    doc: options.DocArgument,
    lang: options.LangOption = None,
    genre: options.GenreOption = "",
    format: options.FormatOption = "",  # noqa: A002
    output: options.OutputOption = "-",
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Show the clauses of a document, each with its page and line."""
    from moc_align.pipeline import parse_report

    def work(settings: Settings) -> Report:
        return parse_report(
            doc, lang=options.lang_of(lang), genre=options.genres_of(genre, 1)[0], settings=settings
        )

    report("parse", work, format, output, quiet, verbose, cache=not no_cache)
