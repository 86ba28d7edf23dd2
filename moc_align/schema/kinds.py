"""The closed sets of words that the nouns use: languages, genres, kinds of clauses and changes."""

from __future__ import annotations

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
Command = Literal["parse", "areas", "diff", "align", "validate"]
"""Commands whose findings are a report."""
Unit = Literal["clause", "sentence", "line"]
"""What is linked to what: the clauses or sentences of a parsed text, or the lines of a file."""
Order = Literal["monotone", "free"]
"""Whether a translation keeps the order of its source, but for what is marked as crossing."""

COMMANDS: tuple[Command, ...] = get_args(Command)
LANGS: tuple[Lang, ...] = get_args(Lang)
LANGUAGES: dict[Lang, str] = {"ja": "Japanese", "en": "English"}
"""As sentences call them."""
GENRES: tuple[Genre, ...] = get_args(Genre)
CLAUSE_KINDS: tuple[ClauseKind, ...] = get_args(ClauseKind)
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
HEADING_KINDS: frozenset[ClauseKind] = frozenset({"article", "section", "area"})
"""Clauses that carry a title and hold other clauses."""
CONTENT_KINDS: frozenset[ClauseKind] = frozenset(
    {"preamble", "paragraph", "bullet", "item", "closing"}
)
"""Clauses whose text says something; headings, dates, notes and signatures do not."""
