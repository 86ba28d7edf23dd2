"""Documents -> tags, links, changes -> Report: the order of the stages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align import __version__
from moc_align.cache import PARSER_VERSION
from moc_align.errors import ConfigError
from moc_align.pipeline.documents import Settings, open_document, open_model, state_facts
from moc_align.provisions import roles
from moc_align.resources import corpora_path
from moc_align.schema import AreaTag, Document, Genre, Lang, Report, Scheme, Signature
from moc_align.schemes import derive_scheme, load_scheme, subject_headings

if TYPE_CHECKING:
    from moc_align.areas import AreaTagger, Encode
    from moc_align.plugins import EmbeddingModel

SCORING = "crossings/1"
"""Name of the way links are scored; changes when its features or weights do."""
FROM = "from:"
_PROVISIONAL = re.compile(
    r"仮訳|参考訳|暫定訳|(?:provisional|unofficial|tentative) translation", re.I
)


def parse_report(
    reference: str,
    *,
    lang: Lang | None = None,
    genre: Genre | None = None,
    settings: Settings | None = None,
) -> Report:
    """The clauses of a document."""
    document = open_document(reference, lang=lang, genre=genre, settings=settings)
    return Report("parse", (document,), signature=_signature((document,), None, None))


def areas_report(
    reference: str,
    *,
    lang: Lang | None = None,
    genre: Genre | None = None,
    settings: Settings | None = None,
) -> Report:
    """The areas of a document's clauses; the shipped scheme where none is named."""
    from moc_align.areas import AreaTagger

    settings = settings or Settings()
    document = open_document(reference, lang=lang, genre=genre, settings=settings)
    scheme = _scheme(settings, (document,)) or load_scheme(corpora_path("areas.toml"))
    model = open_model(settings)
    settings.step("mapping clauses to areas")
    tags = AreaTagger(scheme, model.encode).tag(document)
    return Report(
        "areas",
        (document,),
        scheme=scheme,
        tags=tags,
        signature=_signature((document,), model, scheme),
        notes=_area_notes(document, scheme, tags),
    )


def diff_report(
    old_reference: str,
    new_reference: str,
    *,
    langs: tuple[Lang | None, Lang | None] = (None, None),
    genres: tuple[Genre | None, Genre | None] = (None, None),
    settings: Settings | None = None,
) -> Report:
    """What the newer of two versions added, carried on, changed and dropped."""
    from moc_align.aligner.crossings import cross
    from moc_align.aligner.features import check_length, pair_features, with_areas
    from moc_align.areas import AreaTagger
    from moc_align.diff import Side, changes, statuses, supported

    settings = settings or Settings()
    if old_reference == new_reference == "-":
        raise ConfigError("only one of the two documents can come from standard input")
    old, new = (
        open_document(reference, lang=lang, genre=genre, settings=settings)
        for reference, lang, genre in zip(
            (old_reference, new_reference), langs, genres, strict=True
        )
    )
    check_length(old, new)
    scheme = _scheme(settings, (old, new))
    model = open_model(settings)
    tagger = AreaTagger(scheme, model.encode) if scheme else choose_scheme(new, model.encode)
    scheme = tagger.scheme
    settings.step("comparing the two versions")
    tags = tagger.tag(old), tagger.tag(new)
    stated = state_facts(old, settings), state_facts(new, settings)
    pairs = pair_features(old, new, stated, model.encode)
    crossings = cross(with_areas(pairs, tags[0], tags[1]))
    sides = [
        Side(document, tag, fact, roles(document))
        for document, tag, fact in zip((old, new), tags, stated, strict=True)
    ]
    # headings of the old text that found no successor give their area back before the last word
    sides[0] = replace(sides[0], tags=supported(sides[0], sides[1], crossings.links))
    crossings = cross(with_areas(pairs, sides[0].tags, sides[1].tags))
    return Report(
        "diff",
        (old, new),
        scheme=scheme,
        areas=statuses(sides[0], sides[1], scheme, crossings),
        changes=changes(sides[0], sides[1], crossings),
        signature=_signature((old, new), model, scheme),
        notes=_diff_notes(old, new),
    )


def choose_scheme(document: Document, encode: Encode) -> AreaTagger:
    """A tagger for the shipped scheme where the document's headings fit it, else its sections."""
    from moc_align.areas import AreaTagger, fits

    shipped = AreaTagger(load_scheme(corpora_path("areas.toml")), encode)
    headings = subject_headings(document)
    if not headings or fits(document, shipped.tag(document)):
        return shipped
    return AreaTagger(derive_scheme(document), encode)


def _scheme(settings: Settings, documents: tuple[Document, ...]) -> Scheme | None:
    """The scheme that was asked for, None where none was."""
    wanted = settings.scheme
    if not wanted:
        return None
    if wanted.startswith(FROM):
        reference = wanted.removeprefix(FROM)
        at_hand = (d for d in documents if reference in (d.id, d.source))
        document = next(at_hand, None) or open_document(reference, settings=settings)
        return derive_scheme(document)
    shipped = load_scheme(corpora_path("areas.toml"))
    if wanted == shipped.id:
        return shipped
    path = Path(wanted)
    if not path.is_file():
        raise ConfigError(
            f"no scheme of areas '{wanted}'; give a TOML file, '{shipped.id}' or 'from:DOC'"
        )
    return load_scheme(path)


def _signature(
    documents: tuple[Document, ...], model: EmbeddingModel | None, scheme: Scheme | None
) -> Signature:
    from moc_align import areas
    from moc_align.aligner import crossings

    thresholds: tuple[tuple[str, float], ...] = ()
    if scheme is not None:
        thresholds = (("heading", areas.HEADING_THRESHOLD), ("clause", areas.CLAUSE_THRESHOLD))
    if len(documents) == 2:
        thresholds += (("link", crossings.LINK), ("doubt", crossings.DOUBT))
    return Signature(
        version=__version__,
        model=model.name if model else "",
        model_sha256=model.sha256 if model else "",
        scheme=scheme.id if scheme else "",
        scoring=SCORING if len(documents) == 2 else f"parser/{PARSER_VERSION}",
        thresholds=thresholds,
        inputs=tuple((document.id, document.sha256) for document in documents),
    )


def _area_notes(document: Document, scheme: Scheme, tags: tuple[AreaTag, ...]) -> tuple[str, ...]:
    operative = [t for t in tags if not any(e.kind == "role" for e in t.evidence)]
    lost = sum(tag.area is None or tag.uncertain for tag in operative)
    if lost * 2 > len(operative) and scheme.id != f"{FROM}{document.id}":
        return (
            f"Most clauses have no sure area in the scheme '{scheme.id}'; "
            f"--scheme {FROM}{document.source} takes the document's own sections.",
        )
    return ()


def _diff_notes(old: Document, new: Document) -> tuple[str, ...]:
    notes = []
    for document, claim in ((old, "added"), (new, "dropped")):
        if document.genre == "release":
            version = f"version {document.version}" if document.version else "the instrument"
            notes.append(
                f"{document.id} is a release that only summarises {version}: a clause said to be "
                f"{claim} is absent from the release, which does not prove that it is absent from "
                "the instrument itself."
            )
    for document in (old, new):
        provisional = [
            c for c in document.clauses if c.kind == "note" and _PROVISIONAL.search(c.text)
        ]
        if provisional:
            notes.append(
                f"{document.id} calls itself '{provisional[0].text}': it is not the signed text."
            )
    notes.append(
        "Links are found by a machine; scores and quotes are given so that a reader can check them."
    )
    return tuple(notes)
