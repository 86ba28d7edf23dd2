"""The headings that clauses stand under, and where those are linked to."""

from __future__ import annotations

from moc_align.checks._pair import Pair, Reading
from moc_align.schema import HEADING_KINDS, Clause, Document

Parted = tuple[Clause, Clause]
"""The heading that a source clause stands under, and that of the target clause."""


def under(both: Pair, source: Reading, target: Reading) -> Parted | None:
    """The nearest headings of two clauses, where both are surely linked to other ones; else None.

    A heading with another depth on the other side parts nothing: it is enough that the one is
    linked to any heading above the other.
    """
    ours, theirs = above(both.source, source.clause), above(both.target, target.clause)
    if not ours or not theirs:
        return None
    one, other = both.by_source.get(ours[-1].id), both.by_target.get(theirs[-1].id)
    if not one or not other or not (one.target and other.source):
        return None
    if one.link.uncertain or other.link.uncertain:
        return None
    if {r.clause.id for r in one.target} & {clause.id for clause in theirs}:
        return None
    if {r.clause.id for r in other.source} & {clause.id for clause in ours}:
        return None
    return ours[-1], theirs[-1]


def above(document: Document, clause: Clause) -> tuple[Clause, ...]:
    """The headings over a clause, outermost first."""
    clauses = (document.clause(id_) for id_ in clause.path)
    return tuple(clause for clause in clauses if clause.kind in HEADING_KINDS)
