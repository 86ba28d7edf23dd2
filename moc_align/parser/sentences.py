"""Sentences of a clause: Japanese by its full stops outside brackets, English by spaCy's rules."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from moc_align.schema import Lang

if TYPE_CHECKING:
    from spacy.language import Language

_QUOTES = ('"', "”", "’", "'", ")", "]")
_STOP = re.compile(r"[.!?]")
_JA_MARK = re.compile(r"[。．？！?!「」『』（）()\[\]【】〔〕“”]")
_OPENING, _CLOSING = "「『（([【〔“", "」』）)]】〕”"
_STOPS = ".!?"
_ABBREVIATIONS = frozenset(
    (
        "art arts para paras subpara subparas no nos sec secs ch chap cf e.g i.e etc al vol "
        "vols p pp mr mrs ms dr prof h.e hon st rev gen col lt gov sen rep u.s u.k u.n e.u d.c "
        "co corp inc ltd jan feb mar apr jun jul aug sep sept oct nov dec fig figs ed eds "
        "approx dept est min max ext viz vs annex app cl reg regs sched tel messrs mt ph.d a.m "
        "p.m n.b ibid op cit supra"
    ).split()
)
_MAY_END = frozenset(
    ("etc", "al", "u.s", "u.k", "u.n", "e.u", "d.c", "co", "corp", "inc", "ltd", "a.m", "p.m")
)
"""Abbreviations that may close a sentence where a capitalised word follows."""
_STARTERS = frozenset(
    (
        "the a an this that these those in on for both each it they he she we as if all any "
        "such no japan following under with at to while when where during after before however "
        "moreover furthermore additionally also either neither one two participants parties "
        "ministers leaders"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of spaCy's, without the document it belongs to."""

    text: str
    start: int
    spaced: bool
    """True where white space follows."""


DEEPEST = 40
"""Brackets in brackets that are followed; a text with more has lost its closing ones."""
CHUNK = 50_000
"""Characters that go to spaCy at once; its memory grows with the length of a text."""
LONGEST_WORD = 1_000
"""A text with a longer run without white space isn't prose and is not given to spaCy."""
_UNBROKEN = re.compile(rf"\S{{{LONGEST_WORD}}}")


def split(text: str, lang: Lang) -> tuple[str, ...]:
    """The sentences of a de-wrapped text, in order; empty for an empty one."""
    if not text:
        return ()
    ends = _japanese(text) if lang == "ja" else _english(text)
    parts: list[str] = []
    start = 0
    for end in (*ends, len(text)):
        part = text[start:end].strip()
        if part:
            parts.append(part)
        start = end
    return tuple(parts)


def _japanese(text: str) -> list[int]:
    """Offsets after which a sentence ends: full stops that stand in no bracket."""
    ends: list[int] = []
    opened: list[str] = []
    for match in _JA_MARK.finditer(text):
        char, at = match.group(), match.start()
        if char in _OPENING and len(opened) < DEEPEST:
            opened.append(_CLOSING[_OPENING.index(char)])
        elif char in _CLOSING:
            if char in opened:
                while opened.pop() != char:
                    pass
        elif not opened and _ends_japanese(text, at):
            ends.append(at + 1)
    if opened and text.count("。") > len(ends) + 4 * len(opened):
        return [match.end() for match in re.finditer("。", text)]
    return ends


def _ends_japanese(text: str, at: int) -> bool:
    char, after = text[at], text[at + 1 : at + 2]
    if after and after in "。．？！?!）」』":
        return False
    if char in "．?!":
        return not after or not (after.isascii() and after.isalnum())
    return True


@cache
def _language() -> Language:
    """spaCy's blank English, loaded without torch.

    thinc, below spaCy, imports torch wherever it is installed, which takes seconds and hundreds of
    megabytes that a tokenizer has no use for. A None in `sys.modules` makes it look absent.
    """
    absent = object()
    torch = sys.modules.get("torch", absent)
    if torch is absent:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy
    finally:
        if torch is absent:
            del sys.modules["torch"]
    return spacy.blank("en")


def _english(text: str) -> list[int]:
    """Offsets after which a sentence ends, told from the tokens round each stop."""
    if not _STOP.search(text, 0, len(text) - 1):
        return []
    if _UNBROKEN.search(text):
        return [match.end() for match in re.finditer(r"[.!?](?=\s+[A-Z])", text)]
    ends: list[int] = []
    for start, end in _chunks(text):
        tokens = [
            Token(token.text, token.idx, bool(token.whitespace_))
            for token in _language().make_doc(text[start:end])
        ]
        ends += [start + at for at in _stops(tokens)]
        ends.append(end)
    return ends[:-1]


def _stops(tokens: Sequence[Token]) -> list[int]:
    """Offsets in the chunk at which a new sentence starts."""
    found: list[int] = []
    depth = 0
    for at, token in enumerate(tokens[:-1]):
        if token.text in ("(", "["):
            depth += 1
        elif token.text in (")", "]"):
            depth = max(0, depth - 1)
        elif token.text[-1] in _STOPS and not depth and _ends_sentence(tokens, at):
            after = at + 1
            while tokens[after - 1].spaced is False and tokens[after].text in _QUOTES:
                after += 1
                if after == len(tokens):
                    return found
            found.append(tokens[after].start)
    return found


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    """True where the token, which ends in a stop, is the last of its sentence."""
    token, after = tokens[at], tokens[at + 1]
    if not token.spaced and after.text not in _QUOTES:
        return False
    following = next((t for t in tokens[at + 1 : at + 4] if t.text not in _QUOTES), None)
    if following is None:
        return True
    head = following.text.lstrip("“\"'‘([")
    if head[:1].islower():
        return False
    if token.text[-1] in "!?":
        return True
    word = token.text[:-1].lower()
    if not word and at and not tokens[at - 1].spaced:
        word = tokens[at - 1].text.lower()
    if word in _MAY_END:
        return head.lower() in _STARTERS
    if word in _ABBREVIATIONS:
        return False
    initial = len(word) == 1 and word.isalpha()
    return not (initial and head.lower() not in _STARTERS)


def _chunks(text: str) -> list[tuple[int, int]]:
    """Stretches of at most `CHUNK` characters that end after a stop where there is one."""
    chunks: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = min(start + CHUNK, len(text))
        if end < len(text):
            stop = max(text.rfind(mark, start, end) for mark in (". ", "; ", " "))
            end = stop + 1 if stop > start else end
        chunks.append((start, end))
        start = end
    return chunks
