"""Faithful translations of many genres: nothing in them is a finding.

Each row of `cases/faithful` is a passage and a right translation of it, with what makes it hard to
judge word by word; each bitext is a whole document. Whatever is told of them is a false alarm.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pairs_made import made

from moc_align.checks import find
from moc_align.config import Config
from moc_align.pipeline.documents import Settings
from moc_align.pipeline.validation import failing, validate_pair, validating
from moc_align.plugins import names
from moc_align.schema import Finding, Genre, Lang

HERE = Path(__file__).parent
ROWS = {"pairs-1": "ja", "pairs-2": "en"}
"""Each table of passages, and the language of its sources."""
BITEXTS = ("joint-statement", "ordinance", "release", "loan")
DIRECTIONS: tuple[tuple[Lang, Lang], ...] = (("ja", "en"), ("en", "ja"))


def rows(name: str) -> list[list[str]]:
    path = HERE / "cases" / "faithful" / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *table = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert header == ["source_lang", "source", "target", "genre", "why"]
    return table


def told(findings: tuple[Finding, ...]) -> list[str]:
    """What is said at warning or above: the check and its message."""
    return [f"{f.check}: {f.message}" for f in failing(findings, "warning")]


@pytest.mark.parametrize("name", ROWS)
def test_a_table_has_instruments_of_many_kinds(name: str) -> None:
    table = rows(name)
    assert len(table) == len({why.partition(":")[0] for *_, why in table}) == 12
    assert {lang for lang, *_ in table} == {ROWS[name]}
    assert {genre for *_, genre, _ in table} <= set(get_args(Genre))
    assert all(source and target and why for _, source, target, _, why in table)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=f"{name}-{row[-1].partition(':')[0]}")
        for name in ROWS
        for row in rows(name)
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["as it is", "turned round"])
def test_nothing_is_told_of_a_right_translation(row: list[str], turned: bool) -> None:
    first, source, target, genre, _ = row
    texts = (target, source) if turned else (source, target)
    lang: Lang = "en" if turned is (first == "ja") else "ja"
    (kind,) = (known for known in get_args(Genre) if known == genre)
    assert not told(find(made([texts], lang, genre=kind), names("check")))


@pytest.mark.parametrize("name", BITEXTS)
@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_nothing_is_told_of_a_faithful_text(name: str, source: Lang, target: Lang) -> None:
    first, second = (str(HERE / "bitexts" / f"{name}.{lang}.txt") for lang in (source, target))
    asked = validating(Config(), day=date(2026, 11, 1), use_baseline=False)
    report = validate_pair(first, second, asked, Settings(cache=False))
    assert [text.lang for text in report.documents] == [source, target]
    assert all(len(text.clauses) > 25 for text in report.documents)
    assert not told(report.findings)
