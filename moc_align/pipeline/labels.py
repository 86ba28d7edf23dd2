"""Labels that correspond across languages: 第五条 and Article 5, イ and (a) below them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from moc_align.schema import Clause, Document

DIVISIONS = frozenset({"part", "chapter", "section", "subsection", "division", "article", "annex"})
"""Styles of labels that are words."""
_LEAF = re.compile(r"([a-z]+)(\d+)((?:-\d+)*)")
_COUNTED = frozenset({"area", "p", "i"})
"""Beginnings of ids of clauses that are counted below the one above them."""


def clause_labels(document: Document) -> dict[str, str]:
    """The label of each clause that has a numbered one, by the clause's id.

    Equal for clauses of the same numbers, whatever the form: `art5/2/1` is 第五条第二項第一号 and
    Article 5 (2) (i).
    """
    found: dict[str, str] = {}
    for clause in document.clauses:
        leaf = _LEAF.fullmatch(clause.id.rpartition(".")[2])
        if not leaf or not _numbered(clause):
            continue
        kind, number, branch = leaf.groups()
        if kind in _COUNTED:
            above = next((found[key] for key in reversed(clause.path) if key in found), "")
            found[clause.id] = f"{above}/{number}"
        else:
            # articles are counted through the chapters
            found[clause.id] = kind + number + branch
    return found


def line_labels(lines: Iterable[str]) -> tuple[str, ...]:
    """The label that each line begins with, "" where it has none; nothing is parsed."""
    from moc_align.parser.numbering import candidates

    found: list[str] = []
    above = ""
    for line in lines:
        label = ""
        for reading in candidates(line):
            numbers = ".".join(map(str, reading.numbers))
            if reading.weak or not numbers:
                continue
            if reading.style in DIVISIONS:
                label = above = reading.style + numbers
            else:
                label = f"{above}/{numbers}"
            break
        found.append(label)
    return tuple(found)


def _numbered(clause: Clause) -> bool:
    """True where the printed label is a number or a letter, not a bullet."""
    return any(map(str.isalnum, clause.label))
