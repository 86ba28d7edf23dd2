"""A comparison for readers of one language: quotes in the other one with their translation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from moc_align.errors import ConfigError
from moc_align.pipeline.alignments import Aligning, align_pair
from moc_align.pipeline.documents import Settings
from moc_align.resources import Corpus, corpora_path, corpus
from moc_align.schema import LANGUAGES, Document, Lang, Report

DIGEST = 12
"""Hexadecimal digits that a signature has of a gloss."""


def with_glosses(
    report: Report, lang: Lang, text: str = "", settings: Settings | None = None
) -> Report:
    """The report of a comparison with the alignment of one of its documents and a translation.

    The document is the newer of those in the other language. `text`: its translation; where none is
    given, a shipped document has one of its own. Raises: ConfigError and what `align_pair` raises.
    """
    others = [document for document in reversed(report.documents) if document.lang != lang]
    if not others:
        raise ConfigError(f"--gloss {lang}: both texts are in {LANGUAGES[lang]} already")
    if text:
        return _glossed_by(text, lang, others[0], report, settings)
    for document in others:
        entry = _translation(document, lang)
        if entry is not None:
            return _glossed_by_shipped(entry, document, report, settings)
    raise ConfigError(
        f"--gloss {lang}: no translation of {others[0].source} is shipped; name one as --gloss-text"
    )


def _glossed_by(
    text: str, lang: Lang, document: Document, report: Report, settings: Settings | None
) -> Report:
    if document.source == "standard input":
        raise ConfigError("--gloss reads a text again; give the path of a file in place of -")
    aligned = align_pair(
        document.source, text, Aligning(genres=(document.genre, document.genre)), settings
    ).report
    found = aligned.alignment
    if found is not None and found.source.lang == found.target.lang:
        raise ConfigError(f"--gloss-text {text}: it is in {LANGUAGES[document.lang]} as well")
    note = f"Glosses are unofficial: passages of {text} that a machine found to correspond."
    return _with(report, aligned, (note, *aligned.notes), lang)


def _glossed_by_shipped(
    entry: Corpus, document: Document, report: Report, settings: Settings | None
) -> Report:
    # the links name clauses as they are parsed in the genre of the shipped text
    own = corpus(document.source)
    pins = str(_links(entry)) if own and own.genre == document.genre else ""
    texts, genres = (entry.id, document.source), (entry.genre, document.genre)
    if entry.lang == "en":
        texts, genres = texts[::-1], genres[::-1]
    aligned = align_pair(*texts, Aligning(pins=pins, genres=genres), settings).report
    note = f"Glosses are unofficial: they are those of {entry.id}, {entry.publisher}."
    return _with(report, aligned, (note,), entry.lang)


def _with(report: Report, aligned: Report, notes: tuple[str, ...], lang: Lang) -> Report:
    signature, found = report.signature, aligned.alignment
    if signature is None or found is None:
        raise ValueError("a report without a signature or an alignment")
    sha256 = found.source.sha256 if found.source.lang == lang else found.target.sha256
    settings = (*signature.settings, ("gloss", sha256[:DIGEST]))
    return replace(
        report,
        alignment=found,
        notes=(*report.notes, *notes),
        signature=replace(signature, settings=settings),
    )


def _translation(document: Document, lang: Lang) -> Corpus | None:
    """The shipped translation of a shipped document, None where there is none."""
    own = corpus(document.source)
    if own is None or own.sha256 != document.sha256:
        return None
    entry = corpus(f"{_stem(own)}-{lang}")
    return entry if entry is not None and _links(entry).exists() else None


def _links(entry: Corpus) -> Path:
    """Where the links of a shipped text and its translation are: from Japanese to English."""
    return corpora_path(f"{_stem(entry)}-ja-en.links.tsv")


def _stem(entry: Corpus) -> str:
    return entry.id.removesuffix(f"-{entry.lang}")
