"""Checks of what is bound, denied, qualified, listed, and of which way a relation runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pairs_made import Row, made

from moc_align import plugins
from moc_align.checks import Pair, find
from moc_align.checks.qualifiers import TABLE
from moc_align.schema import Finding, Genre, Lang

CASES = Path(__file__).parent / "cases" / "checks"
CHECKS = (
    "negation",
    "commitment",
    "obligations",
    "qualifiers",
    "items",
    "direction",
    "conjunction",
)
NOT_BINDING: dict[Lang, str] = {
    "ja": "この覚書は、法的拘束力を有しない。",
    "en": "This Memorandum is not legally binding.",
}


def rows() -> list[tuple[str, Lang, str, str, str]]:
    found: list[tuple[str, Lang, str, str, str]] = []
    for check in CHECKS:
        with (CASES / f"{check}.tsv").open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in table:
                assert row["reason"]
                lang: Lang = "ja" if row["source_lang"] == "ja" else "en"
                found.append((check, lang, row["source"], row["target"], row["finding"]))
    return found


def pair_of(check: str, lang: Lang, source: str, target: str) -> Pair:
    """A memorandum where the row speaks of participants, else a treaty."""
    memorandum = check == "obligations" or "Participants" in source + target
    genre: Genre = "memorandum" if memorandum else "treaty"
    told = [(source, target)]
    if check == "obligations":
        other: Lang = "en" if lang == "ja" else "ja"
        told.append((NOT_BINDING[lang], NOT_BINDING[other]))
    return made(told, lang, genre=genre)


def found(check: str, both: Pair) -> tuple[Finding, ...]:
    return find(both, [check])


@pytest.mark.parametrize(("check", "lang", "source", "target", "finding"), rows())
def test_pair(check: str, lang: Lang, source: str, target: str, finding: str) -> None:
    findings = found(check, pair_of(check, lang, source, target))
    if not finding:
        assert not findings
        return
    assert len(findings) == 1
    assert finding in findings[0].message
    for value, side in zip(findings[0].values, (source, target), strict=True):
        assert value in side


@pytest.mark.parametrize("check", CHECKS)
def test_tables_hold_pairs_to_report_and_pairs_to_let_pass(check: str) -> None:
    flagged = [bool(row[4]) for row in rows() if row[0] == check]
    assert len(flagged) >= 25
    assert 0.25 <= sum(flagged) / len(flagged) <= 0.6


@pytest.mark.parametrize("check", CHECKS)
def test_headings_undertake_nothing(check: str) -> None:
    row = Row("", "", "article", titles=("情報を開示しない義務", "Obligation to disclose"))
    assert not found(check, made([row]))


def test_a_style_of_the_whole_document_is_no_finding_and_a_departure_from_it_is() -> None:
    verbs = (("負担する", "bear"), ("設置する", "establish"), ("提供する", "provide"))
    style = [(f"締約国は、{ja}。", f"The Parties shall {en} it.") for ja, en in verbs * 2]
    assert not found("commitment", made(style))
    departing = [*style, ("締約国は、報告書を公表する。", "The Parties will publish a report.")]
    (finding,) = found("commitment", made(departing))
    assert finding.values == ("報告書を公表する", "will publish")
    assert "weaker" in finding.message


def test_shall_is_left_alone_where_nothing_says_that_the_text_does_not_bind() -> None:
    told = [("両参加者は、情報を共有する。", "The Participants shall share information.")]
    assert not found("obligations", made(told, genre="memorandum"))


def test_a_finding_on_an_uncertain_link_says_so() -> None:
    row = Row("情報を開示してはならない。", "It shall disclose information.", uncertain=True)
    (finding,) = found("negation", made([row]))
    assert "uncertain" in finding.message


def test_table_of_qualifiers_is_complete_and_each_is_a_rendering_of_itself() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    assert all(len(row) == 5 and all(row) for row in cells)
    assert len({row[0] for row in cells}) == len(cells) > 100


def test_every_check_explains_itself() -> None:
    for check in CHECKS:
        plugin = plugins.load("check", check)
        assert plugin.severity == ("error" if check == "negation" else "warning")
        assert len(plugin.help) > 150
