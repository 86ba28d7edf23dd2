"""A pruned tree of a page -> its text, one block a line, with what the markup said of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from moc_align.readers._html_tree import Node
from moc_align.readers._html_words import BLOCKS
from moc_align.schema import Mark

_BREAK = "\v"
_CELL = "\x1f"
"""Both stand in for markup: text nodes hold no control character but tab and line feed."""
_SPACES = re.compile(r"[ \t\n\r\f]+")
_CJK = re.compile(r"[\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uffef]")
_OWN_NUMBER = re.compile(
    r"[（(〔［\[]?(?:[0-9０-９]{1,3}|[ivxIVX]{1,5}|[a-zA-Zａ-ｚ]|[一二三四五六七八九十]{1,3}|[ア-ン])"
    r"(?:[)）．、〕］\]]|\.(?![0-9a-zA-Z]))"
    r"|第[0-9０-９一二三四五六七八九十百]+|[①-⑳Ⅰ-Ⅻ⑴-⒇]"
    r"|(?:Article|Section|Annex|Appendix|Chapter|Part)\s"
)
_OWN_BULLET = re.compile(r"[・･‐‑‒–—―−\-*•◦‣○●◯◎◆◇■□▪※►▶>]")
_LABEL_CELL = re.compile(
    r"[（(]?(?:[0-9０-９]{1,4}|[ivxIVX]{1,5}|[a-zA-Z]|[一二三四五六七八九十]{1,4})[.)．）、]?|No\.?"
    r"|第[0-9０-９一二三四五六七八九十百]+[条章節項款]?(?:の[0-9０-９一二三四五六七八九十]+)?"
    r"|(?:Article|Section|Annex|Chapter|Part)\s+[0-9IVX]+[.:]?"
)
_STYLES = {
    "1": "1",
    "decimal": "1",
    "a": "a",
    "lower-alpha": "a",
    "lower-latin": "a",
    "A": "A",
    "upper-alpha": "A",
    "upper-latin": "A",
    "i": "i",
    "lower-roman": "i",
    "I": "I",
    "upper-roman": "I",
    "none": "",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_PARAGRAPH = Mark(0, "paragraph", 0)


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str
    number: int
    step: int


@dataclass(slots=True)
class _Page:
    """What is written so far, and the block in the making."""

    blocks: list[tuple[str, Mark]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    mark: Mark = _PARAGRAPH
    label: str | None = None
    """Of the list item whose first block is next: `1. `, `- `, or empty; None outside of one."""
    preformatted: int = 0
    """Characters that stood in `pre`."""


def page_text(root: Node) -> tuple[str, tuple[Mark, ...], bool]:
    """The text, its marks, and whether a line end in it is the author's."""
    page = _Page()
    lists: list[_List] = []
    row = pre = 0
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag
        if not tag:
            page.pieces.append(node.text if not pre else node.text.replace("\n", _BREAK))
            continue
        in_line = row > 0
        if leaving:
            if tag == "pre":
                pre -= 1
                page.preformatted += node.size
            if tag == "tr" and row:
                row -= 1
                _end_row(page)
            elif tag in ("td", "th") and in_line:
                page.pieces.append(_CELL)
            elif tag in BLOCKS and not in_line:
                _end_block(page, as_heading=tag[0] == "h" and tag[1:].isdigit())
            if tag in ("ol", "ul") and lists:
                lists.pop()
            continue
        if tag == "br":
            page.pieces.append(_BREAK)
            continue
        if tag == "pre":
            pre += 1
        if tag in BLOCKS and not in_line:
            _end_block(page)
        if tag == "tr" and not row and _is_simple(node):
            row += 1
        elif tag in BLOCKS and in_line:
            page.pieces.append(" ")
        if tag in ("ol", "ul"):
            lists.append(_new_list(node))
        elif tag == "li" and not in_line:
            page.label = _item_label(node, lists[-1]) if lists else "- "
            page.mark = Mark(0, "item", max(1, len(lists)))
        elif tag[0] == "h" and tag[1:].isdigit() and not in_line:
            page.mark = Mark(0, "heading", min(6, int(tag[1:])))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node.children))
    _end_block(page)
    return _joined(page)


def _joined(page: _Page) -> tuple[str, tuple[Mark, ...], bool]:
    marks: list[Mark] = []
    length = 0
    for text, mark in page.blocks:
        marks.append(Mark(length, mark.kind, mark.level))
        length += len(text) + 2
    body = "\n\n".join(text for text, _ in page.blocks)
    # a page that is one `pre`, as old treaty pages are, was wrapped by hand
    flowed = page.preformatted * 2 < sum(len(text) for text, _ in page.blocks)
    return (body + "\n" if body else ""), tuple(marks), flowed


def _is_simple(row: Node) -> bool:
    """True for a row of a table of data: two cells or more, a line's worth of text in each."""
    cells = [cell for cell in row.children if cell.tag in ("td", "th") and cell.size]
    return len(cells) > 1 and all(cell.blocks <= 1 for cell in cells)


def _end_row(page: _Page) -> None:
    """Adds the row as one line: `3 Funding | Each side bears its costs`."""
    cells = [_one_line(cell) for cell in "".join(page.pieces).split(_CELL)]
    cells = [cell for cell in cells if cell]
    page.pieces.clear()
    if not cells:
        return
    # the number of a clause must not be cut off from it
    if len(cells) > 1 and _LABEL_CELL.fullmatch(cells[0]):
        cells[:2] = [" ".join(cells[:2])]
    _add(page, " | ".join(cells))


def _end_block(page: _Page, as_heading: bool = False) -> None:
    """Adds what has come together since the last block; two breaks in a row end one, too."""
    text = "".join(page.pieces)
    page.pieces.clear()
    if as_heading:
        _add(page, _one_line(text))
        return
    lines = [_spaced(line).strip(" ") for line in text.split(_BREAK)]
    for block in re.split(r"\n{2,}", "\n".join(lines)):
        _add(page, block.strip("\n"))


def _add(page: _Page, text: str) -> None:
    if not text.strip():
        return
    if page.label is not None:
        own = _OWN_NUMBER.match(text) or (page.label == "- " and _OWN_BULLET.match(text))
        text = text if own else page.label + text
    page.blocks.append((text, page.mark))
    page.mark = _PARAGRAPH
    page.label = None


def _one_line(text: str) -> str:
    return _spaced(text.replace(_BREAK, "\n")).strip(" ")


def _spaced(text: str) -> str:
    """White space as a browser shows it; a line end between two CJK characters shows nothing.

    Source: CSS Text Module Level 3, section 4.1.3, segment break transformation rules.
    """

    def space(match: re.Match[str]) -> str:
        around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match[0] and all(map(_CJK.match, around)) else " "

    return _SPACES.sub(space, text).replace("\xa0", " ")


def _new_list(node: Node) -> _List:
    ordered = node.tag == "ol"
    found = _LIST_STYLE.search(node.attributes.get("style", ""))
    style = _STYLES.get(found[1] if found else node.attributes.get("type", "1"), "1")
    step = -1 if "reversed" in node.attributes else 1
    items = sum(1 for child in node.children if child.tag == "li")
    first = _number(node.attributes.get("start", ""))
    number = first if first is not None else items if step < 0 else 1
    return _List(ordered, style, number, step)


def _item_label(item: Node, holder: _List) -> str:
    """The label a browser prints before the item, with a space after it; empty for none."""
    if not holder.ordered:
        return "- " if holder.style else ""
    value = _number(item.attributes.get("value", ""))
    number = holder.number if value is None else value
    holder.number = number + holder.step
    return f"{_printed(number, holder.style)}. " if holder.style else ""


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\s*-?[0-9]{1,6}\s*", text) else None


def _printed(number: int, style: str) -> str:
    if number < 1 or style == "1" or (style in "iI" and number > 3999):
        return str(number)
    letters = ""
    if style in "iI":
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
    else:
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord("a") + place) + letters
    return letters.upper() if style in "AI" else letters
