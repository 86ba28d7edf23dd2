"""Files of links, in vecalign's form or as `moc-align align --format json` -> `Alignment`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal, NoReturn

from moc_align.errors import ParseError, ReadError

Side = Literal["source", "target"]
SIDES: tuple[Side, Side] = ("source", "target")
_BEAD = re.compile(r"\[([\d, ]*)\]\s*:\s*\[([\d, ]*)\](?:\s*:\s*([^\s:]+))?", re.ASCII)
_INDEX = re.compile(r"\d{1,9}", re.ASCII)
_SHOWN = 80
"""Characters of a line that an error quotes."""
_NUMBERS = re.compile(r"(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """A bead: the lines of one side and those of the other that say the same."""

    source: tuple[int, ...]
    """Indices from 0, ascending; empty in an addition."""
    target: tuple[int, ...]
    """Likewise; empty in an omission."""
    confidence: Fraction | None = None

    @property
    def ends(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What a link is compared by."""
        return self.source, self.target

    @property
    def null(self) -> bool:
        """True where one side is empty."""
        return not (self.source and self.target)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Every source index with every target index; empty for a null link."""
        return tuple((s, t) for s in self.source for t in self.target)

    @property
    def shape(self) -> str:
        """1-1, 1-2, 2-1, null, or n-m for all others."""
        if self.null:
            return "null"
        shape = f"{len(self.source)}-{len(self.target)}"
        return shape if shape in {"1-1", "1-2", "2-1"} else "n-m"

    def __str__(self) -> str:
        return f"{list(self.source)}:{list(self.target)}"


@dataclass(frozen=True, slots=True)
class Alignment:
    """The links of a file in its order, each index in at most one of them."""

    name: str
    links: tuple[Link, ...]
    texts: Mapping[Side, Mapping[int, str]] = field(default_factory=dict)
    """What stands at an index, where the file tells."""
    notes: tuple[str, ...] = ()

    def indices(self, side: Side) -> frozenset[int]:
        """Those that are in a link."""
        return frozenset(i for link in self.links for i in getattr(link, side))


def read_alignment(data: bytes, name: str) -> Alignment:
    """The links of a file; one that is empty on both sides is left out, as vecalign does.

    A line is `[0, 1]:[2]:confidence`, the confidence and blank lines as one likes. In JSON an index
    is `index` where each unit of the side has one; else the id less 1 where all ids are numbers
    (those of lines are); else the rank by line, and within a line by id.
    Raises: ReadError, ParseError.
    """
    text = _decoded(data, name)
    if not text.strip():
        raise ReadError(f"{name} is empty; give a file with a link on each line")
    if text.lstrip().startswith("{"):
        links, texts = _from_json(text, name)
    else:
        links, texts = _from_lines(text, name), {}
    links = [link for link in links if link.source or link.target]
    if not links:
        raise ReadError(f"{name} holds no link; give a file with a link on each line")
    for side in SIDES:
        _check_once(links, side, name)
    kept, notes = _with_confidences(links, name)
    return Alignment(name, kept, texts, notes)


def read_lines(data: bytes, name: str) -> tuple[str, ...]:
    """The lines of a text, in the order that indices count them. Raises: ReadError."""
    text = _decoded(data, name)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return tuple(line.removesuffix("\r") for line in lines)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{name} is not UTF-8; save it as UTF-8 and try again") from error


def _from_lines(text: str, name: str) -> list[Link]:
    links = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found = _BEAD.fullmatch(line.strip())
        sides = [_indices(part) for part in found.group(1, 2)] if found else []
        confidence = _fraction(found[3]) if found and found[3] else None
        if not found or None in sides or (found[3] and confidence is None):
            quoted = " ".join(line.split())[:_SHOWN]
            raise ParseError(
                f"{name}, line {number}: '{quoted}' is no bead; write it as [0, 1]:[2] or as "
                "[0, 1]:[2]:0.98"
            )
        source, target = (tuple(sorted(side or ())) for side in sides)
        links.append(Link(source, target, confidence))
    return links


def _indices(inside: str) -> tuple[int, ...] | None:
    """The numbers between brackets, None where something else stands there."""
    parts = [part.strip() for part in inside.split(",")] if inside.strip() else []
    if not all(_INDEX.fullmatch(part) for part in parts):
        return None
    return tuple(map(int, parts))


def _fraction(value: object) -> Fraction | None:
    """The number exactly as it was written, None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # 1e999999999 would be written out
    if not number.is_finite() or (number and abs(number.adjusted()) > 99):
        return None
    return Fraction(number)


def _from_json(text: str, name: str) -> tuple[list[Link], dict[Side, dict[int, str]]]:
    def refuse(why: str) -> NoReturn:
        raise ParseError(f"{name}: {why}; give what `moc-align align --format json` writes")

    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{name}: no JSON ({error}); take a fresh copy of it") from error
    rows = found.get("links")
    if not isinstance(rows, list):
        refuse("no list of links in it")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not all(isinstance(row.get(s), list) for s in SIDES):
            refuse(f"link {number} has no lists source and target")
        confidence = row.get("confidence")
        if confidence is not None and _fraction(confidence) is None:
            refuse(f"the confidence of link {number} is no number")
    ends: dict[Side, list[tuple[int, ...]]] = {}
    texts: dict[Side, dict[int, str]] = {}
    for side in SIDES:
        ends[side], texts[side] = _numbered([row[side] for row in rows], side, refuse)
    links = [
        Link(source, target, _fraction(row.get("confidence")))
        for row, source, target in zip(rows, ends["source"], ends["target"], strict=True)
    ]
    return links, texts


def _numbered(
    groups: Sequence[Sequence[Any]], side: Side, refuse: Callable[[str], NoReturn]
) -> tuple[list[tuple[int, ...]], dict[int, str]]:
    """The indices of each group of units, ascending, and the text at each index."""
    units: dict[str, Mapping[str, Any]] = {}
    for unit in (unit for group in groups for unit in group):
        if not isinstance(unit, dict) or not isinstance(unit.get("id"), str | int):
            refuse(f"a {side} unit has no id")
        if str(unit["id"]) in units:
            refuse(f"{side} unit {unit['id']} is in two links")
        if not isinstance(unit.get("line", 1), int):
            refuse(f"the line of {side} unit {unit['id']} is no number")
        units[str(unit["id"])] = unit
    if all(_is_index(unit.get("index")) for unit in units.values()):
        index = {id_: int(unit["index"]) for id_, unit in units.items()}
        if len(set(index.values())) < len(index):
            refuse(f"two {side} units have one index")
    elif all(_INDEX.fullmatch(id_) and id_.lstrip("0") == id_ for id_ in units):
        index = {id_: int(id_) - 1 for id_ in units}
    else:
        ranked = sorted(units, key=lambda id_: (units[id_].get("line", 1), _natural(id_)))
        index = {id_: rank for rank, id_ in enumerate(ranked)}
    ends = [tuple(sorted(index[str(unit["id"])] for unit in group)) for group in groups]
    return ends, {index[id_]: str(unit.get("text", "")) for id_, unit in units.items()}


def _is_index(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _natural(id_: str) -> tuple[tuple[int, str], ...]:
    """A key by which art2.b10 stands after art2.b9, and art2 before what is below it."""
    parts = _NUMBERS.split(id_)
    return tuple((int(part), "") if i % 2 else (0, part) for i, part in enumerate(parts))


def _check_once(links: Iterable[Link], side: Side, name: str) -> None:
    seen: set[int] = set()
    for link in links:
        for index in getattr(link, side):
            if index in seen:
                raise ParseError(
                    f"{name}: {side} index {index} is used twice, the second time in {link}; "
                    "let each index stand in one link"
                )
            seen.add(index)


def _with_confidences(links: Sequence[Link], name: str) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """The links, without confidences where these can be none, and a note about that."""
    given = [link.confidence for link in links if link.confidence is not None]
    if all(0 <= value <= 1 for value in given):
        return tuple(links), ()
    note = f"{name}: the third field is no confidence (it leaves 0 to 1) and is not looked at"
    return tuple(Link(*link.ends) for link in links), (note,)
