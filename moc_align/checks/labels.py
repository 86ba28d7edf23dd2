"""Labels of clauses and references to them that don't correspond."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from moc_align.checks._excerpt import as_printed
from moc_align.checks._labels import Number, Place, label, places
from moc_align.checks._mentions import mentions
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.checks._references import Reference, references
from moc_align.checks._sequences import Misnumbered, misnumbered
from moc_align.checks._surplus import couples
from moc_align.plugins import Check
from moc_align.schema import Finding, Severity

NAMED = frozenset({"article", "chapter", "section"})
"""Divisions whose number a translation can't leave to the context."""


def find(both: Pair) -> Iterator[Finding]:
    """Findings of printed labels, then of references inside the text."""
    for tie, wrong in misnumbered(both):
        yield tie.finding("labels", _severity(tie), _message(wrong), (wrong.source, wrong.target))
    where = places(both.source), places(both.target)
    unlinked = _unlinked(both)
    for tie in both.tied:
        yield from _wrong_references(tie, where, unlinked)


def _unlinked(both: Pair) -> frozenset[tuple[str, Number]]:
    """Divisions whose heading has no counterpart: it may be hidden in the other side's text."""
    labels = (
        label(reading.clause)
        for tie in both.ties
        if tie.link.null
        for reading in (*tie.source, *tie.target)
    )
    return frozenset((own.kind, number) for own in labels if own for number in own.numbers)


def _severity(tie: Tie) -> Severity:
    return "info" if tie.link.uncertain else "error"


def _message(wrong: Misnumbered) -> str:
    if wrong.following:
        return (
            f"the label {as_printed(wrong.source)} against {as_printed(wrong.target)}, and so on "
            f"for the {wrong.following} after it"
        )
    return f"the label {as_printed(wrong.source)} against {as_printed(wrong.target)}"


def _wrong_references(
    tie: Tie,
    where: tuple[Mapping[str, Place], Mapping[str, Place]],
    unlinked: frozenset[tuple[str, Number]],
) -> Iterator[Finding]:
    source, target = (
        [
            reference
            for reading in side
            for reference in references(reading.text, reading.lang, own[reading.clause.id])
        ]
        for side, own in zip((tie.source, tie.target), where, strict=True)
    )
    one, other = _unmet(source, target)
    pairs = [
        *couples(one, other, lambda a, b: a.kind == b.kind),
        *couples(one, other, lambda a, b: a.offset is None and b.offset is None),
        *couples(one, other, _other_division),
    ]
    for own, its in pairs:
        message = f"{_shown(own)} against {_shown(its)}"
        yield tie.finding("labels", _severity(tie), message, (own.quote, its.quote))
    one = [ref for ref in one if not any((ref.kind, n) in unlinked for n in ref.numbers)]
    other = [ref for ref in other if not any((ref.kind, n) in unlinked for n in ref.numbers)]
    for own in one:
        if _missed(own, target, tie.target):
            message = f"the target does not refer to {_shown(own)}"
            yield tie.finding("labels", _severity(tie), message, (own.quote, ""))
    for its in other:
        if _missed(its, source, tie.source):
            message = f"the source does not refer to {_shown(its)}"
            yield tie.finding("labels", _severity(tie), message, ("", its.quote))


def _unmet(
    source: Sequence[Reference], target: Sequence[Reference]
) -> tuple[list[Reference], list[Reference]]:
    """The references that the other side has in no form; those to the clause itself aside."""
    one, other = ([ref for ref in side if ref.offset != 0] for side in (source, target))
    for fits in _FITTING:
        list(couples(one, other, fits))
    own = [ref for ref in source if ref.offset == 0]
    its = [ref for ref in target if ref.offset == 0]
    return _others(one, its), _others(other, own)


def _other_division(one: Reference, other: Reference) -> bool:
    """True for 前項 against "the preceding Article"; a paragraph and an item may be the same."""
    relative = one.offset is not None and other.offset is not None
    return relative and (one.kind == "article") != (other.kind == "article")


def _others(left: Sequence[Reference], own: Sequence[Reference]) -> list[Reference]:
    """Those left that are not what the other side calls this Article."""
    return [
        ref
        for ref in left
        if not any(_same(ref, this) or (this.kind == ref.kind and this.open) for this in own)
    ]


def _same(one: Reference, other: Reference) -> bool:
    return one.kind == other.kind and bool(one.numbers & other.numbers)


_FITTING: tuple[Callable[[Reference, Reference], bool], ...] = (
    lambda a, b: a.kind == b.kind and a.offset is not None and a.offset == b.offset,
    lambda a, b: _same(a, b) and (a.offset is None) == (b.offset is None),
    _same,
    lambda a, b: a.kind == b.kind and (a.open or b.open) and None in (a.offset, b.offset),
    lambda a, b: a.offset is None and b.offset is None and bool(a.numbers & b.numbers),
)
"""When two references mean the same, the surest way first: both the paragraph before, both by
number, one so and one so, one without a number, and divisions that go by another name."""


def _missed(reference: Reference, others: Sequence[Reference], readings: Sequence[Reading]) -> bool:
    """True where a numbered reference is nowhere on the other side, in whatever words."""
    if reference.offset is not None or reference.open or reference.kind not in NAMED:
        return False
    if any(other.open or other.offset is not None for other in others):
        return False
    said = frozenset().union(*(mentions(reading.text, reading.lang) for reading in readings))
    return not any(number[0] in said for number in reference.numbers)


def _shown(reference: Reference) -> str:
    if reference.open:
        return as_printed(reference.quote)
    return f"{as_printed(reference.quote)} ({reference.meaning})"


CHECK = Check(
    severity="error",
    help=(
        "Labels and references are compared by number: 第五条 is Article 5, 一 is (i), "
        "第五条第二項 is paragraph 2 of Article 5, 前条 in Article 6 is Article 5. A wrong one "
        "sends the reader to another provision. A clause without a label passes, since 第一項 is "
        "often left unprinted in Japanese; lists that are renumbered because an item is missing "
        "are left to the check of omissions."
    ),
    find=find,
)
