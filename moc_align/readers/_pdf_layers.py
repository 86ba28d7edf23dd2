"""The text layer of a PDF by pdfium and by pypdf, both bounded, both silent."""

from __future__ import annotations

import logging
import re
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from moc_align.errors import ReadError
from moc_align.readers._clean import check_size

_MOST_PAGES = 2_000
_MOST_ON_PAGE = 200_000
"""Characters: forty times a full page of small print."""
_MOST_DRAWN = 16_000_000
"""Bytes of drawing commands: pdfium takes eighty times as many. A page of text has thousands."""
_NOT_DRAWN = re.compile(rb"/Image|/Length1|FontType|/OpenType")
_MOST_UNPACKED = 200_000_000
_MOST_UNPACKED_IN_ALL = 1_000_000_000
"""Bytes; an A4 scan in colour at 600 dpi unpacks to 100 MB, a bomb of 1 MB to 1 GB."""
_CHUNK = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_BAD_PASSWORD = 4
_UNKNOWN_LOCK = 5
"""Source: FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY in fpdfview.h."""
_SAMPLE = 600
_NO_EXTENT = 0.01
"""Points; what is narrower, pdfium leaves out. Source: CPDF_TextPage::ProcessTextObject."""
_MOST_OBJECTS = 5_000
_SHORT_LINE = 2.5
"""Mean characters a line: fewer, and each glyph was set by itself."""
_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
_LINE_START = re.compile(r"(?<![^\r\n])[^\S\r\n]*+(\S)")


@dataclass(frozen=True, slots=True)
class Page:
    r"""One page as the library gave it, with `\n` line ends and not cleaned otherwise."""

    text: str
    heights: tuple[float, ...] = ()
    """Of each line with words: its top, in points from the page's bottom; empty where unknown."""
    vertical: bool = False
    """True where the characters of a line run down the page."""
    unmeasured: bool = False
    """True where text has no width: its font is neither in the file nor on this machine.

    pdfium leaves such text out without a word.
    """
    pictured: bool = False
    """True where an image stands on the page."""


def check_streams(data: bytes, name: str) -> None:
    """Nothing, unless a packed stream unpacks to more than memory should bear. Raises: ReadError.

    Streams that are not Flate data fail at their first bytes and count nothing.
    """
    in_all = 0
    for match in _STREAM.finditer(data):
        if data[match.end() : match.end() + 1] not in (b"x", b"h", b"X", b"H", b"8"):
            continue
        size = _unpacked_size(data, match.end())
        in_all += size
        about = data[max(0, match.start() - 500) : match.start()].rpartition(b" obj")[2]
        most = _MOST_UNPACKED if _NOT_DRAWN.search(about) else _MOST_DRAWN
        if size > most or in_all > _MOST_UNPACKED_IN_ALL:
            raise ReadError(
                f"{name} unpacks to more than {most // 1_000_000} MB in one part; print it to a "
                "new PDF, or save it as text"
            )


def _unpacked_size(data: bytes, start: int) -> int:
    """Bytes the Flate stream at `start` unpacks to; stops above the bound.

    A stream that is packed twice counts as over it: no program writes one, a bomb does.
    """
    size = 0
    unpack = zlib.decompressobj()
    at = start
    pending = b""
    try:
        while not unpack.eof and size <= _MOST_UNPACKED:
            if not pending:
                pending = data[at : at + _CHUNK]
                at += len(pending)
                if not pending:
                    break
            out = unpack.decompress(pending, _CHUNK)
            pending = unpack.unconsumed_tail
            if size == 0 and len(out) > 64 and out[:2] in (b"x\x9c", b"x\xda", b"x\x01"):
                inner = zlib.decompressobj().decompress(out, _CHUNK)
                if len(inner) == _CHUNK:
                    return _MOST_UNPACKED + 1
            size += len(out)
    except zlib.error:
        pass
    return size


def pdfium_pages(data: bytes, name: str) -> list[Page] | None:
    """The pages by pdfium; None where it can't open the file. Raises: ReadError, if locked."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_BAD_PASSWORD, _UNKNOWN_LOCK):
            raise _locked(name) from error
        return None
    try:
        _check_pages(len(pdf), name)
        pages: list[Page] = []
        length = 0
        for number in range(len(pdf)):
            page = _pdfium_page(pdf, number, name)
            length += len(page.text)
            check_size(length, name)
            pages.append(page)
        return pages or None
    except pypdfium2.PdfiumError:
        return None
    finally:
        pdf.close()


def _pdfium_page(pdf: Any, number: int, name: str) -> Page:
    from pypdfium2 import raw

    page = pdf[number]
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        if count > _MOST_ON_PAGE:
            raise ReadError(
                f"{name}, page {number + 1}, holds {count:,} characters; give a file with pages"
            )
        text = layer.get_text_range() if count > 0 else ""
        # a character of the text is a glyph of the page only where none is left out
        exact = len(text) == count
        heights = tuple(
            layer.get_charbox(match.start(1))[3] if exact else 0.0
            for match in _LINE_START.finditer(text)
        )
        boxes = [
            None if char.isspace() else layer.get_charbox(at)
            for at, char in enumerate(text[:_SAMPLE] if exact else "")
        ]
        objects = [
            raw.FPDFPage_GetObject(page, index)
            for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS))
        ]
        return Page(
            text=text.replace("\r\n", "\n").replace("\r", "\n"),
            heights=heights if exact else (),
            vertical=_runs_down(boxes),
            unmeasured=any(_has_no_extent(part) for part in objects),
            pictured=any(raw.FPDFPageObj_GetType(o) == raw.FPDF_PAGEOBJ_IMAGE for o in objects),
        )
    finally:
        layer.close()
        page.close()


def _has_no_extent(part: Any) -> bool:
    """True for a text object without width in a font that is not in the file."""
    from ctypes import byref, c_float

    from pypdfium2 import raw

    if raw.FPDFPageObj_GetType(part) != raw.FPDF_PAGEOBJ_TEXT:
        return False
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    found = raw.FPDFPageObj_GetBounds(part, byref(left), byref(bottom), byref(right), byref(top))
    if found and right.value - left.value >= _NO_EXTENT:
        return False
    # a space has no width in any font
    return not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(part))


def _runs_down(boxes: Sequence[_Box | None]) -> bool:
    """True where most steps from one character to the next in its line lead down the page."""
    down = across = 0
    for one, other in pairwise(boxes):
        if one is None or other is None:
            continue
        dx, dy = abs(other[0] - one[0]), abs(other[1] - one[1])
        down += dy > dx
        across += dx > dy
    return down > 2 * across and down > 4


def pypdf_pages(data: bytes, name: str, numbers: Sequence[int] | None) -> list[Page] | None:
    """Those pages (all, if None) by pypdf; None where it fails. Raises: ReadError, if locked."""
    import pypdf

    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pdf = pypdf.PdfReader(BytesIO(data))
            if pdf.is_encrypted and not pdf.decrypt(""):
                raise _locked(name)
            _check_pages(len(pdf.pages), name)
            pages: list[Page] = []
            length = 0
            for number in range(len(pdf.pages)) if numbers is None else numbers:
                page = pdf.pages[number]
                text = page.extract_text()
                lines = text.split()
                if lines and len("".join(lines)) < _SHORT_LINE * len(lines):
                    text = page.extract_text(extraction_mode="layout")
                length += len(text)
                check_size(length, name)
                pages.append(Page(text=text, pictured=len(page.images) > 0 if not text else False))
            return pages or None
    except ReadError:
        raise
    except Exception:  # a damaged file raises anything from KeyError to RecursionError
        return None
    finally:
        logger.setLevel(level)


def _check_pages(count: int, name: str) -> None:
    if count > _MOST_PAGES:
        raise ReadError(f"{name} has {count:,} pages, more than {_MOST_PAGES:,}; split it")


def _locked(name: str) -> ReadError:
    return ReadError(
        f"{name} is locked with a password; save a copy without it "
        f"(`qpdf --decrypt --password=... {name} out.pdf`)"
    )
