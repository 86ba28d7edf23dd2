"""The same words of the text, translated in different ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from moc_align.checks._excerpt import quoted
from moc_align.checks._foreign import translated
from moc_align.checks._pair import Pair, Tie
from moc_align.checks._renderings import Departure, departures
from moc_align.checks._usage import lexicon, partly
from moc_align.checks._wanted import specific, stands, variants
from moc_align.plugins import Check
from moc_align.schema import Finding
from moc_align.text import normalise, squeeze

SETTLED = 3
"""Links that translate a term in one way, from which on another way is a slip."""
SHORTEST = {"ja": 4, "en": 10}
"""Characters of a passage that is more than a common word."""
_PASSING = re.compile(r"\b(?:the|an?)\b|[^\w]|_|本(?:大臣|使|官|職|代表)", re.IGNORECASE)
"""What makes no difference; who signs a letter, an I in English, is named by rank in Japanese."""


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each later translation that departs from an earlier one of the same words."""
    yield from _passages(both)
    told: set[tuple[int, str]] = set()
    for tie, printed, finding in _terms(both):
        told.add((id(tie), printed))
        yield finding
    yield from _left(both, told)


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


def _left(both: Pair, told: set[tuple[int, str]]) -> Iterator[Finding]:
    """Terms that the two texts themselves settle, where a link leaves them; one finding each."""
    if both.source.lang == both.target.lang:
        return
    best: dict[int, Departure] = {}
    for one in departures(both):
        known = best.get(id(one.tie))
        if known is None or one.agreed > known.agreed:
            best[id(one.tie)] = one
    introduced = {name for one, other in lexicon(both).pairs for name in (one.name, other.name)}
    for one in best.values():
        if (
            one.tie.link.uncertain
            or (id(one.tie), one.term) in told
            or ({one.term, one.rendering} <= introduced and _in_part(both, one))
        ):
            continue
        message = (
            f"{quoted(one.term, both.source.lang)} is {quoted(one.rendering, both.target.lang)} in "
            f"{one.agreed} other places, and not here."
        )
        yield one.tie.finding("consistency", "warning", message, (one.term, ""))


def _in_part(both: Pair, one: Departure) -> bool:
    """True where a part of an introduced term stands: that is an error of its definition."""
    text = " ".join(reading.text for reading in one.tie.target)
    return partly(one.rendering, both.target.lang, text)


def _terms(both: Pair) -> Iterator[tuple[Tie, str, Finding]]:
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
                finding = tie.finding("consistency", "warning", message, (quote, ""))
                yield tie, quote, finding


CHECK = Check(
    severity="warning",
    help=(
        "Looks for whole clauses and headings of the text that stand in it more than once and are "
        "translated differently, and for terms of which one translation is settled, be it in the "
        "glossary or in the two texts themselves, and missing in a single place that has another "
        "word. Articles, plurals, hyphens, punctuation and capitals are no difference; words of "
        "every day are free."
    ),
    find=find,
)
