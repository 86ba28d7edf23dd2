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
    r"共同(?:声明|宣言|(?:記者)?発表|ステートメント|プレス)|首脳(?:声明|宣言|コミュニケ)|コミュニケ"
    r"|(?:パートナーシップ|イニシアティブ|行動計画|ロードマップ)$"
    r"|\bjoint (?:[\w'’]+ ){0,2}(?:statement|declaration|communiqu|vision|press release)"
    r"|\bleaders['’]* (?:statement|declaration|vision)|\bcommuniqu[eé]"
    r"|\b(?:partnership|roadmap|action plan)$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^\W*(?:signed|done) (?:in|at|on|this)\b|\bin witness whereof\b|以上の証拠"
    r"|(?:署名|作成|調印)(?:した|された)。|証するため",
    re.IGNORECASE | re.MULTILINE,
)
"""What stands at the end of an instrument, and in no report about one."""
_SELF = re.compile(
    r"(?:本|この)(?:協力)?(?:覚書|協定|条約|取決め|議定書)(?:は|の終了|の改正|の修正|のいかなる)"
    r"|\bthis (?:memorandum|mo[cu]|agreement|arrangement|treaty|protocol) (?:will|shall|is|does|may"
    r"|takes?|enters?|comes?|remains?)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:覚書|協定|条約|取決め|議定書)(?:[（(](?:仮訳|案|改定版)[)）])?$"
    r"|^(?:memorandum|agreement|arrangement|treaty|convention|protocol)\b",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"^\W*exchange of notes\b|\bhave the honou?r to (?:refer|confirm|propose|inform|acknowledge)\b"
    r"|交換公文|書簡をもって啓上",
    re.IGNORECASE | re.MULTILINE,
)
"""The formulae of notes that make an agreement when they are exchanged."""
SELF_NAMED = 2
"""Sentences about itself from which a text with the name of an instrument is one."""
_WRAP = re.compile(r"(?<=[ぁ-ん一-龥])\s*\n\s*(?=[ぁ-ん一-龥])")
_REPORTS = re.compile(
    r"(?:しました|されました|します|について|の署名|の締結|の開催)[」』]?$"
    r"|\b(?:signs?|signed|signing|agrees?|agreed|issues?|issued|held|announces?|concludes?|adopted)\b",
    re.IGNORECASE,
)
"""Words of a title that tell of a text instead of being its name."""
_JOINT_RELEASE = re.compile(r"joint press (?:release|statement)|共同プレス(?:リリース|発表)", re.I)
TITLE_WIDTH = 160
"""Characters that a line of a title has at most."""
TITLE_LINES = 6
"""Lines at the top among which a text names itself."""
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
    lines = [line.strip() for line in head.splitlines() if line.strip()][:TITLE_LINES]
    prose = (i for i, line in enumerate(lines) if len(line) > TITLE_WIDTH or line.endswith("。"))
    titles = lines[: next(prose, len(lines))]
    if _RELEASE.search(head + tail) or any(
        _REPORTS.search(line) for line in titles if not _CLOSED.match(line)
    ):
        statement = any(_JOINT_RELEASE.fullmatch(line) for line in titles)
        return "statement" if statement else "release"
    if any(_STATEMENT.search(line) for line in titles):
        return "statement"
    own = len(_SELF.findall(plain)) >= SELF_NAMED and any(_NAMED.search(line) for line in titles)
    if _NOTES.search(head):
        return "treaty"
    if own or _CLOSED.search(tail) or _CLOSED.search(_WRAP.sub("", tail)):
        named = " ".join(titles)
        found = [(m.start(), g) for g, p in _INSTRUMENTS if (m := re.search(p, named, re.I))]
        if found:
            return min(found)[1]
    return "release"
