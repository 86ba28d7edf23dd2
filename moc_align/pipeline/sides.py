"""A reference -> one side of an alignment: its units, each with its place and its label."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Literal

from moc_align.errors import ParseError, ReadError
from moc_align.pipeline.documents import Settings, open_bytes, open_document
from moc_align.pipeline.labels import clause_labels, line_labels
from moc_align.pipeline.passages import document_passages, lines
from moc_align.schema import AlignedText, Document, Genre, Lang, Quote, Unit
from moc_align.text import script

MOST = 300_000
"""Units of a text; that many take some 2 GB and two minutes."""
LOOKED_AT = 200_000
"""Characters of the lines that tell their language."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text to align, and the labels that correspond to those of the other language."""

    text: AlignedText
    labels: tuple[str, ...]
    """One for each unit; "" where it has none."""


def open_side(
    reference: str,
    unit: Unit,
    *,
    lang: Lang | None = None,
    genre: Genre | None = None,
    settings: Settings | None = None,
) -> Labelled:
    """The clauses or sentences of a document that say something, or the lines of a file.

    A line is a unit even where it is empty, so that indices are those of the file. `lang`: of lines
    that tell of none by themselves.
    Raises: ReadError, ParseError, ConfigError.
    """
    if unit == "line":
        return _of_lines(reference, lang)
    return side_of(open_document(reference, genre=genre, settings=settings), unit)


def side_of(document: Document, unit: Literal["clause", "sentence"]) -> Labelled:
    """The clauses or sentences of a document that say something."""
    found = [passage for passage in document_passages(document, unit) if passage.text]
    units = tuple(Quote(p.id, p.text, p.page or 1, p.line) for p in found)
    by_clause = clause_labels(document)
    # of the parts of a clause the first carries its label
    labels = tuple(by_clause.pop(passage.id.partition("#")[0], "") for passage in found)
    text = AlignedText(
        document.id, document.lang, document.title, document.source, document.sha256, units
    )
    return Labelled(text, labels)


def _of_lines(reference: str, lang: Lang | None) -> Labelled:
    opened = open_bytes(reference)
    name = opened.name
    found = tuple(lines(BytesIO(opened.data), name))
    if not any(map(str.strip, found)):
        raise ReadError(f"{name} is empty; give a file with a text on each line")
    seen = script("\n".join(found)[:LOOKED_AT]) or lang
    if seen is None:
        raise ParseError(
            f"{name}: neither Japanese nor English text; moc-align links these two languages "
            "(where lines are too short to tell, --lang ja:en or en:ja says what they are)"
        )
    if len(found) > MOST:
        raise ReadError(f"{name} has {len(found):,} lines, of {MOST:,} at most; split it")
    units = tuple(Quote(str(at), line, 1, at) for at, line in enumerate(found, start=1))
    text = AlignedText(opened.id, seen, "", name, sha256(opened.data).hexdigest(), units)
    return Labelled(text, line_labels(found))
