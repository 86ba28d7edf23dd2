"""A model of one's own: what is held out, when it stops, what it gains, what it writes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align import embedders
from moc_align.cli import run
from moc_align.cli.train import progress
from moc_align.errors import MocAlignError, ModelError
from moc_align.train import folder as folders
from moc_align.train.adapt import adapt
from moc_align.train.bags import Floats, tokenize_rows
from moc_align.train.batches import plan
from moc_align.train.outcome import HELD_OUT, Outcome
from moc_align.train.recipe import Recipe
from moc_align.train.rows import PROJECT, Row, keys
from moc_align.train.split import split
from moc_align.train.stopping import best_of
from moc_align.train.task import Task

# ---- what is held out


@settings(max_examples=30, deadline=None)
@given(st.integers(50, 200), st.randoms(use_true_random=False), st.floats(0.05, 0.5))
def test_the_slice_depends_on_the_texts_alone(count: int, random, share: float) -> None:  # type: ignore[no-untyped-def]
    rows = [Row(f"text {n % 150}", f"文{n}", "x") for n in range(count)]
    kept, held = split(rows, share, seed=3)
    assert 10 <= len(held) <= max(10, round(share * count))
    assert keys(kept).isdisjoint(keys(held))
    assert set(kept) | set(held) <= set(rows)
    shuffled = random.sample(rows, count)
    assert [set(part) for part in split(shuffled, share, seed=3)] == [set(kept), set(held)]


def test_too_few_pairs_are_told() -> None:
    rows = [Row(f"text {n}", f"文{n}", "x") for n in range(29)]
    with pytest.raises(ModelError, match=r"only 29 different pairs, .* 10 held out"):
        split(rows, 0.1, seed=1)
    assert split(rows, 0.0, seed=1) == (rows, [])


# ---- when it stops


@pytest.mark.parametrize(
    ("losses", "epoch", "asked"),
    [
        ([5, 4, 3, 2], 3, 3),
        ([5, 4, 4.5, 4.5, 1], 1, 3),
        ([5, 4, 4.5, 3, 3, 3, 1], 3, 5),
        ([5, 6, 7, 1], 0, 2),
    ],
    ids=["to the end", "no gain", "a late gain", "never better than the start"],
)
def test_it_stops_without_gain(losses: list[float], epoch: int, asked: int) -> None:
    taken: list[float] = []

    def tables() -> Iterator[Floats]:
        table = np.zeros(1, dtype=np.float32)
        for value in losses[1:]:
            taken.append(value)
            table[0] = value  # the same array each time, as the training gives it
            yield table

    start = np.array([losses[0]], dtype=np.float32)
    best = best_of(start, tables(), lambda table: float(table[0]), patience=2)
    assert (best.epoch, len(taken)) == (epoch, asked)
    assert best.table[0] == losses[epoch]
    assert list(best.losses) == losses[: asked + 1]


# ---- folders


def model_at(folder: Path) -> Path:
    folder.mkdir()
    for name in ("modules.json", "tokenizer.json"):
        (folder / name).write_text("{}", encoding="utf-8")
    return folder


def test_a_model_is_replaced_at_once_or_not_at_all(tmp_path: Path) -> None:
    out = model_at(tmp_path / "model")
    with pytest.raises(KeyError), folders.replacing(out) as folder:
        (folder / "new").touch()
        raise KeyError
    assert sorted(f.name for f in out.iterdir()) == ["modules.json", "tokenizer.json"]
    with folders.replacing(out) as folder:
        (folder / "new").touch()
        assert (out / "modules.json").is_file()
    assert [f.name for f in out.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [out]


def test_nothing_but_a_model_is_replaced(tmp_path: Path) -> None:
    full, file, link = tmp_path / "full", tmp_path / "file", tmp_path / "link"
    full.mkdir()
    (full / "thesis.txt").touch()
    file.touch()
    link.symlink_to(tmp_path / "nowhere")
    for out, message in (
        (full, "other files than a model"),
        (file, "is no folder"),
        (link, "is no folder"),
        (file / "model", "nothing can be written into"),
    ):
        with pytest.raises(ModelError, match=message), folders.replacing(out):
            pytest.fail("must not begin")
    (tmp_path / "empty").mkdir()
    with folders.replacing(tmp_path / "empty") as folder:
        (folder / "new").touch()
    assert (tmp_path / "empty" / "new").is_file()
    assert (full / "thesis.txt").is_file()


def test_a_folder_is_read_as_it_was_saved(small: Path) -> None:
    tokenizer, vectors = folders.load(small)
    assert vectors.shape == (tokenizer.get_vocab_size(), 64)
    again = folders.save(small, tokenizer, vectors)
    np.testing.assert_allclose(again, vectors, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("model.safetensors", None, r"no model\.safetensors"),
        ("model.safetensors", b"\x08", "damaged"),
        ("tokenizer.json", b"{}", "damaged"),
        ("tokenizer.json", b"\xff", "damaged"),
    ],
)
def test_a_damaged_start_is_told(
    name: str, content: bytes | None, message: str, small: Path
) -> None:
    (small / name).unlink()
    if content is not None:
        (small / name).write_bytes(content)
    with pytest.raises(ModelError, match=message) as caught:
        folders.load(small)
    assert str(caught.value).startswith(str(small))


# ---- adapting

VERBS = {"promote": "促進する", "explore": "検討する", "end": "終了する", "review": "見直す"}
PLACES = {"India": "インド", "Kenya": "ケニア", "Brazil": "ブラジル", "France": "フランス"}
KNOWN = {"forests": "森林", "railways": "鉄道", "energy": "エネルギー", "health": "保健"}
NEW = {"visas": "査証", "tariffs": "関税", "quotas": "割当", "seals": "印章", "ships": "船舶"}


def sentences(nouns: dict[str, str], source: str) -> list[Row]:
    return [
        Row(f"They {verb} {noun} in {place}.", f"{place_ja}で{noun_ja}を{verb_ja}。", source)
        for noun, noun_ja in nouns.items()
        for verb, verb_ja in VERBS.items()
        for place, place_ja in PLACES.items()
    ]


def write(path: Path, rows: list[Row]) -> Path:
    path.write_text("en\tja\n" + "".join(f"{r.en}\t{r.ja}\n" for r in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows the pieces of all nouns, but the meaning of the known ones only."""
    pytest.importorskip("torch")
    from moc_align.train.fit import fit, random_table
    from moc_align.train.tokenizer import train_tokenizer

    recipe = replace(
        Recipe(), vocabulary=220, words=20_000, rare=1, dim=64, epochs=60, batch=64, threads=1
    )
    rows = sentences(KNOWN, "known")
    tokenizer = train_tokenizer([*rows, *sentences(NEW, "new")], recipe)
    table = random_table(tokenizer.get_vocab_size(), recipe)
    epochs = list(plan(rows, len(rows), recipe))
    folder = tmp_path_factory.mktemp("start") / "start"
    folder.mkdir()
    folders.save(folder, tokenizer, fit(tokenize_rows(tokenizer, rows), epochs, table, recipe))
    (folder / "README.md").write_text("---\nlicense: cc0-1.0\n---\n", encoding="utf-8")
    return folder


@pytest.fixture
def small(start: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    copy = tmp_path / "small"
    copy.mkdir()
    for file in start.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    return copy


@pytest.fixture(scope="module")
def adapted(start: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    root = tmp_path_factory.mktemp("adapt")
    (root / "eval").mkdir()
    write(root / "eval" / "known.tsv", sentences(KNOWN, "known"))
    write(root / "terms.tsv", [Row("seals | stamps", "印章", "terms")])
    task = Task(
        (write(root / "my.tsv", sentences(NEW, "new")),),
        init=start,
        glossary=root / "terms.tsv",
        evaluation=root / "eval",
    )
    return root, adapt(task, root / "model")


def test_adapting_gains_on_what_is_held_out(adapted: tuple[Path, Outcome]) -> None:
    _, outcome = adapted
    assert outcome.held_out == 10
    before, after = outcome.before[HELD_OUT], outcome.after[HELD_OUT]
    assert sum(after.cosine) > sum(before.cosine) + 10
    assert sum(after.csls) > sum(before.csls)
    losses = json.loads((adapted[0] / "model" / "training.json").read_bytes())["losses"]
    assert min(losses) < losses[0] / 2


def test_adapting_keeps_what_was_known(adapted: tuple[Path, Outcome]) -> None:
    _, outcome = adapted
    assert sum(outcome.before["known"].cosine) > 180
    assert sum(outcome.after["known"].cosine) > sum(outcome.before["known"].cosine) - 5


def test_the_adapted_model_is_used_like_any_other(adapted: tuple[Path, Outcome]) -> None:
    model = embedders.load(str(adapted[0] / "model"))
    (visas,) = model.encode(["査証"])
    words = [*NEW, *KNOWN]
    assert words[int((model.encode(words) @ visas).argmax())] == "visas"


def test_the_record_and_the_card_tell_where_it_is_from(adapted: tuple[Path, Outcome]) -> None:
    root, outcome = adapted
    record = json.loads((root / "model" / "training.json").read_bytes())
    assert record["based_on"]["name"] == "start"
    assert record["based_on"]["licence"] == "cc0-1.0"
    assert [file["name"] for file in record["files"]] == ["my.tsv", "terms.tsv"]
    assert record["rows"]["my.tsv"] == outcome.pairs
    assert record["rows"]["terms.tsv"] == 2
    assert record["rows"][PROJECT] > 1000
    assert len(record["losses"]) == outcome.epochs + 1
    assert set(record["figures"]) == set(record["before"]) == {"known", HELD_OUT}
    card = (root / "model" / "README.md").read_text(encoding="utf-8")
    assert f"| my.tsv | {outcome.pairs} |" in card
    assert "starting from start" in card
    assert "$" not in card


def test_the_same_task_gives_the_same_bytes(
    adapted: tuple[Path, Outcome], start: Path, tmp_path: Path
) -> None:
    root, outcome = adapted
    task = Task((root / "my.tsv",), start, root / "terms.tsv", root / "eval")
    assert adapt(task, tmp_path / "model") == outcome
    for file in (root / "model").iterdir():
        assert (tmp_path / "model" / file.name).read_bytes() == file.read_bytes()


def test_from_nothing(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    mine = write(tmp_path / "my.tsv", sentences(KNOWN | NEW, "x"))
    outcome = adapt(Task((mine,), init=None), tmp_path / "model")
    assert outcome.before == {}
    assert sum(outcome.after[HELD_OUT].cosine) > 180


def test_without_a_slice_all_epochs_are_run(small: Path, tmp_path: Path) -> None:
    mine = write(tmp_path / "my.tsv", sentences(NEW, "x"))
    outcome = adapt(Task((mine,), small, epochs=2, held_out=0.0), tmp_path / "model")
    assert (outcome.pairs, outcome.held_out, outcome.epochs, outcome.best) == (80, 0, 2, 2)
    assert outcome.after == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"files": ("few.tsv",)}, "too few to learn from"),
        ({"evaluation": "nowhere"}, "no test sets"),
        ({"init": "nowhere"}, r"nowhere: no model\.safetensors"),
        ({"out": "small"}, "the model to start from; choose another --out"),
        ({"out": "."}, "holds other files than a model"),
    ],
    ids=lambda value: "" if isinstance(value, str) else str(next(iter(value))),
)
def test_mistakes_are_told(
    changes: dict[str, object], message: str, small: Path, tmp_path: Path
) -> None:
    pytest.importorskip("torch")
    write(tmp_path / "my.tsv", sentences(NEW, "x"))
    write(tmp_path / "few.tsv", sentences(NEW, "x")[:9])
    given = {"files": ("my.tsv",), "init": "small", "out": "model", "evaluation": None} | changes
    assert isinstance(given["files"], tuple)
    paths = {key: value and tmp_path / str(value) for key, value in given.items()}
    task = Task(
        tuple(tmp_path / name for name in given["files"]),
        init=paths["init"] or None,
        evaluation=paths["evaluation"] or None,
    )
    with pytest.raises(MocAlignError, match=message):
        adapt(task, tmp_path / str(given["out"]))
    assert not (tmp_path / "model").exists()


# ---- the command


def test_the_command_adapts_and_tells(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = write(tmp_path / "my.tsv", sentences(NEW, "x"))
    out = tmp_path / "model"
    options = ["--pairs", str(mine), "--init", str(small), "--out", str(out), "--epochs", "2"]
    assert run(["train", *options]) == 0
    shown, told = capsys.readouterr()
    assert "held out" in shown
    assert f"moc-align diff OLD NEW --model {out}" in shown
    assert "epoch 2: loss" in told
    assert run(["train", *options, "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_the_command_tells_a_mistake_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    options = ["--pairs", str(tmp_path / "no.tsv"), "--out", str(tmp_path / "m"), "--quiet"]
    assert run(["train", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "no.tsv: can't be read" in err


def test_without_torch_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match=r"pip install 'moc-align\[transformers\]'"):
        adapt(Task((tmp_path / "my.tsv",), None), tmp_path / "model")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_and_the_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress(False) as told:
        told.stage("reading [my].tsv\x1b[2J")
        told.share(0.5)
        told.note("epoch 1")
    shown = terminal.getvalue()
    assert "reading [my].tsv" in shown
    assert "\x1b[2J" not in shown
    assert "epoch 1\n" in shown.replace("\r", "")
    assert "━" in shown


def test_lines_tell_stages_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(False) as told:
        told.stage("reading")
        told.share(0.5)
        told.note("epoch 1")
    assert capsys.readouterr().err == "moc-align: reading\nmoc-align: epoch 1\n"
