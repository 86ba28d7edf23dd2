"""The reports of a validation in every format: for people, for programs, for CI servers."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from sample_findings import sample_validation
from sample_report import HERE, HOSTILE
from test_json_reporter import faults

from moc_align.plugins import Screen, load
from moc_align.reporters import _findings as say
from moc_align.reporters.sarif import uri
from moc_align.schema import Report
from moc_align.suppressions import fingerprint

FORMATS = ("text", "markdown", "json", "sarif", "junit", "github")
GOLDEN = [
    (name, width, f"validate{f'.{width}' if name == 'text' else ''}{load('reporter', name).suffix}")
    for name, width in (("text", 80), ("text", 120), *((name, 80) for name in FORMATS[1:]))
    if name != "sarif"  # it holds the help of every check
]


def rendered(name: str, width: int = 80, colour: bool = False, report: Report | None = None) -> str:
    return load("reporter", name).render(report or sample_validation(), Screen(width, colour))


@pytest.mark.parametrize(("name", "width", "file"), GOLDEN)
def test_whole_outputs(name: str, width: int, file: str) -> None:
    golden = HERE / "golden/reporters" / file
    found = rendered(name, width)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_bytes().decode("utf-8")
    assert found.endswith("\n") and not found.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_document_steers_the_terminal(name: str) -> None:
    bad = [c for c in rendered(name) if c != "\n" and unicodedata.category(c) == "Cc"]
    assert not bad
    assert "\u202e" not in rendered(name)


@pytest.mark.parametrize("width", [0, 60, 80, 97, 120])
def test_lines_fit_the_screen(width: int) -> None:
    def columns(text: str) -> int:
        wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
        return len(text) + wide

    lines = rendered("text", width).split("\n")
    assert max(map(columns, lines)) <= min(max(width, 60), 120)


def test_colour_adds_nothing_but_colour() -> None:
    coloured = rendered("text", colour=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "\x1b[" in coloured
    assert [line.rstrip() for line in bare.split("\n")] == rendered("text").split("\n")


def test_a_good_translation_takes_one_line() -> None:
    told = rendered("text", report=replace(sample_validation(good=True), signature=None))
    assert told == "made.en: no findings in 6 clauses\n"


def test_every_finding_is_told_with_both_passages_and_how_to_silence_it() -> None:
    report = sample_validation()
    told = "".join(rendered("text").split())
    for finding in say.counted(report):
        assert "".join(f'--accept {fingerprint(finding)} --reason "…"'.split()) in told
    for group in say.groups(say.counted(report)):
        for quote in (*group.source, *group.target):
            assert f"[{quote.id},p.{quote.page},l.{quote.line}]" in told


def test_suppressed_findings_are_told_and_not_counted() -> None:
    report = sample_validation()
    assert say.totals(report) == "4 errors, 1 warning, 1 info in 6 clauses; 2 suppressed"
    for name in ("text", "markdown", "json", "sarif", "junit"):
        assert "an idiom" in rendered(name)
        assert "b.json" in rendered(name)
    assert "an idiom" not in rendered("github")


@pytest.mark.parametrize(
    ("text", "words", "marked", "reason"),
    [
        ("30人と300人", ("30",), ["30"], "a number inside a longer one is another number"),
        ("五年及び五年", ("五年",), ["五年", "五年"], "each place, kanji have no word boundary"),
        ("2027年", ("7年",), [], "digits before make it another year"),
        ("may, maybe", ("may",), ["may"], "a word inside a longer one is another word"),
        ("a+b", ("+",), ["+"], "signs of regular expressions are signs"),
        ("水と", ("", "水と", "水"), ["水と"], "the longest word first, an empty one nowhere"),
    ],
)
def test_words_that_differ_are_marked(
    text: str, words: tuple[str, ...], marked: list[str], reason: str
) -> None:
    found = list(say.pieces(text, words))
    assert [stretch for stretch, yes in found if yes] == marked, reason
    assert "".join(stretch for stretch, _ in found) == text


@given(st.text("30 年a.", max_size=20), st.lists(st.text("30年a", max_size=3), max_size=3))
def test_marking_loses_nothing(text: str, words: list[str]) -> None:
    assert "".join(stretch for stretch, _ in say.pieces(text, words)) == text


def test_markdown_has_no_markup_but_its_own() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(rendered("markdown"))
    children = [child for token in tokens for child in token.children or ()]
    raw = {c.content for c in children if c.type == "html_inline"}
    assert raw <= {"<sub>", "</sub>", "<br>", "<b>", "</b>"}
    assert not {c.type for c in children} & {"link_open", "image", "em_open"}
    assert not [t for t in tokens if t.type in ("html_block", "code_block", "fence")]


def schema(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE.parent / path).read_text(encoding="utf-8"))
    return found


def test_json_follows_its_schema() -> None:
    rules = schema("docs/schema/validate.schema.json")
    Draft202012Validator.check_schema(rules)
    for good in (False, True):
        value = json.loads(rendered("json", report=sample_validation(good=good)))
        assert list(Draft202012Validator(rules).iter_errors(value)) == []
        # stricter: every key is described, and none is missing
        assert faults(value, rules, rules) == []
        assert faults({**value, "more": 1}, rules, rules)


def test_json_holds_the_findings_whole() -> None:
    found = json.loads(rendered("json"))["findings"]
    report = sample_validation()
    assert [f["check"] for f in found] == [f.check for f in report.findings]
    assert found[0]["values"] == {"source": "300人", "target": "30"}
    assert found[5]["source"][0]["text"] == HOSTILE
    assert found[5]["confidence"] == 0.4124
    assert found[4]["suppressed"] == "ignored: an idiom"
    assert found[2]["target"] == []


@cache
def sarif_rules() -> Draft4Validator:
    return Draft4Validator(schema("tests/cases/schemas/sarif-2.1.0-rtm.5.json"))


def test_sarif_follows_the_schema_of_oasis() -> None:
    for good in (False, True):
        log = json.loads(rendered("sarif", report=sample_validation(good=good)))
        assert [error.message for error in sarif_rules().iter_errors(log)] == []
    log["runs"][0]["results"] = [{"level": "fatal"}]
    assert list(sarif_rules().iter_errors(log)), "the validator sees what is wrong"


def test_sarif_points_into_the_translation() -> None:
    run = json.loads(rendered("sarif"))["runs"][0]
    places = [
        (
            result["ruleId"],
            where["artifactLocation"]["uri"],
            where["region"]["startLine"],
        )
        for result in run["results"]
        for where in [result["locations"][0]["physicalLocation"]]
    ]
    assert places[0] == ("numbers", "made.en", 2)
    # what is left out is told at the clause before the gap
    assert places[2] == ("omission", "made.en", 2)
    assert places[6] == ("addition", "made.en", 5)
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error", "note", "error", "warning", "error", "error", "error", "warning"]


def test_sarif_gives_rules_fingerprints_and_suppressions() -> None:
    report = sample_validation()
    run = json.loads(rendered("sarif"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"] == {"mocAlign/v1": fingerprint(finding)}
        told = [own["justification"] for own in result["suppressions"]]
        assert told == [finding.suppressed] * bool(finding.suppressed)
    helped = {rule["id"]: rule.get("help", {}).get("text") for rule in rules}
    assert helped["numbers"] == load("check", "numbers").help
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == list(report.notes)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a b/第1条#?.txt", "a%20b/%E7%AC%AC1%E6%9D%A1%23%3F.txt"),
        ("../texts/a.en.txt", "../texts/a.en.txt"),
        ("/srv/a b.txt", "file:///srv/a%20b.txt"),
        ("moc-2.0-en", "moc-2.0-en"),
    ],
)
def test_a_path_is_a_uri(source: str, expected: str) -> None:
    assert uri(source) == expected


def read_junit(tmp_path: Path, report: Report) -> JUnitXml:
    file = tmp_path / "report.xml"
    file.write_text(rendered("junit", report=report), encoding="utf-8")
    return JUnitXml.fromfile(str(file))


def test_junit_is_read_by_junitparser(tmp_path: Path) -> None:
    suites = list(read_junit(tmp_path, sample_validation()))
    assert [suite.name for suite in suites] == ["made.en"]
    cases = {case.name: case for case in suites[0]}
    assert list(cases) == sorted(cases), "one case a check, in a fixed order"
    failed = {name for name, case in cases.items() if not case.is_passed}
    assert failed == {"numbers", "omission", "untranslated", "addition"}
    assert (suites[0].tests, suites[0].failures) == (len(cases), len(failed))
    assert cases["numbers"].result[0].text.startswith("made.en:2: error: 「300人」")
    # what does not fail is told all the same
    assert "suppressed: ignored: an idiom" in cases["negation"].system_out
    assert "made.en:3: warning" in cases["terminology"].system_out


def test_junit_fails_where_the_validation_does(tmp_path: Path) -> None:
    report = sample_validation()
    assert report.signature
    for fail_on, failures in (("never", 0), ("warning", 5), ("info", 6)):
        settings_ = (("checks", "dates, numbers"), ("fail-on", fail_on))
        asked = replace(report, signature=replace(report.signature, settings=settings_))
        assert next(iter(read_junit(tmp_path, asked))).failures == failures


def test_github_marks_the_ten_worst() -> None:
    report = sample_validation()
    lines = rendered("github").splitlines()
    marks = [line for line in lines if line.startswith("::")]
    assert [mark.split(" ")[0] for mark in marks] == [*["::error"] * 4, "::warning", "::notice"]
    numbers = '::error file=made.en,line=2,title=numbers%2C c1::「300人」 (300) against "30"'
    assert marks[0] == numbers
    many = replace(report, findings=report.findings[:1] * 7 + report.findings[3:4] * 7)
    marks = [m for m in rendered("github", report=many).splitlines() if m.startswith("::")]
    assert [mark.split(" ")[0] for mark in marks] == [*["::error"] * 7, *["::warning"] * 3]


def test_github_takes_no_command_from_a_document() -> None:
    told = rendered("github")
    # a line end would begin a command of the document's own
    assert [line for line in told.splitlines() if line.startswith("::error::")] == []
    assert "100%25 sure" in told
    path = sample_validation().documents
    odd = replace(sample_validation(), documents=(path[0], replace(path[1], source="a,b:c%.txt")))
    assert "file=a%2Cb%3Ac%25.txt,line=2" in rendered("github", report=odd)


@settings(deadline=None, max_examples=20)
@given(st.text(max_size=40))
def test_any_words_can_be_reported(words: str) -> None:
    report = sample_validation()
    found = replace(report.findings[0], message=words, values=(words, words))
    for name in FORMATS:
        told = rendered(name, 60, report=replace(report, findings=(found,), notes=(words,)))
        assert told.encode("utf-8")
        assert told.endswith("\n")
