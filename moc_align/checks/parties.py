"""Parties, ministries, countries and other bodies that are exchanged, replaced or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from moc_align.checks._acronyms import Acronym, letters
from moc_align.checks._bodies import Named, mispaired, register
from moc_align.checks._excerpt import quoted
from moc_align.checks._foreign import translated
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._roles import exchanged, said
from moc_align.names import Name
from moc_align.plugins import Check
from moc_align.schema import Finding, Lang, Severity
from moc_align.text import normalise

# Words that stand for a name: pronouns, "the two countries", "the other Party".
_IMPLIED: dict[Lang, re.Pattern[str]] = {
    "ja": re.compile(
        r"両|双方|同[国省庁政府社機大]|当該|自国|自ら|相手|締約国|当事[者国]|加盟国|他方|各国|我が国|本邦|"
        r"それぞれ|これら|その|邦|日系|政府|当局|甲|乙|[二三四五]か国|[二三四五]国"
    ),
    "en": re.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|both|two|three|four|either|each|other|"
        r"respective(?:ly)?|part(?:y|ies)|sides?|governments?|countr(?:y|ies)|latter|former|said|"
        r"such|we|our|us|bilateral|trilateral|mutual|national|domestic)\b",
        re.IGNORECASE,
    ),
}
_AND = {
    "ja": re.compile(r"(?:国|共和国|政府|側|の)?(?:と|や|・|、|及び|並びに|又は|および|または)の?"),
    "en": re.compile(
        r",?\s*(?:and|or|as well as|,)?\s*"
        r"(?:(?:the|of|with|republic|kingdom|government|ministry)\s*)*",
        re.IGNORECASE,
    ),
}


def find(both: Pair) -> Iterator[Finding]:
    """A finding for each link whose sides name different ones, or the same in exchanged roles."""
    known, printed = register(both), letters(both)
    for tie in translated(both):
        source, target = known.named(tie.source), known.named(tie.target)
        wrong = next(mispaired(tie.target), None)
        if wrong and not any(mispaired(tie.source)):
            yield _finding_acronym(tie, *wrong)
            continue
        replaced = tuple(_replaced(source, target))
        for one, other in replaced:
            yield _finding(tie, one, other, "{} against {}: another one is named.")
        if replaced:
            continue
        single = _one_of_several(source, target)
        if single:
            yield _finding(tie, *single, "{} against {}: another one is named.")
            continue
        confused = printed.replaced(tie)
        if confused:
            yield _finding_letters(tie, *confused)
            continue
        swapped = _swapped(tie, source, target)
        if swapped:
            yield _finding(
                tie, *swapped, "{} against {}: the two have changed places in the translation."
            )
            continue
        for ours, theirs, from_source in (
            (source, target, True),
            (target, source, False),
        ):
            readings = tie.target if from_source else tie.source
            for lost, beside in _left_out(ours, theirs, tie.source if from_source else tie.target):
                if not _implied(readings):
                    yield _lost(tie, lost, beside, from_source)


def _replaced(source: Sequence[Named], target: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    """Names of one side alone that meet one of the same class on the other, in order."""
    here, there = {name.key for name in source}, {name.key for name in target}
    for kind in ("country", "body", "place"):
        lost = {n.key: n for n in source if n.kind == kind and n.key not in there}
        found = {n.key: n for n in target if n.kind == kind and n.key not in here}
        for one, other in zip(lost.values(), found.values(), strict=False):
            # TF and TFLite: one name in another may be a way to write it
            if not (one.key in other.key or other.key in one.key):
                yield one, other


def _one_of_several(source: Sequence[Named], target: Sequence[Named]) -> tuple[Named, Named] | None:
    """The one place where the countries named in turn differ, both sides naming as many.

    Japan ... India ... Japan against Japan ... Japan ... Japan: a pronoun for the one and a name
    more for the other would hardly meet in one place.
    """
    ours, theirs = ([n for n in side if n.kind == "country"] for side in (source, target))
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    unlike = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.key != b.key]
    return unlike[0] if len(unlike) == 1 else None


def _swapped(
    tie: Tie, source: Sequence[Named], target: Sequence[Named]
) -> tuple[Named, Named] | None:
    """The first two of a class that both sides name and that changed places."""
    there = {name.key for name in target}
    kinds = {name.key: name.kind for name in source if name.key in there}
    for one, other in combinations(dict.fromkeys(n.key for n in source if n.key in there), 2):
        if kinds[one] != kinds[other]:
            continue
        two = {one, other}
        sides = [
            said(readings, [(n.key, n.start, n.end) for n in names if n.key in two])
            for readings, names in ((tie.source, source), (tie.target, target))
        ]
        if exchanged(*sides):
            return (
                next(name for name in source if name.key == one),
                next(name for name in target if name.key == other),
            )
    return None


def _left_out(
    ours: Sequence[Named], theirs: Sequence[Named], readings: Sequence[Reading]
) -> Iterator[tuple[Named, Named]]:
    """Those named in one breath with another ("A, B and C") where only the other is named there."""
    there = {name.key for name in theirs}
    text = " ".join(reading.text for reading in readings)
    told: set[str] = set()
    for one, other in pairwise(ours):
        gap = normalise(text[one.end : other.start]).text
        joined = gap.strip() and _AND[readings[0].lang].fullmatch(gap)
        if not joined or one.kind != other.kind or one.kind == "place":
            continue
        for lost, beside in ((one, other), (other, one)):
            if lost.key not in there and beside.key in there and lost.key not in told:
                told.add(lost.key)
                yield lost, beside


def _implied(readings: Sequence[Reading]) -> bool:
    return any(_IMPLIED[r.lang].search(normalise(r.text).text) for r in readings)


def _lost(tie: Tie, lost: Named, beside: Named, from_source: bool) -> Finding:
    side = "the translation" if from_source else "the text"
    lang: Lang = (tie.source if from_source else tie.target)[0].lang
    shown = quoted(lost.quote, lang)
    message = f"{shown} beside {quoted(beside.quote, lang)} is not named in {side}."
    values = (lost.quote, "") if from_source else ("", lost.quote)
    return tie.finding("parties", _severity(tie), message, values)


def _finding(tie: Tie, one: Named, other: Named, message: str) -> Finding:
    text = message.format(_shown(one, tie.source[0].lang), _shown(other, tie.target[0].lang))
    return tie.finding("parties", _severity(tie), text, (one.quote, other.quote))


def _finding_acronym(tie: Tie, body: Name, acronym: Name) -> Finding:
    lang = tie.target[0].lang
    message = (
        f"{quoted(acronym.quote, lang)} ({acronym.key}) stands after {quoted(body.quote, lang)}, "
        "which is another body."
    )
    return tie.finding("parties", _severity(tie), message, ("", acronym.quote))


def _finding_letters(tie: Tie, one: Acronym, other: Acronym) -> Finding:
    shown = quoted(one.quote, tie.source[0].lang), quoted(other.quote, tie.target[0].lang)
    message = f"{shown[0]} against {shown[1]}: another acronym."
    return tie.finding("parties", _severity(tie), message, (one.quote, other.quote))


def _shown(name: Named, lang: Lang) -> str:
    """The name as printed, with its English form where it is printed in Japanese."""
    shown = quoted(name.quote, lang)
    return f"{shown} ({name.key})" if lang == "ja" else shown


def _severity(tie: Tie) -> Severity:
    return "warning" if tie.link.uncertain else "error"


CHECK = Check(
    severity="error",
    help=(
        "Looks for parties, ministries, countries, cities and other bodies that are named on one "
        "side of a link while the other names another one in their place, that have changed roles "
        "(who gives, who receives; whose share is which), or that fell out of an enumeration. "
        "Acronyms mean the body that they were introduced for. Pronouns, subjects that Japanese "
        "leaves out or English supplies, 両国 for the names of the two and another order of names "
        "pass; so do names that the glossary does not know and only one text has."
    ),
    find=find,
)
