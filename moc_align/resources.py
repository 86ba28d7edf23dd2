"""Where things are: shipped documents, the embedded model and the user's cache folder.

In a checkout `corpora/` and `models/` stand beside the package; in an installed wheel they lie
under `moc_align/_data/`.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moc_align.errors import ConfigError
from moc_align.schema import GENRES, LANGS, Genre, Lang

DEFAULT_MODEL = "moc-static-ja-en"


@dataclass(frozen=True, slots=True)
class Corpus:
    """One shipped document, as `corpora.toml` describes it."""

    id: str
    file: str
    title_ja: str
    title_en: str
    version: str
    lang: Lang
    genre: Genre
    date: str
    publisher: str
    source: str
    terms: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return corpora_path(self.file)


def _root() -> Path:
    package = Path(__file__).parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def corpora_path(name: str) -> Path:
    """Path of a file in `corpora/`, whether it is there or not."""
    return _root() / "corpora" / name


def model_path(name: str = DEFAULT_MODEL) -> Path:
    """Path of a folder in `models/`, whether it is there or not."""
    return _root() / "models" / name


@cache
def corpora() -> tuple[Corpus, ...]:
    """The shipped documents in the order of `corpora.toml`. Raises: ConfigError."""
    import tomllib

    path = corpora_path("corpora.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = tuple(Corpus(id=key, **fields) for key, fields in table.items())
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise ConfigError(
            f"{path}: the list of shipped documents is damaged ({error}); reinstall moc-align"
        ) from error
    for entry in entries:
        if entry.lang not in LANGS or entry.genre not in GENRES:
            raise ConfigError(f"{path}: {entry.id} has an unknown language or genre")
    return entries


def corpus(name: str) -> Corpus | None:
    """The shipped document of that id, None where there is none."""
    return next((entry for entry in corpora() if entry.id == name), None)


def read_corpus(entry: Corpus) -> bytes:
    """The bytes of a shipped document. Raises: ConfigError where its digest does not match."""
    try:
        data = entry.path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{entry.path}: the shipped document {entry.id} is missing; reinstall moc-align"
        ) from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise ConfigError(
            f"{entry.path}: the shipped document {entry.id} does not match its sha256 in "
            "corpora.toml; reinstall moc-align"
        )
    return data


def cache_folder(name: str) -> Path:
    """A folder of the user's cache; `MOC_ALIGN_CACHE` moves it. Not created here."""
    override = os.environ.get("MOC_ALIGN_CACHE", "").strip()
    if override:
        return Path(override) / name
    from platformdirs import user_cache_path

    return user_cache_path("moc-align", appauthor=False) / name


def write_atomically(path: Path, data: bytes) -> None:
    """Writes to a temporary name beside `path` and renames it; follows a link. Raises: OSError.

    A device or a pipe is written to as it is: a rename would put a file in the place of /dev/null.
    """
    from tempfile import NamedTemporaryFile

    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as handle:
        temporary = Path(handle.name)
        try:
            handle.write(data)
            handle.flush()
            temporary.chmod(mode)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
