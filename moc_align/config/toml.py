"""TOML files that a project keeps: read in full, bounded, with errors that name the file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from moc_align.errors import ConfigError

MAX_BYTES = 20_000_000
"""A glossary of a large ministry takes some megabytes."""
_DOTTED = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){20}")
"""A dotted key of a depth for which tomllib takes the square of its length in time and memory."""

Table = dict[str, Any]


def read_file(path: Path) -> bytes:
    """The bytes of a file of the project. Raises: ConfigError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB; split it")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path"
        raise ConfigError(f"{path} can't be read ({why}); check the path") from error


def read_text(path: Path) -> str:
    """The text of a file of the project, in UTF-8. Raises: ConfigError."""
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8; save it as UTF-8 and try again") from error


def read_toml(path: Path) -> tuple[str, Table]:
    """The text of a TOML file and what it says. Raises: ConfigError."""
    text = read_text(path)
    if _DOTTED.search(text):
        raise ConfigError(f"{path}: keys nested too deeply; no key of this file has twenty parts")
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a TOMLDecodeError is a ValueError
        why = str(error) if isinstance(error, ValueError) else "tables nested too deeply"
        raise ConfigError(f"{path}: not a readable TOML file ({why}); mend that place") from error
