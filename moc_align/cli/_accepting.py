"""What a user accepts of the findings goes into the project's files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from moc_align.errors import ConfigError

if TYPE_CHECKING:
    from moc_align.config import Config
    from moc_align.pipeline.validation import Validating
    from moc_align.schema import Finding, Report


def accept_some(
    reports: list[Report], config: Config, digests: list[str], reason: str, until: date | None
) -> None:
    """Adds these findings to the ignored ones. Raises: ConfigError."""
    from moc_align.suppressions import Ignored, fingerprint, write_ignored

    if not reason.strip():
        raise ConfigError("--accept needs a reason; say with --reason why this is no mistake")
    known = {
        fingerprint(finding): (made.documents[1].id, finding)
        for made in reports
        for finding in made.findings
    }
    entries = []
    for digest in dict.fromkeys(digests):
        if digest not in known:
            raise ConfigError(f"no finding {digest}; the report shows the digest of each finding")
        text, finding = known[digest]
        clause = (finding.target or finding.source)[0].id
        entries.append(Ignored(finding.check, clause, text, digest, reason, until))
    write_ignored(config.ignore_file, entries)
    for entry in entries:
        told = f"moc-align: {entry.check} at {entry.clause} is ignored in {config.ignore_file}"
        typer.echo(told, err=True)


def accept_all(reports: list[Report], asked: Validating) -> None:
    """Accepts all findings that are not ignored already. Raises: ConfigError."""
    from moc_align.suppressions import write_baseline

    found: dict[str, list[Finding]] = {}
    for made in reports:
        own = [finding for finding in made.findings if not finding.suppressed]
        found.setdefault(made.documents[1].id, []).extend(own)
    write_baseline(asked.config.baseline_file, found, asked.checks)
    count = sum(map(len, found.values()))
    told = f"{count} finding{'s' * (count != 1)} accepted in {asked.config.baseline_file}"
    typer.echo(f"moc-align: {told}", err=True)
