"""Holds what the project measures of itself to the floors in bench/floors.json.

    python bench/gate.py                      exit status 1 and the reasons where a figure fails
    python bench/gate.py --data FOLDER        also on the public sets in FOLDER
    python bench/gate.py --accept             raises the floors to what is measured
    python bench/gate.py --accept --lower     also lowers those that CHANGELOG.md names

bench/README.md tells the figures, their sets and how floors move.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import floors as bounds
from figures import PUBLIC_GROUPS, Figure, measure
from pairs import FLOORS, ROOT

from moc_align.errors import MocAlignError
from moc_align.resources import model_path

WORDS = {"floor": "at least", "ceiling": "at most", "digest": "set on", "none": ""}


def main(
    arguments: Sequence[str] | None = None,
    *,
    measure: Callable[[Path, Path | None], Iterable[Figure]] = measure,
    floors: Path = FLOORS,
    changelog: Path = ROOT / "CHANGELOG.md",
) -> int:
    """0 where all figures hold, 1 where one fails or is refused, 2 for a mistake of the user."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of the public sets: eval/, bitext-dev/")
    parser.add_argument("--model", type=Path, help="folder of a model that is not shipped (yet)")
    parser.add_argument("--accept", action="store_true", help="set the floors anew")
    parser.add_argument("--lower", action="store_true", help="also lower those the changelog names")
    parser.add_argument("--json", action="store_true", help="the rows as JSON")
    options = parser.parse_args(arguments)
    if options.lower and not options.accept:
        parser.error("--lower goes with --accept")
    if options.accept and options.model:
        parser.error("--accept is for the shipped model; put the other in its place first")
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    try:
        held = bounds.read_floors(floors)
        scores = bounds.score_lines(changelog) if options.lower else None
        # what an older parser left in the user's cache must not answer here
        with TemporaryDirectory() as cache, patch.dict(os.environ, MOC_ALIGN_CACHE=cache):
            figures = tuple(measure(options.model or model_path(), options.data))
        if options.accept:
            wanted, failed = bounds.accept(figures, held, scores)
            if not failed:
                notes = _kept(held, wanted, options.data)
                bounds.write_floors(floors, wanted)
                held = wanted
    except MocAlignError as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2
    rows = bounds.check(figures, held)
    failed = failed or bounds.reasons(rows, held)
    if options.data is None:
        notes += (f"not measured without --data FOLDER: {', '.join(PUBLIC_GROUPS)}",)
    if options.json:
        print(_as_json(rows, failed, notes))
    else:
        told = (*notes, *(f"FAIL {reason}" for reason in failed))
        print(*_table(rows), *(("", *told) if told else ()), sep="\n")
    return bool(failed)


def _kept(old: bounds.Floors, new: bounds.Floors, data: Path | None) -> tuple[str, ...]:
    """A note where the model is another one and the floors of the public sets are of the old."""
    changed = old.get("model", {}).get("sha256") != new["model"]["sha256"]
    if not changed or data is not None or not any(name in old for name in PUBLIC_GROUPS):
        return ()
    return (
        "the floors of the public sets are the former model's; accept again with --data FOLDER",
    )


def _table(rows: Iterable[bounds.Row]) -> list[str]:
    """Aligned lines: name, measured, limit, verdict, goal."""
    cells = []
    for row in rows:
        figure, missing = row.figure, row.limit is None and row.verdict == "FAIL"
        limit = "no floor" if missing else _shown(row.limit, figure.digits)
        words = WORDS[figure.bound] if row.limit is not None else ""
        value = _shown(figure.value, figure.digits)
        cells.append((figure.key, value, words, limit, row.verdict, _goal(row)))
    widths = [max(len(row[column]) for row in cells) for column in range(6)]
    return [
        f"{key:{widths[0]}}  {value:>{widths[1]}}  {words:{widths[2]}} {limit:>{widths[3]}}"
        f"  {verdict:4}  {goal}".rstrip()
        for key, value, words, limit, verdict, goal in cells
    ]


def _shown(value: float | str | None, digits: int) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,.{digits}f}"


def _goal(row: bounds.Row) -> str:
    if row.goal is None or isinstance(row.figure.value, str):
        return ""
    missing = row.goal - row.figure.value
    return f"goal {row.goal}" + (f", {missing:.1f} to go" if missing > 0 else ", reached")


def _as_json(rows: Iterable[bounds.Row], failed: Sequence[str], notes: Sequence[str]) -> str:
    """The report for programs."""
    figures = [
        {
            "name": row.figure.key,
            "measured": row.figure.value,
            "bound": row.figure.bound,
            "limit": row.limit,
            "ok": None if row.verdict == "-" else row.verdict == "ok",
            "goal": row.goal,
        }
        for row in rows
    ]
    report = {"ok": not failed, "figures": figures, "reasons": failed, "notes": notes}
    return json.dumps(report, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
