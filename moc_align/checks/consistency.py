"""The same words of the text, translated in different ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from moc_align.checks._excerpt import quoted
from moc_align.checks._foreign import translated
from moc_align.checks._pair import Pair, Tie
from moc_align.checks._wanted import specific, stands, variants
from moc_align.plugins import Check
from moc_align.schema import Finding
from moc_align.text import normalise, squeeze

SETTLED = 3
"""Links that translate a term in one way, from which on another way is a slip."""
SHORTEST = {"ja": 4, "en": 10}
"""Characters of a passage that is more than a common word."""
_PASSING = re.compile(r"\b(?:the|an?)\b|[^\w]|_", re.IGNORECASE)


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each later translation that departs from an earlier one of the same words."""
    yield from _passages(both)
    yield from _terms(both)


def _passages(both: Pair) -> Iterator[Finding]:
    seen: dict[tuple[bool, str], tuple[Tie, str]] = {}
    for tie in translated(both):
        if tie.link.uncertain or len(tie.source) > 1 or len(tie.target) > 1:
            continue
        reading, other = tie.source[0], tie.target[0]
        if reading.clause.kind in {"signature", "date", "note", "title"}:
            continue
        words = squeeze(normalise(reading.text).text).casefold()
        if len(words) < SHORTEST[reading.lang]:
            continue
        said = _PASSING.sub("", normalise(other.text).text.casefold())
        first, before = seen.setdefault((tie.heading, words), (tie, said))
        if before != said:
            earlier = first.target[0]
            message = (
                f"{quoted(reading.text, reading.lang)} is {quoted(other.text, other.lang)} here "
                f"and {quoted(earlier.text, other.lang)} in {earlier.clause.id}."
            )
            yield tie.finding("consistency", "warning", message, (reading.text, other.text))


def _terms(both: Pair) -> Iterator[Finding]:
    """Terms of which one translation is settled, where a link has another known one."""
    lang = both.target.lang
    used: dict[frozenset[str], list[tuple[Tie, str, str]]] = {}
    for tie in translated(both):
        text = " ".join(reading.text for reading in tie.target)
        for term in {term.keys: term for term in specific(tie.source)}.values():
            wanted = sorted(set(variants(term, lang)), key=lambda form: (-len(form), form))
            form = next((form for form in wanted if stands(form, text, lang)), None)
            if form:
                used.setdefault(term.keys, []).append((tie, term.quote, form))
    for places in used.values():
        counts = Counter(form for _, _, form in places)
        (settled, most), *_ = counts.most_common(1)
        if most < SETTLED or len(places) - most != 1:
            continue
        for tie, quote, form in places:
            if form != settled and not tie.link.uncertain:
                message = (
                    f"{quoted(quote, both.source.lang)} is {quoted(form, lang)} here and "
                    f"{quoted(settled, lang)} in {most} other places."
                )
                yield tie.finding("consistency", "warning", message, (quote, ""))


CHECK = Check(
    severity="warning",
    help=(
        "Looks for whole clauses and headings of the text that stand in it more than once and are "
        "translated differently, and for technical terms of which one translation is settled "
        "and another one stands in a single place. Articles, punctuation and capitals are no "
        "difference; words that no glossary lists are free."
    ),
    find=find,
)
