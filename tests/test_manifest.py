"""Many pairs in one run: failures that stop nothing, shards, and runs that were killed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from moc_align.cli import run
from moc_align.pipeline.manifest import PARTS, RECORD

PAIRS = 12


@pytest.fixture
def pairs(tmp_path):
    """A folder with pairs of lines and their manifest."""
    lines = []
    for number in range(PAIRS):
        ja = [f"第{number}回会合は{day}日に東京で開催する。" for day in range(1, 9)]
        en = [
            f"The meeting no. {number} of the parties will be held in Tokyo on the {day}th."
            for day in range(1, 9)
        ]
        (tmp_path / f"{number}.ja").write_text("\n".join(ja), encoding="utf-8")
        (tmp_path / f"{number}.en").write_text("\n".join(en), encoding="utf-8")
        lines.append({"id": f"p{number}", "source": f"{number}.ja", "target": f"{number}.en"})
    return written(tmp_path, lines)


def written(folder, lines):
    manifest = folder / "pairs.jsonl"
    rows = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return manifest


def arguments(manifest, out, *more):
    return ["align", "--manifest", str(manifest), "--out-dir", str(out), "--unit", "line", *more]


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_every_pair_gets_its_file(pairs, tmp_path, capsys):
    assert run(arguments(pairs, tmp_path / "out")) == 0
    found = files(tmp_path / "out")
    assert sorted(found) == sorted([RECORD, *(f"p{n}.json" for n in range(PAIRS))])
    assert len(json.loads(found["p3.json"])["links"]) == 8
    assert f"{PAIRS} written of {PAIRS} pairs" in capsys.readouterr().err
    assert not (tmp_path / "out" / PARTS).exists()


def test_processes_side_by_side_and_shards_write_the_same(pairs, tmp_path):
    assert run(arguments(pairs, tmp_path / "one")) == 0
    assert run(arguments(pairs, tmp_path / "two", "--jobs", "2")) == 0
    for part in (1, 2, 3):
        assert run(arguments(pairs, tmp_path / "shards", "--shard", f"{part}/3")) == 0
    assert files(tmp_path / "one") == files(tmp_path / "two") == files(tmp_path / "shards")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pair_that_fails_is_told_and_the_others_go_on(pairs, tmp_path, capsys, jobs):
    good = {"id": "good", "source": "0.ja", "target": "0.en"}
    manifest = written(
        tmp_path,
        [
            {"id": "gone", "source": "gone.ja", "target": "0.en"},
            "no json",
            '{"id": "a/b", "source": "0.ja", "target": "0.en"}',
            '{"id": "..", "source": "0.ja", "target": "0.en"}',
            '{"id": "NUL.x", "source": "0.ja", "target": "0.en"}',
            '{"id": 7, "source": "0.ja", "target": "0.en"}',
            good,
            {**good, "id": "GOOD"},
        ],
    )
    assert run(arguments(manifest, tmp_path / "out", "--jobs", jobs)) == 1
    err = capsys.readouterr().err
    for said in (
        "gone.ja does not exist",
        "line 2: it holds no pair",
        "'a/b' can't be the name of a file",
        "'..' can't be",
        "'NUL.x' can't be",
        "id, source and target are strings",
        "the id 'GOOD' is there twice",
        "7 failed, 1 written of 8 pairs",
    ):
        assert said in err
    assert sorted(files(tmp_path / "out")) == [RECORD, "good.json"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--shard", "3/2"], "--shard 3/2"),
        (["--format", "docx"], "no format 'docx'"),
        (["--output", "x"], "leave --output away"),
        (["--pins", "x"], "leave --pins away"),
    ],
)
def test_what_makes_no_sense_is_refused(pairs, tmp_path, capsys, more, message):
    assert run(arguments(pairs, tmp_path / "out", *more)) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("data", "message"), [(b"", "is empty"), (b"\xff\n", "not UTF-8"), (b"x" * 70000, "too long")]
)
def test_a_file_that_is_no_manifest_is_refused(tmp_path, capsys, data, message):
    manifest = tmp_path / "pairs.jsonl"
    manifest.write_bytes(data)
    assert run(arguments(manifest, tmp_path / "out")) == 2
    assert message in capsys.readouterr().err


def test_pairs_in_doubt_fail_with_strict(pairs, tmp_path, capsys):
    manifest = written(tmp_path, [{"id": "same", "source": "0.ja", "target": "1.ja"}])
    assert run(arguments(manifest, tmp_path / "out")) == 0
    assert run(arguments(manifest, tmp_path / "out", "--strict")) == 1
    assert "same: Both texts are in Japanese" in capsys.readouterr().err


def test_a_text_is_not_overwritten(pairs, tmp_path, capsys):
    (tmp_path / "0.json").write_bytes((tmp_path / "0.ja").read_bytes())
    manifest = written(tmp_path, [{"id": "0", "source": "0.json", "target": "0.en"}])
    assert run(arguments(manifest, tmp_path)) == 1
    assert "is one of its texts" in capsys.readouterr().err
    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "0.ja").read_bytes()


def test_resuming_keeps_what_is_newer_than_its_texts(pairs, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(arguments(pairs, out)) == 0
    before = {name: (out / name).stat().st_mtime_ns for name in files(out)}
    os.utime(tmp_path / "4.en", ns=(time.time_ns() + 10**9,) * 2)
    (out / "p7.json").unlink()
    capsys.readouterr()
    assert run(arguments(pairs, out, "--resume")) == 0
    assert f"{PAIRS - 2} kept, 2 written" in capsys.readouterr().err
    after = {name: (out / name).stat().st_mtime_ns for name in files(out)}
    changed = {name for name in after if after[name] != before[name]} - {RECORD}
    assert changed == {"p4.json", "p7.json"}


def test_a_run_is_not_resumed_with_other_settings(pairs, tmp_path, capsys):
    assert run(arguments(pairs, tmp_path / "out")) == 0
    assert run(arguments(pairs, tmp_path / "out", "--resume", "--order", "free")) == 2
    assert "begun with another order ('monotone', now 'free')" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_was_killed_is_taken_up_with_the_same_bytes(pairs, tmp_path, jobs):
    """Killed once some files are there, at whatever point that is."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "moc_align", *arguments(pairs, out, "--jobs", jobs, "-q")]
    killed = subprocess.Popen(command, start_new_session=True)
    while len(list(out.glob("p*.json"))) < 2 and killed.poll() is None:
        time.sleep(0.002)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done = files(out)
    assert 2 <= len(done) - 1 <= PAIRS
    for name, data in done.items():
        json.loads(data), f"{name} is whole"
    subprocess.run([*command, "--resume"], check=True)
    assert run(arguments(pairs, tmp_path / "undisturbed")) == 0
    assert files(out) == files(tmp_path / "undisturbed")
    assert not (out / PARTS).exists()


def test_workers_end_with_a_run_that_was_killed(pairs, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "moc_align", *arguments(pairs, out, "--jobs", "2", "-q")]
    killed = subprocess.Popen(command, start_new_session=True)
    while not list(out.glob("p*.json")) and killed.poll() is None:
        time.sleep(0.002)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(killed.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker lives on")
