"""A text and its translation -> their alignment, and what speaks against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align import __version__
from moc_align.errors import ConfigError, ParseError
from moc_align.pipeline.documents import Settings, open_model
from moc_align.pipeline.sides import Labelled, open_side
from moc_align.schema import (
    LANGS,
    LANGUAGES,
    AlignedText,
    Alignment,
    Genre,
    Lang,
    Link,
    Order,
    Report,
    Signature,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from moc_align.aligner.bitext import Bead, Pin
    from moc_align.plugins import EmbeddingModel

UNCERTAIN = 0.5
"""Confidence below which a link is more likely wrong than right."""
FEWEST = 6
"""Units of either text from which on strangers can be told from a text and its translation."""
CROSSED = 0.3
"""Share of links that cross, from which on the texts have no order in common: in texts whose
sentences were swapped and moved on purpose it stays below 0.2."""


@dataclass(frozen=True, slots=True)
class Aligning:
    """What is asked of an alignment."""

    unit: Unit = "clause"
    order: Order = "monotone"
    min_confidence: float = 0.0
    """Links below it are taken apart."""
    one_to_one: bool = False
    pins: str = ""
    """File of links to keep; see `pins.read_pins`."""
    langs: tuple[Lang | None, Lang | None] = (None, None)
    genres: tuple[Genre | None, Genre | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The report of a pair."""

    report: Report
    doubts: tuple[str, ...]
    """Why the two may be no text and its translation; they stand in the report's notes too."""


def align_pair(
    source: str,
    target: str,
    aligning: Aligning,
    settings: Settings | None = None,
    model: EmbeddingModel | None = None,
) -> Aligned:
    """The links between a text and its translation, every unit of both in exactly one.

    Depends on the two files, the pins, the model and what is asked, on nothing else. `model`: that
    of the settings, where it is open already.
    Raises: ReadError, ParseError, ConfigError, ModelError.
    """
    settings = settings or Settings()
    if source == target == "-":
        raise ConfigError("only one of the two texts can come from standard input")
    return align_sides(_opened(source, target, aligning, settings), aligning, settings, model)


def align_sides(
    sides: tuple[Labelled, Labelled],
    aligning: Aligning,
    settings: Settings,
    model: EmbeddingModel | None = None,
) -> Aligned:
    """The same of texts that are open already, whose units are those that are asked for."""
    texts = sides[0].text, sides[1].text
    pins, digest = _pins(aligning.pins, *texts)
    model = model or open_model(settings)
    settings.step("aligning")
    beads = _beads(sides, aligning, pins, model)
    links = _links(beads, texts, aligning.min_confidence)
    alignment = Alignment(aligning.unit, aligning.order, *texts, links, aligning.min_confidence)
    doubts = _doubts(texts, beads)
    report = Report(
        "align",
        (),
        signature=_signature(texts, aligning, digest, model),
        notes=(*doubts, *_remarks(alignment)),
        alignment=alignment,
    )
    return Aligned(report, doubts)


def _opened(
    source: str, target: str, aligning: Aligning, settings: Settings
) -> tuple[Labelled, Labelled]:
    one, other = (
        open_side(reference, aligning.unit, lang=lang, genre=genre, settings=settings)
        for reference, lang, genre in zip(
            (source, target), aligning.langs, aligning.genres, strict=True
        )
    )
    swapped = aligning.langs == (other.text.lang, one.text.lang)
    for text, asked in zip((one.text, other.text), aligning.langs, strict=True):
        if asked and asked != text.lang:
            remedy = "give the two the other way round" if swapped else "check the file, or --lang"
            raise ParseError(
                f"{text.source} is in {LANGUAGES[text.lang]}, not in {LANGUAGES[asked]} as --lang "
                f"says; {remedy}"
            )
    return one, other


def _pins(path: str, source: AlignedText, target: AlignedText) -> tuple[list[Pin], str]:
    """The pins of a file, and the digest of its bytes; none for no file."""
    from moc_align.pipeline.pins import read_pins
    from moc_align.readers import read_bytes

    if not path:
        return [], ""
    data, name = read_bytes(path)
    return read_pins(data, name, source, target), sha256(data).hexdigest()


def _beads(
    sides: tuple[Labelled, Labelled], aligning: Aligning, pins: Sequence[Pin], model: EmbeddingModel
) -> tuple[Bead, ...]:
    from moc_align.aligner.bitext import Side, align

    rows = model.sums or model.encode
    texts = [tuple(unit.text for unit in side.text.units) for side in sides]
    one, other = (Side(own, rows(own), side.labels) for own, side in zip(texts, sides, strict=True))
    return align(
        one,
        other,
        order=aligning.order,
        pins=pins,
        embed=None if model.sums else model.encode,
        one_to_one=aligning.one_to_one,
    )


def _links(
    beads: Sequence[Bead], texts: tuple[AlignedText, AlignedText], least: float
) -> tuple[Link, ...]:
    """The links of the beads; those below the least confidence as null links that are uncertain."""
    links: list[Link] = []
    for bead in beads:
        source, target = (
            tuple(text.units[at].id for at in units)
            for text, units in zip(texts, (bead.source, bead.target), strict=True)
        )
        if source and target and bead.confidence < least:
            links += [Link((unit,), (), 0.0, 0.0, uncertain=True) for unit in source]
            links += [Link((), (unit,), 0.0, 0.0, uncertain=True) for unit in target]
            continue
        links.append(
            Link(
                source,
                target,
                max(bead.score, 0.0),
                bead.confidence,
                bead.origin,
                crossing=bead.crossing,
                uncertain=bead.confidence < max(UNCERTAIN, least),
            )
        )
    return tuple(links)


def _doubts(texts: tuple[AlignedText, AlignedText], beads: Sequence[Bead]) -> tuple[str, ...]:
    from moc_align.aligner.bitext import UNRELATED, related

    doubts = []
    source, target = texts
    if source.lang == target.lang:
        doubts.append(
            f"Both texts are in {LANGUAGES[source.lang]}: align links a text with its "
            "translation; for two versions of a text there is moc-align diff."
        )
    for text in texts:
        named = _named_lang(text.source)
        if named and named != text.lang:
            doubts.append(
                f"{text.source} is in {LANGUAGES[text.lang]}, though its name says "
                f"{LANGUAGES[named]}: were the two files given the wrong way round?"
            )
    enough = min(len(text.units) for text in texts) >= FEWEST
    if enough and related(beads) < UNRELATED:
        doubts.append(
            f"{source.source} and {target.source} seem to be no translation of each other: hardly "
            "a passage corresponds. Check that these are the right two files."
        )
    return tuple(doubts)


def _named_lang(source: str) -> Lang | None:
    """The language that a file's name ends with: a.en, a-en.txt, a_en.html; None where none."""
    path = Path(source)
    ends = {path.suffix.removeprefix("."), re.split(r"[-_.]", path.stem)[-1]}
    found = [lang for lang in LANGS if lang in ends]
    return found[0] if len(found) == 1 else None


def _remarks(alignment: Alignment) -> tuple[str, ...]:
    paired = alignment.paired
    crossing = sum(link.crossing for link in paired)
    if alignment.order == "monotone" and crossing > CROSSED * len(paired):
        return (
            f"{crossing} of {len(paired)} links cross others: the two texts seem to have another "
            "order; --order free links passages wherever they stand.",
        )
    return ()


def _signature(
    texts: tuple[AlignedText, AlignedText], aligning: Aligning, pins: str, model: EmbeddingModel
) -> Signature:
    from moc_align.aligner.bitext import UNRELATED
    from moc_align.aligner.bitext.weights import SHIPPED

    settings = {
        "unit": aligning.unit,
        "order": aligning.order,
        "one-to-one": "yes" if aligning.one_to_one else "",
        "pins": pins,
    }
    return Signature(
        version=__version__,
        model=model.name,
        model_sha256=model.sha256,
        scheme="",
        scoring=f"bitext/{sha256(SHIPPED.read_bytes()).hexdigest()[:12]}",
        thresholds=(
            ("min-confidence", aligning.min_confidence),
            ("uncertain", UNCERTAIN),
            ("unrelated", UNRELATED),
        ),
        inputs=tuple((text.id, text.sha256) for text in texts),
        settings=tuple((key, value) for key, value in settings.items() if value),
    )
