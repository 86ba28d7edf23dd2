"""Properties that hold for every text: nothing lost, nothing twice, no exception but ParseError."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moc_align.errors import ParseError
from moc_align.parser import parse
from moc_align.schema import (
    GENRES,
    HEADING_KINDS,
    LANGS,
    Document,
    Genre,
    Lang,
    Mark,
    SourceText,
    Span,
)

ROOT = Path(__file__).parent.parent
REAL: tuple[tuple[str, Lang, Genre], ...] = (
    ("corpora/moc-2.0-ja.txt", "ja", "memorandum"),
    ("corpora/moc-1.0-en.txt", "en", "release"),
    ("tests/pairs/chile-space/old.en.txt", "en", "memorandum"),
    ("tests/pairs/chile-space/new.ja.txt", "ja", "memorandum"),
    ("tests/pairs/kenya-agriculture/old.en.txt", "en", "release"),
    ("tests/pairs/kenya-agriculture/new.ja.txt", "ja", "memorandum"),
    ("tests/pairs/statement-transport/old.en.txt", "en", "statement"),
    ("tests/pairs/statement-transport/new.en.txt", "en", "statement"),
    ("tests/pairs/vietnam-energy/old.ja.txt", "ja", "release"),
    ("tests/pairs/vietnam-energy/new.en.txt", "en", "memorandum"),
)
FORBIDDEN = "、。）」』ー・ッャュョァィゥェォ"
SEPARATORS = set(" :：.．、,，―—–-‐・()（）")
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)


def parsed(source: SourceText | str, lang: Lang, genre: Genre) -> Document:
    if isinstance(source, str):
        source = SourceText(source)
    return parse(source, id="t", source_name="t.txt", sha256="0", lang=lang, genre=genre)


def solid(text: str) -> str:
    """The text without white space and the invisible characters that the parser skips."""
    return re.sub(r"[\s\ufeff\u200b]+", "", text)


def without(text: str, spans: tuple[Span, ...]) -> str:
    for span in spans:
        text = (
            text[: span.start] + re.sub(r"\S", " ", text[span.start : span.end]) + text[span.end :]
        )
    return text


def check(document: Document) -> None:
    """All the invariants of a parsed text."""
    text = without(document.text, document.furniture)
    whole = solid(text)
    end = 0
    labels = "".join(solid(c.label) for c in document.clauses)
    gaps = ""
    for clause in document.clauses:
        assert clause.span.start >= end
        gaps += solid(text[end : clause.span.start])
        inside = solid(text[clause.span.start : clause.span.end])
        said = solid(clause.text)
        assert said in whole
        if clause.kind in HEADING_KINDS:
            assert not clause.text
            assert solid(clause.title) in inside
            assert not (set(inside.replace(solid(clause.title), "", 1)) - _edges())
        else:
            assert not clause.title
            assert inside.startswith(said)
            assert re.fullmatch(r"[,;、，；]?(?:and|or|aswellas)?", inside[len(said) :])
        assert solid("".join(clause.sentences)) == said
        line_start = document.text.rfind("\n", 0, clause.span.start) + 1
        assert clause.line <= document.text.count("\n", 0, line_start) + 1
        end = clause.span.end
    gaps += solid(text[end:])
    assert "".join(c for c in gaps if c not in SEPARATORS) == "".join(
        c for c in labels if c not in SEPARATORS
    )
    ids = [c.id for c in document.clauses]
    assert len(set(ids)) == len(ids)
    for before, after in pairwise(document.clauses):
        assert before.span.end <= after.span.start


def _edges() -> set[str]:
    return set(":：.―—–-()（）【】[]〔〕＜＞《》〈〉<>")


def paragraphs(document: Document) -> list[str]:
    """Each clause as one line, its label before it; what is on one line stays on one line."""
    text = without(document.text, document.furniture)
    cuts = [0]
    for clause in document.clauses[1:]:
        before = text[cuts[-1] : clause.span.start]
        cut = before.rfind("\n")
        if cut >= 0 and clause.line > _line(document, cuts[-1]):
            first = _offset_of_line(text, clause.line)
            if first > cuts[-1]:
                cuts.append(first)
        if clause.kind == "preamble" and clause.label:
            cuts.append(clause.span.start)
    cuts.append(len(text))
    flat = [_flat(text[a:b]) for a, b in pairwise(cuts)]
    return [line for line in flat if line]


def _line(document: Document, at: int) -> int:
    return document.text.count("\n", 0, at) + 1


def _offset_of_line(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at


def _flat(text: str) -> str:
    flat = ""
    for part in (" ".join(line.split()) for line in text.splitlines()):
        if flat and part and flat[-1].isascii() and part[0].isascii():
            flat += " "
        flat += part
    return flat


def wrapped(line: str, columns: int) -> list[str]:
    """The line broken as word processors do it: Latin words whole, no stop at a line start."""
    out, row, width = [], "", 0
    for piece in re.findall(r"[!-~]+|\s+|.", line):
        wide = sum(1 if ord(c) < 0x1100 else 2 for c in piece)
        if row.strip() and width + wide > columns and piece not in FORBIDDEN:
            out.append(row.strip())
            row, width = "", 0
        row, width = row + piece, width + wide
    return [*out, row.strip()] if row.strip() else out


def laid_out(lines: list[str], columns: int, blank: bool) -> str:
    between, inner = ("\n\n \n\n", "\n\n") if blank else ("\n\n", "\n")
    return between.join(inner.join(wrapped(line, columns)) for line in lines) + "\n"


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("columns", [30, 44, 60, 10**9])
@pytest.mark.parametrize(("name", "lang", "genre"), REAL)
def test_real_documents_do_not_depend_on_their_wraps(
    name: str, lang: Lang, genre: Genre, columns: int, blank: bool
) -> None:
    document = parsed((ROOT / name).read_text("utf-8"), lang, genre)
    again = parsed(laid_out(paragraphs(document), columns, blank), lang, genre)
    assert [(c.id, c.kind, solid(c.title), solid(c.text)) for c in again.clauses] == [
        (c.id, c.kind, solid(c.title), solid(c.text)) for c in document.clauses
    ]


@pytest.mark.parametrize(("name", "lang", "genre"), REAL)
def test_real_documents_keep_the_invariants(name: str, lang: Lang, genre: Genre) -> None:
    check(parsed((ROOT / name).read_text("utf-8"), lang, genre))


LABELS = (
    "第１条", "第二条", "第三条の二", "Article 1", "ARTICLE II", "Section 3", "第一章",
    "Annex",
    "附則", "別表第一", "1.", "２．", "3)", "(1)", "（２）", "(a)", "b)", "i)", "ii)",
    "（ア）", "イ",
    "①", "一", "A.", "IV.", "−", "・", "- ", "○", "1.1", "1.1.1", "第２項", "§ 4",
    "Paragraph 1",
)  # fmt: skip
WORDS = (
    "両当事者は協力する。", "半導体エコシステム", "（目的）", "：総論", "次の事項を行う。",
    "The Parties shall cooperate.", "Purpose", "Title: sharing of data, training of staff, etc.",
    "the following: (a) one; (b) two; and (c) three.", "2025年8月25日", "August 25, 2025",
    "（仮訳）", "Done at Tokyo on 1 May 2020.", "For the Ministry of X", "お問合せ先", "Home",
    "in accordance with", "Article 3", "「以下「甲」という。」", "○支援：拠点の設置、人材の交流等",
)  # fmt: skip
BREAKS = ("\n", "\n\n", "\n \n\n", "\f", "\r\n", " ", "\u3000", "\n　　")
GENERATED = st.lists(
    st.tuples(st.sampled_from((*LABELS, "")), st.sampled_from(WORDS), st.sampled_from(BREAKS)),
    min_size=1,
    max_size=24,
).map(lambda rows: "".join("".join(row) for row in rows))
ANYTHING = st.text(
    st.one_of(
        st.sampled_from(" \n\f\r\t\u3000.。、,:：;()（）「」[]-−・○0123１２一二三条章第Aaivx&"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=200,
)


@SLOW
@given(GENERATED, st.sampled_from(LANGS), st.sampled_from(GENRES))
def test_generated_documents_keep_the_invariants(text: str, lang: Lang, genre: Genre) -> None:
    check(parsed(text, lang, genre))


@SLOW
@given(ANYTHING, st.sampled_from(LANGS), st.sampled_from(GENRES))
def test_any_text_parses_or_is_refused(text: str, lang: Lang, genre: Genre) -> None:
    if not any(char.isalnum() for char in text):
        with pytest.raises(ParseError, match=r"t\.txt"):
            parsed(text, lang, genre)
    else:
        check(parsed(text, lang, genre))


@SLOW
@given(GENERATED, st.sampled_from(LANGS), st.sampled_from(GENRES), st.data())
def test_marks_and_furniture_keep_the_invariants(
    text: str, lang: Lang, genre: Genre, data: st.DataObject
) -> None:
    starts = [match.start() for match in re.finditer(r"(?m)^", text) if match.start() < len(text)]
    marks = []
    for start in starts:
        kind = data.draw(st.sampled_from(["heading", "item", "paragraph", None]))
        if kind is not None:
            level = 0 if kind == "paragraph" else data.draw(st.integers(1, 4))
            marks.append(Mark(start, kind, level))
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    furniture = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    source = SourceText(text, (0,), data.draw(st.booleans()), tuple(marks), furniture)
    try:
        document = parsed(source, lang, genre)
    except ParseError:
        assert not any(char.isalnum() for char in without(text, furniture))
        return
    assert set(furniture) <= set(document.furniture)
    check(document)


@given(GENERATED, st.sampled_from(LANGS))
@SLOW
def test_parsing_twice_is_parsing_once(text: str, lang: Lang) -> None:
    assert parsed(text, lang, "treaty") == parsed(text, lang, "treaty")
