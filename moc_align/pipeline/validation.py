"""A text and its translation -> their alignment -> what the checks find in it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align.cache import Cache, finding_from_json
from moc_align.config import Config, Entry, FailOn, Pairing, read_file, read_glossary
from moc_align.errors import ConfigError, ParseError
from moc_align.pipeline.alignments import Aligned, Aligning, align_sides
from moc_align.pipeline.documents import Settings, open_document, state_facts
from moc_align.pipeline.sides import side_of
from moc_align.plugins import names
from moc_align.resources import corpus
from moc_align.schema import (
    LANGUAGES,
    SEVERITIES,
    Document,
    Finding,
    Genre,
    Lang,
    Report,
    Severity,
    Signature,
)
from moc_align.suppressions import Accepted, read_baseline, read_ignored, suppress

if TYPE_CHECKING:
    from moc_align.plugins import EmbeddingModel

ALL = "all"
"""Stands in a signature for the names of all checks there are."""
DIGEST = 12
"""Hexadecimal digits that a signature has of a project's files."""
CORRESPONDENCE = "alignment"
"""The check of whether the two are a text and its translation at all."""


@dataclass(frozen=True, slots=True)
class Validating:
    """What is asked of a validation."""

    config: Config
    checks: tuple[str, ...]
    """Names of those to run, sorted."""
    fail_on: FailOn
    day: date
    """Today, for entries that expire."""
    glossary: tuple[Entry, ...] = ()
    accepted: Accepted = field(default_factory=Accepted)
    digests: tuple[tuple[str, str], ...] = ()
    """Of the files of the project that were read: (what it is, its sha256 in short)."""
    pins: str = ""
    langs: tuple[Lang | None, Lang | None] = (None, None)
    genres: tuple[Genre | None, Genre | None] = (None, None)


def validating(
    config: Config,
    *,
    checks: Iterable[str] = (),
    skip: Iterable[str] = (),
    fail_on: FailOn | None = None,
    day: date,
    use_baseline: bool = True,
) -> Validating:
    """What the configuration asks for, with the files that it names.

    The files of accepted findings may be missing where it does not name them. What is given here
    goes before it. Raises: ConfigError.
    """
    digests = [("glossary", path) for path in config.glossary]
    glossary = [entry for path in config.glossary for entry in read_glossary(path)]
    ignored, baseline = config.ignore_file, config.baseline_file
    accepted = Accepted()
    if config.ignore or ignored.exists():
        accepted = replace(accepted, ignored=read_ignored(ignored))
        digests.append(("ignore", ignored))
    if use_baseline and (config.baseline or baseline.exists()):
        accepted = replace(accepted, baseline=read_baseline(baseline), baseline_name=baseline.name)
        digests.append(("baseline", baseline))
    return Validating(
        config,
        config.chosen(checks, skip),
        fail_on or config.fail_on,
        day,
        tuple(dict.fromkeys(glossary)),
        accepted,
        tuple((what, sha256(read_file(path)).hexdigest()[:DIGEST]) for what, path in digests),
    )


def validate_pair(
    source: str,
    target: str,
    asked: Validating,
    settings: Settings | None = None,
    model: EmbeddingModel | None = None,
) -> Report:
    """Where the translation departs from its text, with the alignment that this rests on.

    Depends on the two files, the model and what is asked, on nothing else. `model`: that of the
    settings, where it is open already.
    Raises: ReadError, ParseError, ConfigError, ModelError.
    """
    settings = settings or Settings()
    if source == target == "-":
        raise ConfigError("only one of the two texts can come from standard input")
    one, other = (
        open_document(reference, lang=lang, genre=genre, settings=settings)
        for reference, lang, genre in zip((source, target), asked.langs, asked.genres, strict=True)
    )
    if one.lang == other.lang:
        raise ParseError(
            f"{one.source} and {other.source} are both in {LANGUAGES[one.lang]}; give a text and "
            "its translation, or compare two versions of a text with moc-align diff"
        )
    documents = one, other
    sides = side_of(one, "clause"), side_of(other, "clause")
    # what moved far is to be told as moved, not as left out here and added there
    aligned = align_sides(sides, Aligning(order="free", pins=asked.pins), settings, model)
    found = _found(documents, aligned, asked, settings)
    findings, notes = suppress(found, documents, asked.accepted, asked.day, asked.checks)
    return Report(
        "validate",
        documents,
        signature=_signature(aligned, asked, other.id),
        notes=(*aligned.report.notes, *notes),
        alignment=aligned.report.alignment,
        findings=findings,
    )


def _found(
    documents: tuple[Document, Document], aligned: Aligned, asked: Validating, settings: Settings
) -> tuple[Finding, ...]:
    """What the checks find; remembered for texts, links and wishes that are the same."""
    from moc_align.checks import Options, find, pair

    alignment = aligned.report.alignment
    if alignment is None:
        raise ValueError("a report of align without an alignment")
    severities = _severities(asked, aligned)
    options = Options(asked.config.thresholds, asked.glossary)
    cache = Cache(settings.cache)
    told = (documents, alignment.links, asked.checks, sorted(severities.items()), options)
    key = ("findings", sha256(repr(told).encode(errors="surrogatepass")).hexdigest())
    with contextlib.suppress(ValueError, TypeError, KeyError):
        return tuple(finding_from_json(fields) for fields in cache.get(*key))
    stated = state_facts(documents[0], settings), state_facts(documents[1], settings)
    settings.step("checking the translation")
    found = find(pair(documents, stated, alignment, options), asked.checks, severities)
    cache.put([asdict(finding) for finding in found], *key)
    return found


def _severities(asked: Validating, aligned: Aligned) -> dict[str, Severity]:
    """Of the findings of a check, where they are not the check's own."""
    doubted: dict[str, Severity] = {CORRESPONDENCE: "error"} if aligned.doubts else {}
    return {**doubted, **asked.config.severities}


def failing(findings: Iterable[Finding], fail_on: FailOn) -> tuple[Finding, ...]:
    """The findings for which a validation fails: at or above that severity, not suppressed."""
    if fail_on == "never":
        return ()
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return tuple(f for f in findings if f.severity in grave and not f.suppressed)


def _signature(aligned: Aligned, asked: Validating, target: str) -> Signature:
    """That of the alignment, and what the checks were told."""
    signature = aligned.report.signature
    if signature is None:
        raise ValueError("a report of align without a signature")
    config = asked.config
    severities = ", ".join(f"{name}={s}" for name, s in sorted(config.severities.items()))
    settings = {
        "checks": ALL if asked.checks == names("check") else ", ".join(asked.checks),
        "fail-on": asked.fail_on,
        "severities": severities,
        "day": str(asked.day) if asked.accepted.dated(target) else "",
    }
    for what, digest in asked.digests:
        settings[what] = f"{settings[what]}, {digest}" if what in settings else digest
    return replace(
        signature,
        thresholds=(*signature.thresholds, *sorted(config.thresholds.items())),
        settings=(*signature.settings, *((key, v) for key, v in settings.items() if v)),
    )


def pairings(config: Config, changed: Iterable[str] | None = None) -> tuple[Pairing, ...]:
    """The pairs of a configuration, with paths from the working directory.

    `changed`: only those that hold one of these files, or all where one is the configuration or a
    file that it names. Raises: ConfigError where the configuration has no pairs.
    """
    if not config.pairs:
        where = config.file or "no moc-align.toml"
        raise ConfigError(
            f"{where}: no [[pairs]] to validate; list them there, or give a text and its "
            "translation"
        )
    pairs = tuple(
        replace(
            own,
            source=_reference(config, own.source),
            target=_reference(config, own.target),
            pins=own.pins and _reference(config, own.pins),
        )
        for own in config.pairs
    )
    if changed is None:
        return pairs
    files = {Path(name).resolve() for name in changed}
    shared = (config.file, config.ignore_file, config.baseline_file, *config.glossary)
    if any(path is not None and path.resolve() in files for path in shared):
        return pairs
    return tuple(
        own
        for own in pairs
        if files & {Path(name).resolve() for name in (own.source, own.target, own.pins) if name}
    )


def _reference(config: Config, name: str) -> str:
    """A path from the working directory, or the id of a shipped document."""
    path = config.folder / name
    return name if corpus(name) and not path.exists() else os.path.normpath(path)
