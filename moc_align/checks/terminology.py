"""Terms that are not translated as the glossary says."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._excerpt import quoted
from moc_align.checks._firm import firm
from moc_align.checks._foreign import translated
from moc_align.checks._pair import Pair, Tie
from moc_align.checks._wanted import partly_stands, specific, stands, variants
from moc_align.names import Term
from moc_align.plugins import Check
from moc_align.schema import Finding, Lang
from moc_align.text import normalise, squeeze


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each term of a link without its translation on the other side."""
    if both.source.lang == both.target.lang:
        return
    for tie in translated(both):
        owned = list(_own(both, tie))
        text = " ".join(reading.text for reading in tie.source)
        for form, target in owned:
            source, wanted = quoted(form, both.source.lang), quoted(target, both.target.lang)
            message = f"{source} is {wanted} in the project's glossary, which is not used here."
            # an inflected form is not highlighted
            yield tie.finding("terminology", "error", message, (form if form in text else "", ""))
        if not owned and not tie.link.uncertain:
            yield from _general(both, tie)


def _own(both: Pair, tie: Tie) -> Iterator[tuple[str, str]]:
    """Terms of the project's glossary whose translation is not there, with the preferred one."""
    langs: tuple[Lang, Lang] = (both.source.lang, both.target.lang)
    text, translation = (
        " ".join(reading.text for reading in side) for side in (tie.source, tie.target)
    )
    rows = [(ja, en) if langs[0] == "ja" else (en, ja) for ja, en in both.options.glossary]
    present = [
        (form, theirs) for ours, theirs in rows for form in ours if stands(form, text, langs[0])
    ]
    for form, theirs in present:
        longer = any(form != other and _within(form, other, langs[0]) for other, _ in present)
        if not longer and not any(stands(other, translation, langs[1]) for other in theirs):
            yield form, theirs[0]


def _within(form: str, other: str, lang: Lang) -> bool:
    return len(form) < len(other) and stands(form, other, lang)


def _general(both: Pair, tie: Tie) -> Iterator[Finding]:
    """Technical terms of one side that have another technical term in their place."""
    lang = both.target.lang
    lost = list(_unmatched(tie, 0, both))
    found = list(_unmatched(tie, 1, both))
    exchanged = list(zip(lost, found, strict=False)) or list(_alone(both, tie))
    for term, instead in exchanged:
        wanted = variants(term, lang)
        message = (
            f"{quoted(term.quote, both.source.lang)} is {quoted(wanted[0], lang)} in the glossary; "
            f"the translation has {quoted(instead.quote, lang)}."
        )
        yield tie.finding("terminology", "warning", message, (term.quote, instead.quote))


def _alone(both: Pair, tie: Tie) -> Iterator[tuple[Term, Term]]:
    """The one word of a field without a translation, and the one that translates nothing.

    More than one of either is a free translation.
    """
    lost, found = (_firmly_unmatched(both, tie, side) for side in (0, 1))
    if len(lost) == len(found) == 1 and not (tie.heading or lost[0].keys & found[0].keys):
        yield lost[0], found[0]


def _firmly_unmatched(both: Pair, tie: Tie, side: int) -> tuple[Term, ...]:
    own, other = (tie.source, tie.target) if side == 0 else (tie.target, tie.source)
    lang = (both.target if side == 0 else both.source).lang
    keys = frozenset().union(*(term.keys for reading in other for term in reading.terms))
    text = " ".join(reading.text for reading in other)
    found = {term.keys: term for term in firm(own) if not term.keys & keys}
    return tuple(
        term
        for term in found.values()
        if squeeze(normalise(term.quote).text) not in squeeze(normalise(text).text)
        and not any(stands(form, text, lang) for form in variants(term, lang))
        and not partly_stands(term, text, lang)
    )


def _unmatched(tie: Tie, side: int, both: Pair) -> Iterator[Term]:
    """The terms of a side that no word of the other side renders, each once."""
    own, other = (tie.source, tie.target) if side == 0 else (tie.target, tie.source)
    lang = (both.target if side == 0 else both.source).lang
    keys = frozenset().union(*(term.keys for reading in other for term in reading.terms))
    text = " ".join(reading.text for reading in other)
    seen: set[frozenset[str]] = set()
    for term in specific(own):
        if term.keys & keys or term.keys in seen:
            continue
        seen.add(term.keys)
        plain = squeeze(normalise(term.quote).text)
        if plain in squeeze(normalise(text).text) or partly_stands(term, text, lang):
            continue
        yield term


CHECK = Check(
    severity="warning",
    help=(
        "Compares terms with the glossary. A term of the project's own glossary must have one of "
        "its translations on the other side, and is an error where it has none. Of the glossary "
        "that comes with moc-align only technical terms count, and only where another technical "
        "term stands in their place: its general words are translated freely. "
        "Inflection, spaces, hyphens and all known variants pass."
    ),
    find=find,
)
