"""Clauses from nodes: kinds, ids, texts, sentences, pages and lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from moc_align.parser.enumerations import Part, undertakings
from moc_align.parser.lines import ends_sentence, flow
from moc_align.parser.sentences import split
from moc_align.parser.tree import Node
from moc_align.schema import HEADING_KINDS, Clause, ClauseKind, Genre, Lang, Span

_STEMS: dict[ClauseKind, str] = {
    "title": "title", "date": "date", "note": "note", "preamble": "pre", "article": "art",
    "section": "sec", "area": "area", "paragraph": "p", "bullet": "b", "item": "i",
    "closing": "end", "signature": "sig",
}  # fmt: skip
_WORD_STEMS = {
    "annex": "annex", "part": "part", "chapter": "ch", "subsection": "sub", "division": "div",
    "par": "par",
}  # fmt: skip
_SECTIONS = frozenset(("annex", "part", "chapter", "section", "subsection", "division", "dai"))
_MARGINS = frozenset(("title", "date", "note", "preamble", "closing", "signature"))


def _plain_number(style: str) -> bool:
    return style in ("1.", "1 ") or style.startswith("#.")


class Emitter:
    """Turns nodes into clauses, in reading order."""

    def __init__(self, text: str, pages: Sequence[int], lang: Lang, genre: Genre) -> None:
        self.text = text
        self.pages = pages
        self.lang = lang
        self.genre = genre
        self.clauses: list[Clause] = []
        self._breaks = [at for at, char in enumerate(text) if char == "\n"]
        self._forms = [at for at, char in enumerate(text) if char == "\f"]
        self._taken: set[str] = set()
        self._repeats: Counter[str] = Counter()

    def name_kinds(self, nodes: Iterable[Node], above: tuple[ClauseKind, ...] = ()) -> None:
        """Give every node of the body its kind, by its label, its title and what lies above it."""
        nodes = list(nodes)
        prose = {node.series for node in nodes if node.series is not None and self._says(node)}
        for node in nodes:
            if node.kind not in _MARGINS:
                node.kind = self._kind(node, above, node.series in prose)
            self.name_kinds(node.children, (*above, node.kind))

    def _says(self, node: Node) -> bool:
        """True where the text of the node is a sentence, so that its list is one of paragraphs."""
        words = self.text[node.text.start : node.text.end] if node.text else ""
        return ends_sentence(words) or len(words) > 60

    def _kind(self, node: Node, above: tuple[ClauseKind, ...], prose: bool) -> ClauseKind:
        divided = any(kind in HEADING_KINDS for kind in above)
        if node.style == "article":
            return "article"
        if node.style in _SECTIONS:
            return "section"
        if node.style == "par":
            return "paragraph" if "article" in above else "section"
        if node.title is not None:
            split = node.style.startswith("bullet") and node.text is not None
            return "area" if divided or split else "section"
        if not node.style:
            return "paragraph"
        if node.style.startswith("bullet") or node.style == "li":
            return "bullet"
        inside = above[-1] if above else None
        if _plain_number(node.style) and inside in (None, "article", "section"):
            return "paragraph" if prose else "item"
        if node.style == "(1)" and inside == "article" and self.genre == "statute":
            return "paragraph"
        return "item"

    def emit(self, nodes: Iterable[Node], path: tuple[str, ...] = ()) -> None:
        """Add the nodes and what lies below them."""
        counts: Counter[str] = Counter()
        for node in nodes:
            stem = _WORD_STEMS.get(node.style, _STEMS[node.kind])
            counts[stem] += 1
            number = "-".join(map(str, node.numbers)) or str(counts[stem])
            local = "title" if node.kind == "title" else f"{stem}{number}"
            name = self._unique(".".join((*path[-1:], local)))
            self._add(node, name, path)

    def _unique(self, name: str) -> str:
        free = name
        while free in self._taken:
            self._repeats[name] += 1
            free = f"{name}-{self._repeats[name] + 1}"
        self._taken.add(free)
        return free

    def _add(self, node: Node, name: str, path: tuple[str, ...]) -> None:
        if node.kind not in HEADING_KINDS and node.title is not None:
            node.text, node.title = _joined(node.title, node.text), None
        heads = node.kind in HEADING_KINDS
        below = list(node.children)
        text = node.text
        if heads and text is not None:
            below[:0] = self._bodies(node, text)
            text = None
        elif heads and self.genre == "release" and len(below) == 1 and not below[0].style:
            below = self._listed(node, below)
        elif text is not None and not node.children:
            chapeau, parts = undertakings(self.text, text, self.lang, titled=False)
            if parts:
                text = chapeau
                below = _members(parts)
        title = node.title
        span = title if heads else text
        if span is None:
            at = node.start + len(node.label)
            span = Span(at, at)
        words = flow(self.text[text.start : text.end]) if text else ""
        if node.kind == "signature" and text:
            # a line each for who signs, and as what
            lines = self.text[text.start : text.end].splitlines()
            words = " ".join(said for line in lines if (said := flow(line)))
        if node.listed:
            words = _LIST_END.sub("", words)
        self.clauses.append(
            Clause(
                id=name,
                path=path,
                kind=node.kind,
                label=flow(node.label),
                title=_trimmed(flow(self.text[title.start : title.end])) if title else "",
                text=words,
                sentences=split(words, self.lang) if words else (),
                span=span,
                page=self._page(node.start),
                line=bisect_right(self._breaks, node.start - 1) + 1,
            )
        )
        self.emit(below, (*path, name))

    def _listed(self, node: Node, below: list[Node]) -> list[Node]:
        """The members of a list on the line after a heading; `below` where it is none."""
        text = below[0].text
        if node.kind != "area" or text is None:
            return below
        chapeau, parts = undertakings(self.text, text, self.lang, titled=True)
        return _members(parts) if parts and chapeau is None else below

    def _bodies(self, node: Node, text: Span) -> list[Node]:
        """Children that hold the body printed on the line of a heading."""
        chapeau, parts = undertakings(self.text, text, self.lang, titled=node.kind == "area")
        bodies = _members(parts)
        if chapeau is not None:
            bodies.insert(0, Node("paragraph", text=chapeau, start=chapeau.start))
        return bodies

    def _page(self, at: int) -> int:
        if len(self.pages) > 1:
            return bisect_right(self.pages, at)
        return bisect_right(self._forms, at) + 1


def _joined(first: Span, second: Span | None) -> Span:
    return Span(first.start, second.end) if second else first


def _members(parts: Sequence[Part]) -> list[Node]:
    """Item nodes for the members of a list printed in one line."""
    return [
        Node("item", label=part.label, text=part.text, start=part.start, listed=True)
        for part in parts
    ]


_LIST_END = re.compile(r"[,;、，；]?\s*(?:(?<=[,;\s])(?:and|or|as well as))?\s*$")
_PAIRS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "〔": "〕",
    "＜": "＞",
    "《": "》",
    "〈": "〉",
    "<": ">",
}


def _trimmed(title: str) -> str:
    """The title without the brackets around it and the colon after it."""
    bare = title.rstrip(" :：–—―-")
    if len(bare) > 2 and _PAIRS.get(bare[0]) == bare[-1] and bare[0] not in bare[1:]:
        return bare[1:-1].strip()
    return bare
