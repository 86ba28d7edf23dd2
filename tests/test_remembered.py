"""Remembered vectors: the same rows with and without them, whatever befalls the file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_embedders import TABLE, write_folder

from moc_align import embedders
from moc_align.embedders import _remembered, _store
from moc_align.embedders._store import Store
from moc_align.errors import ModelError
from moc_align.plugins import Embedder

TEXTS = ["協力", "cooperation 省", "", "省 ministry", "協力"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(tmp_path / "cache"))
    # files that a test has just written count as settled
    monkeypatch.setattr(_remembered, "RACE", 0.0)
    return tmp_path / "cache" / "vectors"


@pytest.fixture
def toy(tmp_path):
    return str(write_folder(tmp_path / "toy", {"embedding.weight": TABLE}))


def opened(model, **options):
    """The model and what it says it does."""
    steps = []
    return embedders.remembered(model, steps.append, **options), steps


def file(folder):
    return folder / _store.FILE


def key(number):
    return sha256(str(number).encode()).digest()


def row(number, dim=8):
    return np.random.default_rng(number).standard_normal(dim).astype(np.float32)


def keep(numbers, dim=8):
    Store().keep(np.stack([row(n, dim) for n in numbers]), [key(n) for n in numbers])


def known(numbers, dim=8):
    """Those of the numbers whose row is there; each must be its own."""
    rows = np.zeros((len(numbers), dim), dtype=np.float32)
    missing = Store().fill(rows, [key(n) for n in numbers])
    found = [n for i, n in enumerate(numbers) if i not in missing]
    for number in found:
        assert rows[numbers.index(number)].tobytes() == row(number, dim).tobytes()
    return found


# ---- the model


def test_a_second_run_gives_the_same_bytes_and_loads_nothing(toy):
    plain = embedders.load(toy)
    for loads in (1, 0):
        model, steps = opened(toy)
        assert model.encode(TEXTS).tobytes() == plain.encode(TEXTS).tobytes()
        assert (model.name, model.sha256, model.dim) == (plain.name, plain.sha256, plain.dim)
        assert steps == ["loading the embedding model"] * loads


def test_only_new_texts_are_worked_out(toy, monkeypatch):
    opened(toy)[0].encode(TEXTS)
    model, _ = opened(toy)
    asked = []
    loaded = embedders.load(toy)

    class Counting:
        name, dim = loaded.name, loaded.dim

        def encode(self, texts):
            asked.extend(texts)
            return loaded.encode(texts)

    monkeypatch.setattr(model, "_load", Counting)
    rows = model.encode(["省", *TEXTS, "省"])
    assert asked == ["省"]
    assert rows.tobytes() == loaded.encode(["省", *TEXTS, "省"]).tobytes()


def test_no_cache_neither_reads_nor_writes(toy, folder):
    model, _ = opened(toy, enabled=False)
    rows = model.encode(TEXTS)
    assert not folder.exists()
    opened(toy)[0].encode(TEXTS)
    before = file(folder).read_bytes()
    again, steps = opened(toy, enabled=False)
    assert again.encode(TEXTS).tobytes() == rows.tobytes()
    assert steps == ["loading the embedding model"]
    assert file(folder).read_bytes() == before


def test_a_changed_model_has_other_keys(toy, tmp_path):
    opened(toy)[0].encode(TEXTS)
    weights = Path(toy) / "model.safetensors"
    times = weights.stat().st_atime_ns, weights.stat().st_mtime_ns
    write_folder(Path(toy), {"embedding.weight": TABLE[::-1].copy()})
    os.utime(weights, ns=times)  # same size, same time of writing
    model, _ = opened(toy)
    plain = embedders.load(toy)
    assert model.sha256 == plain.sha256
    assert model.encode(TEXTS).tobytes() == plain.encode(TEXTS).tobytes()


def test_a_file_that_may_still_change_is_read_each_time(toy, monkeypatch):
    monkeypatch.setattr(_remembered, "RACE", 60.0)
    for _ in range(2):
        assert opened(toy)[1] == ["loading the embedding model"]


def test_a_model_that_changes_during_a_run_is_an_error_once(toy):
    opened(toy)[0].encode(TEXTS)
    model, _ = opened(toy)
    write_folder(Path(toy), {"embedding.weight": TABLE * 2})
    with pytest.raises(ModelError, match="run the command again"):
        model.encode(["省"])
    assert opened(toy)[0].encode(["省"]).tobytes() == embedders.load(toy).encode(["省"]).tobytes()


def test_another_setting_has_other_keys(toy):
    loaded = embedders.load(toy)
    shift = iter([1.0, 2.0])

    class Shifted:
        name, sha256, dim = loaded.name, loaded.sha256, loaded.dim

        def encode(self, texts):
            return np.full((len(texts), self.dim), next(shift), dtype=np.float32)

    for setting, expected in (("cpu", 1.0), ("cuda", 2.0), ("cpu", 1.0)):
        embedder = Embedder(load=lambda _: Shifted(), setting=lambda _, s=setting: s)
        model = _remembered.RememberedModel(toy, embedder, lambda _: None)
        assert (model.encode(["協力"]) == expected).all()


def test_a_model_without_digest_is_not_remembered(toy, folder):
    class Nameless:
        name, sha256, dim = "x", "", 2

        def encode(self, texts):
            return np.ones((len(texts), 2), dtype=np.float32)

    model = _remembered.RememberedModel(toy, Embedder(load=lambda _: Nameless()), lambda _: None)
    model.encode(TEXTS)
    with sqlite3.connect(file(folder)) as base:
        assert base.execute("SELECT count(*) FROM vectors").fetchone() == (0,)
    base.close()


def test_texts_that_differ_in_spaces_or_normalisation_only_are_told_apart(toy):
    # が as one character and as か with a mark; half-width and full-width katakana; 々
    alike = [
        "が",
        "か\u3099",
        "ｶﾞ",
        "ガ",
        "a b",
        "a  b",
        " a b",
        "a b\n",
        "a\u3000b",
        "人々",
        "人人",
    ]
    model, _ = opened(toy)
    assert len({model._key(text) for text in alike}) == len(alike)
    _, steps = opened(toy)
    again = opened(toy)[0]
    assert model.encode(alike).tobytes() == again.encode(alike).tobytes()
    assert steps == []


def test_a_zero_row_is_remembered_as_one(toy):
    opened(toy)[0].encode(["", "覚書"])
    model, steps = opened(toy)
    assert not model.encode([""]).any()
    assert steps == []


def test_a_long_list_goes_to_a_quick_model_directly(toy, folder, monkeypatch):
    monkeypatch.setattr(_remembered, "MOST", 4)
    model, _ = opened(toy)
    model.encode(TEXTS)
    with sqlite3.connect(file(folder)) as base:
        assert base.execute("SELECT count(*) FROM vectors").fetchone() == (0,)
    base.close()


def test_what_a_costly_model_has_done_before_an_interrupt_stays(toy, monkeypatch):
    monkeypatch.setattr(_remembered, "PART", 2)
    loaded = embedders.load(toy)
    calls = []

    class Slow:
        name, sha256, dim = loaded.name, loaded.sha256, loaded.dim

        def encode(self, texts):
            calls.append(list(texts))
            if len(calls) == 2:
                raise KeyboardInterrupt
            return loaded.encode(texts)

    embedder = Embedder(load=lambda _: Slow(), costly=True)
    texts = ["省", "協力", "ministry", "cooperation"]
    with pytest.raises(KeyboardInterrupt):
        _remembered.RememberedModel(toy, embedder, lambda _: None).encode(texts)
    again = _remembered.RememberedModel(toy, embedder, lambda _: None).encode(texts)
    assert calls == [["省", "協力"], ["ministry", "cooperation"], ["ministry", "cooperation"]]
    assert again.tobytes() == loaded.encode(texts).tobytes()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lists=st.lists(st.lists(st.sampled_from([*TEXTS, " ", "省省", "a\0b"])), max_size=5))
def test_any_order_of_questions_gives_the_rows_of_the_model(toy, lists):
    plain = embedders.load(toy)
    for texts in lists:
        assert opened(toy)[0].encode(texts).tobytes() == plain.encode(texts).tobytes()


# ---- the store


def test_what_is_kept_is_found(folder):
    keep(range(700))
    assert known(list(range(900))) == list(range(700))


def test_rows_of_another_width_are_not_taken(folder):
    keep([1], dim=8)
    assert known([1], dim=4) == []


def test_the_rows_not_used_for_longest_go(folder, monkeypatch):
    monkeypatch.setattr(_store, "MAX_BYTES", 500_000)
    monkeypatch.setattr(_store, "SHARE", 1)
    now = 1_000_000.0
    monkeypatch.setattr(_store.time, "time", lambda: now)
    keep([0], dim=384)
    for first in range(1, 1201, 40):
        now += 2 * _store.DAY
        keep(range(first, first + 40), dim=384)
        assert known([0], dim=384) == [0], "what is used stays"
    found = known(list(range(1201)), dim=384)
    assert found[-40:] == list(range(1161, 1201))
    assert 40 < len(found) < 300
    assert file(folder).stat().st_size <= 500_000


def test_one_run_writes_no_more_than_its_share(folder, monkeypatch):
    monkeypatch.setattr(_store, "MAX_BYTES", 1_000_000)
    store = Store()
    for first in range(0, 1000, 10):
        numbers = range(first, first + 10)
        store.keep(np.stack([row(n, 384) for n in numbers]), [key(n) for n in numbers])
    found = known(list(range(1000)), dim=384)
    assert found == list(range(len(found)))
    assert 400_000 < len(found) * 384 * 4 < 500_000


def test_no_more_models_than_wanted_are_remembered(folder, monkeypatch):
    monkeypatch.setattr(_store, "MODELS", 3)
    store = Store()
    for number in range(6):
        store.tell(key(number), [number])
    assert [store.told(key(n)) for n in range(6)] == [None, None, None, [3], [4], [5]]


def damaged(kind, path):
    data = path.read_bytes()
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "no database":
        path.write_bytes(b"not a database" * 1000)
    elif kind == "cut short":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "other tables":
        path.unlink()
        with sqlite3.connect(path) as base:
            base.execute("CREATE TABLE vectors (x TEXT)")
        base.close()
    elif kind == "other values":
        with sqlite3.connect(path) as base:
            base.execute("UPDATE vectors SET row = 'text'")
            base.execute("UPDATE models SET told = 5")
        base.close()
    elif kind == "rows swapped":
        with sqlite3.connect(path) as base:
            rows = base.execute("SELECT key, row FROM vectors ORDER BY key").fetchall()
            for (number, _), (_, other) in zip(rows, rows[1:] + rows[:1], strict=True):
                base.execute("UPDATE vectors SET row = ? WHERE key = ?", (other, number))
        base.close()
    elif kind == "a folder":
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize(
    "kind",
    [
        "empty",
        "no database",
        "cut short",
        "other tables",
        "other values",
        "rows swapped",
        "a folder",
    ],
)
def test_a_damaged_file_is_work_done_again(kind, toy, folder):
    rows = opened(toy)[0].encode(TEXTS)
    damaged(kind, file(folder))
    for _ in range(3):
        assert opened(toy)[0].encode(TEXTS).tobytes() == rows.tobytes()
    if kind != "a folder":
        assert opened(toy)[1] == [], "after which it serves again"


def test_no_flipped_byte_gives_a_wrong_vector(folder):
    keep(range(20))
    data = bytearray(file(folder).read_bytes())
    for at in range(0, len(data), 97):
        spoilt = data.copy()
        spoilt[at] ^= 0xFF
        file(folder).write_bytes(spoilt)
        known(list(range(20)))


def test_an_unwritable_folder_is_no_error(toy, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(blocked))
    assert opened(toy)[0].encode(TEXTS).shape == (5, 2)


def test_a_file_that_another_process_holds_is_no_error(toy, folder, monkeypatch):
    monkeypatch.setattr(_store, "WAIT", 0.01)
    rows = opened(toy)[0].encode(TEXTS)
    base = sqlite3.connect(file(folder), isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    assert opened(toy)[0].encode([*TEXTS, "省"])[:5].tobytes() == rows.tobytes()
    base.execute("ROLLBACK")
    base.close()
    assert opened(toy)[1] == []


def test_a_python_without_sqlite_is_no_error(toy, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    assert opened(toy)[0].encode(TEXTS).shape == (5, 2)
    assert not folder.exists()


WORKER = """
import sys
sys.path.insert(0, {tests!r})
from test_remembered import keep, known
for turn in range(60):
    numbers = [(turn * 7 + offset * {step}) % 500 for offset in range(40)]
    known(numbers)
    keep(numbers)
    print(turn, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
def test_processes_that_write_at_once_and_one_that_is_killed(folder, monkeypatch):
    code = [WORKER.format(tests=str(Path(__file__).parent), step=step) for step in (1, 3, 11)]
    workers = [
        subprocess.Popen([sys.executable, "-c", c], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for c in code
    ]
    victim = workers[0]
    assert victim.stdout
    for _ in range(5):
        victim.stdout.readline()
    victim.kill()
    for worker in workers:
        _, errors = worker.communicate()
        if worker is not victim:
            assert (worker.returncode, errors) == (0, b"")
    assert len(known(list(range(500)))) > 100
