"""Passages of the translation that are still in the language of the text."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._excerpt import quoted
from moc_align.checks._foreign import foreign_runs, wholly_foreign
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.plugins import Check
from moc_align.schema import LANGUAGES, Finding


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each clause of the target that was left in the source's language, or partly."""
    lang = both.target.lang
    if both.source.lang == lang:
        return
    for tie in both.ties:
        for reading in tie.target:
            if reading.clause.kind == "signature":
                continue  # names are printed in either script
            if wholly_foreign(reading.text, lang):
                yield _finding(both, tie, reading, reading.text, "The clause")
            else:
                for run in foreign_runs(reading.text, lang):
                    yield _finding(both, tie, reading, run, "A passage")


def _finding(both: Pair, tie: Tie, reading: Reading, passage: str, what: str) -> Finding:
    language = LANGUAGES[both.source.lang]
    message = f"{what} is still in {language}: {quoted(passage, both.source.lang)}."
    # what language a passage is in rests on no link
    sources = tuple(source.quote for source in tie.source)
    return Finding("untranslated", "error", message, sources, (reading.quote,), 1.0, ("", passage))


CHECK = Check(
    severity="error",
    help=(
        "Looks for clauses, sentences and words of the translation that are still in the language "
        "of the text. Names, acronyms, addresses and product names are the same in both and pass, "
        "and so does a name in brackets or quotation marks beside its translation."
    ),
    find=find,
)
