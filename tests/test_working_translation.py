"""The working translation of the memorandum and the invented agreement, with their gold links."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from moc_align.pipeline import areas_report, open_document
from moc_align.resources import corpora_path, corpus
from moc_align.schema import Clause, Document
from moc_align.values import values

BITEXTS = Path(__file__).parent / "bitexts"
PAIRS = {
    "memorandum": ("moc-2.0-ja", "moc-2.0-en", corpora_path("moc-2.0-ja-en.links.tsv")),
    "agreement": (
        str(BITEXTS / "agreement-data.ja.txt"),
        str(BITEXTS / "agreement-data.en.txt"),
        BITEXTS / "agreement-data.links.tsv",
    ),
}


class Bitext:
    """Two documents and the ids that each gold link joins."""

    def __init__(self, ja: str, en: str, gold: Path) -> None:
        self.ja, self.en = open_document(ja), open_document(en)
        header, *rows = gold.read_text(encoding="utf-8").splitlines()
        assert header == "source\ttarget"
        sides = [row.split("\t") for row in rows]
        self.links = [(source.split(), target.split()) for source, target in sides]

    def clauses(self) -> list[tuple[list[Clause], list[Clause]]]:
        return [
            ([self.ja.clause(i) for i in source], [self.en.clause(i) for i in target])
            for source, target in self.links
        ]


@pytest.fixture(scope="module", params=PAIRS)
def bitext(request: pytest.FixtureRequest) -> Bitext:
    return Bitext(*PAIRS[request.param])


@pytest.fixture(scope="module")
def memorandum() -> Bitext:
    return Bitext(*PAIRS["memorandum"])


def test_every_clause_stands_in_one_link(bitext: Bitext) -> None:
    for side, document in enumerate((bitext.ja, bitext.en)):
        linked = Counter(i for link in bitext.links for i in link[side])
        assert linked == Counter(clause.id for clause in document.clauses)
    assert all(source or target for source, target in bitext.links)


def test_linked_clauses_are_of_one_kind(bitext: Bitext) -> None:
    for source, target in bitext.clauses():
        assert {c.kind for c in source} == {c.kind for c in target}, source


def test_linked_clauses_state_the_same_values(bitext: Bitext) -> None:
    for source, target in bitext.clauses():
        ja = Counter((v.kind, v.key) for c in source for v in values(f"{c.title}\n{c.text}", "ja"))
        en = Counter((v.kind, v.key) for c in target for v in values(f"{c.title}\n{c.text}", "en"))
        # 本書二通 has a number, "in duplicate" an idiom for it
        en["number", "2"] += sum("in duplicate" in clause.text for clause in target)
        assert ja == en, source


def test_the_values_are_there_to_be_compared(bitext: Bitext) -> None:
    found = [v.kind for c in bitext.ja.clauses for v in values(c.text, "ja")]
    assert {"date", "number", "duration"} <= set(found)
    assert len(found) > 5


def bullets(document: Document) -> dict[str, int]:
    return Counter(c.path[-1] for c in document.clauses if c.kind == "bullet")


def test_every_area_has_its_bullets(memorandum: Bitext) -> None:
    assert bullets(memorandum.ja) == bullets(memorandum.en)
    assert len(bullets(memorandum.en)) == 8


def test_both_sides_map_to_the_same_areas(memorandum: Bitext) -> None:
    ja, en = (
        {tag.clause: tag.area for tag in areas_report(name).tags}
        for name in ("moc-2.0-ja", "moc-2.0-en")
    )
    for source, target in memorandum.links:
        assert {ja.get(i) for i in source} == {en.get(i) for i in target}, source


def test_the_working_translation_says_that_it_is_unofficial(memorandum: Bitext) -> None:
    (note,) = (c for c in memorandum.en.clauses if c.kind == "note")
    assert note.line == 1
    assert note.text.startswith("[Unofficial working translation")
    assert "not the signed English text" in note.text
    entry = corpus("moc-2.0-en")
    assert entry is not None
    assert "unofficial" in entry.title_en
    assert "非公式" in entry.title_ja
    assert "unofficial" in entry.publisher


def test_nothing_binds_in_a_text_that_creates_no_obligations(memorandum: Bitext) -> None:
    assert " shall " not in memorandum.en.text
