"""Other words for the same: dates, numbers, spelling, synonyms, voice; rules by variant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from moc_align.schema import Lang
from mutations import Rule
from mutations.numerals import WORDS, full, half, kanji, like, read, words
from mutations.values import MONTHS

Rules = Mapping[Lang, tuple[Rule, ...]]

_MONTH = "|".join(MONTHS)
_EN_DATE = rf"\b(?P<d>[0-9]{{1,2}}) (?P<m>{_MONTH}) (?P<y>[0-9]{{4}})\b"
_F = "[0-9０-９]"
_JA_DATE = rf"(?P<era>令和|平成)?(?P<y>{_F}+) ?年(?= ?{_F}+ ?月|度)"
_WORD = "|".join(sorted((w for w in WORDS if w not in ("one", "zero")), key=len, reverse=True))


def _western(found: re.Match[str]) -> str | None:
    first = {"令和": 2018, "平成": 1988}.get(found["era"] or "")
    year = read(found["y"])
    return like(first + year, found["y"]) + "年" if first and year else None


def _in_eras(found: re.Match[str]) -> str | None:
    year = int(half(found["y"]))
    if found["era"] or not 1990 <= year <= 2050 or year == 2019:
        return None
    return f"令和{full(str(year - 2018))}年" if year > 2019 else f"平成{full(str(year - 1988))}年"


def _ordinal(found: re.Match[str]) -> str:
    day = int(found["d"])
    ending = "th" if 10 <= day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"the {day}{ending} of {found['m']} {found['y']}"


DATES: Mapping[str, Rules] = {
    "dates-month-first": {
        "en": (
            (rf"{_EN_DATE}(?= [a-z])", r"\g<m> \g<d>, \g<y>,"),
            (_EN_DATE, r"\g<m> \g<d>, \g<y>"),
        ),
        "ja": ((_JA_DATE, _western),),
    },
    "dates-ordinal": {"en": ((_EN_DATE, _ordinal),), "ja": ((_JA_DATE, _in_eras),)},
    "dates-zero": {
        "en": ((r"\b([1-9]) (?=(?:" + _MONTH + r")\b)", r"0\1 "),),
        "ja": (
            (
                r"(?<=年) ?([0-9]|[０-９]) ?月 ?(?=[0-9０-９])",
                lambda f: (
                    ("０" if f[1] > "９"[:0] and f[1] in "０１２３４５６７８９" else "0")
                    + f[1]
                    + "月"
                ),
            ),
        ),
    },
}


def _in_figures(found: re.Match[str]) -> str | None:
    number = read(found[1])
    return str(number) if number else None


def _in_kanji(found: re.Match[str]) -> str | None:
    number = read(found[1])
    return kanji(number) if number and number < 1000 else None


def _from_kanji(found: re.Match[str]) -> str | None:
    number = read(found[1])
    return full(str(number)) if number else None


_UNIT = "(?: ?(?:years?|months?|days?|hours?|experts|trainees|times))"
_COUNTER = "(?: ?(?:年間|箇月|日以内|日前|日間|時間|人|回))"
NUMBERS: Mapping[str, Rules] = {
    "numbers-figures": {
        "en": (
            (rf"(?i)\b((?:{_WORD})(?:-(?:{_WORD}))?) \([0-9]+\)", _in_figures),
            (rf"(?i)\b((?:{_WORD})(?:-(?:{_WORD}))?)(?={_UNIT}\b)", _in_figures),
            (r"\b([0-9])\.([0-9]{2}) billion\b", r"\1,\g<2>0 million"),
        ),
        "ja": ((rf"(?<![0-9０-９年月])([二三四五六七八九十百]+)(?={_COUNTER})", _from_kanji),),
    },
    "numbers-words": {
        "en": ((rf"(?<![\w,.(-])([0-9]{{1,2}})(?={_UNIT}\b)", lambda f: words(int(f[1]))),),
        "ja": ((rf"(?<![0-9０-９年月日])([0-9０-９]{{1,2}})(?={_COUNTER})", _in_kanji),),
    },
    "numbers-written-out": {
        "en": (
            (r"\b([0-9])\.([0-9]{2}) billion\b", r"\1,\g<2>0,000,000"),
            (r"\bone thousand\b", "1,000"),
            (r"\bthree million\b", "3,000,000"),
        ),
        "ja": (
            (f"({_F}+)億({_F}{{4}})万", lambda f: full(f"{f[1]}{f[2]}0000")),
            ("千(?=人)", "１，０００"),
            ("三百万", "３００万"),
        ),
    },
    "numbers-width": {
        "en": ((r"\bper cent\b", "percent"),),
        "ja": (("[0-9]+", lambda f: full(f[0])), ("[０-９]+", lambda f: half(f[0]))),
    },
}

SPELLING: Mapping[str, Rules] = {
    "spelling": {
        "en": (
            (r"(?<=\b[Cc]o)operat", "-operat"),
            (r"\b([Pp])rogramme", r"\1rogram"),
            (r"\b([Cc])entre", r"\1enter"),
            (r"\bendeavour", "endeavor"),
            (r"(?<=[a-z]{3})iz(?=(?:e|ed|ing|ation|ations)\b)", "is"),
            (r"\blicence", "license"),
            (r"\b([Ss])tartup", r"\1tart-up"),
            (r"\bhealthcare\b", "health care"),
            (r"\bwide-ranging\b", "wide ranging"),
            (r"\bcybersecurity\b", "cyber security"),
        ),
        "ja": (
            ("及び", "および"),
            ("並びに", "ならびに"),
            ("又は", "または"),
            ("取組(?![みむ])", "取組み"),
            ("コンピューター", "コンピュータ"),
            ("取決め", "取り決め"),
            ("箇月", "か月"),
            ("当たって", "あたって"),
            ("更なる", "さらなる"),
            ("(?<=を)行(?=[うい])", "おこな"),
        ),
    },
    "synonyms": {
        "en": (
            (r"\bwill hold\b", "will conduct"),
            (r"\bwill jointly hold\b", "will jointly organize"),
            (r"\bwill carry out\b", "will conduct"),
            (r"\bwill implement\b", "will carry out"),
            (r"\b(shall|will) endeavour to\b", r"\1 make efforts to"),
            (r"\b(shall|will) consider\b", r"\1 examine"),
            (r"\b(shall|will) cooperate\b", r"\1 collaborate"),
            (r"\b(shall|will) strengthen\b", r"\1 reinforce"),
            (r"\b(shall|will) promote\b(?! and)", r"\1 advance"),
            (r"\b(shall|will) explore\b", r"\1 look into"),
            (r"\bshall notify\b", "shall inform"),
            (r"\bthe consent in writing of the Parties\b", "the written consent of the Parties"),
            (r"\bshall establish\b", "shall set up"),
            (r"\bin order to\b", "so as to"),
            (r"\bpursuant to\b", "in accordance with"),
        ),
        "ja": (
            ("を実施する(?=。)", "を行う"),
            ("を行う(?=。)", "を実施する"),
            ("促進する(?=。)", "推進する"),
            ("を検討する(?=。)", "について検討を行う"),
            ("努めるものとする", "努力するものとする"),
            ("に努める(?=。)", "に努力する"),
            ("を開催する(?=。)", "を開く"),
            ("探求する", "模索する"),
            ("支援する(?=。)", "支援を行う"),
            ("しなければならない(?=。)", "するものとする"),
            ("により構成される", "で構成される"),
            ("の規定により", "の規定に基づき"),
            ("を設置する", "を設ける"),
        ),
    },
    "quotes": {
        "en": ((r'"([^"]*)"', "“\\1”"), (r"(?<=\w)'(?=\w)", "’")),
        "ja": (("「([^「」]*)」", r"『\1』"), ("（([A-Za-z]+)）", r"(\1)")),
    },
    "spaces": {
        "en": ((r"(?<=\b[Aa]rticle) (?=[0-9])|(?<=[0-9]) (?=[a-zA-Z])", "\u00a0"),),
        "ja": (
            (
                "(?<=[一-龯ぁ-んァ-ヶー、]) ?(?=[A-Za-z0-9])"
                "|(?<=[A-Za-z0-9]) ?(?=[一-龯ぁ-んァ-ヶー])",
                lambda f: " " if not f[0] else None,
            ),
        ),
    },
    "punctuation": {
        "en": ((r"(?<=[a-z])(, [a-z][\w -]{2,30}) (and|or) (?=[a-z][\w -]*[.,;])", r"\1, \2 "),),
        "ja": (("、", "，"),),
    },
    "latin": {
        "en": ((r" & ", " and "),),
        "ja": (("[A-Za-z]+", lambda f: "".join(chr(ord(c) + 0xFEE0) for c in f[0])),),
    },
}

_PASSIVE = {
    "促進": "促進",
    "支援": "支援",
    "強化": "強化",
    "検討": "検討",
    "共有": "共有",
    "設置": "設置",
}
_DONE = {
    "promote": "promoted",
    "support": "supported",
    "strengthen": "strengthened",
    "share": "shared",
    "establish": "established",
    "consider": "considered",
    "implement": "implemented",
    "develop": "developed",
    "pursue": "pursued",
}


def _parted(found: re.Match[str]) -> str | None:
    """A new sentence, where its subject is plain."""
    return ". They will " if "the parties will" in found.string[: found.start()].lower() else None


def _passive(found: re.Match[str]) -> str:
    what = found["what"]
    done = f"{found['modal']} be {_DONE[found['verb']]} by the {found['who']}"
    return f"{what[0].upper()}{what[1:]} {done}."


VOICE: Mapping[str, Rules] = {
    "voice": {
        "en": (
            (
                r"^The (?P<who>Parties|two Governments) (?P<modal>will|shall)"
                rf" (?P<verb>{'|'.join(_DONE)})"
                r" (?P<what>(?:(?!\b(?:and|in order|while|if|by)\b)[^,.;:])+)\.$",
                _passive,
            ),
            (
                r"^(?P<a>[^,.]*, )?the (?P<what>[^,.]*) will be strengthened by the Parties\.$",
                r"\g<a>the Parties will strengthen the \g<what>.",
            ),
        ),
        "ja": (
            (
                f"^(両当事者|両政府)は、([^、。]+)を({'|'.join(_PASSIVE)})する。$",
                r"\1により、\2が\3される。",
            ),
        ),
    },
    "split": {
        "en": (
            (r", and will (?=[a-z]+ )", _parted),
            (r"; it is based on\b", ". It is based on"),
        ),
        "ja": (("(?<=[一-龯]を)(検討|支援|構築)し、(?=[^。]*。$)", r"\1する。また、"),),
    },
    "joined": {
        "en": (
            (r"(?<=[a-z])\. (It|This|They|Such) (?=[a-z])", lambda f: f"; {f[1].lower()} "),
            (r"(?<=[a-z])\. In addition, ", ", and in addition, "),
        ),
        "ja": (("を有する。(?=その)", "を有し、"),),
    },
}


WORDED: Mapping[str, Rules] = {**DATES, **NUMBERS, **SPELLING, **VOICE}
"""All of them by name."""
