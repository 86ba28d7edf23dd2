"""What a command found, and what it was made with."""

from __future__ import annotations

from dataclasses import dataclass

from moc_align.schema.areas import AreaTag, Evidence, Scheme
from moc_align.schema.documents import Document, Quote
from moc_align.schema.findings import Finding
from moc_align.schema.kinds import AreaStatusKind, ChangeKind, Command, DetailKind, Lang
from moc_align.schema.links import Alignment


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
    settings: tuple[tuple[str, str], ...] = ()
    """What else was asked for: (option, value)."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a command found, sorted; what a reporter renders."""

    command: Command
    documents: tuple[Document, ...]
    """One for parse and areas; old and new for diff; source and target for validate; none for
    align."""
    scheme: Scheme | None = None
    tags: tuple[AreaTag, ...] = ()
    areas: tuple[AreaStatus, ...] = ()
    changes: tuple[Change, ...] = ()
    signature: Signature | None = None
    notes: tuple[str, ...] = ()
    """What the reader of the report should know before relying on it."""
    alignment: Alignment | None = None
    """Of a text and its translation, for align and validate; for diff, what its glosses rest on."""
    findings: tuple[Finding, ...] = ()
    """Of the checks, for validate; suppressed ones among them."""
