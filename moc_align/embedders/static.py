"""Static vectors, one a token, averaged: small, without torch; the model that is shipped."""

from __future__ import annotations

import json
import os
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from moc_align.embedders import _tokenizer_json
from moc_align.embedders._unigram import NUMBER
from moc_align.errors import ModelError
from moc_align.plugins import Embedder, EmbeddingModel

if TYPE_CHECKING:
    import numpy.typing as npt
    from tokenizers import Tokenizer

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

REMEDY = "take a fresh copy of the folder, or train one with `make model`"
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I8": "i1"}
TEXTS = 2048
"""Texts that are embedded at a time: so many that new words are found together."""
CHARACTERS = 1 << 20
"""Of such texts, from which on no more are added."""
MADE = 64
"""Vectors that are made at a time; 0.1 MB, so that what is in between takes no fresh memory."""
TOKENS = 512
"""Vectors of a text that are added up at a time; 0.8 MB as float32, which fits the cache."""


class Table:
    """A vector for each token, made from what the file holds when it is first wanted."""

    def __init__(
        self,
        size: int,
        rows: Array,
        scales: Array | None,
        mapping: Array | None,
        left_out: int | None,
    ) -> None:
        """Of `size` tokens, from `rows`, `(rows, dim)` of any real dtype, memory-mapped.

        `scales` is a factor for each token, `mapping` the row of each where that is not its number;
        the token `left_out` counts as zero.
        """
        import numpy as np

        self._rows, self._scales, self._mapping, self._left_out = rows, scales, mapping, left_out
        changed = any(part is not None for part in (scales, mapping, left_out))
        self._as_it_is = rows.dtype == np.float32 and not changed
        self.vectors: Vectors = rows
        """`(places, dim) float32`; takes memory for those that are made."""
        if not self._as_it_is:
            self.vectors = np.zeros((size, rows.shape[1]), dtype=np.float32)
            self._places = np.full(size, -1, dtype=np.intp)
            self._made = 0
            self._making = Lock()

    def places(self, tokens: Array) -> Array:
        """Where the vectors of these tokens stand, `(n,) int`."""
        import numpy as np

        if self._as_it_is:
            return tokens.astype(np.intp)
        found: Array = self._places[tokens]
        if len(found) and found.min() < 0:
            with self._making:
                # in the order of their first use, so that they fill whole pages of memory
                lacking = tokens[self._places[tokens] < 0]
                self._make(list(dict.fromkeys(lacking.tolist())))
            found = self._places[tokens]
        return found

    def _make(self, tokens: list[int]) -> None:
        import numpy as np

        for at in range(0, len(tokens), MADE):
            new = np.array(tokens[at : at + MADE])
            vectors = self.vectors[self._made : self._made + len(new)]
            vectors[:] = self._rows[new if self._mapping is None else self._mapping[new]]
            if self._scales is not None:
                vectors *= self._scales[new, None].astype(np.float32)
            if self._left_out is not None:
                vectors[new == self._left_out] = 0
            self._places[new] = np.arange(self._made, self._made + len(new))
            self._made += len(new)


@dataclass(frozen=True, slots=True)
class StaticModel:
    """A table of vectors and what finds the tokens of texts."""

    name: str
    dim: int
    table: Table
    find: Callable[[Sequence[str]], list[bytes]]
    """The token numbers of each text, as the bytes of an array of `NUMBER`."""
    digest: Callable[[], str]

    @property
    def sha256(self) -> str:
        """Digest of the vectors and the vocabulary, taken when it is first asked for."""
        return self.digest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, `(n, dim) float32`; a zero row for a text with no known token.

        A text has the same row, bit for bit, whatever texts stand beside it.
        """
        return self._rows(texts, unit=True)

    def encode_stream(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """The rows of `encode`, some at a time, in as much memory for any number of texts."""
        for block in _blocks(texts):
            yield self.encode(block)

    def sums(self, texts: Sequence[str]) -> Vectors:
        """Sum of the token vectors of each text, `(n, dim) float32`; zero where none is known.

        `encode` gives these at unit length. The sum of a text that is put together from others at
        a space is, but for rounding, the sum of their sums.
        """
        return self._rows(texts, unit=False)

    def _rows(self, texts: Sequence[str], unit: bool) -> Vectors:
        import numpy as np

        found: Vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        at = 0
        for block in _blocks(texts):
            rows = found[at : at + len(block)]
            at += len(block)
            self._add_up(block, rows)
            if unit:
                lengths = np.sqrt(np.add.reduce(rows * rows, axis=1, keepdims=True))
                np.divide(rows, lengths, out=rows, where=lengths > 0)
        return found

    def _add_up(self, texts: Sequence[str], out: Vectors) -> None:
        """Writes the sum of each text to its row."""
        import numpy as np

        found = self.find(texts)
        places = self.table.places(np.frombuffer(b"".join(found), dtype=NUMBER))
        vectors, add = self.table.vectors, np.add.reduce
        size = array(NUMBER).itemsize
        bounds = accumulate((len(own) // size for own in found), initial=0)
        # one text at a time: fast enough, and the order of additions is the text's own
        for row, (start, end) in zip(out, pairwise(bounds), strict=True):
            add(vectors.take(places[start : min(start + TOKENS, end)], axis=0), axis=0, out=row)
            for at in range(start + TOKENS, end, TOKENS):
                row += add(vectors.take(places[at : min(at + TOKENS, end)], axis=0), axis=0)


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts, some at a time."""
    block, size = list[str](), 0
    for text in texts:
        block.append(text)
        size += len(text)
        if len(block) == TEXTS or size >= CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block


def load(model: str) -> EmbeddingModel:
    """The model in a folder that sentence-transformers (StaticEmbedding) or model2vec wrote.

    Raises: ModelError for a folder that is missing, damaged or of another kind.
    """
    folder = Path(model).expanduser()
    if not folder.is_dir():
        raise ModelError(f"{model}: no such folder; give the folder of a model, or {REMEDY}")
    inner = _inner(folder)
    try:
        vocabulary = (inner / "tokenizer.json").read_bytes()
        data, tensors = _tensors(inner / "model.safetensors")
        size, unknown, find = _finder(vocabulary)
    except FileNotFoundError as error:
        raise ModelError(f"{error.filename}: the model's file is missing; {REMEDY}") from error
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"{folder}: the model is damaged ({error}); {REMEDY}") from error
    table = _table(folder, tensors, size, unknown)
    digest = cache(partial(_digest, data, vocabulary))
    return StaticModel(folder.name, table.vectors.shape[1], table, find, digest)


def _inner(folder: Path) -> Path:
    """The folder of the StaticEmbedding module: a subfolder in older sentence-transformers."""
    listed = folder / "modules.json"
    if not listed.is_file():
        return folder
    try:
        return folder / str(json.loads(listed.read_bytes())[0]["path"])
    except (ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{listed}: not a list of modules ({error}); {REMEDY}") from error


def _digest(weights: Array, vocabulary: bytes) -> str:
    from hashlib import sha256

    digest = sha256(weights.data)
    digest.update(vocabulary)
    return digest.hexdigest()


def _tensors(file: Path) -> tuple[Array, dict[str, Array]]:
    """Bytes of a safetensors file and its arrays by name, memory-mapped.

    Raises: ValueError, LookupError, TypeError. Source: the safetensors format: header length
    (u64), header (JSON), data. Read here because the library copies each tensor.
    """
    import numpy as np

    whole: Array = np.memmap(file, dtype=np.uint8, mode="r").view(np.ndarray)
    size = int.from_bytes(whole[:8].tobytes(), "little")
    if size > len(whole):
        raise ValueError("cut short")
    header, data = json.loads(whole[8 : 8 + size].tobytes()), whole[8 + size :]
    found: dict[str, Array] = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            if end > len(data):
                raise ValueError("cut short")
            found[name] = data[start:end].view(DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return whole, found


def _finder(vocabulary: bytes) -> tuple[int, int | None, Callable[[Sequence[str]], list[bytes]]]:
    """From a tokenizer.json: how many tokens there are, the one for what is unknown, the finder.

    `tokenizers` is imported, and slower, for a file that is not read here. Raises: Exception.
    """
    unigram = _tokenizer_json.read(vocabulary)
    if unigram is not None:
        return len(unigram.vocabulary.numbers), unigram.vocabulary.unknown, unigram.find
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(vocabulary)
    tokenizer.no_truncation()  # model2vec cuts at 512 tokens and says nothing
    tokenizer.no_padding()
    return tokenizer.get_vocab_size(), _unknown(tokenizer, vocabulary), partial(_find, tokenizer)


def _find(tokenizer: Tokenizer, texts: Sequence[str]) -> list[bytes]:
    """Raises no error for half a surrogate pair, which the library does not take."""
    whole = [text.encode(errors="replace").decode() for text in texts]
    found = tokenizer.encode_batch_fast(whole, add_special_tokens=False)
    return [array(NUMBER, encoding.ids).tobytes() for encoding in found]


def _unknown(tokenizer: Tokenizer, vocabulary: bytes) -> int | None:
    """Number of the token for what is unknown, which model2vec leaves out."""
    token = getattr(tokenizer.model, "unk_token", None)
    if token is not None:
        return tokenizer.token_to_id(token)
    # a Unigram model doesn't tell; the number stands before its vocabulary
    found = re.search(rb'"unk_id":\s*(\d+)', vocabulary)
    return None if found is None else int(found[1])


def _table(folder: Path, tensors: dict[str, Array], size: int, unknown: int | None) -> Table:
    """The vectors, once they fit the number of tokens. Raises: ModelError."""
    import numpy as np

    plain = tensors.get("embedding.weight")
    rows = tensors.get("embeddings") if plain is None else plain
    if rows is None or rows.ndim != 2:
        raise ModelError(f"{folder}: no table of token vectors in model.safetensors; {REMEDY}")
    if any(part.dtype.kind == "f" and not np.isfinite(part).all() for part in tensors.values()):
        raise ModelError(f"{folder}: model.safetensors holds values that are no numbers; {REMEDY}")
    scales, mapping = tensors.get("weights"), tensors.get("mapping")
    held = len(rows) if mapping is None else len(mapping)
    if held < size or (scales is not None and len(scales) < size):
        raise ModelError(f"{folder}: {size} tokens, {held} vectors; {REMEDY}")
    if any(part is not None and part.ndim != 1 for part in (scales, mapping)) or (
        mapping is not None
        and (mapping.dtype.kind != "i" or ((mapping < 0) | (mapping >= len(rows))).any())
    ):
        raise ModelError(f"{folder}: model.safetensors holds no fit weights or mapping; {REMEDY}")
    left_out = None if plain is not None else unknown
    return Table(size, rows, scales, mapping, left_out)


EMBEDDER = Embedder(load=load, additive=True)
