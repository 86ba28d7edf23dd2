"""Clauses and sentences that stand twice on one side and once on the other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from moc_align.checks._labels import lead
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.plugins import Check
from moc_align.schema import HEADING_KINDS, Document, Finding
from moc_align.text import normalise, width

LEAST = 24
"""Columns from which a text that is repeated is no stock phrase."""
ALIKE = 92.0
"""rapidfuzz ratio from which two clauses with the same names and values are the same: parallel
clauses of two parties have other names, and those of a list other nouns."""


NEXT = 4
"""Clauses from one copy to the next in a block that was pasted twice: headings and short items
between them are not compared."""


def find(both: Pair) -> Iterator[Finding]:
    """Findings of repeated clauses, on the later one; then of repeated sentences."""
    repeated: set[str] = set()
    for side in (0, 1):
        copies = sorted(_clauses(both, side), key=lambda copy: copy.again.clause.line)
        repeated |= {copy.again.clause.id for copy in copies}
        for run in _runs(copies, (both.source, both.target)[side]):
            more = f" with the {len(run) - 1} after it" if len(run) > 1 else ""
            message = (
                f"the clause{more} stands twice in the {_SIDES[side]} and once in the other text: "
                f"first on line {run[0].first.clause.line}"
            )
            yield _finding(both, side, run[0], message)
    for tie in both.tied:
        if any(r.clause.id in repeated for r in (*tie.source, *tie.target)):
            continue
        for side, sentence in _sentences(tie):
            message = f"a sentence stands twice in the {_SIDES[side]} and once in the other text"
            yield tie.finding("duplicate", "error", message, _values(side, sentence))


def _finding(both: Pair, side: int, copy: _Copy, message: str) -> Finding:
    """On both copies and what they translate: which of them is the extra one can't be told."""
    own = sorted((copy.first, copy.again), key=lambda reading: reading.clause.line)
    by_id = (both.by_source, both.by_target)[side]
    ties = [by_id[reading.clause.id] for reading in own]
    others = {r.clause.id: r.quote for tie in ties for r in (tie.target, tie.source)[side]}
    quotes = tuple(reading.quote for reading in own), tuple(others.values())
    source, target = quotes[::-1] if side else quotes
    words = _values(side, copy.again.text)
    return Finding("duplicate", "error", message, source, target, 1.0, words)


_SIDES = ("source", "target")


@dataclass(frozen=True, slots=True)
class _Copy:
    """A clause that another one stands for already, and its link."""

    tie: Tie
    again: Reading
    first: Reading


def _runs(copies: Sequence[_Copy], document: Document) -> Iterator[list[_Copy]]:
    """The copies that follow each other as what they repeat does: one block pasted twice."""
    places = {clause.id: at for at, clause in enumerate(document.clauses)}
    run: list[_Copy] = []
    for copy in copies:
        if run:
            steps = [
                places[b.clause.id] - places[a.clause.id]
                for a, b in ((run[-1].again, copy.again), (run[-1].first, copy.first))
            ]
            if not all(0 < step <= NEXT for step in steps):
                yield run
                run = []
        run.append(copy)
    if run:
        yield run


def _values(side: int, words: str) -> tuple[str, str]:
    return ("", words) if side else (words, "")


def _clauses(both: Pair, side: int) -> Iterator[_Copy]:
    """Each clause beyond those that the other side has."""
    ties = [(tie, reading) for tie in both.ties for reading in (tie.source, tie.target)[side]]
    for group in _groups([reading for _, reading in ties]):
        own = [(tie, r) for tie, r in ties if any(r is member for member in group)]
        others = {r.clause.id for tie, _ in own for r in (tie.target, tie.source)[side]}
        surplus = len(own) - max(len(others), 1)
        if surplus <= 0:
            continue
        # those that have no counterpart are the copies, else the later ones
        ranked = sorted(own, key=lambda pair: (pair[0].link.null, pair[1].clause.line))
        for tie, reading in ranked[-surplus:]:
            yield _Copy(tie, reading, next(r for _, r in ranked if r is not reading))


def _groups(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Clauses of the same text, two or more."""
    by_text: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.clause.kind not in HEADING_KINDS and width(reading.text) >= LEAST:
            by_text[_folded(reading.text)].append(reading)
    for key, near in _near(by_text):
        by_text[key] += by_text.pop(near)
    yield from (group for group in by_text.values() if len(group) > 1)


def _near(by_text: Mapping[str, list[Reading]]) -> list[tuple[str, str]]:
    """Texts that differ in a word or two, the first of each pair the one before."""
    from rapidfuzz import fuzz, process

    texts = list(by_text)
    found: list[tuple[str, str]] = []
    gone: set[str] = set()
    for at, text in enumerate(texts):
        if text in gone:
            continue
        rest = texts[at + 1 :]
        for near, _, _ in process.extract(
            text, rest, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        ):
            if near not in gone and _says_the_same(by_text[text][0], by_text[near][0]):
                gone.add(near)
                found.append((text, near))
    return found


def _says_the_same(one: Reading, other: Reading) -> bool:
    """True where names, terms and values are the same, labels left in the text aside."""
    return _said(one) == _said(other)


def _said(reading: Reading) -> Counter[str]:
    start = lead(reading.text).end
    values = (value.key for value in reading.values if value.span.start >= start)
    names = (name.key for name in reading.names)
    return Counter((*values, *names, *(term.quote.lower() for term in reading.terms)))


def _folded(text: str) -> str:
    """The letters alone, without a label that was left in the text."""
    text = text[lead(text).end :]
    return re.sub(r"\W+", "", normalise(text).text.casefold())


def _sentences(tie: Tie) -> Iterator[tuple[int, str]]:
    """Sentences that a side has more often than once, where the other repeats none."""
    repeats = []
    for side in (tie.source, tie.target):
        found = [s for reading in side for s in reading.clause.sentences]
        texts = [s for s in found if len(found) > 1 and width(s) >= LEAST]
        counts = Counter(map(_folded, texts))
        repeats.append(
            [next(s for s in texts if _folded(s) == k) for k, n in counts.items() if n > 1]
        )
    if repeats[0] and not repeats[1]:
        yield from ((0, sentence) for sentence in repeats[0])
    elif repeats[1] and not repeats[0]:
        yield from ((1, sentence) for sentence in repeats[1])


CHECK = Check(
    severity="error",
    help=(
        "A clause or a sentence that one text has twice and the other once was mostly pasted "
        "twice, and what is said twice may be changed in one place only. A repetition that both "
        "texts have passes, and so do clauses that differ in a name, a term or a number."
    ),
    find=find,
)
