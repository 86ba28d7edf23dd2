"""A legal qualifier (書面による, prior, mutually agreed) that stands on one side only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from moc_align.checks._pair import Pair, Reading
from moc_align.plugins import Check
from moc_align.schema import CONTENT_KINDS, Finding, Lang, Span
from moc_align.text import Normalised, normalise

TABLE = Path(__file__).with_name("qualifiers.tsv")
"""A row has the patterns that surely are the qualifier, in each language, and those that may be a
rendering of it beside them. English patterns are whole words, Japanese ones lie in text without
white space."""
_SIDES: tuple[tuple[Lang, Lang], ...] = (("ja", "en"), ("en", "ja"))


_COUNTED = frozenset({"書面による", "事前の", "第三国", "のみ", "少なくとも", "以内に"})
"""Qualifiers that a good translation has as often as the text; others are freely repeated."""


@dataclass(frozen=True, slots=True)
class _Qualifier:
    sure: dict[Lang, str]
    also: dict[Lang, str]


def find(both: Pair) -> Iterator[Finding]:
    """One finding for each qualifier of a link that only one side has."""
    for tie in both.tied:
        readings = (*tie.source, *tie.target)
        if any(reading.clause.kind not in CONTENT_KINDS for reading in readings):
            continue
        for ours, theirs in ((tie.source, tie.target), (tie.target, tie.source)):
            for name, quote in _lacking(ours, theirs):
                lost = ours is tie.source
                shown = f'"{quote}"' if quote.isascii() else f"「{quote}」"
                where = (
                    "text and not in the translation" if lost else "translation and not in the text"
                )
                told = "" if name == quote else f" ({name})"
                yield tie.finding(
                    "qualifiers",
                    "warning",
                    f"{shown}{told} stands in the {where}",
                    (quote, "") if lost else ("", quote),
                )


def _lacking(ours: Sequence[Reading], theirs: Sequence[Reading]) -> Iterator[tuple[str, str]]:
    """Qualifiers of one side of which the other has no rendering: name and quote, each once."""
    other = theirs[0].lang
    scans = [_scan(reading.text, other) for reading in theirs]
    met = Counter(hit.number for scan in scans for hit in scan.hits)
    said = [(reading, hit) for reading in ours for hit in _scan(reading.text, reading.lang).hits]
    own = Counter(hit.number for _, hit in said)
    across = "\n".join(scan.plain for scan in scans)
    # what surely renders another qualifier of this side is no longer free to render this one
    free = "\n".join(scan.without(own) for scan in scans)
    for reading, hit in said:
        name, _ = _table()[hit.number]
        enough = met[hit.number] if name in _COUNTED else own[hit.number] * met[hit.number]
        if own[hit.number] <= enough:
            continue
        own[hit.number] = 0  # told once
        unseen = not met[hit.number] and _sure(hit.number, other).search(across)
        if not unseen and not _rendering(hit.number, other).search(free):
            yield name, reading.text[hit.printed.start : hit.printed.end]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A qualifier in a text: its row, where it stands in the plain text and as printed."""

    number: int
    start: int
    end: int
    printed: Span


@dataclass(frozen=True, slots=True)
class _Scan:
    """A text as the patterns expect it (Japanese without white space), and what they found."""

    plain: str
    hits: tuple[_Hit, ...]

    def without(self, numbers: Mapping[int, int]) -> str:
        """The plain text without the hits of these rows."""
        kept, at = [], 0
        for hit in self.hits:
            if numbers.get(hit.number):
                kept.append(self.plain[at : hit.start])
                at = hit.end
        return " ".join((*kept, self.plain[at:]))


@lru_cache(maxsize=4096)
def _scan(text: str, lang: Lang) -> _Scan:
    copy = normalise(text)
    if lang == "ja":
        places = [at for at, char in enumerate(copy.text) if not char.isspace()]
        squeezed = "".join(copy.text[at] for at in places)
        copy = Normalised(squeezed, (*(copy.offsets[at] for at in places), copy.offsets[-1]))
    lower = copy.text.lower()
    plain = lower if len(lower) == len(copy.text) else copy.text
    found = []
    for any_row in _anywhere(lang).finditer(plain):
        match = _pattern(lang).match(plain, any_row.start())
        if match and match.lastgroup:
            span = Span(match.start(), match.end())
            number = int(match.lastgroup[1:])
            found.append(_Hit(number, span.start, span.end, copy.original_span(span)))
    return _Scan(copy.text, tuple(found))


@cache
def _table() -> tuple[tuple[str, _Qualifier], ...]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        name, ja, en, ja_also, en_also = line.split("\t")
        rows.append((name, _Qualifier({"ja": ja, "en": en}, {"ja": ja_also, "en": en_also})))
    return tuple(rows)


@cache
def _anywhere(lang: Lang) -> re.Pattern[str]:
    """The qualifiers of a language in lower case.

    Without groups and flags, `re` skips most rows by their first letter: ten times as fast as the
    pattern that names the rows.
    """
    said = "|".join(row.sure[lang] for _, row in _table())
    return re.compile(said if lang == "ja" else _words(said))


@cache
def _pattern(lang: Lang) -> re.Pattern[str]:
    """The qualifiers of a language, the group of each named by its row."""
    said = (f"(?P<q{at}>{row.sure[lang]})" for at, (_, row) in enumerate(_table()))
    return _compiled("|".join(said), lang)


@cache
def _sure(number: int, lang: Lang) -> re.Pattern[str]:
    """A qualifier by itself, where the words of another one run over it."""
    return _compiled(_table()[number][1].sure[lang], lang)


@cache
def _rendering(number: int, lang: Lang) -> re.Pattern[str]:
    """Everything that a qualifier may be rendered as in a language."""
    _, row = _table()[number]
    return _compiled(f"{row.sure[lang]}|{row.also[lang]}", lang)


def _compiled(patterns: str, lang: Lang) -> re.Pattern[str]:
    if lang == "ja":
        return re.compile(patterns)
    return re.compile(_words(patterns), re.IGNORECASE)


def _words(patterns: str) -> str:
    return rf"\b(?:{patterns})\b".replace(" ", r"\s+")


CHECK = Check(
    severity="warning",
    help=(
        "Looks for some hundred qualifiers on which rights and duties hang: 書面による (in "
        "writing), 事前の (prior), 相互に合意された (mutually agreed), 第三国 (third country), "
        "遅滞なく (without delay), 可能な限り (to the extent possible), 少なくとも (at least). "
        "Reports one that stands on a single side; any rendering or paraphrase of it in the other "
        "clause, near or far, lets it pass. The table is moc_align/checks/qualifiers.tsv."
    ),
    find=find,
)
