"""`moc-align validate`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from moc_align.cli import options
from moc_align.cli._accepting import accept_all, accept_some
from moc_align.cli._validation import Work, config_of, names_of, outputs_of, pairs_of, summarise
from moc_align.cli.output import report
from moc_align.errors import ConfigError


class FailOnName(StrEnum):
    """The least severity that fails a validation."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


def _list_checks(wanted: bool) -> None:
    if wanted:
        from importlib import import_module

        from moc_align.plugins import load, names

        for name in names("check"):
            first = (import_module(f"moc_align.checks.{name}").__doc__ or "").splitlines()[0]
            typer.echo(f"{name:<16} {load('check', name).severity:<8} {first}")
        raise typer.Exit


def _explain(name: str) -> None:
    if name:
        from moc_align.plugins import load

        check = load("check", name)
        typer.echo(f"{name} ({check.severity})\n\n{check.help}")
        raise typer.Exit


def validate(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE TARGET]",
            help="The text and its translation: files or ids of shipped documents. None: all pairs "
            "of the configuration.",
            autocompletion=options.corpus_ids,
            show_default=False,
        ),
    ] = None,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed", help="Validate the pairs of the configuration that hold one of the files."
        ),
    ] = False,
    fail_on: Annotated[
        FailOnName | None,
        typer.Option(
            "--fail-on", help="Least severity that gives exit status 1.", show_default="error"
        ),
    ] = None,
    checks: Annotated[
        str, typer.Option("--checks", metavar="A,B", help="Run these checks only.")
    ] = "",
    skip: Annotated[
        str, typer.Option("--skip", metavar="A,B", help="Leave these checks out.")
    ] = "",
    list_checks: Annotated[  # noqa: ARG001 (its callback ends the run)
        bool,
        typer.Option(
            "--list-checks", callback=_list_checks, is_eager=True, help="Show all checks, and end."
        ),
    ] = False,
    explain: Annotated[  # noqa: ARG001
        str,
        typer.Option(
            "--explain",
            callback=_explain,
            is_eager=True,
            metavar="CHECK",
            help="Show what a check looks for, and end.",
        ),
    ] = "",
    config: Annotated[
        str,
        typer.Option(
            "--config",
            metavar="FILE",
            help="The configuration; else the moc-align.toml or pyproject.toml next upwards.",
        ),
    ] = "",
    baseline: Annotated[
        str, typer.Option("--baseline", metavar="FILE", help="Findings that were accepted.")
    ] = "",
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Accept all present findings in that file.")
    ] = False,
    ignore: Annotated[
        str, typer.Option("--ignore", metavar="FILE", help="Findings ignored one by one.")
    ] = "",
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="DIGEST",
            help="Add a finding to the ignored ones, by the digest that the report shows.",
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help="With --accept: why.")
    ] = "",
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until", formats=["%Y-%m-%d"], metavar="DAY", help="With --accept: its last day."
        ),
    ] = None,
    pins: Annotated[
        str,
        typer.Option(
            "--pins", metavar="FILE", help="Links to keep, as moc-align align takes them."
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
            help="text, json, markdown, sarif, junit or github; by default what the name of "
            "--output says, else text.",
            autocompletion=options.formats,
        ),
    ] = "",
    output: options.OutputOption = "-",
    out_dir: Annotated[
        str,
        typer.Option("--out-dir", metavar="DIR", help="Folder for one report a pair, by its name."),
    ] = "",
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Check a translation against its text."""
    from moc_align.pipeline.validation import failing, validating

    own = config_of(config, ignore, baseline)
    pairs = pairs_of(texts or [], changed, own, pins, genre)
    asked = validating(
        own,
        checks=names_of(checks),
        skip=names_of(skip),
        fail_on=fail_on.value if fail_on else None,
        day=date.today(),
        use_baseline=not write_baseline,
    )
    work = Work(replace(asked, langs=options.langs_of(lang)))
    if (accept or write_baseline) and (format or output != "-" or out_dir):
        raise ConfigError("--accept and --write-baseline write no report; leave its options away")
    if accept or write_baseline:
        reports = work.reports(pairs, model, not no_cache, quiet, verbose)
        if accept:
            accept_some(reports, own, accept, reason, until.date() if until else None)
        else:
            accept_all(reports, asked)
        return
    files = outputs_of(pairs, format, output, out_dir)
    failed = False
    for pair, (name, file) in zip(pairs, files, strict=True):
        report(
            "validate",
            work.of(pair),
            name,
            file,
            quiet,
            verbose,
            model=model,
            cache=not no_cache,
        )
        if name == "github":
            summarise(work.done[-1])
        failed = failed or bool(failing(work.done[-1].findings, asked.fail_on))
    if failed:
        raise typer.Exit(options.FOUND)
