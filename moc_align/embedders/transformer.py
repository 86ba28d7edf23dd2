"""Any sentence-transformers model, by name or folder: slower, closer; needs an extra package."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moc_align.errors import ModelError
from moc_align.plugins import Embedder, EmbeddingModel

if TYPE_CHECKING:
    from moc_align.plugins import Vectors

INSTALL = "pip install 'moc-align[transformers]'"
BATCH = 32
E5 = re.compile(r"(?:^|[-_/])e5(?:[-_]|$)", re.IGNORECASE)
E5_PROMPT = "query: "
"""On both sides, as the E5 models ask for where two texts are compared as equals."""
WEIGHTS = (".safetensors", ".bin", ".json", ".txt", ".model")
"""Suffixes of the files that decide what vectors come out."""


@dataclass(frozen=True, slots=True)
class TransformerModel:
    """A loaded sentence-transformers model."""

    name: str
    sha256: str
    dim: int
    prompt: str
    """Put before each text; may be empty."""
    model: Any

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, `(n, dim) float32`; a zero row for a text without a letter."""
        import numpy as np

        found: Vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        kept = [i for i, text in enumerate(texts) if any(c.isalnum() for c in text)]
        if kept:
            rows = self.model.encode(
                [self.prompt + texts[i] for i in kept],
                batch_size=BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
            ).astype(np.float32)
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
            found[kept] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
        return found


def load(model: str) -> EmbeddingModel:
    """The model of that name (of the Hugging Face hub, or in its cache on disk) or in that folder.

    Raises: ModelError where a package or the model is missing.
    """
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(f"{model}: this model needs more packages; run: {INSTALL}") from error
    device = _device(torch)
    local = Path(model).expanduser()
    try:
        loaded = SentenceTransformer(
            str(local) if local.is_dir() else model,
            device=device,
            local_files_only=local.is_dir() or _offline(),
        )
        dim = int(loaded.encode(["a"], show_progress_bar=False).shape[1])
    except Exception as error:  # the hub, the loaders and torch each raise their own
        reason = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
        remedy = (
            "take a fresh copy of the folder"
            if local.is_dir()
            else "download it where there is a network, with "
            f"`hf download {model} --local-dir FOLDER`, and give that folder as the model"
        )
        raise ModelError(f"{model}: the model can't be loaded ({reason}); {remedy}") from error
    if device != "cpu":
        loaded = loaded.half()
    folder = local if local.is_dir() else _cached(model)
    return TransformerModel(
        name=local.name if local.is_dir() else model,
        sha256="" if folder is None else _digest(folder),
        dim=dim,
        prompt=E5_PROMPT if E5.search(model) else "",
        model=loaded,
    )


def _device(torch: Any) -> str:
    """The fastest kind of device there is."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _offline() -> bool:
    """True where the user has forbidden the network."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"} for name in names)


def _cached(model: str) -> Path | None:
    """Folder of a hub model in the cache on disk."""
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(model, local_files_only=True))
    except Exception:  # a model without files of its own has an empty digest
        return None


def _digest(folder: Path) -> str:
    """SHA-256 over names and bytes of the files that decide the vectors."""
    digest = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.suffix in WEIGHTS and f.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


EMBEDDER = Embedder(load=load)
