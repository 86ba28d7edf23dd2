"""The training: what is read and left out, what a tiny run learns, what it writes."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moc_align import embedders
from moc_align.errors import ModelError
from moc_align.train import rows as tables
from moc_align.train.__main__ import main
from moc_align.train.batches import plan, twins
from moc_align.train.recipe import Recipe
from moc_align.train.retrieval import retrieval
from moc_align.train.rows import PROJECT, Row
from moc_align.train.shipped import train
from moc_align.train.tokenizer import new_tokenizer, settled

pytest.importorskip("torch")

NOUNS = {
    "semiconductors": "半導体",
    "agriculture": "農業",
    "cybersecurity": "サイバーセキュリティ",
    "visas": "査証",
    "forests": "森林",
    "railways": "鉄道",
    "energy": "エネルギー",
    "health": "保健",
}
VERBS = {"promote": "促進する", "explore": "検討する", "end": "終了する", "review": "見直す"}
PLACES = {"India": "インド", "Kenya": "ケニア", "Brazil": "ブラジル", "France": "フランス"}
SENTENCES = [
    (f"They {verb} {noun} in {place}.", f"{place_ja}で{noun_ja}を{verb_ja}。")
    for noun, noun_ja in NOUNS.items()
    for verb, verb_ja in VERBS.items()
    for place, place_ja in PLACES.items()
]
HELD_OUT = SENTENCES[::8]
TINY = replace(
    Recipe(),
    vocabulary=220,
    words=20_000,
    rare=1,
    dim=16,
    epochs=80,
    batch=64,
    threads=1,
)


def write_data(folder: Path, suffix: str = ".tsv") -> Path:
    (folder / "eval").mkdir(parents=True)
    pairs = "".join(f"{en}\t{ja}\tgenerated\n" for en, ja in SENTENCES)
    terms = "".join(f"{en}\t{ja}\tskk-edict\n" for en, ja in NOUNS.items())
    for name, text in (("pairs", pairs), ("glossary", terms)):
        data = text.encode()
        path = folder / f"{name}{suffix}"
        path.write_bytes(lzma.compress(data) if suffix.endswith(".xz") else data)
    tests = "".join(f"{i}\t{en}\t{ja}\n" for i, (en, ja) in enumerate(HELD_OUT))
    (folder / "eval" / "held-out.tsv").write_text(tests, encoding="utf-8")
    for side, words in (("en", VERBS), ("ja", VERBS.values())):
        (folder / "eval" / f"verbs.{side}").write_text("\n".join(words), encoding="utf-8")
    project = "ja\ten\tpos\tdomain\n在留資格\tstatus of residence\tnoun\tvisa\n"
    project += "覚書 | メモランダム\tmemorandum | MoC\tnoun\ttreaty\n"
    (folder / "project.tsv").write_text(project, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("train")
    data = write_data(root / "data", ".tsv.xz")
    train(data, root / "model", data / "project.tsv", TINY)
    return root / "model"


def test_held_out_translations_are_found(trained: Path) -> None:
    model = embedders.load(str(trained))
    en, ja = (model.encode([pair[side] for pair in HELD_OUT]) for side in (0, 1))
    assert ((en @ ja.T).argmax(axis=1) == np.arange(len(HELD_OUT))).mean() > 0.8


def test_a_glossary_term_is_learned(trained: Path) -> None:
    model = embedders.load(str(trained))
    (term,) = model.encode(["在留資格"])
    others = model.encode(["status of residence", *VERBS, *PLACES])
    assert (others @ term).argmax() == 0


def test_same_seed_same_bytes(trained: Path, tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    train(data, tmp_path / "model", data / "project.tsv", TINY)
    for name in ("model.safetensors", "tokenizer.json"):
        assert (tmp_path / "model" / name).read_bytes() == (trained / name).read_bytes()


def test_the_record_tells_what_was_trained_on(trained: Path) -> None:
    record = json.loads((trained / "training.json").read_bytes())
    assert record["rows"] == {
        "generated": len(SENTENCES) - len(HELD_OUT),
        "skk-edict": len(NOUNS),
        PROJECT: 5,
    }
    assert set(record["figures"]) == {"held-out", "verbs"}
    assert {len(way) for set_ in record["figures"].values() for way in set_.values()} == {2}
    assert set(record["sha256"]) == {"pairs.tsv.xz", "glossary.tsv.xz", "project.tsv"}
    assert record["recipe"]["seed"] == TINY.seed
    card = (trained / "README.md").read_text(encoding="utf-8")
    assert "| generated | 112 |" in card
    assert "CC BY-SA 4.0" in card
    assert "$" not in card


def test_same_rows_as_sentence_transformers(trained: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    texts = ["They promote energy in Kenya.", "半導体 ２０２５", "", "～"]
    theirs = sentence_transformers.SentenceTransformer(str(trained), device="cpu").encode(texts)
    np.testing.assert_allclose(embedders.load(str(trained)).encode(texts), theirs, atol=1e-4)


# ---- reading


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (("They end visas.", "査証を終了する。"), True),
        (("Cooperation", "別の文"), False),
        (("another one", "協力"), False),
        (("COOPERATION!", "別の文"), False),
        (("another one", "「協　力」"), False),
        (("...", "別の文"), False),
        (("", "別の文"), False),
    ],
    ids=["new", "en", "ja", "case and sign", "width and bracket", "no letter", "empty"],
)
def test_texts_of_the_evaluation_are_left_out(row: tuple[str, str], kept: bool) -> None:
    banned = frozenset({tables.fold("Cooperation."), tables.fold("協力")})
    assert bool(tables.without([Row(*row, "x")], banned)) is kept


def test_tables_apart_are_left_out(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    en, ja = SENTENCES[1]
    (tmp_path / "apart.tsv").write_text(f"ja\ten\tgenre\n{ja}\t{en}\tvisas\n", encoding="utf-8")
    recipe = replace(TINY, epochs=1, runs=1)
    apart = [tmp_path / "apart.tsv"]
    train(data, tmp_path / "model", data / "project.tsv", recipe, apart=apart)
    record = json.loads((tmp_path / "model" / "training.json").read_bytes())
    assert record["rows"]["generated"] == len(SENTENCES) - len(HELD_OUT) - 1
    assert record["rows"]["skk-edict"] == len(NOUNS)


def test_a_batch_is_of_one_source_and_everyday_speech_comes_often() -> None:
    rows = [Row(f"a{i}", f"あ{i}", "kftt") for i in range(40)]
    rows += [Row(f"b{i}", f"い{i}", "tanaka-graded") for i in range(20)]
    recipe = replace(TINY, batch=10, epochs=2, everyday_weight=4)
    for batches in plan(rows, len(rows), recipe):
        sources = [{rows[number].source for number in batch} for batch in batches]
        assert all(len(source) == 1 for source in sources)
        drawn = Counter(number for batch in batches for number in batch.tolist())
        assert {drawn[number] for number in range(40)} == {1}
        assert {drawn[number] for number in range(40, 60)} == {4}


def test_repeats_are_left_out_in_order() -> None:
    rows = [Row("a", "あ", "x"), Row("b", "い", "x"), Row("A.", "あ。", "y"), Row("a", "う", "x")]
    assert tables.without(rows, frozenset()) == [rows[0], rows[1], rows[3]]


def test_every_variant_meets_every_other(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    found = {(row.ja, row.en) for row in tables.read_glossary(data / "project.tsv")}
    memoranda = {(ja, en) for ja in ("覚書", "メモランダム") for en in ("memorandum", "MoC")}
    assert found == {("在留資格", "status of residence")} | memoranda


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("pairs.tsv", b"one\ttwo\n", "pairs.tsv, line 1: 2 columns"),
        ("pairs.tsv", b"\xff\xfe\n", "not readable as UTF-8"),
        ("glossary.tsv.xz", b"not xz", "not readable as UTF-8"),
        ("project.tsv", b"ja\ten\n\xe5\x8d\x94\n", "project.tsv, line 2: one column"),
        ("pairs.tsv", None, "no pairs.tsv.xz or pairs.tsv"),
    ],
)
def test_malformed_data_is_told(
    name: str, content: bytes | None, message: str, tmp_path: Path
) -> None:
    data = write_data(tmp_path / "data")
    if content is None:
        (data / name).unlink()
    else:
        (data / name).write_bytes(content)
    with pytest.raises(ModelError, match=message):
        train(data, tmp_path / "model", data / "project.tsv", TINY)
    assert not (tmp_path / "model").exists()


def test_the_command_line_tells_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--data", str(tmp_path), "--out", str(tmp_path / "model")])
    assert caught.value.code == 2
    assert "no pairs.tsv.xz or pairs.tsv" in capsys.readouterr().err


# ---- parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("電子 IT 省", ["電子", "▁it", "省"]),
        ("電子IT省", ["電子", "▁it", "省"]),
        ("第12条", ["第", "1", "2", "条"]),
        ("サプライチェーンの強靱化", ["サプライチェーン", "の", "強靱化"]),
        ("Don’t use ＡＩ—now", ["▁don't", "▁use", "▁ai", "—", "▁now"]),
        ("佐々木", ["佐々木"]),
    ],
    ids=["spaces around Latin", "none", "digits", "scripts", "apostrophe, width, dash", "々"],
)
def test_words(text: str, words: list[str]) -> None:
    tokenizer = new_tokenizer()
    normal = tokenizer.normalizer.normalize_str(text)
    assert [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normal)] == words


def test_twins_are_the_cells_of_equal_keys() -> None:
    rows, columns = twins(np.array([7, 3, 7, 5, 3]))
    assert set(zip(rows.tolist(), columns.tolist(), strict=True)) == {
        (0, 2),
        (2, 0),
        (1, 4),
        (4, 1),
    }


@pytest.mark.parametrize(
    ("learned", "kept"),
    [
        (
            [("条約", -3.00049), ("の", -4.2), ("鹿", -9.0002), ("鮭", -9.0001), ("鯨", -9.0)],
            [("条約", -3.0), ("の", -4.2), ("鮭", -9.0), ("鯨", -9.0), ("鹿", -9.0)],
        ),
        ([("ab", -9.0), ("c", -9.0004)], [("ab", -9.0), ("c", -9.0)]),
    ],
    ids=["put in at the end, in an order of chance", "equal after rounding"],
)
def test_pieces_do_not_depend_on_chance(
    learned: list[tuple[str, float]], kept: list[tuple[str, float]]
) -> None:
    assert settled(learned, alphabet=3) == kept
    assert settled(learned[::-1], alphabet=3) == kept


# ---- retrieval


def test_a_perfect_match_scores_a_hundred() -> None:
    rows = np.eye(12, dtype=np.float32)
    assert retrieval(rows, rows) == ((100.0, 100.0), (100.0, 100.0))
    assert retrieval(rows, np.roll(rows, 1, axis=0)) == ((0.0, 0.0), (0.0, 0.0))


def test_no_rows_score_nothing() -> None:
    none = np.zeros((0, 4), dtype=np.float32)
    assert retrieval(none, none) == ((0.0, 0.0), (0.0, 0.0))


def test_csls_sees_through_a_hub() -> None:
    # the last Japanese row lies near to all English ones, nearer than their own translations
    en = np.eye(20, dtype=np.float32)
    ja = 0.6 * en
    ja[-1] = 0.7
    found = retrieval(en, ja)
    assert found.cosine[0] == 5.0
    assert found.csls[0] == 100.0


def test_retrieval_agrees_with_the_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moc_align.train.retrieval.BLOCK", 7)
    rng = np.random.default_rng(0)
    en = rng.normal(size=(50, 6)).astype(np.float32)
    ja = en + rng.normal(size=(50, 6)).astype(np.float32)
    en, ja = (side / np.linalg.norm(side, axis=1, keepdims=True) for side in (en, ja))
    cosines = en @ ja.T
    crowded = [np.sort(c, axis=1)[:, -10:].mean(axis=1) for c in (cosines, cosines.T)]
    csls = 2 * cosines - crowded[0][:, None] - crowded[1][None, :]
    wanted = [
        tuple(100 * float((m.argmax(axis=1) == np.arange(50)).mean()) for m in (scores, scores.T))
        for scores in (cosines, csls)
    ]
    np.testing.assert_allclose(retrieval(en, ja), wanted)
