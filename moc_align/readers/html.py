"""Web pages: the document itself without menus, scripts and other furniture of the page."""

from __future__ import annotations

import re

from moc_align.errors import ReadError
from moc_align.plugins import Reader
from moc_align.readers._clean import check_size
from moc_align.readers._decode import decode
from moc_align.readers._html_blocks import page_text
from moc_align.readers._html_tree import page_tree
from moc_align.readers._html_words import words
from moc_align.readers._magic import refuse_binary
from moc_align.schema import SourceText

_HEAD = 4096
_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_START = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,400}>\s*|<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|main|article|section|"
    rb"header|nav|h[1-6]|p|ul|ol|dl|table|pre|center|span)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml[^>]*>")
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_CLOSED_BY_PARSER = words(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th "
    "thead tbody tfoot colgroup option optgroup rt rp rtc html head body"
)
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_MOST_TAGS = 200_000
"""Each takes a kilobyte and 50 microseconds."""
_MOST_WORK = 100_000_000
_MOST_FORMATTING = 10_000_000
_MOST_ATTRIBUTES = 500
"""Over these a page that was made to do so takes the HTML parser from seconds to hours: its time
grows with the sum of the depths of all tags: 100 million take a second."""


def sniff(head: bytes) -> bool:
    """True for a page's start: a doctype, or one of the tags pages and fragments start with."""
    plain = head.replace(b"\x00", b"")
    return bool(_START.match(plain) or re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s", plain))


def read(data: bytes, name: str) -> SourceText:
    """The page's text, one block a line, a blank line between blocks. Raises: ReadError."""
    refuse_binary(data, name)
    head = data[:_HEAD]
    declared = _XML_ENCODING.match(head) or _CHARSET.search(head)
    markup = decode(data, name, declared[1].decode("ascii", "replace") if declared else "")
    xml = _XML.match(markup)
    if xml:
        root = _ROOT.search(markup, xml.end())
        if root is None or root[1].lower().rpartition(":")[2] != "html":
            raise ReadError(f"{name} is XML, not HTML; save the document as HTML, PDF or text")
    _check_work(markup, name)
    text, marks, flowed = page_text(page_tree(markup))
    check_size(len(text), name)
    if not text.strip():
        raise ReadError(
            f"{name} has no text in its page (one built by scripts, or of frames?); save the page "
            "as your browser shows it, or print it to PDF"
        )
    return SourceText(text=text, flowed=flowed, marks=marks)


def _check_work(markup: str, name: str) -> None:
    """Nothing, if the page can be parsed in seconds. Raises: ReadError."""
    depth = formatting = work = formatting_work = 0
    for count, match in enumerate(_TAG.finditer(markup)):
        if count > _MOST_TAGS:
            raise ReadError(f"{name} has more than {_MOST_TAGS:,} tags; split the page")
        tag = match[2].lower()
        if tag not in _CLOSED_BY_PARSER:
            step = -1 if match[1] else 1
            depth = max(0, depth + step)
            if tag in _FORMATTING:
                formatting = max(0, formatting + step)
        work += depth
        formatting_work += formatting
        if work > _MOST_WORK or formatting_work > _MOST_FORMATTING:
            raise ReadError(f"{name} nests its elements too deeply to be a document; save it anew")
    for piece in markup.split("<"):
        if len(piece) > 2 * _MOST_ATTRIBUTES:
            tag = _QUOTED.sub("=", piece).partition(">")[0]
            if len(re.findall(r"[\s/]+", tag)) > _MOST_ATTRIBUTES and piece[0].isalpha():
                raise ReadError(f"{name} has a tag with too many attributes; save the page anew")


READER = Reader(suffixes=(".html", ".htm", ".xhtml"), sniff=sniff, read=read)
