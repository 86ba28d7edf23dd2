"""For a spreadsheet: every link as a row of a table with tabs, safe to open.

UTF-8 with a byte order mark, without which Excel takes it for the local encoding. Lines end with
LF: Excel reads that as well as CRLF, and other programs find no CR in the last column. The columns
of the texts are headed by their languages, so that `moc-align train` finds them.

A spreadsheet also takes text for what it looks like. A cell that could be a formula begins with an
apostrophe; a shape is written `1 to 2`, as `1-2` would become the second of January.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _exchange as exchange
from moc_align.schema import Alignment, Link, Report

MARK = "\ufeff"
BLANK = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What some program takes for the end of a cell or of a line."""
CONTROL = re.compile("[\x7f-\x9f]")
"""What a terminal obeys and text does not need."""
FORMULA = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")
"""What some spreadsheet takes for the start of a formula, perhaps after dropping what is unseen.
Source: OWASP, CSV Injection."""


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """The table, its first row the headings."""
    alignment = exchange.alignment_of(report)
    out = StringIO()
    out.write(MARK)
    writer = csv.writer(out, "excel-tab", lineterminator="\n")
    writer.writerow(_headings(alignment))
    writer.writerows(tuple(_row(alignment, link)) for link in alignment.links)
    return out.getvalue()


def _headings(alignment: Alignment) -> tuple[str, ...]:
    return (
        "source ids",
        alignment.source.lang,
        alignment.target.lang,
        "target ids",
        "shape",
        "score",
        "confidence",
        "uncertain",
        "crossing",
        "origin",
        "source line",
        "target line",
    )


def _row(alignment: Alignment, link: Link) -> Iterator[str]:
    source, target = exchange.texts(alignment, link)
    # with a comma between them the numbers 1 and 234 would be one
    yield cell(" + ".join(link.source))
    yield cell(source)
    yield cell(target)
    yield cell(" + ".join(link.target))
    yield link.shape.replace("-", " to ")
    yield exchange.score(link)
    yield exchange.number(link.confidence)
    yield exchange.yes(link.uncertain)
    yield exchange.yes(link.crossing)
    yield link.origin
    yield exchange.line(alignment.source, link.source)
    yield exchange.line(alignment.target, link.target)


def cell(text: str) -> str:
    """The text on one line, with an apostrophe before what could be a formula."""
    flat = exchange.legal(CONTROL.sub(exchange.REPLACEMENT, BLANK.sub(" ", text)))
    return f"'{flat}" if FORMULA.match(flat) else flat


REPORTER = Reporter(suffix=".tsv", render=render, commands=("align",))
