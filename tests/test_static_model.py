"""The static model's own tokenizer against the library's, its sums, its bounds."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

from moc_align import embedders
from moc_align.embedders import _folding, _onig, _tokenizer_json, _unigram, static
from moc_align.embedders._unigram import Unigram
from moc_align.errors import ModelError

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "models" / "moc-static-ja-en"
CASES = Path(__file__).parent / "cases" / "tokens"
ALL = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LIKELY = st.text(
    "aábcxyΣİ協力覚書のはがパﾊﾟー19Ⅳ ▁'’、。[]\\^.-\u3000\t\x1c\u0301\u3099㋿", max_size=30
)
TEXTS = st.lists(ANY | LIKELY, max_size=8)


def cases(name: str) -> list[Any]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [pytest.param(*row[:-1], id=row[-1]) for row in rows]


def unescaped(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("unicode-escape")


def expected(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return [e.ids for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]


def found(unigram: Unigram, texts: list[str]) -> list[list[int]]:
    return [array("i", tokens).tolist() for tokens in unigram.find(texts)]


def read(tokenizer: Tokenizer) -> Unigram | None:
    return _tokenizer_json.read(tokenizer.to_str().encode())


@cache
def shipped() -> tuple[Tokenizer, Unigram]:
    data = (SHIPPED / "tokenizer.json").read_bytes()
    unigram = _tokenizer_json.read(data)
    assert unigram is not None
    return Tokenizer.from_buffer(data), unigram


def toy(pieces: list[tuple[str, float]], **parts: Any) -> Tokenizer:
    """A tokenizer with these pieces behind the one for what is unknown."""
    tokenizer = Tokenizer(models.Unigram([("[UNK]", 0.0), *pieces], 0, False))
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    return tokenizer


# ---- the shipped model's tokens


@pytest.mark.parametrize("text", cases("texts.tsv"))
def test_tokens_of_the_library(text: str) -> None:
    tokenizer, unigram = shipped()
    assert found(unigram, [unescaped(text)]) == expected(tokenizer, [unescaped(text)])


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_tokens_of_the_library_for_any_text(texts: list[str]) -> None:
    tokenizer, unigram = shipped()
    assert found(unigram, texts) == expected(tokenizer, texts)


@pytest.mark.parametrize("together", [True, False])
def test_tokens_of_the_library_for_real_texts(together: bool) -> None:
    tokenizer = shipped()[0]
    unigram = _tokenizer_json.read((SHIPPED / "tokenizer.json").read_bytes())
    assert unigram is not None
    files = [*ROOT.glob("tests/retrieval/*.tsv"), *ROOT.glob("corpora/*.txt")]
    lines = [line for file in sorted(files) for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 1000
    with patch.object(_unigram, "MANY", 0 if together else 10**9):
        assert found(unigram, lines) == expected(tokenizer, lines)


@pytest.mark.parametrize("text", ["協力の" * 4000, "あ" * 10_000, "a" * 10_000, "龘😀" * 5000])
def test_a_long_run_is_cut_as_the_library_does(text: str) -> None:
    tokenizer, unigram = shipped()
    assert found(unigram, [text]) == expected(tokenizer, [text])


def test_a_text_that_is_cut_in_parts_has_the_same_tokens() -> None:
    tokenizer, unigram = shipped()
    texts = ["協力 [UNK]覚書、the parties shall" * 20, "", "[UNK]", "第三条"]
    with (
        patch.object(_unigram, "LONG", 10),
        patch.object(_tokenizer_json, "LONG", 10),
        patch.object(_unigram, "KEYS", 7),
    ):
        assert found(unigram, texts) == expected(tokenizer, texts)


def test_shipped_model_is_looked_up_by_space() -> None:
    assert shipped()[1].by_space


def test_memos_are_bounded() -> None:
    unigram = _tokenizer_json.read((SHIPPED / "tokenizer.json").read_bytes())
    assert unigram is not None
    with patch.object(_unigram, "KEYS", 50):
        for i in range(0, 500, 10):
            unigram.find([chr(0x4E00 + i + k) + " x" + "aei"[k % 3] * i for k in range(10)])
        assert max(len(unigram._words), len(unigram._chunks)) < 50 + 50


# ---- other tokenizers


PIECES = "a b c x y 1 2 ab bc abc ▁ ▁a 協 力 協力 の は 力の xy b1 、 abca".split()
SIGNS = st.text("abcxyzA12-、。協力のはΣ[]\\^.\u3000 ", max_size=16)


@cache
def cut(pattern: str, behavior: str, invert: str) -> tuple[Tokenizer, Unigram | None]:
    split = {
        "type": "Split",
        "pattern": {"Regex": pattern},
        "behavior": behavior,
        "invert": invert == "true",
    }
    spec = json.loads(toy([(p, -len(p) / 4 - i / 8) for i, p in enumerate(PIECES)]).to_str())
    data = json.dumps({**spec, "pre_tokenizer": split})
    return Tokenizer.from_str(data), _tokenizer_json.read(data.encode())


@pytest.mark.parametrize(("pattern", "behavior", "invert", "taken"), cases("patterns.tsv"))
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(SIGNS, max_size=4))
def test_patterns(pattern: str, behavior: str, invert: str, taken: str, texts: list[str]) -> None:
    tokenizer, unigram = cut(pattern, behavior, invert)
    assert taken == ("refused" if not unigram else "by space" if unigram.by_space else "as a whole")
    if unigram:
        assert found(unigram, texts) == expected(tokenizer, texts)


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.dictionaries(
        st.text("ab", min_size=1, max_size=3), st.integers(-2, 0), min_size=3, max_size=12
    ),
    texts=st.lists(st.text("aab協 ", max_size=20), max_size=6),
    together=st.booleans(),
)
def test_of_equal_ways_the_library_s(
    pieces: dict[str, int], texts: list[str], together: bool
) -> None:
    # small whole numbers as scores: many ways are equally good
    scored = [(piece, float(score)) for piece, score in pieces.items()]
    tokenizer = toy(scored, pre_tokenizer=pre_tokenizers.Split(Regex(r"\S+"), "removed", True))
    unigram = read(tokenizer)
    assert unigram is not None
    bound = 0 if together else 10**9
    with patch.multiple(_unigram, FEW=bound, MANY=bound):
        assert found(unigram, texts) == expected(tokenizer, texts)


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(SIGNS, max_size=4))
def test_steps_and_cuts_in_a_row(texts: list[str]) -> None:
    steps = [
        normalizers.Lowercase(),
        normalizers.Replace("x", r"\1 y"),
        normalizers.NFKC(),
        normalizers.Replace(Regex("(?=[ab])"), "▁"),
    ]
    cuts = [
        pre_tokenizers.Split(Regex(r"[^\s]+"), "removed", True),
        pre_tokenizers.Split("、", "isolated"),
        pre_tokenizers.Split(Regex("(?<=1)"), "isolated"),
    ]
    tokenizer = toy(
        [(piece, -1.0 - i / 8) for i, piece in enumerate(PIECES)],
        normalizer=normalizers.Sequence([normalizers.Sequence(steps[:2]), *steps[2:]]),
        pre_tokenizer=pre_tokenizers.Sequence(cuts),
    )
    unigram = read(tokenizer)
    assert unigram is not None
    assert unigram.by_space
    assert found(unigram, texts) == expected(tokenizer, texts)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": {"byte_fallback": True}}, "unknown characters as bytes"),
        ({"model": {"unk_id": None}}, "nothing for what is unknown"),
        ({"model": {"type": "BPE"}}, "another model"),
        ({"model": {"alpha": 0.1}}, "pieces drawn by chance"),
        ({"model": {"vocab": [["[UNK]", 0.0], ["a", -1.0], ["a", -2.0]]}}, "a piece twice"),
        ({"model": {"vocab": [["[UNK]", 0.0], ["a", -1.12345678901234567]]}}, "too many digits"),
        ({"model": {"vocab": [["[UNK]", 0.0], ["a", "b"]]}}, "a score that is no number"),
        ({"normalizer": {"type": "NFD"}}, "another form"),
        ({"pre_tokenizer": {"type": "Metaspace"}}, "another cut"),
        ({"pre_tokenizer": {"type": "Digits", "individual_digits": True}}, "another cut"),
    ],
)
def test_other_families_are_left_to_the_library(change: dict[str, Any], reason: str) -> None:
    spec = json.loads(toy([("a", -1.0)]).to_str())
    assert _tokenizer_json.read(json.dumps(spec).encode()) is not None
    for key, value in change.items():
        spec[key] = {**(spec[key] or {}), **value}
    assert _tokenizer_json.read(json.dumps(spec).encode()) is None, reason


def test_a_token_with_conditions_is_left_to_the_library() -> None:
    tokenizer = toy([("a", -1.0)])
    tokenizer.add_tokens([AddedToken("a", single_word=True, normalized=False)])
    assert read(tokenizer) is None


# ---- characters


def test_every_character_is_folded_as_in_the_library() -> None:
    apart = "\n".join(ALL)
    assert _folding.nfkc(apart) == normalizers.NFKC().normalize_str(apart)
    assert _folding.lowercase(apart) == normalizers.Lowercase().normalize_str(apart)


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(categories=["Mn", "Mc", "Lo", "Lm", "So"]), max_size=8))
def test_marks_are_ordered_as_in_the_library(text: str) -> None:
    assert _folding.nfkc(text) == normalizers.NFKC().normalize_str(text)


def test_white_space_is_the_library_s() -> None:
    ours = _onig.translate(r"\s").regex.sub("_", ALL)
    assert ours == normalizers.Replace(Regex(r"\s"), "_").normalize_str(ALL)


# ---- vectors


@cache
def model(number: int = 0) -> static.StaticModel:
    """The shipped model; another one for another number."""
    loaded = static.load(str(SHIPPED))
    assert isinstance(loaded, static.StaticModel)
    return loaded


LONG = "両当事者は半導体に関する協力を促進する。 The parties shall cooperate. " * 60


@settings(max_examples=60, deadline=None)
@given(texts=TEXTS, seed=st.randoms())
def test_a_text_has_the_same_bytes_wherever_it_stands(texts: list[str], seed: Any) -> None:
    texts = [*texts, "協力覚書", LONG]
    order = list(range(len(texts)))
    seed.shuffle(order)
    rows = model().encode(texts)
    shuffled = model().encode([texts[i] for i in order])
    assert shuffled.tobytes() == rows[order].tobytes()
    alone = [model(1).encode([text]).tobytes() for text in texts]
    assert b"".join(alone) == rows.tobytes()


@pytest.mark.parametrize(("texts", "characters"), [(2, 1 << 20), (2048, 30)])
def test_a_stream_gives_the_rows_of_a_list(texts: int, characters: int) -> None:
    lines = [f"協力 {i} cooperation" for i in range(9)]
    whole = model().encode(lines)
    with patch.multiple(static, TEXTS=texts, CHARACTERS=characters):
        blocks = list(model().encode_stream(iter(lines)))
    assert len(blocks) == 5
    assert np.concatenate(blocks).tobytes() == whole.tobytes()


def test_a_stream_reads_no_further_than_it_must() -> None:
    def endless() -> Iterator[str]:
        while True:
            read.append(1)
            yield "協力"

    read: list[int] = []
    stream = model().encode_stream(endless())
    for number in (1, 2):
        assert len(next(stream)) == static.TEXTS
        assert len(read) == number * static.TEXTS


def test_a_stream_of_nothing_is_empty() -> None:
    assert list(model().encode_stream([])) == []


def test_sums_add_up() -> None:
    parts = ["両当事者は、", "the parties shall", "cooperate.", "", "半導体"]
    sums = model().sums(parts)
    np.testing.assert_allclose(model().sums([" ".join(parts)])[0], sums.sum(axis=0), atol=1e-4)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    np.testing.assert_allclose(model().encode(parts) * lengths, sums, atol=1e-5)
    assert not sums[3].any()


def test_threads_get_the_same_rows() -> None:
    lines = [f"{chr(0x4E00 + i)}協力 {i}" for i in range(3000)]
    expected_rows = model().encode(lines).tobytes()
    fresh = static.load(str(SHIPPED))
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: fresh.encode(lines), range(4)))
    assert [block.tobytes() for block in rows] == [expected_rows] * 4


def test_half_a_surrogate_pair_is_no_error() -> None:
    rows = model().encode(["協力\ud800", "協力", "\udfff"])
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-6)
    assert not rows[2].any()


def test_digest_is_that_of_the_files() -> None:
    data = [(SHIPPED / name).read_bytes() for name in ("model.safetensors", "tokenizer.json")]
    assert model().sha256 == hashlib.sha256(b"".join(data)).hexdigest()


def test_shipped_model_needs_no_tokenizers() -> None:
    code = (
        "import sys; from moc_align import embedders;"
        f"embedders.load({str(SHIPPED)!r}).encode(['協力', 'cooperation']);"
        "sys.exit(bool({'tokenizers', 'hashlib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---- folders


def write(folder: Path, tokenizer: Tokenizer, **tensors: np.ndarray[Any, Any]) -> str:
    from safetensors.numpy import save_file

    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(tensors, str(folder / "model.safetensors"))
    (folder / "config.json").write_text('{"model_type": "model2vec"}', encoding="utf-8")
    return str(folder)


TABLE = np.array([[9, 9], [3, 4], [-4, 3]], dtype=np.float32)


@pytest.mark.parametrize("pattern", [r"\S", r"\p{Any}"])
def test_own_tokenizer_and_the_library_give_the_same_rows(pattern: str, tmp_path: Path) -> None:
    split = pre_tokenizers.Split(Regex(pattern), "removed", True)
    tokenizer = toy([("協", -1.0), ("力", -2.0)], pre_tokenizer=split)
    assert (read(tokenizer) is None) == (pattern != r"\S")
    loaded = embedders.load(write(tmp_path / "toy", tokenizer, embeddings=TABLE))
    rows = loaded.encode(["協", "力", "協力", "覚", "協\ud800"])
    half = 0.5**0.5
    np.testing.assert_allclose(
        rows, [[0.6, 0.8], [-0.8, 0.6], [-0.2 * half, 1.4 * half], [0, 0], [0.6, 0.8]], atol=1e-6
    )


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"mapping": np.array([0, 1, 3])}, "no fit weights or mapping"),
        ({"mapping": np.array([0, 1, -1])}, "no fit weights or mapping"),
        ({"mapping": np.array([0, 1, 2], dtype=np.float32)}, "no fit weights or mapping"),
        ({"weights": np.ones((3, 2), dtype=np.float32)}, "no fit weights or mapping"),
        ({"weights": np.ones(2, dtype=np.float32)}, "3 tokens"),
        ({"weights": np.array([1, np.nan, 1], dtype=np.float32)}, "no numbers"),
    ],
)
def test_what_does_not_fit_the_table_is_told(
    tensors: dict[str, np.ndarray[Any, Any]], message: str, tmp_path: Path
) -> None:
    tokenizer = toy([("協", -1.0), ("力", -2.0)])
    folder = write(tmp_path / "toy", tokenizer, embeddings=TABLE, **tensors)
    with pytest.raises(ModelError, match=message) as caught:
        embedders.load(folder)
    assert folder in str(caught.value)
    assert "take a fresh copy" in str(caught.value)
