"""The tree of a document: blocks hung below one another, and the kind of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from moc_align.parser.blocks import Block
from moc_align.parser.lines import flow, is_ja
from moc_align.schema import ClauseKind, Genre, Span

TITLE_CHARS = {True: 44, False: 110}
"""Longest heading by script, Japanese first: the longest of some 200 headings of statutes,
treaties and memoranda have 38 and 96 characters."""

_NO_TITLE = re.compile(
    r"[。、,，;；:：.]$|。|; |[a-z]{3,}\.\s|(?:including|such as)$"
    r"|(?:する|した|である|こと|とおり|もの|行う|図る|努める)$"
    r"|\b(?:shall|will|may|must|is|are|was|were|has|have)\b"
)
_ANNOUNCES = re.compile(r"次の|次に|以下の|下記の|\bfollowing\b", re.IGNORECASE)
"""Words of a chapeau: what has them announces items and is no heading of theirs."""
_ABBREVIATED = re.compile(r"(?:etc|Inc|Ltd|Co|U\.S)\.$")
_CAPTION = re.compile(r"[（(\[〔][^（()）]{1,120}(?:[（(][^()（）]*[)）][^（()）]*)?[)）\]〕]")
_HEAD = re.compile(
    r"(?P<title>[（(【\[「][^()（）\]】」]{1,60}[)）】\]」])(?:\s*[:：．.]?\s*)(?P<rest>.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"[(（]\s?\w{1,2}\s?[)）]")
_COLON = re.compile(r"[:：]\s*|\s+[–—―-]\s+")
_DASH = re.compile(r"\s[–—―-]\s")
_LEAD = re.compile(r"[\s:：.．―—–\-‐－・]+")


@dataclass(slots=True)
class Node:
    """A clause in the making; grows while the tree is built."""

    kind: ClauseKind
    label: str = ""
    numbers: tuple[int, ...] = ()
    style: str = ""
    series: int | None = None
    title: Span | None = None
    text: Span | None = None
    start: int = 0
    """Of the label, or of what comes first."""
    listed: bool = False
    """True for a member of a list printed in one line: what separates it is not its text."""
    children: list[Node] = field(default_factory=list)
    indent: int = 0
    """Columns before its label."""
    headed: bool = False
    """True where the markup or the shape of the block says that it is a heading."""


def title_like(text: str) -> bool:
    """True where the words can be a heading: short, no sentence, no verb form that makes one."""
    if not text or len(text) > TITLE_CHARS[is_ja(text)]:
        return False
    return not _NO_TITLE.search(text) or bool(
        _ABBREVIATED.search(text) and not _NO_TITLE.search(text[:-1])
    )


class Tree:
    """Builds the nodes of the body of a document."""

    def __init__(self, text: str, genre: Genre) -> None:
        self.text = text
        self.genre = genre

    def words(self, span: Span | None) -> str:
        """What a span says, read through its wraps; empty for none."""
        return flow(self.text[span.start : span.end]) if span else ""

    def grow(self, blocks: Sequence[Block]) -> list[Node]:
        """Top nodes of the body; every block is in one of them."""
        root = Node("section")
        above: dict[int, Node] = {}
        trail: list[Node] = [root]
        caption: Block | None = None
        for at, block in enumerate(blocks):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            bare = block.place is None or (block.heading and not block.candidate)
            if bare and self.is_caption(block, after):
                caption = block
                continue
            if block.place is None:
                self._hang(block, trail, root)
                continue
            node = self._labelled(block, caption)
            caption = None
            parent = above.get(block.place.parent, root) if block.place.parent is not None else root
            while trail[-1] is not parent and len(trail) > 1:
                trail.pop()
            trail[-1].children.append(node)
            above[block.place.key] = node
            trail.append(node)
        self._decide(root)
        return root.children

    def is_caption(self, block: Block, after: Block | None) -> bool:
        """True for （目的） on the line above 第一条."""
        said = self.words(Span(block.start, block.end))
        return bool(
            after
            and after.candidate
            and after.candidate.style in ("article", "section")
            and _CAPTION.fullmatch(said)
        )

    def _labelled(self, block: Block, caption: Block | None) -> Node:
        candidate, place = block.candidate, block.place
        node = Node(
            "paragraph",
            label=block.label,
            numbers=candidate.numbers if candidate else (),
            style=place.style if place else "",
            series=place.series if place else None,
            start=block.first.start if block.printed is None else block.printed,
            headed=block.heading,
            indent=block.first.indent,
        )
        body = Span(block.start, block.end) if block.start < block.end else None
        if candidate and candidate.word:
            self._split_heading(node, body, caption)
        elif block.heading:
            node.title = body
        else:
            node.text = body
        return node

    def _split_heading(self, node: Node, body: Span | None, caption: Block | None) -> None:
        """Give a division that is named by a word its title and its body."""
        if caption is not None:
            node.title = Span(caption.start, caption.end)
            node.start = caption.first.start
            node.text = self._led(body)
            return
        body = self._led(body)
        if body is None:
            return
        raw = self.text[body.start : body.end]
        said = flow(raw)
        match = _HEAD.match(raw)
        quoted = raw[0] == "「" and bool(match and match["rest"])
        if match and title_like(flow(match["title"])[1:-1]) and not (quoted or _NUMBER.match(raw)):
            node.title = Span(body.start, body.start + match.end("title"))
            if match["rest"].strip():
                node.text = Span(body.start + match.start("rest"), body.end)
            return
        if node.headed or title_like(said):
            node.title = body
            return
        first = re.match(r"[A-Z][^.:;]{2,70}?(?:\.|:|\s[-–—―])(?=\s|$)", raw)
        if first and title_like(flow(first[0])[:-1]) and is_ja(said) is False:
            node.title = Span(body.start, body.start + first.end())
            rest = len(raw) - len(raw[first.end() :].lstrip())
            node.text = Span(body.start + rest, body.end) if rest < len(raw) else None
            return
        node.text = body

    def _led(self, body: Span | None) -> Span | None:
        """The body without the separator between label and title."""
        if body is None:
            return None
        lead = _LEAD.match(self.text, body.start, body.end)
        start = lead.end() if lead else body.start
        return Span(start, body.end) if start < body.end else None

    def _hang(self, block: Block, trail: list[Node], root: Node) -> None:
        """Put an unlabelled block below the division it stands in."""
        body = Span(block.start, block.end)
        host = trail[-1]
        empty = host is not root and not (host.title or host.text or host.children)
        if empty and host.style and self._names(host) and self._heading_line(body):
            host.title = body
            return
        while trail[-1] is not root and not (
            self._holds(trail[-1])
            and not (trail[-1].style.startswith("bullet") and block.first.indent < trail[-1].indent)
        ):
            trail.pop()
        trail[-1].children.append(Node("paragraph", text=body, start=block.first.start))

    @staticmethod
    def _names(node: Node) -> bool:
        return node.style in _DIVISIONS

    def _heading_line(self, body: Span) -> bool:
        said = self.words(body)
        return bool(_CAPTION.fullmatch(said)) or (title_like(said) and not said[0].islower())

    def _holds(self, node: Node) -> bool:
        """True where prose after the node can be its own."""
        if node.headed or self._names(node) or (node.title and not node.text):
            return True
        return title_like(self.words(node.text)) and bool(node.style)

    def _decide(self, node: Node) -> None:
        """Tell headings from items by what stands below them, list by list."""
        lists: dict[int | None, list[Node]] = defaultdict(list)
        for child in node.children:
            if child.series is not None and not self._names(child) and not child.headed:
                lists[child.series].append(child)
        for members in lists.values():
            self._decide_list(members)
        moved: list[Node] = []
        for child in node.children:
            moved.append(child)
            self._decide(child)
            if child.title is None and child.series is not None and not self._names(child):
                first = next((i for i, c in enumerate(child.children) if not c.style), None)
                if first is not None:
                    moved += child.children[first:]
                    del child.children[first:]
        node.children = moved

    def _decide_list(self, members: list[Node]) -> None:
        able = [m for m in members if self._can_head(m)]
        full = [m for m in able if any(c.style not in _ASIDES for c in m.children)]
        if full and (2 * len(full) > len(able)) and 3 * len(able) >= len(members):
            for member in able:
                member.title, member.text = member.text, None
            return
        colons = [(m, self.colon(m)) for m in members]
        titled = [(m, split) for m, split in colons if split]
        if 2 * len(titled) > len(members) or (titled and len(members) == 1):
            for member, (title, rest) in titled:
                member.title, member.text = title, rest

    def _can_head(self, node: Node) -> bool:
        said = self.words(node.text)
        return title_like(said) and not _ANNOUNCES.search(said)

    def colon(self, node: Node) -> tuple[Span, Span] | None:
        """Title and body of `Title: body`, None where the colon is something else."""
        if node.text is None:
            return None
        raw = self.text[node.text.start : min(node.text.end, node.text.start + 200)]
        match = _COLON.search(raw)
        if not match or node.text.start + match.end() >= node.text.end:
            return None
        said = flow(raw[: match.start()])
        if len(_DASH.findall(raw)) > 1 and match[0].strip(":： "):
            return None
        if not title_like(said) or len(said) < 2 or said[-1] in "ぁ" or said.count(" ") > 11:
            return None
        start = node.text.start
        return Span(start, start + match.end()), Span(start + match.end(), node.text.end)


_ASIDES = frozenset(("bullet※", "bullet→", "bullet⇒", "bullet➡", "bullet⇨"))
"""Signs of a note on what stands above, or of what follows from it: no heading has only these."""
_DIVISIONS = frozenset(
    (
        "annex",
        "part",
        "chapter",
        "section",
        "subsection",
        "division",
        "dai",
        "article",
        "par",
        "heading",
    )
)
