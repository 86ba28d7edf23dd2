"""Static vectors, one a token, averaged: small, without torch; the model that is shipped."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moc_align.errors import ModelError
from moc_align.plugins import Embedder, EmbeddingModel

if TYPE_CHECKING:
    import numpy.typing as npt
    from tokenizers import Tokenizer

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

REMEDY = "take a fresh copy of the folder, or train one with `make model`"
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I8": "i1"}
TEXTS = 256
"""Texts that are tokenized at a time."""
TOKENS = 1024
"""Rows that are added up at a time; 1.5 MB as float32, which fits the cache (timed)."""
THREADS = "4"
"""Of the tokenizer; more gain nothing on texts of a page."""


@dataclass(frozen=True, slots=True)
class StaticModel:
    """A table of vectors and the tokenizer that finds the rows."""

    name: str
    sha256: str
    dim: int
    tokenizer: Tokenizer
    table: Array
    """`(rows, dim)`, any real dtype, memory-mapped."""
    scales: Array | None
    """A factor for each token, or None."""
    mapping: Array | None
    """The row of each token, or None where the token's number is the row."""
    left_out: int | None
    """Number of a token that is not averaged."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, `(n, dim) float32`; a zero row for a text with no known token."""
        import numpy as np

        found: Vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for at in range(0, len(texts), TEXTS):
            encodings = self.tokenizer.encode_batch_fast(
                list(texts[at : at + TEXTS]), add_special_tokens=False
            )
            ids = [np.array(encoding.ids, dtype=np.int64) for encoding in encodings]
            owners = np.repeat(np.arange(at, at + len(ids)), [len(row) for row in ids])
            tokens = np.concatenate(ids)
            if self.left_out is not None:
                known = tokens != self.left_out
                owners, tokens = owners[known], tokens[known]
            for first in range(0, len(tokens), TOKENS):
                part = slice(first, first + TOKENS)
                self._add(found, owners[part], tokens[part])
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        np.divide(found, lengths, out=found, where=lengths > 0)
        return found

    def _add(self, sums: Vectors, owners: Array, tokens: Array) -> None:
        """Adds the vector of each token to the row of the text that owns it."""
        import numpy as np

        rows = self.table[tokens if self.mapping is None else self.mapping[tokens]]
        vectors = rows.astype(np.float32)
        if self.scales is not None:
            vectors *= self.scales[tokens, None].astype(np.float32)
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        sums[owners[starts]] += np.add.reduceat(vectors, starts, axis=0)


def load(model: str) -> EmbeddingModel:
    """The model in a folder that sentence-transformers (StaticEmbedding) or model2vec wrote.

    Raises: ModelError for a folder that is missing, damaged or of another kind.
    """
    from tokenizers import Tokenizer

    folder = Path(model).expanduser()
    if not folder.is_dir():
        raise ModelError(f"{model}: no such folder; give the folder of a model, or {REMEDY}")
    inner = _inner(folder)
    weights, vocabulary = inner / "model.safetensors", inner / "tokenizer.json"
    os.environ.setdefault("RAYON_NUM_THREADS", THREADS)
    try:
        digest = hashlib.sha256(weights.read_bytes())
        digest.update(vocabulary.read_bytes())
        tokenizer = Tokenizer.from_file(str(vocabulary))
        tensors = _tensors(weights)
        unknown = _unknown(tokenizer, vocabulary)
    except FileNotFoundError as error:
        raise ModelError(f"{error.filename}: the model's file is missing; {REMEDY}") from error
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"{folder}: the model is damaged ({error}); {REMEDY}") from error
    tokenizer.no_truncation()  # model2vec cuts at 512 tokens and says nothing
    tokenizer.no_padding()
    return _checked(folder, digest.hexdigest(), tokenizer, tensors, unknown)


def _inner(folder: Path) -> Path:
    """The folder of the StaticEmbedding module: a subfolder in older sentence-transformers."""
    listed = folder / "modules.json"
    if not listed.is_file():
        return folder
    try:
        return folder / str(json.loads(listed.read_bytes())[0]["path"])
    except (ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{listed}: not a list of modules ({error}); {REMEDY}") from error


def _tensors(file: Path) -> dict[str, Array]:
    """Arrays of a safetensors file by name, memory-mapped. Raises: ValueError, LookupError.

    Source: the safetensors format: header length (u64), header (JSON), data. Read here because
    the library copies each tensor.
    """
    import numpy as np

    with file.open("rb") as opened:
        size = int.from_bytes(opened.read(8), "little")
        if size > file.stat().st_size:
            raise ValueError("cut short")
        header = json.loads(opened.read(size))
    data = np.memmap(file, dtype=np.uint8, mode="r", offset=8 + size)
    found: dict[str, Array] = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            if end > len(data):
                raise ValueError("cut short")
            found[name] = data[start:end].view(DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return found


def _checked(
    folder: Path,
    sha256: str,
    tokenizer: Tokenizer,
    tensors: dict[str, Array],
    unknown: int | None,
) -> StaticModel:
    """The model, once its parts fit together. Raises: ModelError."""
    import numpy as np

    plain = tensors.get("embedding.weight")
    table = tensors.get("embeddings") if plain is None else plain
    if table is None or table.ndim != 2:
        raise ModelError(f"{folder}: no table of token vectors in model.safetensors; {REMEDY}")
    if any(part.dtype.kind == "f" and not np.isfinite(part).all() for part in tensors.values()):
        raise ModelError(f"{folder}: model.safetensors holds values that are no numbers; {REMEDY}")
    scales, mapping = tensors.get("weights"), tensors.get("mapping")
    tokens = tokenizer.get_vocab_size()
    rows = len(table) if mapping is None else len(mapping)
    if rows < tokens or (scales is not None and len(scales) < tokens):
        raise ModelError(f"{folder}: {tokens} tokens, {rows} vectors; {REMEDY}")
    left_out = None if plain is not None else unknown
    dim = table.shape[1]
    return StaticModel(folder.name, sha256, dim, tokenizer, table, scales, mapping, left_out)


def _unknown(tokenizer: Tokenizer, vocabulary: Path) -> int | None:
    """Number of the token for what is unknown, which model2vec leaves out."""
    token = getattr(tokenizer.model, "unk_token", None)
    if token is not None:
        return tokenizer.token_to_id(token)
    # a Unigram model doesn't tell; the number stands before its vocabulary
    found = re.search(rb'"unk_id":\s*(\d+)', vocabulary.read_bytes())
    return None if found is None else int(found[1])


EMBEDDER = Embedder(load=load)
