"""`moc-align embed`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from moc_align.cli import options
from moc_align.cli.output import writable
from moc_align.cli.progress import bar
from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.pipeline.passages import Passage

TABLES = (".tsv", ".json")
COLUMNS = ("row", "id", "page", "line", "text")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def embed(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Texts, one a line: a file, '-' or the id of a shipped document.",
            autocompletion=options.corpus_ids,
            show_default=False,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out",
            "--output",
            "-o",
            metavar="NPY",
            help="File to write, which numpy.load reads: (n, d) float32, unit rows.",
            show_default=False,
        ),
    ],
    unit: Annotated[
        options.UnitName,
        typer.Option("--unit", help="What gets a row; clauses and sentences are parsed first."),
    ] = options.UnitName.line,
    ids: Annotated[
        str,
        typer.Option(
            "--ids",
            metavar="TABLE",
            help="File for row, id, page, line and text of each row: .tsv or .json.",
            show_default=False,
        ),
    ] = "",
    model: options.ModelOption = "",
    lang: options.LangOption = None,
    genre: options.GenreOption = "",
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Turn each line, clause or sentence of a file into a vector."""
    from moc_align.pipeline import Settings, open_model
    from moc_align.pipeline.passages import count_lines, passages
    from moc_align.pipeline.vectors import NpyFile, embedded, replacing

    target, table = _targets(file, out, ids)
    if unit is options.UnitName.line and (lang or genre):
        raise ConfigError("--lang and --genre are for parsing; add --unit clause or sentence")
    known = options.genres_of(genre, 1)[0]
    total = count_lines(file) if unit is options.UnitName.line else None
    with bar(quiet, verbose, f"{unit.value}s", total) as (step, advance), ExitStack() as stack:
        settings = Settings(model=model, cache=not no_cache, step=step)
        stream = passages(
            file, unit.value, lang=options.lang_of(lang), genre=known, settings=settings
        )
        opened = open_model(settings)
        rows = NpyFile(stack.enter_context(replacing(target)), opened.dim)
        if table:
            stream = _noted(stream, _writer(table, stack.enter_context(replacing(table))))
        for part in embedded((passage.text for passage in stream), opened):
            rows.add(part)
            advance(len(part))
        step(f"{rows.close():,} rows of {opened.dim} by {opened.name} {opened.sha256} in {out}")


def _targets(file: str, out: str, ids: str) -> tuple[Path, Path | None]:
    """The files to write. Raises: ConfigError where they can't be or are one another."""
    if out == "-":
        raise ConfigError("vectors go into a file, not to standard output; give a path as --out")
    if ids and Path(ids).suffix.lower() not in TABLES:
        raise ConfigError(f"'{ids}' is no table; give a name in {' or '.join(TABLES)} as --ids")
    seen = {} if file == "-" or "\0" in file else {Path(file).resolve(): "the file that is read"}
    for option, name in (("--out", out), ("--ids", ids)):
        if not name:
            continue
        path = Path(name)
        if not writable(path) or (path.exists() and not path.is_file()):
            raise ConfigError(f"'{name}' is no file in an existing folder; choose another {option}")
        if path.resolve() in seen:
            raise ConfigError(f"'{name}' is {seen[path.resolve()]} too; choose another {option}")
        seen[path.resolve()] = option
    return Path(out), Path(ids) if ids else None


def _noted(stream: Iterator[Passage], write: Callable[[Passage | None], None]) -> Iterator[Passage]:
    """The same passages, each written down as it passes, and the end too."""
    for passage in stream:
        write(passage)
        yield passage
    write(None)


def _writer(path: Path, file: BinaryIO) -> Callable[[Passage | None], None]:
    """Writes a passage to the table; its end for None."""
    count = 0
    as_json = path.suffix.lower() == ".json"
    if not as_json:
        file.write("\t".join(COLUMNS).encode() + b"\n")

    def write(passage: Passage | None) -> None:
        nonlocal count
        line = ""
        if passage:
            page = passage.page
            values = (count, passage.id, page, passage.line, passage.text)
            if as_json:
                fields = json.dumps(dict(zip(COLUMNS, values, strict=True)), ensure_ascii=False)
                line = ("[\n" if count == 0 else ",\n") + fields
            else:
                shown = ("" if value is None else str(value) for value in values)
                line = "\t".join(value.translate(_ESCAPES) for value in shown) + "\n"
            count += 1
        elif as_json:
            line = "\n]\n" if count else "[]\n"
        file.write(line.encode(errors="backslashreplace"))

    return write
