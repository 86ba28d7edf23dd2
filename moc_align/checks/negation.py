"""A main predicate or an exclusive condition that is negated on one side only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from moc_align.checks._exceptions import lost_exception, lost_opening, open_too
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._polarity import Polarity, Said, contradicts, polarity, together
from moc_align.plugins import Check
from moc_align.schema import Finding

_CONDITIONAL = re.compile(
    r"unless|except|without|\bnot?\b|\buntil|\bonly\b|\bsave\b|absen|fail|other than|before|"
    r"prior to|subject to|provided|instead|\bpending|prevent|lack|neither|"
    r"ない|ず|なく|なけ|なし|除|以外|のみ|限|まで|ぬ|条件|反対|場合",
    re.IGNORECASE,
)
"""What an exclusive condition can be rendered with."""


def find(both: Pair) -> Iterator[Finding]:
    """One finding for each pair of passages whose predicates surely differ in polarity."""
    for tie in both.tied:
        if tie.heading:
            continue
        for ours, theirs, merged in _passages(tie):
            yield from _compared(tie, ours, theirs, merged)


def _passages(tie: Tie) -> Iterator[tuple[Polarity, Polarity, bool]]:
    """Sentence by sentence where both sides have as many, else all of it at once (True)."""
    ours, theirs = _sentences(tie.source), _sentences(tie.target)
    if len(ours) == len(theirs):
        yield from ((one, other, False) for one, other in zip(ours, theirs, strict=True))
    elif ours and theirs:
        yield together(ours), together(theirs), True


def _sentences(readings: Sequence[Reading]) -> list[Polarity]:
    return [
        polarity(sentence, reading.lang)
        for reading in readings
        for sentence in reading.clause.sentences
    ]


def _compared(tie: Tie, ours: Polarity, theirs: Polarity, merged: bool) -> Iterator[Finding]:
    """`merged`: of several sentences at once, where any negation left may be the one looked for."""
    for denied, plain, turned in ((ours, theirs, False), (theirs, ours, True)):
        at = _lone(denied.said, plain.said)
        silent = merged and plain.hints["other"] > 0
        silent = silent or bool(at and open_too(at[0].quote, denied, plain))
        if at and not silent and contradicts(denied, at[0], plain):
            yield _finding(tie, (at[0].quote, at[1].quote), turned, "is negated")
            return
        if denied.condition and plain.said and not _CONDITIONAL.search(plain.plain):
            said = (denied.condition, plain.said[0].quote)
            yield _finding(tie, said, turned, "has an exclusive condition")
            return
        exception = lost_exception(denied, plain)
        if exception:
            yield _lost(tie, exception, turned)
            return
        two = lost_opening(denied, plain)
        if two:
            yield _finding(tie, two, turned, "is negated")
            return


def _lone(denied: Sequence[Said], plain: Sequence[Said]) -> tuple[Said, Said] | None:
    """The one predicate that is denied here only, and the one in its place on the other side."""
    if len(denied) == len(plain):
        unlike = [(a, b) for a, b in zip(denied, plain, strict=True) if a.denied != b.denied]
        return unlike[0] if len(unlike) == 1 and unlike[0][0].denied else None
    firm = [said for said in denied if said.denied]
    near = abs(len(denied) - len(plain)) <= 1
    if firm and plain and near and not any(said.denied for said in plain):
        # the place from the end where the last one is denied, else from the start
        return firm[0], plain[-1 if firm[0] is denied[-1] else 0]
    return None


def _finding(tie: Tie, said: tuple[str, str], turned: bool, what: str) -> Finding:
    """`turned`: what is negated stands in the target."""
    values = (said[1], said[0]) if turned else said
    shown = " against ".join(
        f'"{quote}"' if quote.isascii() else f"「{quote}」" for quote in values
    )
    side = "translation" if turned else "text"
    return tie.finding("negation", "error", f"{shown}: only the {side} {what}", values)


def _lost(tie: Tie, exception: str, turned: bool) -> Finding:
    shown = f'"{exception}"' if exception.isascii() else f"「{exception}」"
    here, there = ("translation", "text") if turned else ("text", "translation")
    message = f"{shown} of the {here} has no counterpart in the {there}"
    return tie.finding("negation", "error", message, ("", exception) if turned else (exception, ""))


CHECK = Check(
    severity="error",
    help=(
        "Looks for a clause that denies what the other side states: しない, てはならない, "
        "ものではない against a predicate without not, and unless or ない限り that became a plain "
        "condition. A lost negation turns a prohibition into a duty. Lets pass what says the same "
        "without a negation (以外…ない as only, この限りでない as except, 超えない as within), and "
        "every sentence with a word left over that could be the negation."
    ),
    find=find,
)
