"""How firmly a clause binds: the strength of its main predicates, in Japanese and English.

The ladder runs explore < endeavour < undertake < shall; a recital, a purpose, a fact or a
definition has no strength. In a chain of verbs the weakest counts: "shall endeavour to" is an
endeavour, 「検討するものとする」 an exploration.
"""

from __future__ import annotations

from moc_align.commitments.ladder import Commitment, Predicate, Strength
from moc_align.schema import Lang, Span
from moc_align.text import normalise

__all__ = ["Commitment", "Strength", "commitment", "commitments"]


def commitments(text: str, lang: Lang) -> tuple[Commitment, ...]:
    """The main predicates of the text in order, those that are coordinate among them.

    Predicates of relative, conditional and purpose clauses do not count. A coordinate predicate
    before the last counts only where it has a strength. Empty where there is no predicate.
    """
    from moc_align.commitments import english, japanese

    copy = normalise(text)
    places = [i for i, char in enumerate(copy.text) if not char.isspace()]
    found: tuple[Predicate, ...]
    if lang == "ja":
        found = japanese.predicates("".join(copy.text[i] for i in places))
        found = tuple(p.at(places[p.start], places[p.end - 1] + 1) for p in found)
    else:
        found = english.predicates(copy.text)
    result = []
    for predicate in found:
        span = copy.original_span(Span(predicate.start, predicate.end))
        quote = text[span.start : span.end]
        result.append(Commitment(predicate.strength, quote, span, predicate.negated))
    return tuple(result)


def commitment(text: str, lang: Lang) -> Commitment | None:
    """The firmest of the main predicates, the first among equals; None where there is none.

    The firmest and not the last, since Japanese and English order coordinate predicates alike but
    put the heaviest at different ends, and an explanation often follows the undertaking.
    """
    found = commitments(text, lang)
    return max(found, key=lambda c: c.strength) if found else None
