"""For hunalign's tools: rungs `source index, target index, quality`, with tabs between them.

A rung says where a link begins on both sides, from 0; the next rung says where it ends; the last
one holds the lengths of the two texts. So a ladder only climbs: it can't say that text moved, nor
that a link has a gap. Of links that cross one another it holds the longest run that does not; the
units of the others stand alone in it, as if nothing corresponded, with quality 0. The other
formats hold every link. Quality is our confidence. Source: hunalign's README, "ladder format".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _exchange as exchange
from moc_align.schema import AlignedText, Alignment, Report


@dataclass(frozen=True, slots=True)
class Step:
    """A link of adjacent units."""

    source: range
    target: range
    quality: float


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """A rung for each link that does not cross, for each unit beside them, and for the end."""
    alignment = exchange.alignment_of(report)
    return "".join(
        f"{source}\t{target}\t{exchange.number(quality)}\n"
        for source, target, quality in _rungs(alignment)
    )


def _rungs(alignment: Alignment) -> Iterator[tuple[int, int, float]]:
    source, target = alignment.source, alignment.target
    omitted = {unit: link.confidence for link in alignment.omissions for unit in link.source}
    added = {unit: link.confidence for link in alignment.additions for unit in link.target}
    ends = len(source.units), len(target.units)
    end = Step(range(ends[0], ends[0]), range(ends[1], ends[1]), 0.0)
    below = Step(range(0), range(0), 0.0)
    for step in (*climbing(_steps(alignment)), end):
        for at in range(below.source.stop, step.source.start):
            yield at, below.target.stop, omitted.get(source.units[at].id, 0.0)
        for at in range(below.target.stop, step.target.start):
            yield step.source.start, at, added.get(target.units[at].id, 0.0)
        yield step.source.start, step.target.start, step.quality
        below = step


def _steps(alignment: Alignment) -> list[Step]:
    """The links with two sides, without those whose units are not adjacent."""
    found = []
    for link in alignment.paired:
        source = _stretch(alignment.source, link.source)
        target = _stretch(alignment.target, link.target)
        if len(source) == len(link.source) and len(target) == len(link.target):
            found.append(Step(source, target, link.confidence))
    return found


def _stretch(text: AlignedText, ids: tuple[str, ...]) -> range:
    """From the first of the units to the last."""
    places = [text.index[one] for one in ids]
    return range(min(places), max(places) + 1)


def climbing(steps: Sequence[Step]) -> list[Step]:
    """The longest run of the steps that rises on both sides."""
    ordered = sorted(steps, key=lambda step: step.source.start)
    ends: list[int] = []
    """Number of the step with the lowest target that ends a run of 1, 2, ... steps."""
    lowest: list[int] = []
    """Its target."""
    before: list[int | None] = []
    for number, step in enumerate(ordered):
        length = bisect_left(lowest, step.target.start)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [number]
        lowest[length : length + 1] = [step.target.start]
    run: list[Step] = []
    at = ends[-1] if ends else None
    while at is not None:
        run.append(ordered[at])
        at = before[at]
    return run[::-1]


REPORTER = Reporter(suffix=".ladder", render=render, commands=("align",))
