"""Readers: bytes -> text with what the file knew about its layout, one file a format."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from moc_align import plugins
from moc_align.errors import ReadError
from moc_align.schema import SourceText

MAX_BYTES = 20_000_000
"""A treaty with its annexes takes a few megabytes; more is read into memory for nothing."""

_HEAD = 4096
_REST = "txt"
"""Reads what no other reader claims."""


def read(data: bytes, name: str) -> SourceText:
    """The text of a file, by the reader its bytes call for, else its suffix. Raises: ReadError."""
    _check_length(len(data), name)
    if not data.strip(b" \t\r\n\x00"):
        raise ReadError(f"{name} is empty; give a file with text in it")
    readers = {key: plugins.load("reader", key) for key in plugins.names("reader")}
    suffix = Path(name).suffix.lower()
    for reader in readers.values():
        if reader.sniff(data[:_HEAD]):
            return reader.read(data, name)
    for reader in readers.values():
        if suffix in reader.suffixes:
            return reader.read(data, name)
    return readers[_REST].read(data, name)


def read_bytes(path: str) -> tuple[bytes, str]:
    """The bytes at that path (`-`: standard input) and its name for messages. Raises: ReadError.

    Reads at most `MAX_BYTES + 1` bytes. A pipe, as from `<(command)`, is read; a device is not.
    """
    if path == "-":
        if sys.stdin is None:
            raise ReadError("standard input is closed; give the path of a file")
        try:
            return _bounded(sys.stdin.buffer, "standard input"), "standard input"
        except (OSError, ValueError) as error:
            raise ReadError(f"standard input can't be read ({error}); give a path") from error
    name = "".join(char if char.isprintable() else "?" for char in path)
    if not path:
        raise ReadError("the path of the file is empty; give the path of a file")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if Path(path).is_dir():
            raise ReadError(f"{name} is a folder; give the path of a file in it")
        # non-blocking, or a pipe that nobody writes to would hang here
        handle = os.open(path, flags)
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(handle).st_mode
            if stat.S_ISFIFO(mode):
                os.set_blocking(handle, True)
            elif not stat.S_ISREG(mode):
                raise ReadError(f"{name} is a device, not a file; give the path of a file")
            else:
                _check_length(os.fstat(handle).st_size, name)
            return _bounded(file, name), name
    except FileNotFoundError as error:
        raise ReadError(f"{name} does not exist; check the path") from error
    except PermissionError as error:
        raise ReadError(f"{name} may not be read; change its permissions") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path"
        raise ReadError(f"{name} can't be opened ({why}); check the path") from error


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    _check_length(len(data), name)
    return data


def _check_length(length: int, name: str) -> None:
    if length > MAX_BYTES:
        raise ReadError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB; split it, or save it as text"
        )
