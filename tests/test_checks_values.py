"""Checks of values, labels, order, repetition and form, on right pairs and on wrong ones."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs_made import Row, made

from moc_align.checks import find
from moc_align.schema import ClauseKind, Finding, Lang

CASES = Path(__file__).parent / "cases" / "checks"
BETWEEN = " ‖ "
"""Between the clauses of a cell."""
USUAL = (
    ("両政府は、情報を交換する。", "The two Governments shall exchange information."),
    (
        "委員会は、全会一致により決定を行う。",
        "The Committee shall take its decisions by unanimity.",
    ),
    (
        "締約国は、必要な措置をとらなければならない。",
        "The Contracting Party shall take the necessary measures.",
    ),
    (
        "この協定は、両政府の書面による合意により改正することができる。",
        "This Agreement may be amended by agreement in writing between the two Governments.",
    ),
)
"""Clauses of usual length, so that a document has a ratio of its own."""


def rows(name: str) -> list[list[str]]:
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert table[0][-2:] == ["finding", "reason"]
    assert all(len(row) == len(table[0]) and row[-1] for row in table)
    silent = [row for row in table[1:] if not row[-2]]
    assert len(table) > 25
    assert len(silent) >= len(table) // 3
    return table[1:]


def holds(findings: tuple[Finding, ...], expected: str, *, noted: bool = False) -> None:
    """Findings there are exactly where they are expected; what is only noted may pass."""
    messages = [f.message for f in findings if noted or expected or f.severity != "info"]
    assert any(expected in message for message in messages) if expected else not messages


def of(*names: str) -> list[tuple[str, list[str]]]:
    return [(name, row) for name in names for row in rows(name)]


@pytest.mark.parametrize(("check", "row"), of("numbers", "dates", "fullwidth", "quotes"))
def test_two_clauses(check: str, row: list[str]) -> None:
    lang, source, target, expected, _ = row
    found = find(made([(source, target)], source=as_lang(lang)), [check])
    holds(found, expected, noted=check in {"fullwidth", "quotes"})


@pytest.mark.parametrize("row", rows("labels"))
def test_labels(row: list[str]) -> None:
    lang, printed, source, target, expected, _ = row
    one, _, other = printed.partition("/")
    kind: ClauseKind = "article" if "条" in printed or "Article" in printed else "paragraph"
    both = made([Row(source, target, kind, (one, other))], source=as_lang(lang))
    holds(find(both, ["labels"]), expected)


@pytest.mark.parametrize("row", rows("duplicate"))
def test_duplicate(row: list[str]) -> None:
    lang, source, target, expected, _ = row
    clauses = zip(source.split(BETWEEN), target.split(BETWEEN), strict=True)
    holds(
        find(made([(a.strip(), b.strip()) for a, b in clauses], as_lang(lang)), ["duplicate"]),
        expected,
    )


@pytest.mark.parametrize("row", rows("order"))
def test_order(row: list[str]) -> None:
    lang, kinds, order, expected, _ = row
    all_kinds = [
        kind
        for part in kinds.split()
        for kind in [part.partition("*")[0]] * int(part.partition("*")[2] or 1)
    ]
    texts = [
        in_order(lang, f"条文{chr(0xFF10 + at)}。", f"Clause {at}.") for at in range(len(all_kinds))
    ]
    clauses = [Row(*text, kind) for text, kind in zip(texts, all_kinds, strict=True)]  # type: ignore[arg-type]
    both = made(clauses, as_lang(lang), target_order=[int(at) for at in order.split()])
    holds(find(both, ["order"]), expected)


@pytest.mark.parametrize(("check", "row"), of("sentences", "length"))
def test_among_usual_clauses(check: str, row: list[str]) -> None:
    lang, source, target, expected, _ = row
    usual = [in_order(lang, *pair) for pair in USUAL * 4]
    both = made([*usual, (source, target)], as_lang(lang))
    found = [f for f in find(both, [check]) if f.source[0].id == f"c{len(usual)}"]
    holds(tuple(found), expected, noted=True)


def in_order(lang: str, ja: str, en: str) -> tuple[str, str]:
    return (ja, en) if lang == "ja" else (en, ja)


def as_lang(word: str) -> Lang:
    return "ja" if word == "ja" else "en"


def test_a_moved_block_is_reported_once() -> None:
    clauses = [(f"条文{at}", f"Clause {at}") for at in range(8)]
    both = made(clauses, target_order=[0, 4, 5, 6, 1, 2, 3, 7])
    (finding,) = find(both, ["order"])
    assert "with the 2 after it" in finding.message


def test_an_uncertain_link_is_no_error() -> None:
    wrong = Row("三十日以内に通知する。", "It shall notify within forty days.", uncertain=True)
    (finding,) = find(made([wrong]), ["numbers"])
    assert finding.severity == "info"
    assert "uncertain" in finding.message


def test_a_value_that_moved_to_the_next_clause_is_not_lost() -> None:
    clauses = [
        ("三十日以内に通知する。", "It shall be notified."),
        ("期間は延長することができる。", "The period of thirty days may be extended."),
    ]
    assert find(made(clauses), ["numbers"]) == ()


def test_a_renumbered_list_that_lost_an_item_has_right_labels() -> None:
    clauses = [
        Row("（柱書）次の措置をとる。", "The following measures are taken:"),
        Row("暗号化", "encryption", "item", ("一", "(i)"), under=0),
        Row("記録の保存", "", "item", ("二", ""), under=0),
        Row("監査", "auditing", "item", ("三", "(ii)"), under=0),
        Row("報告", "reporting", "item", ("四", "(iii)"), under=0),
    ]
    assert find(made(clauses), ["labels"]) == ()


def test_labels_that_run_apart_are_reported_once() -> None:
    numerals = "一二三四五"
    clauses = [Row("次の措置をとる。", "The following measures are taken:")]
    clauses += [
        Row(f"措置{n}", f"measure {n}", "item", (numerals[n], f"({n + 1 + (n > 1)})"), under=0)
        for n in range(5)
    ]
    (finding,) = find(made(clauses), ["labels"])
    assert "for the 2 after it" in finding.message


def test_a_label_that_was_left_in_the_text_is_compared() -> None:
    clauses = [
        Row("適用する。", "It applies.", labels=("２", "2.")),
        Row("適用しない。", "5. It does not apply.", labels=("３", "")),
    ]
    (finding,) = find(made(clauses), ["labels", "numbers"])
    assert finding.values == ("３", "5.")


def test_moved_definitions_are_only_noted() -> None:
    clauses = [Row("", "", "article", titles=("定義", "Definitions"))]
    clauses += [
        Row(f"「用語{n}」とは、物をいう。", f'"term {n}" means', "item", under=0) for n in range(4)
    ]
    found = find(made(clauses, target_order=[0, 4, 2, 1, 3]), ["order"])
    assert {finding.severity for finding in found} == {"info"}


@given(st.integers(3, 10**9), st.sampled_from(["人", "社", "トン"]))
def test_a_count_is_the_same_in_both_languages(count: int, counter: str) -> None:
    noun = {"人": "persons", "社": "companies", "トン": "tons"}[counter]
    assert (
        find(made([(f"{count}{counter}とする。", f"There are {count:,} {noun}.")]), ["numbers"])
        == ()
    )


@given(st.integers(3, 10**6), st.integers(1, 10**6))
def test_another_count_is_found_in_both_directions(count: int, more: int) -> None:
    ja, en = f"定員は、{count}人とする。", f"There are {count + more:,} persons."
    for source, pair in (("ja", (ja, en)), ("en", (en, ja))):
        (finding,) = find(made([pair], as_lang(source)), ["numbers"])
        assert finding.severity == "error"
