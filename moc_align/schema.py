"""The nouns of moc-align: frozen records that are checked when they are made.

Data flows one way: `SourceText` -> `Document` -> `AreaTag`, `Link` -> `Change` -> `Report`.
Offsets are code points of `Document.text`, spans are half-open, scores and confidences lie in
[0, 1], pages and lines count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

Lang = Literal["ja", "en"]
Genre = Literal["memorandum", "treaty", "statute", "statement", "release"]
ClauseKind = Literal[
    "title",
    "date",
    "note",
    "preamble",
    "article",
    "section",
    "area",
    "paragraph",
    "bullet",
    "item",
    "closing",
    "signature",
]
ChangeKind = Literal["added", "carried", "changed", "dropped", "not-comparable", "uncertain"]
DetailKind = Literal["commitment", "body", "place", "date", "number", "scope", "wording"]
AreaStatusKind = Literal["continued", "renamed", "split", "merged", "new", "dropped", "uncertain"]
Origin = Literal["auto", "human"]

LANGS: tuple[Lang, ...] = get_args(Lang)
GENRES: tuple[Genre, ...] = get_args(Genre)
CLAUSE_KINDS: tuple[ClauseKind, ...] = get_args(ClauseKind)
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
HEADING_KINDS: frozenset[ClauseKind] = frozenset({"article", "section", "area"})
"""Clauses that carry a title and hold other clauses."""
CONTENT_KINDS: frozenset[ClauseKind] = frozenset(
    {"preamble", "paragraph", "bullet", "item", "closing"}
)
"""Clauses whose text says something; headings, dates, notes and signatures do not."""


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
class Area:
    """One area of cooperation of a scheme."""

    number: int
    slug: str
    titles: tuple[tuple[Lang, str], ...]
    aliases: tuple[tuple[Lang, str], ...] = ()
    description: str = ""
    """What stands under the heading, for an area derived from a document's own sections."""

    def title(self, lang: Lang) -> str:
        """The title in that language, or in whichever there is."""
        return dict(self.titles).get(lang) or self.titles[0][1]


@dataclass(frozen=True, slots=True)
class Scheme:
    """Areas that clauses are mapped to, in the order of their numbers."""

    id: str
    title: str
    areas: tuple[Area, ...]

    def __post_init__(self) -> None:
        numbers = [area.number for area in self.areas]
        if not numbers or numbers != sorted(set(numbers)):
            raise ValueError(f"scheme {self.id}: area numbers ascend, each once, at least one")

    def area(self, number: int) -> Area:
        """The area of that number. Raises: KeyError."""
        for area in self.areas:
            if area.number == number:
                return area
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a tag, a link or a change is claimed, with the words it rests on."""

    kind: str
    """heading, title, alias, similarity, name, value, role, ..."""
    source: str
    """Quote from the older text or the clause, verbatim; empty where there is none."""
    target: str
    """Quote from the newer text or the area, verbatim; empty where there is none."""
    weight: float
    """How much it adds to the score."""


@dataclass(frozen=True, slots=True)
class AreaTag:
    """The area that a clause belongs to; None where nothing speaks for any."""

    clause: str
    area: int | None
    score: float
    confidence: float
    uncertain: bool
    """True where the mapping stays below the threshold."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Clauses of two texts that correspond; either side may be empty (a null link)."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    score: float
    confidence: float
    origin: Origin = "auto"
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.source and not self.target:
            raise ValueError("a link with two empty sides")


@dataclass(frozen=True, slots=True)
class Crossings:
    """Links between two versions in free order, and what nearly became one."""

    links: tuple[Link, ...]
    """In the order of the target, then of the source; one clause a side."""
    doubts: tuple[Link, ...]
    """Pairs below the threshold of which one side at least has no link."""
    best_source: Mapping[str, float]
    """Highest probability of any partner, by clause id."""
    best_target: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause as a report shows it."""

    id: str
    text: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Detail:
    """What differs in a changed clause: values of the older and of the newer text as printed."""

    kind: DetailKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an undertaking from one version to the next."""

    kind: ChangeKind
    area: int | None
    before: tuple[Quote, ...]
    after: tuple[Quote, ...]
    score: float | None
    """Of the link it rests on; None where nothing is linked."""
    confidence: float
    reason: str
    """One sentence in English for the reader."""
    details: tuple[Detail, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.before and not self.after:
            raise ValueError("a change without a quoted clause")


@dataclass(frozen=True, slots=True)
class AreaStatus:
    """What became of an area from one version to the next."""

    area: int | None
    """Number in the scheme; None for a section of the old text that has no area."""
    titles: tuple[tuple[Lang, str], ...]
    status: AreaStatusKind
    before: tuple[Quote, ...]
    """Headings of the old text it goes back to."""
    score: float | None
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """What a report was made with; equal input and signature give equal bytes."""

    version: str
    model: str
    model_sha256: str
    scheme: str
    scoring: str
    thresholds: tuple[tuple[str, float], ...]
    inputs: tuple[tuple[str, str], ...]
    """(document id, sha256 of its bytes)."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a command found, sorted; what a reporter renders."""

    command: Literal["parse", "areas", "diff"]
    documents: tuple[Document, ...]
    """One for parse and areas; old and new for diff."""
    scheme: Scheme | None = None
    tags: tuple[AreaTag, ...] = ()
    areas: tuple[AreaStatus, ...] = ()
    changes: tuple[Change, ...] = ()
    signature: Signature | None = None
    notes: tuple[str, ...] = ()
    """What the reader of the report should know before relying on it."""
