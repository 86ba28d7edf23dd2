"""Findings that a project accepts: what they are known by, and when that holds no longer."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_findings import sample_findings, sample_pair

from moc_align.errors import ConfigError
from moc_align.schema import Finding
from moc_align.suppressions import (
    Accepted,
    Ignored,
    fingerprint,
    read_baseline,
    read_ignored,
    suppress,
    write_baseline,
    write_ignored,
)

PAIR = sample_pair()
FOUND = tuple(replace(finding, suppressed="") for finding in sample_findings(PAIR))
DOCUMENTS = PAIR.source, PAIR.target
RUN = {finding.check for finding in FOUND}
DAY = date(2026, 3, 31)
NUMBERS = FOUND[0]


def entry(finding: Finding, **changes: object) -> Ignored:
    fields = {
        "check": finding.check,
        "clause": (finding.target or finding.source)[0].id,
        "text": DOCUMENTS[1].id,
        "digest": fingerprint(finding),
        "reason": "an idiom",
        "where": "ignore.toml, line 3",
    }
    return Ignored(**{**fields, **changes})  # type: ignore[arg-type]


def hidden(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.check for finding in findings if finding.suppressed]


def test_a_fingerprint_is_of_what_is_said() -> None:
    quote = NUMBERS.target[0]
    moved = replace(quote, id="art9.p9", page=7, line=99)
    wrapped = replace(quote, text=quote.text.replace(" ", "\n   "))
    wide = replace(quote, text=quote.text.replace("30", "３０"))
    for same in (moved, wrapped, wide):
        assert fingerprint(replace(NUMBERS, target=(same,))) == fingerprint(NUMBERS)
    assert fingerprint(replace(NUMBERS, message="x", severity="info")) == fingerprint(NUMBERS)
    reworded = replace(quote, text=quote.text.replace("training", "a training"))
    for other in (
        replace(NUMBERS, target=(reworded,)),
        replace(NUMBERS, check="dates"),
        replace(NUMBERS, values=("300人", "31")),
        replace(NUMBERS, source=(), target=NUMBERS.source),
    ):
        assert fingerprint(other) != fingerprint(NUMBERS)


@given(st.text(max_size=30))
def test_any_text_has_a_fingerprint(text: str) -> None:
    quote = replace(NUMBERS.source[0], text=text)
    assert len(fingerprint(replace(NUMBERS, source=(quote,)))) == 12


def test_an_entry_suppresses_its_finding_alone() -> None:
    accepted = Accepted(ignored=(entry(NUMBERS),))
    findings, notes = suppress(FOUND, DOCUMENTS, accepted, DAY, RUN)
    assert [finding.suppressed for finding in findings[:2]] == ["ignored: an idiom", ""]
    assert hidden(findings) == ["numbers"]
    assert notes == ()
    assert [replace(f, suppressed="") for f in findings] == list(FOUND), "none is lost"


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"digest": "0" * 12}, "line 3: the entry for numbers at c1 (made.en, line 2) is stale"),
        ({"check": "dates"}, "the entry for dates at c1 (made.en, line 2) is stale"),
        ({"clause": "art77", "digest": "0" * 12}, "the entry for numbers at art77 is stale"),
        ({"expires": date(2026, 3, 30)}, "expired on 2026-03-30"),
    ],
)
def test_an_entry_that_holds_no_longer_is_told(changes: dict[str, object], note: str) -> None:
    accepted = Accepted(ignored=(entry(NUMBERS, **changes),))
    findings, notes = suppress(FOUND, DOCUMENTS, accepted, DAY, RUN)
    assert hidden(findings) == []
    assert len(notes) == 1
    assert note in notes[0]


def test_an_entry_holds_on_its_last_day_and_after_renumbering() -> None:
    kept = entry(NUMBERS, expires=DAY, clause="art77")
    findings, notes = suppress(FOUND, DOCUMENTS, Accepted(ignored=(kept,)), DAY, RUN)
    assert (hidden(findings), notes) == (["numbers"], ())


@pytest.mark.parametrize(
    ("changes", "run"), [({"text": "another"}, RUN), ({}, RUN - {"numbers"})], ids=["text", "check"]
)
def test_entries_of_what_was_not_validated_are_not_stale(
    changes: dict[str, object], run: set[str]
) -> None:
    accepted = Accepted(ignored=(entry(NUMBERS, digest="0" * 12, **changes),))
    assert suppress(FOUND, DOCUMENTS, accepted, DAY, run)[1] == ()


def test_a_baseline_accepts_as_many_findings_as_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, {"made-en": FOUND}, RUN)
    accepted = Accepted(baseline=read_baseline(path), baseline_name=path.name)
    findings, notes = suppress((*FOUND, NUMBERS), DOCUMENTS, accepted, DAY, RUN)
    assert [finding.suppressed for finding in findings] == [
        *["accepted in baseline.json"] * len(FOUND),
        "",
    ]
    assert notes == ()
    findings, notes = suppress(FOUND[2:], DOCUMENTS, accepted, DAY, RUN)
    assert len(hidden(findings)) == len(FOUND) - 2
    assert notes[0].startswith("2 of the 8 findings that baseline.json accepts for made-en are")


def test_a_baseline_keeps_what_was_not_validated(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, {"b": FOUND[:3], "a": FOUND[3:4]}, RUN)
    write_baseline(path, {"b": FOUND[:1]}, {"numbers", "length"})
    found = read_baseline(path)
    assert list(found) == ["a", "b"]
    assert found["a"] == Counter([("terminology", fingerprint(FOUND[3]))])
    assert {check for check, _ in found["b"]} == {"numbers", "omission"}
    before = path.read_bytes()
    write_baseline(path, {"b": FOUND[:1]}, {"numbers", "length"})
    assert path.read_bytes() == before
    write_baseline(path, {"a": (), "b": ()}, RUN)
    assert json.loads(path.read_text())["accepted"] == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "x"}',
        '{"schema": "moc-align/baseline/1", "accepted": [1]}',
        '{"schema": "moc-align/baseline/1", "accepted": {"a": [{"check": 1}]}}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_baseline_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"baseline\.json: no baseline .* --write-baseline"):
        read_baseline(path)


def test_entries_are_added_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "ignore.toml"
    path.write_text("# why we do this\n", encoding="utf-8")
    first = entry(NUMBERS, reason='a "quoted"\nreason \x7f\\ 理由', expires=DAY)
    write_ignored(path, [first])
    write_ignored(path, [entry(FOUND[2])])
    found = read_ignored(path)
    assert path.read_text(encoding="utf-8").startswith("# why we do this\n\n[[ignore]]\n")
    assert [own.where for own in found] == [f"{path}, line 3", f"{path}, line 11"]
    assert [own.digest for own in found] == [first.digest, fingerprint(FOUND[2])]
    assert (found[0].reason, found[0].expires) == ('a "quoted"\nreason ␡\\ 理由', DAY)


ENTRY = 'check = "a"\nclause = "b"\ntext = "c"\ndigest = "d"\nreason = "e"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1", "this file has [[ignore]] tables only"),
        ("ignore = 1", "this file has [[ignore]] tables only"),
        ("ignore = [1]", "entry 1: no table"),
        ("[[ignore]]\nwhy = 1", "line 1: unknown key 'why'; there are: check, clause, text"),
        ("\n[[ignore]]\ncheck = 'a'", "line 2: clause must be words"),
        ("[[ignore]]\n" + ENTRY.replace('"e"', '" "'), "line 1: reason must be words in quotes"),
        (f"[[ignore]]\n{ENTRY}expires = '2026-01-01'", "expires must be a day without quotes"),
        (f"[[ignore]]\n{ENTRY}expires = 2026-01-01T00:00:00", "expires must be a day"),
    ],
)
def test_an_entry_that_is_none_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ignore.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as told:
        read_ignored(path)
    assert str(told.value).startswith(str(path))
    assert message in str(told.value)
