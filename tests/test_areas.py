"""Clauses to areas, with the shipped model and a scheme of two."""

import pytest
from toys import document

from moc_align.areas import AreaTagger, _find, fits
from moc_align.embedders import load
from moc_align.resources import model_path
from moc_align.schema import Area, Scheme
from moc_align.schemes import derive_scheme


@pytest.fixture(scope="module")
def encode():
    return load(str(model_path())).encode


SCHEME = Scheme(
    "two",
    "Two areas",
    (
        Area(1, "ports", (("ja", "港湾"), ("en", "Ports")), (("en", "harbours"), ("ja", "港"))),
        Area(2, "health", (("ja", "保健医療"), ("en", "Health")), (("en", "hospitals"),)),
    ),
)
PAPER = document(
    "ja",
    ("art1", "article", "目的", ""),
    ("art1.p1", "paragraph", "", "この覚書は、協力を促進することを目的とする。"),
    ("art2", "article", "協力分野", ""),
    ("art2.area1", "area", "医療及び保健", ""),
    ("art2.area1.b1", "bullet", "", "病院の医師の研修を実施する。"),
    ("art2.area2", "area", "港の整備", ""),
    ("art2.area2.b1", "bullet", "", "岸壁の改修を支援する。"),
)


def areas(tags):
    return {tag.clause: tag.area for tag in tags}


def test_headings_are_mapped_and_what_is_below_them_follows(encode):
    tags = AreaTagger(SCHEME, encode).tag(PAPER)
    found = areas(tags)
    assert (found["art2.area1"], found["art2.area2"]) == (2, 1)
    assert (found["art2.area1.b1"], found["art2.area2.b1"]) == (2, 1)
    assert [tag.clause for tag in tags] == [clause.id for clause in PAPER.clauses]


def test_standard_provisions_have_no_area_and_say_why(encode):
    tag = next(t for t in AreaTagger(SCHEME, encode).tag(PAPER) if t.clause == "art1.p1")
    assert (tag.area, tag.uncertain) == (None, False)
    assert [(e.kind, e.source) for e in tag.evidence] == [("role", "recital")]


def test_no_area_is_given_to_two_siblings(encode):
    twins = document(
        "en",
        ("area1", "area", "Ports of the north", ""),
        ("area1.i1", "item", "", "Dredging of ports."),
        ("area2", "area", "Ports of the south", ""),
        ("area2.i1", "item", "", "Dredging of ports."),
    )
    found = areas(AreaTagger(SCHEME, encode).tag(twins))
    assert found["area1"] != found["area2"]


def test_a_clause_without_heading_is_judged_by_its_words(encode):
    letter = document("en", ("p1", "paragraph", "", "The harbours and ports will be dredged."))
    (tag,) = AreaTagger(SCHEME, encode).tag(letter)
    assert tag.area == 1
    assert {e.source for e in tag.evidence if e.kind == "alias"} == {"harbours", "ports"}


def test_another_subject_is_uncertain_or_has_none(encode):
    letter = document("en", ("p1", "paragraph", "", "Poets will read in the castle at dusk."))
    (tag,) = AreaTagger(SCHEME, encode).tag(letter)
    assert tag.area is None or tag.uncertain


def test_a_document_fits_its_own_sections_for_sure(encode):
    scheme = derive_scheme(PAPER)
    tags = AreaTagger(scheme, encode).tag(PAPER)
    assert [area.titles for area in scheme.areas] == [
        (("ja", "医療及び保健"),),
        (("ja", "港の整備"),),
    ]
    assert areas(tags)["art2.area2.b1"] == 2
    assert fits(PAPER, tags)


def test_a_document_of_other_subjects_does_not_fit(encode):
    other = document(
        "en",
        ("area1", "area", "Poetry", ""),
        ("area1.i1", "item", "", "Reading of sonnets."),
        ("area2", "area", "Painting", ""),
        ("area2.i1", "item", "", "Exhibition of portraits."),
    )
    assert not fits(other, AreaTagger(SCHEME, encode).tag(other))


@pytest.mark.parametrize(
    ("name", "text", "found", "reason"),
    [
        ("AI", "the use of AI.", "AI", "an acronym"),
        ("AI", "aid to Airports", "", "an acronym keeps its case and stands alone"),
        ("AI", "AIの活用", "AI", "a Japanese letter may stand beside it"),
        ("startup", "Startups and others", "Startups", "a plural, in any case"),
        ("port", "support", "", "no part of a word"),
        ("半導体", "次世代半導体の製造", "半導体", "Japanese has no spaces"),
    ],
)
def test_names_of_areas_in_a_text(name, text, found, reason):
    assert _find(name, text, text.lower()) == found, reason
