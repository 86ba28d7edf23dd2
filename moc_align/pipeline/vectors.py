"""Texts -> rows -> a .npy file, in a stream: a million lines take the memory of some thousand."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, BinaryIO

from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.plugins import EmbeddingModel, Vectors

FIRST, MOST_TEXTS = 256, 8192
"""Texts a part: few at first, so that a slow model soon shows how far it has come, then twice as
many after each part that took less than `BRISK` seconds."""
BRISK = 0.5
MOST_CHARS = 4_000_000
"""Characters of a part, whatever its texts."""


def embedded(texts: Iterable[str], model: EmbeddingModel) -> Iterator[Vectors]:
    """The rows of the texts, some thousand at a time; a zero row for a blank text.

    How the texts are parted does not show in the rows. Raises: ModelError.
    """
    import numpy as np

    stream, size = iter(texts), FIRST
    while part := _taken(stream, size):
        start = time.monotonic()
        rows: Vectors = np.zeros((len(part), model.dim), dtype=np.float32)
        said = [number for number, text in enumerate(part) if text and not text.isspace()]
        if said:
            rows[said] = model.encode([part[number] for number in said])
        if time.monotonic() - start < BRISK:
            size = min(2 * size, MOST_TEXTS)
        yield rows


def _taken(stream: Iterator[str], size: int) -> list[str]:
    """The next texts, at most `size` of them; none at the end."""
    part: list[str] = []
    chars = 0
    for text in stream:
        part.append(text)
        chars += len(text)
        if len(part) == size or chars > MOST_CHARS:
            break
    return part


class NpyFile:
    """A .npy file of `(n, dim) float32` whose rows come in parts."""

    def __init__(self, file: BinaryIO, dim: int) -> None:
        self._file, self._dim, self._count = file, dim, 0
        self._start = self._header()

    def add(self, rows: Vectors) -> None:
        """Writes the next rows."""
        self._file.write(rows.astype("<f4", copy=False).tobytes())
        self._count += len(rows)

    def close(self) -> int:
        """Writes the number of rows, which is given back."""
        self._file.seek(0)
        if self._header() != self._start:
            raise ValueError("the header has not kept its length")
        return self._count

    def _header(self) -> int:
        """Writes the header, in which numpy leaves room for a number to grow, and tells its end."""
        from numpy.lib.format import write_array_header_1_0

        shape = (self._count, self._dim)
        fields = {"descr": "<f4", "fortran_order": False, "shape": shape}
        write_array_header_1_0(self._file, fields)
        return self._file.tell()


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target that takes its place once all went well, and else goes.

    Follows a link. Raises: ConfigError where it can't be written.
    """
    path = Path(os.path.realpath(target))
    beside = path.with_name(f".{path.name[:40]}.{token_hex(4)}")
    try:
        with beside.open("xb") as file:
            yield file
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except OSError as error:
        raise ConfigError(f"{target}: can't be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            beside.unlink()
