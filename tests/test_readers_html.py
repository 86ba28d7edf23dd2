"""HTML: the document without the furniture of its page, one block a line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.errors import ReadError
from moc_align.readers import read
from moc_align.schema import Mark

CASES = Path(__file__).parent / "cases" / "readers"
TAGS = (
    *("div", "p", "ol", "ul", "li", "table", "tr", "td"),
    *("h1", "h3", "pre", "dl", "dd", "span", "b", "main"),
)

PAGES = tomllib.loads((CASES / "pages.toml").read_text(encoding="utf-8"))["page"]


@pytest.mark.parametrize("case", PAGES, ids=lambda c: c["reason"])
def test_a_page_gives_its_document(case: dict[str, str]) -> None:
    source = read(f"<!DOCTYPE html><body>{case['html']}".encode(), "x.html")
    assert source.text == case["text"].replace("¶", "\n") + "\n", case["reason"]


def test_marks_stand_at_the_start_of_their_lines() -> None:
    source = read("<h2>第１条</h2><ul><li>a<ol><li>b</ol></ul><p>c</p>".encode(), "x.html")
    found = [(source.text[m.start :].split("\n")[0], m.kind, m.level) for m in source.marks]
    assert found == [
        ("第１条", "heading", 2),
        ("- a", "item", 1),
        ("1. b", "item", 2),
        ("c", "paragraph", 0),
    ]
    assert source.marks[0] == Mark(0, "heading", 2)


def test_a_page_set_in_pre_is_not_flowed() -> None:
    assert not read("<pre>第１条\n両当事者は\n協力する。</pre>".encode(), "x.html").flowed
    assert read("<p>第１条</p>".encode(), "x.html").flowed


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp"),
        ("ISO-8859-1", "cp1252"),
        ("UTF-8", "cp932"),
        ("Shift_JIS", "utf-8"),
        ("no-such", "euc_jp"),
        ("zlib", "cp932"),
    ],
)
def test_a_page_in_its_declared_encoding_or_its_true_one(label: str, encoding: str) -> None:
    body = "naïve “quotes”" if encoding == "cp1252" else "<p>両当事者は協力を検討する。</p>"
    for meta in (f'<meta charset="{label}">', f"<meta content='text/html; charset={label}'>"):
        page = f"<html><head>{meta}</head><body>{body}".encode(encoding)
        assert read(page, "x").text.strip() == body.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_goes_before_the_declaration(encoding: str) -> None:
    page = '<html><meta charset="Shift_JIS"><body><p>協力'.encode(encoding)
    assert read(page, "x").text == "協力\n"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "x",
        "<div>" * 100_000 + "x" + "</div>" * 100_000,
        "<table><tr><td>" * 50_000 + "x",
        "".join(f"<font size={n}>" for n in range(30_000)) + "x",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
        "<b></b>" * 500_000,
    ],
    ids=["deep", "deep and closed", "tables", "formatting", "attributes", "many"],
)
def test_a_page_made_to_break_the_parser_is_refused(page: str) -> None:
    with pytest.raises(ReadError, match=r"^x\.html (nests|has)"):
        read(page.encode(), "x.html")


def test_depth_that_pages_do_have_is_read() -> None:
    assert read(("<div>" * 1500 + "x").encode(), "x.html").text == "x\n"


@given(
    st.recursive(
        st.sampled_from(["協力", "AI <br>", "&nbsp;", " x\n", "<hr>"]),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
            st.sampled_from(TAGS),
            st.lists(inner, max_size=4),
        ),
        max_leaves=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_word_of_a_page_is_lost(page: str) -> None:
    try:
        text = read(f"<html><body>{page}".encode(), "x.html").text
    except ReadError:
        text = ""
    if "<main>" not in page:
        assert text.count("協力") == page.count("協力")
        assert text.count("AI") == page.count("AI")
