"""The parse cache: what goes in comes out, and what is damaged is parsed again."""

import pytest

from moc_align import cache as module
from moc_align.cache import Cache
from moc_align.pipeline import Settings, open_document, state_facts


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(tmp_path))
    return tmp_path / "parse"


@pytest.mark.parametrize("corpus", ["moc-1.0-en", "moc-2.0-ja"])
def test_a_cached_document_equals_the_parsed_one(folder, corpus):
    parsed = open_document(corpus)
    assert len(list(folder.iterdir())) == 1
    assert open_document(corpus) == parsed
    assert open_document(corpus, settings=Settings(cache=False)) == parsed


def test_no_cache_writes_nothing(folder):
    open_document("moc-1.0-en", settings=Settings(cache=False))
    assert not folder.exists()


@pytest.mark.parametrize("damage", [b"", b"not zlib", b"\x78\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_cache_is_parsed_again(folder, damage):
    parsed = open_document("moc-1.0-en")
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert open_document("moc-1.0-en") == parsed
    assert file.read_bytes() != damage


def test_a_bomb_in_the_cache_is_not_unpacked(folder, monkeypatch):
    parsed = open_document("moc-1.0-en")
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    assert open_document("moc-1.0-en") == parsed


def test_an_unwritable_cache_is_no_error(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(blocked))
    assert open_document("moc-1.0-en").clauses


def test_the_oldest_files_go(folder, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILES", 2)
    cache = Cache()
    for n in range(4):
        cache.put({"n": n}, str(n))
    kept = [n for n in range(4) if cache.get(str(n))]
    assert len(kept) == 2
    assert 3 in kept


def test_the_key_tells_language_genre_and_name_apart(folder):
    open_document("moc-1.0-en")
    assert open_document("moc-1.0-en", genre="statement").genre == "statement"
    assert open_document("moc-1.0-en").genre == "release"


def test_cached_facts_equal_those_worked_out(folder):
    document = open_document("moc-2.0-ja")
    worked_out = state_facts(document, Settings(cache=False))
    for _ in range(2):
        assert state_facts(document, Settings()) == worked_out
    assert len(list(folder.iterdir())) == 2


def test_another_program_is_not_answered(folder, monkeypatch):
    Cache().put({"n": 1}, "key")
    assert Cache().get("key") == {"n": 1}
    monkeypatch.setattr(module, "_program", lambda: ("another",))
    assert Cache().get("key") is None
