"""Parsed documents, facts and findings in the user's cache folder, keyed by content and program.

A damaged or unwritable cache is never an error: the work is done again.
"""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from moc_align import __version__
from moc_align.resources import cache_folder, corpora_path, write_atomically
from moc_align.schema import Clause, Document, Finding, Quote, Span

PARSER_VERSION = "2"
"""Raised when the same text may parse differently; part of every key and of signatures."""
MAX_FILES = 500
"""Entries kept; the ones not used for longest go first."""
MAX_BYTES = 50_000_000
"""Bytes of JSON that an entry may unpack to."""


class Cache:
    """JSON by key; one file each, renamed into place, so that processes may share it."""

    def __init__(self, enabled: bool = True) -> None:
        self.folder: Path | None = cache_folder("parse") if enabled else None

    def _path(self, key: tuple[str, ...]) -> Path | None:
        if self.folder is None:
            return None
        name = sha256("\0".join((*_program(), *key)).encode(errors="surrogatepass")).hexdigest()
        return self.folder / f"{name}.json.z"

    def get(self, *key: str) -> Any:
        """What was put under that key, None where there is nothing that can be read."""
        path = self._path(key)
        if path is None:
            return None
        try:
            unpack = zlib.decompressobj()
            data = unpack.decompress(path.read_bytes(), MAX_BYTES)
            if not unpack.eof:
                return None
            found = json.loads(data.decode(errors="surrogatepass"))
        except (OSError, ValueError, RecursionError, zlib.error):
            return None
        with suppress(OSError):
            path.touch()
        return found

    def put(self, value: Any, *key: str) -> None:
        """Keeps what JSON can hold under that key."""
        path = self._path(key)
        if path is None or self.folder is None:
            return
        data = json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")
        if len(data) > MAX_BYTES:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, zlib.compress(data, 1))
            files = sorted(self.folder.iterdir(), key=lambda f: f.stat().st_mtime)
            for file in files[:-MAX_FILES]:
                file.unlink()


@cache
def _program() -> tuple[str, ...]:
    """What else an entry depends on: the versions, the code and the glossary as they are.

    The code is told by sizes and times, so that a checkout that is worked on is not answered from
    yesterday's cache.
    """
    package = sorted(Path(__file__).parent.rglob("*"))
    files = [file for file in package if file.suffix in {".py", ".tsv", ".json"}]
    files.append(corpora_path("glossary.tsv"))
    stamp = sha256()
    for file in files:
        with suppress(OSError):
            info = file.stat()
            stamp.update(f"{info.st_size} {info.st_mtime_ns}\n".encode())
    return __version__, PARSER_VERSION, stamp.hexdigest()


def document_from_json(fields: dict[str, Any]) -> Document:
    """The document that `dataclasses.asdict` made these fields of. Raises: ValueError, KeyError,
    TypeError."""
    clauses = tuple(
        Clause(
            **{
                **clause,
                "path": tuple(clause["path"]),
                "sentences": tuple(clause["sentences"]),
                "span": Span(**clause["span"]),
            }
        )
        for clause in fields["clauses"]
    )
    furniture = tuple(Span(**span) for span in fields["furniture"])
    return Document(**{**fields, "clauses": clauses, "furniture": furniture})


def finding_from_json(fields: dict[str, Any]) -> Finding:
    """The finding that `dataclasses.asdict` made these fields of. Raises: ValueError, KeyError,
    TypeError."""
    source, target = (
        tuple(Quote(**quote) for quote in fields[side]) for side in ("source", "target")
    )
    one, other = fields["values"]
    return Finding(**{**fields, "source": source, "target": target, "values": (one, other)})
