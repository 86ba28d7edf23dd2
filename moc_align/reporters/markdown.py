"""For pasting into an issue or a memo: GitHub-flavoured Markdown with the quotes as blockquotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _links as links
from moc_align.reporters import _wording as say
from moc_align.reporters._glosses import LABEL, Glosses, glosses
from moc_align.reporters._markdown_findings import findings
from moc_align.schema import (
    AlignedText,
    Alignment,
    AreaTag,
    Change,
    ChangeKind,
    Document,
    Link,
    Quote,
    Report,
    Unit,
)

BEGINS = 60
"""Characters of a clause shown in a table."""

_BLANKS = re.compile(r"\s+")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SYNTAX = re.compile(r"[\\`*_\[\]|~$]")
_LEADING = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]))")
_REACHING = re.compile(r"@|://|\bwww(?=\.)|#(?=\d)|\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
"""What a forge makes a mention, a link, a reference to an issue or a picture of, even escaped."""
APART = "\u200b"
"""A zero-width space takes such a thing apart and leaves it readable."""


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """The report as Markdown; blocks stand apart by one empty line."""
    bodies = {"parse": _parse, "areas": _areas, "diff": _diff, "align": _align}
    body = {**bodies, "validate": _validate}[report.command]
    blocks = [*body(report), *_signature(report)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escape(words: str) -> str:
    """The words on one line such that Markdown shows them as they are and nothing else."""
    words = _BLANKS.sub(" ", say.plain(words)).strip()
    words = _REACHING.sub(lambda found: found[0] + APART, words)
    words = _SYNTAX.sub(lambda found: "\\" + found[0], words.translate(_ENTITIES))
    return _LEADING.sub(_disarm, words)


def _disarm(found: re.Match[str]) -> str:
    # a number is a list item by the mark after it, the other characters by themselves
    return found[1] + (found[2] + APART if found[2].isdigit() else "\\" + found[2])


def code(words: str) -> str:
    """The words as code; what would end the code or the cell of a table gives way to its like."""
    words = _BLANKS.sub(" ", say.plain(words)).strip().replace("`", "'").replace("|", "¦")
    return f"`{words}`" if words else "—"


def _diff(report: Report) -> Iterator[str]:
    old, new = report.documents
    yield f"# {_name(old)} → {_name(new)}"
    yield _table(
        ("", "Title", "Date, kind, language", "File"),
        [(name, *_facts(document)) for name, document in (("old", old), ("new", new))],
    )
    yield from _notes(report)
    legend = " · ".join(f"{_sign(kind)} {kind.replace('-', ' ')}" for kind in say.SIGNS)
    yield f"Legend: {legend}  \n<sub>{escape(say.SCALE)}</sub>"
    groups = say.groups(report)
    yield _summary(groups)
    glossed = glosses(report)
    for group in groups:
        number = f"{group.number}. " if group.number.isdigit() else ""
        yield f"## {number}{' / '.join(map(escape, group.titles))}"
        yield from _came(group)
        for change in group.changes:
            yield from _change(change, glossed)
        if not group.changes:
            yield "No changes to report."
    yield from _unlike(report)
    yield f"**Total:** {say.totals(report.changes)}"


def _name(document: Document) -> str:
    return escape(document.title or document.id)


def _facts(document: Document) -> tuple[str, str, str]:
    file = _file(document.source, document.sha256)
    return _name(document), escape(say.facts(document)), file


def _file(source: str, sha256: str) -> str:
    return f"{code(source)} ({code(sha256[: say.DIGEST])})"


def _notes(report: Report) -> Iterator[str]:
    yield "\n>\n".join(f"> **Note.** {escape(note)}" for note in report.notes)


def _summary(groups: tuple[say.Group, ...]) -> str:
    rows = []
    for group in groups:
        status = group.status
        came = f"{escape(say.became(status))} ({say.percent(status.confidence)})" if status else ""
        numbers = map(str, say.counted(group.changes))
        rows.append((group.number, "<br>".join(map(escape, group.titles)), came, *numbers))
    told = [change for group in groups for change in group.changes]
    rows.append(("", "all", "", *map(str, say.counted(told))))
    head = ("#", "Area", "What became of it (confidence)", *map(_sign, say.COUNTED))
    return _table(head, rows, "rll" + "r" * len(say.COUNTED))


def _came(group: say.Group) -> Iterator[str]:
    if not group.status:
        return
    status = group.status
    places = " ".join(_where(quote) for quote in status.before)
    parts = [say.sureness(status.score, status.confidence)]
    if status.evidence:
        parts.append(f"because: {escape(say.because(status.evidence))}")
    yield f"{escape(say.became(status))} {places}".rstrip() + f"  \n<sub>{'; '.join(parts)}</sub>"


def _change(change: Change, glossed: Glosses) -> Iterator[str]:
    details = "; ".join(escape(say.detail(found)) for found in change.details)
    yield f"**{_sign(change.kind)} {say.named(change.kind)}**" + (
        f" · {details}" if details else ""
    )
    yield "\n>\n".join(_sides(change, glossed))
    parts = [say.sureness(change.score, change.confidence)]
    if change.evidence:
        parts.append(f"because: {escape(say.because(change.evidence))}")
    reason = f"{escape(change.reason)}  \n" if change.reason else ""
    yield f"{reason}<sub>{'; '.join(parts)}</sub>"


def _sides(change: Change, glossed: Glosses) -> Iterator[str]:
    for name, side in (("new", change.after), ("old", change.before)):
        for quote in side:
            yield f"> **{name}** {escape(quote.text)} {_where(quote)}"
            gloss = glossed.get((name, quote.id))
            if gloss:
                yield f"> *{LABEL}* {escape(gloss)}"


def _unlike(report: Report) -> Iterator[str]:
    found = say.unlike(report)
    if found:
        yield f"## Not comparable ({sum(map(len, found.values()))})"
    for reason, changes in found.items():
        yield escape(reason)
        yield "\n".join(
            f"- {name} {_where(quote)} {escape(_begins(quote.text))}"
            for change in changes
            for name, side in (("new", change.after), ("old", change.before))
            for quote in side
        )


def _areas(report: Report) -> Iterator[str]:
    document = report.documents[0]
    yield f"# {_name(document)}"
    yield _head(document)
    yield from _notes(report)
    rows = []
    for tag in report.tags:
        begins = escape(_begins(document.clause(tag.clause).words))
        told = (say.decimal(tag.score), say.percent(tag.confidence))
        sure = ("", "") if say.outside(tag) else told
        because = escape(say.because(tag.evidence))
        rows.append((code(tag.clause), _area(report, tag), *sure, begins, because))
    yield _table(("Clause", "Area", "Score", "Conf.", "Begins", "Because"), rows, "llrrll")
    counts = [
        (t.number, " / ".join(map(escape, t.titles)), str(t.clauses), str(t.uncertain))
        for t in say.tallies(report)
    ]
    yield _table(("#", "Area", "Clauses", "Uncertain"), counts, "rlrr")


def _area(report: Report, tag: AreaTag) -> str:
    if tag.area is None:
        return "none"
    title = escape(next(iter(say.area_titles(report, tag.area)), ""))
    return f"{tag.area} {title}" + (" **?** (uncertain)" if tag.uncertain else "")


def _parse(report: Report) -> Iterator[str]:
    document = report.documents[0]
    yield f"# {_name(document)}"
    yield _head(document)
    yield from _notes(report)
    yield _table(
        ("Clause", "Kind", "Begins", "Page", "Line"),
        [
            (code(c.id), c.kind, escape(_begins(say.opening(c))), str(c.page), str(c.line))
            for c in document.clauses
        ],
        "lllrr",
    )
    found = Counter(clause.kind for clause in document.clauses)
    kinds = [(kind, str(number)) for kind, number in found.items()]
    yield _table(("Kind", "Clauses"), [*kinds, ("all", str(len(document.clauses)))], "lr")


def _align(report: Report) -> Iterator[str]:
    found = links.alignment(report)
    source, target = (escape(text.title or text.id) for text in (found.source, found.target))
    yield f"# {source} ↔ {target}"
    yield _table(
        ("", "Title", "Language, length", "File"),
        [
            (name, title, links.facts(text, found.unit), _file(text.source, text.sha256))
            for name, title, text in (
                ("source", source, found.source),
                ("target", target, found.target),
            )
        ],
    )
    yield links.manner(found)
    yield from _notes(report)
    legend = " · ".join(f"{sign} {links.LEGEND[mark]}" for mark, sign in links.SIGNS.items())
    yield f"Legend: {legend}  \n<sub>{escape(links.SCALE.format(unit=found.unit))}</sub>"
    head = ("", "Source", "Target", "Link", "Score", "Conf.")
    yield _table(head, [_link(link, found) for link in found.links], "lllrrr")
    yield f"**Total:** {links.totals(links.tally(found))}"
    yield "\n".join(_places(mark, some) for mark, some in links.marked(found.links).items())


def _link(link: Link, found: Alignment) -> tuple[str, ...]:
    signs = "".join(links.SIGNS[mark] for mark in links.marks(link))
    score = links.score(link)
    return (
        f"**{signs}**" if signs else "",
        _passages(link.source, found.source, found.unit),
        _passages(link.target, found.target, found.unit),
        link.shape,
        "" if score is None else say.decimal(score),
        say.percent(link.confidence),
    )


def _passages(ids: Sequence[str], text: AlignedText, unit: Unit) -> str:
    told = []
    for quote in map(text.unit, ids):
        where = f"(l. {quote.line})" if unit == "line" else _where(quote)
        told.append(f"{escape(quote.text)} {where}".strip())
    return "<br>".join(told) or links.NOWHERE


def _places(mark: links.Mark, some: Sequence[Link]) -> str:
    listed = escape(links.listed(mark, some))
    return f"- **{links.SIGNS[mark]}** {links.WORDS[mark]}: {listed}"


def _validate(report: Report) -> Iterator[str]:
    return findings(report, escape, code)


def _head(document: Document) -> str:
    _, facts, source = _facts(document)
    return f"{facts}; {source}"


def _begins(words: str) -> str:
    words = say.plain(words)
    return words if len(words) <= BEGINS else words[: BEGINS - 1].rstrip() + "…"


def _where(quote: Quote) -> str:
    return f"({code(quote.id)}, {say.place(quote)})"


def _sign(kind: ChangeKind) -> str:
    return say.SIGNS[kind].replace("~", "\\~")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], sides: str = "") -> str:
    marks = {"r": "--:", "l": "---"}
    rule = [marks[side] for side in sides or "l" * len(head)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, tuple(rule), *rows))


def _signature(report: Report) -> Iterator[str]:
    lines = [code("; ".join(parts)) for parts in say.signature_lines(report.signature)]
    if lines:
        yield "---"
        yield f"<sub>{'<br>'.join(lines)}</sub>"


REPORTER = Reporter(suffix=".md", render=render)
