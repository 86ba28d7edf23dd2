"""`moc-align diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from moc_align.cli import options
from moc_align.cli.output import report
from moc_align.errors import ConfigError

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
    gloss: Annotated[
        options.LangName | None,
        typer.Option(
            "--gloss", help="Print an unofficial translation into that language below each quote."
        ),
    ] = None,
    gloss_text: Annotated[
        str,
        typer.Option(
            "--gloss-text",
            metavar="FILE",
            help="With --gloss: the translation, of NEW or else of OLD, for texts that are not "
            "shipped.",
        ),
    ] = "",
    format: options.FormatOption = "",  # noqa: A002
    output: options.OutputOption = "-",
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Report what a newer text added, carried on, changed and dropped."""
    from moc_align.pipeline import diff_report
    from moc_align.pipeline.glosses import with_glosses

    lang = options.lang_of(gloss)
    if gloss_text and lang is None:
        raise ConfigError("--gloss-text needs --gloss ja or --gloss en")

    def work(settings: Settings) -> Report:
        genres = options.genres_of(genre, 2)
        made = diff_report(old, new, genres=(genres[0], genres[1]), settings=settings)
        return with_glosses(made, lang, gloss_text, settings) if lang else made

    report(
        "diff", work, format, output, quiet, verbose, model=model, scheme=scheme, cache=not no_cache
    )
