"""What a clause states that can be compared across languages: names, terms, values, commitment."""

from __future__ import annotations

from dataclasses import dataclass

from moc_align.commitments import Commitment, commitment
from moc_align.names import Name, Term, names, terms
from moc_align.schema import Clause, Document, Lang
from moc_align.values import Value, values


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one clause, quotes verbatim."""

    text: str
    lang: Lang
    names: tuple[Name, ...]
    terms: tuple[Term, ...]
    values: tuple[Value, ...]
    commitment: Commitment | None


def facts(document: Document) -> dict[str, Facts]:
    """Facts of every leaf by its clause id."""
    lang = document.lang
    return {
        clause.id: Facts(
            clause.text,
            lang,
            names(clause.text, lang),
            terms(clause.text, lang),
            values(clause.text, lang),
            commitment(clause.text, lang),
        )
        for clause in document.leaves()
    }


def parties(document: Document) -> frozenset[str]:
    """Keys of the names in title, preamble and signatures: who the instrument is between.

    They stand everywhere in it, so that naming them distinguishes no clause.
    """
    kinds = ("title", "preamble", "signature")
    texts = [clause.text for clause in document.clauses if clause.kind in kinds]
    if document.genre == "release":
        texts += [_lead(document)]
    return frozenset(name.key for text in texts for name in names(text, document.lang))


def _lead(document: Document) -> str:
    """First paragraph of a release, which says who agreed on what."""
    leads = (c for c in document.clauses if c.kind == "paragraph" and c.text)
    lead: Clause | None = next(leads, None)
    return lead.text if lead else ""
