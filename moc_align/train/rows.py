"""Texts with their translations: the tables they are read from, and which of them are kept."""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from moc_align.errors import ModelError

PROJECT = "moc-align-glossary"
"""The source of rows from the project's own glossary."""
EVERYDAY = {"tanaka-graded", "odashi-tanaka"}
"""Sources of everyday speech, which the others have little of."""


class Row(NamedTuple):
    """A text, its translation and where both are from."""

    en: str
    ja: str
    source: str


def fold(text: str) -> str:
    """The letters and digits of a text, NFKC and without case: the key of duplicates."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def lines(path: Path) -> Iterator[str]:
    """Lines of a text file, plain or `.xz`, without their ends. Raises: ModelError."""
    try:
        with (lzma.open if path.suffix == ".xz" else open)(path, "rb") as file:
            for line in file:
                yield line.decode("utf-8").rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise ModelError(f"{path}: not readable as UTF-8 text ({error}); check the file") from error


def find_table(data: Path, name: str) -> Path:
    """Path of `name.tsv.xz` or `name.tsv` in the folder. Raises: ModelError."""
    found = [p for p in (data / f"{name}.tsv.xz", data / f"{name}.tsv") if p.is_file()]
    if not found:
        raise ModelError(f"{data}: no {name}.tsv.xz or {name}.tsv; give a folder with both tables")
    return found[0]


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of a table with columns en, ja, source. Raises: ModelError for any other."""
    for number, line in enumerate(lines(path), 1):
        cells = line.split("\t")
        if len(cells) != 3:
            raise ModelError(f"{path}, line {number}: {len(cells)} columns; give en, ja, source")
        yield Row(*cells)


def read_glossary(path: Path, source: str = PROJECT) -> Iterator[Row]:
    """Rows of a glossary (columns ja, en, ..., with a header), each variant with each other one.

    Raises: ModelError for a line with one column.
    """
    for number, line in enumerate(islice(lines(path), 1, None), 2):
        cells = line.split("\t")
        if len(cells) < 2:
            raise ModelError(f"{path}, line {number}: one column; give ja, en")
        ja_terms, en_terms = (cell.split("|") for cell in cells[:2])
        yield from (Row(en.strip(), ja.strip(), source) for en in en_terms for ja in ja_terms)


def held_out(folder: Path) -> frozenset[str]:
    """Keys of every cell in every file of the folder; such texts are not trained on."""
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    return frozenset(fold(cell) for f in files for line in lines(f) for cell in line.split("\t"))


def keys(rows: Iterable[Row]) -> frozenset[str]:
    """Keys of both texts of each row."""
    return frozenset(fold(text) for row in rows for text in (row.en, row.ja))


def without(rows: Iterable[Row], banned: frozenset[str]) -> list[Row]:
    """The rows without repeats, empty and banned texts, in their order."""
    kept: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = fold(row.en), fold(row.ja)
        if all(key) and banned.isdisjoint(key):
            kept.setdefault(key, row)
    return list(kept.values())
