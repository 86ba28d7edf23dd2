"""Blocks: the lines of a paragraph, item or heading taken together, with the label before it.

Two decisions are made line by line, each by evidence: does the line start with a label (the
sequence it stands in must confirm it), and if not, does it continue the line before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moc_align.parser.lines import Line, Wrap, ends_sentence, room
from moc_align.parser.numbering import Candidate, candidates, cites
from moc_align.parser.openings import date_like
from moc_align.parser.outline import Outline, Place

_CONTINUES = re.compile(
    r"[a-z]|(?!この|その|これ|それ|また|なお|ただし|さらに|ここ|以下)[ぁ-ん]|[、。）」』ー]"
)
_LOWER = re.compile(r"[a-z]")
_DANGLING = re.compile(
    r"\b(?:an?|the|this|that|these|its|their|of|to|in|for|on|with|by|from|and|or|as|at|which|will"
    r"|shall|be|is|are|was|were)$"
)
"""Words that no paragraph ends with."""
_BRACKETED = re.compile(r"(?:【.{1,60}】|＜.{1,60}＞|《.{1,60}》|〈.{1,60}〉|<[^<>]{2,60}>)\s*")
_HEADING_END = re.compile(
    r"[.。、,，;；:：!！?？」”\"]$|[ぁ-ん]{2}る$|した$|です$|ます$|[;；]|\b(?:and|or|the|of)$"
)
_TITLE_END = re.compile(
    r"(?:協定|覚書|条約|取決め|声明|宣言|議定書|憲章|メモランダム|枠組み|ロードマップ|行動計画|に関する法律)\s*$"
)
KNOWN_HEADING = re.compile(
    r"(?:background|introduction|overview|outline|summary|context)(?: (?:and|of) .{3,60})?"
    r"|(?:key |main )?(?:highlights|outcomes|points|areas|contents?|features)"
    r"(?: (?:of|in|from) .{3,60})?"
    r"|(?:areas|fields|scope|forms|modalities) of (?:the )?co-?operation"
    r"|next steps?|future (?:plans?|actions?|steps?|schedule)|way forward|conclusion|follow-?up"
    r"|(?:本件の|覚書の|協定の|協力の)?(?:概要|背景|経緯|趣旨|ポイント|内容|主な内容|主要事項)(?:(?:・|及び|と).{2,8})?"
    r"|今後の(?:予定|取組|対応|展開|進め方|方針)|協力(?:分野|事項|内容)|実施体制|参考",
    re.IGNORECASE,
)
"""Headings that releases and one-page summaries print without any number."""
_RUN_IN = re.compile(r"\w[:：]\s?\S")
_CHAPEAU_WORD = re.compile(
    r"(?:\b(?:of|the|and|or|in|to|with|by|for|under|article|articles|paragraph|paragraphs|section"
    r"|sections|annex|no\.?|nos\.?|subparagraph|para\.?|art\.?|clause|from|through)"
    r"|第|及び|又は|並びに|若しくは|から|の|は|に|を|で|と|が)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Block:
    """A heading, a paragraph or an item as it stands in the source; grows while it is read."""

    lines: list[Line]
    candidate: Candidate | None
    place: Place | None
    """Where its label puts it; None for a block without a label."""
    start: int
    """Of the text after the label."""
    end: int
    heading: bool = False
    """True where the markup or its shape says that it is a heading."""
    printed: int | None = None
    """Where its label starts, if not at the start of its first line."""

    @property
    def first(self) -> Line:
        """The line it starts with."""
        return self.lines[0]

    @property
    def label(self) -> str:
        """As printed; empty where there is none."""
        return self.candidate.label.strip() if self.candidate else ""


class _Scan:
    """One pass over the lines of a text."""

    def __init__(self, text: str, lines: Sequence[Line], wrap: Wrap, flowed: bool) -> None:
        self.text = text
        self.lines = lines
        self.wrap = wrap
        self.flowed = flowed
        self.marked = any(line.mark for line in lines)
        self.labelled = False
        self.found = [candidates(text[line.start : line.end]) for line in lines]
        self.outline = Outline(self.found)
        self.spaced = sum(line.gap > wrap.gap for line in lines) * 5 >= len(lines)
        self.topped = sum(self._tops(at) for at in range(len(lines))) > 1

    def body(self, line: Line) -> str:
        """The line's own text; of a very long one the two ends only."""
        if line.end - line.start > 2000:
            return self.text[line.start : line.start + 999] + self.text[line.end - 999 : line.end]
        return self.text[line.start : line.end]

    def open(self, before: Line, line: Line) -> bool:
        """True where the line before is full and stops in mid-sentence."""
        if self.flowed or self.wrap.column == 0 or line.gap > self.wrap.gap:
            return False
        return self._full(before, line) and not ends_sentence(self.body(before))

    def _full(self, before: Line, line: Line) -> bool:
        return self.wrap.full(before, room(self.text, line))

    def _filled(self, before: Line, line: Line) -> bool:
        """True where the line before is as full as most: the next word did not fit on it."""
        return before.width + room(self.text, line) >= self.wrap.tight

    def starts(self, block: Block, line: Line) -> bool:
        """True where an unlabelled line starts a block of its own."""
        before = block.lines[-1]
        if block.candidate and not block.candidate.word and block.start >= block.end:
            return False
        said = self.body(before)
        ended = ends_sentence(said)
        begins = self.text[line.start : line.start + 8]
        if (
            line.mark
            or (before.mark and before.mark.kind == "heading")
            or (line.gap and self.flowed)
        ):
            return True
        if not self.labelled and self._dates(before, line) and not _CHAPEAU_WORD.search(said):
            return True
        if self.flowed:
            return not self.marked or not (ended or bool(_CONTINUES.match(begins)))
        if block.candidate is None and not self.labelled and self._titles(block, before, line):
            return True
        if self.wrap.column == 0:
            goes_on = _LOWER.match(begins) or _DANGLING.search(said)
            long = max(row.width for row in block.lines) > 40
            if goes_on and not ended and line.gap == 0 and long:
                return False
            return not (line.turned and not ended and before.width >= 40 and self._prose(line))
        if line.gap > self.wrap.gap and not line.turned:
            return ended or not (self._full(before, line) and bool(_CONTINUES.match(begins)))
        if ended:
            rest = block.lines[-1].indent if len(block.lines) > 1 else block.first.indent
            alone = len(block.lines) == 1
            widest = 0.94 * self.wrap.column if alone else max(r.width for r in block.lines[-4:])
            reach = before.width + room(self.text, line)
            full = self._full(before, line) and reach >= 0.95 * widest
            full = full and (self._filled(before, line) or not alone)
            return not full or line.indent >= rest + 2
        if self._full(before, line):
            return said[-1] in "、," and not (
                self._filled(before, line) or _LOWER.match(begins) or block.candidate
            )
        return not (_LOWER.match(begins) or (line.gap == 0 and _PARTICLE.search(said)))

    def _dates(self, *lines: Line) -> bool:
        """True where one of the lines is the date of a text."""
        return any(date_like(self.body(line)[:80]) for line in lines)

    def _titles(self, block: Block, before: Line, line: Line) -> bool:
        """True where the line before ends the title of a document: by its words or its place."""
        said = self.text[block.start : block.end][:400]
        if "。" in said or len(said) >= 400:
            return False
        if _TITLE_END.search(said):
            return True
        if block.first.indent >= 3 and before.indent >= line.indent + 3:
            return not said.isascii() or said.isupper()
        return (
            said.isascii()
            and said.isupper()
            and not self.body(line).isupper()
            and len(said.split()) > 2
        )

    def _prose(self, line: Line) -> bool:
        long = min(60, 0.75 * self.wrap.column) if self.wrap.column else 60
        return line.width > long or ends_sentence(self.body(line))

    def heading(self, at: int, before: Block | None) -> bool:
        """True where an unlabelled line has the shape and the surroundings of a heading."""
        line = self.lines[at]
        if line.mark:
            return line.mark.kind == "heading"
        said = self.body(line)
        if _BRACKETED.fullmatch(said):
            return True
        if self.outline.inside_article() or at + 1 >= len(self.lines) or self.flowed:
            return False
        if line.width > 64 or _HEADING_END.search(said) or not said[0].isalnum():
            return False
        if said[0].islower() or said.count(" ") > 10 or not self.spaced:
            return False
        if line.gap <= self.wrap.gap:
            return False
        if self.topped and self._tops(at):
            return True
        known = bool(KNOWN_HEADING.fullmatch(said)) and before is not None
        if before and not self._ended(before) and not known:
            return False
        last = at + 1 if self._two_lines(at) and self.wrap.column <= 64 else at
        if last + 1 >= len(self.lines) or _HEADING_END.search(self.body(self.lines[last])):
            return False
        after = self.lines[last + 1]
        goes_on = last + 2 < len(self.lines) and self.lines[last + 2].gap <= self.wrap.gap
        prose = self._prose(after) or (goes_on and self.wrap.column > 0)
        return after.gap > self.wrap.gap and (bool(self.found[last + 1]) or prose)

    def _tops(self, at: int) -> bool:
        """True for a short line set apart from the text above, and not from the sentence below."""
        if not 0 < at < len(self.lines) - 1 or self.wrap.gap or self.flowed:
            return False
        line, after = self.lines[at], self.lines[at + 1]
        if line.gap < 1 or after.gap or line.width > 60 or self.found[at] or self.found[at + 1]:
            return False
        if line.indent > after.indent + 4 or 4 * (line.width + room(self.text, after)) > 3 * (
            self.wrap.column or 80
        ):
            return False
        said, then = self.body(line), self.body(after)
        if _HEADING_END.search(said) or not said[0].isalnum() or said[0].islower():
            return False
        if self.wrap.full(after):
            return True
        return ends_sentence(then) and after.width >= 30 and after.width > 1.2 * line.width

    def _two_lines(self, at: int) -> bool:
        """True where the line is full and the next, unlabelled, is all that belongs to it."""
        line, after = self.lines[at], self.lines[at + 1]
        return self.open(line, after) and not self.found[at + 1]

    def _ended(self, block: Block) -> bool:
        closed = block.heading or block.candidate is not None
        return closed or ends_sentence(self.body(block.lines[-1]))

    def short(self, at: int) -> bool:
        """True where a labelled line looks like a heading: short, no sentence, nothing run in."""
        line = self.lines[at]
        said = self.body(line)
        if at + 1 < len(self.lines) and self._two_lines(at):
            third = self.lines[at + 2] if at + 2 < len(self.lines) else None
            if third is None or third.gap <= self.wrap.gap:
                return False
            said += self.body(self.lines[at + 1])
        if line.width > 72 or ends_sentence(said):
            return False
        return not _RUN_IN.search(said)

    def label(self, at: int) -> Place | None:
        """Where the label at the start of that line puts it, None where it is no label."""
        line = self.lines[at]
        before = self.lines[at - 1] if at else None
        is_open = bool(before and self.open(before, line))
        if not self.found[at]:
            if line.mark and line.mark.kind == "item":
                return self.outline.unprinted(line)
            return None
        refers = bool(
            before and is_open and _CHAPEAU_WORD.search(self.body(before)[-16:].rstrip(" ,"))
        )
        ends = self.body(before)[-1:] if before else ""
        if before and self.found[at][0].style == "annex" and not self.found[at][0].numbers:
            above = self.found[at - 1]
            if above and above[0].word and before.start + above[0].length >= before.end:
                return None  # the title of 第九章, printed on the line after its label
        return self.outline.place(at, line, is_open, refers, ends, self.short(at))


def blocks_of(text: str, lines: Sequence[Line], wrap: Wrap, flowed: bool) -> list[Block]:
    """The blocks of a text (the masked source) in reading order; each line is in one of them."""
    scan = _Scan(text, lines, wrap, flowed)
    blocks: list[Block] = []
    for at, line in enumerate(lines):
        place = scan.label(at)
        last = blocks[-1] if blocks else None
        if place is not None:
            candidate = place.candidate
            start = line.start + (candidate.length if candidate else 0)
            while start < line.end and text[start].isspace():
                start += 1
            heading = bool(line.mark and line.mark.kind == "heading")
            blocks.append(Block([line], candidate, place, start, line.end, heading))
            scan.labelled = True
            scan.outline.settle(place, line, short=scan.short(at))
            inner = _run_in(scan, at, blocks[-1])
            if inner is not None:
                blocks.append(inner)
        elif last is None or scan.starts(last, line):
            heading = scan.heading(at, last)
            blocks.append(Block([line], None, None, line.start, line.end, heading))
            if heading:
                level = line.mark.level if line.mark else 0
                blocks[-1].place = scan.outline.headed(line, level)
        else:
            if last.start >= last.end:
                last.start = line.start
            last.lines.append(line)
            last.end = line.end
    return blocks


_PARTICLE = re.compile(r"[一-龥ァ-ヶーぁ-ん][にをはがへの]$")
"""The end of a line after which its sentence goes on, however early it is wrapped."""
_AFTER_WORD = re.compile(r"[\s.:：．\u3000]*")


def _run_in(scan: _Scan, at: int, block: Block) -> Block | None:
    """The block of a label that stands right after that of its division, cut off from it."""
    if block.candidate is None or not block.candidate.numbers:
        return None
    line = block.first
    lead = _AFTER_WORD.match(scan.text, block.start, line.end)
    start = lead.end() if lead else block.start
    if start >= line.end or cites(scan.text[start : line.end]):
        return None
    place = scan.outline.run_in(at, candidates(scan.text[start : line.end]))
    if place is None or place.candidate is None:
        return None
    block.end = start
    block.start = start
    body = start + place.candidate.length
    while body < line.end and scan.text[body].isspace():
        body += 1
    scan.outline.settle(place, line, short=False)
    return Block([line], place.candidate, place, body, line.end, printed=start)
