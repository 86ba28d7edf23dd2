"""Parsed documents in the user's cache folder, keyed by content and parser version.

A damaged or unwritable cache is never an error: the document is parsed again.
"""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from moc_align.resources import cache_folder, write_atomically
from moc_align.schema import Clause, Document, Span

MAX_FILES = 500
"""Documents kept; the ones not used for longest go first."""
MAX_TEXT = 50_000_000
"""Bytes of JSON that a cached document may unpack to."""


class ParseCache:
    """Documents by key; one file each, renamed into place, so that processes may share it."""

    def __init__(self, enabled: bool = True) -> None:
        self.folder: Path | None = cache_folder("parse") if enabled else None

    def path(self, *key: str) -> Path | None:
        """File of that key, None where there is no cache."""
        if self.folder is None:
            return None
        return self.folder / (sha256("\0".join(key).encode()).hexdigest() + ".json.z")

    def get(self, *key: str) -> Document | None:
        """The document of that key, None where there is none that can be read."""
        path = self.path(*key)
        if path is None:
            return None
        try:
            packed = zlib.decompressobj()
            data = packed.decompress(path.read_bytes(), MAX_TEXT)
            document = document_from_json(json.loads(data))
        except (OSError, ValueError, TypeError, KeyError, zlib.error):
            return None
        with suppress(OSError):
            path.touch()
        return document

    def put(self, document: Document, *key: str) -> None:
        """Keeps the document under that key."""
        path = self.path(*key)
        if path is None or self.folder is None:
            return
        data = json.dumps(asdict(document), ensure_ascii=False).encode()
        if len(data) > MAX_TEXT:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, zlib.compress(data, 1))
            files = sorted(self.folder.iterdir(), key=lambda f: f.stat().st_mtime)
            for file in files[:-MAX_FILES]:
                file.unlink()


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
