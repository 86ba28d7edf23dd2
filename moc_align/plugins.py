"""Plug-ins: one file in `readers/`, `embedders/`, `checks/` or `reporters/` with one constant.

The file's name is the plug-in's name on the command line, the first line of its docstring is its
help. `names` looks at the folder only; `load` imports the one file that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, overload

from moc_align.errors import ConfigError
from moc_align.schema import COMMANDS, Command, Finding, Report, Severity, SourceText

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from moc_align.checks import Pair

    Vectors = npt.NDArray[np.float32]

Kind = Literal["reader", "embedder", "check", "reporter"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns the bytes of a file into text."""

    suffixes: tuple[str, ...]
    """Of the file names it takes, with the dot, lower case."""
    sniff: Callable[[bytes], bool]
    """True where the first 4096 bytes look like its format, whatever the file's name."""
    read: Callable[[bytes, str], SourceText]
    """Bytes and a name for messages -> text. Raises: ReadError."""


class EmbeddingModel(Protocol):
    """A loaded model."""

    @property
    def name(self) -> str:
        """As reports and signatures show it."""
        ...

    @property
    def sha256(self) -> str:
        """Digest of what it was loaded from; empty where the model has no files of its own."""
        ...

    @property
    def dim(self) -> int:
        """Columns of its vectors."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, `(n, d) float32`; a zero row for a text with no known token."""
        ...

    @property
    def sums(self) -> Callable[[Sequence[str]], Vectors] | None:
        """Texts -> rows `(n, d) float32` that add up to that of the texts put together.

        None where the model has none such.
        """
        ...


def folder_files(model: str) -> tuple[Path, ...]:
    """The files of a model that is a folder, sorted, hidden ones aside; else none."""
    folder = Path(model).expanduser()
    if not folder.is_dir():
        return ()
    found = (f for f in folder.rglob("*") if f.is_file())
    return tuple(
        sorted(f for f in found if not any(p.startswith(".") for p in f.relative_to(folder).parts))
    )


@dataclass(frozen=True, slots=True)
class Embedder:
    """Turns texts into vectors."""

    load: Callable[[str], EmbeddingModel]
    """Folder or name of a model -> the model. Raises: ModelError."""
    files: Callable[[str], tuple[Path, ...]] = folder_files
    """Folder or name -> every file that decides its vectors, in a fixed order, without loading it;
    empty where that can't be told."""
    setting: Callable[[str], str] = lambda _: ""
    """Folder or name -> what else decides its vectors: prompt, device, versions of libraries."""
    costly: bool = False
    """True where computing a vector takes far longer than reading one from disk."""
    additive: bool = False
    """True where its models have `sums`."""


@dataclass(frozen=True, slots=True)
class Check:
    """Finds where a translation departs from its text."""

    severity: Severity
    """Of its findings, where the project says nothing else."""
    help: str
    """What it looks for, why that matters and what it lets pass, in some sentences for whoever
    meets one of its findings."""
    find: Callable[[Pair], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a report is shown; only the text reporter looks at it."""

    width: int = 80
    """Columns."""
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Reporter:
    """Turns a report into the text of one format."""

    suffix: str
    """Of the files it writes, with the dot."""
    render: Callable[[Report, Screen], str]
    commands: tuple[Command, ...] = COMMANDS
    """Commands whose reports it can show."""


def names(kind: Kind) -> tuple[str, ...]:
    """Names of the plug-ins of that kind, sorted, without importing any."""
    folder = Path(__file__).parent / f"{kind}s"
    return tuple(sorted(f.stem for f in folder.glob("*.py") if not f.stem.startswith("_")))


@overload
def load(kind: Literal["reader"], name: str) -> Reader: ...
@overload
def load(kind: Literal["embedder"], name: str) -> Embedder: ...
@overload
def load(kind: Literal["check"], name: str) -> Check: ...
@overload
def load(kind: Literal["reporter"], name: str) -> Reporter: ...
def load(kind: Kind, name: str) -> Reader | Embedder | Check | Reporter:
    """The plug-in of that kind and name. Raises: ConfigError, listing those there are."""
    if name not in names(kind):
        raise ConfigError(f"no {kind} '{name}'; there are: {', '.join(names(kind))}")
    module = import_module(f"moc_align.{kind}s.{name}")
    plugin: Reader | Embedder | Check | Reporter = getattr(module, kind.upper())
    return plugin
