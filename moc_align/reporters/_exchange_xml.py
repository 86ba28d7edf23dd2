"""Elements of XML as lines of text, escaped such that any text survives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from moc_align.reporters._exchange import legal
from moc_align.reporters.json import UNSAFE

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
PRESERVE = {"xml:space": "preserve"}
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# a bare CR would be read as a line feed, and > after ]] is an error; what a terminal obeys or what
# turns text round stands as a reference too
CONTENT = re.compile(f"[&<>\r]|{UNSAFE.pattern}")
# a tab or a line end in an attribute would be read as a space
VALUE = re.compile(f'["\t\n]|{CONTENT.pattern}')

Attributes = Mapping[str, str]


def escaped(text: str, special: re.Pattern[str] = CONTENT) -> str:
    """The text with entities and references for what is special; as content or as a value."""
    return special.sub(_reference, legal(text))


def _reference(found: re.Match[str]) -> str:
    return NAMED.get(found[0]) or f"&#x{ord(found[0]):X};"


def leaf(name: str, text: str, attributes: Attributes | None = None) -> str:
    """An element that holds text, which may have line ends of its own."""
    return f"{_opening(name, attributes)}{escaped(text)}</{name}>"


def empty(name: str, attributes: Attributes) -> str:
    """An element that holds nothing."""
    return f"{_opening(name, attributes)[:-1]}/>"


def branch(name: str, attributes: Attributes | None, children: Iterable[str]) -> Iterator[str]:
    """An element that holds elements, each indented by one more."""
    yield _opening(name, attributes)
    for child in children:
        yield f" {child}"
    yield f"</{name}>"


def document(root: Iterable[str]) -> str:
    """A whole file."""
    return "\n".join((DECLARATION, *root)) + "\n"


def _opening(name: str, attributes: Attributes | None) -> str:
    written = (f' {key}="{escaped(value, VALUE)}"' for key, value in (attributes or {}).items())
    return f"<{name}{''.join(written)}>"
