"""Pairs from a table with tabs, as spreadsheets and databases write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from moc_align.errors import ReadError
from moc_align.schema import LANGS, Lang
from moc_align.text import script

NAMES: dict[Lang, frozenset[str]] = {
    "ja": frozenset({"ja", "ja-jp", "ja_jp", "jpn", "japanese", "日本語", "和文"}),
    "en": frozenset({"en", "en-us", "en_us", "en-gb", "en_gb", "eng", "english", "英語", "英文"}),
}
"""Headings of the columns, without case."""
SAMPLE = 1000
"""Lines that tell which column is in which language where no heading does."""
CHUNK = 1 << 20
HALF_WIDTH = re.compile("[\uff61-\uff9f]")
MOST_HALF_WIDTH = 0.1
"""Share of half-width katakana; other encodings read as Shift_JIS give far more."""
QUOTED = re.compile(r'"((?:[^"]|"")*"")(?:[^"]|"")*"')


def read(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs (en, ja) of a table, cells stripped; lines with too few columns are left out.

    The first line may name the columns; else the script of the texts tells. Raises: ReadError.
    """
    with path.open(encoding=encoding_of(path)) as file:
        table = (line.rstrip("\n").split("\t") for line in file)
        first = list(islice(table, SAMPLE))
        columns = named(first[0]) if first else None
        rows = chain(first if columns is None else first[1:], table)
        columns = columns or by_script(first)
        if columns is None:
            raise ReadError(
                f"{path}: no column of Japanese beside one of English; give a table with tabs "
                "whose first line names the columns ja and en"
            )
        en, ja = columns
        for cells in rows:
            if len(cells) > max(columns):
                yield cell(cells[en]), cell(cells[ja])


def encoding_of(path: Path) -> str:
    """The codec that reads the whole file. Raises: ReadError."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    elif b"\0" in head:
        raise ReadError(f"{path}: a binary file, not a table; give a TSV or TMX file")
    else:
        tried = ["utf-8-sig", "cp932"]
    for codec in tried:
        if _reads(path, codec):
            return codec
    raise ReadError(f"{path}: not UTF-8, UTF-16 or Shift_JIS; save it as UTF-8 and try again")


def _reads(path: Path, codec: str) -> bool:
    """True where the codec makes sense of every byte."""
    half = other = 0
    try:
        with path.open(encoding=codec) as file:
            while text := file.read(CHUNK):
                if codec == "cp932":
                    half += len(HALF_WIDTH.findall(text))
                    other += sum(char > "\x7f" for char in text)
    except UnicodeError:
        return False
    return half <= MOST_HALF_WIDTH * other


def named(heading: Sequence[str]) -> tuple[int, int] | None:
    """Numbers of the columns (en, ja), where both are named."""
    names = [cell(name).casefold() for name in heading]
    found = [next((i for i, n in enumerate(names) if n in NAMES[lang]), None) for lang in LANGS]
    columns = dict(zip(LANGS, found, strict=True))
    en, ja = columns["en"], columns["ja"]
    return None if en is None or ja is None else (en, ja)


def by_script(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Numbers of the columns (en, ja) with the most text in each language, None without both."""
    totals: dict[Lang, dict[int, int]] = {"en": {}, "ja": {}}
    for cells in rows:
        for column, text in enumerate(cells):
            lang = script(text)
            if lang is not None:
                totals[lang][column] = totals[lang].get(column, 0) + len(text)
    if not all(totals.values()):
        return None
    en, ja = (max(of, key=lambda column: of[column]) for of in (totals["en"], totals["ja"]))
    return None if en == ja else (en, ja)


def cell(text: str) -> str:
    """The text of a cell, without the quotes that a spreadsheet puts around text with quotes."""
    text = text.strip()
    return text[1:-1].replace('""', '"').strip() if QUOTED.fullmatch(text) else text
