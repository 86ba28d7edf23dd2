"""`moc-align align`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moc_align.cli import options
from moc_align.cli.output import chosen_format, report
from moc_align.cli.progress import bar
from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.pipeline import Aligning, Settings
    from moc_align.schema import Report


class OrderName(StrEnum):
    """Where the passages of the target may stand."""

    monotone = "monotone"
    free = "free"


def align(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="The text: a file, '-' or the id of a shipped document.",
            autocompletion=options.corpus_ids,
            show_default=False,
        ),
    ] = "",
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help="Its translation, given likewise.",
            autocompletion=options.corpus_ids,
            show_default=False,
        ),
    ] = "",
    unit: Annotated[
        options.UnitName,
        typer.Option("--unit", help="What is linked; each line as it is, or what is parsed."),
    ] = options.UnitName.clause,
    order: Annotated[
        OrderName,
        typer.Option("--order", help="Whether the translation keeps the order of the text."),
    ] = OrderName.monotone,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0, max=1, metavar="P", help="Take links below apart (0 to 1)."
        ),
    ] = 0.0,
    one_to_one: Annotated[
        bool, typer.Option("--one-to-one", help="Link single units only, never two to one.")
    ] = False,
    pins: Annotated[
        str,
        typer.Option(
            "--pins",
            metavar="FILE",
            help="Links to keep: lines [0, 1]:[2], ids in two columns, or JSON of align.",
            show_default=False,
        ),
    ] = "",
    lang: options.LangsOption = "",
    genre: options.GenreOption = "",
    model: options.ModelOption = "",
    format: Annotated[  # noqa: A002
        str,
        typer.Option(
            "--format",
            "-f",
            help="text, json, markdown, tsv, tmx, xliff, xliff12, vecalign or ladder; by default "
            "what the name of --output says, else text, or json with --manifest.",
            autocompletion=options.formats,
            show_default=False,
        ),
    ] = "",
    output: options.OutputOption = "-",
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 where the two seem to be no translations."),
    ] = False,
    manifest: Annotated[
        str,
        typer.Option(
            "--manifest",
            metavar="JSONL",
            help='Many pairs: lines {"id": ..., "source": ..., "target": ...}, paths from there.',
            show_default=False,
        ),
    ] = "",
    out_dir: Annotated[
        str,
        typer.Option(
            "--out-dir", metavar="DIR", help="With --manifest: folder for the files, <id>.<suffix>."
        ),
    ] = "",
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, max=256, help="With --manifest: processes side by side.")
    ] = 1,
    shard: Annotated[
        str,
        typer.Option(
            "--shard", metavar="I/N", help="With --manifest: the i-th of n parts of the pairs."
        ),
    ] = "1/1",
    resume: Annotated[
        bool,
        typer.Option("--resume", help="With --manifest: keep files newer than their texts."),
    ] = False,
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Link the passages of a text to those of its translation."""
    from moc_align.pipeline import Aligning

    genres = options.genres_of(genre, 2)
    aligning = Aligning(
        unit=unit.value,
        order=order.value,
        min_confidence=min_confidence,
        one_to_one=one_to_one,
        pins=pins,
        langs=options.langs_of(lang),
        genres=(genres[0], genres[1]),
    )
    if manifest:
        if source or output != "-" or pins:
            given = "--output" if output != "-" else "--pins" if pins else f"'{source}'"
            raise ConfigError(f"--manifest names the texts and files itself; leave {given} away")
        if not out_dir:
            raise ConfigError("--manifest needs a folder for its files; give one as --out-dir")
        status = _many(
            Path(manifest), Path(out_dir), chosen_format("align", format, default="json"),
            aligning, model, jobs, _shard(shard), resume, strict, not no_cache, quiet, verbose,
        )  # fmt: skip
    else:
        if not source or not target:
            raise ConfigError("give the text and its translation, or many as --manifest")
        if out_dir or jobs != 1 or shard != "1/1" or resume:
            raise ConfigError("--out-dir, --jobs, --shard and --resume go with --manifest only")
        doubts = _one(source, target, aligning, model, format, output, not no_cache, quiet, verbose)
        status = options.FOUND if strict and doubts else 0
    if status:
        raise typer.Exit(status)


def _one(
    source: str,
    target: str,
    aligning: Aligning,
    model: str,
    format: str,  # noqa: A002
    output: str,
    cache: bool,
    quiet: bool,
    verbose: bool,
) -> tuple[str, ...]:
    """Reports on a pair; what speaks against its being one. Raises: MocAlignError."""
    from moc_align.pipeline import align_pair

    doubts: tuple[str, ...] = ()

    def work(settings: Settings) -> Report:
        nonlocal doubts
        aligned = align_pair(source, target, aligning, settings)
        doubts = aligned.doubts
        return aligned.report

    report("align", work, format, output, quiet, verbose, model=model, cache=cache)
    for doubt in doubts:
        typer.echo(f"moc-align: warning: {doubt}", err=True)
    return doubts


def _many(
    manifest: Path,
    folder: Path,
    format: str,  # noqa: A002
    aligning: Aligning,
    model: str,
    jobs: int,
    shard: tuple[int, int],
    resume: bool,
    strict: bool,
    cache: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Exit status of a run over all pairs of a manifest. Raises: MocAlignError."""
    from collections import Counter

    from moc_align.pipeline.manifest import Task, count, run
    from moc_align.text import printable

    task = Task(folder, format, aligning, model, cache, shard, resume)
    states: Counter[str] = Counter()
    total = count(manifest, shard)
    with bar(quiet, verbose, "pairs", total) as (step, advance):
        for outcome in run(manifest, task, jobs, step):
            states[outcome.state] += 1
            states["in doubt"] += bool(outcome.doubts)
            advance(1)
            for word, message in (
                *(("", message) for message in (outcome.message,) if message),
                *(("warning: ", doubt) for doubt in outcome.doubts),
            ):
                where = f"{manifest}, {outcome.id}"
                typer.echo(f"moc-align: {word}{where}: {printable(message)}", err=True)
    if not quiet:
        told = ", ".join(f"{number:,} {state}" for state, number in states.items() if number)
        typer.echo(f"moc-align: {told} of {total:,} pairs, in {folder}", err=True)
    return options.FOUND if states["failed"] or (strict and states["in doubt"]) else 0


def _shard(given: str) -> tuple[int, int]:
    """Which of how many parts. Raises: ConfigError."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", given, re.ASCII)
    part, parts = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= part <= parts:
        raise ConfigError(f"--shard {given}: write it as 2/8, the second of eight parts")
    return part, parts
