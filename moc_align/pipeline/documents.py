"""A reference -> the parsed document behind it, and what its clauses state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align.cache import Cache, document_from_json
from moc_align.errors import ParseError
from moc_align.genres import guess_genre
from moc_align.resources import Corpus, corpus, model_path, read_corpus
from moc_align.schema import LANGUAGES, Document, Genre, Lang
from moc_align.text import script

if TYPE_CHECKING:
    from moc_align.facts import Stated
    from moc_align.plugins import EmbeddingModel


def _silent(_: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told beside its documents."""

    model: str = ""
    """Folder or name; empty for the shipped model."""
    scheme: str = ""
    """Path, shipped id or `from:DOC`; empty to choose."""
    cache: bool = True
    step: Callable[[str], None] = _silent
    """Is told what the run is about to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes behind a reference."""

    id: str
    """Of the shipped document, else the file's name without its suffix."""
    name: str
    """For messages."""
    data: bytes
    entry: Corpus | None
    """The shipped document, where it is one."""


def open_bytes(reference: str) -> Opened:
    """The bytes behind a path, `-` or a corpus id; a file goes before an id of its name.

    Raises: ReadError, ConfigError.
    """
    from moc_align.readers import read_bytes

    entry = corpus(reference)
    if entry and not Path(reference).exists():
        return Opened(entry.id, reference, read_corpus(entry), entry)
    data, name = read_bytes(reference)
    return Opened("stdin" if reference == "-" else Path(reference).stem, name, data, None)


def open_document(
    reference: str,
    *,
    lang: Lang | None = None,
    genre: Genre | None = None,
    settings: Settings | None = None,
) -> Document:
    """The parsed document behind a path, `-` or a corpus id.

    Raises: ReadError, ParseError, ConfigError.
    """
    from moc_align.readers import read

    settings = settings or Settings()
    opened = open_bytes(reference)
    doc_id, name, data, entry = opened.id, opened.name, opened.data, opened.entry
    digest = sha256(data).hexdigest()
    suffix = Path(entry.file if entry else name).suffix.lower()
    cache = Cache(settings.cache)
    key = ("document", digest, suffix, doc_id, reference, lang or "", genre or "")
    with suppress(ValueError, TypeError, KeyError):
        return document_from_json(cache.get(*key))
    settings.step(f"parsing {name}")
    source = read(data, entry.file if entry else name)
    seen = script(source.text)
    if seen is None:
        raise ParseError(
            f"{name}: neither Japanese nor English text; moc-align compares these two languages"
        )
    expected = lang or (entry.lang if entry else None)
    if expected and seen != expected:
        raise ParseError(
            f"{name}: {LANGUAGES[expected]} was expected, but the text is {LANGUAGES[seen]}; "
            "check the file, or leave --lang away"
        )
    if genre is None:
        genre = entry.genre if entry else guess_genre(source.text)
    from moc_align.parser import parse

    document = parse(
        source,
        id=doc_id,
        source_name=name,
        sha256=digest,
        lang=expected or seen,
        genre=genre,
        version=entry.version if entry else "",
        date=entry.date if entry else "",
    )
    if not document.date:
        document = replace(document, date=_date(document))
    cache.put(asdict(document), *key)
    return document


def open_model(settings: Settings) -> EmbeddingModel:
    """The model that was asked for, with its vectors in the cache unless that is off.

    Raises: ModelError.
    """
    from moc_align.embedders import remembered

    return remembered(settings.model or str(model_path()), settings.step, enabled=settings.cache)


def state_facts(document: Document, settings: Settings) -> Stated:
    """What the document's clauses state. Raises: ConfigError."""
    from moc_align.facts import state, stated_from_json

    cache = Cache(settings.cache)
    text = "\0".join(f"{clause.id}\0{clause.kind}\0{clause.text}" for clause in document.clauses)
    key = ("facts", document.lang, document.genre, sha256(text.encode()).hexdigest())
    with suppress(ValueError, TypeError, KeyError):
        return stated_from_json(cache.get(*key))
    settings.step(f"reading names, dates and commitments of {document.id}")
    stated = state(document)
    cache.put(stated.to_json(), *key)
    return stated


def _date(document: Document) -> str:
    """The day that the text itself gives: its date line, else where it was signed or begins."""
    from moc_align.facts import LONGEST
    from moc_align.values import values

    for kind in ("date", "closing", "signature", "preamble", "paragraph"):
        for clause in document.clauses:
            if clause.kind == kind:
                read = clause.text[:LONGEST]
                days = [v.key for v in values(read, document.lang) if v.kind == "date"]
                full = [day for day in days if len(day) == len("2000-01-01")]
                if full:
                    return full[-1] if kind == "closing" else full[0]
        if kind == "paragraph":
            break
    return ""
