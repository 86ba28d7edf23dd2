"""A slice of the rows that is not learned from and says when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from moc_align.errors import ModelError
from moc_align.train.rows import Row, fold, keys, without

FEWEST = 20
"""Rows to learn from at least; fewer say nothing about a language."""
SMALLEST, LARGEST = 10, 2_000
"""Rows of a slice: one of fewer says nothing, one of more only costs time."""


def split(rows: Sequence[Row], share: float, seed: int) -> tuple[list[Row], list[Row]]:
    """The rows to learn from and those held out, each in their order.

    Which are held out follows from their texts and the seed, not from their order. A row that
    shares a text with one held out is in neither. Raises: ModelError for too few rows.
    """
    held: list[Row] = []
    if share:
        wanted = min(max(SMALLEST, round(share * len(rows))), LARGEST)
        drawn = set(sorted(range(len(rows)), key=lambda i: _ticket(rows[i], seed))[:wanted])
        held = [row for i, row in enumerate(rows) if i in drawn]
    kept = without(rows, keys(held))
    if len(kept) < FEWEST:
        raise ModelError(
            f"only {len(rows)} different pairs, too few to learn from with {len(held)} held out; "
            "give more"
        )
    return kept, held


def _ticket(row: Row, seed: int) -> bytes:
    return sha256(f"{seed}\0{fold(row.en)}\0{fold(row.ja)}".encode()).digest()
