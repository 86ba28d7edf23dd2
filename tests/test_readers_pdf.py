"""PDF: a complete text layer, pages, and what belongs to the page and not to the document."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.errors import ReadError
from moc_align.readers import read


def pdf_of(
    pages: list[list[str]], font: str = "HeiseiMin-W3", vertical: bool = False, step: int = 0
) -> bytes:
    """A PDF of those lines: the first at the top of its page, `↓` before one at the bottom.

    `step`: so many characters are set at a time; 0 for whole lines.
    """
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 800), invariant=True)
    if font == "HeiseiMin-W3":
        registerFont(UnicodeCIDFont(font, isVertical=vertical))
    for lines in pages:
        canvas.setFont(font, 11)
        for number, line in enumerate(lines):
            if vertical:
                canvas.drawString(500 - 20 * number, 700, line)
            elif line.startswith("↓"):
                canvas.drawString(72, 40, line[1:])
            else:
                for at in range(0, len(line), step or len(line) or 1):
                    part = line[at : at + (step or len(line))]
                    canvas.drawString(72 + 11 * at, 760 - 16 * number, part)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def furniture_of(data: bytes) -> list[str]:
    source = read(data, "x.pdf")
    return [source.text[span.start : span.end] for span in source.furniture]


def test_pages_of_a_pdf_start_where_they_say() -> None:
    source = read(pdf_of([["第１条：総論", "両当事者は、− 協力する。"], ["第２条"]]), "x.pdf")
    assert source.text == "第１条：総論\n両当事者は、− 協力する。\n第２条\n"
    assert source.pages == (0, source.text.index("第２条")) and not source.flowed


BODY = [
    ["第１条　目的", "両当事者は協力する。"],
    ["第２条　分野", "半導体を推進する。"],
    ["第３条　実施", "毎年会合を開く。"],
    ["第４条　資金", "各自が負担する。"],
]


@pytest.mark.parametrize(
    "numbers",
    [
        ["- 1 -", "- 2 -", "- 3 -", "- 4 -"],
        ["1/4", "2/4", "3/4", "4/4"],
        ["Page 1 of 4", "Page 2 of 4", "Page 3 of 4", "Page 4 of 4"],
        ["１", "２", "３", "４"],
        ["11", "12", "13", "14"],
        ["1ページ", "2ページ", "3ページ", "4ページ"],
    ],
    ids=lambda numbers: numbers[0],
)
def test_page_numbers_are_furniture(numbers: list[str]) -> None:
    pages = [[*body, "↓" + number] for body, number in zip(BODY, numbers, strict=True)]
    assert furniture_of(pdf_of(pages)) == numbers


def test_a_running_head_is_furniture_and_the_title_is_not() -> None:
    title = "日印協力覚書"
    running = pdf_of([[title, *body] for body in BODY])
    assert furniture_of(running) == [title] * 4
    # the first page bears it lower down, as its title
    once = pdf_of([["（仮訳）", "", title, *BODY[0]], *([title, *body] for body in BODY[1:])])
    assert furniture_of(once) == [title] * 3


def test_a_running_foot_may_count_and_clauses_do_not() -> None:
    feet = [[*body, f"↓Draft of 5 May, {n}"] for n, body in enumerate(BODY, 1)]
    assert furniture_of(pdf_of(feet)) == [f"Draft of 5 May, {n}" for n in range(1, 5)]
    annexes = [[f"Annex {n}", *body] for n, body in enumerate(BODY, 1)]
    assert furniture_of(pdf_of(annexes)) == []


def test_a_short_document_keeps_its_lines() -> None:
    assert furniture_of(pdf_of([["覚書", "協力する。"], ["覚書", "協力する。"]])) == []
    assert furniture_of(pdf_of([["2018", "Agreed.", "5"]])) == []


def test_a_word_divided_at_a_line_end_is_one_and_a_compound_keeps_its_hyphen() -> None:
    lines = [
        "The Participants will promote coop-",
        "eration in the Japan-",
        "India framework and long-",
        "term projects in each term.",
    ]
    text = read(pdf_of([lines], font="Helvetica"), "x.pdf").text
    assert "cooperation in the Japan-India framework and long-term projects" in text


def test_vertical_pages_are_complete() -> None:
    lines = ["第一条　この協定は、日本国と", "インド共和国との間の協力を", "促進する。"]
    assert read(pdf_of([lines], vertical=True), "x.pdf").text == "\n".join(lines) + "\n"


def test_a_glyph_set_alone_is_not_lost() -> None:
    # pdfium leaves it out where the font is neither in the file nor installed
    text = read(pdf_of([["第１条　目的", "両当事者は協力する。", "↓済"]]), "x.pdf").text
    assert text == "第１条　目的\n両当事者は協力する。\n済\n"


def test_a_line_set_glyph_by_glyph_is_one_line() -> None:
    line = "第１条：両当事者は協力する。"
    assert read(pdf_of([[line]], step=1), "x.pdf").text == line + "\n"


def test_radicals_that_fonts_give_are_ideographs() -> None:
    from moc_align.readers._pdf_glyphs import readable

    assert readable("⽇本国⺠と⻑期の協⼒\uf0b7①ｱ") == "日本国民と長期の協力•①ｱ"


def picture_pdf(caption: str = "") -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    # the smallest bitmap there is: a portable grey map of four dots
    image = ImageReader(io.BytesIO(b"P5 2 2 255\n" + bytes(4)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 800), invariant=True)
    for _ in range(3):
        canvas.drawImage(image, 0, 0, 600, 800)
        canvas.drawString(10, 10, caption)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("caption", ["", "12"])
def test_a_scan_is_refused_with_the_way_to_read_it(caption: str) -> None:
    with pytest.raises(ReadError, match=r"no text layer.*ocrmypdf -l jpn\+eng x\.pdf out\.pdf"):
        read(picture_pdf(caption), "x.pdf")


def written(pages: list[list[str]], password: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(pages)))
    writer.encrypt(password, owner_password=password + "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_pdf_is_refused_and_one_without_a_user_password_read() -> None:
    with pytest.raises(ReadError, match="locked with a password; save a copy without it"):
        read(written([["秘密"]], "x"), "x.pdf")
    assert read(written([["第１条"]], ""), "x.pdf").text == "第１条\n"


def test_a_cut_off_or_damaged_pdf_is_refused() -> None:
    data = pdf_of(BODY)
    with pytest.raises(ReadError, match="cut off"):
        read(data[: len(data) // 2], "x.pdf")
    with pytest.raises(ReadError, match=r"damaged|no text layer"):
        read(data[:200] + b"\n%%EOF", "x.pdf")


def test_a_pdf_that_unpacks_to_gigabytes_is_refused() -> None:
    packed = zlib.compress(bytes(201_000_000), 9)
    for stream in (packed, zlib.compress(packed)):
        bomb = b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + stream + b"\nendstream\n%%EOF"
        with pytest.raises(ReadError, match="unpacks to more than"):
            read(bomb, "x.pdf")


def test_a_pdf_of_thousands_of_pages_is_refused() -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    for _ in range(2001):
        writer.add_blank_page(10, 10)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(ReadError, match="2,001 pages"):
        read(out.getvalue(), "x.pdf")


def test_letters_without_a_unicode_value_are_refused() -> None:
    from moc_align.readers._pdf_glyphs import broken_share

    assert broken_share("(cid:12)(cid:7)") > 0.1 and broken_share("\ue001\ue002協力") > 0.1
    assert broken_share("\uf0b7 第１条\n") == 0.0 and broken_share("") == 0.0


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_pdf_gives_text_or_a_read_error(data: st.DataObject) -> None:
    whole = pdf_of(BODY)
    at = data.draw(st.integers(9, len(whole) - 40))
    noise = data.draw(st.binary(min_size=1, max_size=20))
    try:
        assert read(whole[:at] + noise + whole[at + len(noise) :], "x.pdf").text.strip()
    except ReadError as error:
        assert str(error).startswith("x.pdf")
