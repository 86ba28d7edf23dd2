"""What a validation is run on, how, and where its reports go."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align.cli import options
from moc_align.cli.output import chosen_format
from moc_align.cli.progress import progress
from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from moc_align.config import Config, Pairing
    from moc_align.pipeline import Settings
    from moc_align.pipeline.validation import Validating
    from moc_align.plugins import EmbeddingModel
    from moc_align.schema import Report

WHOLE = ("junit", "sarif")
"""Formats of which two reports, one after the other, are no file of that format."""
SUMMARY = "GITHUB_STEP_SUMMARY"
"""Environment variable with the file that GitHub shows as the summary of a step."""
SUMMARY_BYTES = 1_000_000
"""GitHub drops a summary of more than 1 MiB."""


class Work:
    """The validations of a run; the model is opened once."""

    def __init__(self, asked: Validating) -> None:
        self._asked = asked
        self._model: EmbeddingModel | None = None
        self.done: list[Report] = []
        """In the order in which they were made."""

    def of(self, pair: Pairing) -> Callable[[Settings], Report]:
        """What makes the report of a pair. Raises: MocAlignError."""
        from moc_align.pipeline import open_model
        from moc_align.pipeline.validation import validate_pair

        one, other = options.genres_of(pair.genre, 2)
        asked = replace(self._asked, pins=pair.pins, genres=(one, other))

        def work(settings: Settings) -> Report:
            self._model = self._model or open_model(settings)
            made = validate_pair(pair.source, pair.target, asked, settings, self._model)
            self.done.append(made)
            return made

        return work

    def reports(
        self, pairs: Iterable[Pairing], model: str, cache: bool, quiet: bool, verbose: bool
    ) -> list[Report]:
        """The reports of all these pairs. Raises: MocAlignError."""
        from moc_align.pipeline import Settings

        with progress(quiet, verbose) as step:
            settings = Settings(model=model, cache=cache, step=step)
            return [self.of(pair)(settings) for pair in pairs]


def config_of(file: str, ignore: str, baseline: str) -> Config:
    """The configuration, with the files that are named here. Raises: ConfigError."""
    from moc_align.config import find_config, read_config

    found = read_config(Path(file)) if file else find_config(Path())
    found = replace(found, ignore=Path(ignore)) if ignore else found
    return replace(found, baseline=Path(baseline)) if baseline else found


def pairs_of(
    texts: list[str], changed: bool, config: Config, pins: str, genre: str
) -> tuple[Pairing, ...]:
    """The pairs to validate. Raises: ConfigError."""
    from moc_align.config import Pairing
    from moc_align.pipeline.validation import pairings

    if changed:
        found = pairings(config, texts)
    elif not texts:
        found = pairings(config)
    elif len(texts) == 2:
        return (Pairing(texts[0], texts[1], pins, genre),)
    else:
        raise ConfigError(
            f"{len(texts)} text{'s' * (len(texts) > 1)} given; give a text and its translation, or "
            "--changed with names of files in the pairs of the configuration"
        )
    if pins or genre:
        given = "--pins" if pins else "--genre"
        raise ConfigError(f"{given} is of one pair; say it in the [[pairs]] of {config.file}")
    return found


def names_of(names: str) -> tuple[str, ...]:
    """The names of a list with commas."""
    return tuple(name.strip() for name in names.split(",") if name.strip())


def outputs_of(
    pairs: tuple[Pairing, ...],
    format: str,  # noqa: A002
    output: str,
    out_dir: str,
) -> list[tuple[str, str]]:
    """(format, where to) of the report of each pair. Raises: ConfigError."""
    from moc_align.plugins import load

    if out_dir and output != "-":
        raise ConfigError("--output is one file, --out-dir a folder of them; give one of the two")
    name = chosen_format("validate", format, output, default="json" if out_dir else "text")
    if out_dir:
        stems = [Path(pair.target).stem for pair in pairs]
        twice = [stem for at, stem in enumerate(stems) if stem in stems[:at]]
        if twice:
            raise ConfigError(f"two translations are called {twice[0]}; rename one for --out-dir")
        suffix = load("reporter", name).suffix
        try:
            Path(out_dir).mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise ConfigError(f"--out-dir {out_dir}: no folder can be made there") from error
        return [(name, str(Path(out_dir, stem + suffix))) for stem in stems]
    if len(pairs) > 1 and (name in WHOLE or output != "-"):
        raise ConfigError(f"{len(pairs)} pairs have as many reports; give a folder as --out-dir")
    return [(name, output)] * len(pairs)


def summarise(made: Report) -> None:
    """Adds the report to the summary of the step, where GitHub asks for one.

    Raises: ConfigError.
    """
    from moc_align.plugins import Screen, load

    file = os.environ.get(SUMMARY, "")
    if not file:
        return
    text = load("reporter", "markdown").render(made, Screen())
    try:
        room = SUMMARY_BYTES - (Path(file).stat().st_size if Path(file).exists() else 0)
        data = text.encode(errors="backslashreplace")
        if len(data) > room:
            kept = data[: max(0, room)].decode(errors="ignore").rpartition("\n\n")[0]
            data = f"{kept}\n\nThe report is longer than a summary may be.\n".encode()
        with Path(file).open("ab") as summary:
            summary.write(data)
    except OSError as error:
        raise ConfigError(
            f"{file}: can't be written ({error.strerror}); unset {SUMMARY}"
        ) from error
