"""Readers: bytes of any kind become text with its layout, or one clear sentence."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align import plugins, readers
from moc_align.errors import ReadError
from moc_align.readers import MAX_BYTES, read, read_bytes

HERE = Path(__file__).parent
CASES = HERE / "cases" / "readers"
CORPORA = sorted((HERE.parent / "corpora").glob("*.txt"))


def rows(table: str) -> list[dict[str, str]]:
    with (CASES / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


# Text


@pytest.mark.parametrize(
    "case", rows("encodings.tsv"), ids=lambda c: f"{c['encoding']}-{c['text']}"
)
def test_an_encoding_is_told_from_the_bytes(case: dict[str, str]) -> None:
    text = case["text"].replace("|", "\n")
    assert read(text.encode(case["encoding"]), "x.txt").text == text, case["reason"]


@pytest.mark.parametrize("case", rows("refused.tsv"), ids=lambda c: c["reason"])
def test_what_is_no_text_is_refused_with_its_remedy(case: dict[str, str]) -> None:
    with pytest.raises(ReadError) as error:
        read(bytes.fromhex(case["hex"]), case["name"])
    message = str(error.value)
    assert message.startswith(case["name"]) and case["says"] in message, case["reason"]
    assert "\n" not in message and not message.endswith(".")


@pytest.mark.parametrize("path", CORPORA, ids=lambda p: p.stem)
def test_a_shipped_document_comes_back_as_it_is(path: Path) -> None:
    source = read(*read_bytes(str(path)))
    assert source.text == path.read_text(encoding="utf-8")
    assert source.pages == (0,) and not source.flowed


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16-le"])
@pytest.mark.parametrize("path", CORPORA, ids=lambda p: p.stem)
def test_a_whole_document_survives_an_older_encoding(path: Path, encoding: str) -> None:
    text = path.read_text(encoding="utf-8").encode(encoding, "replace").decode(encoding)
    assert read(text.encode(encoding), "x.txt").text == text


def test_vendor_rows_of_euc_jp_are_read() -> None:
    body = "の協力を検討する。".encode("euc_jp")
    assert read(b"\xad\xa1" + body, "x.txt").text == "①の協力を検討する。"
    escaped = b"\x1b$B\x2d\x21" + bytes(b & 0x7F for b in body) + b"\x1b(B"
    assert read(escaped, "x.txt").text == "①の協力を検討する。"


def test_a_form_feed_starts_a_page() -> None:
    source = read("表紙\n\f本文は\f続く。\n\f".encode(), "x.txt")
    assert source.text == "表紙\n本文は\n続く。\n"
    assert [source.text[start:][:2] for start in source.pages] == ["表紙", "本文", "続く"]


def test_line_ends_are_one_kind_and_unseen_characters_go() -> None:
    source = read("a\r\nb\rc\u2028d\u200b\u202ee\x07f\ufeff\tg　ｱ①\n".encode(), "x.txt")
    assert source.text == "a\nb\nc\ndef\tg　ｱ①\n"


def test_the_length_is_bounded() -> None:
    with pytest.raises(ReadError, match="20 MB"):
        read(b"a" * (MAX_BYTES + 1), "x.txt")
    with pytest.raises(ReadError, match="2,000,000 characters"):
        read(b"a" * 6_000_000, "x.txt")


# The choice of the reader


def test_bytes_say_more_than_the_suffix() -> None:
    page = b"<!DOCTYPE html><title>t</title><p>Article 1"
    assert read(page, "page.txt").flowed and read(page, "page").text == "Article 1\n"
    with pytest.raises(ReadError, match="cut off"):
        read(b"%PDF-1.7 Article 1", "x.txt")
    assert read(b"Article <b>1</b>", "x.html").text == "Article 1\n"
    assert read(b"a < b", "x.log").text == "a < b"


def test_every_reader_answers_for_itself() -> None:
    assert {"html", "pdf", "txt"} <= set(plugins.names("reader"))
    suffixes = [s for n in plugins.names("reader") for s in plugins.load("reader", n).suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


# Paths


def test_a_path_gives_bytes_and_a_name(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc")
    assert read_bytes(str(file)) == (b"abc", str(file))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "empty"),
        ("missing.txt", "does not exist"),
        ("a\x00b", "can't be opened"),
        ("x" * 5000, "can't be opened"),
        (".", "folder"),
        ("file.txt/inner", "can't be opened"),
    ],
)
def test_a_path_that_is_no_file(
    path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_bytes(b"x")
    with pytest.raises(ReadError, match=says) as error:
        read_bytes(path)
    assert str(error.value).isprintable()


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as sparse:
        sparse.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(readers, "_bounded", lambda *_: pytest.fail("was read"))
    with pytest.raises(ReadError, match="larger than 20 MB"):
        read_bytes(str(file))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_devices_do_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert read_bytes(str(pipe))[0] == b""
    with pytest.raises(ReadError, match="device"):
        read_bytes("/dev/zero")
    out, into = os.pipe()
    try:
        os.write(into, b"Article 1")
        os.close(into)
        assert read_bytes(f"/dev/fd/{out}")[0] == b"Article 1"
    finally:
        os.close(out)


def test_standard_input_is_read_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abc")))
    assert read_bytes("-") == (b"abc", "standard input")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * (MAX_BYTES + 1))))
    with pytest.raises(ReadError, match="standard input is larger"):
        read_bytes("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ReadError, match="closed"):
        read_bytes("-")


# Properties

SUFFIXES = st.sampled_from(["x.txt", "x.html", "x.pdf", "x", "x.docx"])
STARTS = st.sampled_from(
    [b"", b"<html>", b"<?xml ?>", b"%PDF-1.4\n", b"\xff\xfe", b"\x1b$B", b"PK\x03\x04", b"<p>"]
)


@given(STARTS, st.binary(max_size=300), SUFFIXES, st.sampled_from([b"", b"\n%%EOF"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_text_or_a_read_error(
    start: bytes, body: bytes, name: str, end: bytes
) -> None:
    try:
        source = read(start + body + end, name)
    except ReadError as error:
        assert str(error).startswith(name)
        return
    assert source.text.strip()
    assert all(
        char in "\t\n" or char.isprintable() or char.isspace() or ord(char) > 0x9F
        for char in source.text
    )
    assert source.pages[-1] <= len(source.text)
    assert all(span.end <= len(source.text) for span in source.furniture)
    starts = [mark.start for mark in source.marks]
    assert starts == sorted(set(starts))
    assert all(at == 0 or source.text[at - 1] == "\n" for at in starts)


@given(st.text(alphabet="あ協力条 AI1−・①\n", min_size=1).filter(lambda t: t.strip()))
def test_utf8_text_is_never_changed(text: str) -> None:
    assert read(text.encode(), "x.txt").text == text
