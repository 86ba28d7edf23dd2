"""An alignment as text, Markdown and JSON: complete, side by side, and true to what was linked."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_alignment import LINKS, sample_alignment
from sample_report import HERE, REPORTERS

from moc_align.evaluate import read_alignment
from moc_align.plugins import Screen
from moc_align.reporters._links import LISTED, SIGNS, marks, tally
from moc_align.reporters._text_alignment import SIDE_BY_SIDE, WIDEST
from moc_align.reporters._wording import plain
from moc_align.schema import AlignedText, Alignment, Link, Quote, Report

GOLDEN = [
    ("text", 80, False, "align.80.txt"),
    ("text", 60, False, "align.60.txt"),
    ("text", 150, True, "align.150.colour.txt"),
    ("markdown", 80, False, "align.md"),
    ("json", 80, False, "align.json"),
]


def shown(name: str, width: int = 80, colour: bool = False, report: Report | None = None) -> str:
    return REPORTERS[name].render(report or sample_alignment(), Screen(width, colour))


@pytest.mark.parametrize(("name", "width", "colour", "file"), GOLDEN)
def test_whole_outputs(name: str, width: int, colour: bool, file: str) -> None:
    golden = HERE / "golden/reporters" / file
    found = shown(name, width, colour)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_bytes().decode("utf-8")
    assert found.endswith("\n") and not found.endswith("\n\n")


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_nothing_in_a_text_steers_the_terminal(name: str) -> None:
    found = shown(name)
    steering = {"Cc", "Cs"}
    assert not [c for c in found if c != "\n" and unicodedata.category(c) in steering]
    assert not set("\u202e\u200f\u2028") & set(found)
    assert "警備␛" in found


@pytest.mark.parametrize("width", [60, 80])
def test_colour_adds_nothing_but_colour(width: int) -> None:
    coloured = shown("text", width, colour=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "\x1b[" in coloured and "\x1b" not in bare
    assert [line.rstrip() for line in bare.split("\n")] == shown("text", width).split("\n")


def columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def room(width: int) -> int:
    return min(max(width, 60), WIDEST)


@pytest.mark.parametrize("width", [0, 60, SIDE_BY_SIDE - 1, SIDE_BY_SIDE, 97, 150, 300])
def test_lines_fit_the_screen(width: int) -> None:
    assert max(map(columns, shown("text", width).split("\n"))) <= room(width)


WORDS = st.text(alphabet="水のー、。「」（AIb 1.,\u3000-\u0301\xa0\n\x1b", max_size=200)


@st.composite
def reports(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> Report:
    """Two texts cut into links of any shape, each unit with its own mark before the words."""
    links: list[Link] = []
    at = [0, 0]
    for shape in draw(st.lists(st.sampled_from([(1, 1), (1, 2), (2, 1), (3, 2), (1, 0), (0, 1)]))):
        ends = [tuple(f"{side}{at[k] + i}" for i in range(shape[k])) for k, side in enumerate("st")]
        at = [at[0] + shape[0], at[1] + shape[1]]
        links.append(
            Link(
                *ends,
                score=draw(st.floats(0, 1)),
                confidence=draw(st.floats(0, 1)),
                origin=draw(st.sampled_from(["auto", "human"])),
                crossing=draw(st.booleans()),
                uncertain=draw(st.booleans()),
            )
        )
    texts = [
        AlignedText(
            f"text-{lang}",
            lang,
            draw(words),
            f"{lang}.txt",
            "ab" * 32,
            tuple(Quote(f"{side}{i}", f"〈{side}{i}〉 {draw(words)}", 1, i + 1) for i in range(n)),
        )
        for side, lang, n in (("s", "ja", at[0]), ("t", "en", at[1]))
    ]  # type: ignore[arg-type]
    unit = draw(st.sampled_from(["clause", "sentence", "line"]))
    return Report("align", (), alignment=Alignment(unit, "free", *texts, tuple(links)))


@settings(deadline=None, max_examples=40)
@given(reports(), st.integers(60, 170))
def test_any_alignment_fits_the_screen(report: Report, width: int) -> None:
    lines = shown("text", width, report=report).split("\n")
    assert max(map(columns, lines)) <= room(width)
    assert all(line == line.rstrip() for line in lines)


@settings(deadline=None, max_examples=40)
@given(reports(), st.sampled_from([60, 80, 150]))
def test_every_unit_is_told_exactly_once(report: Report, width: int) -> None:
    assert report.alignment
    for name in REPORTERS:
        told = Counter(re.findall(r"〈(\w+)〉", shown(name, width, report=report)))
        units = (*report.alignment.source.units, *report.alignment.target.units)
        assert told == Counter(unit.id for unit in units), name


def passages(text: AlignedText, ids: tuple[str, ...]) -> str:
    """What a side of a link shows, without any space."""
    units = map(text.unit, ids)
    told = (f"{plain(u.text)}[{u.id}, p. {u.page}, l. {u.line}]" for u in units)
    return "".join("".join(told).split())


@pytest.mark.parametrize("width", [SIDE_BY_SIDE, 80, 97, 150])
def test_source_stands_left_and_target_right(width: int) -> None:
    found = sample_alignment().alignment
    assert found
    blocks = [block for block in shown("text", width).split("\n\n") if "│" in block]
    assert len(blocks) == len(found.links)
    for link, block in zip(found.links, blocks, strict=True):
        head, *rows = block.split("\n")
        assert link.shape in head
        left, right = ("".join("".join(row).split()) for row in zip(*cells(rows), strict=True))
        assert left == (passages(found.source, link.source) or "–")
        assert right == (passages(found.target, link.target) or "–")


def cells(rows: list[str]) -> list[list[str]]:
    split = [row.split("│") for row in rows]
    assert len({columns(left) for left, _ in split}) == 1
    return split


def test_a_narrow_screen_shows_the_target_below_the_source() -> None:
    assert "│" in shown("text", SIDE_BY_SIDE)
    narrow = shown("text", SIDE_BY_SIDE - 1)
    assert "│" not in narrow
    assert len(re.findall("^   source ", narrow, re.M)) == len(LINKS)
    assert len(re.findall("^   target ", narrow, re.M)) == len(LINKS)


@pytest.mark.parametrize(
    ("link", "signs", "words"),
    [
        (Link(("a",), ("b",), 0.8, 0.9), "   ", "1-1  score .80, confidence 90%"),
        (
            Link(("a",), ("b",), 0.3, 0.4, uncertain=True),
            "?  ",
            "1-1  score .30, confidence 40%  uncertain",
        ),
        (
            Link(("a",), ("b",), 0.3, 0.4, uncertain=True, crossing=True),
            "?× ",
            "1-1  score .30, confidence 40%  uncertain, crossing",
        ),
        (
            Link(("a",), ("b",), 0.3, 1.0, "human", crossing=True),
            "×✓ ",
            "1-1  confidence 100%  crossing, set by a person",
        ),
        (
            Link(("a",), ("b",), 0.3, 0.9, "human", crossing=True, uncertain=True),
            "?×✓ ",
            "1-1  confidence 90%  uncertain, crossing, set by a person",
        ),
    ],
)
@pytest.mark.parametrize("width", [64, 80])
def test_what_is_said_of_a_link(link: Link, signs: str, words: str, width: int) -> None:
    units = [AlignedText(k, "ja", "", "", "", (Quote(k, "水", 1, 1),)) for k in "ab"]
    report = Report("align", (), alignment=Alignment("line", "free", *units, (link,)))
    assert signs + words in shown("text", width, report=report).split("\n")
    row = next(r for r in shown("markdown", report=report).split("\n") if "水" in r)
    assert row.startswith(f"| **{signs.strip()}** |" if signs.strip() else "|  |")


def test_a_line_is_placed_by_its_number_alone() -> None:
    report = sample_alignment()
    report = replace(report, alignment=replace(report.alignment, unit="line"))
    assert "[l. 14]" in shown("text", report=report)
    assert "[art" not in shown("text", report=report)
    assert "(l. 14)" in shown("markdown", report=report)


def test_totals_add_up() -> None:
    found = sample_alignment().alignment
    assert found
    counted = tally(found)
    numbers = dict(counted.marks)
    assert sum(number for _, number in counted.shapes) == counted.links
    assert counted.links + numbers["omission"] + numbers["addition"] == len(found.links)
    assert numbers == {mark: sum(mark in marks(link) for link in found.links) for mark in SIGNS}
    auto = [link.confidence for link in found.paired if link.origin == "auto"]
    assert counted.confidence == pytest.approx(sum(auto) / len(auto))


def of_lines(links: int, **flags: bool) -> Report:
    texts = [
        AlignedText(k, k, "", k, "", tuple(Quote(str(i), k, 1, i) for i in range(1, links + 1)))
        for k in ("ja", "en")
    ]  # type: ignore[arg-type]
    both = tuple(Link((str(i),), (str(i),), 0.5, 0.5, **flags) for i in range(1, links + 1))
    return Report("align", (), alignment=Alignment("line", "monotone", *texts, both))


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_totals_name_the_first_places_only(name: str) -> None:
    found = shown(name, report=of_lines(LISTED + 3, uncertain=True))
    assert f"{LISTED} = {LISTED}; and 3 more" in found
    assert "more" not in shown(name, report=of_lines(LISTED, uncertain=True))


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_totals_say_where_to_look(name: str) -> None:
    found = shown(name)
    assert "uncertain: art4.s1 = art4.s1; art5.s1 = –; – = art5.s1\n" in found
    assert "only in the source: art5.s1; end\n" in found


@pytest.mark.parametrize("name", ["text", "markdown", "json"])
def test_an_alignment_of_nothing(name: str) -> None:
    found = shown(name, report=of_lines(0))
    assert "0 links" in found or json.loads(found)["counts"]["mean_confidence"] is None


@pytest.mark.parametrize("name", ["text", "markdown", "json"])
def test_a_report_without_its_alignment_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="without an alignment"):
        shown(name, report=Report("align", ()))


def test_json_reads_back_as_the_same_links() -> None:
    found = sample_alignment().alignment
    assert found
    read = read_alignment(shown("json").encode("utf-8"), "a.json")
    assert [link.ends for link in read.links] == [
        (
            tuple(found.source.index[key] for key in link.source),
            tuple(found.target.index[key] for key in link.target),
        )
        for link in found.links
    ]
    assert [float(k.confidence or 0) for k in read.links] == [
        round(link.confidence, 4) for link in found.links
    ]
    for name, text in (("source", found.source), ("target", found.target)):
        assert read.texts[name] == {i: unit.text for i, unit in enumerate(text.units)}


def test_json_has_no_score_where_the_tool_gave_none() -> None:
    for link, row in zip(LINKS, json.loads(shown("json"))["links"], strict=True):
        judged = link.origin == "auto" and not link.null
        assert row["score"] == (round(link.score, 4) if judged else None)


def test_a_passage_stays_in_its_cell() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(shown("markdown"))
    children = [child for token in tokens for child in token.children or ()]
    assert {c.content for c in children if c.type == "html_inline"} <= {"<sub>", "</sub>", "<br>"}
    assert not {c.type for c in children} & {"link_open", "image", "em_open"}
    kinds = Counter(token.type for token in tokens)
    assert not {"html_block", "code_block", "fence"} & set(kinds)
    assert kinds["tr_open"] == (1 + 2) + (1 + len(LINKS))
    assert kinds["td_open"] == 4 * 2 + 6 * len(LINKS)
