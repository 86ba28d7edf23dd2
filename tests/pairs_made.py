"""A text and its translation made of a few rows, for tests of checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moc_align.checks import Options, Pair, pair
from moc_align.facts import state
from moc_align.parser.sentences import split
from moc_align.schema import (
    AlignedText,
    Alignment,
    Clause,
    ClauseKind,
    Document,
    Genre,
    Lang,
    Link,
    Quote,
    Span,
)


@dataclass(frozen=True, slots=True)
class Row:
    """Two passages that correspond, one clause a side; an empty text is a clause that is missing.

    `labels`, `titles`, `under`: of the source's clause and of the target's; `under` is the number
    of the row whose clause is the parent.
    """

    source: str
    target: str
    kind: ClauseKind = "paragraph"
    labels: tuple[str, str] = ("", "")
    titles: tuple[str, str] = ("", "")
    under: int | None = None
    confidence: float = 0.95
    crossing: bool = False
    uncertain: bool = False
    kinds: tuple[ClauseKind, ClauseKind] | None = None
    """Where the two sides were parsed differently."""


def made(
    rows: Iterable[Row | tuple[str, str]],
    source: Lang = "ja",
    *,
    genre: Genre = "treaty",
    target_order: Sequence[int] | None = None,
    options: Options | None = None,
) -> Pair:
    """The pair of these rows, in this order, a clause a side: `c0`, `c1`, ... in both documents.

    `target_order`: numbers of the rows in the order in which the target has them.
    """
    all_rows = [row if isinstance(row, Row) else Row(*row) for row in rows]
    target: Lang = "en" if source == "ja" else "ja"
    order = range(len(all_rows)) if target_order is None else target_order
    documents = (
        _document(all_rows, 0, range(len(all_rows)), source, genre),
        _document(all_rows, 1, order, target, genre),
    )
    links = tuple(_link(at, row, documents) for at, row in enumerate(all_rows))
    one, other = map(_side, documents)
    alignment = Alignment("clause", "monotone", one, other, links)
    return pair(documents, (state(documents[0]), state(documents[1])), alignment, options)


def _has(row: Row, side: int) -> bool:
    return bool((row.source, row.target)[side] or row.titles[side])


def _link(at: int, row: Row, documents: tuple[Document, Document]) -> Link:
    source, target = ((f"c{at}",) if _has(row, side) else () for side in (0, 1))
    return Link(
        source,
        target,
        row.confidence,
        row.confidence,
        crossing=row.crossing,
        uncertain=row.uncertain,
    )


def _document(
    rows: Sequence[Row], side: int, order: Iterable[int], lang: Lang, genre: Genre
) -> Document:
    clauses: list[Clause] = []
    paths = _paths(rows)
    text = ""
    for at in order:
        row = rows[at]
        if not _has(row, side):
            continue
        body, title = (row.source, row.target)[side], row.titles[side]
        start = len(text)
        text += " ".join(part for part in (title, body) if part)
        clauses.append(
            Clause(
                f"c{at}",
                paths[at],
                row.kinds[side] if row.kinds else row.kind,
                row.labels[side],
                title,
                body,
                split(body, lang),
                Span(start, len(text)),
                1,
                len(clauses) + 1,
            )
        )
        text += "\n"
    return Document(
        f"made-{lang}", lang, genre, "", "", "", f"made.{lang}", "", text, tuple(clauses)
    )


def _paths(rows: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    paths: dict[int, tuple[str, ...]] = {}
    for at, row in enumerate(rows):
        paths[at] = () if row.under is None else (*paths[row.under], f"c{row.under}")
    return paths


def _side(document: Document) -> AlignedText:
    quotes = tuple(Quote(c.id, c.words, c.page, c.line) for c in document.clauses)
    return AlignedText(
        document.id, document.lang, document.title, document.source, document.sha256, quotes
    )
