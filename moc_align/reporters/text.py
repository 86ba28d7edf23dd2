"""For reading in a terminal: wrapped to its width, with colour where it has any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _wording as say
from moc_align.reporters._glosses import LABEL, Glosses, glosses
from moc_align.reporters._text_alignment import WIDEST, alignment
from moc_align.reporters._text_findings import findings
from moc_align.reporters._text_passage import WIDE, Passage, notes, passage, solid
from moc_align.schema import AreaTag, Change, ChangeKind, Document, Evidence, Quote, Report

NARROW = 60
"""Columns below which the tables have no room; a smaller terminal wraps by itself."""
STYLES: dict[ChangeKind, str] = {
    "added": "green",
    "carried": "cyan",
    "changed": "yellow",
    "dropped": "red",
    "uncertain": "bold magenta",
    "not-comparable": "dim",
}
STATUS_STYLES = {"new": "green", "dropped": "red", "uncertain": "bold magenta"}


def render(report: Report, screen: Screen) -> str:
    """The report for a screen of that width; 60 to 120 columns are used, 150 for two texts."""
    out = StringIO()
    widest = WIDEST if report.command == "align" else WIDE
    # what the environment could decide is decided here: equal input gives equal bytes
    console = Console(
        file=out,
        width=min(max(screen.width, NARROW), widest),
        height=100,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    bodies = {"parse": _parse, "areas": _areas, "diff": _diff, "align": alignment}
    body = {**bodies, "validate": findings}[report.command]
    for part in body(report):
        # no line is too long, and to look for one takes as long as to write them
        console.print(part, crop=False)
    for line in say.signature_lines(report.signature):
        console.print(passage(("; ".join(map(solid, line)), "dim")))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _diff(report: Report) -> Iterator[RenderableType]:
    old, new = report.documents
    yield from _versus(old, new)
    yield from notes(report)
    yield ""
    legend = [
        (f"{sign} {kind.replace('-', ' ')}   ", STYLES[kind]) for kind, sign in say.SIGNS.items()
    ]
    yield passage(*((words.replace(" ", "\xa0", 1), style) for words, style in legend))
    yield passage((say.SCALE, "dim"))
    groups = say.groups(report)
    yield _summary(groups)
    glossed = glosses(report)
    for group in groups:
        yield from _group_heading(group)
        for change in group.changes:
            yield from _change(change, glossed)
        if not group.changes:
            yield passage(("no changes to report", "dim"), lead=("   ", ""))
            yield ""
    yield from _unlike(report)
    yield passage(("Total: ", "bold"), (say.totals(report.changes), ""))
    yield ""


def _versus(old: Document, new: Document) -> Iterator[RenderableType]:
    for name, document in (("  old ", old), ("→ new ", new)):
        yield passage((document.title or document.id, "bold"), lead=(name, "dim"))
        facts = f"{say.facts(document)}; {say.origin(document)}"
        yield passage((facts, "dim"), lead=(" " * len(name), ""))


def _summary(groups: tuple[say.Group, ...]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    sums = [sum(column) for column in zip(*(say.counted(g.changes) for g in groups), strict=True)]
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Area", Text("all"), ratio=4)
    table.add_column("What became of it (confidence)", ratio=5)
    for kind, number in zip(say.COUNTED, sums or [0] * len(say.COUNTED), strict=True):
        table.add_column(
            Text(say.SIGNS[kind], STYLES[kind]),
            _figure(number, kind),
            justify="right",
            no_wrap=True,
        )
    table.expand = True
    for group in groups:
        status: RenderableType = ""
        if group.status:
            style = STATUS_STYLES.get(group.status.status, "")
            sure = f" ({say.percent(group.status.confidence)})"
            status = passage((say.became(group.status), style), (sure, "dim"))
        counts = zip(say.counted(group.changes), say.COUNTED, strict=True)
        table.add_row(
            group.number, _titles(group), status, *(_figure(n, kind) for n, kind in counts)
        )
    return table


def _titles(group: say.Group) -> RenderableType:
    return Group(*(passage((title, "dim" if i else "")) for i, title in enumerate(group.titles)))


def _figure(number: int, kind: ChangeKind) -> Text:
    return Text(str(number), STYLES[kind]) if number else Text("0", "dim")


def _group_heading(group: say.Group) -> Iterator[RenderableType]:
    yield Rule(style="dim")
    yield passage((" / ".join(group.titles), "bold"), lead=(f"{group.number} ", "bold"))
    if group.status:
        status, indent = group.status, (" " * (len(group.number) + 1), "")
        style = STATUS_STYLES.get(status.status, "")
        sure = "  " + solid(say.sureness(status.score, status.confidence))
        yield passage((say.became(status), style), (sure, "dim"), lead=indent)
        if status.before:
            places = " ".join(solid(_where(quote)) for quote in status.before)
            yield passage((places, "dim"), lead=indent)
        yield from _because(status.evidence, indent)
    yield ""


def _change(change: Change, glossed: Glosses) -> Iterator[RenderableType]:
    style, indent = STYLES[change.kind], ("   ", "")
    details = "; ".join(say.detail(found) for found in change.details)
    sign = (f" {say.SIGNS[change.kind]} ", style)
    yield passage(
        (say.named(change.kind), style), ("  " + details if details else "", "bold"), lead=sign
    )
    for name, side in (("   new ", change.after), ("   old ", change.before)):
        for quote in side:
            place = "  " + solid(_where(quote))
            yield passage((quote.text, ""), (place, "dim"), lead=(name, "dim"))
            gloss = glossed.get((name.strip(), quote.id))
            if gloss:
                yield passage((gloss, "italic"), lead=(f"       {LABEL} ", "dim"))
    if change.reason:
        yield passage((change.reason, ""), lead=indent)
    yield from _because(change.evidence, indent)
    yield passage((say.sureness(change.score, change.confidence), "dim"), lead=indent)
    yield ""


def _because(
    evidence: tuple[Evidence, ...], indent: tuple[str, str] = ("", "")
) -> Iterator[Passage]:
    if evidence:
        yield passage((f"because: {say.because(evidence)}", "dim"), lead=indent)


def _unlike(report: Report) -> Iterator[RenderableType]:
    found = say.unlike(report)
    if not found:
        return
    yield passage((f"Not comparable ({sum(map(len, found.values()))})", "bold"))
    for reason, changes in found.items():
        yield passage((reason, ""), lead=(" ", ""))
        grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False, expand=True)
        for ratio in (None, None, 1):
            grid.add_column(ratio=ratio)
        for change in changes:
            for name, side in (("new", change.after), ("old", change.before)):
                for quote in side:
                    sign = f"{say.SIGNS['not-comparable']} {name}"
                    where = passage((f"{quote.id}, {say.place(quote)}", "dim"))
                    grid.add_row(Text(sign, "dim"), where, _first(quote.text))
        yield Padding(grid, (0, 0, 1, 1))


def _areas(report: Report) -> Iterator[RenderableType]:
    document = report.documents[0]
    yield passage((document.title or document.id, "bold"))
    yield passage((f"{say.facts(document)}; {say.origin(document)}", "dim"))
    yield from notes(report)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("Clause", overflow="fold")
    table.add_column("Area", ratio=2)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Conf.", justify="right", no_wrap=True)
    table.add_column("Begins; because", ratio=3)
    for tag in report.tags:
        clause = document.clause(tag.clause)
        table.add_row(
            passage((tag.clause, "")),
            _area(report, tag),
            "" if say.outside(tag) else say.decimal(tag.score),
            "" if say.outside(tag) else say.percent(tag.confidence),
            Group(_first(clause.words), *_because(tag.evidence)),
        )
    yield table
    yield from _counts(report)


def _area(report: Report, tag: AreaTag) -> Passage:
    if tag.area is None:
        return passage(("–" if say.outside(tag) else "none", "dim"))
    title = next(iter(say.area_titles(report, tag.area)), "")
    mark = ("? ", STYLES["uncertain"]) if tag.uncertain else ("", "")
    return passage(
        mark, (f"{tag.area} {title}", ""), (" (uncertain)" if tag.uncertain else "", "dim")
    )


def _counts(report: Report) -> Iterator[RenderableType]:
    yield ""
    yield passage((f"Clauses by area ({len(report.tags)})", "bold"))
    for tally in say.tallies(report):
        doubt = f"  {tally.uncertain} uncertain" if tally.uncertain else ""
        lead = (f"{tally.clauses:5}  {tally.number:>2} ", "")
        yield passage((" / ".join(tally.titles), ""), (doubt, STYLES["uncertain"]), lead=lead)
    yield ""


def _parse(report: Report) -> Iterator[RenderableType]:
    document = report.documents[0]
    yield passage((document.title or document.id, "bold"))
    yield passage((f"{say.facts(document)}; {say.origin(document)}", "dim"))
    yield from notes(report)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("Clause", overflow="fold")
    table.add_column("Kind", no_wrap=True)
    table.add_column("Begins", ratio=1)
    table.add_column("Page, line", no_wrap=True)
    for clause in document.clauses:
        words = _first("  " * len(clause.path) + say.opening(clause))
        table.add_row(passage((clause.id, "")), clause.kind, words, f"{clause.page}, {clause.line}")
    yield table
    found = Counter(clause.kind for clause in document.clauses)
    kinds = ", ".join(f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in found.items())
    count = len(document.clauses)
    yield passage((f"{count} clause{'s' * (count > 1)}: ", "bold"), (kinds, ""))
    if document.furniture:
        size = sum(span.end - span.start for span in document.furniture)
        kept = f"Kept out as page furniture: {size} characters, listed in the JSON report"
        yield passage((kept, "dim"))
    yield ""


def _where(quote: Quote) -> str:
    return f"[{quote.id}, {say.place(quote)}]"


def _first(words: str) -> Text:
    """As much of it as the column has room for."""
    return Text(say.plain(words), no_wrap=True, overflow="ellipsis")


REPORTER = Reporter(suffix=".txt", render=render)
