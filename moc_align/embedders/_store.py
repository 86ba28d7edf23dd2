"""Vectors in the user's cache folder, by 32-byte keys: one SQLite file that processes share.

SQLite rather than a file a vector: a comparison asks for some hundred vectors, and a transaction
is whole or not there when a process is killed. A row carries a digest over its key and its bytes,
so that a damaged file gives misses, never a wrong vector. Nothing here is an error: what can't be
read is worked out again, and after the first failure a run goes without.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import finalize

from moc_align.resources import cache_folder

if TYPE_CHECKING:
    from sqlite3 import Connection

    from moc_align.plugins import Vectors

T = TypeVar("T")
FILE = "vectors-1.sqlite"
"""The number is that of the layout."""
MAX_BYTES = 256 * 2**20
"""Of the file: 160,000 vectors of 384 dimensions, 60,000 of 1,024; the ones not used for longest
go first, a sixteenth at a time: deleting a quarter held the file for five seconds."""
SHARE = 2
"""One run writes at most this part of the file, or a long list would push out everything else and
in the end its own beginning."""
WAIT = 0.5
"""Seconds to wait for another process, whose writing takes some hundredths."""
DAY = 86_400
"""Seconds after which a use is noted again; noting each would make every run a writing one."""
MODELS = 200
"""Models whose digest is remembered."""
CHECK = 16
PAGE = 16384
"""Bytes: holds ten rows of 384 dimensions, five of 768, three of 1,024, with little left over."""
LOST = frozenset({1, 11, 20, 26})
"""SQLite's codes for a file that is damaged, no database or of other tables: it is deleted."""
TABLES = (
    "CREATE TABLE IF NOT EXISTS vectors (key INTEGER UNIQUE, used INTEGER NOT NULL, row BLOB)",
    "CREATE INDEX IF NOT EXISTS by_use ON vectors (used)",
    "CREATE TABLE IF NOT EXISTS models (stamp BLOB PRIMARY KEY, told BLOB)",
)


class Store:
    """Rows by key; opened on first use, silent where it can't be."""

    def __init__(self, enabled: bool = True) -> None:
        self._path = cache_folder("vectors") / FILE if enabled else None
        self._base: Connection | None = None
        self._room = MAX_BYTES // SHARE

    def fill(self, rows: Vectors, keys: Sequence[bytes]) -> list[int]:
        """The rows that are not there, by number; the others are written into `rows`."""
        import numpy as np

        nothing: dict[int, tuple[int, bytes]] = {}
        found = self._try(lambda base: dict(_read(base, keys)), nothing)
        missing: list[int] = []
        stale: set[int] = set()
        before = time.time() - DAY
        for number, key in enumerate(keys):
            used, kept = found.get(_number(key), (0, b""))
            data = _checked(key, kept)
            if data is None or len(data) != rows.shape[1] * 4:
                missing.append(number)
                continue
            rows[number] = np.frombuffer(data, dtype="<f4")
            if used < before:
                stale.add(_number(key))
        if stale:
            self._try(lambda base: _touch(base, sorted(stale)), None)
        return missing

    def keep(self, rows: Vectors, keys: Sequence[bytes]) -> None:
        """Keeps a row for each key, while there is room for what one run may write."""
        size = rows.nbytes + len(keys) * (CHECK + 32)
        if size > self._room:
            return
        self._room -= size
        now = int(time.time())
        parts = (row.tobytes() for row in rows.astype("<f4", copy=False))
        entries = [(_number(k), now, _check(k, p) + p) for k, p in zip(keys, parts, strict=True)]
        self._try(lambda base: _write(base, entries, size), None)

    def told(self, stamp: bytes) -> Any:
        """What was told under that stamp, None where nothing was."""
        query = "SELECT told FROM models WHERE stamp = ?"
        found = self._try(lambda base: base.execute(query, (stamp,)).fetchone(), None)
        data = _checked(stamp, found[0]) if found else None
        with suppress(ValueError):
            return None if data is None else json.loads(data)
        return None

    def tell(self, stamp: bytes, value: Any) -> None:
        """Keeps what JSON can hold under that stamp."""
        data = json.dumps(value).encode()
        self._try(lambda base: _tell(base, stamp, _check(stamp, data) + data), None)

    def forget(self, stamp: bytes) -> None:
        """Drops what was told under that stamp."""
        self._try(lambda base: base.execute("DELETE FROM models WHERE stamp = ?", (stamp,)), None)

    def _try(self, work: Callable[[Connection], T], otherwise: T) -> T:
        """What `work` gives; `otherwise` from the first failure on."""
        if self._path is None:
            return otherwise
        try:
            import sqlite3
        except ImportError:  # a Python that was built without it
            self._path = None
            return otherwise
        try:
            if self._base is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._base = sqlite3.connect(self._path, timeout=WAIT, isolation_level=None)
                finalize(self, self._base.close)
                # a power cut may damage the file, which the digests tell
                self._base.execute("PRAGMA synchronous = OFF")
                self._base.execute(f"PRAGMA page_size = {PAGE}")
                for table in TABLES:
                    self._base.execute(table)
            return work(self._base)
        except (sqlite3.Error, OSError, ValueError) as error:
            if self._base is not None:
                self._base.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in LOST:
                with suppress(OSError):
                    self._path.unlink()
            self._path = None
            return otherwise


def _number(key: bytes) -> int:
    return int.from_bytes(key[:8], "little", signed=True)


def _check(key: bytes, data: bytes) -> bytes:
    return blake2b(key + data, digest_size=CHECK).digest()


def _checked(key: bytes, kept: object) -> bytes | None:
    """The bytes that were kept under exactly that key; None where they are not."""
    if not isinstance(kept, bytes):
        return None
    data = kept[CHECK:]
    return data if _check(key, data) == kept[:CHECK] else None


def _groups(numbers: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
    """Some hundred numbers at a time, each with the marks that stand for them in a query."""
    every = list(numbers)
    for at in range(0, len(every), 500):
        part = every[at : at + 500]
        yield ",".join("?" * len(part)), part


def _read(base: Connection, keys: Sequence[bytes]) -> Iterator[tuple[int, tuple[int, bytes]]]:
    for marks, part in _groups(sorted({_number(key) for key in keys})):
        query = f"SELECT key, used, row FROM vectors WHERE key IN ({marks})"  # noqa: S608
        for number, used, row in base.execute(query, part):
            yield number, (used, row)


def _touch(base: Connection, numbers: list[int]) -> None:
    with base:
        base.execute("BEGIN IMMEDIATE")
        for marks, part in _groups(numbers):
            query = f"UPDATE vectors SET used = ? WHERE key IN ({marks})"  # noqa: S608
            base.execute(query, (int(time.time()), *part))


def _write(base: Connection, entries: list[tuple[int, int, bytes]], size: int) -> None:
    with base:
        base.execute("BEGIN IMMEDIATE")
        _make_room(base, size)
        base.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", entries)


def _make_room(base: Connection, size: int) -> None:
    """Deletes the rows not used for longest until that many bytes more fit."""
    oldest = (
        "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors ORDER BY used, rowid "
        "LIMIT (SELECT count(*) / 16 + 1 FROM vectors))"
    )
    while True:
        pages, free = (
            base.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count")
        )
        # a third more, for what the pages leave over
        if (pages - free) * PAGE + size * 4 // 3 <= MAX_BYTES or not base.execute(oldest).rowcount:
            return


def _tell(base: Connection, stamp: bytes, told: bytes) -> None:
    with base:
        base.execute("BEGIN IMMEDIATE")
        base.execute("INSERT OR REPLACE INTO models VALUES (?, ?)", (stamp, told))
        base.execute(
            "DELETE FROM models WHERE rowid <= (SELECT max(rowid) FROM models) - ?", (MODELS,)
        )
