"""Plain text in any encoding used for Japanese or English; a form feed starts a page."""

from __future__ import annotations

import re

from moc_align.errors import ReadError
from moc_align.plugins import Reader
from moc_align.readers._clean import check_size, clean, paged
from moc_align.readers._decode import decode
from moc_align.readers._magic import refuse_binary
from moc_align.schema import SourceText

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW_CONTROLS = 4
_MOST_CONTROLS = 0.02
"""Of the characters; a text that went through a terminal or a printer has a few."""
_MOST_LOST = 0.02
"""Of the characters: U+FFFD, what an earlier conversion left of those it could not read."""


def sniff(head: bytes) -> bool:
    """False: plain text has no look of its own, it is what is left."""
    del head
    return False


def read(data: bytes, name: str) -> SourceText:
    """The text with every seen character as it was. Raises: ReadError."""
    refuse_binary(data, name)
    raw = decode(data, name)
    check_size(len(raw), name)
    if len(_CONTROL.findall(raw)) > max(_FEW_CONTROLS, _MOST_CONTROLS * len(raw)):
        raise ReadError(f"{name} is a binary file, not a text; give a text, HTML or PDF file")
    if raw.count("\ufffd") > _MOST_LOST * len(raw):
        raise ReadError(
            f"{name} lost its characters in an earlier conversion (U+FFFD); get the original"
        )
    pages = clean(raw).split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    text, starts = paged(pages) if len(pages) > 1 else (pages[0], (0,))
    if not text.strip():
        raise ReadError(f"{name} is empty; give a file with text in it")
    return SourceText(text=text, pages=starts)


READER = Reader(suffixes=(".txt", ".text", ".md"), sniff=sniff, read=read)
