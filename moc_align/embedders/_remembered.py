"""A model whose vectors and digest are remembered: it is loaded once something is not.

A vector's key is made of the digest of the model's files, of what else decides its vectors (the
embedders' code, the prompt, the device, the libraries) and of the exact text. The digest itself is
remembered by the names, sizes and times of the files, so that a run whose vectors are all known
reads neither weights nor tokenizer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from sys import modules
from typing import TYPE_CHECKING

from moc_align.embedders._store import Store
from moc_align.errors import ModelError

if TYPE_CHECKING:
    from moc_align.plugins import Embedder, EmbeddingModel, Vectors

MOST = 2000
"""Texts of one run that a quick model looks up. Looking one up takes as long as working it out (20
microseconds, the shipped model); what is saved is the loading of the model, and what a run pays for
that in vain is the writing. See docs/decisions/0006."""
PART = 256
"""Texts that a costly model is given between two savings: an interrupted run keeps what is done."""
RACE = 2.0
"""Seconds: a file this young may be written again without a change of its time."""


class RememberedModel:
    """Gives the rows that the model would give, byte for byte, from the user's cache if it can."""

    def __init__(
        self, model: str, embedder: Embedder, step: Callable[[str], None], enabled: bool = True
    ) -> None:
        self._reference, self._embedder, self._step = model, embedder, step
        self._store, self._enabled = Store(enabled), enabled
        self._loaded: EmbeddingModel | None = None
        self._asked = 0
        stamp, settled = self._stamp()
        told = _told(self._store.told(stamp)) if settled else None
        if told is None:
            loaded = self._load()
            told = loaded.name, loaded.sha256, loaded.dim
            # files that were fetched or changed meanwhile are stamped by the next run
            if settled and self._stamp()[0] == stamp:
                self._store.tell(stamp, told)
        self.name, self.sha256, self.dim = told
        self._told_by = stamp
        self._prefix = sha256(f"{told} {self._setting()}\0".encode())
        if not self.sha256:  # nothing tells such a model from another
            self._store, self._enabled = Store(enabled=False), False

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, `(n, dim) float32`; a zero row for a text with no known token."""
        import numpy as np

        self._asked += len(texts)
        if not self._embedder.costly and (self._asked > MOST or not self._enabled):
            return self._model().encode(texts)
        rows: Vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        keys = [self._key(text) for text in texts]
        missing = self._store.fill(rows, keys)
        first = {texts[i]: i for i in reversed(missing)}
        # texts of a length together: they are padded to the longest
        wanted = sorted(first.values(), key=lambda i: len(texts[i]))
        size = PART if self._embedder.costly else max(1, len(wanted))
        for at in range(0, len(wanted), size):
            part = wanted[at : at + size]
            if self._embedder.costly:
                so_far = f", {at:,} done" if at else ""
                self._step(f"embedding {len(wanted):,} texts{so_far}")
            rows[part] = self._model().encode([texts[i] for i in part])
            self._store.keep(rows[part], [keys[i] for i in part])
        for i in missing:
            rows[i] = rows[first[texts[i]]]
        return rows

    @property
    def sums(self) -> Callable[[Sequence[str]], Vectors] | None:
        """Texts -> rows that add up, never remembered: working them out is as quick."""
        return self._model().sums if self._embedder.additive else None

    def _key(self, text: str) -> bytes:
        key = self._prefix.copy()
        key.update(text.encode(errors="surrogatepass"))
        return key.digest()

    def _setting(self) -> str:
        return f"{_code(self._embedder)} {self._embedder.setting(self._reference)}"

    def _stamp(self) -> tuple[bytes, bool]:
        """Digest of the names, sizes and times of the model's files; False where it proves nothing.

        That is so where the files are not known or so young that they may still change unseen.
        """
        files = self._embedder.files(self._reference)
        youngest = 0.0
        parts: list[object] = [self._reference, self._setting()]
        with suppress(OSError):
            for file in files:
                info = file.stat()
                youngest = max(youngest, info.st_mtime, info.st_ctime)
                real = str(file.resolve())
                parts.append([str(file), real, info.st_size, info.st_mtime_ns, info.st_ctime_ns])
        settled = len(parts) == len(files) + 2 > 2 and youngest < time.time() - RACE
        return sha256(json.dumps(parts).encode()).digest(), settled

    def _load(self) -> EmbeddingModel:
        self._step("loading the embedding model")
        self._loaded = self._embedder.load(self._reference)
        return self._loaded

    def _model(self) -> EmbeddingModel:
        """The model itself. Raises: ModelError."""
        if self._loaded is not None:
            return self._loaded
        loaded = self._load()
        same = (loaded.name, loaded.dim) == (self.name, self.dim)
        if not same or self._stamp()[0] != self._told_by:
            self._store.forget(self._told_by)
            raise ModelError(
                f"{self._reference}: the model changed while it was in use; run the command again"
            )
        return loaded


def _told(value: object) -> tuple[str, str, int] | None:
    """Name, digest and dimensions of a model, None where that is not what was remembered."""
    match value:
        case [str(name), str(digest), int(dim)] if 0 < dim < 2**20:
            return name, digest, dim
    return None


@cache
def _code(embedder: Embedder) -> str:
    """Digest of the embedder's code: another way of adding up may give other last digits.

    A quick embedder may lie in several files, so all here are taken for it; the vectors of a
    costly one should not be lost with a change elsewhere.
    """
    digest = sha256()
    own = getattr(modules.get(embedder.load.__module__), "__file__", None)
    every = sorted(Path(__file__).parent.rglob("*.py"))
    for file in [Path(own)] if embedder.costly and own else every:
        with suppress(OSError):
            digest.update(file.read_bytes())
    return digest.hexdigest()
