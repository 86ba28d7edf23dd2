"""What a check found between a text and its translation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from moc_align.schema.documents import Quote

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the gravest down."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a translation departs from its text, with both passages."""

    check: str
    severity: Severity
    message: str
    """One sentence for the reader: what differs, with both values as printed."""
    source: tuple[Quote, ...]
    """Clauses of the text; empty for an addition."""
    target: tuple[Quote, ...]
    """Clauses of the translation; empty for an omission."""
    confidence: float
    """That the passages correspond, 0 to 1; 1 where the finding rests on no link."""
    values: tuple[str, str] = ("", "")
    """The words that differ, verbatim in the clauses of either side, for highlighting."""
    suppressed: str = ""
    """Why it is not counted; empty where it is."""

    def __post_init__(self) -> None:
        if not self.source and not self.target:
            raise ValueError("a finding without a quoted clause")
