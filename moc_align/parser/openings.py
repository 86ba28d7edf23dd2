"""What a line before the body of a text is: a date, a note on the text, who issues it, or prose."""

from __future__ import annotations

import re

from moc_align.parser.lines import ends_sentence, is_ja

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR_JA = r"(?:(?:明治|大正|昭和|平成|令和)?\s?[\d０-９元〇一二三四五六七八九十]{1,5}\s?年)"
_DAY_JA = r"[\d０-９〇一二三四五六七八九十]{1,3}"
_DATE_JA = (
    rf"{_YEAR_JA}(?:\s?[（(][^()（）]{{2,8}}[)）])?\s?{_DAY_JA}\s?月(?:\s?{_DAY_JA}\s?日)?"
    r"(?:\s?[（(]?[月火水木金土日](?:曜日?)?[)）])?"
)
_DATE_EN = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd"
    rf"|th)?,?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
)
DATE = re.compile(rf"{_DATE_JA}|{_DATE_EN}")
_DATE_LINE = re.compile(
    rf"[（(【\[]?\s*(?:[A-Z][\w.\-'’ ]{{2,28}},\s*)?(?:(?:公表|公開|発表|更新|制定"
    r"|掲載|報道発表|署名|公布)(?:日"
    rf"|年月日)?\s*[:：]?\s*)?"
    rf"(?:(?:[A-Z][a-z]+day),?\s+)?(?:(?:on|dated?|posted|released|published|updated|issued)(?:"
    rf" on)?:?\s+)?"
    rf"(?:{_DATE_JA}|{_DATE_EN})\s*(?:発表|公表|公布|付|掲載|更新|\(?[A-Z][a-z]+day\)?"
    rf"|[（(][^()（）]{{1,24}}[)）])?"
    r"(?:[、,]?\s*(?:於[:：]?\s*)?[^\s。.,、]{1,14}(?:において|にて|で))?\s*[)）】\]]?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s(?:同時発表[:：].{1,30}|[^\s。、]{2,20}[省庁局課室部])$")
"""What a release prints on the line of its date: who publishes it with whom."""
_NOTE = re.compile(
    r"[（(【\[〔].{1,80}[)）】\]〕]"
    r"|(?:仮訳|暫定訳|参考訳|和訳|英訳|抄訳|正文|案|未定稿|プレスリリース|報道発表(?:資料)?|ニュースリリース|参考|別添|資料\s?[\d０-９]*)"
    r"|(?:un)?official translation|(?:provisional|tentative|courtesy|informal|working|english"
    r"|japanese) "
    r"(?:english |japanese )?(?:translation|version|text)|draft|for immediate release|press"
    r" release"
    r"|news release|media release|joint press release(?=$)|translation"
    r"|(?:our |your )?(?:ref(?:erence)?|doc(?:ument)?|file)\.?(?: no\.?)?\s?[:：]?\s?"
    r"[A-Z\d][\w/.\-–()]{1,40}"
    r"|(?:明治|大正|昭和|平成|令和)[元〇一二三四五六七八九十百\d]{1,3}年[^\s。、]{2,12}"
    r"第[〇一二三四五六七八九十百千\d]{1,6}号",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"[一-龥]{2,12}(?:省|庁|府|官房|局|委員会)"
    r"|(?:the )?(?:Ministry|Cabinet|Department|Office) of [A-Z][\w ,&-]{3,60}(?: \([A-Z]{2,6}\))?"
    r"(?:,? (?:of )?Japan)?"
)
"""Who publishes a text, on a line of its own above the title."""
_RECITAL = re.compile(
    r"(?:recogni[sz]ing|desiring|noting|considering|having|whereas|recalling|acknowledging"
    r"|convinced"
    r"|reaffirming|affirming|mindful|bearing in mind|taking (?:note|into)|aware|wishing|seeking"
    r"|welcoming|emphasi[sz]ing|building on|pursuant to|in (?:accordance|order|line|view)"
    r"|have |hereby |agree )",
    re.IGNORECASE,
)
_HEREINAFTER = re.compile(r"hereinafter|hereafter|（以下|\(以下|という。?[）)]")
_AGREES = re.compile(
    r"\b(?:have|has|had) (?:\w+ )?(?:reached|agreed|decided|come|concluded|shared|confirmed"
    r"|recogni[sz]ed)\b"
    r"|\bshare the following\b|\bas follows\s*[:：]?$",
    re.IGNORECASE,
)
"""What only the last words of a preamble say."""


def prose_like(said: str, begun: bool) -> bool:
    """True where words before the body are its beginning and not part of a title.

    `begun`: the title has been seen; a short sentence after it is prose.
    """
    if _HEREINAFTER.search(said) or said[-1:] in ",、，" or len(said) > 300 or "。" in said:
        return True
    if _RECITAL.match(said) and said[:1].isupper() and not said.isupper():
        return True
    if begun and ends_sentence(said) and _AGREES.search(said):
        return True
    if is_ja(said):
        return ends_sentence(said) and said[-1] not in ")）」』】"
    least = 12 if said[-1] in ":：" else 2 if begun else 5
    return ends_sentence(said) and said.count(" ") >= least


def issuer_like(said: str) -> bool:
    """True for the name of a ministry on a line of its own."""
    return bool(_ISSUER.fullmatch(said))


def note_like(said: str) -> bool:
    """True for （仮訳）, Provisional translation and what else is said about the text itself."""
    return bool(_NOTE.fullmatch(said.strip("*＊※ 　.")))


def date_like(said: str) -> bool:
    """True for a line that is a date, with a place or a weekday at most."""
    beside = _BESIDE.search(said)
    if beside:
        said = said[: beside.start()].rstrip()
    return len(said) <= 70 and bool(_DATE_LINE.fullmatch(said))
