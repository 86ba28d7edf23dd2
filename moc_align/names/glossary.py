"""Bodies, countries and places of the glossary, found in a text by their longest variant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from moc_align.errors import ConfigError
from moc_align.resources import corpora_path
from moc_align.schema import Lang
from moc_align.text import is_ja_char, normalise, squeeze

NameKind = Literal["body", "place", "country", "name"]
_KINDS: dict[str, NameKind] = {"body": "body", "place": "place", "country": "country"}

# Countries in the two-kanji style of 日米 and 対印; one of these alone is never a country.
_ABBREVIATIONS = {
    "日": "japan",
    "印": "india",
    "米": "united states of america",
    "英": "united kingdom",
    "仏": "france",
    "独": "germany",
    "豪": "australia",
    "韓": "republic of korea",
    "中": "china",
    "伊": "italy",
    "加": "canada",
    "露": "russia",
    "越": "viet nam",
    "泰": "thailand",
    "比": "philippines",
    "欧": "europe",
}
# What beside a country or place makes it another thing: 日本(海), インド(洋), 中国(地方).
_AFTER = {
    "日本": ("海", "橋", "酒"),
    "インド": ("洋", "太平洋"),
    "中国": ("地方", "山地", "電力"),
    "太平洋": ("側", "戦争"),
    "九州": ("大学",),
    "四国": ("間", "の協力", "の枠組"),
    "三重": ("の", "に", "構造"),
}
# Kanji that may stand before a name of two kanji; any other makes it part of a longer word:
# (管)理研(修), (東)京都, (海)上海(運).
_PREFIXES = frozenset("対在駐訪新旧元前現各同両本全北南西")
# Peoples whose adjective the glossary lacks; the keys are those of the glossary.
_DEMONYMS = {
    "American": "united states of america",
    "Argentine": "argentina",
    "Australian": "australia",
    "Bangladeshi": "bangladesh",
    "Brazilian": "brazil",
    "British": "united kingdom",
    "Cambodian": "cambodia",
    "Canadian": "canada",
    "Chilean": "chile",
    "Chinese": "china",
    "Danish": "denmark",
    "Dutch": "netherlands",
    "Egyptian": "egypt",
    "Estonian": "estonia",
    "Ethiopian": "ethiopia",
    "Filipino": "philippines",
    "Finnish": "finland",
    "French": "france",
    "German": "germany",
    "Ghanaian": "ghana",
    "Indonesian": "indonesia",
    "Israeli": "israel",
    "Italian": "italy",
    "Kazakh": "kazakhstan",
    "Kenyan": "kenya",
    "Korean": "republic of korea",
    "Lao": "laos",
    "Malaysian": "malaysia",
    "Mexican": "mexico",
    "Mongolian": "mongolia",
    "Nepali": "nepal",
    "Nigerian": "nigeria",
    "Norwegian": "norway",
    "Pakistani": "pakistan",
    "Peruvian": "peru",
    "Philippine": "philippines",
    "Polish": "poland",
    "Portuguese": "portugal",
    "Russian": "russia",
    "Rwandan": "rwanda",
    "Singaporean": "singapore",
    "Spanish": "spain",
    "Swedish": "sweden",
    "Swiss": "switzerland",
    "Thai": "thailand",
    "Turkish": "türkiye",
    "Ukrainian": "ukraine",
    "Uzbek": "uzbekistan",
    "Vietnamese": "viet nam",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One way to write a name of the glossary."""

    form: str
    """Normalised; without white space where it is Japanese."""
    kind: NameKind
    key: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The variants of one language by how they begin, the longest first."""

    by_start: dict[str, tuple[Term, ...]]


@cache
def lexicon(lang: Lang) -> Lexicon:
    """The names of the glossary in that language. Raises: ConfigError."""
    by_start: dict[str, list[Term]] = {}
    for term in _terms(lang):
        by_start.setdefault(_start(term.form, lang), []).append(term)
    return Lexicon(
        {
            start: tuple(sorted(terms, key=lambda t: (-len(t.form), t.form)))
            for start, terms in by_start.items()
        }
    )


def _start(form: str, lang: Lang) -> str:
    if lang == "ja":
        return form[:2]
    end = next((i for i, char in enumerate(form) if not char.isalnum()), len(form))
    return form[:end].casefold()


Row = tuple[tuple[str, ...], tuple[str, ...], str, str]
"""Japanese forms, English forms, part of speech, domain."""


@cache
def glossary_rows() -> tuple[Row, ...]:
    """The rows of the glossary in the order of the file. Raises: ConfigError."""
    path = corpora_path("glossary.tsv")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: the glossary can't be read ({error}); reinstall") from error
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 4:
            raise ConfigError(f"{path}, line {number}: not four cells; restore ja, en, pos, domain")
        ja, en, pos, domain = cells
        rows.append((tuple(ja.split(" | ")), tuple(en.split(" | ")), pos, domain))
    return tuple(rows)


@cache
def _rows() -> tuple[Row, ...]:
    """The rows of bodies, countries and places, with the adjectives of countries."""
    return tuple(
        row for row in glossary_rows() if row[3] in _KINDS and row[2] in {"name", "adjective"}
    )


@cache
def known_names() -> Mapping[str, NameKind]:
    """What each body, country and place of the glossary is, by its key. Raises: ConfigError."""
    return {
        normalise(en[0]).text.lower(): _KINDS[domain]
        for _, en, pos, domain in _rows()
        if pos == "name"
    }


def _terms(lang: Lang) -> Iterator[Term]:
    """One term a form; a form of two names (ISA, ICC) is left out, since it tells neither."""
    owners: dict[str, dict[str, NameKind]] = {}
    countries: dict[str, str] = {}
    for ja, en, pos, domain in _rows():
        key = normalise(en[0]).text.lower()
        if pos == "name":
            countries |= dict.fromkeys(ja, key)
            for form in ja if lang == "ja" else (*en, *_latin(ja)):
                for variant in _variants(form, lang):
                    owners.setdefault(variant, {})[key] = _KINDS[domain]
    if lang == "en":
        # 日本の / Japanese: the people's adjective speaks of the country
        for ja, en, pos, _ in _rows():
            key = countries.get(ja[0].removesuffix("の"), "") if pos == "adjective" else ""
            for form in en if key else ():
                for variant in _variants(form, lang):
                    owners.setdefault(variant, {})[key] = "country"
        for form, key in _DEMONYMS.items():
            if key in countries.values():
                owners.setdefault(form, {})[key] = "country"
    for form, keys in owners.items():
        if len(keys) == 1 and len(form) > 1:
            ((key, kind),) = keys.items()
            yield Term(form, kind, key)


def _latin(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The Japanese forms that are written in Latin letters (JETRO)."""
    return tuple(form for form in forms if form.isascii())


def _variants(form: str, lang: Lang) -> tuple[str, ...]:
    plain = normalise(form).text
    if lang == "ja":
        return () if plain.isascii() else (squeeze(plain),)
    bare = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    dotless = bare.replace(".", "") if bare.replace(".", "").isupper() else bare
    return tuple(dict.fromkeys((plain, bare, dotless)))


def matches(text: str, lang: Lang) -> Iterator[tuple[Term, int, int]]:
    """Terms of a language in a text prepared for it, left to right, not overlapping.

    A Japanese text comes without white space, an English one with single spaces.
    """
    index = lexicon(lang).by_start
    at = 0
    while at < len(text):
        if lang == "ja":
            found = _ja_at(text, at, index) or _abbreviated(text, at) or _beside(text, at, index)
        else:
            found = _en_at(text, at, index)
        if found:
            yield found, at, at + len(found.form)
            at += len(found.form)
        elif lang == "en" and _letter(text[at]):
            while at < len(text) and _letter(text[at]):
                at += 1
        else:
            at += 1


def _ja_at(text: str, at: int, index: dict[str, tuple[Term, ...]]) -> Term | None:
    for term in index.get(text[at : at + 2], ()):
        end = at + len(term.form)
        if text.startswith(term.form, at) and not (
            (_katakana(text, at - 1) and _katakana(text, at))
            or (_katakana(text, end) and _katakana(text, end - 1))
            or (len(term.form) == 2 and _kanji(text, at) and _inside(text, at))
            or text.startswith(_AFTER.get(term.form, ("\0",)), end)
        ):
            return term
    return None


def _kanji(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u4e00" <= text[at] <= "\u9fff"


def _inside(text: str, at: int) -> bool:
    """True where the kanji before makes the name the end of a longer word."""
    return _kanji(text, at - 1) and text[at - 1] not in _PREFIXES


def _beside(text: str, at: int, index: dict[str, tuple[Term, ...]]) -> Term | None:
    """日 in 日ベトナム, 日・インド and 日EU."""
    if text[at] != "日" or _kanji(text, at - 1) or text[max(at - 1, 0) : at].isdigit():
        return None
    after = at + 2 if text.startswith("・", at + 1) else at + 1
    other = _ja_at(text, after, index) if _katakana(text, after) else None
    if (other and other.kind == "country") or text.startswith(("EU", "ASEAN", "GCC"), after):
        return Term("日", "country", "japan")
    return None


def _katakana(text: str, at: int) -> bool:
    return 0 <= at < len(text) and ("ァ" <= text[at] <= "ヺ" or text[at] == "ー")


# 日中 is also "by day", 日比 begins 日比谷, 日加 and 印加 are rare: these want to be told apart.
_DOUBTFUL = frozenset("中比加")
_BETWEEN = ("両国", "間", "関係", "経済", "韓", "共同", "友好", "首脳", "外相", "協力")


def _abbreviated(text: str, at: int) -> Term | None:
    """A country in 日印, 日米豪印 or 対印 by its kanji; never one that stands alone."""
    key = _ABBREVIATIONS.get(text[at])
    if key is None:
        return None
    first, last = at, at
    while first > at - 4 and first and text[first - 1] in _ABBREVIATIONS:
        first -= 1
    while last < at + 4 and last + 1 < len(text) and text[last + 1] in _ABBREVIATIONS:
        last += 1
    run = text[first : last + 1]
    if len(run) == 1:
        toward = at > 0 and text[at - 1] in "対訪駐在" and text[at] in "日印米英仏独豪韓"
        return Term(text[at], "country", key) if toward else None
    kanji = "\u4e00" <= text[first - 1 : first] <= "\u9fff" if first else False
    if len(set(run)) < len(run) or (kanji and text[first - 1] not in "対在駐訪の両同"):
        return None
    known = run[0] == "日" or (len(run) > 2 and "日" in run)
    doubtful = _DOUBTFUL & set(run) and not text.startswith(_BETWEEN, last + 1)
    return Term(text[at], "country", key) if known and not doubtful else None


def _letter(char: str) -> bool:
    """True for what continues a Latin word: 「通じMETIと」 holds the word METI."""
    return char.isalnum() and not is_ja_char(char)


_MINISTRY = re.compile(r"(?:Ministry|Department) of [A-Z][a-z]+$")
_MORE = re.compile(r"(?:,? and) (?P<word>[A-Z][a-z]+)")
_BODY_WORDS = frozenset(
    "Ministry Department Agency Office Bank Government Embassy Secretariat Bureau Council".split()
)


def _goes_on(text: str, form: str, stop: int, index: dict[str, tuple[Term, ...]]) -> bool:
    """True for the Ministry of Justice in "Ministry of Justice and Digital Affairs"."""
    more = _MORE.match(text, stop) if _MINISTRY.fullmatch(form) else None
    if not more or more["word"] in _BODY_WORDS:
        return False
    return not any(
        text.startswith(term.form, more.start("word"))
        for term in index.get(more["word"].casefold(), ())
    )


def _en_at(text: str, at: int, index: dict[str, tuple[Term, ...]]) -> Term | None:
    left = text[at - 1] if at else " "
    if not _letter(text[at]) or _letter(left) or left in "'_@/.":
        return None
    end = next((i for i in range(at, len(text)) if not _letter(text[i])), len(text))
    for term in index.get(text[at:end].casefold(), ()):
        stop = at + len(term.form)
        printed = text[at:stop]
        same = printed == term.form or (len(term.form) > 4 and printed == term.form.upper())
        # "Cabinet Secretary" is a person, "Diet Building" a place
        titled = term.kind == "body" and term.form.istitle() and text[stop + 1 : stop + 2].isupper()
        if term.kind == "body" and _goes_on(text, term.form, stop, index):
            continue
        if (
            same
            and not _letter(text[stop : stop + 1] or " ")
            and not (titled and " " not in printed)
        ):
            return term
    return None
