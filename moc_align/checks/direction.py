"""A relation that runs the other way: into for out of, accept for dispatch, before for after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from moc_align.checks._given import given
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._ways import Pole, ends, poles
from moc_align.plugins import Check
from moc_align.schema import CONTENT_KINDS, Finding
from moc_align.text import normalise


def find(both: Pair) -> Iterator[Finding]:
    """One finding for each link whose relation surely runs the other way."""
    for tie in both.tied:
        readings = (*tie.source, *tie.target)
        if all(reading.clause.kind in CONTENT_KINDS for reading in readings):
            told = list(_poles(tie)) or list(_ends(tie)) or list(_given(tie))
            yield from told


def _poles(tie: Tie) -> Iterator[Finding]:
    """Opposites of which each side has one only, and not the same."""
    for pole in poles():
        ours, theirs = _said(pole, tie.source), _said(pole, tie.target)
        for one, other in ((0, 1), (1, 0)):
            if len(ours[one]) > len(theirs[one]) and len(theirs[other]) > len(ours[other]):
                # accept to dispatch: one lost here, its opposite gained there
                if ours[other] and theirs[one]:
                    continue
                yield _finding(tie, (ours[one][-1], theirs[other][-1]), "the opposite")
                break


def _said(pole: Pole, readings: Sequence[Reading]) -> tuple[list[str], list[str]]:
    found: tuple[list[str], list[str]] = ([], [])
    for reading in readings:
        for side, pattern in enumerate(pole[reading.lang]):
            found[side].extend(match[0] for match in pattern.finditer(reading.text))
    return found


def _ends(tie: Tie) -> Iterator[Finding]:
    """A place or party that is the goal on one side and the origin on the other."""
    ours, theirs = ends(tie.source), ends(tie.target)
    for role in ("goal", "origin"):
        one = Counter(end.key for end in ours if end.role == role)
        two = Counter(end.key for end in theirs if end.role == role)
        if not one or sum(one.values()) != sum(two.values()) or one == two:
            continue
        first = next(end for end in ours if end.role == role and end.key in one - two)
        second = next(end for end in theirs if end.role == role and end.key in two - one)
        yield _finding(tie, (first.quote, second.quote), f"another {role}")
        return
    for first in ours:
        for second in theirs:
            turned = {first.role, second.role} == {"goal", "origin"}
            alone = [sum(e.key == first.key for e in side) for side in (ours, theirs)] == [1, 1]
            if first.key == second.key and turned and alone:
                yield _finding(tie, (first.quote, second.quote), "the other way round")
                return


def _given(tie: Tie) -> Iterator[Finding]:
    """The other Party or a third country that gives on one side and receives on the other."""
    if len(tie.source) != 1 or len(tie.target) != 1:
        return
    ours, theirs = (given(side[0].text, side[0].lang) for side in (tie.source, tie.target))
    for who in ours.keys() & theirs.keys():
        if ours[who][0] != theirs[who][0]:
            values = (tie.source[0].text, tie.target[0].text)
            quotes = (_printed(ours[who][1], values[0]), _printed(theirs[who][1], values[1]))
            yield _finding(tie, quotes, "the other way round")
            return


def _printed(words: str, text: str) -> str:
    """The words as they are printed; nothing where a line break or a wide letter is among them."""
    return words if words in text else ""


def _finding(tie: Tie, values: tuple[str, str], what: str) -> Finding:
    quotes = (normalise(value).text for value in values)
    shown = " against ".join(
        f'"{v}"' if q.isascii() else f"「{v}」" for v, q in zip(values, quotes, strict=True)
    )
    return tie.finding("direction", "warning", f"{shown}: {what}", values)


CHECK = Check(
    severity="warning",
    help=(
        "Looks for relations that run the other way in the translation: 対印投資 (into India) as "
        "investment into Japan, 受け入れる (accept) as dispatch, 前 (before) as after, 増加 "
        "(increase) as decrease, from and to. Such a slip reads well and says the opposite. "
        "Opposites count only where a side has one of the two and the other side the other one; "
        "goals and origins only of countries, places and bodies that both sides name."
    ),
    find=find,
)
