"""Gold and test files -> all figures and the links that are worst."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from moc_align.errors import ConfigError, ParseError
from moc_align.evaluate.beads import SIDES, Alignment, Link, Side
from moc_align.evaluate.calibration import Calibration, calibration
from moc_align.evaluate.score import Counts, count

_NAMED = 5
"""Indices that a note names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Case:
    """A test file beside its gold."""

    gold: Alignment
    test: Alignment
    source: tuple[str, ...] | None = None
    """The lines of the source, where they were given."""
    target: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A link that is wrong, or a gold link that was missed."""

    case: int
    """From 0."""
    link: Link
    partly: bool
    """True where it overlaps links of the other file on both sides."""
    beside: tuple[Link, ...]
    """The links of the other file that share a line with it."""
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    """Of its source and target lines; empty where they are not known."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """The figures of one pair of files."""

    gold: str
    test: str
    counts: Counts
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of all files together, and of each."""

    counts: Counts
    calibration: Calibration
    without_null: Calibration
    """The same without null links."""
    files: tuple[FileResult, ...]
    wrong: tuple[Fault, ...]
    """The highest confidence first; links without one come last."""
    missed: tuple[Fault, ...]
    """Gold links but null ones; those of which nothing was found come first."""
    notes: tuple[str, ...]


def evaluate(cases: Sequence[Case]) -> Result:
    """All figures, summed over the cases before they are divided.

    Raises: ConfigError where there is no case, ParseError where a link leaves the given lines.
    """
    if not cases:
        raise ConfigError("no files to compare; give --gold and --test")
    notes: list[str] = []
    files: list[FileResult] = []
    wrong: list[Fault] = []
    missed: list[Fault] = []
    judged: list[tuple[Fraction, bool, bool]] = []
    for number, case in enumerate(cases):
        notes += [*case.gold.notes, *case.test.notes, *_left_out(case)]
        texts = _texts(case)
        right = {link.ends for link in case.gold.links}
        found = {link.ends for link in case.test.links}
        here = [
            (link.confidence, link.ends in right, link.null)
            for link in case.test.links
            if link.confidence is not None
        ]
        judged += here
        files.append(
            FileResult(
                case.gold.name,
                case.test.name,
                count(case.gold.links, case.test.links),
                calibration((confidence, good) for confidence, good, _ in here),
            )
        )
        bad = (link for link in case.test.links if link.ends not in right)
        wrong += _faults(number, bad, case.gold.links, texts)
        lost = (k for k in case.gold.links if not k.null and k.ends not in found)
        missed += _faults(number, lost, case.test.links, texts)
    # sorting keeps the order of the files among equals
    wrong.sort(key=lambda fault: -1 if (c := fault.link.confidence) is None else c, reverse=True)
    missed.sort(key=lambda fault: fault.partly)
    return Result(
        sum((file.counts for file in files), Counts()),
        calibration((confidence, good) for confidence, good, _ in judged),
        calibration((confidence, good) for confidence, good, null in judged if not null),
        tuple(files),
        tuple(wrong),
        tuple(missed),
        tuple(notes),
    )


def _left_out(case: Case) -> list[str]:
    """A note for each side of a file on which indices of the other file are missing."""
    notes = []
    for here, there in ((case.test, case.gold), (case.gold, case.test)):
        for side in SIDES:
            missing = sorted(there.indices(side) - here.indices(side))
            if missing:
                more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
                named = ", ".join(map(str, missing[:_NAMED])) + more
                notes.append(
                    f"{here.name}: no link holds {side} index {named}, which {there.name} has"
                )
    return notes


def _texts(case: Case) -> dict[Side, Mapping[int, str]]:
    """What stands at each index: the given lines, else what the test file or the gold says."""
    found: dict[Side, Mapping[int, str]] = {}
    for side in SIDES:
        lines: tuple[str, ...] | None = getattr(case, side)
        for file in (case.gold, case.test) if lines is not None else ():
            beyond = max(file.indices(side), default=0)
            if lines is not None and beyond >= len(lines):
                raise ParseError(
                    f"{file.name}: {side} index {beyond} is linked, but the {side} file has "
                    f"{len(lines)} lines; give the files that were aligned"
                )
        told = case.test.texts.get(side) or case.gold.texts.get(side) or {}
        found[side] = told if lines is None else dict(enumerate(lines))
    return found


def _faults(
    case: int,
    links: Iterable[Link],
    others: Sequence[Link],
    texts: Mapping[Side, Mapping[int, str]],
) -> Iterable[Fault]:
    holder: dict[Side, dict[int, int]] = {
        side: {i: at for at, link in enumerate(others) for i in getattr(link, side)}
        for side in SIDES
    }
    for link in links:
        touched = sorted({holder[s][i] for s in SIDES for i in getattr(link, s) if i in holder[s]})
        beside = tuple(others[at] for at in touched)
        pairs = set(link.pairs)
        partly = any(not pairs.isdisjoint(other.pairs) for other in beside)
        said = [tuple(texts[s].get(i, "") for i in getattr(link, s)) for s in SIDES]
        yield Fault(case, link, partly, beside, (said[0], said[1]))
