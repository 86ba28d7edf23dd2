"""Any sentence-transformers model, by name or folder: slower, closer; needs an extra package."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moc_align.embedders import _device, _hub
from moc_align.errors import ModelError
from moc_align.plugins import Embedder, EmbeddingModel, folder_files

if TYPE_CHECKING:
    from moc_align.plugins import Vectors

INSTALL = "pip install 'moc-align[transformers]'"
VERSIONS = {
    "torch": "version.py",
    "transformers": "__init__.py",
    "sentence_transformers": "__init__.py",
}
"""The packages that are needed, and the file of each that names its version."""
E5 = re.compile(r"(?:^|[-_/])e5(?:[-_]|$)", re.IGNORECASE)
E5_CARD = 'start with "query: "'
"""In the model card of each E5 model, which tells a folder of another name."""
E5_PROMPT = "query: "
"""On both sides, as the E5 models ask for where two texts are compared as equals; LaBSE and BGE-M3
ask for none. Source: the model cards."""
INSTRUCT = re.compile(r"e5.*-instruct", re.IGNORECASE)
INSTRUCT_PROMPT = "Instruct: Retrieve parallel sentences.\nQuery: "
"""What the E5 models that take an instruction were tested with on translations.
Source: Wang et al. 2024, Multilingual E5 Text Embeddings."""
WEIGHTS = (".safetensors", ".bin", ".json", ".txt", ".model")
"""Suffixes of the files that decide what vectors come out."""
STEP = 16
"""Tokens by which the widths of batches differ."""
TOKENS = {"cpu": 256, "cuda": 4096, "mps": 4096}
"""Tokens of a batch with what fills it up. On a processor 256 took 0.6 of the time of one text at a
time and of batches of 32 (384 dimensions, 12 layers, the clauses of two memoranda, in turns); on a
graphics card, where filling up costs little, more keeps it busy; not measured."""


@dataclass(frozen=True, slots=True)
class TransformerModel:
    """A loaded sentence-transformers model."""

    name: str
    dim: int
    prompt: str
    """Put before each text; may be empty."""
    device: str
    model: Any
    digest: Callable[[], str]

    @property
    def sha256(self) -> str:
        """Digest of the files that decide the vectors, taken when it is first asked for."""
        return self.digest()

    @property
    def sums(self) -> None:
        """None: what a text means to the model is not what its parts do."""
        return None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, `(n, dim) float32`; a zero row for a text without a letter.

        A row depends on its own text alone, to the last bit, so that it can be kept: the shape of
        its batch follows from its own length, and where it stands in it does not show.
        Raises: ModelError where the device fails.
        """
        import numpy as np

        found: Vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        kept = [i for i, text in enumerate(texts) if any(c.isalnum() for c in text)]
        if not kept:
            return found
        prompted = [self.prompt + texts[i] for i in kept]
        try:
            rows = self._shaped(prompted)
        except RuntimeError as error:  # out of memory, a driver's fault
            raise ModelError(
                f"{self.name}: the model fails on the device {self.device} "
                f"({_hub.reason(error)}); set {_device.VARIABLE}=cpu"
            ) from error
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise ModelError(
                f"{self.name}: the model gives values that are no numbers on the device "
                f"{self.device}; set {_device.VARIABLE}=cpu, or take a fresh copy of it"
            )
        found[kept] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
        return found

    def _shaped(self, texts: list[str]) -> Vectors:
        import numpy as np

        rows: Vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        tokenizer, limit = self.model.tokenizer, self.model.max_seq_length or 512
        if not callable(tokenizer) or "message" in self.model.modalities:
            # a model that pads nothing, or puts texts into a template of its own
            rows[:] = self.model.encode(texts, batch_size=1, show_progress_bar=False)
            return rows
        # what the model's own settings put before each text takes room too
        before = self.model.prompts.get(self.model.default_prompt_name) or ""
        whole = [before + text for text in texts]
        ids = tokenizer(whole, truncation=True, max_length=limit)["input_ids"]
        tokens = TOKENS[self.device.partition(":")[0]]
        for width, height, part in _batches([len(row) for row in ids], limit, tokens):
            batch = [texts[i] for i in part]
            batch += batch[:1] * (height - len(batch))
            padded = {"text": {"padding": "max_length", "max_length": width}}
            made = self.model.encode(
                batch, batch_size=height, show_progress_bar=False, processing_kwargs=padded
            )
            rows[part] = made[: len(part)]
        return rows


def _batches(
    lengths: Sequence[int], limit: int, tokens: int
) -> Iterator[tuple[int, int, list[int]]]:
    """Width in tokens, height in texts and the texts of each batch; at most `height` of them."""
    widths: dict[int, list[int]] = {}
    for number, length in enumerate(lengths):
        widths.setdefault(min(limit, -(-length // STEP) * STEP), []).append(number)
    for width, numbers in sorted(widths.items()):
        height = max(1, tokens // width)
        for at in range(0, len(numbers), height):
            yield width, height, numbers[at : at + height]


def load(model: str) -> EmbeddingModel:
    """The model of that name (of the Hugging Face hub, or in its cache on disk) or in that folder.

    What is on disk is taken as it is, without asking the hub for a newer one.
    Raises: ModelError where a package, the model or the device is missing.
    """
    install = f"{model}: this model needs more packages; run: {INSTALL}"
    if not all(find_spec(package) for package in VERSIONS):
        raise ModelError(install)
    _device.wanted()
    folder = _folder(model)
    if folder is None:
        _hub.check(model)
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    try:
        if folder is not None:
            from huggingface_hub.utils.tqdm import disable_progress_bars

            disable_progress_bars()  # of reading the weights; that of a download stays
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(f"{install} ({_hub.reason(error)})") from error
    device = _device.chosen(torch)
    half = device.partition(":")[0] in _device.HALF
    local = Path(model).expanduser().is_dir()
    try:
        loaded = SentenceTransformer(
            str(folder or model), device=device, local_files_only=folder is not None
        )
        if half:
            loaded = loaded.half()
        dim = int(loaded.encode(["a"], show_progress_bar=False).shape[1])
    except Exception as error:  # the hub, the loaders and torch each raise their own
        remedy = "take a fresh copy of the folder" if local else _hub.remedy(model)
        raise ModelError(
            f"{model}: the model can't be loaded ({_hub.reason(error)}); {remedy}"
        ) from error
    name = Path(model).expanduser().resolve().name if local else model
    return TransformerModel(
        name=f"{name} (fp16)" if half else name,
        dim=dim,
        prompt=_prompt(model),
        device=device,
        model=loaded,
        digest=cache(partial(_digest, folder or _hub.snapshot(model))),
    )


def _folder(model: str) -> Path | None:
    """Where the model lies on this disk, None where it doesn't."""
    local = Path(model).expanduser()
    return local if local.is_dir() else _hub.snapshot(model)


def _files(model: str) -> tuple[Path, ...]:
    """All files of the model's folder; none while it is not on this disk."""
    folder = _folder(model)
    return () if folder is None else folder_files(str(folder))


def _setting(model: str) -> str:
    """What decides the vectors beside the model's files."""
    versions = hashlib.sha256()
    for package, file in VERSIONS.items():
        spec = find_spec(package)
        if spec and spec.origin:
            versions.update(Path(spec.origin).with_name(file).read_bytes())
    return f"{_prompt(model)!r} {_device.guessed()} {STEP} {TOKENS} {versions.hexdigest()}"


def _prompt(model: str) -> str:
    """What the model wants before each text, told by its name or its card."""
    folder = _folder(model)
    try:
        card = "" if folder is None else (folder / "README.md").read_text(encoding="utf-8")
    except (OSError, ValueError):
        card = ""
    if INSTRUCT.search(model):
        return INSTRUCT_PROMPT
    return E5_PROMPT if E5.search(model) or E5_CARD in card else ""


def _digest(folder: Path | None) -> str:
    """SHA-256 over names and bytes of the files that decide the vectors; empty without a folder."""
    if folder is None:
        return ""
    digest = hashlib.sha256()
    for file in folder_files(str(folder)):
        if file.suffix in WEIGHTS:
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


EMBEDDER = Embedder(load=load, files=_files, setting=_setting, costly=True)
