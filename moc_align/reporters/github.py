"""Commands that make GitHub Actions mark the lines of a translation, for `validate` only."""

from __future__ import annotations

import re

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _findings as say
from moc_align.reporters._wording import plain
from moc_align.schema import SEVERITIES, Finding, Report, Severity

MOST = 10
"""Marks of a step that GitHub shows. Source: its documentation, limits of annotations."""
COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_VALUE = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
_PLAIN = re.compile("[%\r\n]")
_SPECIAL = re.compile("[%\r\n:,]")
"""Source: actions/toolkit, escapeData and escapeProperty."""


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """A command for each of the ten gravest findings, then the notes and the totals."""
    found = sorted(say.counted(report), key=lambda finding: SEVERITIES.index(finding.severity))
    file, places = report.documents[1].source, say.lines(report)
    lines = [_command(finding, file, say.line(finding, places)) for finding in found[:MOST]]
    more = f"; the {MOST} gravest are marked" if len(found) > MOST else ""
    lines += [f"moc-align: {plain(note)}" for note in report.notes]
    lines.append(f"moc-align: {plain(file)}: {say.totals(report)}{more}")
    return "\n".join(lines) + "\n"


def _command(finding: Finding, file: str, line: int) -> str:
    title = f"{finding.check}, {say.clause(finding)}"
    properties = {"file": file, "line": str(line), "title": title}
    given = ",".join(f"{name}={_escaped(v, _SPECIAL)}" for name, v in properties.items())
    return f"::{COMMANDS[finding.severity]} {given}::{_escaped(finding.message, _PLAIN)}"


def _escaped(words: str, special: re.Pattern[str]) -> str:
    return special.sub(lambda found: _VALUE[found[0]], plain(words))


REPORTER = Reporter(suffix=".github.txt", render=render, commands=("validate",))
