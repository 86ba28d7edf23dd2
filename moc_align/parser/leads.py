"""Headings that a fact sheet or a table runs into the first line of what they head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from moc_align.parser.lines import ends_sentence, is_ja
from moc_align.parser.tree import Node, Tree, title_like
from moc_align.schema import Span

_PHRASE = re.compile(r"([A-Z\d][^.;:,!?]{1,60})\.\s+(?=[A-Z])")
_CELL = re.compile(r"\s\|\s")
_SUBJECTS = re.compile(
    r"(?:協力)?(?:分野|項目|事項|テーマ)|(?:areas?|fields?|topics?|themes?|sectors?|pillars?|items?|subjects?)"
    r"(?: of (?:co-?operation|collaboration))?",
    re.IGNORECASE,
)
"""What stands over the first column of a table of what was agreed; 署名者 or 日時 do not."""
LEADS = 3
"""Paragraphs that begin `Title: sentence.` from which this is the layout of the text."""
BODY_CHARS = {True: 18, False: 40}
"""Shortest body after such a title, Japanese first: `場所：東京。` is none."""


def lead_ins(tree: Tree, nodes: list[Node]) -> list[Node]:
    """The nodes with the paragraphs `Title: sentence.` and the rows of tables made headings."""
    root = Node("section", children=nodes)
    hosts = [root, *_hosts(nodes)]
    for host in hosts:
        _rows(tree, host)
    _run_in(tree, [node for host in hosts for node in host.children])
    found = {
        id(node): split
        for host in hosts
        for node in _plain(host)
        if (split := tree.colon(node)) and _states(tree, split)
    }
    if len(found) < LEADS:
        return root.children
    for host in hosts:
        plain = _plain(host)
        if 2 * sum(id(node) in found for node in plain) < len(plain) or not plain:
            continue
        kept: list[Node] = []
        head: Node | None = None
        for node in host.children:
            if id(node) in found:
                node.title, node.text = found[id(node)]
                head = node
            elif not node.style and node.title is None:
                head = None
            elif head is not None and node.style.startswith("bullet"):
                head.children.append(node)
                continue
            kept.append(node)
        host.children = kept
    return root.children


def _run_in(tree: Tree, nodes: Sequence[Node]) -> None:
    """Make `2. Artificial intelligence. Both sides ...` headings where most numbers begin so."""
    numbered = [n for n in nodes if n.numbers and n.text and n.title is None]
    found: list[tuple[Node, re.Match[str]]] = []
    for node in numbered:
        assert node.text  # noqa: S101
        match = _PHRASE.match(tree.text, node.text.start, node.text.end)
        if match and match.end() < node.text.end and title_like(tree.words(_span(match))):
            found.append((node, match))
    if len(found) < LEADS or 2 * len(found) <= len(numbered):
        return
    for node, match in found:
        assert node.text  # noqa: S101
        node.title, node.text = _span(match), Span(match.end(), node.text.end)


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(1), match.end(1))


def _hosts(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.title is not None:
            yield node
        yield from _hosts(node.children)


def _plain(host: Node) -> list[Node]:
    return [node for node in host.children if not node.style and node.title is None and node.text]


def _states(tree: Tree, split: tuple[Span, Span]) -> bool:
    body = tree.words(split[1])
    return ends_sentence(body) and len(body) >= BODY_CHARS[is_ja(body)]


def _rows(tree: Tree, host: Node) -> None:
    """Give the rows of a table of subjects their titles."""
    rows = [(node, _cut(tree, node)) for node in _plain(host)]
    cells = [(node, split) for node, split in rows if split]
    if len(cells) < 3 or not _SUBJECTS.fullmatch(tree.words(cells[0][1][0])):
        return
    cells[0][0].kind = "note"
    for node, (title, rest) in cells[1:]:
        if title_like(tree.words(title)):
            node.title, node.text = title, rest


def _cut(tree: Tree, node: Node) -> tuple[Span, Span] | None:
    assert node.text  # noqa: S101
    bar = _CELL.search(tree.text, node.text.start, node.text.end)
    if bar is None:
        return None
    return Span(node.text.start, bar.start()), Span(bar.end(), node.text.end)
