"""What stands around the body: title, notes, date and preamble before it, closing and"
" signature after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from moc_align.parser.blocks import KNOWN_HEADING, Block
from moc_align.parser.lines import ends_sentence
from moc_align.parser.openings import DATE, date_like, issuer_like, note_like, prose_like
from moc_align.parser.tree import Node, Tree, title_like
from moc_align.schema import ClauseKind, Genre, Span

_PREAMBLE = re.compile(r"(?:前\s*文|preamble)\s*", re.IGNORECASE)
_LINKED = re.compile(
    r"(?:\b(?:of|the|and|between|on|in|for|with|to|by)|[のとるにすめび])$", re.IGNORECASE
)
_LINKS = re.compile(
    r"(?:of|the|and|between|on|in|for|with|to|by|concerning|regarding)\b|[a-z]|に|の|と", 0
)
TITLE_LIMIT = 600
"""Characters that the lines of a title have together at most."""

_DONE = re.compile(
    r"^(?:in witness whereof|in faith whereof|done (?:at|in|on|by|this)\b|signed (?:at|in|on|by"
    r"|and)\b|executed (?:at|in|on)\b"
    r"|dated (?:at|this)|this .{3,60} (?:is|was|has been) signed|以上の証拠として)"
    r"|(?:署名(?:した|された|する|され|を行った)|作成(?:した|された|する)|調印(?:した|された))(?:[。.]|$)"
    r"|証するため|(?:各|それぞれ).{0,6}[通部]を(?:保有|保管|所持)",
    re.IGNORECASE,
)
_COPIES = re.compile(
    r"本書|原本|正本|正文|[\d０-９一二三四]\s?(?:通|部)|下名|代表者"
    r"|in witness|in faith|duplicate|two originals"
    r"|copies|以上の証拠"
    r"|各政府|authentic",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"(?:以上|上記|前記)の(?:証拠|了解|記録|提案|とおり)|^the foregoing|^in witness|^in faith"
    r"|^この(?:協力)?(?:覚書|協定"
    r"|取決め|条約|文書|共同声明)"
    r"|^本(?:協力)?(?:覚書|協定|取決め|条約|文書|声明)"
    r"|^this (?:memorandum|moc|mou|agreement|arrangement|treaty"
    r"|convention|joint|statement|document)"
    r"|^[（(]?(?:以上|了|終)[）)]?$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"[（(]?\s?(?:以\s?上|了|終わり|終)\s?[）)]?|(?:[*＊#＃]\s?){3,}|-\s?(?:ends?|30)\s?-", re.I
)
_FOR = re.compile(
    r"for (?:and on behalf of |and in the name of |on behalf of )?(?:the|his|her|japan|[A-Z])",
    re.IGNORECASE,
)

_ROLE = re.compile(
    r"[^\S\n]{3,}\S|\u3000{2,}\S|_{4,}|\b(?:Minister|Secretary|Ambassador|President|Director"
    r"|Commissioner"
    r"|Chairman|Governor|Signature)\b|大臣|長官|大使|次官|代表|署名|局長|委員長"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of a text by where they stand."""

    front: tuple[Node, ...]
    body: tuple[Block, ...]
    closing: tuple[Node, ...]
    after: tuple[Block, ...]
    """Annexes that follow the signatures."""


_ENACTING = re.compile(
    r"\bas follows\s*[:：.]?$|(?:次|以下)のとおり(?:協定|合意|決定)した。?$", re.IGNORECASE
)


_ABOUT = re.compile(r"第.{1,8}号|仮訳|\btranslation\b|\bdraft\b|\bno\.", re.IGNORECASE)
"""What a line in brackets above the first article says of the whole text."""


class Margins:
    """Parts the blocks of one document."""

    def __init__(self, tree: Tree, genre: Genre) -> None:
        self.tree = tree
        self.genre = genre

    def _said(self, block: Block) -> str:
        return self.tree.words(Span(block.start, block.end))

    def _node(self, kind: ClauseKind, first: Block, last: Block | None = None) -> Node:
        end = (last or first).end
        return Node(kind, text=Span(first.start, end), start=first.first.start)

    def split(self, blocks: Sequence[Block]) -> Parts:
        """The four parts; nothing is lost between them."""
        front, done = self._front(blocks)
        body = list(blocks[done:])
        divided = any(b.place for b in body)
        lead: list[Node] = self._lettered(body)
        while body and body[0].place is None and self.genre != "release" and divided:
            if self.tree.is_caption(body[0], body[1] if len(body) > 1 else None):
                break
            first = body.pop(0)
            said = self._said(first)
            alone = bool(_PREAMBLE.fullmatch(said)) and bool(body) and body[0].place is not None
            node = self._node("note" if alone else "preamble", first)
            if _PREAMBLE.fullmatch(said) and body and body[0].place is None:
                second = body.pop(0)
                node = self._node("preamble", second)
                node.label, node.start = said, first.first.start
            lead.append(node)
        last = [body.pop()] if len(body) > 1 and self._ends(body[-1]) else []
        kept, closing, after = self._back(body)
        closing += [self._node("closing", block) for block in last if not after]
        after += last if after else []
        return Parts((*front, *lead), tuple(kept), tuple(closing), tuple(after))

    def _lettered(self, body: list[Block]) -> list[Node]:
        """Preamble nodes of recitals with labels, (A) to (C), taken off the body; often none."""
        division = next((i for i, b in enumerate(body) if b.candidate and b.candidate.word), 0)
        ends = [
            i
            for i in range(division)
            if body[i].place is None and _ENACTING.search(self._said(body[i]))
        ]
        if self.genre == "release" or not ends or not any(b.candidate for b in body[: ends[-1]]):
            return []
        nodes: list[Node] = []
        for block in body[: ends[-1] + 1]:
            node = self._node("preamble", block)
            node.label, node.text = block.label, Span(block.start, block.end)
            nodes.append(node)
        del body[: ends[-1] + 1]
        return nodes

    def _front(self, blocks: Sequence[Block]) -> tuple[list[Node], int]:
        nodes: list[Node] = []
        title: Node | None = None
        marked = any(b.first.mark and b.first.mark.kind == "heading" for b in blocks[:40])
        done = 0
        for block, after in zip_longest(blocks, blocks[1:]):
            said = self._said(block)
            mark = block.first.mark
            heading = bool(mark and mark.kind == "heading")
            if self._signed_title(block, nodes):
                title = self._node("title", block)
                title.label = block.label
                nodes.append(title)
                done += 1
                continue
            if self._tag(block, blocks, nodes):
                node = self._node("note", block)
                node.label = block.label
                nodes.append(node)
                done += 1
                continue
            if self._numbers_paper(block, blocks, nodes):
                node = self._node("note", block)
                node.text = Span(block.first.start, block.end)
                nodes.append(node)
                done += 1
                continue
            if block.candidate or _PREAMBLE.fullmatch(said) or (mark and mark.kind == "item"):
                break
            # the caption of the first article, which stands above it
            if title and self.tree.is_caption(block, after) and not _ABOUT.search(said):
                break
            if date_like(said):
                nodes.append(self._node("date", block))
            elif note_like(said) or (title is None and issuer_like(said)):
                nodes.append(self._node("note", block))
            elif (
                prose_like(said, begun=title is not None)
                or (title and heading and mark and mark.level > 1)
                or (title and block.heading and any(node.kind == "date" for node in nodes))
                or (title and block.heading and KNOWN_HEADING.fullmatch(said))
            ):
                break
            elif self._goes_on(nodes, title, said, marked, heading):
                assert title and title.text  # noqa: S101
                title.text = Span(title.text.start, block.end)
            elif title is None and (heading or not marked):
                title = self._node("title", block)
                nodes.append(title)
            else:
                nodes.append(self._node("note", block))
            done += 1
        if title and done == len(blocks) and len(nodes) == 1:
            return [], 0
        return nodes, done

    def _signed_title(self, block: Block, nodes: Sequence[Node]) -> bool:
        """True for the first line of a text where it is a title after a sign: ○…法."""
        return bool(
            not nodes
            and block.candidate
            and block.candidate.style == "bullet○"
            and title_like(self._said(block))
        )

    def _numbers_paper(self, block: Block, blocks: Sequence[Block], nodes: Sequence[Node]) -> bool:
        """True for 別添１ above the title of a paper that was handed out with others."""
        sign = block.candidate
        if nodes or sign is None or sign.style != "annex" or block.start < block.end:
            return False
        words = sum(bool(b.candidate and b.candidate.style == "annex") for b in blocks[:200])
        return words == 1 and len(blocks) > 2 and blocks[1].candidate is None

    def _tag(self, block: Block, blocks: Sequence[Block], nodes: Sequence[Node]) -> bool:
        """True for a line after the title of a release that alone has its sign: ▶広報室."""
        sign = block.candidate
        if self.genre != "release" or not nodes or sign is None or sign.numbers:
            return False
        same = [b for b in blocks[:200] if b.candidate and b.candidate.style == sign.style]
        return len(same) == 1 and title_like(self._said(block))

    def _goes_on(
        self, nodes: list[Node], title: Node | None, said: str, marked: bool, heading: bool
    ) -> bool:
        """True where a line before the body continues the title."""
        if title is None or not nodes or nodes[-1] is not title or title.text is None:
            return False
        if title.text.end - title.text.start > TITLE_LIMIT:
            return False
        before = self.tree.words(title.text)
        if _LINKED.search(before) or _LINKS.match(said):
            return True
        if self.genre == "release":
            return False
        return heading or not marked

    def _back(self, body: list[Block]) -> tuple[list[Block], list[Node], list[Block]]:
        """Body, closing and signature nodes, and annexes after them."""
        if self.genre == "release":
            return body, [], []
        annex = next(
            (i for i, b in enumerate(body) if b.candidate and b.candidate.style == "annex"),
            len(body),
        )
        last_label = max((i for i in range(annex) if body[i].candidate), default=-1)
        done = next((i for i in range(annex - 1, last_label, -1) if self._done(body[i])), None)
        if done is None:
            start = self._signed(body, last_label, annex)
            if start == annex:
                return body, [], []
        else:
            start = done
            while start - 1 > last_label and body[start - 1].place is None:
                said = self._said(body[start - 1])
                above = body[start - 2] if start >= 2 else None
                listed = bool(above and self._below_item(body, start - 1))
                if not (self._done(body[start - 1]) or _FINAL.search(said) or listed):
                    break
                start -= 1
            start = max(start, min(done, self._own(body, last_label)))
        nodes: list[Node] = []
        signing: list[Block] = []
        for block in body[start:annex]:
            said = self._said(block)
            if _FOR.match(said) and len(said) < 120:
                signing.append(block)
            elif done is not None and not signing and (ends_sentence(said) or _DONE.search(said)):
                nodes.append(self._node("closing", block))
            elif note_like(said) and not signing:
                nodes.append(self._node("note", block))
            else:
                signing.append(block)
        if signing:
            nodes.append(self._node("signature", signing[0], signing[-1]))
        return body[:start], nodes, body[annex:]

    def _own(self, body: Sequence[Block], label: int) -> int:
        """First block after the last label that isn't the title or the body of its clause."""
        if label < 0 or not self._bare(body[label]):
            return 1
        titled = self._said(body[label]) or label + 1 == len(body)
        return label + (2 if titled or not title_like(self._said(body[label + 1])) else 3)

    def _bare(self, block: Block) -> bool:
        """True for a label or heading whose body comes in the next block."""
        said = self._said(block)
        return not said or block.heading or title_like(said.lstrip(" :：")) or said[0] in "（("

    def _ends(self, block: Block) -> bool:
        """True for 以上, （了） or ### on a line of its own."""
        return block.place is None and bool(_OVER.fullmatch(self._said(block)))

    def _below_item(self, body: Sequence[Block], at: int) -> bool:
        """True where only unlabelled prose lies between the block and a list item before it."""
        while at >= 0 and body[at].place is None:
            at -= 1
        if at < 0:
            return False
        candidate = body[at].candidate
        return bool(candidate and not candidate.word and not body[at].heading)

    def _done(self, block: Block) -> bool:
        said = self._said(block)
        if block.place is not None or len(said) > 600 or not _DONE.search(said):
            return False
        return bool(DATE.search(said) or _COPIES.search(said) or said.lower().startswith("in "))

    def _signed(self, body: Sequence[Block], last_label: int, annex: int) -> int:
        """Where signatures without a formula before them start; `annex` where there are none."""
        at = annex
        while at - 1 > max(last_label, 0) and body[at - 1].place is None:
            if ends_sentence(self._said(body[at - 1])):
                break
            at -= 1
        rest = [self.text_of(block) for block in body[at:annex]]
        if any(_FOR.match(said) or _ROLE.search(said) for said in rest):
            return at
        return annex

    def text_of(self, block: Block) -> str:
        """The block as it stands in the source."""
        return self.tree.text[block.start : block.end]
