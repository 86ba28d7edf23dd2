"""The parser: text -> `Document` with its clauses in reading order."""

from __future__ import annotations

from dataclasses import replace

from moc_align.errors import ParseError
from moc_align.parser.blocks import blocks_of
from moc_align.parser.clauses import Emitter
from moc_align.parser.front import Margins
from moc_align.parser.furniture import Furniture
from moc_align.parser.leads import lead_ins
from moc_align.parser.lines import lines_of, masked, wrap_of
from moc_align.parser.pagination import Pagination
from moc_align.parser.tree import Tree
from moc_align.schema import Document, Genre, Lang, SourceText, Span

MOST_CLAUSES = 20_000
"""The longest statutes and treaties have some 10,000."""


def parse(
    source: SourceText,
    *,
    id: str,  # noqa: A002
    source_name: str,
    sha256: str,
    lang: Lang,
    genre: Genre,
    version: str = "",
    date: str = "",
) -> Document:
    """The document of a text. Raises: ParseError where there are no words in it."""
    text = masked(source)
    lines = lines_of(source, text)
    furniture: tuple[Span, ...] = tuple(sorted(source.furniture))
    if not any(char.isalnum() for char in text):
        raise ParseError(
            f"{source_name}: there are no words in it; check that the file holds text, not a scan"
        )
    paged = Pagination(text, lines, source.flowed)
    pages = paged.starts() if len(source.pages) == 1 else source.pages
    found = Furniture(text, lines, genre, paged.strays()).spans()
    if found:
        furniture = tuple(sorted((*furniture, *found)))
        source = replace(source, furniture=furniture, pages=pages)
        text = masked(source)
        lines = lines_of(source, text)
    wrap = wrap_of(text, lines, source.flowed)
    blocks = blocks_of(text, lines, wrap, source.flowed)
    _check_length(len(blocks), source_name)
    tree = Tree(text, genre)
    parts = Margins(tree, genre).split(blocks)
    body, after = tree.grow(parts.body), tree.grow(parts.after)
    if genre in ("release", "statement"):
        body = lead_ins(tree, body)
    emitter = Emitter(text, source.pages, lang, genre)
    emitter.name_kinds((*body, *after))
    emitter.emit((*parts.front, *body, *parts.closing, *after))
    _check_length(len(emitter.clauses), source_name)
    title = next((clause.text for clause in emitter.clauses if clause.kind == "title"), "")
    return Document(
        id=id,
        lang=lang,
        genre=genre,
        version=version,
        date=date,
        title=title,
        source=source_name,
        sha256=sha256,
        text=source.text,
        clauses=tuple(emitter.clauses),
        furniture=furniture,
    )


def _check_length(clauses: int, name: str) -> None:
    if clauses > MOST_CLAUSES:
        raise ParseError(f"{name}: more than {MOST_CLAUSES:,} clauses; split it and give one part")
