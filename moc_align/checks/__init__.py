"""Checks of a translation against its text: one file a check, all of them plug-ins.

A check is a function of a `Pair`: it yields findings and changes nothing, so that the order in
which checks run does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from moc_align import plugins
from moc_align.checks._foreign import unread
from moc_align.checks._pair import Options, Pair, Reading, Tie, pair
from moc_align.schema import SEVERITIES, Finding, Severity

__all__ = ["Options", "Pair", "Reading", "Tie", "find", "pair"]

UNTRANSLATED = "untranslated"
"""The check that alone speaks of what was left in the language of the text."""


def find(
    both: Pair, chosen: Iterable[str], severities: Mapping[str, Severity] | None = None
) -> tuple[Finding, ...]:
    """The findings of these checks, each once: by place in the source, then gravest first.

    A clause that was not translated can't be compared: only that is told of it.
    `severities`: of a check, where it is not the check's own.
    """
    found: set[Finding] = set()
    silent = unread(both)
    for name in chosen:
        check = plugins.load("check", name)
        severity = (severities or {}).get(name)
        for finding in check.find(both):
            if name != UNTRANSLATED and _compares(finding, silent):
                continue
            found.add(replace(finding, severity=severity) if severity else finding)
    return tuple(sorted(found, key=lambda finding: _place(both, finding)))


def _compares(finding: Finding, clauses: frozenset[str]) -> bool:
    """True for a finding that holds one of these clauses of the target against the source."""
    return bool(finding.source) and any(quote.id in clauses for quote in finding.target)


def _place(both: Pair, finding: Finding) -> tuple[object, ...]:
    return (
        both.place(finding),
        SEVERITIES.index(finding.severity),
        finding.check,
        finding.message,
        [quote.id for quote in (*finding.source, *finding.target)],
        finding.values,
    )
