"""`moc-align embed`: row i is line i, whatever the cache, the parts and the size of the file."""

import csv
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moc_align import embedders
from moc_align.cli import progress, run
from moc_align.pipeline import open_document, vectors
from moc_align.resources import model_path

LINES = "半導体エコシステム\nsemiconductor ecosystem\n\n　\n以上\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def model():
    return embedders.load(str(model_path()))


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


def embed(*arguments):
    return run(["embed", *map(str, arguments)])


def test_a_row_is_a_line(lines, tmp_path, model):
    assert embed(lines, "--out", tmp_path / "v.npy") == 0
    rows = np.load(tmp_path / "v.npy")
    assert (rows.shape, rows.dtype) == ((5, 384), np.float32)
    assert rows.tobytes() == model.encode(LINES.splitlines()).tobytes()
    assert not rows[2:4].any(), "an empty line and an ideographic space"
    np.testing.assert_allclose(np.linalg.norm(rows[[0, 1, 4]], axis=1), 1, atol=1e-6)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cache", "lines.txt", "v.npy"]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"a", 1),
        (b"a\nb", 2),
        (b"a\r\nb\r\n", 2),
        (b"\xef\xbb\xbfa\n", 1),
        ("a\u2028b\x0bc\x85\n".encode(), 1),
        (b"a\rb\n", 1),
    ],
    ids=["nothing", "one end", "no end", "no last end", "CRLF", "mark", "other breaks", "lone CR"],
)
def test_lines_are_counted_as_wc_does(data, count, tmp_path, model):
    path = tmp_path / "in.txt"
    path.write_bytes(data)
    assert embed(path, "-o", tmp_path / "v.npy", "--no-cache") == 0
    rows = np.load(tmp_path / "v.npy")
    assert rows.shape == (count, 384)
    if data.endswith(b"a\n") or data == b"a":
        assert rows.tobytes() == model.encode(["a"]).tobytes()


def test_the_bytes_are_the_same_with_and_without_cache(lines, tmp_path):
    made = []
    for options in ([], [], ["--no-cache"]):
        assert embed(lines, "--out", tmp_path / "v.npy", *options) == 0
        made.append((tmp_path / "v.npy").read_bytes())
    assert made[0] == made[1] == made[2]


def test_no_cache_writes_none(lines, tmp_path):
    assert embed(lines, "--out", tmp_path / "v.npy", "--no-cache") == 0
    assert not (tmp_path / "cache").exists()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=9), max_size=40), size=st.integers(1, 9))
def test_parts_do_not_show(texts, size, monkeypatch, model):
    whole = b"".join(part.tobytes() for part in vectors.embedded(texts, model))
    with monkeypatch.context() as patch:
        patch.setattr(vectors, "FIRST", size)
        patch.setattr(vectors, "MOST_TEXTS", size + 3)
        patch.setattr(vectors, "MOST_CHARS", 50)
        parts = list(vectors.embedded(texts, model))
    assert b"".join(part.tobytes() for part in parts) == whole
    assert sum(map(len, parts)) == len(texts)
    assert all(len(part) <= size + 3 for part in parts)


def test_a_long_file_is_a_stream(tmp_path, model):
    """Of its rows only some parts are in memory at once."""
    held = []

    class Watched:
        dim = model.dim

        def encode(self, texts):
            held.append(len(texts))
            return model.encode(texts)

    taken = 0

    def texts():
        nonlocal taken
        for number in range(60_000):
            taken = number + 1
            yield "第3条" if number % 3 else ""

    done = 0
    for part in vectors.embedded(texts(), Watched()):
        done += len(part)
        assert taken == done, "nothing is read ahead"
    assert done == 60_000
    assert max(held) <= vectors.MOST_TEXTS


# ---- clauses and sentences


def test_clauses_are_those_of_parse_and_the_table_leads_back(tmp_path, model):
    out, table = tmp_path / "v.npy", tmp_path / "v.json"
    assert embed("moc-2.0-ja", "--out", out, "--unit", "clause", "--ids", table) == 0
    clauses = open_document("moc-2.0-ja").clauses
    rows = json.loads(table.read_text(encoding="utf-8"))
    assert [row["row"] for row in rows] == list(range(len(clauses)))
    assert [(r["id"], r["page"], r["line"]) for r in rows] == [
        (c.id, c.page, c.line) for c in clauses
    ]
    assert np.load(out).tobytes() == model.encode([row["text"] for row in rows]).tobytes()


def test_sentences_come_with_their_clause(tmp_path, model):
    out, table = tmp_path / "v.npy", tmp_path / "v.tsv"
    assert embed("moc-1.0-en", "--out", out, "--unit", "sentence", "--ids", table) == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert np.load(out).tobytes() == model.encode([row["text"] for row in rows]).tobytes()
    clauses = {clause.id: clause for clause in open_document("moc-1.0-en").clauses}
    for row in rows:
        clause, _, number = row["id"].partition("#")
        parts = (clauses[clause].title, *clauses[clause].sentences)
        assert row["text"] == parts[int(number)]


def test_a_table_of_lines_can_be_read_line_by_line(tmp_path):
    source, table = tmp_path / "in.txt", tmp_path / "ids.tsv"
    source.write_bytes(b"a\tb\\\r\n\nc\n")
    assert embed(source, "--out", tmp_path / "v.npy", "--ids", table) == 0
    assert table.read_text(encoding="utf-8").splitlines() == [
        "row\tid\tpage\tline\ttext",
        "0\t1\t\t1\ta\\tb\\\\",
        "1\t2\t\t2\t",
        "2\t3\t\t3\tc",
    ]


def test_a_table_of_nothing_is_json(tmp_path):
    source, table = tmp_path / "in.txt", tmp_path / "ids.json"
    source.write_bytes(b"")
    assert embed(source, "--out", tmp_path / "v.npy", "--ids", table) == 0
    assert json.loads(table.read_text(encoding="utf-8")) == []


# ---- mistakes


def refused(capsys, *arguments):
    status = embed(*arguments)
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.startswith("moc-align: ")
    assert len(err.splitlines()) == 1
    return err


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("覚書\n".encode("cp932"), "line 1, has bytes that are not UTF-8"),
        (b"a\n" * 999 + b"\xff\n", "line 1000, has bytes that are not UTF-8"),
        (b"<!DOCTYPE html><html><body><p>a</p></body></html>", "is HTML, not lines of text"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "is PDF, not lines of text"),
        (b"a\0b\n", "is no text in UTF-8"),
        (b"a\n" + b"b" * 1_000_001, "line 2, is longer than 1 MB"),
    ],
    ids=["Shift_JIS", "bad byte at the end", "HTML", "PDF", "NUL", "no line ends"],
)
def test_a_file_that_is_no_list_of_texts_is_told_and_nothing_written(
    data, message, capsys, tmp_path
):
    path = tmp_path / "in.txt"
    path.write_bytes(data)
    assert message in refused(capsys, path, "--out", tmp_path / "v.npy")
    assert [p.name for p in tmp_path.iterdir()] == ["in.txt"], "not even a model is loaded"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt", "--out", "v.npy"], "nowhere.txt does not exist"),
        (["a\0b", "--out", "v.npy"], "can't be opened"),
        ([".", "--out", "v.npy"], "is no file"),
        (["in.txt", "--out", "-"], "not to standard output"),
        (["in.txt", "--out", "no/such/v.npy"], "choose another --out"),
        (["in.txt", "--out", "."], "choose another --out"),
        (["in.txt", "--out", "in.txt"], "is the file that is read too"),
        (["in.txt", "--out", "v.tsv", "--ids", "v.tsv"], "is --out too"),
        (["in.txt", "--out", "v.npy", "--ids", "v.csv"], "give a name in .tsv or .json"),
        (["in.txt", "--out", "v.npy", "--lang", "ja"], "--unit clause or sentence"),
        (["in.txt", "--out", "v.npy", "--model", "/no/such/model"], "/no/such/model"),
        (["in.txt", "--out", "v.npy", "--unit", "word"], "word"),
        (["in.txt"], "--out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence(arguments, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text("a\n", encoding="utf-8")
    assert message in refused(capsys, *arguments)
    assert {p.name for p in tmp_path.iterdir()} == {"in.txt"}


def test_what_was_there_stays_when_a_run_fails(lines, tmp_path, monkeypatch, capsys):
    out, table = tmp_path / "v.npy", tmp_path / "v.tsv"
    out.write_bytes(b"old")
    table.write_bytes(b"old")
    monkeypatch.setattr(vectors, "FIRST", 2)
    real, count = vectors.NpyFile.add, 0

    def full(self, rows):
        nonlocal count
        count += 1
        if count == 2:
            raise OSError(28, "No space left on device")
        real(self, rows)

    monkeypatch.setattr(vectors.NpyFile, "add", full)
    assert "can't be written (No space left on device)" in refused(
        capsys, lines, "--out", out, "--ids", table
    )
    assert out.read_bytes() == table.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cache", "lines.txt", "v.npy", "v.tsv"]


def test_what_is_replaced_keeps_its_link_and_its_mode(lines, tmp_path):
    real, link = tmp_path / "real.npy", tmp_path / "link.npy"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert embed(lines, "--out", link) == 0
    assert link.is_symlink()
    assert np.load(real).shape == (5, 384)
    if os.name == "posix":
        assert real.stat().st_mode & 0o777 == 0o640


# ---- streams


def test_standard_input(tmp_path, model):
    command = [sys.executable, "-m", "moc_align", "embed", "-", "--out", str(tmp_path / "v.npy")]
    subprocess.run(command, input=LINES.encode(), check=True, capture_output=True)
    rows = np.load(tmp_path / "v.npy")
    assert rows.tobytes() == model.encode(LINES.splitlines()).tobytes()


def test_a_bad_line_of_standard_input_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "moc_align", "embed", "-", "--out", str(tmp_path / "v.npy")]
    done = subprocess.run(command, input=b"a\n\xff\n", capture_output=True, check=False)
    assert done.returncode == 2
    assert b"standard input, line 2, has bytes" in done.stderr
    assert not list(tmp_path.glob("*.npy*")) + list(tmp_path.glob(".*npy*"))


def test_verbose_names_the_model_and_quiet_nothing(lines, tmp_path, capsys, model):
    assert embed(lines, "--out", tmp_path / "v.npy", "-v") == 0
    assert f"5 rows of 384 by {model.name} {model.sha256}" in capsys.readouterr().err
    assert embed(lines, "--out", tmp_path / "v.npy", "-v", "-q") == 0
    assert capsys.readouterr().err == ""


def test_the_bar_counts(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with progress.bar(False, False, "lines", 2000) as (step, advance):
        step("loading [the] model")
        advance(1500)
        advance(500)
    assert "2,000 of 2,000 lines" in capsys.readouterr().err


def test_a_short_run_shows_no_bar(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(progress, "PATIENCE", 60.0)
    with progress.bar(False, False, "lines", None) as (step, advance):
        step("loading")
        advance(1)
    assert capsys.readouterr().err == ""
