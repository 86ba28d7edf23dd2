"""An organisation's own translations: TSV and TMX files, told apart by their content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from moc_align.errors import ReadError
from moc_align.train import tmx, tsv
from moc_align.train.rows import Row

MAX_BYTES = 1_000_000_000
"""Of one file; some two million pairs."""
MAX_CHARACTERS = 4_000
"""Of one text; longer ones are whole documents, whose mean says little, and are left out."""
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
KINDS = (
    (b"PK\x03\x04", "a workbook or another ZIP archive; save the sheet as 'Unicode text'"),
    (b"\xd0\xcf\x11\xe0", "an older Excel or Word file; save the sheet as 'Unicode text'"),
    (b"%PDF", "a PDF file; give a table of translations (TSV) or a TMX file"),
    (b"\x1f\x8b", "a gzip archive; unpack it and give the file inside"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it and give the file inside"),
)
"""First bytes of files that are given by mistake, what they are and what to do."""


def read_translations(path: Path) -> Iterator[Row]:
    """The pairs of a TSV or TMX file; the source of each is the file's name.

    Raises: ReadError for a file that is missing, of another kind or without such pairs.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            size = file.seek(0, 2)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ReadError(f"{path}: can't be read ({reason}); give a TSV or TMX file") from error
    if size > MAX_BYTES:
        raise ReadError(f"{path}: over {MAX_BYTES:,} bytes; split it into several files")
    kind = next((kind for magic, kind in KINDS if head.startswith(magic)), None)
    if kind is not None:
        raise ReadError(f"{path}: is {kind}")
    pairs = tmx.read(path) if _marked_up(head) else tsv.read(path)
    for en, ja in pairs:
        if len(en) <= MAX_CHARACTERS and len(ja) <= MAX_CHARACTERS:
            yield Row(en, ja, path.name)


def _marked_up(head: bytes) -> bool:
    """True where the first character is that of a tag."""
    for mark, codec in MARKS:
        if head.startswith(mark):
            head = head[len(mark) :].decode(codec, errors="ignore").encode()
    return head.lstrip().startswith(b"<")
