"""Who and what a translation calls by a wrong name: parties, bodies, acronyms, defined terms."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from moc_align.schema import Lang
from mutations import Edition, Kind, Make, Mutant, Passage, Rule, rewrites, shown

COUNTRIES: dict[Lang, tuple[tuple[str, str, str], ...]] = {
    "en": (
        ("Japan", "Japan", "Japanese"),
        ("the Republic of India", "India", "Indian"),
        ("the Republic of Estonia", "Estonia", "Estonian"),
        ("Mongolia", "Mongolia", "Mongolian"),
        ("the Socialist Republic of Viet Nam", "Viet Nam", "Vietnamese"),
        ("the Republic of Indonesia", "Indonesia", "Indonesian"),
        ("Australia", "Australia", "Australian"),
        ("Canada", "Canada", "Canadian"),
        ("the French Republic", "France", "French"),
        ("the Federal Republic of Germany", "Germany", "German"),
    ),
    "ja": (
        ("日本国", "日本", "日本"),
        ("インド共和国", "インド", "インド"),
        ("エストニア共和国", "エストニア", "エストニア"),
        ("モンゴル国", "モンゴル", "モンゴル"),
        ("ベトナム社会主義共和国", "ベトナム", "ベトナム"),
        ("インドネシア共和国", "インドネシア", "インドネシア"),
        ("オーストラリア連邦", "オーストラリア", "オーストラリア"),
        ("カナダ国", "カナダ", "カナダ"),
        ("フランス共和国", "フランス", "フランス"),
        ("ドイツ連邦共和国", "ドイツ", "ドイツ"),
    ),
}
"""Of each the full name, the short one and the adjective."""

BODIES: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (r"\bMinistry of Economy, Trade and Industry\b(?! \(METI\))", "Ministry of Finance"),
        (
            r"\bMinistry of Economy, Trade and Industry(?= \(METI\))",
            "Ministry of Land, Infrastructure, Transport and Tourism",
        ),
        (
            r"\bMinistry of Electronics and Information Technology\b",
            "Ministry of Science and Technology",
        ),
        (r"\bMinistry of Internal Affairs and Communications\b", "Ministry of Foreign Affairs"),
        (
            r"\bMinistry of Education, Culture, Sports, Science and Technology\b",
            "Ministry of Health, Labour and Welfare",
        ),
        (r"\bMinistry of Justice and Digital Affairs\b", "Ministry of Defence"),
        (r"\bMinistry of Economic Affairs and Communications\b", "Ministry of Climate"),
        (r"\bDigital Agency\b", "Financial Services Agency"),
        (r"\bUnited Nations\b", "European Union"),
        (r"\bJETRO\b", "JICA"),
        (r"\bTokyo\b", "Osaka"),
        (r"\bTallinn\b", "Riga"),
        (r"\bBengaluru\b", "Chennai"),
        (r"\bHyderabad\b", "Madras"),
        (r"\bHiroshima\b", "Nagasaki"),
        (r"\bIndia\b(?!n)", "Indonesia"),
        (r"\bIndian\b", "Indonesian"),
        (r"\bEstonia\b", "Latvia"),
        (r"\bMETI\b", "MOFA"),
    ),
    "ja": (
        ("経済産業省", "国土交通省"),
        ("電子 ?(?:IT|ＩＴ) ?省", "科学技術省"),
        ("総務省", "財務省"),
        ("文部科学省", "厚生労働省"),
        ("デジタル庁", "金融庁"),
        ("司法・デジタル省", "国防省"),
        ("経済通信省", "気候省"),
        ("国連|国際連合", "欧州連合"),
        ("JETRO", "JICA"),
        ("東京", "大阪"),
        ("(?<![ァ-ヶー])タリン(?![ァ-ヶー])", "リガ"),
        ("ベンガルール", "チェンナイ"),
        ("ハイデラバード", "マドラス"),
        ("広島", "長崎"),
        ("インド(?!ネシア)", "インドネシア"),
        ("エストニア(?!語)", "ラトビア"),
        ("METI", "MOFA"),
    ),
}

_ACRONYM = r"(?<=[(（])([A-ZＡ-Ｚ][A-Za-zＡ-Ｚａ-ｚ]*[A-ZＡ-Ｚ](?:-[A-Z])?)(?=[)）])"


def _acronyms(edition: Edition) -> list[str]:
    return sorted({a for own in edition.passages for a in re.findall(_ACRONYM, own.text)})


def _wrong_acronym(edition: Edition, chance: random.Random) -> Iterator[Mutant]:
    """Two letters exchanged, or another acronym of the document, where one is introduced."""
    known = _acronyms(edition)
    for own in edition.passages:
        for found in re.finditer(_ACRONYM, own.text):
            name = found[1]
            at = len(name) - 2
            typo = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            # one that is read for the other: as long, in letters of the same width
            others = [a for a in known if len(a) == len(name) and (a[0] < "Ａ") == (name[0] < "Ａ")]
            options = [a for a in (typo, *others) if a != name and "-" not in a]
            if options:
                after = chance.choice(options)
                edit = own.edit(found.start(1), found.end(1), after)
                yield Mutant("wrong-acronym", (edit,), (own.clause.id,), shown(name, after))


def _two_countries(edition: Edition) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The two countries that the translation names most."""
    counts: Counter[tuple[str, ...]] = Counter()
    for forms in COUNTRIES[edition.lang]:
        counts[forms] = len(re.findall(_of(forms, edition.lang), edition.raw))
    (one, first), (other, second) = counts.most_common(2)
    return (one, other) if first and second else None


def _of(forms: Sequence[str], lang: Lang) -> str:
    names = "|".join(sorted(set(forms), key=len, reverse=True))
    if lang == "en":
        return rf"(?<!-)\b(?:{names})\b(?!-)"
    return f"(?:{names})(?![最語]|ネシア)"


_JOINED: dict[Lang, str] = {
    "en": "(?:{either}) (?:and|or) (?:{either})",
    "ja": "(?:{either})(?:と|及び|・)(?:の間)?(?:{either})",
}
"""Where it makes no difference which of the two comes first."""


def _exchanged(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    """Each of the two countries in the place of the other, throughout a clause."""
    both = _two_countries(edition)
    if not both:
        return
    one, other = both
    pattern = f"{_of(one, edition.lang)}|{_of(other, edition.lang)}"
    either = "|".join(sorted({*one, *other}, key=len, reverse=True))
    joined = _JOINED[edition.lang].format(either=either)
    swap = dict(zip((*one, *other), (*other, *one), strict=True))
    for own in edition.passages:
        if re.search(joined, own.text) or own.clause.kind in ("preamble", "closing"):
            continue
        found = list(re.finditer(pattern, own.text))
        if found:
            edits = tuple(own.edit(f.start(), f.end(), swap[f[0]]) for f in found)
            note = ", ".join(shown(f[0], swap[f[0]]) for f in found)
            yield Mutant("exchanged-parties", edits, (own.clause.id,), note)
        for f in found if len(found) > 1 else ():
            edit = own.edit(f.start(), f.end(), swap[f[0]])
            note = f"one of several: {shown(f[0], swap[f[0]])}"
            yield Mutant("exchanged-parties", (edit,), (own.clause.id,), note)


_MARKS: dict[Lang, str] = {
    "en": r'the term "([^"]+)" means|(?:the|a|an) "([^"]+)"\)|referred to as the "([^"]+)"',
    "ja": "「([^」]+)」とは|以下「([^」]+)」と",
}


def _defined(edition: Edition) -> list[str]:
    found = []
    for own in edition.passages:
        for names in re.findall(_MARKS[edition.lang], own.text):
            found += [name for name in names if name]
    return list(dict.fromkeys(found))


def _alike(one: str, other: str, lang: Lang) -> bool:
    """True for terms of one head word, which a translator may confuse."""
    if lang == "en":
        return one.split()[-1] == other.split()[-1] and len(one.split()) > 1
    return one[-2:] == other[-2:] or (one[-1] == other[-1] and len(one) == len(other))


def _swapped_terms(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    """A defined term in the place of a similar one: all of a clause, or one mention."""
    terms = _defined(edition)
    for one in terms:
        for other in terms:
            if one == other or not _alike(one, other, edition.lang):
                continue
            for own in edition.passages:
                for f in re.finditer(rf'(?<!["「]){re.escape(one)}(?!["」])', own.text):
                    edit = own.edit(f.start(), f.end(), other)
                    yield Mutant("swapped-terms", (edit,), (own.clause.id,), shown(one, other))
                if one < other:
                    yield from _both(own, one, other)


def _both(own: Passage, one: str, other: str) -> Iterator[Mutant]:
    """Each of two terms in the place of the other, where a clause has both."""
    names = "|".join(map(re.escape, (one, other)))
    found = list(re.finditer(rf'(?<!["「])(?:{names})(?!["」])', own.text))
    if len({f[0] for f in found}) == 2:
        swap = {one: other, other: one}
        edits = tuple(own.edit(f.start(), f.end(), swap[f[0]]) for f in found)
        note = f"«{one}» and «{other}», each for the other"
        yield Mutant("swapped-terms", edits, (own.clause.id,), note)


DEFINITIONS: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (r" \((?:hereinafter|hereafter)[^()]*\)", ""),
        (r"\bthe term \"([^\"]+)\" means\b", r"\1 includes"),
    ),
    "ja": (
        ("（以下[^（）]*）", ""),
        ("「([^」]+)」とは、", r"\1については、"),
    ),
}


def _used_wrongly(kind: str, words: Mapping[Lang, Mapping[str, str]], least: int) -> Make:
    """A maker that puts another word for one that occurs so often, throughout a clause."""

    def make(edition: Edition, _: random.Random) -> Iterator[Mutant]:
        for word, other in words[edition.lang].items():
            pattern = _word(word, edition.lang)
            held = [own for own in edition.passages if re.search(pattern, own.text)]
            for own in held if len(held) >= least else ():
                if _introduces(own, word):
                    continue
                found = list(re.finditer(pattern, own.text))
                edits = tuple(own.edit(f.start(), f.end(), other) for f in found)
                yield Mutant(kind, edits, (own.clause.id,), shown(word, other))

    return make


def _introduces(own: Passage, word: str) -> bool:
    return bool(re.search(rf'["「](?:the )?{re.escape(word)}["」]', own.text))


def _word(word: str, lang: Lang) -> str:
    if lang == "en":
        return rf"(?<![\w-]){re.escape(word)}(?![\w-])"
    # a term is not found in a longer word: 投資 in 投資家, 教育 in 再教育
    kind = "ァ-ヶー" if re.fullmatch("[ァ-ヶー]+", word) else "一-龯々"
    return f"(?<![{kind}]){re.escape(word)}(?![{kind}])"


TERMS = ("terminology", "consistency", "definitions")
"""Checks that tell of a word in the place of a term."""


def names(words: Mapping[str, Mapping[Lang, Mapping[str, str]]]) -> tuple[Kind, ...]:
    """The kinds of this file; `words`: replacements for wrong and for inconsistent terms."""
    wrong = _used_wrongly("wrong-term", words["wrong-term"], 1)
    other = _used_wrongly("inconsistent-term", words["inconsistent-term"], 3)
    bodies = rewrites("wrong-body", BODIES)
    dropped = rewrites("definition-dropped", DEFINITIONS)
    return (
        Kind("exchanged-parties", "error", ("parties", "direction"), _exchanged),
        Kind("wrong-body", "error", ("parties",), bodies),
        Kind("wrong-acronym", "error", ("parties",), _wrong_acronym),
        Kind("swapped-terms", "error", ("definitions",), _swapped_terms),
        Kind("definition-dropped", "error", ("definitions",), dropped, ("qualifiers",)),
        # a wrong word for a settled or an introduced term departs from it: any of them names it
        Kind("wrong-term", "warning", TERMS, wrong),
        Kind("inconsistent-term", "warning", TERMS, other),
    )
