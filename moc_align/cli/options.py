"""What several commands are given: the types of their arguments and options."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.schema import Genre, Lang


FOUND = 1
"""Exit status where the work was done and something was found that fails it."""


class UnitName(StrEnum):
    """Into what a text is taken apart."""

    clause = "clause"
    sentence = "sentence"
    line = "line"


class LangName(StrEnum):
    """Languages on the command line."""

    ja = "ja"
    en = "en"


def corpus_ids(incomplete: str) -> list[str]:
    """Ids of shipped documents that begin so, for the shell's completion."""
    from moc_align.resources import corpora

    return [entry.id for entry in corpora() if entry.id.startswith(incomplete)]


def formats(incomplete: str) -> list[str]:
    """Names of reporters that begin so, for the shell's completion."""
    from moc_align.plugins import names

    return [name for name in names("reporter") if name.startswith(incomplete)]


DocArgument = Annotated[
    str,
    typer.Argument(
        metavar="DOC",
        help="A file, '-' for standard input, or the id of a shipped document.",
        autocompletion=corpus_ids,
        show_default=False,
    ),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help="text, json or markdown; by default what the name of --output says, else text.",
        autocompletion=formats,
        show_default=False,
    ),
]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", help="File to write; '-' is standard output.")
]
ModelOption = Annotated[
    str,
    typer.Option(
        "--model", help="Folder or name of a sentence-transformers model.", show_default="shipped"
    ),
]
SchemeOption = Annotated[
    str,
    typer.Option(
        "--scheme",
        help="Areas to map to: a TOML file, 'digital-partnership', or 'from:DOC'.",
        show_default="chosen to fit",
    ),
]
GenreOption = Annotated[
    str,
    typer.Option(
        "--genre",
        help="memorandum, treaty, statute, statement or release; of two texts also A:B.",
        show_default="guessed",
    ),
]
LangOption = Annotated[
    LangName | None, typer.Option("--lang", help="The language the text must be in.")
]
LangsOption = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="SOURCE:TARGET",
        help="The languages the two must be in, ja:en or en:ja.",
        show_default=False,
    ),
]
NoCacheOption = Annotated[
    bool,
    typer.Option("--no-cache", help="Work all out again, neither reading nor writing the cache."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say on standard error what is being done.")
]


def lang_of(name: LangName | None) -> Lang | None:
    """The language that was chosen, None where none was."""
    return None if name is None else name.value


def langs_of(given: str) -> tuple[Lang | None, Lang | None]:
    """The languages of `ja:en` or `en:ja`, None for each where nothing is given.

    Raises: ConfigError.
    """
    match given:
        case "":
            return None, None
        case "ja:en":
            return "ja", "en"
        case "en:ja":
            return "en", "ja"
    raise ConfigError(f"--lang {given}: give ja:en or en:ja")


def genres_of(given: str, count: int) -> tuple[Genre | None, ...]:
    """`count` genres, None for each that is to be guessed. Raises: ConfigError."""
    from moc_align.schema import GENRES

    parts = given.split(":") if given else [""]
    if len(parts) == 1:
        parts *= count
    found = tuple(next((g for g in GENRES if g == part), None) for part in parts)
    unknown = [part for part, genre in zip(parts, found, strict=True) if part and genre is None]
    if unknown:
        raise ConfigError(f"no genre '{unknown[0]}'; there are: {', '.join(GENRES)}")
    if len(found) != count:
        each = ", or one for each text, A:B" if count == 2 else ""
        raise ConfigError(f"--genre {given}: give one genre{each}")
    return found
