"""What `training.json` says of the files and libraries of a run."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path


def digest(path: Path) -> str:
    """SHA-256 of the file."""
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def digests(files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 by the name of the file, with its folder's where two have the same name."""
    found: dict[str, str] = {}
    for path in files:
        name = path.name if path.name not in found else f"{path.parent.name}/{path.name}"
        found[name] = digest(path)
    return found


def versions() -> dict[str, str]:
    """Versions of the libraries that the vectors depend on."""
    return {name: version(name) for name in ("numpy", "tokenizers", "torch")}
