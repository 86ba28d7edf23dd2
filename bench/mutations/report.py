"""What bench/mutate.py prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mutations import Edition
from mutations.judge import Judged
from mutations.words import KINDS

if TYPE_CHECKING:
    from mutate import Task, Varied


def table(
    figures: Mapping[str, float | None], judged: Sequence[Judged], varied: Sequence[Varied]
) -> Iterator[str]:
    """Recall by kind and direction, then the variants, then the figures."""
    ways = list(dict.fromkeys(row.way for row in judged))
    if ways:
        yield from (f"{chr(65 + at)}: {way}" for at, way in enumerate(ways))
        heads = "".join(f"{chr(65 + at):>8}" for at in range(len(ways)))
        yield f"{'':24}{'found':>9}{heads}{'graded':>8}{'strange':>9}  named by"
    for kind in KINDS:
        rows = [row for row in judged if row.mutant.kind == kind.name]
        if not rows:
            continue
        cells = "".join(f"{_share([r for r in rows if r.way == way]):>8}" for way in ways)
        graded = sum(row.graded for row in rows)
        strange = sum(len(row.strange) for row in rows)
        yield (
            f"{kind.name:24}{_share(rows):>9}{cells}{graded:>8}{strange:>9}"
            f"  {', '.join(kind.checks)} ({kind.group})"
        )
    for name in dict.fromkeys(row.variant for row in varied):
        own = [row for row in varied if row.variant == name]
        touched, found = sum(row.clauses for row in own), sum(len(row.found) for row in own)
        yield f"harmless {name:24}{touched:>5} clauses changed, {found} false alarms"
    false = sum(len(row.found) for row in varied)
    read, touched = sum(row.read for row in varied), sum(row.clauses for row in varied)
    yield f"{len(judged)} mutants, {sum(len(row.strange) for row in judged)} strange findings"
    if read:
        changed = f", {100 * false / touched:.2f} per 100 changed ones" if touched else ""
        yield f"{false} false alarms: {100 * false / read:.2f} per 100 clauses{changed}"
    for name, value in figures.items():
        yield f"{name:16}{'-' if value is None else f'{value:.3f}'}"


def _share(rows: Sequence[Judged]) -> str:
    return f"{sum(row.right for row in rows)}/{len(rows)}" if rows else "-"


def misses(judged: Sequence[Judged], varied: Sequence[Varied]) -> Iterator[str]:
    """What was not named, by the check that should have; then what was named wrongly."""
    for kind in KINDS:
        rows = [row for row in judged if row.mutant.kind == kind.name and not row.right]
        if rows:
            yield f"## {kind.checks[0]}: {kind.name}, {len(rows)} missed"
        for row in rows:
            ids = ", ".join(row.mutant.clauses[:3]) or "-"
            yield f"- {row.way} [{ids}] {row.mutant.note}"
            yield from (f"    instead: {line}" for line in row.strange[:2])
    yield "## strange findings on mutants"
    for row in judged:
        for line in row.strange:
            yield f"- {row.mutant.kind} {row.way}: {row.mutant.note[:90]}"
            yield f"    {line}"
    yield "## false alarms on harmless variants"
    for varied_row in varied:
        yield from (f"- {varied_row.variant} {varied_row.way}: {line}" for line in varied_row.found)


def as_json(
    figures: Mapping[str, float | None], judged: Sequence[Judged], varied: Sequence[Varied]
) -> dict[str, Any]:
    """All verdicts for programs."""
    rows = [
        {
            "kind": row.mutant.kind,
            "way": row.way,
            "clauses": row.mutant.clauses,
            "note": row.mutant.note,
            "right": row.right,
            "graded": row.graded,
            "strange": row.strange,
        }
        for row in judged
    ]
    return {"figures": dict(figures), "mutants": rows, "variants": [asdict(row) for row in varied]}


def listed(
    tasks: Sequence[Task], variants: Sequence[str], opened: Callable[..., Edition]
) -> Iterator[str]:
    """The mutants and variants themselves: each changed clause as it was and as it is."""
    from mutations.variants import VARIANTS

    for task in tasks:
        text = opened(task.bitext, task.turned)
        for mutant in task.mutants:
            yield f"{mutant.kind} | {text.name} | {', '.join(mutant.clauses[:3])} | {mutant.note}"
            for edit in mutant.edits[:3]:
                yield f"    {_around(text.raw, edit.start, edit.end, edit.text)}"
        for name in variants:
            for edit in VARIANTS[name](text) if name in VARIANTS else ():
                yield f"harmless {name} | {text.name} | " + _around(
                    text.raw, edit.start, edit.end, edit.text
                )


def _around(raw: str, start: int, end: int, after: str) -> str:
    before, behind = raw[max(0, start - 40) : start], raw[end : end + 40]
    line = f"…{before}[-{raw[start:end][:120]}-]{{+{after[:120]}+}}{behind}…"
    return " ".join(line.split())
