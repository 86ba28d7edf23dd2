"""And and or in a passage, and what makes the one a right rendering of the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from moc_align.schema import Lang
from moc_align.text import normalise

_AND = {
    "ja": re.compile(
        r"及び|並びに|および|ならびに|かつ|且つ|"
        r"(?<=[\u4e00-\u9fffァ-ヺー)])と(?=[\u4e00-\u9fffァ-ヺA-Z]{2})(?![認定異比同協連共]|見做|考え|思わ|呼ば)"
    ),
    "en": re.compile(r"\band\b|&|\bas\s+well\s+as\b|\btogether\s+with\b", re.IGNORECASE),
}
_OR = {
    "ja": re.compile(r"又は|若しくは|または|もしくは|あるいは|或いは|或は"),
    "en": re.compile(r"\bor\b", re.IGNORECASE),
}
# Phrases with a conjunction that the other language has no conjunction for.
_SET = {
    "ja": re.compile(
        r"(?:又|また)は(?=、)|なおかつ|いまだかつて|かつて|氏名又は名称|名称又は氏名|商号又は名称|名称又は商号|"
        r"な(?:けれ|き)ゃ?ば(?:なら|いけ)(?:ない|ず|ぬ)|少なくとも|遅滞なく|住所又は居所|住所又は所在地|記名押印又は署名"
    ),
    "en": re.compile(
        r"\b(?:whether|in\s+whole|in\s+full|sooner|once|more|one)\s+or\s+(?:not|in\s+part|later|twice|less|two|"
        r"more|the\s+other|several)\b|\bor\s+(?:so|more|less|above|over|under|below|older|younger|later|"
        r"earlier|fewer|greater|higher|lower|after|before|otherwise|rather|equivalent|thereabouts|"
        r"about|equal)\b|\b(?:on|at)\s+or\s+(?:after|before|about)\b|\b(?:up|more)\s+and\s+more\b|"
        r"\bmore\s+or\s+less\b|\bthe\s+law\s+or\b",
        re.IGNORECASE,
    ),
}
# Under a negation, after a condition or with a word for any of several, and and or change places.
_LOOSE = {
    "ja": re.compile(
        r"いずれ|どちら|何れ|な[いくけき](?!し)|なし|無[いく]|[まし]せん|ざる|(?<=[さたなまらわばがきけしせてねべめれえ])ず(?!つ|れ)|"
        r"禁[止じ]|妨げ|防[止ぐい]|除[きくい外]|以外|(?:の|る)ほか|免[除れじ]|拒|避け|違反|"
        r"[又及並]び?[はに]/|ないし|乃至|限り|[るたい]か(?!ら|つ|ね)|か(?:否か|どうか)|かを|か、|"
        r"いかなる|問わず|かかわらず|択一|あらゆる"
    ),
    "en": re.compile(
        r"\b(?:not?|nor|neither|never|none|nothing|cannot|without|unless|except\w*|than|until|either|"
        r"both|whether|alternatively|rather|instead|otherwise|prevent\w*|prohibit\w*|"
        r"refus\w*|fail\w*|avoid\w*|refrain\w*|exclud\w*|exempt\w*|regardless|irrespective)\b|"
        r"\band\s*/\s*or\b|"
        r"\bany\w*(?:,?\s+(?!will\b|shall\b|may\b|is\b|are\b|must\b)[\w'’-]+){1,9}?,?\s+(?:or|and)\b",
        re.IGNORECASE,
    ),
}
# An open list ends as it likes: A, Bその他 is A, B and others or A, B or others.
_OPEN = {
    "ja": re.compile(r"その他|たり[、し]|・|[A-Za-zァ-ヺー]/|一部"),
    "en": re.compile(r"\bor\s+(?:any\s+)?other\b|[A-Za-z]/[A-Za-z]"),
}
# の中のや: A や B is mostly A and B, and may be A or B.
_SOFT = re.compile(r"(?<=[\u4e00-\u9fffァ-ヺーA-Za-z)）])や(?=[\u4e00-\u9fffァ-ヺA-Za-z「])")


@dataclass(frozen=True, slots=True)
class Joined:
    """What joins the members of a passage, as printed."""

    ands: tuple[str, ...]
    ors: tuple[str, ...]
    loose: bool
    """True where the passage may say the one with the other."""
    soft: int
    """How many particles and open lists can be either."""


@lru_cache(maxsize=4096)
def joined(text: str, lang: Lang) -> Joined:
    """The conjunctions of a passage that are not part of a set phrase."""
    plain = normalise(text).text
    if lang == "ja":
        plain = "".join(plain.split())
    plain = _SET[lang].sub(" ", plain)
    ands, ors = (tuple(_words(found, plain)) for found in (_AND[lang], _OR[lang]))
    soft = len(_OPEN[lang].findall(plain))
    if lang == "ja":
        soft += len(_SOFT.findall(plain))
    return Joined(ands, ors, bool(_LOOSE[lang].search(plain)), soft)


def _words(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]
