"""What the reports for people say in the same words: groups, signs, phrases, signature.

The phrases may hold words of a document; whoever prints one passes it through `plain` first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from moc_align.schema import (
    LANGUAGES,
    AreaStatus,
    AreaStatusKind,
    AreaTag,
    Change,
    ChangeKind,
    Clause,
    Detail,
    Document,
    Evidence,
    Lang,
    Quote,
    Report,
    Signature,
)

SIGNS: dict[ChangeKind, str] = {
    "added": "+",
    "carried": "=",
    "changed": "~",
    "dropped": "−",
    "uncertain": "?",
    "not-comparable": "·",
}
COUNTED: tuple[ChangeKind, ...] = ("added", "carried", "changed", "dropped", "uncertain")
"""Kinds with a column of their own in the summary."""
STATUSES: dict[AreaStatusKind, str] = {
    "continued": "continued from {}",
    "renamed": "renamed, was {}",
    "split": "split off from {}",
    "merged": "merged from {}",
    "new": "new, no forerunner found",
    "dropped": "dropped, no successor found",
    "uncertain": "uncertain, perhaps from {}",
}
SCALE = (
    "Score: how closely two passages match, 0 to 1. Confidence: how sure the tool is of its claim. "
    "Because: words of the old text = words of the new one (weight)."
)
OUTSIDE = "Outside the areas"
SHORT = 40
"""Characters of a quote inside an evidence line; the JSON report has it whole."""
DIGEST = 12
"""Hexadecimal digits shown of a digest, as `git` does in a repository of some size."""

_BLANK = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]")
_CONTROL = re.compile("[\0-\x1f]")
_TURNING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """The text on one line, with nothing in it that a terminal obeys or that turns it round."""
    text = _UNSEEN.sub("", _BLANK.sub(" ", text))
    text = _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])), text)
    return _TURNING.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that are told together: those of an area, of a dropped section, or the others."""

    number: str
    titles: tuple[str, ...]
    """In the language of the new document, then in English."""
    status: AreaStatus | None
    changes: tuple[Change, ...]


def groups(report: Report) -> tuple[Group, ...]:
    """Areas in the order of the report, then the changes outside; not-comparable ones left out."""
    old, new = report.documents
    above = {clause.id: (*clause.path, clause.id) for clause in old.clauses}
    rest = [change for change in report.changes if change.kind != "not-comparable"]
    found: list[Group] = []
    for status in report.areas:
        belongs = [_belongs(change, status, above) for change in rest]
        mine = [change for change, yes in zip(rest, belongs, strict=True) if yes]
        rest = [change for change, yes in zip(rest, belongs, strict=True) if not yes]
        titles = titles_in(new.lang, status.titles) or tuple(q.text for q in status.before)
        found.append(Group(_figure(status.area), titles, status, tuple(mine)))
    for number in sorted({change.area for change in rest if change.area is not None}):
        mine = [change for change in rest if change.area == number]
        found.append(Group(str(number), area_titles(report, number), None, tuple(mine)))
    others = tuple(change for change in rest if change.area is None)
    return (*found, Group("–", (OUTSIDE,), None, others)) if others else tuple(found)


def _belongs(change: Change, status: AreaStatus, above: dict[str, tuple[str, ...]]) -> bool:
    if status.area is not None or change.area is not None:
        return change.area == status.area
    # a section of the old text has no number: what stood under its heading is told with it
    headings = {quote.id for quote in status.before}
    return not change.after and any(
        headings.intersection(above.get(quote.id, ())) for quote in change.before
    )


def _figure(number: int | None) -> str:
    return "–" if number is None else str(number)


def titles_in(lang: Lang, titles: tuple[tuple[Lang, str], ...]) -> tuple[str, ...]:
    """The title in that language and the English one, each once, as far as there are any."""
    by_lang = dict(titles)
    wanted = (by_lang.get(lang, ""), by_lang.get("en", ""))
    return tuple(dict.fromkeys(title for title in wanted if title)) or tuple(
        title for _, title in titles[:1]
    )


def area_titles(report: Report, number: int | None) -> tuple[str, ...]:
    """Titles of an area of the report's scheme, in the language of its last document."""
    known = report.scheme.areas if report.scheme else ()
    titles = next((area.titles for area in known if area.number == number), ())
    return titles_in(report.documents[-1].lang, titles)


def counted(changes: Iterable[Change]) -> tuple[int, ...]:
    """How many there are of each kind, in the order of `COUNTED`."""
    found = Counter(change.kind for change in changes)
    return tuple(found[kind] for kind in COUNTED)


def totals(changes: Iterable[Change]) -> str:
    """All kinds with their numbers: `3 added, 1 carried, ...`."""
    found = Counter(change.kind for change in changes)
    return ", ".join(f"{found[kind]} {kind.replace('-', ' ')}" for kind in SIGNS)


def unlike(report: Report) -> dict[str, list[Change]]:
    """Not-comparable changes by reason, in the order of the report."""
    found: dict[str, list[Change]] = {}
    for change in report.changes:
        if change.kind == "not-comparable":
            found.setdefault(change.reason, []).append(change)
    return found


def facts(document: Document) -> str:
    """Date, genre, language and version of a document, as far as they are known."""
    genre = "press release" if document.genre == "release" else document.genre
    version = f"version {document.version}" if document.version else ""
    parts = (document.date or "undated", genre, LANGUAGES[document.lang], version)
    return ", ".join(part for part in parts if part)


def origin(document: Document) -> str:
    """Where a document came from, with the short digest of its bytes."""
    return f"{document.source} ({document.sha256[:DIGEST]})"


def opening(clause: Clause) -> str:
    """A clause from its label on."""
    return " ".join(part for part in (clause.label, clause.title, clause.text) if part)


def named(kind: ChangeKind) -> str:
    """The kind of a change as the heading of a change has it."""
    return "uncertain, to be read by a person" if kind == "uncertain" else kind


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clauses an area has, and how many of them only perhaps."""

    number: str
    titles: tuple[str, ...]
    clauses: int
    uncertain: int


def tallies(report: Report) -> tuple[Tally, ...]:
    """One for each area of the scheme, empty ones too, then one for the clauses without any."""
    found = Counter(tag.area for tag in report.tags)
    unsure = Counter(tag.area for tag in report.tags if tag.uncertain)
    known = [area.number for area in report.scheme.areas] if report.scheme else []
    numbers = dict.fromkeys((*known, *sorted(n for n in found if n is not None), None))
    return tuple(
        Tally(
            _figure(number),
            ("no area",) if number is None else area_titles(report, number),
            found[number],
            unsure[number],
        )
        for number in numbers
    )


def outside(tag: AreaTag) -> bool:
    """True where a clause belongs to no area by its kind, so that no score speaks of it."""
    return tag.area is None and any(found.kind == "role" for found in tag.evidence)


def place(quote: Quote) -> str:
    """Page and line of a quote: `p. 3, l. 120`."""
    return f"p. {quote.page}, l. {quote.line}"


def became(status: AreaStatus) -> str:
    """What became of an area, with the old headings it goes back to."""
    headings = " and ".join(f"“{quote.text}”" for quote in status.before)
    phrase = STATUSES[status.status]
    known = {title for _, title in status.titles}
    renamed = known and any(quote.text not in known for quote in status.before)
    if status.status == "dropped" and renamed:
        return f"{phrase}, was {headings}"
    return phrase.replace("{}", headings) if headings or "{}" not in phrase else status.status


def sureness(score: float | None, confidence: float) -> str:
    """`score .62, confidence 71%`; without the score where nothing is linked."""
    sure = f"confidence {percent(confidence)}"
    return sure if score is None else f"score {decimal(score)}, {sure}"


def decimal(value: float) -> str:
    """Two digits without the zero before them: `.62`; 1.00 for a whole one only."""
    size = f"{_hundredths(value) / 100:.2f}".removeprefix("0")
    return f"−{size}" if value < 0 and size != ".00" else size


def percent(value: float) -> str:
    """`71%`; 100% for certainty only."""
    return f"{_hundredths(value)}%"


def _hundredths(value: float) -> int:
    rounded = round(abs(value) * 100)
    return min(rounded, 99) if abs(value) < 1 else rounded


def detail(found: Detail) -> str:
    """`place: — → Nairobi`."""
    return f"{found.kind}: {found.before or '—'} → {found.after or '—'}"


TOLD = 0.1
"""Weight from which a shared word is shown."""


def because(evidence: tuple[Evidence, ...]) -> str:
    """What a claim rests on, old = new: `name JETRO = JETRO (.20); similarity (.58)`.

    Words that hardly count are left out here; the JSON report has them all.
    """
    told = []
    for found in evidence:
        if found.kind in ("name", "term") and found.weight < TOLD:
            continue
        if found.kind == "links":
            count = f"{found.weight:.0f}"
            told.append(f"{count} clause{'' if count == '1' else 's'} linked")
            continue
        if found.kind in ("heading", "role"):
            told.append(f"{found.kind} {_short(found.source)}")
            continue
        sides = [_short(side) for side in (found.source, found.target) if side]
        parts = (found.kind, " = ".join(sides), f"({decimal(found.weight)})")
        told.append(" ".join(part for part in parts if part))
    return "; ".join(told)


def _short(text: str) -> str:
    text = plain(text)
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def signature_lines(signature: Signature | None) -> tuple[tuple[str, ...], ...]:
    """What the report was made with: lines of parts: the tool, its settings, its inputs."""
    if signature is None:
        return ()
    model = f"model {signature.model}" if signature.model else "no model"
    if signature.model_sha256:
        model += f" ({signature.model_sha256[:DIGEST]})"
    scheme = f"scheme {signature.scheme}" if signature.scheme else ""
    scoring = f"scoring {signature.scoring}" if signature.scoring else ""
    limits = ", ".join(f"{name} {value:g}" for name, value in signature.thresholds)
    settings = tuple(f"{name} {value}" for name, value in signature.settings)
    lines = (
        (f"moc-align {signature.version}", model),
        (scheme, scoring, f"thresholds {limits}" if limits else ""),
        (f"settings {settings[0]}", *settings[1:]) if settings else (),
        tuple(f"input {name} ({sha256[:DIGEST]})" for name, sha256 in signature.inputs),
    )
    return tuple(parts for line in lines if (parts := tuple(filter(None, line))))
