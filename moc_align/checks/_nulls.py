"""Clauses without a counterpart: which are missing, and which are only told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from moc_align.checks._excerpt import quoted
from moc_align.checks._foreign import left_untranslated
from moc_align.checks._headings import under
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.schema import CONTENT_KINDS, Finding, Severity
from moc_align.text import normalise, squeeze, width

MOSTLY = 0.5
"""Share of a side's clauses without a sure counterpart from which on that is said once for all."""
MANY = 6
"""Fewer clauses than these are no storm, whatever their share."""
SAME = 0.6
"""Least share of what a clause states that must stand in a passage for it to be told there."""
ENOUGH = 2
"""Fewer statements than these can't tell where a clause went."""
DUPLICATE = 24
"""Columns from which on duplicate tells of a clause that stands twice; a shorter one is added."""
_TELLING = 0.3  # weight from which on a term says something of its clause's subject
_PROVISIONAL = re.compile(
    r"仮訳|参考訳|暫定訳|非公式訳|"
    r"(?:unofficial|provisional|tentative|working|courtesy|informal)\s+(?:\w+\s+)?translation",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"問い?合わ?せ先?|連絡先|担当[:課]|電話[:番]|内線|\btel(?:ephone)?\b|\bfax\b|e-?mail|@|https?://|"
    r"\bcontact\b|\binquir(?:y|ies)\b",
    re.IGNORECASE,
)


# the label of a clause that was copied out of its list
_LABEL = re.compile(r"^\(?(?:\d{1,2}|[ivx]{1,5}|[a-z]|[一二三四五六七八九十]{1,3})[).、\s]\s*")


@dataclass(frozen=True, slots=True)
class Missing:
    """A clause that nothing on the other side corresponds to."""

    reading: Reading
    tie: Tie
    severity: Severity


def missing(both: Pair, side: int) -> Iterator[Missing]:
    """The clauses of a side (0 the source, 1 the target) that the other side lacks, in order.

    None where most of the side's clauses are without a counterpart: see `mostly`.
    """
    if mostly(both, side):
        return
    moved = {id(reading) for pair in elsewhere(both) for reading in pair}
    own = "source" if side == 0 else "target"
    for at, tie in enumerate(both.ties):
        if tie.source and tie.target:
            continue
        for reading in getattr(tie, own):
            if id(reading) in moved or _needless(reading):
                continue
            if _twice(both, reading, side) or left_untranslated(both, reading, side):
                continue
            if _merged(both.ties, at, reading, side):
                continue
            yield Missing(reading, tie, _severity(reading, tie))


def finding(check: str, lost: Missing, side: int, message: str) -> Finding:
    """The finding that a clause is missing on the other side; an uncertain one says so."""
    shown = quoted(lost.reading.text, lost.reading.lang)
    text = message.format(shown)
    if lost.tie.link.uncertain:
        text = f"{text} (that is uncertain)"
    quote = (lost.reading.quote,)
    return Finding(
        check,
        lost.severity,
        text,
        quote if side == 0 else (),
        () if side == 0 else quote,
        lost.tie.link.confidence,
        (lost.reading.text, "") if side == 0 else ("", lost.reading.text),
    )


def mostly(both: Pair, side: int) -> tuple[int, int] | None:
    """How many clauses of a side have no sure counterpart, of how many, where most have none."""
    ties = [tie for tie in both.ties if (tie.source if side == 0 else tie.target)]
    counts = [(len(tie.source if side == 0 else tie.target), tie.link) for tie in ties]
    every = sum(count for count, _ in counts)
    lost = sum(count for count, link in counts if link.null or link.uncertain)
    return (lost, every) if lost >= MANY and lost > MOSTLY * every else None


def elsewhere(both: Pair) -> Iterator[tuple[Reading, Reading]]:
    """Clauses without a counterpart that say the same and stand under different headings."""
    lost = [reading for tie in both.ties if not tie.target for reading in tie.source]
    found = [reading for tie in both.ties if not tie.source for reading in tie.target]
    for reading in lost:
        for other in found:
            if under(both, reading, other) is not None and _tells(
                _statements([other]), _statements([reading])
            ):
                found.remove(other)
                yield reading, other
                break


def _severity(reading: Reading, tie: Tie) -> Severity:
    """Headings, dates and signatures are lighter: without them nothing that binds is lost."""
    clause = reading.clause
    if _CONTACT.search(normalise(reading.text).text) and len(reading.text) < 200:
        return "info"
    if tie.link.uncertain or not (clause.kind in CONTENT_KINDS or clause.text):
        return "warning"
    return "error" if clause.kind not in {"title", "date", "note", "signature"} else "warning"


def _needless(reading: Reading) -> bool:
    """True for what says that the text is a provisional translation."""
    return len(reading.text) < 160 and _PROVISIONAL.search(reading.text) is not None


def _twice(both: Pair, reading: Reading, side: int) -> bool:
    """True for a clause that stands on its side twice: told as a duplicate."""
    document = both.source if side == 0 else both.target
    words = _plain(reading.text)
    return width(words) >= DUPLICATE and any(
        clause is not reading.clause and _plain(clause.words) == words
        for clause in document.clauses
    )


def _plain(text: str) -> str:
    unlabelled = _LABEL.sub("", normalise(text).text)
    return squeeze(unlabelled).lower().strip(".;,。、・")


def _merged(ties: Sequence[Tie], at: int, reading: Reading, side: int) -> bool:
    """True where a neighbour's counterpart says what the clause says, beside its own."""
    for tie in (*ties[max(at - 2, 0) : at], *ties[at + 1 : at + 3]):
        own, other = (tie.source, tie.target) if side == 0 else (tie.target, tie.source)
        if own and other and _tells(_statements(other) - _statements(own), _statements([reading])):
            return True
    return False


def _tells(passage: frozenset[str], statements: frozenset[str]) -> bool:
    if len(statements) < ENOUGH:
        return False
    return len(passage & statements) >= max(ENOUGH, SAME * len(statements))


def _statements(readings: Sequence[Reading]) -> frozenset[str]:
    """Keys of the values, names and telling terms of the readings."""
    return frozenset(
        chain.from_iterable(
            (
                *(value.key for value in reading.values),
                *(name.key for name in reading.names if name.weight > 0.5),
                *(min(term.keys) for term in reading.terms if term.weight >= _TELLING),
            )
            for reading in readings
        )
    )
