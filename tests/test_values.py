"""Values by what they mean, and what only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.schema import Lang
from moc_align.values import ValueKind, values

CASES = Path(__file__).parent / "cases" / "values"


def rows(name: str) -> list[tuple[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert table[0][-1] == "reason"
    assert all(len(row) == 3 and row[2] for row in table)
    return [(row[0], row[1]) for row in table[1:]]


def keys(text: str, lang: Lang) -> list[str]:
    return [f"{value.kind} {value.key.removeprefix('money:')}" for value in values(text, lang)]


@pytest.mark.parametrize(("text", "expected"), rows("ja.tsv"))
def test_japanese(text: str, expected: str) -> None:
    assert "|".join(keys(text, "ja")) == expected


@pytest.mark.parametrize(("text", "expected"), rows("en.tsv"))
def test_english(text: str, expected: str) -> None:
    assert "|".join(keys(text, "en")) == expected


@pytest.mark.parametrize(("ja", "en"), rows("pairs.tsv"))
def test_keys_are_equal_across_languages(ja: str, en: str) -> None:
    assert keys(ja, "ja") == keys(en, "en") != []


def test_quote_is_verbatim() -> None:
    (found,) = values("本覚書は２０２５年 ８ 月 ２５日に", "ja")
    assert found.quote == "２０２５年 ８ 月 ２５日"
    assert found.key == "2025-08-25"


def test_a_value_repeated_in_brackets_is_one_with_both_quotes() -> None:
    (found,) = values("平成30年（2018年）に", "ja")
    assert found.quote == "平成30年（2018年）"


def test_money_keys_name_the_currency() -> None:
    assert [v.key for v in values("USD 3 billion", "en")] == ["money:USD:3000000000"]


PIECES = st.sampled_from(
    [
        *(
            "2025年8月25日",
            "三百二十億円",
            "第5条",
            "（",
            "）",
            "一方",
            "60日",
            "ヶ月",
            "万",
            "十",
            "％",
        ),
        *(
            "sixty",
            "(60)",
            "days",
            " ",
            "-",
            "3.5",
            "million",
            "USD",
            "August",
            "25",
            "FY2018",
            "\n",
        ),
        *("①", "〜", "½", "ｶﾞ", "５", "年", "月", "日", "Article", "a", ",", "."),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES).map("".join) | st.text(), st.sampled_from(get_args(Lang)))
def test_values_are_ordered_disjoint_and_verbatim(text: str, lang: Lang) -> None:
    end = 0
    for value in values(text, lang):
        assert value.span.start >= end
        assert value.span.end > value.span.start
        assert value.quote == text[value.span.start : value.span.end]
        assert value.kind in get_args(ValueKind)
        end = value.span.end


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 28), st.integers(1950, 2099))
def test_every_day_has_one_key_in_both_languages(month: int, day: int, year: int) -> None:
    name = "January February March April May June July August September October November December"
    english = f"{day} {name.split()[month - 1]} {year}"
    expected = [f"date {year}-{month:02}-{day:02}"]
    assert keys(english, "en") == keys(f"{year}年{month}月{day}日", "ja") == expected


@settings(deadline=None)
@given(st.integers(2, 10**12))
def test_a_count_has_one_key_in_both_languages(count: int) -> None:
    assert keys(f"{count:,}人", "ja") == keys(f"{count:,} people", "en") == [f"number {count}"]


@settings(deadline=None)
@given(st.text())
def test_a_text_without_figures_has_no_values_in_english(text: str) -> None:
    plain = "".join(c for c in text if not c.isnumeric() and not c.isascii())
    assert values(plain, "en") == ()
