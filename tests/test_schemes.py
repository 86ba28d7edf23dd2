"""Schemes of areas from TOML files and from a document's own sections."""

import pytest

from moc_align.errors import ConfigError
from moc_align.pipeline import open_document
from moc_align.resources import corpora_path
from moc_align.schemes import derive_scheme, load_scheme


def test_the_shipped_scheme_has_eight_areas_in_two_languages():
    scheme = load_scheme(corpora_path("areas.toml"))
    assert [area.number for area in scheme.areas] == list(range(1, 9))
    assert len({area.slug for area in scheme.areas}) == 8
    for area in scheme.areas:
        assert area.title("ja") != area.title("en")
        assert {lang for lang, _ in area.aliases} == {"ja", "en"}


def test_a_scheme_may_have_one_language_and_no_numbers(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[area]]\nja = "港湾"\n[[area]]\nja = "航空"\naliases_en = ["aviation"]\n')
    scheme = load_scheme(path)
    assert [(a.number, a.title("en")) for a in scheme.areas] == [(1, "港湾"), (2, "航空")]
    assert scheme.id == "own"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no \\[\\[area\\]\\]"),
        ("area = 3", "no \\[\\[area\\]\\]"),
        ('[[area]]\nja = "港"\ncolour = "red"', "unknown key 'colour'"),
        ('name = "x"\n[[area]]\nja = "港"', "unknown key 'name'"),
        ("[[area]]\nnumber = 1", "needs a whole number and a title"),
        ('[[area]]\nnumber = true\nja = "港"', "needs a whole number and a title"),
        ('[[area]]\nja = "港"\naliases_ja = "港湾"', "is not a list"),
        ('[[area]]\nnumber = 1\nja = "港"\n[[area]]\nnumber = 1\nja = "空"', "each once"),
        ("[[area]", "not a readable scheme"),
    ],
)
def test_a_bad_scheme_says_what_is_wrong(tmp_path, text, message):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message) as caught:
        load_scheme(path)
    assert str(path) in str(caught.value)


def test_a_binary_file_is_no_scheme(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not a readable scheme"):
        load_scheme(path)


def test_sections_make_a_scheme():
    scheme = derive_scheme(open_document("moc-1.0-en"))
    assert [area.number for area in scheme.areas] == [1, 2, 3, 4, 5, 6]
    assert all(area.description for area in scheme.areas)
    assert scheme.id == "from:moc-1.0-en"


def test_a_text_without_sections_makes_none(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("The two sides met in the spring and agreed to meet again in the autumn.\n")
    with pytest.raises(ConfigError, match="no titled sections"):
        derive_scheme(open_document(str(path)))
