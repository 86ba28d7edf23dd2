"""The command line: arguments -> pipeline -> reporter -> exit status."""

from __future__ import annotations

import gc
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moc_align import __version__
from moc_align.errors import ConfigError, MocAlignError
from moc_align.text import printable

if TYPE_CHECKING:
    from moc_align.pipeline import Settings
    from moc_align.schema import Genre, Lang, Report

OK, USER_ERROR, BUG, INTERRUPTED = 0, 2, 3, 130

app = typer.Typer(
    name="moc-align",
    help="Parses, maps and compares policy texts across Japanese and English, clause by clause.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class LangName(StrEnum):
    """Languages on the command line."""

    ja = "ja"
    en = "en"


def _corpus_ids(incomplete: str) -> list[str]:
    from moc_align.resources import corpora

    return [entry.id for entry in corpora() if entry.id.startswith(incomplete)]


def _formats(incomplete: str) -> list[str]:
    from moc_align.plugins import names

    return [name for name in names("reporter") if name.startswith(incomplete)]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"moc-align {__version__}")
        raise typer.Exit


DocArgument = Annotated[
    str,
    typer.Argument(
        metavar="DOC",
        help="A file, '-' for standard input, or the id of a shipped document.",
        autocompletion=_corpus_ids,
        show_default=False,
    ),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help="text, json or markdown; by default what the name of --output says, else text.",
        autocompletion=_formats,
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
        help="memorandum, treaty, statute, statement or release; diff also takes OLD:NEW.",
        show_default="guessed",
    ),
]
LangOption = Annotated[
    LangName | None, typer.Option("--lang", help="The language the text must be in.")
]
NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Parse again, neither reading nor writing the cache.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say on standard error what is being done.")
]


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Parses, maps and compares policy texts across Japanese and English, clause by clause."""


@app.command()
def parse(
    doc: DocArgument,
    lang: LangOption = None,
    genre: GenreOption = "",
    format: FormatOption = "",  # noqa: A002
    output: OutputOption = "-",
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Show the clauses of a document, each with its page and line."""
    from moc_align.pipeline import parse_report

    def work(settings: Settings) -> Report:
        return parse_report(doc, lang=_lang(lang), genre=_genres(genre, 1)[0], settings=settings)

    _run(work, format, output, quiet, verbose, cache=not no_cache)


@app.command()
def areas(
    doc: DocArgument,
    scheme: SchemeOption = "",
    model: ModelOption = "",
    lang: LangOption = None,
    genre: GenreOption = "",
    format: FormatOption = "",  # noqa: A002
    output: OutputOption = "-",
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Map the clauses of a document to areas of cooperation."""
    from moc_align.pipeline import areas_report

    def work(settings: Settings) -> Report:
        return areas_report(doc, lang=_lang(lang), genre=_genres(genre, 1)[0], settings=settings)

    _run(work, format, output, quiet, verbose, model=model, scheme=scheme, cache=not no_cache)


@app.command()
def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="The older text: a file, '-' or the id of a shipped document.",
            autocompletion=_corpus_ids,
        ),
    ] = "moc-1.0-en",
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW", help="The newer text, given likewise.", autocompletion=_corpus_ids
        ),
    ] = "moc-2.0-ja",
    scheme: SchemeOption = "",
    model: ModelOption = "",
    genre: GenreOption = "",
    format: FormatOption = "",  # noqa: A002
    output: OutputOption = "-",
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Report what a newer text added, carried on, changed and dropped."""
    from moc_align.pipeline import diff_report

    def work(settings: Settings) -> Report:
        genres = _genres(genre, 2)
        return diff_report(old, new, genres=(genres[0], genres[1]), settings=settings)

    _run(work, format, output, quiet, verbose, model=model, scheme=scheme, cache=not no_cache)


@app.command()
def corpora() -> None:
    """List the documents that moc-align ships."""
    from moc_align.resources import corpora as shipped
    from moc_align.resources import read_corpus

    for entry in shipped():
        read_corpus(entry)
        typer.echo(
            f"{entry.id}  {entry.lang}  {entry.genre}  {entry.date}  version {entry.version}"
        )
        for line in (entry.title_ja, entry.title_en, entry.publisher, entry.source, entry.terms):
            typer.echo(f"    {line}")
        typer.echo(f"    sha256 {entry.sha256}  {entry.path}")


def _lang(name: LangName | None) -> Lang | None:
    return None if name is None else name.value


def _genres(given: str, count: int) -> tuple[Genre | None, ...]:
    from moc_align.schema import GENRES

    parts = given.split(":") if given else [""]
    if len(parts) == 1:
        parts *= count
    found = tuple(next((g for g in GENRES if g == part), None) for part in parts)
    unknown = [part for part, genre in zip(parts, found, strict=True) if part and genre is None]
    if unknown:
        raise ConfigError(f"no genre '{unknown[0]}'; there are: {', '.join(GENRES)}")
    if len(found) != count:
        raise ConfigError(f"--genre {given}: give one genre" + ", or OLD:NEW" * (count == 2))
    return found


def _run(
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
    from moc_align.pipeline import Settings
    from moc_align.plugins import Screen, load, names

    suffix = Path(output).suffix
    if not format:
        by_suffix = (
            n for n in names("reporter") if suffix and load("reporter", n).suffix == suffix
        )
        format = next(by_suffix, "text")  # noqa: A001
    if format not in names("reporter"):
        raise ConfigError(f"no format '{format}'; there are: {', '.join(names('reporter'))}")
    reporter = load("reporter", format)
    target = None if output == "-" else Path(output)
    if target is not None and not _writable(target):
        raise ConfigError(f"'{output}' is no file in an existing folder; choose another --output")
    with _progress(quiet, verbose) as step:
        report = work(Settings(model=model, scheme=scheme, cache=cache, step=step))
    screen = Screen(_columns() if target is None else 80, target is None and _colour())
    text = reporter.render(report, screen)
    if target is None:
        _show(text)
        return
    from moc_align.resources import write_atomically

    try:
        write_atomically(target, text.encode(errors="backslashreplace"))
    except OSError as error:
        raise ConfigError(f"{output}: can't be written ({error.strerror})") from error


def _writable(target: Path) -> bool:
    """True where a file of that name can be, as far as its name and folder tell."""
    try:
        named = "\0" not in str(target)
        return named and not target.is_dir() and target.parent.is_dir()
    except (OSError, ValueError):
        return False


def _show(text: str) -> None:
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


def _progress(quiet: bool, verbose: bool) -> AbstractContextManager[Callable[[str], None]]:
    """Where steps are told: a spinner on a terminal, lines with --verbose, else nowhere."""
    if verbose and not quiet:
        return nullcontext(lambda step: typer.echo(f"moc-align: {step}", err=True))
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _spinner()


@contextmanager
def _spinner() -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(escape(step))


def _columns() -> int:
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def _colour() -> bool:
    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits: 0 done, 2 the user's mistake, 3 a bug, 130 interrupted."""
    # a short run makes many small records and hardly a cycle: looking for them costs a twentieth
    gc.set_threshold(200_000, 20, 20)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Exit status of a run; the one place where errors become messages."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # a report in Japanese must not fail on a terminal of another encoding
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        status = app(args=given or ["--help"], standalone_mode=False)
    except MocAlignError as error:
        return _complain(str(error), USER_ERROR)
    except typer.TyperException as error:
        return _complain(f"{error.format_message().rstrip('.')}; see moc-align --help", USER_ERROR)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", INTERRUPTED)
    except Exception as error:
        if os.environ.get("MOC_ALIGN_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        versions = f"moc-align {__version__}, Python {platform.python_version()}, {sys.platform}"
        return _complain(
            f"this is a bug of ours: {what} ({versions}); "
            "MOC_ALIGN_DEBUG=1 shows where; please report it",
            BUG,
        )
    return status if isinstance(status, int) else OK


def _complain(message: str, status: int) -> int:
    # one line, whatever line ends a file's name brought along
    typer.echo(f"moc-align: {printable(' '.join(message.split()))}", err=True)
    return status
