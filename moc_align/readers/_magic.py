"""Files that are no text: told by their first bytes, with the way to turn them into text."""

from __future__ import annotations

from moc_align import plugins
from moc_align.errors import ReadError

_SAVE = "save the document as PDF, HTML or text"
_UNPACK = "unpack it and give the document inside"
_OCR = "run text recognition (OCR) on it, such as `ocrmypdf -l jpn+eng {name} out.pdf`"
_NO_DOCUMENT = "give a text, HTML or PDF file"

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF8", "a GIF image", _OCR),
    (b"II*\x00", "a TIFF image", _OCR),
    (b"MM\x00*", "a TIFF image", _OCR),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Word, Excel or Ichitaro file", _SAVE),
    (b"{\\rtf", "a rich-text (RTF) file", _SAVE),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"(\xb5/\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x7fELF", "a program", _NO_DOCUMENT),
    (b"MZ\x90\x00", "a program", _NO_DOCUMENT),
    (b"\xca\xfe\xba\xbe", "a program", _NO_DOCUMENT),
    (b"\xcf\xfa\xed\xfe", "a program", _NO_DOCUMENT),
    (b"SQLite format 3\x00", "a database", _NO_DOCUMENT),
)
_ZIPPED = (
    (b"word/document.xml", "a Word document (DOCX)"),
    (b"xl/workbook.", "an Excel workbook (XLSX)"),
    (b"ppt/presentation.xml", "a PowerPoint presentation (PPTX)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an e-book (EPUB)"),
)


def refuse_binary(data: bytes, name: str) -> None:
    """Nothing, if the bytes are not of a known binary format. Raises: ReadError."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        for part, what in _ZIPPED:
            if part in data:
                there = ", ".join(plugins.names("reader"))
                raise ReadError(
                    f"{name} is {what}, for which there is no reader (there are: {there}); {_SAVE}"
                )
        raise ReadError(f"{name} is a ZIP archive; {_UNPACK}")
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"{name} is {what}, not a text; {remedy.format(name=name)}")
    if data[8:12] == b"WEBP" or data[4:8] == b"ftyp":
        raise ReadError(f"{name} is an image or a film, not a text; {_OCR.format(name=name)}")
    head = data[:2048].lower()
    if b"mime-version:" in head and b"multipart/related" in head:
        raise ReadError(
            f"{name} is a web archive (MHTML); save the page as `HTML only`, or print it to PDF"
        )
