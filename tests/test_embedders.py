"""The embedders: vectors, layouts of folders, messages, what is imported."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from moc_align import embedders, plugins
from moc_align.embedders import _device, _hub, static, transformer
from moc_align.errors import ModelError

SHIPPED = Path(__file__).parents[1] / "models" / "moc-static-ja-en"
WORDS = {"[UNK]": 0, "協力": 1, "cooperation": 2, "省": 3, "ministry": 4}
TABLE = np.array([[9, 9], [3, 4], [6, 8], [-4, 3], [0, -2]], dtype=np.float32)
"""協力 and cooperation point the same way, 省 at a right angle to them."""


def write_folder(
    folder: Path,
    tensors: dict[str, np.ndarray[Any, Any]],
    *,
    modules: str | None = "sentence_transformers.models.StaticEmbedding",
    inner: str = "",
) -> Path:
    from safetensors.numpy import save_file

    (folder / inner).mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding()
    tokenizer.save(str(folder / inner / "tokenizer.json"))
    save_file(tensors, str(folder / inner / "model.safetensors"))
    if modules:
        listed = [{"idx": 0, "name": "0", "path": inner, "type": modules}]
        (folder / "modules.json").write_text(json.dumps(listed), encoding="utf-8")
    else:
        (folder / "config.json").write_text('{"model_type": "model2vec"}', encoding="utf-8")
    return folder


@pytest.fixture
def toy(tmp_path: Path) -> plugins.EmbeddingModel:
    return embedders.load(str(write_folder(tmp_path / "toy", {"embedding.weight": TABLE})))


def test_a_translation_lies_closer_than_another_word(toy: plugins.EmbeddingModel) -> None:
    rows = toy.encode(["協力", "cooperation", "省"])
    np.testing.assert_allclose(rows @ rows.T, [[1, 1, 0], [1, 1, 0], [0, 0, 1]], atol=1e-6)


def test_rows_are_unit_float32(toy: plugins.EmbeddingModel) -> None:
    rows = toy.encode(["協力 省", "ministry"])
    assert rows.shape == (2, toy.dim) == (2, 2)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_no_text_gives_no_row(toy: plugins.EmbeddingModel) -> None:
    assert toy.encode([]).shape == (0, 2)


def test_a_long_text_is_not_cut(toy: plugins.EmbeddingModel) -> None:
    # the folder's tokenizer truncates at 4 tokens, as model2vec's does at 512
    start, whole = toy.encode(["協力 " * 4, "協力 " * 4 + "省 " * 400])
    assert start @ whole < 0.1


def test_adding_up_in_parts_changes_nothing(
    toy: plugins.EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["協力 省 ministry", "", "省 " * 7, "cooperation"]
    whole = toy.encode(texts)
    monkeypatch.setattr(static, "TOKENS", 2)
    monkeypatch.setattr(static, "TEXTS", 3)
    np.testing.assert_allclose(toy.encode(texts), whole, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.text(max_size=20), max_size=6), seed=st.randoms())
def test_a_row_depends_on_its_own_text_only(texts: list[str], seed: Any) -> None:
    model = embedders.load(str(SHIPPED))
    order = list(range(len(texts)))
    seed.shuffle(order)
    shuffled = model.encode([texts[i] for i in order])
    np.testing.assert_allclose(shuffled, model.encode(texts)[order], atol=1e-6)


LAYOUTS: dict[str, dict[str, np.ndarray[Any, Any]]] = {
    "float32": {"embedding.weight": TABLE},
    "float16": {"embedding.weight": TABLE.astype(np.float16)},
    "model2vec": {"embeddings": TABLE},
    "model2vec int8": {"embeddings": TABLE.astype(np.int8)},
    "model2vec with a factor for each token": {
        "embeddings": TABLE.astype(np.int8) * 2,
        "weights": np.full(5, 0.5, dtype=np.float32),
    },
    "model2vec with shared rows": {
        "embeddings": TABLE[::-1].copy(),
        "mapping": np.arange(5)[::-1].copy(),
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("inner", ["", "0_StaticEmbedding"])
def test_layouts_give_the_same_rows(
    layout: str, inner: str, toy: plugins.EmbeddingModel, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "other", LAYOUTS[layout], inner=inner)
    texts = ["協力 省", "ministry cooperation"]
    rows = embedders.load(str(folder)).encode(texts)
    np.testing.assert_allclose(rows, toy.encode(texts), atol=1e-3)


def test_model2vec_leaves_the_unknown_token_out(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"embeddings": TABLE}, modules=None)
    known, mixed, unknown = embedders.load(str(folder)).encode(["協力", "協力 覚書", "覚書"])
    np.testing.assert_allclose(mixed, known, atol=1e-6)
    assert not unknown.any()


def test_same_rows_as_model2vec(tmp_path: Path) -> None:
    model2vec = pytest.importorskip("model2vec")
    folder = write_folder(tmp_path, {"embeddings": TABLE}, modules=None)
    texts = ["協力 省 覚書", "ministry"]
    theirs = model2vec.StaticModel.from_pretrained(folder).encode(texts, max_length=None)
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
    np.testing.assert_allclose(embedders.load(str(folder)).encode(texts), theirs, atol=1e-5)


def test_digest_follows_the_weights(tmp_path: Path) -> None:
    first = embedders.load(str(write_folder(tmp_path / "a", {"embedding.weight": TABLE})))
    second = embedders.load(str(write_folder(tmp_path / "b", {"embedding.weight": TABLE})))
    other = embedders.load(str(write_folder(tmp_path / "c", {"embedding.weight": TABLE + 1})))
    assert first.sha256 == second.sha256 != other.sha256


# ---- the shipped model


def test_shipped_model_gives_the_rows_of_sentence_transformers() -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    texts = ["半導体エコシステムの強靭化", "Memorandum of Cooperation", "", "第３条　２０２５年"]
    theirs = sentence_transformers.SentenceTransformer(str(SHIPPED), device="cpu").encode(texts)
    np.testing.assert_allclose(embedders.load(str(SHIPPED)).encode(texts), theirs, atol=1e-3)


def test_shipped_model_is_small_enough_for_git() -> None:
    assert sum(f.stat().st_size for f in SHIPPED.rglob("*")) <= 20_000_000


@pytest.mark.parametrize("text", ["", " ", "　", "\u2028"])
def test_shipped_model_gives_a_zero_row_for_nothing(text: str) -> None:
    assert not embedders.load(str(SHIPPED)).encode([text]).any()


def test_shipped_model_needs_no_torch() -> None:
    code = (
        "import sys; from moc_align import embedders;"
        f"embedders.load({str(SHIPPED)!r}).encode(['協力', 'cooperation']);"
        "sys.exit(bool({'torch', 'sentence_transformers', 'model2vec'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_the_package_imports_no_numpy() -> None:
    code = (
        "import sys, moc_align.embedders, moc_align.embedders.static;"
        "import moc_align.embedders.transformer;"
        "sys.exit(bool({'numpy', 'tokenizers', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---- folders that can't be used


def damage(kind: str, folder: Path) -> None:
    weights = folder / "model.safetensors"
    if kind == "no weights":
        weights.unlink()
    elif kind == "no tokenizer":
        (folder / "tokenizer.json").unlink()
    elif kind == "weights cut short":
        weights.write_bytes(weights.read_bytes()[:-8])
    elif kind == "weights are a Git LFS pointer":
        weights.write_text("version https://git-lfs.github.com/spec/v1\n", encoding="utf-8")
    elif kind == "weights empty":
        weights.write_bytes(b"")
    elif kind == "tokenizer cut short":
        tokenizer = folder / "tokenizer.json"
        tokenizer.write_bytes(tokenizer.read_bytes()[:-8])
    elif kind == "fewer vectors than tokens":
        write_folder(folder, {"embedding.weight": TABLE[:2]})
    elif kind == "no table":
        write_folder(folder, {"bias": TABLE})
    elif kind == "unknown dtype":
        weights.write_bytes(weights.read_bytes().replace(b'"F32"', b'"F99"'))
    elif kind == "modules not a list":
        (folder / "modules.json").write_text("{}", encoding="utf-8")
    else:
        (folder / "modules.json").unlink()


@pytest.mark.parametrize(
    "kind",
    [
        "no weights",
        "no tokenizer",
        "weights cut short",
        "weights are a Git LFS pointer",
        "weights empty",
        "tokenizer cut short",
        "fewer vectors than tokens",
        "no table",
        "unknown dtype",
        "modules not a list",
        "no modules",
    ],
)
def test_a_damaged_folder_is_told_in_one_line(kind: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "toy", {"embedding.weight": TABLE})
    damage(kind, folder)
    with pytest.raises(ModelError) as caught:
        embedders.load(str(folder))
    message = str(caught.value)
    assert str(folder) in message
    assert "\n" not in message
    assert "take a fresh copy" in message or "give the folder" in message


@pytest.mark.parametrize("name", ["./missing", "/missing/model", "~/missing-model"])
def test_a_missing_folder_is_no_hub_name(name: str) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        embedders.load(name)


def test_static_wants_a_folder() -> None:
    with pytest.raises(ModelError, match="no such folder"):
        static.load("missing-model")


# ---- transformers


def test_transformer_rows(bert: Path) -> None:
    model = embedders.load(str(bert))
    assert isinstance(model, transformer.TransformerModel)
    rows = model.encode(["協力", "cooperation", "、。"])
    assert rows.shape == (3, model.dim) == (3, 8)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 0], atol=1e-5)
    assert model.encode([]).shape == (0, 8)
    assert len(model.sha256) == 64
    assert model.name == "tiny-bert"


@pytest.fixture(scope="module")
def passages() -> list[str]:
    """Texts of all lengths up to beyond what the model reads."""
    words = ["協力", "cooperation", "query", "力", "省"]
    return [" ".join(words[(i + k) % 5] for k in range(i % 41 + 1)) for i in range(90)]


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_a_transformer_row_depends_on_its_own_text_only(
    device: str, bert: Path, passages: list[str]
) -> None:
    model = embedders.load(str(bert))
    assert isinstance(model, transformer.TransformerModel)
    # decides the shape of the batches only: the model itself stays where it is
    model = replace(model, device=device)
    rows = model.encode(passages)
    assert model.encode(passages[::-1])[::-1].tobytes() == rows.tobytes()
    for start in (0, 7, 60):
        part = model.encode(passages[start : start + 9])
        assert part.tobytes() == rows[start : start + 9].tobytes()


def test_fixed_shapes_give_the_rows_of_sentence_transformers(
    bert: Path, passages: list[str]
) -> None:
    model = embedders.load(str(bert))
    assert isinstance(model, transformer.TransformerModel)
    theirs = model.model.encode(passages, normalize_embeddings=True)
    np.testing.assert_allclose(model.encode(passages), theirs, atol=1e-5)


def test_a_prompt_of_the_folder_itself_is_not_cut_off(bert: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bert, tmp_path / "prompted")
    config = folder / "config_sentence_transformers.json"
    fields = json.loads(config.read_bytes())
    fields |= {"prompts": {"own": "query " * 15}, "default_prompt_name": "own"}
    config.write_text(json.dumps(fields), encoding="utf-8")
    prompted, plain = embedders.load(str(folder)), embedders.load(str(bert))
    # with the prompt the text is longer than a batch of the text's own length is wide
    expected = plain.encode(["query " * 15 + "cooperation 協力"])
    np.testing.assert_allclose(prompted.encode(["cooperation 協力"]), expected, atol=1e-5)


@given(lengths=st.lists(st.integers(1, 70)), tokens=st.integers(1, 300))
def test_the_shape_of_a_batch_follows_from_the_length_of_its_texts(
    lengths: list[int], tokens: int
) -> None:
    batches = list(transformer._batches(lengths, 64, tokens))
    assert sorted(i for _, _, part in batches for i in part) == list(range(len(lengths)))
    shapes: dict[int, tuple[int, int]] = {}
    for width, height, part in batches:
        assert len(part) <= height
        assert width * height <= max(tokens, width)
        for i in part:
            assert min(lengths[i], 64) <= width < lengths[i] + transformer.STEP
            assert shapes.setdefault(lengths[i], (width, height)) == (width, height)


# ---- devices


def test_half_precision_is_close_and_named(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["協力", "cooperation query", "、。"]
    plain = embedders.load(str(bert))
    monkeypatch.setattr(_device, "HALF", frozenset({"cpu"}))
    half = embedders.load(str(bert))
    assert half.name == "tiny-bert (fp16)"
    rows = half.encode(texts)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, plain.encode(texts), atol=5e-3)
    assert rows.tobytes() != plain.encode(texts).tobytes()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 0], atol=1e-6)


@pytest.mark.parametrize("name", ["tpu", "cuda:x", "gpu", "cuda:1000"])
def test_an_unknown_device_is_told_with_those_there_are(
    name: str, bert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOC_ALIGN_DEVICE", name)
    with pytest.raises(ModelError, match=f"MOC_ALIGN_DEVICE={name}: no such device; there are"):
        embedders.load(str(bert))


@pytest.mark.parametrize("name", ["cuda", "CUDA", "cuda:1", "mps"])
def test_a_device_that_is_not_here_is_told(
    name: str, bert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setenv("MOC_ALIGN_DEVICE", name)
    with pytest.raises(ModelError, match=r"finds no such device here; set it to auto or cpu"):
        embedders.load(str(bert))


class Backends:
    """What torch says of its devices."""

    def __init__(self, cuda: int, mps: bool) -> None:
        self.cuda = SimpleNamespace(is_available=lambda: cuda > 0, device_count=lambda: cuda)
        self.backends = SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps))
        self.__version__ = "2"


@pytest.mark.parametrize(
    ("named", "cuda", "mps", "expected"),
    [
        ("", 1, True, "cuda"),
        ("auto", 0, True, "mps"),
        ("auto", 0, False, "cpu"),
        ("cpu", 1, True, "cpu"),
        ("cuda:1", 2, False, "cuda:1"),
        ("cuda:1", 1, False, None),
        ("mps", 1, False, None),
    ],
)
def test_the_device_is_the_wanted_one_or_the_fastest(
    named: str, cuda: int, mps: bool, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOC_ALIGN_DEVICE", named)
    if expected is None:
        with pytest.raises(ModelError, match=named):
            _device.chosen(Backends(cuda, mps))
    else:
        assert _device.chosen(Backends(cuda, mps)) == expected


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (RuntimeError("CUDA out of memory.\nTried to allocate"), "CUDA out of memory"),
        (np.full((32, 8), np.nan, dtype=np.float32), "values that are no numbers"),
    ],
    ids=["out of memory", "overflow"],
)
def test_a_device_that_fails_is_told_with_a_way_out(
    fault: Any, message: str, bert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = embedders.load(str(bert))
    assert isinstance(model, transformer.TransformerModel)

    def fail(*_: object, **__: object) -> Any:
        if isinstance(fault, Exception):
            raise fault
        return fault

    monkeypatch.setattr(model.model, "encode", fail)
    with pytest.raises(ModelError, match="set MOC_ALIGN_DEVICE=cpu") as caught:
        model.encode(["協力"])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# ---- the hub


def test_a_damaged_transformer_folder_is_told(bert: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bert, tmp_path / "broken")
    (folder / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="take a fresh copy of the folder") as caught:
        embedders.load(str(folder))
    assert "\n" not in str(caught.value)


def test_e5_gets_its_prompt(bert: Path, tmp_path: Path) -> None:
    e5 = shutil.copytree(bert, tmp_path / "multilingual-e5-small")
    plain, prompted = embedders.load(str(bert)), embedders.load(str(e5))
    assert plain.sha256 == prompted.sha256
    np.testing.assert_allclose(plain.encode(["query: 協力"]), prompted.encode(["協力"]), atol=1e-6)


@pytest.mark.parametrize(
    ("name", "prompted"),
    [
        ("intfloat/multilingual-e5-small", True),
        ("e5-large", True),
        ("sentence-transformers/LaBSE", False),
        ("BAAI/bge-m3", False),
        ("me/cafe5-model", False),
    ],
)
def test_e5_names(name: str, prompted: bool) -> None:
    assert bool(transformer.E5.search(name)) is prompted


@pytest.mark.parametrize(
    ("name", "card", "prompt"),
    [
        ("multilingual-e5-small", "", "query: "),
        ("downloaded", 'Each input text should start with "query: " or "passage: ".', "query: "),
        ("multilingual-e5-large-instruct", "", "Instruct: Retrieve parallel sentences.\nQuery: "),
        ("LaBSE", "", ""),
        ("bge-m3", "no need to add instructions to queries", ""),
    ],
)
def test_the_prompt_is_told_by_name_or_card(
    name: str, card: str, prompt: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "README.md").write_text(card, encoding="utf-8")
    assert transformer._prompt(str(folder)) == prompt


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of the hub's library, empty, with the network allowed."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    for name in ("SENTENCE_TRANSFORMERS_HOME", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "hub"


def answer(monkeypatch: pytest.MonkeyPatch, *answers: Exception | None) -> list[str]:
    """Lets the hub answer so, in turn; gives the names it is asked for."""
    from huggingface_hub import HfApi

    asked: list[str] = []
    remaining = iter(answers)

    def model_info(_: HfApi, name: str, *, timeout: float) -> None:
        assert timeout == _hub.PROBE
        asked.append(name)
        error = next(remaining)
        if error:
            raise error

    monkeypatch.setattr(HfApi, "model_info", model_info)
    return asked


def missing_on_hub() -> Exception:
    from huggingface_hub.errors import RepositoryNotFoundError

    return RepositoryNotFoundError.__new__(RepositoryNotFoundError, "404")


@pytest.mark.parametrize("name", ["sentence-transformers/tiny-bert", "tiny-bert"])
def test_a_model_in_the_cache_of_the_hub_needs_no_network(
    name: str, bert: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch)
    repository = hub / "models--sentence-transformers--tiny-bert"
    shutil.copytree(bert, repository / "snapshots" / "abc")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc", encoding="ascii")
    model, local = embedders.load(name), embedders.load(str(bert))
    assert model.name == name
    assert model.sha256 == local.sha256
    assert model.encode(["協力"]).tobytes() == local.encode(["協力"]).tobytes()
    assert asked == []


def test_a_model_not_on_disk_is_told_how_to_get(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE forbids the network") as caught:
        embedders.load("LaBSE")
    assert "hf download sentence-transformers/LaBSE --local-dir FOLDER" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_hub_out_of_reach_is_asked_once(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    asked = answer(monkeypatch, OSError("[Errno -2] Name or service not known\nmore"))
    with pytest.raises(ModelError, match=r"can't be reached \(\[Errno -2\] Name") as caught:
        embedders.load("sentence-transformers/LaBSE")
    assert "hf download sentence-transformers/LaBSE --local-dir FOLDER" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert asked == ["sentence-transformers/LaBSE"]


def test_a_hub_that_never_answers_is_not_waited_for(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    from huggingface_hub import HfApi

    done = Event()
    monkeypatch.setattr(HfApi, "model_info", lambda *_, **__: done.wait(60))
    monkeypatch.setattr(_hub, "PROBE", -0.9)
    with pytest.raises(ModelError, match="no answer within"):
        embedders.load("sentence-transformers/LaBSE")
    done.set()


def test_a_name_the_hub_does_not_know_is_told(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    asked = answer(monkeypatch, missing_on_hub(), missing_on_hub())
    with pytest.raises(ModelError, match="nor a model that the Hugging Face hub shows you"):
        embedders.load("LaBES")
    assert asked == ["sentence-transformers/LaBES", "LaBES"]


def test_a_missing_package_is_told_with_the_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match=r"run: pip install 'moc-align\[transformers\]'"):
        embedders.load("sentence-transformers/LaBSE")
