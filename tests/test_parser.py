"""The parser on the real documents, on small layouts with the reason of each, on marked text."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from moc_align.errors import ParseError
from moc_align.parser import parse
from moc_align.parser.enumerations import undertakings
from moc_align.parser.lines import flow
from moc_align.parser.numbering import candidates, kanji_value, roman_value
from moc_align.parser.sentences import split
from moc_align.schema import Document, Genre, Lang, Mark, SourceText, Span

HERE = Path(__file__).parent
CORPORA = HERE.parent / "corpora"
GOLDEN = HERE / "golden" / "parser"
CASES = tomllib.loads((HERE / "cases" / "parser" / "layouts.toml").read_text("utf-8"))["case"]


def parsed(source: SourceText | str, lang: Lang = "en", genre: Genre = "memorandum") -> Document:
    if isinstance(source, str):
        source = SourceText(source)
    return parse(source, id="t", source_name="t.txt", sha256="0", lang=lang, genre=genre)


def outline(document: Document, chars: int | None = None) -> list[str]:
    """A line a clause: id, kind, label, title, text."""
    lines = [
        "  ".join(
            part
            for part in (
                "  " * len(c.path) + c.id,
                f"[{c.kind}]",
                c.label,
                f"<{c.title}>" if c.title else "",
                c.text[:chars],
            )
            if part
        )
        for c in document.clauses
    ]
    return [
        *lines,
        *(
            f"(furniture)  {' / '.join(filter(None, map(str.strip, _lines(document, s))))}"
            for s in document.furniture
        ),
    ]


def _lines(document: Document, span: Span) -> list[str]:
    return document.text[span.start : span.end].splitlines()


def rows(name: str) -> list[list[str]]:
    lines = (HERE / "cases" / "parser" / name).read_text("utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line]


def real(name: str, lang: Lang, genre: Genre) -> Document:
    return parsed((CORPORA / f"{name}.txt").read_text("utf-8"), lang, genre)


@pytest.mark.parametrize(
    ("name", "lang", "genre"),
    [("moc-2.0-ja", "ja", "memorandum"), ("moc-1.0-en", "en", "release")],
)
def test_golden_outline(name: str, lang: Lang, genre: Genre) -> None:
    expected = (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()
    assert outline(real(name, lang, genre), 40) == expected


def test_japanese_memorandum_is_counted() -> None:
    document = real("moc-2.0-ja", "ja", "memorandum")
    kinds = Counter(c.kind for c in document.clauses)
    assert (kinds["article"], kinds["area"], kinds["bullet"], kinds["item"]) == (7, 8, 39, 8)
    assert all(c.id.startswith("art2.area") for c in document.clauses if c.kind == "bullet")
    areas = [c.id for c in document.clauses if c.kind == "area"]
    assert areas == [f"art2.area{n}" for n in range(1, 9)]
    assert document.clause("art2.area1.p1").parent == "art2.area1"
    assert document.clause("art2.area2.b6").text.count("AIエコシステム") == 1, (
        "joined at a page turn"
    )


def test_lines_and_pages_are_those_of_the_source() -> None:
    text = "Memorandum\n\nArticle 1\nPurpose\n\fArticle 2\n\nThe Parties shall meet.\n"
    document = parsed(SourceText(text, pages=(0, text.index("\f") + 1)))
    assert [(c.id, c.page, c.line) for c in document.clauses] == [
        ("title", 1, 1),
        ("art1", 1, 3),
        ("art2", 2, 5),
        ("art2.p1", 2, 7),
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_layout(case: dict[str, str]) -> None:
    document = parsed(case["text"], case["lang"], case["genre"])
    assert outline(document) == case["outline"].splitlines(), case["reason"]


def test_marks_tell_headings_and_depths() -> None:
    rows = [
        ("Joint statement", "heading", 1),
        ("The Ministers met.", "paragraph", 0),
        ("Energy", "heading", 2),
        ("Hydrogen", "item", 1),
        ("production", "item", 2),
        ("transport", "item", 2),
        ("Grids", "item", 1),
        ("Digital", "heading", 2),
        ("They will share data.", "paragraph", 0),
    ]
    text, marks = "", []
    for words, kind, level in rows:
        marks.append(Mark(len(text), kind, level))  # type: ignore[arg-type]
        text += f"{words}\n\n"
    document = parsed(SourceText(text, flowed=True, marks=tuple(marks)), genre="statement")
    assert outline(document) == [
        "title  [title]  Joint statement",
        "pre1  [preamble]  The Ministers met.",
        "sec1  [section]  <Energy>",
        "  sec1.b1  [bullet]  Hydrogen",
        "    sec1.b1.b1  [bullet]  production",
        "    sec1.b1.b2  [bullet]  transport",
        "  sec1.b2  [bullet]  Grids",
        "sec2  [section]  <Digital>",
        "  sec2.p1  [paragraph]  They will share data.",
    ]


def test_flowed_lines_are_not_joined() -> None:
    first, second = "The first block ends here and is", "another block than this one."
    text = f"Statement\n\nThey met today.\n\n{first}\n\n{second}\n"
    document = parsed(SourceText(text, flowed=True), genre="statement")
    assert [c.text for c in document.clauses][1:] == [
        "They met today.",
        first,
        second,
    ]


def test_known_furniture_is_read_over() -> None:
    text = "第１条　目的\n本覚書は協力を\n- 1 -\n促進する。\n"
    at = text.index("- 1 -")
    document = parsed(SourceText(text, furniture=(Span(at, at + 5),)), "ja")
    assert "- 1 -" not in "".join(c.text for c in document.clauses)
    assert document.furniture == (Span(at, at + 5),)


@pytest.mark.parametrize("text", ["", "\n\n \f", "・・・ − ○ 。"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match=r"^t\.txt: .*no words"):
        parsed(text)


def test_metadata_is_passed_on() -> None:
    document = parse(
        SourceText("Memorandum of Cooperation\n\n1. They agree.\n"),
        id="x", source_name="x.txt", sha256="ab", lang="en", genre="memorandum",
        version="1.0", date="2018-10-29",
    )  # fmt: skip
    assert (document.id, document.version, document.date) == ("x", "1.0", "2018-10-29")
    assert (document.title, document.source) == ("Memorandum of Cooperation", "x.txt")


@pytest.mark.parametrize(("lang", "text", "sentences", "reason"), rows("sentences.tsv"))
def test_sentences(lang: Lang, text: str, sentences: str, reason: str) -> None:
    assert split(text, lang) == tuple(sentences.split("|")), reason


@pytest.mark.parametrize(("lang", "text", "members", "reason"), rows("enumerations.tsv"))
def test_enumerations(lang: Lang, text: str, members: str, reason: str) -> None:
    _, parts = undertakings(text, Span(0, len(text)), lang, titled=True)
    found = [text[part.text.start : part.text.end].strip() for part in parts]
    bare = [part.removesuffix(" and").rstrip(",、") for part in found]
    assert bare == ([] if members == "-" else members.split("|")), reason


@pytest.mark.parametrize(("line", "style", "numbers", "label", "reason"), rows("labels.tsv"))
def test_labels(line: str, style: str, numbers: str, label: str, reason: str) -> None:
    readings = candidates(line)
    if style == "-":
        assert not readings, reason
        return
    found = {(r.style, "-".join(map(str, r.numbers)), r.label) for r in readings}
    assert (style, numbers.strip("*"), label) in found, reason


@pytest.mark.parametrize(("text", "joined", "reason"), rows("joins.tsv"))
def test_joins(text: str, joined: str, reason: str) -> None:
    assert flow(text.replace("\\n", "\n")) == joined, reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十三", 23),
        ("百五", 105),
        ("二〇二五", 2025),
        ("元", 1),
        ("十", 10),
        ("条", None),
        ("〇", None),
    ],
)
def test_kanji_numbers(text: str, value: int | None) -> None:
    assert kanji_value(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("iv", 4), ("XIV", 14), ("viii", 8), ("iiii", None), ("mix", 1009), ("", None)],
)
def test_roman_numbers(text: str, value: int | None) -> None:
    assert roman_value(text) == value
