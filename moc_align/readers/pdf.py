"""PDF files by their text layer, with page starts, running heads and page numbers told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from moc_align.errors import ReadError
from moc_align.plugins import Reader
from moc_align.readers._clean import check_size, paged
from moc_align.readers._magic import refuse_binary
from moc_align.readers._pdf_furniture import furniture
from moc_align.readers._pdf_glyphs import broken_share, dehyphenated, readable
from moc_align.readers._pdf_layers import Page, check_streams, pdfium_pages, pypdf_pages
from moc_align.schema import SourceText

_HEAD = 1024
"""Readers of PDF allow for as many bytes before `%PDF-`. Source: ISO 32000-1, annex H.3.4.1."""
_TAIL = 4096
_MOST_BROKEN = 0.1
"""Of the characters: a few symbols of a private font do no harm, a page of them does."""
_LEAST_TEXT = 10
"""Seen characters on a page: fewer are a stamp on a scanned page."""
_OCR = "ocrmypdf -l jpn+eng {name} out.pdf"


def sniff(head: bytes) -> bool:
    """True where the mark of a PDF stands near the start."""
    return b"%PDF-" in head[:_HEAD]


def read(data: bytes, name: str) -> SourceText:
    """The text layer, page by page. Raises: ReadError."""
    refuse_binary(data, name)
    if not sniff(data):
        raise ReadError(f"{name} is not a PDF file; check the file, or give it its own suffix")
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise ReadError(f"{name} is cut off before its end; fetch the file again")
    check_streams(data, name)
    pages = _pages(data, name)
    _check_scanned(pages, name)
    texts = dehyphenated([readable(page.text) for page in pages])
    text, starts = paged(texts)
    check_size(len(text), name)
    spans = furniture([text_page.splitlines() for text_page in texts], starts, pages)
    return SourceText(text=text, pages=starts, furniture=spans)


def _pages(data: bytes, name: str) -> list[Page]:
    """The pages by pdfium; by pypdf where pdfium fails, garbles, or meets vertical writing."""
    pages = pdfium_pages(data, name)
    doubtful = [
        number
        for number, page in enumerate(pages or ())
        if page.vertical or page.unmeasured or broken_share(page.text) > _MOST_BROKEN
    ]
    if pages is None:
        pages = pypdf_pages(data, name, None)
        if pages is None:
            raise ReadError(f"{name} is damaged; fetch the file again, or print it to a new PDF")
    elif doubtful:
        others = pypdf_pages(data, name, doubtful) or []
        for number, other in zip(doubtful, others, strict=False):
            if _is_better(other, pages[number]):
                pages[number] = other
    broken = [n for n, page in enumerate(pages, 1) if broken_share(page.text) > _MOST_BROKEN]
    if broken:
        raise ReadError(
            f"{name}, page {broken[0]}, has letters without a Unicode value; run text recognition "
            f"(OCR) on it: `{_OCR.format(name=name).replace('ocrmypdf', 'ocrmypdf --force-ocr')}`"
        )
    return pages


def _is_better(other: Page, page: Page) -> bool:
    if broken_share(page.text) > _MOST_BROKEN:
        return broken_share(other.text) <= _MOST_BROKEN and bool(other.text.strip())
    more = _seen(other.text) - _seen(page.text)
    return more > 0 or (more == 0 and page.vertical)


def _check_scanned(pages: Iterable[Page], name: str) -> None:
    """Nothing, unless most pages are pictures of text. Raises: ReadError."""
    all_pages = list(pages)
    scanned = [
        number
        for number, page in enumerate(all_pages, 1)
        if _seen(page.text) < _LEAST_TEXT and page.pictured
    ]
    empty = not any(_seen(page.text) for page in all_pages)
    if empty or len(scanned) * 2 > len(all_pages):
        which = "" if empty or not scanned else f" on {len(scanned)} of its {len(all_pages)} pages"
        raise ReadError(
            f"{name} has no text layer{which}; if its pages are pictures, run text recognition "
            f"(OCR) on it: `{_OCR.format(name=name)}`"
        )


def _seen(text: str) -> int:
    return len(re.sub(r"\s+", "", text))


READER = Reader(suffixes=(".pdf",), sniff=sniff, read=read)
