"""Words that deny or restrict, in Japanese and English, by what they can stand for.

A sentence is denied *firmly* where a main predicate of it is. Everything else that could carry a
negation is a hint: it makes no finding, but may be what the other language has in place of a firm
one (目的以外に利用してはならない: shall be used only for).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from moc_align.commitments import commitments
from moc_align.schema import Lang
from moc_align.text import normalise

_JAPANESE = {
    "only": r"のみ|だけ|に限[りるっらろ]|限定|専ら|もっぱら|限って",
    "limit": r"以内|以下|未満|限度|上限|まで|範囲内|少なくとも|以上",
    "without": (
        r"な(?:い|き)限り|な(?:い|き)場合に限り|限りで(?:は)?ない|ること(?:が)?なく|得ずに|なくして|なしに|なしで|"
        r"ないで|でなければ|なければ|を除[きくい]|除[きく]ほか|を除いて|以外|(?:の|る)ほか|ずに"
    ),
    "verb": (
        r"[不未非](?=[\u4e00-\u9fff])|無(?=[効断為罪人])|禁[止ずじ]|妨げ|妨害|拒[否むまみ絶]|否[認決定]|控え|慎[みむま]|"
        r"避け|回避|免[除れじず責]|失[いうわ]|欠[くけい落如]|怠[りるっら]|防[止ぐい]|例外|対象外|[やと]め[るた]|"
        r"除外|異な[るり]|困難|絶[つえ]|反対|消滅|秘密|[守保]秘|機密|損な|排除|停止|中止|辞退|不可"
    ),
    "other": (
        r"な[いくかき]|無[いく]|ません|(?<=[かさたなまらわばがきけしせてねべめれえ])ず(?!つ)|ざる|"
        r"(?<=[らわさたかまばがね])ぬ|なし"
    ),
    "part": r"違反|反[しすせ]|廃止|解除|漏[れえ]|削除|脱[炭退]|撤|取消|足[りら]ず|保護|終了",
}
_ENGLISH = {
    "only": (
        r"only|sole(?:ly)?|exclusive(?:ly)?|merely|confined|restrict(?:ed)?\s+to|limited\s+to|"
        r"if\s+and\s+only"
    ),
    "limit": (
        r"up\s+to|within|at\s+(?:most|least)|(?:not?|never)\s+(?:more|less|fewer|later|earlier|greater)"
        r"(?:\s+than)?|(?:less|fewer|under)\s+than|maximum|minimum|under|below|not?\s+exceeding|capped"
    ),
    "without": (
        r"without|unless|except(?:ion|ing|ed)?|other(?:wise)?\s+than|save\s+(?:for|as|where|in|that)|"
        r"apart\s+from|aside\s+from|but\s+for|beyond|outside|absent|in\s+the\s+absence|until|failing"
    ),
    "verb": (
        r"un(?!der|it|ion|iv|ique|til|less|if|anim)[a-z]{3,}|non-[a-z]{3,}|"
        r"in(?:valid|applicab|eligib|admissib|complete|accura|correct|suffici|adequa|appropria|activ|"
        r"effectiv|consisten|compatib|capab|direct|secur)\w*|im(?:possib|prop|practic|mun)\w*|"
        r"il(?:legal|licit)\w*|ir(?:regular|reversib|revocab)\w*|dis(?:advantag|qualif|regard|allow|"
        r"pens|continu|agree|approv|courag|appear|crimin)\w*|prohibit\w*|ban(?:ned|s)?|forb\w+|"
        r"refrain\w*|fail\w*|refus\w*|den(?:y|ies|ied|ial)|reject\w*|prevent\w*|preclu\w*|avoid\w*|"
        r"avert\w*|cease\w*|lack\w*|waive\w*|exempt\w*|free\s+(?:of|from)|withh[eo]l\w*|abst\w+|"
        r"exclud\w+|confidential\w*|secre(?:t|cy)\w*|void|null|hardly|rarely|seldom|difficult\w*|"
        r"hinder\w*|imped\w*|impair\w*|oppos\w*|instead|rather\s+than|too|differ(?:s|ent)?|suspen\w+|"
        r"lose[sn]?|loss"
    ),
    "other": r"not|no|nor|neither|never|none|nobody|nothing|nowhere|cannot|\w+n't",
    "part": (
        r"terminat\w*|violat\w*|breach\w*|abolish\w*|delet\w*|eras\w*|withdr\w*|cancel\w*|"
        r"contra\w*"
    ),
}
_NONE = {
    "ja": (
        r"(?:な(?:けれ|き)ゃ?ば|なくては|ねば|ないと)(?:なら|いけ)(?:ない|ず|ぬ)|少な(?:くない|からず)|"
        r"少なくとも|遅滞(?:な|無)く|滞りなく|間もなく|まもなく|ほどなく|(?:を|に)(?:問わ(?:ず|ない)|"
        r"(?:かか|関|拘)わらず)|せざるを得(?:ない|ず)|に(?:ほか|他)ならない|に(?:過|す)ぎない|欠かせない|"
        r"差し支え(?:ない|ありません)|(?:かま|構)(?:わない|いません)|やむを得(?:ない|ず)|違い(?:ない|ありません)|"
        r"相違ない|しれ(?:ない|ません|ず)|限りません|とどまりません|(?:ば|なくては|ないと)なりません|すみません|しか[^、。]{0,12}な[いかく]|必ず(?:しも)?|"
        r"だけで(?:は)?な[くい]|のみ(?:で(?:は)?なく|ならず)|とどまらず|余儀なく|まず[、は]|思わず|いずれ|"
        r"ずつ|あいまい|非常|不可欠|未来|不動産|未成年|不足|非政府|不(?:断|況|作)|不正|非公式|非関税|"
        r"免許|免税|失業|失効|欠席|防止条約|秘密保持|免除|機密性|例外なく|漏れなく|絶えず|不法"
    ),
    "en": (
        r"\bno\.(?=\s*\d)|\bnot\s+(?:only|merely|just|solely)\b|\bin\s+no\s+small\b|\bno\s+doubt\b|"
        r"\bwithout\s+(?:\w+\s+)?delay\b|\bwhether\s+or\s+not\b|\bno\s+matter\b|\bno(?:t)?\s+later\b|"
        r"\bnot\s+to\s+mention\b|\bnotwithstanding\b|\bunder\s+(?:this|the|article|section|para)\b|"
        r"\bunprecedented\b|\bunauthori[sz]ed\b|\bunfair\b|\bunlawful\w*\b|\bin\s+direct\b|\bmutual\b"
    ),
}


def _hints(groups: dict[str, str], shape: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<{name}>{shape.format(said)})" for name, said in groups.items()),
        re.IGNORECASE,
    )


_HINTS = {"ja": _hints(_JAPANESE, "{0}"), "en": _hints(_ENGLISH, r"\b(?:{0})\b")}
_MASKED = {lang: re.compile(said, re.IGNORECASE) for lang, said in _NONE.items()}
_STEMS = (
    ("limit", r"超え|足り|満た|上回|exceed|more|less|later|fewer|short"),
    ("only", r"限|limited|restrict"),
    ("verb", r"妨げ|害|prevent|preclude|prejudice|hinder|prohibit|affect|影響"),
    ("verb", r"拒|refuse|reject|den(?:y|ied)"),
    ("verb", r"除外|排除|exclude"),
    ("verb", r"損な|impair"),
    ("verb", r"失[わい]|怠|lose|lost|fail|neglect"),
)
_SAME = tuple((group, re.compile(said, re.IGNORECASE)) for group, said in _STEMS)
_PREJUDICE = re.compile(r".{0,8}\bwithout\s+prejudice\b", re.IGNORECASE | re.DOTALL)
_NOT_TO = re.compile(r"な\s*い\s*で\s*\Z")
"""Before ください: a request not to."""
_DENIAL = re.compile(
    r"\bnot\b|cannot|(?:こと(?:が|は)でき)?(?:[てで]は)?(?:(?:なら|いけ)な[いくか]|な[いくか]|[ずぬ]).*$"
)
_KEPT = re.compile(r"変更|変わ|失わ|alter|change|lose", re.IGNORECASE)
_REST = re.compile(r"限りで|適用|この限り|appl", re.IGNORECASE)
_CONDITION = {
    "ja": re.compile(
        r"(?:同意|許可|承認|承諾|合意|了承|認可|通知)(?:を|が|の)?[^、。]{0,6}?"
        r"(?:ことなく|ずに|ないで|なしに|なく|なければ)|な(?:い|き)限り"
    ),
    "en": re.compile(
        r"\bunless\b|\bwithout\s+(?:[\w']+\s+){0,6}(?:consent|permission|approval|authori[sz]ation|"
        r"agreement|notice)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A main predicate."""

    quote: str
    denied: bool
    verb: str
    """The quote, in English with the word after it, where the verb may stand."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """What of a passage denies or restricts."""

    said: tuple[Said, ...]
    hints: Counter[str]
    """Number of hints by group, the firm ones left out."""
    condition: str
    """An exclusive condition as printed (unless, ない限り); empty where there is none."""
    plain: str
    """The text without its firm denials, for a second look."""
    text: str
    """All of the text, normalised; Japanese without white space."""
    lang: Lang

    @property
    def firm(self) -> tuple[Said, ...]:
        """The predicates that are denied."""
        return tuple(said for said in self.said if said.denied)


@lru_cache(maxsize=4096)
def polarity(sentence: str, lang: Lang) -> Polarity:
    """What of the sentence denies or restricts."""
    said: list[Said] = []
    inside: Counter[str] = Counter()
    masked = list(sentence)
    for predicate in commitments(sentence, lang):
        start, end = predicate.span.start, predicate.span.end
        quote = "".join(predicate.quote.split()) if lang == "ja" else predicate.quote
        lead = sentence[max(start - 8, 0) : start]
        lead = "".join(lead.split()) if lang == "ja" else ""
        idioms = _MASKED[lang].finditer(lead + quote)
        denied = predicate.negated and not any(idiom.end() > len(lead) for idiom in idioms)
        denied = denied != bool(_PREJUDICE.match(sentence, max(end - 8, 0)))
        asked = _NOT_TO.search(sentence[:start]) if quote in {"ください", "下さい"} else None
        if asked:
            denied, start = True, asked.start()
        after = re.match(r"[\s,]*(?:however[\s,]+)?(?:not\s+)?\w*", sentence[end:])
        verb = lead + quote + (after[0] if after and lang == "en" else "")
        said.append(Said(predicate.quote, denied, verb))
        if denied:
            start = _denier(sentence, start, end, lang)
            masked[start:end] = " " * (end - start)
            # what is denied may itself be a word of these: 停止することができない, shall not refuse
            inside.update(m.lastgroup or "" for m in _HINTS[lang].finditer(_DENIAL.sub("", quote)))
    plain = normalise("".join(masked)).text
    plain = "".join(plain.split()) if lang == "ja" else plain
    plain = _MASKED[lang].sub(lambda m: "・" * len(m[0]), plain)
    inside = Counter({group: n for group, n in inside.items() if group != "other"})
    hints = inside + Counter(m.lastgroup or "" for m in _HINTS[lang].finditer(plain))
    condition = _CONDITION[lang].search(plain)
    whole = normalise(sentence).text
    whole = "".join(whole.split()) if lang == "ja" else whole
    return Polarity(tuple(said), hints, condition[0] if condition else "", plain, whole, lang)


def together(parts: list[Polarity]) -> Polarity:
    """The same of several sentences."""
    return Polarity(
        tuple(said for part in parts for said in part.said),
        sum((part.hints for part in parts), Counter()),
        next((part.condition for part in parts if part.condition), ""),
        "\n".join(part.plain for part in parts),
        "\n".join(part.text for part in parts),
        parts[0].lang,
    )


def _denier(sentence: str, start: int, end: int, lang: Lang) -> int:
    """Where the words begin that deny the predicate: its own start, or that of "Neither Party"."""
    if lang == "ja" or re.search(r"\bnot\b|cannot", sentence[start:end]):
        return start
    found = [*re.finditer(r"\b(?:nothing|none|neither|no|nor)\b", sentence[:start], re.IGNORECASE)]
    return found[-1].start() if found else start


def contradicts(denied: Polarity, firm: Said, plain: Polarity) -> bool:
    """True where nothing on the plain side could be a rendering of the firm denial."""
    stems = [(group, said) for group, said in _SAME if said.search(firm.verb)]
    blocking = {"only", "verb", "other"}
    if any(group == "limit" for group, _ in stems):
        blocking |= {"limit", "without"}
    if _REST.search(firm.verb):
        blocking |= {"without"}
    if denied.hints["without"] and not plain.hints["without"]:
        return False  # 同意を得ないで移転してはならない: consent shall be obtained before
    if _KEPT.search(firm.verb) and re.search(
        r"\b(?:remain|retain|keep|maintain)|維持|保持", plain.plain
    ):
        return False
    left = Counter(denied.hints)
    # 限定されるものではない against "is limited to": the very word that is denied, affirmed
    left.update(group for group, said in stems if group != "limit" and said.search(plain.plain))
    # what both say is no word for anything else: within six hours is not a rendering of no duty
    same = Counter({group: min(n, left[group]) for group, n in plain.hints.items()})
    over = plain.hints - same
    return accounted(Counter({g: n for g, n in over.items() if g in blocking}), left - same)


_RENDERINGS = {
    "only": ("only",),
    "limit": ("limit",),
    "without": ("without", "other", "only", "verb"),
    "verb": ("verb", "part", "other"),
    "other": ("other", "without", "verb", "limit"),
}
"""Groups of hints, each with those that may stand for it in the other language, best first."""


def accounted(hints: Counter[str], others: Counter[str]) -> bool:
    """True where every hint of a side has one on the other side that it may be a rendering of."""
    left = Counter(others)
    for group, number in sorted(hints.items()):
        for _ in range(number):
            met = next((other for other in _RENDERINGS[group] if left[other] > 0), None)
            if met is None:
                return False
            left[met] -= 1
    return True
