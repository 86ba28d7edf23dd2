"""Katakana in a Japanese text: which runs are names, and which English word stands behind one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from moc_align.names.glossary import glossary_rows
from moc_align.names.sound import likeness
from moc_align.text import normalise, squeeze

if TYPE_CHECKING:
    from fugashi import Tagger

RUN = re.compile(r"[ァ-ヺー]{3,}")
SOUNDS_ALIKE = 0.85
"""Least likeness that counts as the same name; found on tests/cases/names/{true,false}.tsv."""
_JOINED = re.compile(r"[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,})*")


@cache
def _known_words() -> re.Pattern[str]:
    """Katakana words of the glossary that name no one (パートナーシップ), the longest first."""
    words = {
        run
        for ja, _, pos, domain in glossary_rows()
        if pos != "name" and domain not in {"body", "country", "place"}
        for form in ja
        for run in RUN.findall(form)
    }
    return re.compile("|".join(sorted(words, key=lambda w: (-len(w), w))) or r"(?!)")


@cache
def _tagger() -> Tagger:
    from fugashi import Tagger

    return Tagger()


@lru_cache(maxsize=4096)
def _parts(run: str) -> tuple[tuple[str, str | None, bool], ...]:
    """Surface, English source word (None where unknown) and whether a proper noun, of each part."""
    parts = []
    for word in _tagger()(run):
        feature = word.feature
        source = None
        if feature.lemma and "-" in feature.lemma:
            source = re.sub(r"（.*", "", feature.lemma.split("-", 1)[1]).lower()
        parts.append((word.surface, source, feature.pos2 == "固有名詞"))
    return tuple(parts)


@lru_cache(maxsize=4096)
def is_loanword(run: str) -> bool:
    """True for katakana made of ordinary words that are known (サイバー+セキュリティ)."""
    rests = [rest for rest in _known_words().split(run) if rest]
    return all(
        source is not None and not proper and (len(surface) > 2 or len(parts) == 1)
        for parts in map(_parts, rests)
        for surface, source, proper in parts
    )


def katakana_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Katakana of three and more that is no ordinary word, with its place in squeezed text."""
    for match in _JOINED.finditer(text):
        runs = match[0].split("・")
        foreign = [len(run) > 2 and not is_loanword(run) for run in runs]
        if len(runs) > 1 and any(foreign) and not any(is_loanword(run) for run in runs):
            yield match[0], match.start(), match.end()  # ナレンドラ・モディ
            continue
        at = match.start()
        for run, strange in zip(runs, foreign, strict=True):
            if strange:
                yield run, at, at + len(run)
            at += len(run) + 1


@dataclass(frozen=True, slots=True)
class Sound:
    """A katakana word that may stand for an English one."""

    run: str
    source: str | None
    """The English word that the dictionary says it comes from, letters alone; None where it does
    not say."""
    proper: bool


def sounds(ja: str) -> tuple[Sound, ...]:
    """Katakana runs of a Japanese text, and the words that ordinary ones are made of, each once."""
    seen: dict[str, Sound] = {}
    for match in RUN.finditer(squeeze(normalise(ja).text)):
        parts = [surface for surface, _, _ in _parts(match[0]) if len(surface) > 2]
        whole = len(parts) == 1 or not is_loanword(match[0])
        for run in (match[0],) if whole else parts:
            seen.setdefault(run, _sound(run))
    return tuple(seen.values())


def _sound(run: str) -> Sound:
    parts = _parts(run)
    proper = any(part[2] for part in parts)
    source = parts[0][1] if len(parts) == 1 else None
    return Sound(run, _plain(source) if source and source.isascii() else None, proper)


def sound_pairs(heard: Sequence[Sound], en: str) -> tuple[tuple[str, str, float], ...]:
    """Katakana words with the English words behind them, as printed, and how sure.

    Scores lie in [SOUNDS_ALIKE, 1]; each word and each place of the English text is used once at
    most. In the order of the Japanese text.
    """
    candidates = _candidates(en)
    pairs = []
    for position, sound in enumerate(heard):
        for printed, plain, places in candidates:
            score = _behind(sound, printed, plain)
            if score >= SOUNDS_ALIKE:
                pairs.append((-score, len(places), position, places, sound.run, printed))
    taken: set[int] = set()
    used: set[int] = set()
    found = []
    for negative, _, position, places, run, printed in sorted(pairs):
        if position not in used and taken.isdisjoint(places):
            used.add(position)
            taken.update(places)
            found.append((position, run, printed, -negative))
    return tuple((run, printed, score) for _, run, printed, score in sorted(found))


def transliterations(ja: str, en: str) -> tuple[tuple[str, str, float], ...]:
    """`sound_pairs` of two texts. Raises: ConfigError."""
    return sound_pairs(sounds(ja), en)


@lru_cache(maxsize=4096)
def _candidates(english: str) -> list[tuple[str, str, tuple[int, ...]]]:
    """Words of three letters and more, and neighbours that may be one name (Startup Hub)."""
    english = normalise(english).text
    words = [(m[0], m.start(), m.end()) for m in re.finditer(r"[A-Za-z][A-Za-z']*", english)]
    found: list[tuple[str, str, tuple[int, ...]]] = [
        (word, _plain(word), (at,)) for word, at, _ in words if len(word) > 2
    ]
    for (one, at, end), (two, at2, end2) in pairwise(words):
        long_enough = len(one) > 2 and len(two) > 2
        if at2 - end == 1 and long_enough and one[0].isupper() == two[0].isupper():
            printed = english[at:end2]
            found.append((printed, _plain(printed), (at, at2)))
    return found


def _plain(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _behind(sound: Sound, printed: str, plain: str) -> float:
    """How sure it is that the English word stands behind the katakana, 0..1.

    Where the dictionary knows the word it decides (シナジー is synergy and nothing like "since").
    """
    if sound.proper and printed[0].islower():
        return 0.0  # カブール is a name and not "cables"
    source = sound.source
    if source:
        if plain == source:
            return 1.0
        if len(source) > 3 and plain[:3] == source[:3] and _inflected(plain, source):
            return 0.95
        if len(source) > 2 and not sound.proper:
            return 0.0
    return likeness(sound.run, printed)


def _inflected(word: str, source: str) -> bool:
    """True for startups and networking, not for committee beside commit."""
    stem = source.removesuffix("e")
    endings = {"s", "es", "ed", "d", "ing", "er", "ers"}
    return word.startswith(stem) and (
        word.removeprefix(source) in endings
        or (stem != source and word.removeprefix(stem) in {"ed", "ing", "er", "ers"})
    )
