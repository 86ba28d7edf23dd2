"""HTML -> a light tree of what a reader of the page sees of the document itself.

Scripts, hidden parts, menus and the other furniture of a web page are gone from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from moc_align.readers._clean import clean
from moc_align.readers._html_words import (
    BLOCKS,
    COMPANIONS,
    FURNITURE,
    HEADINGS,
    MAIN_IDS,
    NEVER,
    ROLES,
)

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a text where `tag` is empty."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)
    size: int = 0
    """Seen characters in it."""
    blocks: int = 0
    """Block elements below it; a table counts twice, as it never fits into a line."""
    headed: bool = False
    """True where an h1 with text is in it."""


def page_tree(markup: str) -> Node:
    """The body of the page, pruned; its main part where that holds most."""
    body, title = _light_tree(markup)
    header = _prune(body)
    main = _main_part(body)
    root = Node("body", children=[main])
    heading = None if main.headed else _first_h1(body) or _titled(header, title)
    if heading is not None:
        root.children.insert(0, heading)
    return root


def _light_tree(markup: str) -> tuple[Node, str]:
    """The measured body and the page's title, copied without recursion."""
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(markup)
    source = parser.body or parser.root
    title = parser.css_first("title")
    body = Node("body")
    if source is None:
        return body, ""
    above = [body]
    at = source.child
    while at is not None:
        tag = at.tag or ""
        node = None
        if at.is_text_node:
            text = clean(at.text_content or "")
            node = Node("", text=text, size=len("".join(text.split())))
        elif at.is_element_node and tag not in NEVER:
            attributes = {key: value or "" for key, value in at.attributes.items()}
            if not _hidden(tag, attributes):
                node = Node(tag, attributes)
        if node is not None:
            above[-1].children.append(node)
            if node.tag and at.child is not None:
                above.append(node)
                at = at.child
                continue
        while at is not None and at.next is None:
            at = at.parent
            if at is None or at.mem_id == source.mem_id:
                at = None
                break
            above.pop()
        at = at.next if at is not None else None
    _measure(body)
    return body, " ".join((title.text() if title else "").split())


def _measure(root: Node) -> None:
    """Sets `size`, `blocks` and `headed` of every node, from the leaves up."""
    for node in reversed(list(walk(root))):
        if not node.tag:
            continue
        size = blocks = 0
        headed = False
        for child in node.children:
            size += child.size
            blocks += child.blocks + (2 if child.tag == "table" else child.tag in BLOCKS)
            headed = headed or child.headed
        node.size = size
        node.blocks = blocks
        node.headed = size > 0 and (headed or node.tag == "h1")


def walk(root: Node) -> Iterator[Node]:
    """Every node, each before those below it."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _prune(body: Node) -> Node:
    """Takes the furniture out of the tree; what stood in the page's header comes back."""
    header = Node("header")
    stack = [(body, False)]
    while stack:
        node, inside = stack.pop()
        inside = inside or node.tag in ("main", "article") or node.attributes.get("role") == "main"
        kept: list[Node] = []
        for child in node.children:
            # a part that holds half the page is the page, whatever its class says
            most = child.size * 2 > body.size
            if child.tag and not (most and child.tag not in ("header", "footer")):
                if _is_header(child) and not (inside and child.headed):
                    header.children.append(child)
                    continue
                if _is_furniture(child, inside):
                    continue
            kept.append(child)
            if child.tag:
                stack.append((child, inside))
        node.children = kept
    _measure(body)
    _measure(header)
    return header


def _hidden(tag: str, attributes: dict[str, str]) -> bool:
    if tag in ("body", "html"):
        return False
    hidden = attributes.get("hidden", "until-found").lower() != "until-found"
    return (
        hidden
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


def _is_header(node: Node) -> bool:
    return node.tag == "header" or node.attributes.get("id", "").lower() == "header"


def _is_furniture(node: Node, inside: bool) -> bool:
    if node.tag in HEADINGS or node.tag in ("main", "article"):
        return False
    if node.tag == "footer":
        return not inside
    if node.attributes.get("role", "").lower() in ROLES:
        return True
    if node.tag == "sup" and len(node.children) == 1:
        # the number of a footnote would stick to the word before it
        return node.children[0].attributes.get("href", "").startswith("#")
    if node.headed:
        return False
    tokens = [node.attributes.get("id", ""), *node.attributes.get("class", "").split()]
    return any(_names_furniture(token) for token in tokens)


def _names_furniture(token: str) -> bool:
    """True for `topic-path`, `skipLink`, `sns_area`; False for `information-sharing`."""
    words = [word.lower() for word in _WORDS.findall(token)]
    if "".join(words) in FURNITURE:
        return True
    return any(word in FURNITURE for word in words) and all(
        word in FURNITURE or word in COMPANIONS or word.isdigit() for word in words
    )


def _main_part(body: Node) -> Node:
    """The outermost part that calls itself the main one and holds most of the text, else all."""
    articles = [node for node in walk(body) if node.tag == "article"]
    parts = [
        node
        for node in walk(body)
        if node.tag == "main"
        or node.attributes.get("role", "").lower() == "main"
        or re.sub(r"[-_]", "", node.attributes.get("id", "").lower()) in MAIN_IDS
    ]
    if len(articles) == 1:
        parts += articles
    for node in parts:
        if node.size * 2 > body.size:
            return node
    return body


def _first_h1(body: Node) -> Node | None:
    return next((node for node in walk(body) if node.tag == "h1" and node.size), None)


def _titled(header: Node, title: str) -> Node | None:
    """The h1 of the page's header, if it is the document's title and not the site's name."""
    heading = _first_h1(header)
    if heading is None:
        return None
    words = " ".join("".join(node.text for node in walk(heading)).split())
    return heading if not title or title.startswith(words) else None
