"""`moc-align areas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moc_align.cli import options
from moc_align.cli.output import report

if TYPE_CHECKING:
    from moc_align.pipeline import Settings
    from moc_align.schema import Report


def areas(
    doc: options.DocArgument,
    scheme: options.SchemeOption = "",
    model: options.ModelOption = "",
    lang: options.LangOption = None,
    genre: options.GenreOption = "",
    format: options.FormatOption = "",  # noqa: A002
    output: options.OutputOption = "-",
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Map the clauses of a document to areas of cooperation."""
    from moc_align.pipeline import areas_report

    def work(settings: Settings) -> Report:
        return areas_report(
            doc, lang=options.lang_of(lang), genre=options.genres_of(genre, 1)[0], settings=settings
        )

    report(
        "areas",
        work,
        format,
        output,
        quiet,
        verbose,
        model=model,
        scheme=scheme,
        cache=not no_cache,
    )
