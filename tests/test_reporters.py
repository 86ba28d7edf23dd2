from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from sample_report import HERE, REPORTERS, rendered, sample

from moc_align.plugins import Screen
from moc_align.reporters._wording import counted, decimal, groups, percent, plain
from moc_align.reporters._wrap import breaks
from moc_align.reporters.markdown import escape

GOLDEN = [
    (command, name, width, f"{command}{'' if name != 'text' else f'.{width}'}{suffix}")
    for command in ("parse", "areas", "diff")
    for name, width, suffix in (
        ("text", 80, ".txt"),
        ("text", 120, ".txt"),
        ("markdown", 80, ".md"),
        ("json", 80, ".json"),
    )
]


@pytest.mark.parametrize(("command", "name", "width", "file"), GOLDEN)
def test_whole_outputs(command: str, name: str, width: int, file: str) -> None:
    golden = HERE / "golden/reporters" / file
    found = rendered(command, name, width)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_bytes().decode("utf-8")
    assert found.endswith("\n") and not found.endswith("\n\n")


@pytest.mark.parametrize("name", ["text", "markdown"])
@pytest.mark.parametrize("command", ["parse", "areas", "diff"])
def test_nothing_in_a_document_steers_the_terminal(command: str, name: str) -> None:
    found = rendered(command, name)
    bad = [c for c in found if c != "\n" and (unicodedata.category(c) == "Cc" or c == "\u202e")]
    assert not bad
    assert "警備␛" in found


def test_markup_of_rich_is_shown_as_text() -> None:
    assert "[red]赤[/red]" in rendered("diff", "text", 120)
    assert ":smile:" in rendered("diff", "text", 120)


def test_colour_adds_nothing_but_colour() -> None:
    coloured = rendered("diff", "text", colour=True)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "\x1b" not in bare
    assert [line.rstrip() for line in bare.split("\n")] == rendered("diff", "text").split("\n")


def test_the_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rendered("diff", "text", 100), rendered("diff", "text", 100, colour=True)
    for name, value in (
        ("TERM", "dumb"),
        ("COLUMNS", "33"),
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
    ):
        monkeypatch.setenv(name, value)
        assert before == (rendered("diff", "text", 100), rendered("diff", "text", 100, colour=True))


def columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


@pytest.mark.parametrize("command", ["parse", "areas", "diff"])
@pytest.mark.parametrize("width", [0, 60, 61, 79, 80, 97, 120, 300])
def test_lines_fit_the_screen(command: str, width: int) -> None:
    room = min(max(width, 60), 120)
    assert max(map(columns, rendered(command, "text", width).split("\n"))) <= room


@pytest.mark.parametrize("width", [60, 80, 120])
def test_quotes_are_whole(width: int) -> None:
    report = sample("diff")
    found = "".join(REPORTERS["text"].render(report, Screen(width)).split())
    for change in report.changes:
        if change.kind != "not-comparable":
            for quote in (*change.before, *change.after):
                place = f"[{quote.id}, p. {quote.page}, l. {quote.line}]"
                assert "".join((plain(quote.text) + place).split()) in found


def test_summary_adds_up() -> None:
    report = sample("diff")
    told = [change for group in groups(report) for change in group.changes]
    compared = [change for change in report.changes if change.kind != "not-comparable"]
    assert sorted(map(repr, told)) == sorted(map(repr, compared))
    assert sum(counted(told)) == len(compared)


def test_what_stood_under_a_dropped_section_is_told_with_it() -> None:
    group = next(g for g in groups(sample("diff")) if g.titles == ("Rural wells",))
    assert [change.before[0].id for change in group.changes] == ["s2.a3.i1"]


def test_an_area_without_a_status_is_told_all_the_same() -> None:
    report = replace(sample("diff"), areas=())
    assert [g.number for g in groups(report)] == ["1", "2", "3", "4", "–"]
    assert "下水道及び汚泥の有効利用 / Sewerage" in REPORTERS["text"].render(report, Screen())


@pytest.mark.parametrize("name", ["text", "markdown", "json"])
def test_an_empty_comparison(name: str) -> None:
    report = replace(sample("diff"), scheme=None, areas=(), changes=(), signature=None, notes=())
    assert "0" in REPORTERS[name].render(report, Screen())


@pytest.mark.parametrize(
    ("value", "two", "hundredth"),
    [(0.0, ".00", "0%"), (0.62, ".62", "62%"), (0.9961, ".99", "99%"), (1.0, "1.00", "100%")],
)
def test_only_certainty_is_written_as_a_whole(value: float, two: str, hundredth: str) -> None:
    assert (decimal(value), percent(value)) == (two, hundredth)


def wrap_cases() -> list[list[str]]:
    lines = (HERE / "cases/reporters/wrap.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def wrapped(text: str, width: int) -> list[str]:
    offsets = [0, *breaks(text, width, cell_len), len(text)]
    return [text[a:b] for a, b in pairwise(offsets)]


@pytest.mark.parametrize(("width", "text", "lines", "reason"), wrap_cases())
def test_wrapping(width: str, text: str, lines: str, reason: str) -> None:
    assert "|".join(line.rstrip(" ") for line in wrapped(text, int(width))) == lines, reason


MIXED = st.text(alphabet="水のー、。「」（AIb 1.,\u3000-\u0301\U0001f30a", max_size=60)


@settings(deadline=None)
@given(MIXED, st.integers(2, 30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == text
    # a mark that stands on a space is as wide as nothing
    assert all(cell_len(line.rstrip(" \u3000\u0301")) <= width for line in lines)
    assert all(lines) or lines == [""]


def shown(markdown: str) -> tuple[set[str], str]:
    """Types of the inline tokens of one paragraph, and its words."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inline = [token for token in tokens if token.type == "inline"]
    types = {token.type for token in tokens if not token.type.startswith(("paragraph", "inline"))}
    children = [child for token in inline for child in token.children or ()]
    return types | {c.type for c in children}, "".join(c.content for c in children)


@settings(deadline=None)
@given(st.text(alphabet="a1 #-+=>.)(*_`~|[]!<>&;:/@\\$水\n\t", max_size=40))
@example("1. a")
@example("- a")
@example("===")
@example("<b>x</b> &lt; [a](b) ![c](d) `e` *f* __g__ ~~h~~ <http://i>")
def test_escaped_words_are_shown_as_they_are(words: str) -> None:
    types, text = shown(escape(words))
    assert types <= {"text", "text_special"}
    assert text.replace("\u200b", "") == " ".join(words.split())


@pytest.mark.parametrize(
    "words", ["@octocat", "https://a.example", "www.a.example", "#12", "a@b.example", ":smile:"]
)
def test_words_that_reach_out_are_taken_apart(words: str) -> None:
    assert words not in escape(f"x {words} y")


def test_a_quote_stays_in_its_blockquote_and_a_cell_in_its_table() -> None:
    for command in ("parse", "areas", "diff"):
        tokens = MarkdownIt("commonmark").enable("table").parse(rendered(command, "markdown"))
        children = [child for token in tokens for child in token.children or ()]
        raw = {c.content for c in children if c.type == "html_inline"}
        assert raw <= {"<sub>", "</sub>", "<br>"}
        assert not {c.type for c in children} & {"link_open", "image", "em_open"}
        assert not [t for t in tokens if t.type in ("html_block", "code_block", "fence")]
        rows = rendered(command, "markdown").count("\n| ") - [t.type for t in tokens].count(
            "table_open"
        )
        assert [t.type for t in tokens].count("tr_open") == rows


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60))
def test_any_words_can_be_reported(words: str) -> None:
    report = replace(sample("diff"), notes=(words,))
    for reporter in REPORTERS.values():
        found = reporter.render(report, Screen(60))
        assert found.encode("utf-8")
        assert found == reporter.render(report, Screen(60))
