"""The nouns of moc-align: frozen records that are checked when they are made.

Data flows one way: `SourceText` -> `Document` -> `AreaTag`, `Link` -> `Change` -> `Report`, and for
a text and its translation -> `Alignment` -> `Report`. Offsets are code points of `Document.text`,
spans are half-open, scores and confidences lie in [0, 1], pages and lines count from 1.
"""

from moc_align.schema.areas import Area, AreaTag, Evidence, Scheme
from moc_align.schema.documents import Clause, Document, Mark, Quote, SourceText, Span
from moc_align.schema.findings import SEVERITIES, Finding, Severity
from moc_align.schema.kinds import (
    CHANGE_KINDS,
    CLAUSE_KINDS,
    COMMANDS,
    CONTENT_KINDS,
    GENRES,
    HEADING_KINDS,
    LANGS,
    LANGUAGES,
    AreaStatusKind,
    ChangeKind,
    ClauseKind,
    Command,
    DetailKind,
    Genre,
    Lang,
    Order,
    Origin,
    Unit,
)
from moc_align.schema.links import AlignedText, Alignment, Crossings, Link
from moc_align.schema.reports import AreaStatus, Change, Detail, Report, Signature

__all__ = [
    "CHANGE_KINDS",
    "CLAUSE_KINDS",
    "COMMANDS",
    "CONTENT_KINDS",
    "GENRES",
    "HEADING_KINDS",
    "LANGS",
    "LANGUAGES",
    "SEVERITIES",
    "AlignedText",
    "Alignment",
    "Area",
    "AreaStatus",
    "AreaStatusKind",
    "AreaTag",
    "Change",
    "ChangeKind",
    "Clause",
    "ClauseKind",
    "Command",
    "Crossings",
    "Detail",
    "DetailKind",
    "Document",
    "Evidence",
    "Finding",
    "Genre",
    "Lang",
    "Link",
    "Mark",
    "Order",
    "Origin",
    "Quote",
    "Report",
    "Scheme",
    "Severity",
    "Signature",
    "SourceText",
    "Span",
    "Unit",
]
