"""The normalised copy of a clause's text, made once for all checks."""

from __future__ import annotations

from functools import lru_cache

from moc_align.text import normalise

KEPT = 1024
"""Copies kept: more than one document's clauses have, few enough to cost no memory to speak of."""

plain = lru_cache(maxsize=KEPT)(normalise)
"""`normalise`, remembered."""
