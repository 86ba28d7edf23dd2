"""Names and their keys, and which katakana and Latin names are the same."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.errors import ConfigError
from moc_align.names import Name, names, same_name, shared_names, transliterations
from moc_align.names.glossary import glossary_rows, lexicon
from moc_align.names.katakana import SOUNDS_ALIKE
from moc_align.names.sound import romanise
from moc_align.schema import Lang, Span

CASES = Path(__file__).parent / "cases" / "names"


def rows(name: str) -> list[list[str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert table[0][-1] == "reason"
    assert all(len(row) == len(table[0]) and row[-1] for row in table)
    return [row[:-1] for row in table[1:]]


@pytest.mark.parametrize(("lang", "text", "expected"), rows("names.tsv"))
def test_names(lang: Lang, text: str, expected: str) -> None:
    found = names(text.replace("\\n", "\n"), lang)
    assert "|".join(f"{name.kind} {name.key}" for name in found) == expected


def name(quote: str, at: int = 0) -> Name:
    return Name("name", quote.lower(), quote, Span(at, at + len(quote)), 0.5)


def alike(katakana: str, latin: str) -> float:
    """The score of the pair: as names where capital, else as katakana and an English word."""
    if latin[0].isupper():
        return same_name(name(katakana), name(latin))
    return max((score for _, _, score in transliterations(katakana, latin)), default=0.0)


@pytest.mark.parametrize(("katakana", "latin"), rows("true.tsv"))
def test_the_same_name_in_two_scripts(katakana: str, latin: str) -> None:
    assert alike(katakana, latin) >= SOUNDS_ALIKE


@pytest.mark.parametrize(("katakana", "latin"), rows("false.tsv"))
def test_names_that_are_not_the_same(katakana: str, latin: str) -> None:
    assert alike(katakana, latin) == 0.0


@pytest.mark.parametrize(("katakana", "latin"), rows("unlike.tsv"))
def test_known_limits_are_not_claimed(katakana: str, latin: str) -> None:
    assert alike(katakana, latin) == 0.0


def test_tables_are_large_enough_to_tune_on() -> None:
    assert len(rows("true.tsv")) >= 60
    assert len(rows("false.tsv")) >= 300
    claimed = {tuple(row) for row in rows("true.tsv")}
    assert claimed.isdisjoint(map(tuple, rows("false.tsv")))


@pytest.mark.parametrize(
    ("katakana", "latin"),
    [
        ("ベンガルール", "bengaruuru"),
        ("ティーチイン", "tiichiin"),
        ("シャッター", "shattaa"),
        ("フォーラム", "fooramu"),
        ("ヴェトナム", "vetonamu"),
        ("キュー", "kyuu"),
        ("AI", "AI"),
    ],
)
def test_romanise(katakana: str, latin: str) -> None:
    assert romanise(katakana) == latin


def test_general_acronyms_weigh_little() -> None:
    weights = {n.key: n.weight for n in names("AI, IoT, R&D, SMEs, ZELTEC and UNESCO", "en")}
    assert weights["zeltec"] == 1.0
    assert {weights[key] for key in ("ai", "iot", "r&d", "sme")} == {0.2}


def test_an_acronym_in_brackets_has_the_key_of_its_body() -> None:
    found = names("デジタル庁（DGA）とDGAの職員", "ja")
    assert [(n.quote, n.key) for n in found] == [
        ("デジタル庁", "digital agency"),
        ("DGA", "digital agency"),
        ("DGA", "digital agency"),
    ]


def test_known_names_are_never_likened() -> None:
    (nigeria,) = names("ナイジェリア", "ja")
    (niger,) = names("Niger", "en")
    assert same_name(nigeria, niger) == 0.0
    assert same_name(nigeria, nigeria) == 1.0


def test_shared_names_are_one_to_one_and_best_first_taken() -> None:
    left = (name("ナイロビ"), name("ハノイ", 10), name("ハノイ", 20))
    right = (name("Hanoi"), name("Nairobi"), name("Hanoi"))
    pairs = shared_names(left, right)
    assert [(a.quote, b.quote) for a, b, _ in pairs] == [
        ("ナイロビ", "Nairobi"),
        ("ハノイ", "Hanoi"),
    ]


def test_transliterations_use_each_word_once() -> None:
    found = transliterations(
        "スタートアップの交流とスタートアップ・エコシステム",
        "Indian startups and the startup ecosystem",
    )
    assert [(run, word) for run, word, _ in found] == [
        ("スタートアップ", "startup"),
        ("エコシステム", "ecosystem"),
    ]


def test_a_known_loanword_is_only_its_source() -> None:
    assert transliterations("シナジー", "since the synergy") == (("シナジー", "synergy", 1.0),)
    assert transliterations("コミット", "the Committee") == ()


def test_a_missing_glossary_is_a_config_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moc_align.names.glossary.corpora_path", lambda name: tmp_path / name)
    glossary_rows.cache_clear()
    lexicon.cache_clear()
    try:
        with pytest.raises(ConfigError, match="glossary"):
            glossary_rows()
        (tmp_path / "glossary.tsv").write_text("ja\ten\tpos\tdomain\n経済\teconomy\n", "utf-8")
        with pytest.raises(ConfigError, match="line 2"):
            glossary_rows()
    finally:
        glossary_rows.cache_clear()
        lexicon.cache_clear()


PIECES = st.sampled_from(
    [
        *(
            "日印",
            "経済産業省",
            "（",
            "METI",
            "）",
            "インド",
            "ネシア",
            "海洋IT省",
            "ー",
            "・",
            "ハノイ",
            "5.0",
        ),
        *(
            "Society",
            " ",
            "\n",
            "Ministry of",
            "India",
            "Parties",
            "SMEs",
            "-",
            ",",
            "the ",
            "ＭＥＴＩ",
            "ｲﾝﾄﾞ",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES).map("".join) | st.text(max_size=60), st.sampled_from(get_args(Lang)))
def test_names_are_ordered_disjoint_and_verbatim(text: str, lang: Lang) -> None:
    end = 0
    for found in names(text, lang):
        assert found.span.start >= end
        assert found.quote == text[found.span.start : found.span.end] != ""
        assert 0 < found.weight <= 1
        end = found.span.end


@settings(deadline=None)
@given(
    st.text(alphabet="アカサタナハマヤラワンーッャ", min_size=1),
    st.text(alphabet="abcdeghiknoprstuw"),
)
def test_likeness_is_symmetric_and_bounded(katakana: str, latin: str) -> None:
    score = same_name(name(katakana), name(latin.title()))
    assert score == same_name(name(latin.title()), name(katakana))
    assert score == 0.0 or SOUNDS_ALIKE <= score <= 1.0
