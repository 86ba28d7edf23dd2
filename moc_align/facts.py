"""What the clauses of a document state that can be compared across languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from moc_align.commitments.ladder import Commitment, Strength
from moc_align.names import Name, Sound, Term
from moc_align.schema import Clause, Document, Lang, Span
from moc_align.values import Value

LONGEST = 6_000
"""Characters of a clause that are read for facts. Clauses of treaties and statutes have some 3,000
at most; a longer one is a text that lost its line ends, and reading it takes the square of it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one clause, quotes verbatim."""

    text: str
    lang: Lang
    names: tuple[Name, ...]
    terms: tuple[Term, ...]
    sounds: tuple[Sound, ...]
    """Katakana words; empty for an English clause."""
    values: tuple[Value, ...]
    commitment: Commitment | None


@dataclass(frozen=True, slots=True)
class Stated:
    """Of one document."""

    leaves: Mapping[str, Facts]
    """By clause id."""
    parties: frozenset[str]
    """Keys of the names in title, preamble and signatures: who the instrument is between. They
    stand everywhere in it, so that naming them distinguishes no clause."""

    def to_json(self) -> dict[str, Any]:
        """What `stated_from_json` takes."""
        leaves = {key: asdict(facts) for key, facts in self.leaves.items()}
        for facts in leaves.values():
            for term in facts["terms"]:
                term["keys"] = sorted(term["keys"])
        return {"leaves": leaves, "parties": sorted(self.parties)}


def state(document: Document) -> Stated:
    """The facts of every leaf, and the parties. Raises: ConfigError."""
    from moc_align.commitments import commitment
    from moc_align.names import names, sounds, terms
    from moc_align.values import values

    lang = document.lang
    leaves = {
        clause.id: Facts(
            text,
            lang,
            names(text, lang),
            terms(text, lang),
            sounds(text) if lang == "ja" else (),
            values(text, lang),
            commitment(text, lang),
        )
        for clause in document.leaves()
        for text in (clause.text[:LONGEST],)
    }
    told = [c.text for c in document.clauses if c.kind in ("title", "preamble", "signature")]
    if document.genre == "release":
        told.append(_lead(document))
    heads = (text[:LONGEST] for text in told)
    return Stated(leaves, frozenset(name.key for text in heads for name in names(text, lang)))


def _lead(document: Document) -> str:
    """First paragraph of a release, which says who agreed on what."""
    leads = (c for c in document.clauses if c.kind == "paragraph" and c.text)
    lead: Clause | None = next(leads, None)
    return lead.text if lead else ""


def stated_from_json(fields: dict[str, Any]) -> Stated:
    """The facts that `to_json` made these fields of. Raises: ValueError, KeyError, TypeError."""
    return Stated(
        {key: _facts(facts) for key, facts in fields["leaves"].items()},
        frozenset(fields["parties"]),
    )


def _facts(fields: dict[str, Any]) -> Facts:
    bound = fields["commitment"]
    return Facts(
        fields["text"],
        fields["lang"],
        tuple(Name(**_spanned(name)) for name in fields["names"]),
        tuple(Term(**{**_spanned(t), "keys": frozenset(t["keys"])}) for t in fields["terms"]),
        tuple(Sound(**sound) for sound in fields["sounds"]),
        tuple(Value(**_spanned(value)) for value in fields["values"]),
        bound and Commitment(**{**_spanned(bound), "strength": Strength(bound["strength"])}),
    )


def _spanned(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "span": Span(**fields["span"])}
