"""Standard provisions by heading and by formula, and what genres hold."""

import csv
from pathlib import Path

import pytest

from moc_align.provisions import roles, would_hold
from moc_align.schema import Clause, Document, Span

CASES = Path(__file__).parent / "cases" / "provisions"


def rows(name):
    with (CASES / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def document(lang, *clauses):
    text = "x" * 1000
    made = tuple(
        Clause(i, tuple(path), kind, "", title, body, (body,), Span(n, n + 1), 1, 1)
        for n, (i, path, kind, title, body) in enumerate(clauses)
    )
    return Document("d", lang, "memorandum", "", "", "t", "d.txt", "0", text, made)


@pytest.mark.parametrize("case", rows("headings.tsv"), ids=lambda c: c["title"])
def test_heading(case):
    made = document(case["lang"], ("art1", (), "article", case["title"], ""))
    assert roles(made)["art1"] == case["role"], case["reason"]


@pytest.mark.parametrize("case", rows("bodies.tsv"), ids=lambda c: c["text"][:30])
def test_formula_without_a_heading(case):
    made = document(case["lang"], ("p1", (), "paragraph", "", case["text"]))
    assert roles(made)["p1"] == case["role"], case["reason"]


def test_an_area_is_a_subject_whatever_it_is_called():
    made = document(
        "en",
        ("art2", (), "article", "Areas of Cooperation", ""),
        ("art2.area1", ("art2",), "area", "Intellectual property", ""),
        ("art2.area1.i1", ("art2", "art2.area1"), "item", "", "Share costs of examination."),
        ("art4", (), "article", "Intellectual Property", ""),
        ("art4.p1", ("art4",), "paragraph", "", "Each Side will protect them."),
    )
    role = roles(made)
    assert role["art2.area1.i1"] == "operative"
    assert role["art4.p1"] == "intellectual-property"


def test_what_a_genre_holds():
    assert would_hold("release", "operative")
    assert not would_hold("release", "funding")
    assert would_hold("statement", "implementation")
    assert not would_hold("statement", "duration")
    assert would_hold("memorandum", "funding")
