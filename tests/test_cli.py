"""The commands as a user calls them: exit status, streams, files."""

import json
import os
import subprocess
import sys

import pytest

from moc_align.cli import app, run
from moc_align.schema import GENRES

COMMANDS = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]


def call(capsys, *arguments):
    status = run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_version(capsys):
    status, out, _ = call(capsys, "--version")
    assert status == 0
    assert out.startswith("moc-align 0.")


def test_no_arguments_is_help(capsys):
    assert call(capsys)[0] == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(capsys, command):
    status, out, _ = call(capsys, command, "--help")
    assert status == 0
    assert f"moc-align {command}" in out or command in out.splitlines()[0] + out


def test_commands_are_the_files_of_the_folder():
    assert {"areas", "corpora", "diff", "embed", "parse", "train"} <= set(COMMANDS)
    assert not {"options", "output", "progress"} & set(COMMANDS)


def test_corpora_lists_what_is_shipped(capsys):
    status, out, _ = call(capsys, "corpora")
    assert status == 0
    assert "moc-1.0-en" in out
    assert "moc-2.0-ja" in out
    assert "moc-2.0-en" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["parse", "nowhere.txt"], "nowhere.txt"),
        (["parse", "moc-1.0-en", "--format", "pdf"], "no format 'pdf' for parse; there are: json"),
        (["parse", "moc-1.0-en", "--genre", "poem"], "no genre 'poem'; there are: memorandum"),
        (["parse", "moc-1.0-en", "--lang", "ja"], "Japanese was expected, but the text is English"),
        (["parse", "moc-1.0-en", "--output", "no/such/folder/x"], "choose another --output"),
        (["areas", "moc-1.0-en", "--scheme", "nothing"], "no scheme of areas 'nothing'"),
        (["areas", "moc-1.0-en", "--model", "/no/such/model"], "/no/such/model"),
        (["diff", "-", "-"], "only one of the two documents"),
        (
            ["diff", "moc-1.0-en", "moc-2.0-ja", "--genre", "release:memorandum:treaty"],
            "or one for each text, A:B",
        ),
        (["nonsense"], "nonsense"),
        (["parse"], "DOC"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence_and_status_2(capsys, arguments, message):
    status, out, err = call(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert message in err
    assert err.startswith("moc-align: ")
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("genre", GENRES)
def test_a_genre_is_taken(capsys, genre):
    status, out, _ = call(capsys, "parse", "moc-1.0-en", "--genre", genre, "--format", "json")
    assert status == 0
    assert json.loads(out)["document"]["genre"] == genre


def test_the_suffix_of_the_output_chooses_the_format(capsys, tmp_path):
    for name, start in (("a.json", "{"), ("a.md", "#"), ("a.txt", "Japan")):
        path = tmp_path / name
        status, out, _ = call(capsys, "parse", "moc-1.0-en", "--output", str(path))
        assert (status, out) == (0, "")
        assert path.read_text(encoding="utf-8").startswith(start)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.md", "a.txt"]


def test_a_bug_says_so_with_versions(capsys, monkeypatch):
    monkeypatch.setattr("moc_align.pipeline.parse_report", lambda *_, **__: 1 / 0)
    status, out, err = call(capsys, "parse", "moc-1.0-en")
    assert (status, out) == (3, "")
    assert "this is a bug of ours: ZeroDivisionError" in err
    assert "Python 3." in err


def test_an_interrupt_is_130(capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("moc_align.pipeline.parse_report", interrupt)
    assert call(capsys, "parse", "moc-1.0-en")[0] == 130


def test_verbose_says_what_is_done_on_stderr(capsys):
    status, out, err = call(capsys, "parse", "moc-1.0-en", "--no-cache", "--verbose")
    assert status == 0
    assert "parsing moc-1.0-en" in err
    assert "parsing" not in out


def python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


LOADED = "import sys; from moc_align.cli import run; run({}); print(*sys.modules, file=sys.stderr)"


def test_help_loads_no_heavy_library():
    done = python(LOADED.format(["--help"]))
    loaded = set(done.stderr.split())
    assert loaded.isdisjoint({"numpy", "spacy", "torch", "rich.console", "fugashi", "tokenizers"})


def test_diff_never_loads_torch():
    done = python(LOADED.format(["diff", "--no-cache"]))
    loaded = set(done.stderr.split())
    assert "numpy" in loaded
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers"})


def test_a_second_diff_loads_no_spacy():
    for _ in range(2):
        done = python(LOADED.format(["diff"]))
    assert "spacy" not in done.stderr.split()


def test_a_second_diff_loads_no_model(tmp_path):
    for _ in range(2):
        done = python(LOADED.format(["diff", "--verbose"]), MOC_ALIGN_CACHE=str(tmp_path))
    assert "comparing the two versions" in done.stderr
    assert "loading the embedding model" not in done.stderr
    assert "tokenizers" not in done.stderr.split()


@pytest.mark.parametrize("command", [["diff"], ["areas", "moc-2.0-ja"]], ids=" ".join)
def test_a_report_has_the_same_bytes_with_and_without_cache(capsys, monkeypatch, tmp_path, command):
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(tmp_path))
    reports = [
        call(capsys, *command, "--format", "json", *options)
        for options in ([], [], ["--no-cache"], [])
    ]
    assert all(report == reports[0] for report in reports)
    assert reports[0][0] == 0


def test_a_terminal_of_another_encoding_gets_utf8():
    done = subprocess.run(
        [sys.executable, "-m", "moc_align", "parse", "moc-2.0-ja"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert "半導体エコシステム" in done.stdout.decode()


def test_a_closed_pipe_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "moc_align", "parse", "moc-2.0-ja", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    with process.stdout as out, process.stderr as err:
        assert out.read(1) == b"{"
        out.close()
        assert err.read() == b""
    assert process.wait() == 0


def test_standard_input():
    done = subprocess.run(
        [sys.executable, "-m", "moc_align", "parse", "-", "--format", "json"],
        input="Article 1\n\nPurpose\n\nThe Sides will cooperate.\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["document"]["source"] == "standard input"
    assert found["clauses"][-1]["text"] == "The Sides will cooperate."
