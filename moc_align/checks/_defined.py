"""Terms that a clause introduces: 以下「甲」という, hereinafter referred to as "A", "A" means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from moc_align.schema import Lang

_JA_QUOTE = re.compile(r"[「『“\"]([^「」『』“”\"]{1,40})[」』”\"]")
_EN_QUOTE = re.compile(r"[“\"‘「']((?:[^“”\"‘’「」']|['’](?=\w)){1,60}?),?[”\"’」'](?!\w)")
_JA_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]")
_EN_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]")
_JA_NAMING = re.compile(r"以下|総称|略称|という|と称|と呼")
_EN_NAMING = re.compile(
    r"\b(?:hereinafter|hereafter|herein|below|referred to|called|known as|collectively|"
    r"individually|jointly|together|each)\b",
    re.IGNORECASE,
)
_JA_SAID = re.compile(r"と(?:いう|い(?:い|う)|総称|略称|称|呼|する)")
_JA_BARE = re.compile(
    r"以下、?(?:単に|それぞれ|総称して)?([^「」『』、。，及び]{1,20}?)と(?:いう|総称|称|呼)"
)
_EN_BARE = re.compile(
    r"\b(?:hereinafter|hereafter)\s+(?:(?:referred to|called|known)\s+(?:as\s+)?)?(?:the\s+)?"
    r"([A-Z][\w&/-]*(?:\s+[A-Za-z][\w&/-]*){0,4})\s*$"
)
_JA_MEANS = re.compile(
    r"[「『“\"]([^「」『』“”\"]{1,40})[」』”\"]とは、?(?=.*(?:をい[うい]|を意味|を指す|のこと|である|うち、))",
    re.DOTALL,
)
_JA_MEANS_LISTED = re.compile(r"^\s*[「『]([^「」『』]{1,40})[」』](?:とは)?[、,:：　 ]")
_EN_MEANS = re.compile(
    r"[“\"‘「']((?:[^“”\"‘’「」']|['’](?=\w)){1,60}?),?[”\"’」']"
    r"(?:,?\s(?:as used|as referred|when used|in (?:relation|respect|this|these)|"
    r"for the purposes?|with respect|of)\b[^;]{0,80}?)?,?\s+"
    r"(?:shall\s+|will\s+)?(?:means?|refers? to|denotes?|has the meaning|have the meaning|"
    r"(?:is|are) defined as|signif(?:y|ies))\b",
    re.IGNORECASE,
)
_JA_ONLY = re.compile(r"(?:[、,，\s]|又は|または|及び)*")
_EN_ONLY = re.compile(
    r"\s*(?:(?:the|an?|each,? an?|this|or|and|individually|collectively|together|,)\s*)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A term as the passage that introduces it prints it."""

    term: str
    start: int


@lru_cache(maxsize=4096)
def introduced(text: str, lang: Lang) -> tuple[Introduced, ...]:
    """The terms that a text introduces, in order; an individual and a collective form are two."""
    found = {one.start: one for one in (_japanese(text) if lang == "ja" else _english(text))}
    return tuple(found[start] for start in sorted(found))


def _japanese(text: str) -> Iterator[Introduced]:
    for bracket in _JA_BRACKET.finditer(text):
        inside, at = bracket[1], bracket.start(1)
        quotes = list(_JA_QUOTE.finditer(inside))
        naming = _JA_NAMING.search(inside)
        alone = quotes and _JA_ONLY.fullmatch(_JA_QUOTE.sub("", inside))
        if quotes and ((naming and "同じ" not in inside) or alone):
            for quote in quotes:
                if quote.start() >= (naming.start() if naming and "以下" in inside else 0):
                    yield Introduced(quote[1], at + quote.start(1))
        elif bare := _JA_BARE.search(inside):
            yield Introduced(bare[1].strip(), at + bare.start(1))
    for means in (*_JA_MEANS.finditer(text), *_JA_MEANS_LISTED.finditer(text)):
        yield Introduced(means[1], means.start(1))
    for match in re.finditer(r"以下、?(?:単に|これらを)?" + _JA_QUOTE.pattern, text):
        if _JA_SAID.match(text, match.end()):
            yield Introduced(match[1], match.start(1))


def _english(text: str) -> Iterator[Introduced]:
    for bracket in _EN_BRACKET.finditer(text):
        inside, at = bracket[1], bracket.start(1)
        quotes = list(_EN_QUOTE.finditer(inside))
        if quotes and (_EN_NAMING.search(inside) or _EN_ONLY.match(_EN_QUOTE.sub("", inside))):
            for quote in quotes:
                yield Introduced(quote[1], at + quote.start(1))
        elif bare := _EN_BARE.search(inside):
            yield Introduced(bare[1], at + bare.start(1))
    for means in _EN_MEANS.finditer(text):
        yield Introduced(means[1], means.start(1))
    for match in re.finditer(
        r"\b(?:hereinafter|hereafter),?\s+(?:(?:collectively|individually|jointly)\s+)?"
        r"(?:(?:referred to|called|known)\s+)?(?:as\s+)?(?:the\s+|an?\s+)?" + _EN_QUOTE.pattern,
        text,
        re.IGNORECASE,
    ):
        yield Introduced(match[1], match.start(1))
