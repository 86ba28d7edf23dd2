"""The keys of moc-align.toml, each with its type; a key that is none of them is an error."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar, get_args

from moc_align.config.toml import Table, read_text, read_toml
from moc_align.errors import ConfigError
from moc_align.plugins import names
from moc_align.schema import GENRES, SEVERITIES, Severity

Value = TypeVar("Value")
FailOn = Literal["error", "warning", "info", "never"]
FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)
OWN, SHARED = "moc-align.toml", "pyproject.toml"
SECTION = "tool.moc-align"
IGNORE, BASELINE = "moc-align-ignore.toml", "moc-align-baseline.json"
"""Names of the files that are taken where the configuration names none."""
THRESHOLDS = ("length-z", "sentences-z")
"""What checks read from `Options.thresholds`; a name begins with that of its check."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A text and its translation, as the configuration names them."""

    source: str
    target: str
    pins: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """What a project asks of its validations."""

    folder: Path = field(default_factory=Path)
    """Of the configuration: its paths start here."""
    file: Path | None = None
    """None where there is no configuration: all else then has its default."""
    checks: tuple[str, ...] = ()
    """Those to run; empty for all."""
    skip: tuple[str, ...] = ()
    """Those not to run."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Of the findings of a check, in place of its own."""
    fail_on: FailOn = "error"
    glossary: tuple[Path, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    ignore: Path | None = None
    baseline: Path | None = None
    pairs: tuple[Pairing, ...] = ()

    def path(self, reference: str) -> Path:
        """A path of the configuration, from the working directory."""
        return self.folder / reference

    @property
    def ignore_file(self) -> Path:
        """The file of ignored findings, whether it is there or not."""
        return self.ignore or self.folder / IGNORE

    @property
    def baseline_file(self) -> Path:
        """The file of accepted findings, whether it is there or not."""
        return self.baseline or self.folder / BASELINE

    def chosen(self, checks: Iterable[str] = (), skip: Iterable[str] = ()) -> tuple[str, ...]:
        """Names of the checks to run, sorted; those given here come before the configuration.

        Raises: ConfigError for a check that does not exist, and where none is left.
        """
        known = names("check")
        asked, skipped = tuple(checks), tuple(skip)
        for name in (*asked, *skipped):
            if name not in known:
                raise ConfigError(f"no check '{name}'; there are: {', '.join(known)}")
        wanted = asked or self.checks or known
        # what is asked for by name runs, whatever the configuration skips
        without = {*skipped, *(() if asked else self.skip)}
        left = tuple(name for name in known if name in wanted and name not in without)
        if not left:
            raise ConfigError("no check is left to run; skip fewer of them")
        return left


def find_config(start: Path) -> Config:
    """The configuration of the next folder upwards that has one, else the defaults for `start`.

    moc-align.toml goes before pyproject.toml. Raises: ConfigError.
    """
    for depth, folder in enumerate((start.absolute(), *start.absolute().parents)):
        near = Path(*[".."] * depth) if start == Path() else folder
        if (folder / OWN).is_file():
            return read_config(near / OWN)
        shared = folder / SHARED
        # a pyproject.toml that says nothing of this tool is none of its business
        if shared.is_file() and SECTION in read_text(shared):
            return read_config(near / SHARED)
    return Config(start)


def read_config(path: Path) -> Config:
    """What the file asks for. Raises: ConfigError, which names the file and the key."""
    _, table = read_toml(path)
    if path.name == SHARED:
        for part in SECTION.split("."):
            table = table.get(part, {})
            if not isinstance(table, dict):
                raise ConfigError(f"{path}: {SECTION} is no table; write [{SECTION}]")
    reader = _Keys(path, table)
    folder = path.parent
    config = Config(
        folder=folder,
        file=path,
        checks=reader.checks("checks"),
        skip=reader.checks("skip"),
        severities=reader.table("severities", reader.severity, names("check"), "check"),
        fail_on=reader.one_of("fail-on", FAIL_ON) or "error",
        glossary=tuple(folder / name for name in reader.strings("glossary")),
        thresholds=reader.table("thresholds", reader.number, THRESHOLDS, "threshold"),
        ignore=reader.path("ignore"),
        baseline=reader.path("baseline"),
        pairs=reader.pairs(),
    )
    reader.refuse_others()
    return config


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of a table, taken one by one and held to their types."""

    file: Path
    rows: Table
    taken: set[str] = field(default_factory=set)

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings; a single one stands for a list of one."""
        value = self._take(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(v, str) and v for v in found):
            self._refuse(key, "a list of strings")
        return tuple(found)

    def checks(self, key: str) -> tuple[str, ...]:
        """A list of names of checks."""
        found = self.strings(key)
        for name in found:
            if name not in names("check"):
                raise ConfigError(
                    f"{self.file}: {key}: no check '{name}'; there are: {', '.join(names('check'))}"
                )
        return found

    def path(self, key: str) -> Path | None:
        """A path from the folder of the file."""
        value = self._take(key, None)
        if value is not None and not (isinstance(value, str) and value):
            self._refuse(key, "the path of a file")
        return None if value is None else self.file.parent / value

    def one_of(self, key: str, allowed: tuple[FailOn, ...]) -> FailOn | None:
        """One of some words."""
        value = self._take(key, None)
        found = next((word for word in allowed if word == value), None)
        if value is not None and found is None:
            self._refuse(key, f"one of: {', '.join(allowed)}")
        return found

    def table(
        self,
        key: str,
        read: Callable[[str, Any], Value],
        known: tuple[str, ...],
        what: str,
    ) -> dict[str, Value]:
        """A table with values of one type under names that are known."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self._refuse(key, "a table")
        for name in value:
            if name not in known:
                raise ConfigError(
                    f"{self.file}: {key}: no {what} '{name}'; there are: {', '.join(known)}"
                )
        return {name: read(f"{key}.{name}", own) for name, own in value.items()}

    def severity(self, key: str, value: Any) -> Severity:
        """A severity."""
        found = next((word for word in SEVERITIES if word == value), None)
        return found or self._refuse(key, f"one of: {', '.join(SEVERITIES)}")

    def number(self, key: str, value: Any) -> float:
        """A finite number."""
        # a bool is an int
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            self._refuse(key, "a number")
        return float(value)

    def pairs(self) -> tuple[Pairing, ...]:
        """The [[pairs]] of the file."""
        rows = self._take("pairs", [])
        if not isinstance(rows, list):
            self._refuse("pairs", "a list of tables; write [[pairs]] before each")
        return tuple(self._pairing(f"pairs {at}", row) for at, row in enumerate(rows, start=1))

    def _pairing(self, key: str, row: object) -> Pairing:
        known = [own.name for own in fields(Pairing)]
        if not isinstance(row, dict):
            self._refuse(key, "a table; write [[pairs]] before each")
        for name, value in row.items():
            if name not in known:
                raise ConfigError(
                    f"{self.file}: {key}: unknown key '{name}'; there are: {', '.join(known)}"
                )
            if not isinstance(value, str):
                self._refuse(f"{key}: {name}", "a string")
        if not row.get("source") or not row.get("target"):
            raise ConfigError(f"{self.file}: {key}: give both source and target")
        genres = [part for part in row.get("genre", "").split(":") if part]
        if len(genres) > 2 or not set(genres) <= set(GENRES):
            self._refuse(f"{key}: genre", f"one of: {', '.join(GENRES)}; or two of them as a:b")
        return Pairing(**row)

    def _take(self, key: str, default: object) -> Any:
        self.taken.add(key)
        return self.rows.get(key, default)

    def _refuse(self, key: str, wanted: str) -> NoReturn:
        raise ConfigError(f"{self.file}: {key} must be {wanted}")

    def refuse_others(self) -> None:
        """Raises: ConfigError where the table has keys that were not taken."""
        others = sorted(self.rows.keys() - self.taken)
        if others:
            known = ", ".join(sorted(self.taken))
            raise ConfigError(f"{self.file}: unknown key '{others[0]}'; there are: {known}")


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer of thousands of digits
        return False
