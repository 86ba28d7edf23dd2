"""Names in Latin letters: acronyms, names with figures in them, capitalised words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Acronyms of things, roles and documents, not of anyone: they say what a clause is about, not who
# acts. Written down from general knowledge of the genre, not counted on a corpus.
_GENERIC_WORDS = """
ai it iot ict dx gx r&d rd sme smes msme msmes ml hpc dpi id ids vc pr hr b2b btob b2c btoc ceo
cto faq url pdf esg sdg sdgs gdp fta epa ppp ip ipr os api gpu cpu llm ar vr xr m&a poc coe kpi qr
rfid lng lpg ccs ccus ev evs fdi mro stem sts cbm cbms ekyc kyc bpo saas ott ux ui 2g 3g 4g 5g 6g
3d 4d 2d b5g web3 www tv pc osat fab nda tor etc wto+ covid-19 covid odm ems ngo ngos oda eez un+
isp lan wan ran open-ran cert certs csirt sbom psirt ot cii i4.0 ai/ml ic ics
"""
# Documents and formulas: capitalised in law, naming nothing by themselves.
_NO_NAME_WORDS = """
moc mou moa loi h.e nb ps no nos am pm ad bc tbd tba ok vs ii iii iv vi vii viii ix xi xii xiii
xiv xv jan feb mar apr jun jul aug sep sept oct nov dec fy jfy usd jpy eur gbp inr cny mr ms mrs
dr prof hon
"""
_BODY_WORDS = """
ministry department agency institute university council commission committee center centre
organization organisation association bank fund office bureau authority board institution
foundation corporation company academy college secretariat union government embassy federation
chamber laboratory hospital court parliament senate congress ltd inc
"""
# Capitalised by custom (defined terms, titles, headings, the calendar), not because they name.
_COMMON_WORDS = """
the a an this that these those in on at by for of to from with and or both each any all no such as
if when where while under upon through during after before since between among taking whereas
following party parties participant participants side sides signatory signatories memorandum
agreement arrangement article articles section paragraph paragraphs annex appendix chapter part
preamble statement declaration treaty convention protocol charter act law contract instrument
cooperation partnership mr mrs ms dr h.e his her he she it they we our its their minister
ministers prime secretary ambassador president director general vice deputy chairman chair
republic state states country countries background highlights january february march april may
june july august september october november december monday tuesday wednesday thursday friday
saturday sunday government governments done signed witness original date english japanese hindi
text texts language copy note notes division related website home news releases office technology
technologies digital information data policy international national joint project projects
programme program implementation purpose scope objective objectives areas area fields activities
funding confidentiality intellectual property rights duration termination amendment settlement
disputes entry force final provisions definitions provision i ii iii iv v vi item items table
figure schedule but however therefore moreover recognizing recognising recalling noting desiring
considering reaffirming welcoming internet lead facilitate promote support establish develop
encourage enhance strengthen explore either neither one once unless except within without new
other others subject pursuant given throughout training furthermore additionally also recently
today together
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_NO_NAMES = frozenset(_NO_NAME_WORDS.split())
_BODY_HEADS = frozenset(_BODY_WORDS.split())
_COMMON = frozenset(_COMMON_WORDS.split())
_CAP = r"(?:[A-Z][A-Za-z0-9À-ɏ]*(?:[-'/&.][A-Za-z0-9À-ɏ]+)*\.?)"
_RUN = re.compile(
    rf"(?<![\w@/.]){_CAP}"
    rf"(?:(?:,?\s(?:(?:of|for|on|in|to|and|&|de|del|von|di)\s)?(?:the\s)?|\s&\s){_CAP}){{0,14}}"
)
_NUMBERED = re.compile(r"(?<![\w.])[A-Z][A-Za-z]+\s?\d{1,2}\.\d(?![\d.])")
_ACRONYM = re.compile(
    r"(?<![A-Za-z0-9@./])(?:[A-Z]{2,}(?:[-&/+.][A-Z0-9]+)*\d*s?|[A-Za-z]&[A-Z]|[A-Z]\d{1,2}|\d[DG]"
    r"|[A-Z]?[a-z]+[A-Z]+[A-Za-z]*(?:-[A-Z]+)?|[A-Z]{2,}[a-z]+[A-Z]*|[A-Z]+[a-z]?[A-Z]\w*(?:-[A-Z]+)?)"
    r"(?![A-Za-z0-9@])"
)


@dataclass(frozen=True, slots=True)
class Latin:
    """A name in Latin letters as found in normalised text."""

    key: str
    start: int
    end: int
    body: bool
    weight: float


def latin_names(text: str) -> Iterator[Latin]:
    """Names in Latin letters in a normalised text with single spaces; they may overlap."""
    for match in _NUMBERED.finditer(text):
        word = match[0].split()[0].rstrip("0123456789.").lower()
        if word not in _COMMON and word not in {"version", "ver"}:
            figure = re.search(r"\d.*", match[0])
            yield Latin(f"{word} {figure[0] if figure else ''}", *match.span(), False, 1.0)
    capitals = len(re.findall(r"[A-Z]{2,}", text))
    shouting = capitals > 1 and text.isascii() and not re.search(r"[a-z]{3}", text)
    for match in () if shouting else _ACRONYM.finditer(text):
        key = match[0].lower()
        singular = key[:-1] if re.search("[A-Z]s$", match[0]) else key
        roman = match[0].isupper() and re.fullmatch(r"[ivxlc]+", key)
        if singular in _NO_NAMES | _COMMON or roman or re.match(r"j?fy\d", key):
            continue
        generic = key in _GENERIC or singular in _GENERIC
        yield Latin(singular, *match.span(), False, 0.2 if generic else 1.0)
    if not _title_case(text):
        for match in _RUN.finditer(text):
            yield from _words(text, match)
    else:
        for match in _RUN.finditer(text):
            yield from (n for n in _words(text, match) if n.body)


def _title_case(text: str) -> bool:
    """True for a heading, in which capitals say nothing: no long word in small letters."""
    long_words = re.findall(r"[A-Za-z]{4,}", text)
    return len(long_words) > 1 and not any(word.islower() for word in long_words)


def _words(text: str, match: re.Match[str]) -> Iterator[Latin]:
    start = match.start()
    printed = match[0].rstrip(".,")
    opening = not text[:start].rstrip() or text[:start].rstrip()[-1] in ".:;!?\"'()-"
    words = printed.split()
    # "In Japan": the first word is capital by its place
    while words and _bare(words[0]) in _COMMON and not _is_body(words):
        start += len(words[0]) + 1
        words, opening = words[1:], False
    while words and not words[0][:1].isupper():
        start += len(words[0]) + 1
        words = words[1:]
    while words and (
        (_bare(words[-1]) in _COMMON and not _is_body(words)) or not words[-1][:1].isupper()
    ):
        words = words[:-1]
    if not words or (len(words) == 1 and (opening or words[0].isupper())):
        return  # a sentence begins with a capital; acronyms are found as such
    name = " ".join(words).rstrip(".,")
    body = _is_body(words)
    if len(words) > 1 and not body and re.search(r",|\b(?:and|in|to)\b", name):
        return  # an enumeration of names, not one name
    if all(_bare(word) in _COMMON for word in words) or re.fullmatch(r"[A-Z]\.?", name):
        return
    if (
        opening
        and len(words) > 1
        and re.search(r"(?:tion|ment|sion|ing|ance|ence)\b", words[0].lower())
    ):
        return  # "Establishment of the Hub": a noun that opens a sentence
    weight = 1.0 if body else 0.6 if len(words) > 1 else 0.4
    yield Latin(re.sub(r"\s+", " ", name.lower()), start, start + len(name), body, weight)


def _bare(word: str) -> str:
    return word.lower().rstrip(".,'")


def _is_body(words: list[str]) -> bool:
    return (
        len(words) > 1
        and any(_bare(word) in _BODY_HEADS for word in words)
        and any(
            _bare(word) not in _COMMON and _bare(word) not in _BODY_HEADS and word[:1].isupper()
            for word in words
        )
    )
