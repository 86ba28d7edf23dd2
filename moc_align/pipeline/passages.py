"""A file -> the texts to embed, in its order, each with what leads back to its place."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from moc_align.errors import ReadError
from moc_align.pipeline.documents import Settings, open_document
from moc_align.resources import corpus
from moc_align.schema import Document, Genre, Lang, Unit

LONGEST = 1_000_000
"""Bytes of a line; a book has fewer, and what has more was not meant as lines."""
_HEAD = 4096
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and where it stands."""

    id: str
    """Of the clause; `art2#1` for its first sentence, `art2#0` for its title; the line's number."""
    page: int | None
    """From 1; None where the file was read as lines."""
    line: int
    """From 1; of the clause for a sentence."""
    text: str


def passages(
    reference: str,
    unit: Unit,
    *,
    lang: Lang | None = None,
    genre: Genre | None = None,
    settings: Settings | None = None,
) -> Iterator[Passage]:
    """The lines of a file as they come, or the clauses or sentences of a document.

    A line ends with `\\n` or `\\r\\n`; an empty one is a passage too, so that row i is line i + 1.
    Raises: ReadError, ParseError, ConfigError.
    """
    if unit == "line":
        return _lines(reference)
    document = open_document(reference, lang=lang, genre=genre, settings=settings)
    return document_passages(document, unit)


def document_passages(document: Document, unit: Literal["clause", "sentence"]) -> Iterator[Passage]:
    """The clauses or sentences of a document, in reading order."""
    return _clauses(document) if unit == "clause" else _sentences(document)


def count_lines(reference: str) -> int | None:
    """The number of lines, once all are seen to be text; None for what can be read only once.

    Raises: ReadError.
    """
    if reference == "-":
        return None
    try:
        once = stat.S_ISFIFO(_path(reference).stat().st_mode)
    except (OSError, ValueError):
        once = False  # reading it says why
    return None if once else sum(1 for _ in _texts(reference))


def _clauses(document: Document) -> Iterator[Passage]:
    for clause in document.clauses:
        yield Passage(clause.id, clause.page, clause.line, clause.words)


def _sentences(document: Document) -> Iterator[Passage]:
    for clause in document.clauses:
        if clause.title:
            yield Passage(f"{clause.id}#0", clause.page, clause.line, clause.title)
        for number, sentence in enumerate(clause.sentences, start=1):
            yield Passage(f"{clause.id}#{number}", clause.page, clause.line, sentence)


def _lines(reference: str) -> Iterator[Passage]:
    for number, text in enumerate(_texts(reference), start=1):
        yield Passage(str(number), None, number, text)


def _texts(reference: str) -> Iterator[str]:
    """The lines of a file without their ends. Raises: ReadError."""
    with _opened(reference) as (file, name):
        yield from lines(file, name)


def lines(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of an open file without their ends; the name is for messages. Raises: ReadError."""
    number = 0
    try:
        while raw := file.readline(LONGEST + 1):
            number += 1
            if number == 1:
                _refuse_documents(raw[:_HEAD], name)
                raw = raw.removeprefix(_MARK)
            if len(raw) > LONGEST and not raw.endswith(b"\n"):
                raise ReadError(
                    f"{name}, line {number}, is longer than {LONGEST // 1_000_000} MB; put one "
                    "text on a line, or take --unit clause"
                )
            yield raw.removesuffix(b"\n").removesuffix(b"\r").decode()
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}, line {number}, has bytes that are not UTF-8; save the file as UTF-8, or "
            "take --unit clause, which reads other encodings, HTML and PDF"
        ) from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{name} can't be read ({error}); check the path") from error


def _path(reference: str) -> Path:
    entry = corpus(reference)
    return Path(reference) if Path(reference).exists() or not entry else entry.path


@contextmanager
def _opened(reference: str) -> Iterator[tuple[BinaryIO, str]]:
    """The file and its name for messages. Raises: ReadError."""
    if reference == "-":
        if sys.stdin is None:
            raise ReadError("standard input is closed; give the path of a file")
        yield sys.stdin.buffer, "standard input"
        return
    name = "".join(char if char.isprintable() else "?" for char in reference)
    try:
        path = _path(reference)
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            raise ReadError(f"{name} is no file; give the path of a text file")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise ReadError(f"{name} does not exist; check the path") from error
    except PermissionError as error:
        raise ReadError(f"{name} may not be read; change its permissions") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path"
        raise ReadError(f"{name} can't be opened ({why}); check the path") from error
    with file:
        yield file, name


def _refuse_documents(head: bytes, name: str) -> None:
    """Nothing, if the first line is not that of an HTML page or of a PDF. Raises: ReadError."""
    from moc_align import plugins

    for reader in plugins.names("reader"):
        if plugins.load("reader", reader).sniff(head):
            raise ReadError(
                f"{name} is {reader.upper()}, not lines of text; take --unit clause or sentence"
            )
    if b"\0" in head:
        raise ReadError(f"{name} is no text in UTF-8; save it as UTF-8, a text on each line")
