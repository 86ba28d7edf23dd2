"""The one expression a language that finds values, and what must not be taken for one."""

from __future__ import annotations

import re
from functools import cache

from moc_align.schema import Lang
from moc_align.text import EN_ONES, EN_SCALES

_S = r"\s{0,3}"  # spaces and one line wrap: 「2025年 8 月 25日」 is how PDF text comes
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_KANJI = "〇零一二三四五六七八九十百千壱弐参"
_D = "[〇零一二三四五六七八九]"
_GROUPED = rf"{_D}{{1,3}}(?:[、,]{_D}{{3}})+(?![{_KANJI}])[万億兆]?"  # 一二、六五〇、〇〇〇
# 一・四パーセント; 第五・六条 and 三・四名 are two numbers, 5 and 6, 3 and 4
_NEXT = "一・二|二・三|三・四|四・五|五・六|六・七|七・八|八・九"
_POINT = (
    rf"(?:(?<={_D})(?!(?<=(?=(?:{_NEXT})).)・..?[年か箇日週時])|(?<=[十百千\d]))[・.](?:{_D}|\d)+"
    r"(?![条項号章節款編人名社件回月日つ国者極]|[かカヶケヵ箇個]\s?[国所条])"
)
_JA_NUM = (
    rf"(?:{_GROUPED}|(?:{_DIGITS}|[{_KANJI}])(?:{_S}[万億兆京千百](?:{_DIGITS})?|[{_KANJI}])*"
    rf"(?:{_POINT}[万億兆]?)?)"
)
_MONTHS = "January February March April May June July August September October November December"
MONTH = {name[:3].lower(): n for n, name in enumerate(_MONTHS.split(), start=1)}
# Capitalised only: "the Parties may 5 ..." is no date
_MONTH_RE = "(?:" + "|".join(f"{m}|{m.upper()}|{m[:3]}" for m in _MONTHS.split()) + r"|Sept)\b\.?"
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
ERAS |= {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
_CODES = "USD|JPY|EUR|GBP|INR|CNY|KRW|AUD|CAD|SGD|CHF|THB|VND|IDR|MYR|PHP|BRL|ZAR|HKD|NZD|AED|KES"
SIGN = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "HK$": "HKD"}
SIGN |= {"NZ$": "NZD", "¥": "JPY", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW"}
SIGN |= {"Rs": "INR", "Rs.": "INR"}
_SIGN_RE = rf"(?:(?:US|A|C|S|HK|NZ)?\$|[¥€£₹₩]|\bRs\.?|\b(?:{_CODES})\b)"
JA_COINS = {"円": "JPY", "米ドル": "USD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP"}
JA_COINS |= {"インドルピー": "INR", "ルピー": "INR", "人民元": "CNY", "元": "CNY", "ウォン": "KRW"}
JA_COINS |= {"豪ドル": "AUD", "カナダドル": "CAD", "シンガポールドル": "SGD", "香港ドル": "HKD"}
JA_COINS |= {"バーツ": "THB", "ドン": "VND", "スイスフラン": "CHF", "英ポンド": "GBP"}
_JA_COIN_RE = "(?:" + "|".join(sorted(JA_COINS, key=len, reverse=True)) + ")"
EN_COINS = {"yen": "JPY", "dollar": "USD", "euro": "EUR", "pound": "GBP", "rupee": "INR"}
EN_COINS |= {"yuan": "CNY", "renminbi": "CNY", "won": "KRW", "baht": "THB"}
_EN_COIN_RE = (
    r"(?i:(?:U\.?S\.?|Japanese|Indian|American|British|Australian|Canadian|Singapore)\s+)?"
    rf"(?:yen|(?:dollar|euro|pound|rupee)s?|yuan|renminbi|won|baht|{_CODES})\b"
)
FOREIGN_DOLLAR = {"australian": "AUD", "canadian": "CAD", "singapore": "SGD"}
JA_UNITS = {"営業日": "bd", "日": "d", "週": "w", "年": "y", "時間": "h", "分": "min", "秒": "s"}
EN_UNITS = {"day": "d", "week": "w", "month": "m", "year": "y", "hour": "h", "minute": "min"}
EN_UNITS |= {"min": "min", "hr": "h", "second": "s", "decade": "decade"}
_YEAR = r"(?<![\d.,])(?:1[89]|20)\d\d(?!\d|[.,]\d)"
_YEAR_JA = (
    rf"(?:(?:明治|大正|昭和|平成|令和){_S}(?:元|\d{{1,2}}|[{_KANJI}]{{1,3}})|\b[MTSHR]\d{{1,2}}"
)
_YEAR_JA += rf"|{_YEAR}|(?:一九|二[〇零])[{_KANJI}]{{2}}|(?:千九百|二千)[{_KANJI}]{{0,4}})"
_AGAIN = rf"(?:{_S}\({_S}{_YEAR_JA}{_S}年?{_S}\))?"  # 2018年（平成30年）5月
_NO = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_TO = rf"{_S}(?:[-~]|から|乃至|ないし){_S}"
_WORD = "(?i:" + "|".join(sorted({*EN_ONES, *EN_SCALES} - {"zero"}, key=len, reverse=True)) + ")"
_EN_WORDS = rf"\b{_WORD}s?(?:(?:[\s-]+(?:and\s+)?){_WORD})*\b"
_SCALE = rf"(?i:[\s-]{{0,3}}(?:{'|'.join(EN_SCALES)})\b)*"
_ONES = "(?i:" + "|".join(word for word, number in EN_ONES.items() if number < 10) + ")"
_POINTED = rf"(?:[\s-]+(?i:point)(?:[\s-]+{_ONES}\b)+)"  # one point four
_EN_NUM = (
    rf"(?:(?:{_EN_WORDS}(?:(?:\s+and\s+a\s+half(?=\s+(?i:per\s?cent|{'|'.join(EN_SCALES)}))"
    rf"|{_POINTED}){_SCALE})?|\b(?i:zero)\b{_POINTED}{_SCALE})(?:\s*\(\s*{_DIGITS}{_SCALE}\s*\))?"
    rf"|(?<![\w.]){_DIGITS}{_SCALE}(?:\s*\(\s*{_EN_WORDS}\s*\))?)"
)
_EN_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)-)?(?:first|second|third|[a-z]{3,10}th))"
_EN_YEAR = rf"(?:{_YEAR}|two\s+thousand(?:(?:\s+and)?[\s-]+(?:{_WORD}[\s-]?)+)?)"

# Printed with digits, but no value. The first alternative that fits at a place wins.
_SKIP_BOTH = (  # addresses, labels of lines, 1.2.3, telephone and postal numbers
    # from the start of a word only: to try each letter of a long run would take its square
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+"
    r"|^[ \t]*\(?\d{1,2}(?:\.\d{1,2})*(?:[.)](?!\d)|(?=、))"  # 1. / (1) / 2.3) opening a line
    r"|(?<!\d)\d+(?:\.\d+){2,}"  # 1.2.3
    r"|[+〒]\s?\d[\d\s-]*|(?<!\d)\d{1,4}(?:-\d{1,4}){2,}(?!\d)|(?<!\d)\d{3}-\d{4}(?!\d|年)"
)
_UNIT_OF_SCALE = (
    r"(?!\s*(?:%|percent|per cent|million|billion|trillion|times|degrees|°|[万億兆倍度割]))"
)
_NAMED = (
    rf"|[A-Z][A-Za-z]{{1,40}}\s?\d{{1,2}}\.\d{{1,2}}\b{_UNIT_OF_SCALE}"  # Society 5.0, Industry 4.0
    rf"|(?<![\d.,])\d{{1,2}}\.0\b{_UNIT_OF_SCALE}"
)
_PHYSICAL = r"(?:[kcmn]?m|kg|[kMGT]?W|[kMGT]B|[kMG]?Hz|[MGT]bps|ha|t)(?![A-Za-z])"
_SKIP_JA = (
    rf"第{_S}(?:{_JA_NUM})(?:{_S}[条項号章節款](?:{_S}の{_S}(?:{_NO}))?)?"
    rf"|\({_S}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_S}\)"
    rf"|(?:別表|別添|別紙|図|表|様式|附属書|付属書|附則|資料|注|脚注|問|内線|No\.|№){_S}\d+(?:-\d+)?"
    rf"|\b(?!(?:{_CODES})\b)[A-Z]{{2,20}}\s?(?!{_YEAR})\d{{1,5}}(?!\d)"
    rf"|[A-Za-z][A-Za-z&'./]{{0,40}}(?:{_S}-)?\d[\w.]*|\d+[A-Za-z]+\b(?<!{_CODES})"
    rf"|(?<=[ァ-ヶー]){_S}\d{{1,2}}\.\d{{1,2}}(?!\d){_UNIT_OF_SCALE}"
    rf"|(?<=[ァ-ヶー])\d{{1,3}}(?![\d,.]|{_S}[万億兆%年月日時分週か人社名件円ドつ])"
    rf"|{_NO}{_S}月(?!間)|午[前後]{_S}{_NO}時(?:{_S}{_NO}分|半)?|{_NO}{_S}時(?!間)(?:{_S}{_NO}{_S}分)?"
    rf"|(?:{_JA_NUM}){_S}(?:条|項|号|章|節|款|編|頁|ページ|世紀|次(?!第)|位|番|級|期|丁目|階|年生|年代|[回年度]目"
    r"|年次|[かカヶケ]国間|国間|者間|分の(?!間)\d*|[万千]?分野)"
)
_SKIP_EN = (
    r"|\b(?i:articles?|arts?\.|sections?|secs?\.|paragraphs?|paras?\.?|chapters?|clauses?"
    r"|annex(?:es)?|appendi(?:x|ces)|schedules?|figures?|figs?\.|tables?|nos?\.|pages?|pp?\."
    r"|vol(?:ume|\.)|phase|step|stage|level|tier|version|ver\.|rule|resolution|pillar|goal|sdgs?"
    r"|part|items?|points?|option|track|ext\.)\s*"
    r"\(?\d+(?:\.\d+)*(?:\(\w+\))*\)?(?:\s*(?:,|,?\s?and|or|to|-|&)\s*\d+(?:\.\d+)*(?:\(\w+\))*)*\b"
    r"|\b(?i:article|chapter|part|phase|step|stage|level|tier|pillar|goal)\s+"
    rf"(?i:{_WORD})\b"
    r"|\(\s*\d{1,2}\s*\)"
    rf"|\b(?!(?:{_CODES})\s?\d|(?:US|A|C|S|HK|NZ)\$|Rs)[A-Za-z][A-Za-z&'./]{{0,40}}-?\d[\w.]*(?:-\d+)?"
    rf"|\b(?!(?:{_CODES})\b|FY\b)[A-Z]{{2,20}}\s(?!{_YEAR})\d{{1,5}}\b(?!\s?[%,])"  # ISO 9001
    rf"|(?<![\w.,])\d+(?:\.\d+)?(?!{_PHYSICAL})(?!(?:bn|tn|mn|k|m|K|M)\b)[A-Za-z]+\b"  # 5th, 4G
    r"|\b(?:[Tt]he|[Tt]hese|[Bb]oth|[Oo]ur|its|their|[Bb]etween)\s+(?:two|2)\b(?=\s+[A-Za-z])"
    r"(?!\s+(?:years?|months?|weeks?|days?|hours?))"
    r"|\b(?i:hundreds|thousands|millions|billions|trillions|dozens|tens)\s+of\b|\b\d{4}s\b"
    rf"|(?:{_EN_WORDS}|(?<![\d.,])\d+)-(?!(?i:calendar|business|working|{'|'.join(EN_UNITS)})"
    rf"|{_WORD}\b|percent|per\b|\d|\s|(?:yen|dollar|euro))[A-Za-z]+"  # two-way, five-point
    rf"|\d+/\d+(?!/|\d)|\b(?i:one)\b(?!\s*\()(?!{_POINTED}|\s+and\s+a\s+half)(?![\s-]+(?:calendar\s+|business\s+|working\s+)?"
    rf"(?:{'|'.join(EN_SCALES)}|{'|'.join(EN_UNITS)}|percent|per\s+cent))"
)
_MONTHS_LONG = "(?=以[内上下]|未満|を超|を経過|の(?:懲役|禁錮|拘禁刑|期間))"
"""What makes 六月 six months: the style of statutes, which say neither か月 nor 月間."""
EN_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6}
EN_PARTS |= {"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100}
"""What is counted in "two thirds", by the number of such parts in the whole."""
_EN_FRACTION = (
    rf"\b(?P<ft>(?i:one|two|three|four|five|six|seven|eight|nine))(?:-|\s(?=\w+\s+(?:of|or|in)\b"
    rf"|(?i:third|fourth|fifth|quarter|tenth)s?\b))(?P<fb>(?i:{'|'.join(EN_PARTS)}))s?\b(?!-)"
    r"(?!\s+(?:part|country|countries|time|year|round|session|meeting|paragraph|article|century))"
)
_ISO = (
    r"(?P<iso>(?<![\d/.-])(?P<iy>(?:19|20)\d\d)(?P<sep>[-/.])(?P<im>\d{1,2})(?:(?P=sep)(?P<id>\d{1,2}))?"
    r"(?![\d/]|-\d|\.\d))"
)


@cache
def pattern(lang: Lang) -> re.Pattern[str]:
    """The one expression that finds values and what must not be taken for one."""
    if lang == "ja":
        unit = rf"(?:[かカヶケヵ箇個]{_S}[月年]間?|営業日|週間?|日間?|年間?|時間|分間?|秒間?)"
        parts: tuple[str, ...] = (
            rf"(?P<fy>(?P<fyy>{_YEAR_JA}){_AGAIN}{_S}年{_S}度|\bFY{_S}(?P<fyn>\d{{4}}|\d\d)(?!\d))",
            rf"(?P<jadate>(?P<y>{_YEAR_JA}){_AGAIN}{_S}年(?![間代次生])"
            rf"(?:{_AGAIN}{_S}(?P<m>{_NO}){_S}月(?!間)(?:{_S}(?P<d>{_NO}){_S}日(?!間)"
            rf"(?:{_TO}(?:(?P<m2>{_NO}){_S}月{_S})?(?P<d2>{_NO}){_S}日)?)?)?)",
            rf"(?P<year>{_YEAR})(?={_TO}{_YEAR_JA}{_S}年)",
            r"(?P<era>\b(?P<ey>[MTSHR]\d{1,2})\.(?P<em>\d{1,2})\.(?P<ed>\d{1,2})(?![\d.]))",
            _ISO,
            rf"(?P<md>(?<!\d)(?P<mm>{_NO}){_S}月{_S}(?P<mdd>{_NO}){_S}日(?!間))",
            rf"(?P<pre>(?P<sign>{_SIGN_RE})\s?(?P<amount>{_JA_NUM}))",
            rf"(?P<hundredth>百分の(?P<h>{_JA_NUM}))",
            rf"(?P<frac>(?P<fb>{_JA_NUM})分の(?P<ft>{_JA_NUM}))",
            rf"(?P<bps>(?P<points>{_JA_NUM})(?:{_TO}(?P<points2>{_JA_NUM}))?{_S}(?:ベーシス・?ポイント|bps?\b))",
            rf"(?P<months>(?<![\d年月]){_NO}){_S}月{_MONTHS_LONG}",
            f"(?P<skip>{_SKIP_BOTH}{_NAMED}|{_SKIP_JA})",
            rf"(?P<post>(?P<camount>{_JA_NUM})(?:{_TO}(?P<camount2>{_JA_NUM}))?{_S}"
            rf"(?P<coin>{_JA_COIN_RE}|(?:{_CODES})\b))",
            rf"(?P<pct>(?P<p1>{_JA_NUM})(?:{_S}%?{_TO}(?P<p2>{_JA_NUM}))?{_S}(?:%|パーセント))",
            r"(?P<wari>(?P<w>[1-9一二三四五六七八九])割(?![合引りれっ増当く])(?:(?P<bu>[1-9一二三四五六七八九])分)?)",
            rf"(?P<dur>(?P<n1>{_JA_NUM})(?:{_TO}(?P<n2>{_JA_NUM}))?{_S}(?P<unit>{unit})(?P<half>半)?)",
            rf"(?P<num>{_JA_NUM})",
        )
        return re.compile("|".join(parts), re.MULTILINE)
    mods = r"(?:\s*(?i:consecutive|calendar|full|more|additional)\s+)?"
    unit = rf"(?i:{'|'.join(EN_UNITS)})s?\b"
    parts = (
        r"(?P<fy>\b(?:J?FY|(?i:fiscal(?:\s+year)?))\s*'?(?P<fyn>\d{4}|\d\d)\b(?!,\d))",
        rf"(?P<endate>(?:(?P<d>\b{_EN_DAY})(?:\s+day)?(?:\s*(?:-|to|and)\s*(?P<d2>{_EN_DAY}))?"
        rf"(?:\s+day)?(?:\s+of)?\s+)?(?P<m>\b{_MONTH_RE})(?:\s+(?P<e>\d{{1,2}}(?:st|nd|rd|th)?)(?!\d)"
        rf"(?:\s*(?:-|to|and)\s*(?P<e2>\d{{1,2}}(?:st|nd|rd|th)?)(?!\d))?)?(?:,?\s+(?P<y>{_EN_YEAR}))?)",
        _ISO,
        r"(?P<slash>(?<![\d/])(?P<s1>\d{1,2})/(?P<s2>\d{1,2})/(?P<sy>(?:19|20)\d\d)(?![\d/]))",
        rf"(?P<pre>(?P<sign>{_SIGN_RE})\s?(?P<amount>{_DIGITS}(?:\s?(?:bn|tn|mn|k|m|K|M)\b|{_SCALE})))",
        rf"(?P<year>(?:(?<=in )|(?<=since )|(?<=by )|(?<=until )|(?<=from )){_YEAR}(?!s\b))",
        rf"(?P<year2>{_YEAR}(?!s\b|\s+(?!years)[a-z-]+s\b))",
        rf"(?P<frac>{_EN_FRACTION})",
        rf"(?P<bps>(?P<points>{_EN_NUM})(?:\s*(?:-|to)\s*(?P<points2>{_EN_NUM}))?[\s-]*(?i:basis[\s-]+points?|bps?)\b)",
        f"(?P<skip>{_SKIP_BOTH}{_NAMED}{_SKIP_EN})",
        rf"(?P<post>(?P<camount>{_EN_NUM})(?:\s*(?:-|to)\s*(?P<camount2>{_EN_NUM}))?\s+(?P<coin>{_EN_COIN_RE}))",
        rf"(?P<pct>(?P<p1>{_EN_NUM})\s*%?(?:\s*(?:-|to)\s*(?P<p2>{_EN_NUM}))?[\s-]*"
        r"(?:%|percent\b|per\s+cent\b|percentage\s+points?\b))",
        rf"(?P<dur>(?P<n1>{_EN_NUM})(?:\s*(?:-|to|or)\s*(?P<n2>{_EN_NUM}))?(?P<half>\s+and\s+a\s+half)?"
        rf"[\s-]*{mods}(?P<business>(?:business|working)[\s-]+)?(?P<unit>{unit}))",
        rf"(?P<num>{_EN_NUM})",
    )
    return re.compile("|".join(parts), re.MULTILINE)
