"""Whatever is given ends in a report or in one sentence, and soon: nothing fails as a bug."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from zlib import compress

import pytest

from moc_align.aligner import features
from moc_align.cache import Cache
from moc_align.cli import run
from moc_align.embedders import load as load_model
from moc_align.errors import ConfigError, ModelError, ParseError
from moc_align.facts import LONGEST, state
from moc_align.genres import guess_genre
from moc_align.parser import parse
from moc_align.pipeline import open_document
from moc_align.resources import write_atomically
from moc_align.schema import Document, SourceText
from moc_align.schemes import load_scheme
from moc_align.text import script
from moc_align.values import values

EN = "The Participants will promote cooperation in the field of AI. "
JA = "双方は、人工知能の分野における協力を促進する。"


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(EN, id="one line of sentences"),
        pytest.param(EN + "\n", id="a sentence a line"),
        pytest.param(JA, id="Japanese without white space"),
        pytest.param("(a) of the\n", id="labels alone"),
        pytest.param("第1条の\n", id="Japanese labels alone"),
        pytest.param("「の", id="brackets that never close"),
        pytest.param("the 1234567890", id="digits"),
        pytest.param("の" + "1" * 5_000, id="a number of more digits than int takes"),
        pytest.param("of the " + "a" * 30_000, id="one long word"),
        pytest.param("の協力、", id="commas"),
        pytest.param("の\u3099\u0301", id="combining marks"),
        pytest.param("A.B.の", id="initials"),
    ],
)
def test_a_text_of_one_thing_over_and_over_is_read(unit: str) -> None:
    text = (unit * 50_000)[:20_000]
    lang = script(text)
    assert lang
    source = SourceText(text)
    document = parse(source, id="x", source_name="x", sha256="", lang=lang, genre=guess_genre(text))
    short = Document(**{**vars(document), "clauses": document.clauses[:3]})
    stated = state(short)
    assert all(len(facts.text) <= LONGEST for facts in stated.leaves.values())


@pytest.mark.parametrize(
    "text",
    ["one hundred and " * 300, "one hundred thousand " * 300, "9" * 6_000, "A" * 6_000],
    ids=["hundreds of hundreds", "thousands of thousands", "digits", "capitals"],
)
def test_numerals_that_no_one_means_are_no_failure(text: str) -> None:
    for lang in ("en", "ja"):
        for value in values(text, lang):
            assert text[value.span.start : value.span.end] == value.quote


def test_an_address_leaves_the_values_before_it() -> None:
    found = values("2025年3月1日に連絡先:office@example.jpで", "ja")
    assert [value.key for value in found] == ["2025-03-01"]


def test_too_many_clauses_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "many.txt"
    file.write_text("of the items.\n\n" * 20_100)
    with pytest.raises(ParseError, match=r"more than 20,000 clauses; split it"):
        open_document(str(file))


def test_too_many_pairs_are_refused_before_they_are_compared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(features, "MOST_PAIRS", 3)
    file = tmp_path / "a.txt"
    file.write_text("Article 1\n1. " + EN + "\n2. " + EN + "\nArticle 2\n" + EN)
    assert run(["diff", str(file), str(file), "--genre", "treaty"]) == 2
    assert "too many to compare all with all" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("x = " + "[" * 100_000 + "]" * 100_000, "nested", id="lists in lists"),
        pytest.param("a = " + "{a=" * 3_000 + "1" + "}" * 3_000, "nested", id="tables in tables"),
        pytest.param(".".join(["a"] * 100_000) + " = 1", "keys nested", id="a dotted key"),
        pytest.param("[[" + ".".join(["a"] * 5_000) + "]]", "keys nested", id="a dotted table"),
        pytest.param("[[area]]\nen = 'a'\nnumber = " + "9" * 5_000, "not a", id="a huge number"),
        pytest.param("area = [1]", "not a table", id="no tables"),
        pytest.param("", "no [[area]]", id="nothing"),
        pytest.param("\x00", "not a readable", id="a NUL"),
        pytest.param("[[area]]\nen = ''", "needs", id="no title"),
    ],
)
def test_a_hostile_scheme_is_a_sentence(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "scheme.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as told:
        load_scheme(file)
    assert what in str(told.value)
    assert len(str(told.value)) < 1_000


def test_a_scheme_may_start_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    file.write_bytes(b"\xef\xbb\xbf[[area]]\nen = 'Energy'\n")
    assert load_scheme(file).areas[0].titles == (("en", "Energy"),)


@pytest.mark.parametrize("name", ["\x1b[31m", "a\nb", "../..\n", "a/b/c", "x" * 300, "http://x"])
def test_what_names_no_model_is_not_asked_of_the_hub(name: str) -> None:
    with pytest.raises(ModelError, match=r"no name of a model|no such folder"):
        load_model(name)


def test_a_message_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", "no\nsuch\x1b[31m.txt", "-f", "te\nxt"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "\x1b" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are bytes elsewhere")
@pytest.mark.parametrize("command", ["parse", "areas"])
def test_a_file_name_that_is_no_utf_8(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    try:
        with open(raw, "wb") as file:  # noqa: PTH123
            file.write(EN.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    for _ in range(2):  # read, then from the cache
        assert run([command, os.fsdecode(raw), "-f", "json"]) == 0
    out = capsys.readouterr().out
    json.loads(out[: len(out) // 2])


@pytest.mark.parametrize(
    "data",
    [b"x", b"", compress(b"null"), compress(b"[" * 100_000), compress(b'{"clauses": 1}')],
    ids=["garbage", "empty", "null", "nested", "types"],
)
def test_a_damaged_cache_is_read_past(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_text(EN)
    document = open_document(str(file))
    kept = list((tmp_path / "cache").rglob("*.z"))
    assert kept
    for entry in kept:
        entry.write_bytes(data)
    assert open_document(str(file)) == document


def test_a_cache_of_one_bomb_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moc_align.cache.MAX_BYTES", 1_000)
    cache = Cache()
    cache.put([1], "a")
    (entry,) = (tmp_path / "cache").rglob("*.z")
    entry.write_bytes(compress(b"[" * 2 + b"]" * 2 + b" " * 2_000))
    assert cache.get("a") is None


def test_a_link_is_written_through(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path) -> None:
    # as root, a rename would put a file in the place of /dev/null; a pipe shows it harmlessly
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("output", ["", "x" * 300, ".", "no/such/folder/x", "a\0b"])
def test_an_output_that_can_not_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(EN)
    assert run(["parse", str(file), "-o", output]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes streams elsewhere")
@pytest.mark.parametrize(
    ("closed", "path", "status"),
    [
        (">&-", "a.txt", 2),
        ("2>&-", "a.txt", 0),
        ("2>&-", "none", 2),
        (">&- 2>&-", "none", 2),
        ("<&-", "-", 2),
    ],
)
def test_closed_streams(tmp_path: Path, closed: str, path: str, status: int) -> None:
    (tmp_path / "a.txt").write_text(EN)
    line = f'exec "$0" -m moc_align parse {path} {closed}'
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert done.stderr.count("\n") <= 1
