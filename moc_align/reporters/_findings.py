"""What the reports of a validation say in the same words: groups, places, counts, how to silence.

The phrases may hold words of a text; whoever prints one passes it through `plain` first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from moc_align.plugins import load, names
from moc_align.reporters import _wording as say
from moc_align.schema import SEVERITIES, Alignment, Finding, Quote, Report, Severity
from moc_align.suppressions import fingerprint

SIGNS: dict[Severity, str] = {"error": "✗", "warning": "!", "info": "·"}
NOTHING = "–"
"""Stands for the passage that one of the texts lacks."""
LISTED = 10
"""Suppressed findings that are named of each reason; the JSON report has all."""
_WORD = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings on the same clauses."""

    source: tuple[Quote, ...]
    target: tuple[Quote, ...]
    findings: tuple[Finding, ...]

    def sides(self) -> tuple[tuple[str, tuple[Quote, ...], tuple[str, ...]], ...]:
        """Name of each side, its clauses, and the words in them that differ."""
        words = [tuple(dict.fromkeys(f.values[side] for f in self.findings)) for side in (0, 1)]
        return (("source", self.source, words[0]), ("target", self.target, words[1]))


def alignment_of(report: Report) -> Alignment:
    """The alignment of a report of `validate`. Raises: ValueError."""
    if report.alignment is None:
        raise ValueError("a report of validate without an alignment")
    return report.alignment


def counted(report: Report) -> tuple[Finding, ...]:
    """The findings that are not suppressed."""
    return tuple(finding for finding in report.findings if not finding.suppressed)


def suppressed(report: Report) -> tuple[Finding, ...]:
    """The others."""
    return tuple(finding for finding in report.findings if finding.suppressed)


def reasons(findings: Iterable[Finding]) -> dict[str, str]:
    """Why findings are suppressed, each reason with what it is given for: `check at clause`."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.suppressed, []).append(f"{finding.check} at {clause(finding)}")
    return {
        reason: "; ".join(own[:LISTED])
        + (f"; and {len(own) - LISTED} more" if len(own) > LISTED else "")
        for reason, own in found.items()
    }


def groups(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings by the clauses they are of, in the order in which these first come up."""
    found: dict[tuple[tuple[Quote, ...], tuple[Quote, ...]], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.source, finding.target), []).append(finding)
    return tuple(Group(*sides, tuple(own)) for sides, own in found.items())


def severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many there are of each severity, from the gravest down."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}


def totals(report: Report) -> str:
    """`2 errors, 1 warning in 81 clauses; 3 suppressed`, or that nothing was found."""
    clauses = number(len(alignment_of(report).source.units), "clause")
    found = counted(report)
    told = ", ".join(number(n, severity) for severity, n in severities(found).items() if n)
    hidden = f"; {len(suppressed(report))} suppressed" if suppressed(report) else ""
    return f"{told if found else 'no findings'} in {clauses}{hidden}"


def number(count: int, thing: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def silence(finding: Finding) -> str:
    """What to add to the command so that the finding is ignored from then on."""
    return f'--accept {fingerprint(finding)} --reason "…"'


def place(quote: Quote) -> str:
    """`art2.b1, p. 3, l. 120`."""
    return f"{quote.id}, {say.place(quote)}"


def clause(finding: Finding) -> str:
    """Id of the first clause of the translation, or of the text where there is none."""
    return (finding.target or finding.source)[0].id


def pieces(text: str, words: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text in stretches, True for one of the words; a number never inside a longer one."""
    wanted = sorted(filter(None, words), key=len, reverse=True)
    if not wanted:
        yield text, False
        return
    end = 0
    for found in re.finditer("|".join(map(_bounded, wanted)), text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def _bounded(word: str) -> str:
    before = r"(?<![A-Za-z0-9])" if _WORD.match(word[0]) else ""
    after = r"(?![A-Za-z0-9])" if _WORD.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def lines(report: Report) -> Mapping[str, int]:
    """Line of the translation at which a clause of the text stands, or should stand, by its id.

    Of a clause that the translation lacks it is the line of the clause before the gap.
    """
    found = alignment_of(report)
    line = found.target.units[0].line if found.target.units else 1
    places = {}
    for link in found.links:
        if link.target:
            line = found.target.unit(link.target[0]).line
        places.update(dict.fromkeys(link.source, line))
        if link.target:
            line = found.target.unit(link.target[-1]).line
    return places


def line(finding: Finding, places: Mapping[str, int]) -> int:
    """Line of the translation that the finding is of; `places`: what `lines` gives."""
    if finding.target:
        return finding.target[0].line
    return places.get(finding.source[0].id, 1)


def checks_run(report: Report) -> tuple[str, ...]:
    """Names of the checks that were run, as the signature tells them, and those of the findings."""
    told = dict(report.signature.settings).get("checks", "") if report.signature else ""
    run = names("check") if told == "all" else told.split(", ") if told else ()
    return tuple(sorted({*run, *(finding.check for finding in report.findings)}))


@cache
def explained(check: str) -> str:
    """What a check looks for; empty for one that is not there."""
    return load("check", check).help if check in names("check") else ""
