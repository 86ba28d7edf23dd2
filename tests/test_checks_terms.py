"""What is missing, left, moved, exchanged or renamed in a translation: a table of cases a check.

A cell holds the clauses of a side, ` ‖ ` between them, one a row of links; ∅ is a clause that is
missing, `# ` begins a heading, under which the following clauses stand, `? ` an uncertain link.
"""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pairs_made import Row, made

from moc_align import plugins
from moc_align.checks import Options, find, pair
from moc_align.facts import state

CASES = Path(__file__).parent / "cases" / "checks"
CHECKS = ("omission", "addition", "alignment", "untranslated", "parties")
CHECKS += ("definitions", "terminology", "consistency", "area")
GRAVE = {"error", "warning"}


def cases():
    for check in CHECKS:
        with (CASES / f"{check}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield pytest.param(check, row, id=f"{check}: {row['reason']}")


def rows_of(source, target):
    sides = [cell.split(" ‖ ") for cell in (source, target)]
    rows, heading = [], None
    for texts in zip(*sides, strict=True):
        uncertain = any(text.startswith("? ") for text in texts)
        one, other = (re.sub(r"^(?:\? |>\d+ )|^∅$", "", text) for text in texts)
        if one.startswith("# ") or other.startswith("# "):
            titles = one.removeprefix("# "), other.removeprefix("# ")
            heading = len(rows)
            rows.append(Row("", "", kind="article", titles=titles, uncertain=uncertain))
        else:
            confidence = 0.3 if uncertain else 0.95
            rows.append(Row(one, other, under=heading, uncertain=uncertain, confidence=confidence))
    return rows


def read(case):
    """The pair of a case; `>2 ` puts a clause of the target under the heading of row 2."""
    own = case.get("glossary")
    glossary = tuple(
        tuple(tuple(side.split(" | ")) for side in entry.split(" = "))
        for entry in (own.split("; ") if own else ())
    )
    both = made(
        rows_of(case["source"], case["target"]),
        case["source_lang"],
        options=Options(glossary=glossary),
    )
    parents = {
        f"c{at}": f"c{match[1]}"
        for at, text in enumerate(case["target"].split(" ‖ "))
        if (match := re.match(r">(\d+) ", text))
    }
    if not parents:
        return both
    clauses = tuple(
        replace(clause, path=(parents[clause.id],)) if clause.id in parents else clause
        for clause in both.target.clauses
    )
    documents = both.source, replace(both.target, clauses=clauses)
    stated = state(documents[0]), state(documents[1])
    return pair(documents, stated, both.alignment, both.options)


@pytest.mark.parametrize(("check", "case"), list(cases()))
def test_a_case(check, case):
    found = [f for f in find(read(case), [check]) if f.severity in GRAVE]
    if case["finding"]:
        assert len(found) == 1, found
        assert case["finding"] in f"{found[0].severity}: {found[0].message}"
    else:
        assert found == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_table_has_both_directions_and_both_verdicts(check):
    rows = [case.values[1] for case in cases() if case.values[0] == check]
    assert len(rows) >= 25
    assert {row["source_lang"] for row in rows} == {"ja", "en"}
    assert 10 <= sum(not row["finding"] for row in rows) <= len(rows) - 8
    assert all(row["reason"] for row in rows)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_explains_itself(check):
    plugin = plugins.load("check", check)
    assert len(plugin.help) > 100
    assert plugin.severity in GRAVE


def test_two_texts_that_hardly_correspond_are_told_once():
    case = {
        "source_lang": "ja",
        "source": " ‖ ".join(f"第{n}の事項について協議する。" for n in range(8)),
        "target": " ‖ ".join(["They will consult on the matter.", *["∅"] * 7]),
    }
    found = find(read(case), ["alignment", "omission", "addition"])
    assert [finding.check for finding in found] == ["alignment"]
    assert found[0].severity == "error"


def test_values_are_verbatim_in_the_clauses():
    for case in cases():
        check, row = case.values
        for finding in find(read(row), [check]):
            for value, quotes in zip(finding.values, (finding.source, finding.target), strict=True):
                assert value in " ".join(quote.text for quote in quotes)
