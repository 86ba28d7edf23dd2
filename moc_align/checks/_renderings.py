"""What the terms of a text are in its translation, learned from the links of the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from moc_align.checks._foreign import translated
from moc_align.checks._pair import Pair, Reading, Tie
from moc_align.names import stem
from moc_align.names.glossary import glossary_rows
from moc_align.schema import Lang
from moc_align.text import normalise, squeeze

LEAST = 3
"""Links that must have both a term and its rendering; one fewer where the glossary knows them."""
COVER = 0.85
"""Least share of the links with a term that must have its rendering, a single slip apart."""
KEEN = 0.4
"""Least share of the links with a rendering that must have the term: Japanese leaves out the
parties in half of the clauses of a memorandum."""
FIRM = 5
"""Links that must have both, where one of them is no term by its form."""
SPECIFIC = 12
"""Letters of an English term that has no homonym."""
AKIN = 5
"""Letters that words of one root share."""
SHORT: Mapping[Lang, int] = {"ja": 150, "en": 400}
"""Characters of a clause that says a common word in one way."""
LONGEST = 3
"""Words of an English term."""
_LOOSE = frozenset({"general", "commitment", "statistics", "country", "place"})
_RUN = re.compile("[一-龯々〆ァ-ヶー]+")
_PARTS = re.compile("[一-龯々〆]+|[ァ-ヶー]+")
# Conjunctions in kanji and references are no part of a term.
_BETWEEN = re.compile(
    "(?<![一-龯])本(?=[一-龯]{2})|及(?=び)|並(?=びに)|又(?=は)|若(?=しくは)|当該|以[下上]|前[条項号]|次[条項号]|同[条項号]|各[条項号]|"
    "第?[0-9〇一二三四五六七八九十百千]+(?:[条項号章節年月日人回箇か]|以)(?:間|以内|以上|以下|目)?"
)
_WORD = re.compile(r"[A-Za-z]+(?:[-'’&][A-Za-z]+)*")
_PLURAL = re.compile(r"(?<=\w{3})(?:(?<=[sxh])es|(?<![su])s)$")
_EMPTY = frozenset(
    "a an the of and or to in on at by for with from into under upon between among within as "
    "is are was were be been being has have had do does did will shall may can could should "
    "would must not no nor if when where which who whom whose that this these those such it "
    "its they them their thereof thereto therein hereto hereof herein hereby hereinafter any "
    "each every all both either other another same own only more most less least through "
    "including include related relating concerning regarding respect pursuant accordance "
    "order case thereby whereby than then so but about over after before during while out up "
    "per upon paragraph article item chapter section annex day month year date period "
    "following preceding referred provision purpose".split()
)


@dataclass(frozen=True, slots=True)
class Departure:
    """A link whose text has a term and whose translation lacks its settled rendering."""

    tie: Tie
    term: str
    """As the text prints it here."""
    rendering: str
    """As the translation prints it elsewhere."""
    agreed: int
    """Links that have both."""


def departures(both: Pair) -> Iterator[Departure]:
    """The single links that leave a settled rendering, in the order of the terms found."""
    ties = tuple(translated(both))
    langs: tuple[Lang, Lang] = (both.source.lang, both.target.lang)
    texts = tuple(
        tuple(" \n ".join(map(_nameless, (tie.source, tie.target)[side])) for tie in ties)
        for side in (0, 1)
    )
    every = tuple(_masks(texts[side], langs[side]) for side in (0, 1))
    ours, theirs = (_longest(masks) for masks in every)
    new = tuple(_new(texts[side], every[side], langs[side]) for side in (0, 1))
    usual = sum(new[1]) / max(sum(new[0]), 1)
    for term, mask in ours.items():
        found = _rendering(term, mask, theirs, langs)
        if found is None:
            continue
        rendering, other = found
        gone = mask & ~other
        if _part_of_longer(term, mask & other, gone, every[0]):
            continue
        for at, tie in enumerate(ties):
            # another word in the place of the rendering is one that the translation has only here
            instead = new[1][at] > 0
            if langs[1] == "ja" or not _compound(term, langs[0]):
                instead = instead and new[1][at] >= usual * new[0][at]
            if not _compound(term, langs[0]):
                instead = instead and _short(tie)
            if (
                gone >> at & 1
                and instead
                and not _explained(
                    term, rendering, " ".join(r.text for r in tie.target), langs, tie
                )
            ):
                shown = _printed(term, " ".join(r.text for r in tie.source), langs[0])
                where = next(n for n in range(len(ties)) if (mask & other) >> n & 1)
                settled = _printed(
                    rendering, " ".join(r.text for r in ties[where].target), langs[1]
                )
                yield Departure(tie, shown, settled or rendering, (mask & other).bit_count())


def _nameless(reading: Reading) -> str:
    """The text without the names that the glossary knows: other checks compare them."""
    text = reading.text
    for name in reading.names:
        if name.weight >= 1:
            start, end = name.span.start, name.span.end
            text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _masks(texts: Sequence[str], lang: Lang) -> dict[str, int]:
    """By word: bit n is set where text n has it."""
    masks: dict[str, int] = {}
    for at, text in enumerate(texts):
        for word in _words(text, lang):
            masks[word] = masks.get(word, 0) | 1 << at
    return masks


@lru_cache(maxsize=4096)
def _words(text: str, lang: Lang) -> frozenset[str]:
    plain = normalise(text).text
    return frozenset(_japanese(plain) if lang == "ja" else (key for key, _ in _english(plain)))


def _short(tie: Tie) -> bool:
    """True for a clause short enough to say a common word in one way only."""
    return all(len(r.text) <= SHORT[r.lang] for side in (tie.source, tie.target) for r in side)


def _new(texts: Sequence[str], masks: Mapping[str, int], lang: Lang) -> tuple[int, ...]:
    """Of each text the number of its words that stand in no other one."""
    return tuple(
        sum(masks.get(word, 0).bit_count() == 1 for word in set(_single(text, lang)))
        for text in texts
    )


def _single(text: str, lang: Lang) -> Iterator[str]:
    plain = normalise(text).text
    if lang == "ja":
        yield from _PARTS.findall(_BETWEEN.sub(" ", plain))
    else:
        yield from (_light(word) for word in _WORD.findall(plain))


def _japanese(text: str) -> Iterator[str]:
    """The runs of kanji and katakana, their parts, and how the parts of kanji begin and end."""
    for run in _RUN.findall(_BETWEEN.sub(" ", text)):
        parts = _PARTS.findall(run)
        for at in range(len(parts)):
            yield from ("".join(parts[at:end]) for end in range(at + 1, len(parts) + 1))
        for part in parts:
            if "一" <= part[0] <= "龯":
                for length in range(2, len(part)):
                    yield part[:length]
                    yield part[-length:]


def _english(text: str) -> Iterator[tuple[str, str]]:
    """Sequences of words without plurals and hyphens, each with how it is printed."""
    words = [(_light(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    for at, (first, start, _) in enumerate(words):
        if first in _EMPTY:
            continue
        for end in range(at, min(len(words), at + LONGEST + 1)):
            between = text[words[end - 1][2] : words[end][1]] if end > at else " "
            if between.strip(" \t/") or "\n" in between:
                break
            inner = [word for word, _, _ in words[at : end + 1]]
            if inner[-1] not in _EMPTY and sum(w not in _EMPTY for w in inner) <= LONGEST:
                yield " ".join(inner), text[start : words[end][2]]


@lru_cache(maxsize=8192)
def _light(word: str) -> str:
    """Lower case, no hyphen, no plural: co-operation is cooperation, start-ups are a startup."""
    plain = re.sub(r"[-'’]", "", re.sub(r"['’]s?$", "", word)).casefold()
    return (
        re.sub(r"ies$", "y", plain)
        if len(plain) > 4 and plain[-3:] == "ies"
        else _PLURAL.sub("", plain)
    )


def _longest(masks: Mapping[str, int]) -> dict[str, int]:
    """Those that recur; of words that stand in the same links, the longest."""
    kept: dict[int, str] = {}
    for word, mask in masks.items():
        if mask.bit_count() >= LEAST - 1 and len(word) > max(1, len(kept.get(mask, ""))):
            kept[mask] = word
    return {word: mask for mask, word in kept.items()}


def _rendering(
    term: str, mask: int, theirs: Mapping[str, int], langs: tuple[Lang, Lang]
) -> tuple[str, int] | None:
    """The settled rendering of a term that not every link has, with its links."""
    count = mask.bit_count()
    if count < LEAST:
        return None
    known = _translations(langs[0]).get(_key(term, langs[0]), frozenset())
    best: tuple[bool, float, int, str] | None = None
    for word, other in theirs.items():
        together = (mask & other).bit_count()
        if together < LEAST - 1:
            continue
        listed = _key(word, langs[1]) in known
        if together < (LEAST - 1 if listed and max(len(term), len(word)) >= SPECIFIC else LEAST):
            continue
        dice = 2 * together / (count + other.bit_count())
        if best is None or (listed, dice, len(word)) > best[:3]:
            best = listed, dice, len(word), word
    if best is None:
        return None
    word = best[3]
    other = theirs[word]
    together, lost = (mask & other).bit_count(), (mask & ~other).bit_count()
    if not lost or lost > max(1, (1 - COVER) * count) or together < KEEN * other.bit_count():
        return None
    terms = _is_term(term, langs[0]) + _is_term(word, langs[1])
    if terms == 1 and together >= FIRM:
        terms += _compound(term, langs[0]) and _compound(word, langs[1])
    if not _compound(term, langs[0]) and together <= LEAST:
        return None
    return (word, other) if terms == 2 else None


def _is_term(word: str, lang: Lang) -> bool:
    """True for a noun of the glossary, and for a word too long to be one of every day."""
    if _key(word, lang) in _translations(lang):
        return True
    if lang == "en":
        return " " in word
    return len(word) >= 4


def _key(word: str, lang: Lang) -> str:
    if lang == "ja":
        return squeeze(normalise(word).text).casefold()
    return " ".join(_light(each) for each in word.split())


@cache
def _translations(lang: Lang) -> Mapping[str, frozenset[str]]:
    """By term of a language: its translations in the glossary; all as `_key` writes them."""
    known: dict[str, frozenset[str]] = {}
    for ja, en, pos, domain in glossary_rows():
        if pos == "noun" and domain not in _LOOSE:
            own, other = (ja, en) if lang == "ja" else (en, ja)
            keys = frozenset(_key(form, "en" if lang == "ja" else "ja") for form in other)
            for form in own:
                known[_key(form, lang)] = known.get(_key(form, lang), frozenset()) | keys
    return known


def _part_of_longer(term: str, agreed: int, gone: int, masks: Mapping[str, int]) -> bool:
    """True where a longer term has the rendering: 個人データ, and 個人 alone has another."""
    return any(
        term in word
        and word != term
        and not mask & gone
        and (mask & agreed).bit_count() >= 0.75 * agreed.bit_count()
        for word, mask in masks.items()
        if mask & agreed
    )


def _explained(term: str, rendering: str, text: str, langs: tuple[Lang, Lang], tie: Tie) -> bool:
    """True where the rendering, or another one of a common word, stands in the text after all."""
    lang = langs[1]
    plain = squeeze(normalise(text).text).casefold()
    if re.sub("[-'’]", "", squeeze(rendering)) in re.sub("[-'’]", "", plain):
        return True
    variants = _translations(langs[0]).get(_key(term, langs[0]), frozenset())
    if any(_holds(text, variant, lang) for variant in variants):
        return True
    if tie.heading and not _compound(term, langs[0]):
        return True
    if lang == "en" and {stem(w) for w in rendering.split()} <= _stems(text):
        return True
    if _compound(term, langs[0]):
        return False
    source = " ".join(r.text for r in tie.source)
    if lang == "ja":
        if any(part in plain for part in _PARTS.findall(rendering) if len(part) > 1):
            return True
        return any(
            words and all(part in plain for part in words) for words in _related(term, source, "en")
        )
    if len(rendering) >= AKIN + 3 and rendering[:AKIN] in plain:
        return True  # applicants for application, technical for technology
    stems = _stems(text)
    return any(stems.issuperset(words) for words in _related(term, source, "ja"))


def _holds(text: str, form: str, lang: Lang) -> bool:
    if lang == "ja":
        return form in _key(text, lang)
    return f" {form} " in f" {' '.join(map(_light, _WORD.findall(normalise(text).text)))} "


def _compound(term: str, lang: Lang) -> bool:
    return " " in term if lang == "en" else len(term) > 2


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for m in _WORD.findall(text) for word in (m, *m.split("-")))


def _related(term: str, source: str, lang: Lang) -> Iterator[Sequence[str]]:
    """The words of longer terms around this one: in 技術協力 it is technical cooperation."""
    plain = (
        _key(source, lang) if lang == "ja" else f" {' '.join(map(_light, _WORD.findall(source)))} "
    )
    for longer, words in _longer(term, lang):
        if (longer if lang == "ja" else f" {longer} ") in plain:
            yield words


@lru_cache(maxsize=2048)
def _longer(term: str, lang: Lang) -> tuple[tuple[str, Sequence[str]], ...]:
    """The terms of the glossary that hold a word, each with the words of its translations."""
    found: list[tuple[str, Sequence[str]]] = []
    for ja, en, _, _ in glossary_rows():
        for form in ja if lang == "ja" else en:
            key = _key(form, lang)
            if term == key or term not in (key if lang == "ja" else key.split()):
                continue
            if lang == "ja":
                words = [stem(w) for each in en for w in each.split() if w.casefold() not in _EMPTY]
            else:
                words = [part for each in ja for part in _PARTS.findall(each)]
            found.append((key, words))
    return tuple(found)


def _printed(word: str, text: str, lang: Lang) -> str:
    """The word as the text prints it, empty where a break or a space stands inside it."""
    if lang == "ja":
        return word if word in text else ""
    return next((shown for key, shown in _english(text) if key == word), "")
