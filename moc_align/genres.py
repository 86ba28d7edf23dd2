"""The genre of a text, guessed from its form where neither a list nor the user names it."""

from __future__ import annotations

import re

from moc_align.schema import Genre
from moc_align.text import normalise

_PROVISION = re.compile(
    r"^[ \t#]*(?:第[0-9一二三四五六七八九十百]+[条項章]|(?:article|section|art\.|paragraph|chapter)"
    r" *(?:[0-9]+|[ivxlc]+)\b)",
    re.IGNORECASE | re.MULTILINE,
)
PROVISIONS = 3
"""Lines that start like an article from which a text counts as an instrument."""
HEAD = 4000
"""Characters in which a text says what it is."""
BODY = 200_000
"""Characters in which articles are looked for."""
_INSTRUMENTS: tuple[tuple[Genre, str], ...] = (
    ("memorandum", r"覚書|取決め|memorandum|\bmo[cu]\b|\barrangement\b"),
    ("treaty", r"条約|協定|憲章|議定書|\btreaty\b|\bagreement\b|\bconvention\b|\bprotocol\b"),
    (
        "statute",
        r"法律|政令|省令|条例|規則|\bact\b|\blaw\b|\bordinance\b|\bregulations?\b|\border\b",
    ),
)
_STATEMENT = re.compile(
    r"共同(?:声明|宣言|発表|ステートメント)|\bjoint (?:statement|declaration|communiqu|vision)",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"報道発表|プレスリリース|ニュースリリース|本件の概要|お問.?合.?せ|news release|press release"
    r"|media release|for immediate release|division in charge|^\W*(?:media |press )?contacts?\W*$"
    r"|^\W*(?:for )?(?:media )?inquir(?:y|ies)\b",
    re.IGNORECASE | re.MULTILINE,
)


def guess_genre(text: str) -> Genre:
    """The genre that a text's form speaks for; a release where nothing does."""
    plain, tail = normalise(text[:BODY]).text, normalise(text[-HEAD:]).text
    head = plain[:HEAD]
    if len(_PROVISION.findall(plain)) >= PROVISIONS:
        places = [
            (match.start(), genre)
            for genre, pattern in _INSTRUMENTS
            if (match := re.search(pattern, head, re.IGNORECASE))
        ]
        return min(places)[1] if places else "memorandum"
    statement, release = _STATEMENT.search(head), _RELEASE.search(head + tail)
    if statement and not release:
        return "statement"
    return "release"
