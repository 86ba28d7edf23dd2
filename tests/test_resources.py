"""Shipped documents, and files that are written whole or not at all."""

from dataclasses import replace
from hashlib import sha256

import pytest

from moc_align.errors import ConfigError
from moc_align.resources import corpora, corpus, read_corpus, write_atomically


def test_every_shipped_document_has_its_digest():
    assert [entry.id for entry in corpora()] == ["moc-1.0-en", "moc-2.0-ja", "moc-2.0-en"]
    for entry in corpora():
        assert sha256(read_corpus(entry)).hexdigest() == entry.sha256


def test_a_digest_mismatch_is_an_error():
    entry = corpus("moc-1.0-en")
    assert entry is not None
    with pytest.raises(ConfigError, match=r"moc-1\.0-en does not match its sha256"):
        read_corpus(replace(entry, sha256="0" * 64))


def test_a_missing_document_is_an_error():
    entry = corpus("moc-1.0-en")
    assert entry is not None
    with pytest.raises(ConfigError, match="is missing; reinstall"):
        read_corpus(replace(entry, file="nowhere.txt"))


def test_no_such_id():
    assert corpus("moc-3.0-fr") is None


def test_a_write_replaces_the_file_and_keeps_its_mode(tmp_path):
    path = tmp_path / "報告.md"
    path.write_text("old")
    path.chmod(0o600)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "report.md"
    path.write_text("old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_atomically(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
