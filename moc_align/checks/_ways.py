"""Opposites, and where relations between countries and bodies start and end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from moc_align.checks._pair import Reading
from moc_align.names import Name, names
from moc_align.schema import Lang, Span

# Both poles of an opposition, in Japanese and in English; a translator may turn a phrase round
# (派遣を受ける: accept), so that a pole counts only where its opposite is not there as well.
_OPPOSITES = r"""
受け?入れ
派遣(?!され|を受)|送り出
accept\w*|receiv(?:e|es|ing)|host(?:s|ed|ing)?
dispatch\w*|sen[dt](?:s|ing)?

輸出
輸入
export\w*
import(?:s|ed|ing|ation|er|ers)?

増加|増大|増え|増や
減少|減[らっりる]|低減|削減
increas\w*|grow(?:s|th|ing)?|ris(?:e|es|en|ing)
decreas\w*|reduc\w*|declin\w*

上回|超え|超過
下回
exceed\w*|surpass\w*|above|over
f(?:all|alls|alling|ell)\s+(?:below|short)

加盟|加入
脱退
acced\w*|accession|join(?:s|ed|ing)?
withdraw\w*|secede\w*

拡大|拡充|拡張
縮小
expan\w+|enlarg\w*|broaden\w*
shrink\w*|reduc\w*|downsiz\w*

強化
緩和
strengthen\w*|reinforc\w*|tighten\w*|enhanc\w*
relax\w*|eas(?:e|es|ed|ing)|weaken\w*|loosen\w*

促進|推進|奨励
抑制|制限|阻害
promot\w*|encourag\w*|facilitat\w*|foster\w*
restrict\w*|suppress\w*|curb\w*|discourag\w*|inhibit\w*

貸[しす]付?|貸与
借[りる]|借入
lend\w*|loan(?:s|ed)?|lent
borrow\w*

購入|購買|買[いうっ]
売却|販売|売[りるっ]
purchas\w*|buy\w*|bought
s[eo]l[dl](?:s|ing)?|sale

承認|許可
却下|不許可|不承認
approv\w*|permit\w*|permission
reject\w*|disapprov\w*|dismiss\w*

採択|採用
否決|不採用
adopt\w*|recruit\w*
reject\w*

延長
短縮
exten[ds]\w*|prolong\w*
shorten\w*|reduc\w*

引き?上げ
引き?下げ
rais\w*|increas\w*
lower(?:s|ed|ing)?|reduc\w*|decreas\w*

上限|最大
下限|最小|最低
upper\s+limit|maximum|ceiling
lower\s+limit|minimum

(?:供与|提供|付与)(?:し|す|でき|を行)
を受け|受領|受け取
provides?(?!\s+for)|grants?
receive|receives

(?:日|年|月|時|間|以)前(?!半|期|後)|[のる]前に|に先立
[のた年月日間以直]後(?!者|半|期)
before|prior\s+to|ahead\s+of|earlier|ago|prior|advance
after|following|(?<!not )(?<!no )later|subsequent\w*|thereafter

以後|以降
以前(?!に|の)
on\s+or\s+after|after|onwards?|from|since|thereafter
on\s+or\s+before|before|prior|until
"""
"""Four lines an opposition: either pole in Japanese, either pole in English."""
Pole = Mapping[Lang, tuple[re.Pattern[str], re.Pattern[str]]]


def _compiled(row: str) -> Pole:
    one, other, *said = row.splitlines()
    english = [re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in said]
    return {"ja": (re.compile(one), re.compile(other)), "en": (english[0], english[1])}


@cache
def poles() -> tuple[Pole, ...]:
    """The oppositions."""
    return tuple(map(_compiled, _OPPOSITES.strip().split("\n\n")))


Role = Literal["goal", "origin"]
_JA_GOAL_BEFORE = re.compile(r"(?:対|訪|駐|在)$")
_JA_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "goal",
        re.compile(
            r"^(?:国|共和国|政府|側|両国)?(?:へ|向け|宛|に(?:派遣|輸出|送付|送ら|招待|招聘|移転|提供|供与|対する(?:投資|輸出|支援)))"
        ),
    ),
    ("origin", re.compile(r"^(?:国|共和国|政府|側)?(?:から|発の|より(?!も|、))")),
)
_EN_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "goal",
        re.compile(
            r"\b(?:into|to|towards?|bound\s+for|visit(?:s|ed|ing)?)\s+(?:the\s+)?(?:(?:Republic|Government|Kingdom|State)\s+of\s+)?(?:the\s+)?$",
            re.IGNORECASE,
        ),
    ),
    (
        "origin",
        re.compile(
            r"\b(?:from|out\s+of)\s+(?:the\s+)?(?:(?:Republic|Government|Kingdom|State)\s+of\s+)?(?:the\s+)?$",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class End:
    """Where a relation starts or ends."""

    key: str
    role: Role
    quote: str


def ends(readings: Sequence[Reading]) -> tuple[End, ...]:
    """The countries, places and bodies at the ends of relations, in order."""
    return tuple(end for reading in readings for end in _in(reading.text, reading.lang))


@cache
def _in(text: str, lang: Lang) -> tuple[End, ...]:
    found = []
    for name in names(text, lang):
        if name.kind not in {"country", "body", "place"} or name.weight < 1:
            continue
        role = _role(text, name, lang)
        if role:
            found.append(End(name.key, role, _quote(text, name.span, lang)))
    return tuple(found)


def _role(text: str, name: Name, lang: Lang) -> Role | None:
    before = text[max(name.span.start - 40, 0) : name.span.start]
    after = "".join(text[name.span.end : name.span.end + 16].split())
    if lang == "ja":
        if name.kind == "country" and _JA_GOAL_BEFORE.search(before) and len(name.quote) == 1:
            return "goal"
        return next((role for role, pattern in _JA_AFTER if pattern.search(after)), None)
    if after[:2].lower() in {"'s", "’s"}:
        return None
    return next((role for role, pattern in _EN_BEFORE if pattern.search(before)), None)


def _quote(text: str, span: Span, lang: Lang) -> str:
    """The name with the word that gives it its role."""
    if lang == "ja":
        start = span.start - (text[max(span.start - 1, 0) : span.start] in set("対訪駐在"))
        return text[start : span.end + (0 if start < span.start else 2)].strip()
    start = text.rfind(" ", 0, max(span.start - 1, 0)) + 1
    return text[start : span.end]
