"""References to divisions of an instrument: 第五条第二項, 前項, paragraph 2 of Article 5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from moc_align.checks._labels import KINDS, Number, Place, counts
from moc_align.schema import Lang, Span
from moc_align.text import normalise

BELOW = {"article": "paragraph", "section": "paragraph", "paragraph": "item", "clause": "paragraph"}
"""What the brackets of `Article 5(2)` count."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One division that a text refers to."""

    kind: str
    numbers: frozenset[Number]
    """What may be meant; empty where that can't be told."""
    offset: int | None
    """Of 前項 and the like: divisions from the clause's own, -1 for the one before."""
    quote: str
    span: Span

    @property
    def open(self) -> bool:
        """True for an Annex without number, and for 前条 in an article whose number is unknown."""
        return not self.numbers

    @property
    def meaning(self) -> str:
        """The division by its number: `paragraph 2`."""
        number = min(self.numbers, default=())
        return f"{self.kind} {'-'.join(map(str, number))}".strip()


_N = r"(?:\d{1,4}|[〇一二三四五六七八九十百千]{1,7})"
_BRACKETS = r"(?:\((?:[a-z]{1,4}|\d{1,2})\))"
_CITED = (
    rf"(?=(?:(?:まで)?(?:及び|又は|並びに|若しくは|から|、){_BRACKETS}{{1,4}}|"
    rf"(?:まで)?(?:及び|又は|並びに|若しくは|から)\d{{1,2}}{_BRACKETS}{{0,4}}){{0,3}}(?:まで)?"
    r"(?:の規定|に規定|に定め|にいう|に掲げ|に基づ|に従|の適用上))"
)
"""What follows 3(1) where that is a paragraph, other numbers of the list before it."""
_JA = re.compile(
    rf"第\s?(?P<n>{_N})\s?(?P<unit>[条項号章節款編]|部(?![門会署分局長隊品]))(?P<branch>(?:\s?の\s?{_N}(?![年月日つ個人か分回]))*)"
    r"(?P<sub>(?:(?<=条)\d{1,2}(?![\d回年月日人つ%か]))?(?:\((?:[a-z]{1,4}|\d{1,2})\))*)"
    rf"|(?P<rel>前|次|この|本)(?P<several>[二三四五2-5]|各)?(?P<runit>[条項号章節款])(?![件約目])"
    rf"|(?P<annex>別表|別紙|別添|附属書|付属書|附属文書|付録|附録)\s?(?:第\s?)?(?P<an>{_N}|[A-Z](?![A-Za-z])|[IVX]{{1,4}}(?![A-Za-z]))?"
    rf"|(?P<bare>(?<![\d.,第年月日\-(])\d{{1,2}})(?P<bsub>{_BRACKETS}{{0,4}}){_CITED}"
    rf"|(?P<letter>{_BRACKETS}{{1,4}})(?:{_CITED}|(?=又は\(|及び\(|から\())"
)
_WORD = (
    r"articles?|arts?\.|sections?|secs?\.|chapters?|sub-?paragraphs?|paragraphs?|paras?\.?|items?"
    r"|points?|clauses?|parts?|annex(?:es)?|appendix|appendices|schedules?|attachments?|exhibits?"
    r"|appended\s+tables?|subsections?|nos?\."
)
_SPELLED = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
)
_ONE = (
    rf"(?:\d{{1,4}}(?:[.-]\d{{1,3}}(?!\d))*(?![%\w])|\((?:[a-z]{{1,4}}|\d{{1,3}}|[A-Z])\)|[IVX]{{1,6}}\b|[A-Z]\b(?!\.\w)"
    rf"|(?i:{_SPELLED})\b|[ivx]{{2,5}}\b)"
)
_SUB = r"(?:\s?\((?:[a-z]{1,4}|\d{1,3}|[A-Z])\))*"
_EN = re.compile(
    rf"\b(?P<word>(?i:{_WORD}))\s*(?P<list>{_ONE}{_SUB}(?:\s*(?:,\s*(?:and|or|to)?|and|or|to|through|-|&)\s*{_ONE}{_SUB})*)"
    r"|\b(?P<rel>(?i:preceding|previous|foregoing|following|next|this|present))\s+"
    r"(?:(?P<several>two|three|four|five)\s+)?"
    r"(?P<rword>(?i:articles?|paragraphs?|items?|sub-?paragraphs?|sections?|chapters?|clauses?))\b"
    r"|\b(?P<annex>Annex|Appendix|Schedule|Appended\s+Table|Attachment)\b(?!\s*:)"
)
_SPELLED_OUT = re.compile(rf"\b(?:zero|{_SPELLED}|(?:[a-z]+ty))[\s-]+$", re.IGNORECASE)
"""Before the point of "one point four", which is no division."""
_LABEL_AFTER = {"ja": re.compile(r"\s"), "en": re.compile(r"[.:]?\s+[A-Z(\"]")}
_LISTED = re.compile(rf"({_ONE})({_SUB})")
_OFFSET = {
    "前": -1,
    "次": 1,
    "この": 0,
    "本": 0,
    "following": 1,
    "next": 1,
    "this": 0,
    "present": 0,
}
_SEVERAL = {word: n for n, words in enumerate(("二2", "三3", "四4", "五5"), 2) for word in words}
_SEVERAL |= {"two": 2, "three": 3, "four": 4, "five": 5}


def references(text: str, lang: Lang, place: Place) -> tuple[Reference, ...]:
    """The references of a clause that stands there, in order; a list or a path has several."""
    copy = normalise(text)
    found: list[Reference] = []
    for match in (_JA if lang == "ja" else _EN).finditer(copy.text):
        if (
            _LABEL_AFTER[lang].match(copy.text, match.end())
            and not copy.text[: match.start()].strip()
        ):
            continue  # a label that was left in the text: 第七条 この法律は
        if re.match(r"(?i:point)\s+[a-z]{3}", match[0]) and _SPELLED_OUT.search(
            copy.text[max(match.start() - 24, 0) : match.start()]
        ):
            continue
        span = copy.original_span(Span(*match.span()))
        quote = text[span.start : span.end]
        parts = _japanese(match, place) if lang == "ja" else _english(match, place)
        found += (Reference(kind, numbers, offset, quote, span) for kind, numbers, offset in parts)
    return tuple(found)


_Part = tuple[str, frozenset[Number], int | None]


def _japanese(match: re.Match[str], place: Place) -> Iterator[_Part]:
    if match["n"]:
        kind = KINDS[match["unit"]]
        branches = (
            min(counts(part.strip()), default=(0,)) for part in match["branch"].split("の")[1:]
        )
        first = min(counts(match["n"]), default=(0,))
        yield kind, frozenset({(*first, *(n for branch in branches for n in branch))}), None
        yield from _below(kind, match["sub"])
    elif match["rel"]:
        yield from _relative(KINDS[match["runit"]], match["rel"], match["several"], place)
    elif match["annex"]:
        yield "annex", counts(match["an"] or ""), None
    elif match["bare"]:
        yield "paragraph", counts(match["bare"]), None
        yield from _below("paragraph", match["bsub"])
    else:
        yield from _below("paragraph", match["letter"])


def _english(match: re.Match[str], place: Place) -> Iterator[_Part]:
    if match["word"]:
        word = re.sub(r"\s+", " ", match["word"].lower()).rstrip(".")
        plural = word.endswith(("s", "ces", "es"))
        kind = _kind(word)
        for number, sub in _LISTED.findall(match["list"]):
            if "-" in number and plural:  # Articles 5-7
                yield from ((kind, counts(part), None) for part in number.split("-"))
                continue
            if "-" in number:
                yield kind, frozenset({tuple(map(int, number.split("-")))}), None
                continue
            first, *rest = number.split(".")
            yield kind, counts(first), None
            yield from _below(kind, "".join(f"({part})" for part in rest) + sub)
    elif match["rel"]:
        kind = _kind(match["rword"].lower())
        yield from _relative(kind, match["rel"].lower(), match["several"], place)
    else:
        yield "annex", frozenset(), None


@cache
def _kind(word: str) -> str:
    bare = word.rstrip("s").replace("-", "") if word not in KINDS else word
    return KINDS.get(word) or KINDS.get(bare) or KINDS.get(bare.removesuffix("e"), "annex")


def _below(kind: str, brackets: str) -> Iterator[_Part]:
    for printed in re.findall(r"\d+|[a-zA-Z]+", brackets):
        kind = BELOW.get(kind, "item")
        yield kind, counts(printed), None


def _relative(kind: str, word: str, several: str | None, place: Place) -> Iterator[_Part]:
    step = _OFFSET.get(word, -1)
    if several == "各":
        return
    for far in range(1, (_SEVERAL[several] if several else 1) + 1):
        number = place.at(kind, step * far)
        yield kind, frozenset({number}) if number else frozenset(), step * far
