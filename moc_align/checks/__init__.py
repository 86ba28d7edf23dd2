"""Checks of a translation against its text: one file a check, all of them plug-ins.

A check is a function of a `Pair`: it yields findings and changes nothing, so that the order in
which checks run does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from moc_align import plugins
from moc_align.checks._pair import Options, Pair, Reading, Tie, pair
from moc_align.schema import SEVERITIES, Finding, Severity

__all__ = ["Options", "Pair", "Reading", "Tie", "find", "pair"]


def find(
    both: Pair, chosen: Iterable[str], severities: Mapping[str, Severity] | None = None
) -> tuple[Finding, ...]:
    """The findings of these checks, each once: by place in the source, then gravest first.

    `severities`: of a check, where it is not the check's own.
    """
    found: set[Finding] = set()
    for name in chosen:
        check = plugins.load("check", name)
        severity = (severities or {}).get(name)
        for finding in check.find(both):
            found.add(replace(finding, severity=severity) if severity else finding)
    return tuple(sorted(found, key=lambda finding: _place(both, finding)))


def _place(both: Pair, finding: Finding) -> tuple[object, ...]:
    return (
        both.place(finding),
        SEVERITIES.index(finding.severity),
        finding.check,
        finding.message,
        [quote.id for quote in (*finding.source, *finding.target)],
        finding.values,
    )
