"""The folder of a model: what is written, how it is read again, how it gets to its place."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from moc_align.errors import ModelError
from moc_align.train.bags import Floats
from moc_align.train.tokenizer import UNKNOWN

if TYPE_CHECKING:
    from tokenizers import Tokenizer

EXTRA = "pip install 'moc-align[transformers]'"


def save(folder: Path, tokenizer: Tokenizer, vectors: Floats) -> Floats:
    """Writes what sentence-transformers, model2vec and moc-align read; gives the vectors back.

    They are kept as int8 with one factor a row (`weights`, as model2vec calls it) and come back
    as they can be read again. Raises: ModelError without safetensors.
    """
    try:
        from safetensors.numpy import save as packed
    except ImportError as error:
        raise ModelError(f"no safetensors to write a model with; {EXTRA}") from error
    factors = np.maximum(np.abs(vectors).max(axis=1), 1e-9).astype(np.float32) / 127
    table = np.round(vectors / factors[:, None]).astype(np.int8)
    tensors = packed({"embeddings": table, "weights": factors})
    (folder / "model.safetensors").write_bytes(tensors)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    kind = "sentence_transformers.models."
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": kind + "StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": kind + "Normalize"},
    ]
    config = {"model_type": "model2vec", "normalize": True, "hidden_dim": table.shape[1]}
    write_json(folder / "modules.json", modules)
    write_json(folder / "config.json", config)
    return np.asarray(table * factors[:, None], dtype=np.float32)


def write_json(path: Path, content: Any) -> None:
    """Writes the file, with a space a level."""
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[Tokenizer, Floats]:
    """Tokenizer and vectors, `(pieces, dim) float32`, of a folder that `save` wrote.

    Raises: ModelError for any other.
    """
    try:
        from safetensors.numpy import load as unpacked
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelError(f"no safetensors to read a model with; {EXTRA}") from error
    try:
        tensors = unpacked((folder / "model.safetensors").read_bytes())
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{folder}: no model.safetensors with a tokenizer.json ({error.strerror}); give the "
            "folder of a model that moc-align trained"
        ) from error
    except Exception as error:  # the tokenizer's parser raises bare Exceptions
        raise ModelError(f"{folder}: the model is damaged ({error}); take a fresh copy") from error
    table, factors = tensors.get("embeddings"), tensors.get("weights")
    pieces = tokenizer.get_vocab_size()
    if table is None or factors is None or tokenizer.token_to_id(UNKNOWN) != 0:
        raise ModelError(
            f"{folder}: a model of another kind; only one that moc-align trained can be adapted"
        )
    if table.ndim != 2 or len(table) != pieces or factors.shape != (pieces,):
        raise ModelError(f"{folder}: {pieces} pieces, {len(table)} vectors; take a fresh copy")
    if not np.isfinite(factors).all():
        raise ModelError(f"{folder}: holds values that are no numbers; take a fresh copy")
    return tokenizer, np.asarray(table * factors[:, None], dtype=np.float32)


def free(out: Path) -> None:
    """Makes sure that a model may be put there, before hours are spent on it.

    Raises: ModelError where something lies that is no model, or nothing may be written.
    """
    parent = next(folder for folder in out.absolute().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise ModelError(f"{out}: nothing can be written into {parent}; choose another --out")
    model = (out / "modules.json").is_file() and (out / "tokenizer.json").is_file()
    if out.is_dir():
        if not model and any(out.iterdir()):
            raise ModelError(f"{out}: holds other files than a model; choose another --out")
    elif out.exists() or out.is_symlink():
        raise ModelError(f"{out}: is no folder; choose another --out")


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """An empty folder that gets to `out` when all went well, in the place of the model there.

    Raises: ModelError where something lies that is no model, or the disk refuses.
    """
    free(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name[:40]}.") as temporary:
            folder, old = Path(temporary, "new"), Path(temporary, "old")
            folder.mkdir()
            yield folder
            free(out)
            if out.exists():
                out.rename(old)
            try:
                folder.rename(out)
            except OSError:
                if old.exists():
                    old.rename(out)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ModelError(f"{out}: can't be written ({error.strerror}); make room there") from error
