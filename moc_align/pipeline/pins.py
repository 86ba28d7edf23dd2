"""A file of links that a person has fixed -> pins of units."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from moc_align.aligner.bitext import Pin
from moc_align.errors import ConfigError
from moc_align.schema import AlignedText

HEADER = ("source", "target")
_SHOWN = 60
"""Characters of a line that an error quotes."""


def read_pins(data: bytes, name: str, source: AlignedText, target: AlignedText) -> list[Pin]:
    """The pins of a file, in one of three forms.

    - `[0, 1]:[2]` a line: indices from 0, as vecalign writes them;
    - two columns of ids with a tab between, several ids apart by spaces (`art2.p1 art2.p2` and
      `art2.p1`), an empty column for a null link;
    - the JSON of `moc-align align`: its links of origin `human`, or all where none has an origin.

    Raises: ConfigError for a file in none of them, or with units that the texts don't have.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name} is not UTF-8; save it as UTF-8 and try again") from error
    if not text.strip():
        raise ConfigError(f"{name} is empty; give a file with a link on each line")
    if text.lstrip().startswith("{"):
        return [_by_ids(ends, where, source, target) for ends, where in _json_ends(text, name)]
    if text.lstrip().startswith("["):
        return _by_indices(data, name, source, target)
    return [_by_ids(ends, where, source, target) for ends, where in _table_ends(text, name)]


def _by_indices(data: bytes, name: str, source: AlignedText, target: AlignedText) -> list[Pin]:
    from moc_align.evaluate import read_alignment

    pins = [Pin(link.source, link.target) for link in read_alignment(data, name).links]
    for pin in pins:
        for side, units, text in (
            ("source", pin.source, source),
            ("target", pin.target, target),
        ):
            beyond = [unit for unit in units if unit >= len(text.units)]
            if beyond:
                raise ConfigError(
                    f"{name}: there is no {side} unit {beyond[0]}; {text.source} has "
                    f"{len(text.units)}, counted from 0"
                )
    return pins


Ends = tuple[Sequence[str], Sequence[str]]


def _table_ends(text: str, name: str) -> Iterator[tuple[Ends, str]]:
    """The ids of each row, and where it stands."""
    for number, line in enumerate(text.splitlines(), start=1):
        columns = line.split("\t")
        if not line.strip() or (number == 1 and tuple(columns[:2]) == HEADER):
            continue
        where = f"{name}, line {number}"
        if len(columns) != len(HEADER):
            raise ConfigError(
                f"{where}: '{line[:_SHOWN]}' is no pin; write ids of the source, a tab and ids of "
                "the target, or [0, 1]:[2]"
            )
        yield (columns[0].split(), columns[1].split()), where


def _json_ends(text: str, name: str) -> Iterator[tuple[Ends, str]]:
    def ids(units: Any) -> list[str]:
        return [unit if isinstance(unit, str) else str(unit["id"]) for unit in units]

    remedy = "give what `moc-align align --format json` writes"
    try:
        links = json.loads(text)["links"]
        origins = {link.get("origin", "human") for link in links}
        kept = [link for link in links if link.get("origin", "human") == "human"]
        ends = [(ids(link["source"]), ids(link["target"])) for link in kept]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{name}: no JSON with links ({error!r}); {remedy}") from error
    if not ends:
        made = "all were found by the tool" if origins else "there is none"
        raise ConfigError(
            f'{name} has no link of a person ({made}); set "origin": "human" at those to keep'
        )
    for number, own in enumerate(ends, start=1):
        yield own, f"{name}, pin {number}"


def _by_ids(ends: Ends, where: str, source: AlignedText, target: AlignedText) -> Pin:
    found = []
    for side, ids, text in (("source", ends[0], source), ("target", ends[1], target)):
        unknown = [unit for unit in ids if unit not in text.index]
        if unknown:
            raise ConfigError(
                f"{where}: {text.source} has no unit '{unknown[0][:_SHOWN]}'; `moc-align align "
                f"--format tsv` lists the ids of the {side}"
            )
        found.append(tuple(sorted(text.index[unit] for unit in ids)))
    return Pin(found[0], found[1])
