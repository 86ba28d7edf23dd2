"""Documents with known gold links: read from folders, or made from sentences and translations."""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from figures import TESTS, own_set

from moc_align.errors import ConfigError
from moc_align.evaluate import Link, read_alignment, read_lines
from moc_align.schema import LANGS, Lang

Kind = Literal["plain", "swap", "hard", "move"]
KINDS: tuple[Kind, ...] = ("plain", "swap", "hard", "move")
LONG = ("long-1000", "long-10000")
OWN = TESTS / "bitext"
OWN_DOCUMENT = 25
"""Sentences of a document that is put together from tests/retrieval; about an article."""
SENTENCES = "kftt-heldout-docs.tsv"
MOVED_EVERY = 40
"""Sentences for which one block moves; a short document has one such block."""
SOURCE: Lang = "en"
"""Of the documents that are made, as in bitext-dev."""

Pair = tuple[str, str]
"""A sentence in the source and in the target language."""
JOINS: dict[Lang, str] = {"ja": "", "en": " "}


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two texts line by line and the links between them."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """How likely each thing is that happens to a translation."""

    deletion: float = 0.05
    """Of a sentence, on a random side."""
    merge: float = 0.15
    """Of a sentence with the next one, on a random side."""
    swap: float = 0.0
    """Of two neighbouring links in the target."""
    moves: bool = False
    """Whether blocks of 1 to 4 links stand 2 to 8 places from where they were."""


DAMAGES: dict[Kind, Damage] = {
    "plain": Damage(),
    "swap": Damage(swap=0.08),
    "hard": Damage(deletion=0.15, merge=0.30),
    "move": Damage(moves=True),
}


def made(pairs: Sequence[Pair], kind: Kind, seed: int, source: Lang = SOURCE) -> Bitext:
    """A bitext from sentences and translations in order; the same for the same seed."""
    chance, damage = random.Random(seed), DAMAGES[kind]  # noqa: S311
    beads: list[tuple[list[str], list[str]]] = []
    open_end = False
    languages = (source, next(lang for lang in LANGS if lang != source))
    for pair in pairs:
        lost = chance.random() < damage.deletion
        merged = chance.random() < damage.merge
        side = chance.randrange(2)
        if lost:
            beads.append(([], [pair[1]]) if side == 0 else ([pair[0]], []))
        elif open_end and merged:
            # the sentence goes on in the line before on one side, and begins a line on the other
            bead = beads[-1]
            bead[side][-1] += JOINS[languages[side]] + pair[side]
            bead[1 - side].append(pair[1 - side])
        else:
            beads.append(([pair[0]], [pair[1]]))
        open_end = not lost
    order = _reordered(beads, damage, chance)
    sources = _numbered(beads, range(len(beads)), 0)
    targets = _numbered(beads, order, 1)
    links = [Link(sources[k], targets[k]) for k in range(len(beads))]
    return Bitext(
        tuple(line for lines, _ in beads for line in lines),
        tuple(line for k in order for line in beads[k][1]),
        tuple(links),
    )


def _numbered(
    beads: Sequence[tuple[list[str], list[str]]], order: Sequence[int], side: int
) -> dict[int, tuple[int, ...]]:
    """The line numbers of each bead on a side where the beads stand in that order."""
    found, at = {}, 0
    for k in order:
        found[k] = tuple(range(at, at + len(beads[k][side])))
        at += len(beads[k][side])
    return found


def _reordered(
    beads: Sequence[tuple[list[str], list[str]]], damage: Damage, chance: random.Random
) -> list[int]:
    """The numbers of the beads in the order in which they stand in the target."""
    order = list(range(len(beads)))
    k = 0
    while damage.swap and k + 1 < len(order):
        if all(all(beads[i]) for i in order[k : k + 2]) and chance.random() < damage.swap:
            order[k : k + 2] = order[k + 1], order[k]
            k += 1
        k += 1
    for _ in range(max(1, len(beads) // MOVED_EVERY) if damage.moves else 0):
        size, far = chance.randint(1, 4), chance.randint(2, 8) * chance.choice((-1, 1))
        start = chance.randrange(max(1, len(order) - size))
        block = order[start : start + size]
        del order[start : start + size]
        place = min(max(0, start + far), len(order))
        order[place:place] = block
    return order


def own_documents(name: str) -> list[list[Pair]]:
    """Documents of a file in tests/retrieval: its sentences in its order, some at a time."""
    rows = [(en, ja) for ja, en in own_set(name) if ja.endswith("。")]
    chunks = [rows[at : at + OWN_DOCUMENT] for at in range(0, len(rows), OWN_DOCUMENT)]
    return [chunk for chunk in chunks if len(chunk) == OWN_DOCUMENT]


def own_made(name: str, kind: Kind) -> list[Bitext]:
    """Those documents with damage done to each."""
    return [made(pairs, kind, seed) for seed, pairs in enumerate(own_documents(name))]


def own_written() -> list[Bitext]:
    """The documents of tests/bitext. Raises: MocAlignError."""
    return [_read(gold, ("ja", "en")) for gold in sorted(OWN.glob("*.gold"))]


def folder_set(data: Path, name: str) -> list[Bitext]:
    """The documents of DATA/bitext-dev/NAME. Raises: MocAlignError."""
    files = sorted((data / "bitext-dev" / name).glob("*.gold"))
    if not files:
        raise ConfigError(f"{data / 'bitext-dev' / name}: no *.gold there; see bench/README.md")
    return [_read(gold, ("en", "ja")) for gold in files]


def _read(gold: Path, languages: tuple[Lang, Lang]) -> Bitext:
    def data(path: Path) -> tuple[bytes, str]:
        try:
            return path.read_bytes(), str(path)
        except OSError as error:
            raise ConfigError(f"{path}: not there; see bench/README.md") from error

    source, target = (read_lines(*data(gold.with_suffix(f".{lang}"))) for lang in languages)
    return Bitext(source, target, read_alignment(*data(gold)).links)


def sentences(data: Path | None) -> list[list[Pair]]:
    """Documents as pairs (en, ja): of the data folder, else the project's own for choices."""
    if data is None:
        return [pairs for name in ("dev", "dev-hard") for pairs in own_documents(name)]
    rows = [line.split("\t") for line in _lines(data)]
    return [
        [(row[1], row[2]) for row in group] for _, group in groupby(rows, key=lambda row: row[0])
    ]


def _lines(data: Path) -> Iterator[str]:
    plain = data / SENTENCES
    packed = data / f"{SENTENCES}.xz"
    if not (plain.exists() or packed.exists()):
        raise ConfigError(f"{plain}: not there; see bench/README.md for where it is from")
    data_bytes = plain.read_bytes() if plain.exists() else lzma.decompress(packed.read_bytes())
    yield from (line for line in data_bytes.decode().split("\n") if line)


def of_length(documents: Sequence[Sequence[Pair]], lines: int, seed: int = 7) -> Bitext:
    """A plain bitext of about so many sentences, documents taken at random and repeated."""
    chance = random.Random(seed)  # noqa: S311
    pairs: list[Pair] = []
    while len(pairs) < lines:
        pairs += chance.choice(documents)
    return made(pairs[:lines], "plain", seed)
