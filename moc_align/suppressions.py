"""Findings that a project has accepted: a baseline of all at a time, and single ones with reasons.

Both hold fingerprints, which are of what clauses say: one that moves or is renumbered keeps its
entries, one that is reworded loses them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from moc_align.config import read_file, read_toml
from moc_align.errors import ConfigError
from moc_align.resources import write_atomically
from moc_align.schema import Document, Finding
from moc_align.text import normalise, printable, squeeze

DIGITS = 12
"""Hexadecimal digits of a fingerprint: no two findings of a project share one by chance."""
FORMAT = "moc-align/baseline/1"
_REQUIRED = ("check", "clause", "text", "digest", "reason")
_KEYS = (*_REQUIRED, "expires")
Key = tuple[str, str]
"""Check and fingerprint of a finding."""
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*ignore[ \t]*\]\]", re.MULTILINE)


def fingerprint(finding: Finding) -> str:
    """What a finding is known by: its check, what its clauses say, and the words that differ.

    Neither ids, places and spacing nor the wording of the message count.
    """
    texts = [[_said(quote.text) for quote in side] for side in (finding.source, finding.target)]
    whole = [finding.check, *texts, [_said(words) for words in finding.values]]
    return sha256(json.dumps(whole).encode()).hexdigest()[:DIGITS]


def _said(text: str) -> str:
    return squeeze(normalise(text).text)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that is ignored for a reason."""

    check: str
    clause: str
    """Its id when the entry was made, for the reader: it may have been renumbered."""
    text: str
    """Id of the translation."""
    digest: str
    """Fingerprint of the finding."""
    reason: str
    expires: date | None = None
    """Last day on which the entry holds."""
    where: str = ""
    """File and line of the entry."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a project has accepted."""

    ignored: tuple[Ignored, ...] = ()
    baseline: Mapping[str, Counter[Key]] = field(default_factory=dict)
    """By the id of the translation: how many findings of each key."""
    baseline_name: str = ""

    def dated(self, text: str) -> bool:
        """True where what is suppressed in that translation depends on the day."""
        return any(entry.expires for entry in self.ignored if entry.text == text)


def suppress(
    findings: Iterable[Finding],
    documents: tuple[Document, Document],
    accepted: Accepted,
    day: date,
    run: Collection[str],
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The findings, accepted ones with the reason, and a note on each entry that holds no longer.

    An entry of a check that was run, whose finding is not there as it was, is stale; it suppresses
    nothing, nor does one that expired before that day.
    """
    text = documents[1].id
    entries = [entry for entry in accepted.ignored if entry.text == text and entry.check in run]
    valid = {(e.check, e.digest): e for e in entries if e.expires is None or day <= e.expires}
    held: Counter[Key] = accepted.baseline.get(text, Counter())
    left = Counter({key: count for key, count in held.items() if key[0] in run})
    total = left.total()
    told, used = [], set()
    for finding in findings:
        key = finding.check, fingerprint(finding)
        reason = ""
        if key in valid:
            used.add(key)
            reason = f"ignored: {valid[key].reason}"
        elif left[key] > 0:
            left[key] -= 1
            reason = f"accepted in {accepted.baseline_name}"
        told.append(replace(finding, suppressed=reason) if reason else finding)
    lapsed = [entry for entry in entries if (entry.check, entry.digest) not in used]
    notes = [_lapsed(entry, documents, day) for entry in lapsed]
    gone = left.total()
    if gone:
        notes.append(
            f"{gone} of the {total} findings that {accepted.baseline_name} accepts for {text} are "
            "gone or were of words that have changed; --write-baseline forgets them."
        )
    return tuple(told), tuple(notes)


def _lapsed(entry: Ignored, documents: tuple[Document, Document], day: date) -> str:
    """Why an entry suppresses nothing, with the place of its clause where there still is one."""
    places = [
        f" ({document.source}, line {clause.line})"
        for document in reversed(documents)
        for clause in document.clauses
        if clause.id == entry.clause
    ]
    of = f"{entry.where}: the entry for {entry.check} at {entry.clause}{(places or [''])[0]}"
    if entry.expires is not None and entry.expires < day:
        return f"{of} expired on {entry.expires}; mend the translation, or set a later day."
    return (
        f"{of} is stale: the clause has changed, or nothing is found there any more; remove the "
        "entry, or accept the finding anew."
    )


def read_ignored(path: Path) -> tuple[Ignored, ...]:
    """The [[ignore]] entries of a file. Raises: ConfigError, which names the entry and the key."""
    text, table = read_toml(path)
    rows = table.get("ignore", [])
    if table.keys() - {"ignore"} or not isinstance(rows, list):
        raise ConfigError(f"{path}: this file has [[ignore]] tables only; see docs/validate.md")
    starts = [text.count("\n", 0, found.start()) + 1 for found in _TABLE.finditer(text)]
    lines = starts if len(starts) == len(rows) else [0] * len(rows)
    return tuple(
        _ignored(row, f"{path}, line {line}" if line else f"{path}, entry {at}")
        for at, (row, line) in enumerate(zip(rows, lines, strict=True), start=1)
    )


def _ignored(row: object, where: str) -> Ignored:
    if not isinstance(row, dict):
        raise ConfigError(f"{where}: no table; write [[ignore]] before each entry")
    unknown = sorted(row.keys() - set(_KEYS))
    if unknown:
        raise ConfigError(f"{where}: unknown key '{unknown[0]}'; there are: {', '.join(_KEYS)}")
    for key in _REQUIRED:
        if not isinstance(row.get(key), str) or not row[key].strip():
            wanted = "say why" if key == "reason" else "--accept writes entries that are whole"
            raise ConfigError(f"{where}: {key} must be words in quotes; {wanted}")
    expires = row.get("expires")
    # a datetime is a date
    if expires is not None and (not isinstance(expires, date) or isinstance(expires, datetime)):
        raise ConfigError(f"{where}: expires must be a day without quotes, such as 2030-03-31")
    return Ignored(**{key: row[key] for key in _REQUIRED}, expires=expires, where=where)


def write_ignored(path: Path, entries: Iterable[Ignored]) -> None:
    """Adds entries at the end of the file, which keeps all that is in it. Raises: ConfigError."""
    before = read_file(path).decode("utf-8-sig") if path.exists() else ""
    parts = [before.rstrip()] if before.strip() else []
    for entry in entries:
        rows = [f"{key} = {_quoted(getattr(entry, key))}" for key in _REQUIRED]
        rows += [f"expires = {entry.expires}"] if entry.expires else []
        parts.append("\n".join(["[[ignore]]", *rows]))
    _write(path, "\n\n".join(parts) + "\n")


def _quoted(words: str) -> str:
    """A TOML string; its escapes are those of JSON."""
    return json.dumps(printable(words), ensure_ascii=False)


def read_baseline(path: Path) -> dict[str, Counter[Key]]:
    """The findings of a baseline by the id of the translation. Raises: ConfigError."""
    return {
        text: Counter((row["check"], row["fingerprint"]) for row in rows)
        for text, rows in _baseline_rows(path).items()
    }


def _baseline_rows(path: Path) -> dict[str, list[dict[str, str]]]:
    try:
        table: Any = json.loads(read_file(path))
        if table["schema"] != FORMAT:
            raise ValueError(f"schema {table['schema']}")
        rows: dict[str, list[dict[str, str]]] = table["accepted"]
        for found in rows.values():
            for row in found:
                if not all(isinstance(row[key], str) for key in ("check", "fingerprint")):
                    raise ValueError("a check or fingerprint that is no string")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(
            f"{path}: no baseline ({error!r}); moc-align validate --write-baseline writes one"
        ) from error
    return rows


def write_baseline(
    path: Path, found: Mapping[str, Iterable[Finding]], run: Collection[str]
) -> None:
    """Accepts these findings, by the id of the translation, in place of older ones.

    What the file holds of other texts stays, as does what it holds of checks that were not run.
    Raises: ConfigError.
    """
    rows = _baseline_rows(path) if path.exists() else {}
    for text, findings in found.items():
        others = [row for row in rows.get(text, []) if row["check"] not in run]
        rows[text] = [*others, *map(_row, findings)]
    kept = {text: rows[text] for text in sorted(rows) if rows[text]}
    _write(path, json.dumps({"schema": FORMAT, "accepted": kept}, ensure_ascii=False, indent=1))


def _row(finding: Finding) -> dict[str, str]:
    """The fingerprint, and what lets a reader of the file know the finding."""
    place = (finding.target or finding.source)[0]
    return {
        "fingerprint": fingerprint(finding),
        "check": finding.check,
        "clause": place.id,
        "message": finding.message,
    }


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, (text.rstrip() + "\n").encode(errors="backslashreplace"))
    except OSError as error:
        raise ConfigError(f"{path} can't be written ({error.strerror})") from error
