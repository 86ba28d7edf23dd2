"""Undertakings that are listed in one line: `Title: item, item, etc.`, `(a) ...; and (b) ...`.

A comma ends an undertaking only where the next words are one of their own: an action noun with its
complement, a gerund or a base verb, `…の設置`. Commas between objects, names, appositions and
relative clauses end nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from moc_align.parser.actions import starts_undertaking
from moc_align.schema import Lang, Span

LIMIT = 3_000
"""Characters of the longest line that is looked at for a list."""

_OPENING, _CLOSING = "（(「『[【“", "）)」』]】”"
_INLINE = re.compile(r"(?<![\w(（])[（(]([a-z]|[ivx]{1,4}|\d{1,2})[)）]\s*(?=\S)")
_CHAPEAU = re.compile(r"[:：―—]\s*$")
_FINITE = re.compile(
    r"\b(?:shall|will|must|is|are|was|were|has|have|can|should|would|may|agree|agrees|agreed|decided"
    r"|intend|intends|welcomed|confirmed|recogni[sz]ed?)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whom|where|when|what|as|if|whose)\b[^,;.]*$", re.IGNORECASE
)
_SENTENCE_JA = re.compile(
    r"。.*\S|(?:する|した|います|ます|です|である|ある|れる|せる|いる|ない)[。]?$", re.DOTALL
)
_OWN_OBJECT = re.compile(
    r"[のをへ]|による|に関する|に係る|に向けた|との|における|に対する|に資する|を通じた"
)
_ASIDE = re.compile(r"[（(][^（()）]*[)）]$")
_TAIL_JA = re.compile(r"(?:等|など|ほか|他)?[。．]?\s*$")
_EXAMPLE = re.compile(
    r"(?:e\.g\.|i\.e\.|for (?:example|instance)|namely|such as|including)$", re.IGNORECASE
)
_REST = re.compile(
    r"(?:and )?(?:etc\.?|others?|so (?:on|forth)|among others|the like|more)\W*$", re.IGNORECASE
)
_JOINER = re.compile(r"(?:and|or|as well as)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a list printed in one line."""

    label: str
    start: int
    """Of the label, or of the text where there is none."""
    text: Span


def undertakings(
    text: str, span: Span, lang: Lang, titled: bool
) -> tuple[Span | None, tuple[Part, ...]]:
    """What comes before the list and its members; the span and none where it is no list.

    `titled`: the span is what follows `Title:`; a list of one is a list there.
    """
    raw = text[span.start : span.end]
    if len(raw) > LIMIT:
        return span, ()
    chapeau, parts = _labelled(raw, span.start)
    if parts:
        return chapeau, parts
    chapeau, parts = _semicolons(raw, span.start)
    if parts:
        return chapeau, parts
    if not titled:
        return span, ()
    cuts = _outside(raw, ";；")
    if cuts and ". " not in raw[: cuts[-1]]:
        starts = [0, *(_skip(raw, at + 1) for at in cuts)]
        return None, _cut([at for at in starts if at < len(raw.rstrip())], span)
    starts = _japanese(raw) if lang == "ja" else _english(raw)
    if not starts:
        return span, ()
    return None, _cut(starts, span)


def _cut(starts: list[int], span: Span) -> tuple[Part, ...]:
    ends = [*starts[1:], span.end - span.start]
    return tuple(
        Part("", span.start + a, Span(span.start + a, span.start + b))
        for a, b in zip(starts, ends, strict=True)
    )


def _labelled(raw: str, base: int) -> tuple[Span | None, tuple[Part, ...]]:
    """`...: (a) one; (b) two; and (c) three`."""
    found = list(_INLINE.finditer(raw))
    if len(found) < 2 or not _CHAPEAU.search(raw[: found[0].start()]):
        return None, ()
    first = found[0][1]
    if first not in ("a", "i", "1"):
        return None, ()
    kept: list[re.Match[str]] = []
    for match in found:
        if match[1] == _after(first, len(kept)):
            kept.append(match)
    if len(kept) < 2:
        return None, ()
    ends = [*(match.start() for match in kept[1:]), len(raw)]
    parts = tuple(
        Part(match[0].strip(), base + match.start(), Span(base + match.end(), base + end))
        for match, end in zip(kept, ends, strict=True)
    )
    return Span(base, base + len(raw[: kept[0].start()].rstrip())), parts


def _after(first: str, steps: int) -> str:
    """The label that many steps after the first of its kind."""
    if first == "a":
        return chr(ord("a") + steps)
    if first == "1":
        return str(steps + 1)
    romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    return romans[steps] if steps < len(romans) else ""


def _semicolons(raw: str, base: int) -> tuple[Span | None, tuple[Part, ...]]:
    """`... in the following areas: one; two; and three.`"""
    cuts = _outside(raw, ";；")
    colon = re.search(r"[:：]\s+(?=\S)|：", raw)
    if len(cuts) < 2 or not colon or colon.end() > cuts[0] or ". " in raw[colon.end() : cuts[-1]]:
        return None, ()
    starts = [colon.end(), *(_skip(raw, at + 1) for at in cuts)]
    starts = [at for at in starts if at < len(raw)]
    return Span(base, base + colon.end()), _cut(starts, Span(base, base + len(raw)))


def _outside(raw: str, marks: str) -> list[int]:
    """Offsets of the marks that stand in no bracket or quotation."""
    found: list[int] = []
    depth = 0
    for at, char in enumerate(raw):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char in marks and not depth:
            found.append(at)
    return found


def _skip(raw: str, at: int) -> int:
    """The offset after white space and a conjunction."""
    while at < len(raw) and raw[at].isspace():
        at += 1
    joiner = _JOINER.match(raw, at)
    return joiner.end() if joiner else at


def _is_sentence(raw: str) -> bool:
    return any(
        not _RELATIVE.search(raw[: match.start()]) for match in _FINITE.finditer(raw)
    ) or bool(re.search(r"[.!?]\s+[A-Z]", raw.replace("etc.", "etc").replace("e.g.", "eg")))


def _english(raw: str) -> list[int]:
    if _is_sentence(raw):
        return []
    commas = [at for at in _outside(raw, ",") if not re.match(r",\d", raw[at : at + 2])]
    starts = [0]
    edges = [0, *(at + 1 for at in commas), len(raw) + 1]
    segments = [raw[a : b - 1] for a, b in pairwise(edges)]
    first = segments[0]
    for order in range(1, len(segments)):
        segment = segments[order]
        if _REST.match(segment.strip()) or _EXAMPLE.search(segments[order - 1].strip()):
            continue
        at = _skip(raw, edges[order])
        own = raw[at : edges[order + 1] - 1]
        following = segments[order + 1].strip() if order + 1 < len(segments) else ""
        if starts_undertaking(" ".join(own.split()), " ".join(first.split()), following):
            starts.append(at)
    return starts


@cache
def _tagger() -> Any:
    from fugashi import Tagger

    return Tagger()


def _japanese(raw: str) -> list[int]:
    """Starts of the members of `…の設置、…の招へい、…の開催等`."""
    if _SENTENCE_JA.search(raw.strip()):
        return []
    marks = _outside(raw, "、，")
    starts, begin = [0], 0
    edges = [*marks, len(raw)]
    for order, at in enumerate(edges[:-1]):
        segment = _solid(raw[begin:at])
        following = _solid(raw[at + 1 : edges[order + 1]])
        if _ends_in_action(segment) and _stands_alone(following):
            begin = at + 1
            starts.append(begin)
    if len(starts) == 1 and not _ends_in_action(_solid(raw)):
        return []
    return starts


def _solid(raw: str) -> str:
    return "".join(raw.split())


def _ends_in_action(segment: str) -> bool:
    """True where the last word, before 等, is a noun that する makes a verb, and has an object."""
    bare = _TAIL_JA.sub("", _ASIDE.sub("", segment))
    words = list(_tagger()(bare)) if bare else []
    if not words:
        return False
    feature = words[-1].feature
    action = feature.pos1 == "名詞" and feature.pos3 == "サ変可能"
    return action and (bool(_OWN_OBJECT.search(bare)) or len(words) > 1)


def _stands_alone(segment: str) -> bool:
    """True where words after a comma are more than one more object of the same action."""
    bare = _TAIL_JA.sub("", segment)
    return bool(_OWN_OBJECT.search(bare)) or _ends_in_action(bare)
