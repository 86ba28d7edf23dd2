"""Floors of the figures: read, held to, set anew; lowered only with a line in the changelog."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from figures import PUBLIC_GROUPS, Figure

from moc_align.errors import ConfigError

Floors = dict[str, dict[str, float | str]]
"""Section -> figure -> least (or most) that is allowed, or digest; `goals` stands beside."""
GOALS = "goals"
ACCEPT = "python bench/gate.py --accept"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the gate's report."""

    figure: Figure
    limit: float | str | None
    verdict: Literal["ok", "FAIL", "-"]
    goal: float | None = None


def read_floors(path: Path) -> Floors:
    """The floors of a file. Raises: ConfigError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: no file of floors; `{ACCEPT}` needs one to start") from error
    except ValueError as error:
        raise ConfigError(f"{path}: no JSON ({error}); mend it by hand") from error
    if not isinstance(found, dict) or not all(isinstance(part, dict) for part in found.values()):
        raise ConfigError(f"{path}: not sections of figures; see bench/README.md for its form")
    return found


def write_floors(path: Path, floors: Floors) -> None:
    """Puts the floors into a file."""
    text = json.dumps(floors, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def check(figures: Iterable[Figure], floors: Floors) -> tuple[Row, ...]:
    """A row a figure, in the order they come."""
    rows = []
    for figure in figures:
        limit = floors.get(figure.group, {}).get(figure.name)
        goal = floors.get(GOALS, {}).get(f"{figure.group}.{figure.name.split('_')[0]}")
        if figure.bound == "none":
            rows.append(Row(figure, None, "-"))
        else:
            verdict: Literal["ok", "FAIL"] = "ok" if _within(figure, limit) else "FAIL"
            held = float(goal) if goal is not None else None
            rows.append(Row(figure, limit, verdict, held))
    return tuple(rows)


def _within(figure: Figure, limit: float | str | None) -> bool:
    if limit is None or figure.bound == "digest":
        return figure.value == limit
    if isinstance(limit, str) or isinstance(figure.value, str):
        return False
    if figure.bound == "ceiling":
        return figure.value <= limit
    return figure.value >= limit


def reasons(rows: Iterable[Row], floors: Floors) -> tuple[str, ...]:
    """A sentence for each figure that fails, and for each floor that nothing is held to."""
    rows = tuple(rows)
    found = [_reason(row) for row in rows if row.verdict == "FAIL"]
    measured = {row.figure.key for row in rows if row.figure.bound != "none"}
    groups = {row.figure.group for row in rows}
    for group, part in floors.items():
        if group == GOALS or (group in PUBLIC_GROUPS and group not in groups):
            continue
        found += [
            f"{group}.{name} has a floor, but nothing measures it: take it out of floors.json"
            for name in part
            if f"{group}.{name}" not in measured
        ]
    return tuple(found)


def _reason(row: Row) -> str:
    figure, limit = row.figure, row.limit
    if limit is None:
        return f"{figure.key} is {figure.value} and has no floor: `{ACCEPT}` sets it"
    if figure.bound == "digest":
        what = "the model" if figure.group == "model" else "the evaluation set"
        return (
            f"{figure.key} is {figure.value}, but the floors were set on {limit}: {what} has "
            f"changed; if it is meant to, look at the figures and accept it with `{ACCEPT}`"
        )
    side = "above its ceiling" if figure.bound == "ceiling" else "below its floor"
    return f"{figure.key} is {figure.value}, {side} {limit}"


def accept(
    figures: Iterable[Figure], floors: Floors, scores: tuple[str, ...] | None
) -> tuple[Floors, tuple[str, ...]]:
    """New floors, and a sentence for each that may not be lowered.

    A floor is set to the measured figure less its margin, and stays where that would lower it
    although the figure holds it. `scores` are the lines of the changelog about scores, None where
    nothing may be lowered. Ceilings are set by hand. What wasn't measured is kept.
    """
    found = {group: dict(part) for group, part in floors.items()}
    refused = []
    for figure in figures:
        if figure.bound == "none":
            continue
        part = found.setdefault(figure.group, {})
        limit = part.get(figure.name)
        if figure.bound == "ceiling" and limit is not None:
            if not _within(figure, limit):
                refused.append(f"{_reason(Row(figure, limit, 'FAIL'))}, which is moved by hand")
        elif isinstance(figure.value, str) or figure.bound == "ceiling" or limit is None:
            part[figure.name] = _below(figure)
        elif _within(figure, limit):
            part[figure.name] = max(limit, _below(figure))
        elif scores is None:
            refused.append(f"{_reason(Row(figure, limit, 'FAIL'))}; --lower is needed to lower it")
        elif not any(_names(line, figure.key) for line in scores):
            refused.append(
                f"{figure.key} would be lowered from {limit} to {_below(figure)}, and the topmost "
                f"section of CHANGELOG.md has no line under '### Scores' that names it; add one: "
                f"'- `{figure.key}` {limit} -> {_below(figure)}: <why>'"
            )
        else:
            part[figure.name] = _below(figure)
    return found, tuple(refused)


def _below(figure: Figure) -> float | str:
    """The floor of a measured figure: less its margin, rounded down to two digits."""
    if isinstance(figure.value, str) or not figure.margin:
        return figure.value
    # a float is kept from falling below a digit that it stands for
    return math.floor(round((figure.value - figure.margin) * 100, 6)) / 100


def _names(line: str, key: str) -> bool:
    return bool(re.search(rf"(?<![\w.-]){re.escape(key)}(?!\w|[.-]\w)", line))


def score_lines(changelog: Path) -> tuple[str, ...]:
    """Items under "Scores" in the topmost section of a changelog. Raises: ConfigError."""
    try:
        text = changelog.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{changelog}: no changelog that could name a lowered floor") from error
    sections = re.split(r"^## ", text, flags=re.M)
    parts = re.split(r"^### ", sections[1] if len(sections) > 1 else "", flags=re.M)
    scores = "".join(
        p.partition("\n")[2] for p in parts[1:] if p.split("\n")[0].strip() == "Scores"
    )
    items = re.split(r"^[-*] ", scores, flags=re.M)[1:]
    return tuple(" ".join(item.split()) for item in items)
