"""Normalised copies, scripts, widths, what a terminal is shown, numerals."""

from __future__ import annotations

import csv
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.schema import Span
from moc_align.text import (
    en_number,
    is_ja_char,
    ja_number,
    normalise,
    printable,
    script,
    squeeze,
    width,
)

CASES = Path(__file__).parent / "cases" / "text"


def rows(name: str) -> list[tuple[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert table[0][-1] == "reason"
    assert all(len(row) == 3 and row[2] for row in table)
    return [(row[0], row[1]) for row in table[1:]]


@pytest.mark.parametrize(("text", "normalised"), rows("normalise.tsv"))
def test_normalise(text: str, normalised: str) -> None:
    assert normalise(text).text == normalised


@pytest.mark.parametrize(("text", "lang"), rows("script.tsv"))
def test_script(text: str, lang: str) -> None:
    assert script(text) == (lang or None)


def test_script_of_long_texts_needs_the_marks_of_the_language() -> None:
    assert script("协议双方同意在数字领域开展合作" * 20) is None
    assert script("両者は協力する。" * 40) == "ja"
    assert script("Les parties conviennent de coopérer dans le domaine numérique. " * 12) is None
    assert script("The parties agree to cooperate in the digital field. " * 12) == "en"


@pytest.mark.parametrize(("text", "columns"), rows("width.tsv"))
def test_width(text: str, columns: str) -> None:
    assert width(text) == int(columns)


@pytest.mark.parametrize(("text", "shown"), rows("printable.tsv"))
def test_printable(text: str, shown: str) -> None:
    def unescape(cell: str) -> str:
        if cell.isascii() and "\\" in cell:
            return cell.encode().decode("unicode_escape")
        return cell

    assert printable(unescape(text)) == unescape(shown)


@pytest.mark.parametrize(("numeral", "value"), rows("ja_number.tsv"))
def test_ja_number(numeral: str, value: str) -> None:
    assert ja_number(numeral) == (Decimal(value) if value else None)


@pytest.mark.parametrize(("numeral", "value"), rows("en_number.tsv"))
def test_en_number(numeral: str, value: str) -> None:
    assert en_number(numeral) == (Decimal(value) if value else None)


@pytest.mark.parametrize("char", "あァ漢々〆〇ーｶ𠮷")
def test_is_ja_char(char: str) -> None:
    assert is_ja_char(char)


@pytest.mark.parametrize("char", "a1、。「」・ 가Я")
def test_is_no_ja_char(char: str) -> None:
    assert not is_ja_char(char)


@settings(deadline=None)
@given(st.text())
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@settings(deadline=None)
@given(st.text())
def test_offsets_ascend_within_the_original(text: str) -> None:
    copy = normalise(text)
    assert len(copy.offsets) == len(copy.text) + 1
    assert list(copy.offsets) == sorted(copy.offsets)
    assert copy.offsets[-1] == len(text)


@settings(deadline=None)
@given(st.text(alphabet="あ漢ｶﾞ２５Ａab −〜“é㍻㈱\u3099\u200b", min_size=1), st.data())
def test_original_span_stands_for_the_stretch(text: str, data: st.DataObject) -> None:
    copy = normalise(text)
    start = data.draw(st.integers(0, len(copy.text)))
    end = data.draw(st.integers(start, len(copy.text)))
    span = copy.original_span(Span(start, end))
    assert copy.text[start:end] in normalise(text[span.start : span.end]).text
    assert (span.start == span.end) == (start == end)


@settings(deadline=None)
@given(st.text())
def test_squeeze_leaves_no_white_space(text: str) -> None:
    squeezed = squeeze(text)
    assert not any(char.isspace() for char in squeezed)
    assert squeeze(squeezed) == squeezed


@settings(deadline=None)
@given(st.text(), st.text())
def test_width_of_joined_texts_adds_up(one: str, other: str) -> None:
    assert width(one + other) == width(one) + width(other)


@settings(deadline=None)
@given(st.text(alphabet=st.characters()))
def test_printable_obeys_nothing(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in shown)
    shown.encode("utf-8")


@settings(deadline=None)
@given(st.integers(0, 10**16 - 1))
def test_ja_number_reads_what_is_written(value: int) -> None:
    assert ja_number(f"{value:,}") == value
    assert ja_number(in_kanji(value)) == value


def in_kanji(value: int) -> str:
    """三百二十億, by the rule of four digits a unit."""
    out = ""
    for unit in ("兆", "億", "万", ""):
        size = {"兆": 10**12, "億": 10**8, "万": 10**4, "": 1}[unit]
        group, value = divmod(value, size)
        part = ""
        for tens, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, group = divmod(group, tens)
            if digit:
                part += ("" if digit == 1 and tens > 1 else "〇一二三四五六七八九"[digit]) + name
        out += part + unit if part else ""
    return out or "〇"
