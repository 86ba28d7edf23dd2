"""A text as it was read, and as it was parsed into clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from moc_align.schema.kinds import CLAUSE_KINDS, CONTENT_KINDS, ClauseKind, Genre, Lang


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch [start, end) of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end} is not a stretch of text")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the markup of a file said about the line that starts at `start`."""

    start: int
    kind: Literal["heading", "item", "paragraph"]
    level: int
    """Heading level 1..6, or depth of the list from 1; 0 for a paragraph."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader hands on: the text of a file, with what the file knew about its layout."""

    text: str
    pages: tuple[int, ...] = (0,)
    """Offset at which each page starts; the first is 0."""
    flowed: bool = False
    """True where a line end is the author's (HTML); False where it may be a wrap (PDF, text)."""
    marks: tuple[Mark, ...] = ()
    furniture: tuple[Span, ...] = ()
    """Stretches known not to belong to the document: running headers, page numbers."""

    def __post_init__(self) -> None:
        if not self.pages or self.pages[0] != 0 or list(self.pages) != sorted(self.pages):
            raise ValueError("pages start at offset 0 and ascend")


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of a document's tree; its own text only, not that of the clauses below it."""

    id: str
    """Readable and stable: `art2.area1.b3`."""
    path: tuple[str, ...]
    """Ids of the clauses above it, outermost first."""
    kind: ClauseKind
    label: str
    """As printed (第２条, i), −), outside the span; empty where there is none."""
    title: str
    """De-wrapped heading text; empty where there is none."""
    text: str
    """De-wrapped body, without label and title; empty for a bare heading."""
    sentences: tuple[str, ...]
    span: Span
    """Title and body in `Document.text`."""
    page: int
    line: int

    def __post_init__(self) -> None:
        if not self.id or self.kind not in CLAUSE_KINDS:
            raise ValueError(f"clause {self.id!r} of kind {self.kind!r}")
        if self.page < 1 or self.line < 1:
            raise ValueError(f"clause {self.id}: page and line count from 1")

    @property
    def parent(self) -> str | None:
        """Id of the clause directly above, None at the top."""
        return self.path[-1] if self.path else None

    @property
    def words(self) -> str:
        """Title and body in one string, for reading and for embedding."""
        return " ".join(part for part in (self.title, self.text) if part)


@dataclass(frozen=True)
class Document:
    """A parsed text: `text` exactly as the reader gave it, and its clauses in reading order."""

    id: str
    lang: Lang
    genre: Genre
    version: str
    """Of the instrument (`1.0`), empty where unknown."""
    date: str
    """ISO 8601, empty where unknown."""
    title: str
    source: str
    """Path, `-` or corpus id, as the user gave it."""
    sha256: str
    """Of the file's bytes."""
    text: str
    clauses: tuple[Clause, ...]
    furniture: tuple[Span, ...] = ()
    """Stretches kept out of the tree: breadcrumbs, page footers, page numbers."""

    def __post_init__(self) -> None:
        if not self.clauses:
            raise ValueError(f"document {self.id} has no clause")
        ids = {clause.id for clause in self.clauses}
        if len(ids) != len(self.clauses):
            raise ValueError(f"document {self.id} has two clauses of one id")
        end = 0
        for clause in self.clauses:
            if clause.span.start < end or clause.span.end > len(self.text):
                raise ValueError(f"clause {clause.id} lies outside the text or over another")
            if not ids.issuperset(clause.path):
                raise ValueError(f"clause {clause.id} lies under a clause that is not there")
            end = clause.span.end

    @cached_property
    def _by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id. Raises: KeyError."""
        return self._by_id[clause_id]

    def leaves(self) -> tuple[Clause, ...]:
        """Content clauses with a text of their own, in reading order."""
        return tuple(c for c in self.clauses if c.kind in CONTENT_KINDS and c.text)


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause as a report shows it."""

    id: str
    text: str
    page: int
    line: int
