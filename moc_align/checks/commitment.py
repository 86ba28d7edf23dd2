"""A verb that binds more firmly or less firmly than the one it translates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._strength import Bond, Form, bond
from moc_align.commitments import Commitment, Strength
from moc_align.plugins import Check
from moc_align.schema import Finding, Genre

LEVELS = {
    Strength.EXPLORE: "explore or may",
    Strength.ENDEAVOUR: "endeavour",
    Strength.UNDERTAKE: "undertake",
    Strength.SHALL: "shall",
}
STYLE = 3
"""Clauses that render a form alike, from which on that is the style of the document."""
RARE = 0.2
"""Share of a form's clauses up to which another rendering of it departs from the style."""


@dataclass(frozen=True, slots=True)
class _Met:
    """Two predicates that correspond."""

    tie: Tie
    source: Bond
    target: Bond

    @property
    def steps(self) -> int:
        """Levels up from the source to the target."""
        return self.source.steps(self.target)

    @property
    def english(self) -> Bond:
        """The English one of the two."""
        return self.target if self.tie.target[0].lang == "en" else self.source

    @property
    def japanese(self) -> Bond:
        """The Japanese one of the two."""
        return self.source if self.tie.target[0].lang == "en" else self.target

    @property
    def rendering(self) -> tuple[Form, frozenset[Strength]]:
        """How the form of the source was rendered."""
        return self.source.form, self.target.levels


def find(both: Pair) -> Iterator[Finding]:
    """One finding a pair of predicates whose strength differs, and is not the document's style."""
    genre: Genre = both.source.genre
    met: list[_Met] = []
    for tie in both.tied:
        if not tie.heading:
            ours, theirs = _bonds(tie.source, genre), _bonds(tie.target, genre)
            if _even(tie.source, ours) and _even(tie.target, theirs):
                number = min(len(ours), len(theirs))
                ours, theirs = ours[:number], theirs[:number]
            met += [_Met(tie, one, other) for one, other in _matched(ours, theirs)]
    renderings = Counter(pair.rendering for pair in met)
    forms = Counter(pair.source.form for pair in met)
    modals = Counter((pair.japanese.form, pair.english.top) for pair in met)
    for pair in met:
        number = renderings[pair.rendering]
        style = number >= STYLE and number > RARE * forms[pair.source.form]
        if pair.steps and not (style and abs(pair.steps) == 1):
            yield _finding(pair, pair.steps)
        elif not pair.steps and (usual := _usual(pair, modals)):
            apart = pair.english.top - usual
            yield _finding(pair, apart if pair.english is pair.target else -apart, usual)


def _bonds(readings: Sequence[Reading], genre: Genre) -> list[Bond]:
    found = (bond(c, _sentence(r, c), r.lang, genre) for r in readings for c in r.commitments)
    return [one for one in found if one is not None]


def _even(readings: Sequence[Reading], bonds: Sequence[Bond]) -> bool:
    """True for verbs of one sentence that bind alike: however many they are, they are one chain."""
    sentences = {_sentence(r, c) for r in readings for c in r.commitments}
    return len(sentences) == 1 == len({bond.levels for bond in bonds})


def _sentence(reading: Reading, commitment: Commitment) -> str:
    """The sentence that a predicate stands in."""
    span = commitment.span
    start = max((m.end() for m in _END.finditer(reading.text, 0, span.start)), default=0)
    end = _END.search(reading.text, span.end)
    return reading.text[start : end.start() if end else None]


_END = re.compile(r"[。．]|[.;](?=\s)")


def _matched(ours: Sequence[Bond], theirs: Sequence[Bond]) -> tuple[tuple[Bond, Bond], ...]:
    """Predicates one to one; none where one side has more, or a translator may have moved them.

    Which one has no counterpart can't be told for sure: one sentence becomes two, "chosen by" a
    sentence of its own. Those that meet a predicate of another place are taken for its rendering.
    """
    if len(ours) != len(theirs):
        return ()
    pairs = list(zip(ours, theirs, strict=True))
    apart = [at for at, (one, other) in enumerate(pairs) if one.steps(other)]
    moved = {
        at
        for i in apart
        for j in apart
        if i != j and not pairs[i][0].steps(pairs[j][1])
        for at in (i, j)
    }
    return tuple(pair for at, pair in enumerate(pairs) if at not in moved)


_SURE = frozenset({"plain", "shall", "must"})


def _usual(pair: _Met, modals: Counter[tuple[Form, Strength]]) -> Strength | None:
    """What the English of most clauses has for the Japanese form, where this one has the other.

    Will or shall: the plain form and ものとする are either, and the document decides.
    """
    if not {pair.source.form, pair.target.form} <= _SURE:
        return None
    here = pair.english.top
    if here not in _EITHER:
        return None
    other = _EITHER[here]
    usual, rare = modals[pair.japanese.form, other], modals[pair.japanese.form, here]
    return other if usual >= STYLE and rare <= RARE * (rare + usual) else None


_EITHER = {Strength.UNDERTAKE: Strength.SHALL, Strength.SHALL: Strength.UNDERTAKE}


def _finding(pair: _Met, steps: int, usual: Strength | None = None) -> Finding:
    values = (pair.source.quote, pair.target.quote)
    shown = " against ".join(f'"{v}"' if v.isascii() else f"「{v}」" for v in values)
    way = "stronger" if steps > 0 else "weaker"
    number = f"{abs(steps)} step{'s' if abs(steps) > 1 else ''} {way}"
    if usual is None:
        one, other = min(
            ((a, b) for a in pair.source.levels for b in pair.target.levels),
            key=lambda ends: abs(ends[1] - ends[0]),
        )
        why = f"({LEVELS[one]} to {LEVELS[other]})"
    else:
        why = f"than the document renders this form elsewhere ({LEVELS[usual]})"
    return pair.tie.finding("commitment", "warning", f"{shown}: {number} {why}", values)


CHECK = Check(
    severity="warning",
    help=(
        "Compares how firmly linked clauses bind, verb by verb, on the ladder explore (検討する, "
        "may) < endeavour (努める, should) < undertake (促進する, will) < shall "
        "(なければならない, must). "
        "A negotiated verb that moved changes what was agreed. Recitals, purposes and definitions "
        "have no strength. A plain Japanese form is shall in a treaty and will in a memorandum, as "
        "the document itself has it most often; a single clause that departs from that is reported."
    ),
    find=find,
)
