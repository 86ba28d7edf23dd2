"""The exchange formats of `align`: what other programs read in them is what was linked."""

from __future__ import annotations

import csv
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import chain, combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample_alignment import sample_alignment
from translate.storage import tmx as toolkit_tmx
from translate.storage import xliff as toolkit_xliff
from translate.storage import xliff2 as toolkit_xliff2

from moc_align.evaluate import read_alignment
from moc_align.plugins import Screen, load
from moc_align.reporters import _exchange as exchange
from moc_align.reporters.ladder import Step, climbing
from moc_align.reporters.tsv import cell
from moc_align.schema import AlignedText, Alignment, Link, Quote, Report
from moc_align.train import tmx as train_tmx
from moc_align.train import tsv as train_tsv

HERE = Path(__file__).parent
FORMATS = ("tmx", "xliff", "xliff12", "tsv", "vecalign", "ladder")
XML = ("tmx", "xliff", "xliff12")
FORMULA = tuple("=+-@\t\r＝＋－＠")
SAMPLE = sample_alignment()
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rendered(name: str, report: Report = SAMPLE) -> str:
    return load("reporter", name).render(report, Screen())


def parsed(name: str, report: Report = SAMPLE) -> etree._Element:
    return etree.fromstring(rendered(name, report).encode())


def words(alignment: Alignment, links: Sequence[Link]) -> list[tuple[str, str]]:
    """What a file that keeps all that XML can hold says of those links."""
    pairs = (exchange.texts(alignment, link) for link in links)
    return [(exchange.legal(source), exchange.legal(target)) for source, target in pairs]


def reliable(alignment: Alignment) -> list[Link]:
    return [link for link in alignment.paired if not link.uncertain]


def side(lang: str, texts: Sequence[str]) -> AlignedText:
    units = tuple(Quote(str(at), text, 1, at) for at, text in enumerate(texts, start=1))
    return AlignedText(f"x-{lang}", lang, "", f"x.{lang}", "00" * 32, units)  # type: ignore[arg-type]


def report_of(source: AlignedText, target: AlignedText, links: Sequence[Link]) -> Report:
    alignment = Alignment("line", "monotone", source, target, tuple(links))
    return Report("align", (), alignment=alignment)


@pytest.mark.parametrize("name", FORMATS)
def test_whole_outputs(name: str) -> None:
    golden = HERE / "golden/reporters" / f"align{load('reporter', name).suffix}"
    found = rendered(name).encode()
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(found)
    assert found == golden.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_they_show_alignments_only(name: str) -> None:
    assert load("reporter", name).commands == ("align",)
    with pytest.raises(ValueError, match="holds no alignment"):
        rendered(name, replace(SAMPLE, alignment=None))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_text_steers_the_terminal(name: str) -> None:
    controls = {char for char in rendered(name) if unicodedata.category(char) == "Cc"}
    assert controls <= {"\n", "\t"}


@pytest.mark.parametrize("name", XML)
def test_the_grammar_of_the_format(name: str) -> None:
    grammar = etree.DTD(str(HERE / f"cases/exchange/{name}.dtd"))
    assert grammar.validate(parsed(name)), grammar.error_log
    # text between two elements would be part of neither
    between = [node.tail or "" for node in parsed(name).iter()]
    assert not "".join(between).strip()


def test_the_memory_is_read_by_the_translate_toolkit() -> None:
    alignment = exchange.alignment_of(SAMPLE)
    store = toolkit_tmx.tmxfile(
        BytesIO(rendered("tmx").encode()), sourcelanguage="ja", targetlanguage="en"
    )
    assert [(u.source, u.target) for u in store.units] == words(alignment, reliable(alignment))
    langs = [[v.get(LANG) for v in u.xmlelement.iter("tuv")] for u in store.units]
    assert langs == [["ja", "en"]] * len(store.units)
    ids = [unit.getid() for unit in store.units]
    assert len(set(ids)) == len(ids) and not any(set(one) & set(" \t\n") for one in ids)


@pytest.mark.parametrize(
    ("name", "store_class"),
    [("xliff", toolkit_xliff2.Xliff2File), ("xliff12", toolkit_xliff.Xliff1File)],
)
def test_the_units_are_read_by_the_translate_toolkit(name: str, store_class: type) -> None:
    alignment = exchange.alignment_of(SAMPLE)
    store = store_class.parsestring(rendered(name).encode())
    assert [(u.source, u.target or "") for u in store.units] == words(alignment, alignment.links)
    assert (store.sourcelanguage, store.targetlanguage) == ("ja", "en")
    assert len({unit.getid() for unit in store.units}) == len(store.units)


def test_the_memory_is_read_by_the_training() -> None:
    alignment = exchange.alignment_of(SAMPLE)
    pairs = [tuple(map(_flat, pair)) for pair in words(alignment, reliable(alignment))]
    file = HERE / "golden/reporters/align.tmx"
    assert [(ja, en) for en, ja in train_tmx.read(file)] == pairs


def test_the_table_is_read_by_the_training() -> None:
    alignment = exchange.alignment_of(SAMPLE)
    pairs = [
        tuple(cell(text).strip() for text in exchange.texts(alignment, link))
        for link in alignment.links
    ]
    read = train_tsv.read(HERE / "golden/reporters/align.tsv")
    assert [(ja, en) for en, ja in read] == pairs


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_what_is_no_translation_is_not_in_the_memory() -> None:
    source, target = side("en", ("A", "", "C", "D")), side("ja", ("甲", "乙", "丙", "丁"))
    links = (
        Link(("1",), ("1",), 0.9, 0.9),
        Link(("2",), ("2",), 0.9, 0.9),
        Link(("3",), ("3",), 0.9, 0.4, uncertain=True),
        Link(("4",), (), 0.0, 0.9),
        Link((), ("4",), 0.0, 0.9),
    )
    root = parsed("tmx", report_of(source, target, links))
    assert [seg.text for seg in root.iter("seg")] == ["A", "甲"]
    assert root.find("header").get("srclang") == "en"
    note = "4 of 5 links left out: 1 uncertain, 1 with a blank side, 2 with one side only."
    assert root.findtext("header/note") == note


@pytest.mark.parametrize(
    ("unit", "segtype"), [("sentence", "sentence"), ("clause", "paragraph"), ("line", "block")]
)
def test_the_kind_of_segment_is_that_of_the_unit(unit: str, segtype: str) -> None:
    alignment = replace(exchange.alignment_of(SAMPLE), unit=unit)  # type: ignore[arg-type]
    root = parsed("tmx", replace(SAMPLE, alignment=alignment))
    assert root.find("header").get("segtype") == segtype
    several = [tu.get("segtype") for tu in root.iter("tu")]
    expected = [None if link.shape == "1-1" else "block" for link in reliable(alignment)]
    assert several == expected


def test_units_are_joined_as_their_language_is_written() -> None:
    source, target = side("en", ("One.", "Two.")), side("ja", ("一。", "二。"))
    report = report_of(source, target, [Link(("1", "2"), ("1", "2"), 0.9, 0.9)])
    for name in ("tmx", "xliff", "xliff12", "tsv"):
        assert "One. Two." in rendered(name, report)
        assert "一。二。" in rendered(name, report)


@pytest.mark.parametrize("name", ["xliff", "xliff12"])
def test_null_links_are_units_with_one_side_and_a_note(name: str) -> None:
    root = parsed(name)
    units = list(root.iter("{*}unit", "{*}trans-unit"))
    for unit, link in zip(units, exchange.alignment_of(SAMPLE).links, strict=True):
        notes = " ".join(note.text for note in unit.iter("{*}note"))
        assert ("Omission" in notes) == (unit.find(".//{*}target") is None) == (not link.target)
        assert ("Addition" in notes) == (not unit.find(".//{*}source").text) == (not link.source)
        assert ("Uncertain" in notes) == link.uncertain
        assert ("Crossing" in notes) == link.crossing
        states = [node.get("state") for node in unit.iter() if node.get("state")]
        sure = not link.null and not link.uncertain
        assert states == ["translated"] * len(states) if sure else "translated" not in states


@pytest.mark.parametrize("name", XML)
def test_what_is_known_of_a_link_goes_with_it(name: str) -> None:
    link = exchange.alignment_of(SAMPLE).links[2]
    # the other links are told from this one by their confidence
    found = [
        {prop.get("type") or prop.get("context-type"): prop.text for prop in unit.iter()}
        for unit in parsed(name).iter("{*}tu", "{*}unit", "{*}trans-unit")
    ]
    found = [{str(key).removeprefix("x-"): f[key] for key in f} for f in found]
    (facts,) = [f for f in found if f["confidence"] == "0.9817"]
    expected = dict(exchange.facts(exchange.alignment_of(SAMPLE), link))
    assert expected["target-ids"] == "art1.s2 art1.s3" and expected["source-line"] == "4"
    assert expected.items() <= facts.items()


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), "excel-tab"))


def test_the_table_has_a_row_for_each_link() -> None:
    alignment = exchange.alignment_of(SAMPLE)
    text = rendered("tsv")
    assert text.startswith("\ufeff") and "\r" not in text
    head, *found = rows(text)
    assert {len(row) for row in found} == {len(head)}
    assert len(found) == len(alignment.links) == text.count("\n") - 1
    column = dict(zip(head, zip(*found, strict=True), strict=True))
    assert column["shape"] == tuple(link.shape.replace("-", " to ") for link in alignment.links)
    assert column["uncertain"].count("yes") == sum(link.uncertain for link in alignment.links)
    assert column["crossing"].count("yes") == 1 and column["origin"].count("human") == 1
    assert column["source ids"] == tuple(" + ".join(link.source) for link in alignment.links)


def test_a_person_and_a_null_link_have_no_score() -> None:
    head, *found = rows(rendered("tsv"))
    scores = [row[head.index("score")] for row in found]
    blank = [link.null or link.origin == "human" for link in exchange.alignment_of(SAMPLE).links]
    assert [not score for score in scores] == blank


ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=30)
FORMULAS = st.text(alphabet="=+-@＝＋－＠ \t\r\n\u3000\u200b\ufeff\"'a,", max_size=8)


def anything(text: str, other: str) -> Report:
    """A pair, an omission and an addition of those texts."""
    source, target = side("ja", (text, other)), side("en", (other, text))
    links = (Link(("1",), ("1",), 0.9, 0.9), Link(("2",), (), 0.0, 0.9), Link((), ("2",), 0.0, 0.9))
    return replace(report_of(source, target, links), notes=(text,))


@settings(deadline=None, max_examples=60)
@given(ANY, ANY)
@example("\ud83d\ude00 \x00\ufffe", "]]>&#x1F;<!--\r\n\r \u2028\x85")
@example("\ud800", "\U0010ffff\U0001fffe")
def test_any_text_survives(text: str, other: str) -> None:
    report = anything(text, other)
    expected = [*map(exchange.legal, (text, other, other, text))]
    for name in XML:
        root = parsed(name, report)
        found = [node.text or "" for node in root.iter("{*}seg", "{*}source", "{*}target")]
        if name == "tmx":
            kept = text.strip() and other.strip()
            assert found == (expected[:2] if kept else [])
        else:
            assert found == [*expected[:3], "", expected[3]]


@settings(deadline=None, max_examples=60)
@given(ANY | FORMULAS, ANY | FORMULAS)
@example("\u200b=1", ' "=1" ')
def test_any_text_is_one_safe_cell(text: str, other: str) -> None:
    found = rendered("tsv", anything(text, other))
    table = rows(found)
    assert {len(row) for row in table} == {12} and len(table) == 4
    assert [line.split("\t") for line in found.splitlines() if line.count("\t") != 11] == []
    assert not [c for c in chain(*table) if c.strip().startswith(FORMULA)]
    for row, pair in zip(table[1:], ((text, other), (other, ""), ("", text)), strict=True):
        assert tuple(c.removeprefix("'") for c in row[1:3]) == tuple(
            cell(t).removeprefix("'") for t in pair
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("－３度", "'－３度"),
        (" \u3000+1", "' \u3000+1"),
        ("\t-1", "' -1"),
        ("a\r\nb\tc\u2028d", "a b c d"),
        ("一 = 二", "一 = 二"),
        ("'90s", "'90s"),
        ("", ""),
    ],
)
def test_cells(text: str, expected: str) -> None:
    assert cell(text) == expected


@pytest.mark.parametrize("name", XML)
@settings(deadline=None, max_examples=20)
@given(ANY.filter(bool))
@example("a\" b='c' <&>\t\n\r\x85\"")
def test_any_name_of_a_file_survives(name: str, source: str) -> None:
    report = anything("水", "water")
    alignment = exchange.alignment_of(report)
    alignment = replace(alignment, source=replace(alignment.source, source=source, id=source))
    root = parsed(name, replace(report, alignment=alignment))
    told = chain(*(node.values() for node in root.iter()), (node.text for node in root.iter()))
    assert exchange.legal(source) in {text or "" for text in told}


@st.composite
def alignments(draw: st.DrawFn) -> Report:
    """Links of at most three units a side that cross, or leave gaps, as they like."""
    sizes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=8))
    totals = [sum(size[at] for size in sizes) for at in (0, 1)]
    mixed = draw(st.sampled_from((False, True)))
    orders = [range(1, total + 1) for total in totals]
    ids = [iter(draw(st.permutations(order)) if mixed else order) for order in orders]
    links = []
    for a, b in sizes:
        one, other = (
            tuple(map(str, sorted(_take(i, n)))) for i, n in zip(ids, (a, b), strict=True)
        )
        links.append(Link(one, other, 0.5, draw(st.integers(0, 10_000)) / 10_000))
    texts = (side(lang, ["x"] * total) for lang, total in zip(("ja", "en"), totals, strict=True))
    return report_of(*texts, links)


def _take(ids: Iterator[int], count: int) -> list[int]:
    return [next(ids) for _ in range(count)]


def numbered(link: Link) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sides as places from 0, of units whose ids are their numbers."""
    return tuple(int(i) - 1 for i in link.source), tuple(int(i) - 1 for i in link.target)


@settings(deadline=None)
@given(alignments().filter(lambda report: exchange.alignment_of(report).links))
def test_lines_of_vecalign_are_the_links(report: Report) -> None:
    links = exchange.alignment_of(report).links
    found = read_alignment(rendered("vecalign", report).encode(), "x").links
    assert [link.ends for link in found] == [numbered(link) for link in links]
    assert [float(link.confidence or 0) for link in found] == [link.confidence for link in links]


def test_the_sample_is_read_back_by_the_scorer() -> None:
    alignment = exchange.alignment_of(SAMPLE)
    found = read_alignment(rendered("vecalign").encode(), "x").links
    places = [
        tuple(tuple(text.index[i] for i in ids) for text, ids in sides)
        for link in alignment.links
        for sides in [((alignment.source, link.source), (alignment.target, link.target))]
    ]
    assert [link.ends for link in found] == places


Bead = tuple[tuple[int, ...], tuple[int, ...]]


def beads(ladder: str) -> list[Bead]:
    """What the rungs of a ladder say, as hunalign's `ladder2text` reads them."""
    rungs = [tuple(map(float, line.split("\t"))) for line in ladder.splitlines()]
    stretches = [tuple(map(int, rung[:2])) for rung in rungs]
    return [(tuple(range(a, c)), tuple(range(b, d))) for (a, b), (c, d) in pairwise(stretches)]


@settings(deadline=None)
@given(alignments())
def test_a_ladder_climbs_and_holds_every_unit(report: Report) -> None:
    alignment = exchange.alignment_of(report)
    text = rendered("ladder", report)
    found = beads(text)
    lengths = len(alignment.source.units), len(alignment.target.units)
    assert text.splitlines()[-1] == f"{lengths[0]}\t{lengths[1]}\t0.0000"
    for at in (0, 1):
        assert [unit for bead in found for unit in bead[at]] == list(range(lengths[at]))
    links = {numbered(link) for link in alignment.links}
    assert all(bead in links or sum(map(len, bead)) == 1 for bead in found)
    paired = [numbered(link) for link in alignment.paired]
    if paired == sorted(paired) == sorted(paired, key=lambda bead: bead[1]):
        ordered = [bead for bead in paired if all(_adjacent(ids) for ids in bead)]
        assert [bead for bead in found if all(bead)] == ordered


def _adjacent(ids: tuple[int, ...]) -> bool:
    return ids[-1] - ids[0] == len(ids) - 1


def test_a_ladder_tells_what_it_leaves_out_by_its_quality() -> None:
    text = rendered("ladder").splitlines()
    # the sixth target unit is an addition; the eighth and its crossing partner stand alone
    assert text[5:7] == ["6\t6\t0.9120", "6\t7\t0.0000"]
    assert "9\t11\t0.0000" in text


@given(st.permutations(range(6)), st.integers(0, 6))
def test_the_longest_run_that_does_not_cross(places: list[int], length: int) -> None:
    steps = [Step(range(a, a + 1), range(b, b + 1), 0.5) for a, b in enumerate(places[:length])]
    run = climbing(steps[::-1])
    rising = [
        len(some)
        for size in range(length + 1)
        for some in combinations(places[:length], size)
        if list(some) == sorted(some)
    ]
    assert len(run) == max(rising)
    targets = [step.target.start for step in run]
    assert [step.source.start for step in run] == sorted(step.source.start for step in run)
    assert targets == sorted(targets)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.93, "0.9300"), (-0.00001, "0.0000"), (1, "1.0000")]
)
def test_numbers_have_all_their_digits(value: float, expected: str) -> None:
    assert exchange.number(value) == expected
