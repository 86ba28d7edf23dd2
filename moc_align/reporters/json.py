"""For programs: everything the report holds, as JSON in UTF-8 (docs/json.md)."""

from __future__ import annotations

import json
import re
from collections import Counter

from moc_align.plugins import Reporter, Screen
from moc_align.reporters._json_findings import findings
from moc_align.reporters._links import Tally, alignment, score, tally
from moc_align.schema import (
    CHANGE_KINDS,
    LANGS,
    AlignedText,
    Alignment,
    AreaStatus,
    AreaTag,
    Change,
    Clause,
    Document,
    Evidence,
    Lang,
    Link,
    Quote,
    Report,
    Scheme,
    Signature,
)

FORMAT = 1
"""Rises when a key is renamed, removed or changes its meaning; a new key leaves it as it is."""
DIGITS = 4
"""Scores are noise beyond this and may differ from one machine to the next."""
UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What json writes as it is and a terminal or an encoder trips over: C1, bidi, surrogates."""

Record = dict[str, object]


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """The report as one JSON object, indented, with a line end after it."""
    body: Record = {"schema": f"moc-align/{report.command}/{FORMAT}"}
    parts = {"parse": _parse, "areas": _areas, "diff": _diff, "align": _align}
    body |= {**parts, "validate": _validate}[report.command](report)
    body["notes"] = list(report.notes)
    body["signature"] = _signature(report.signature)
    written = json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


def _parse(report: Report) -> Record:
    document = report.documents[0]
    furniture = [
        {"span": [span.start, span.end], "text": document.text[span.start : span.end]}
        for span in document.furniture
    ]
    return {
        "document": _document(document),
        "clauses": [_clause(clause) for clause in document.clauses],
        "furniture": furniture,
    }


def _areas(report: Report) -> Record:
    document = report.documents[0]
    return {
        "document": _document(document),
        "scheme": _scheme(report.scheme),
        "tags": [_tag(tag, document.clause(tag.clause)) for tag in report.tags],
    }


def _diff(report: Report) -> Record:
    old, new = report.documents
    found = Counter(change.kind for change in report.changes)
    return {
        "documents": {"old": _document(old), "new": _document(new)},
        "scheme": _scheme(report.scheme),
        "areas": [_status(status) for status in report.areas],
        "changes": [_change(change) for change in report.changes],
        "counts": {kind: found[kind] for kind in CHANGE_KINDS},
    }


def _align(report: Report) -> Record:
    found = alignment(report)
    return {
        "unit": found.unit,
        "order": found.order,
        "min_confidence": _number(found.min_confidence),
        "documents": {"source": _side(found.source), "target": _side(found.target)},
        "links": [_link(link, found) for link in found.links],
        "counts": _tally(tally(found)),
    }


def _validate(report: Report) -> Record:
    source, target = report.documents
    return {
        "documents": {"source": _document(source), "target": _document(target)},
        **findings(report),
    }


def _side(text: AlignedText) -> Record:
    return {
        "id": text.id,
        "lang": text.lang,
        "title": text.title,
        "source": text.source,
        "sha256": text.sha256,
        "units": len(text.units),
    }


def _link(link: Link, found: Alignment) -> Record:
    return {
        "source": [_unit(key, found.source) for key in link.source],
        "target": [_unit(key, found.target) for key in link.target],
        "shape": link.shape,
        "score": _number(score(link)),
        "confidence": _number(link.confidence),
        "crossing": link.crossing,
        "uncertain": link.uncertain,
        "origin": link.origin,
    }


def _unit(key: str, text: AlignedText) -> Record:
    quote = text.unit(key)
    return {
        "id": quote.id,
        "index": text.index[key],
        "text": quote.text,
        "page": quote.page,
        "line": quote.line,
    }


def _tally(found: Tally) -> Record:
    numbers = dict(found.marks)
    return {
        "links": found.links,
        "shapes": dict(found.shapes),
        "omissions": numbers["omission"],
        "additions": numbers["addition"],
        "uncertain": numbers["uncertain"],
        "crossing": numbers["crossing"],
        "human": numbers["human"],
        "mean_confidence": _number(found.confidence),
    }


def _document(document: Document) -> Record:
    return {
        "id": document.id,
        "lang": document.lang,
        "genre": document.genre,
        "version": document.version,
        "date": document.date,
        "title": document.title,
        "source": document.source,
        "sha256": document.sha256,
    }


def _clause(clause: Clause) -> Record:
    return {
        "id": clause.id,
        "kind": clause.kind,
        "label": clause.label,
        "title": clause.title,
        "text": clause.text,
        "path": list(clause.path),
        "page": clause.page,
        "line": clause.line,
        "span": [clause.span.start, clause.span.end],
        "sentences": list(clause.sentences),
    }


def _scheme(scheme: Scheme | None) -> Record | None:
    if scheme is None:
        return None
    areas = [
        {"number": area.number, "slug": area.slug, "titles": _titles(area.titles)}
        for area in scheme.areas
    ]
    return {"id": scheme.id, "title": scheme.title, "areas": areas}


def _tag(tag: AreaTag, clause: Clause) -> Record:
    return {
        "clause": tag.clause,
        "area": tag.area,
        "score": _number(tag.score),
        "confidence": _number(tag.confidence),
        "uncertain": tag.uncertain,
        "title": clause.title,
        "text": clause.text,
        "page": clause.page,
        "line": clause.line,
        "evidence": _evidence(tag.evidence),
    }


def _status(status: AreaStatus) -> Record:
    return {
        "area": status.area,
        "titles": _titles(status.titles),
        "status": status.status,
        "from": [quote.id for quote in status.before],
        "from_titles": [quote.text for quote in status.before],
        "score": _number(status.score),
        "confidence": _number(status.confidence),
        "evidence": _evidence(status.evidence),
    }


def _change(change: Change) -> Record:
    details = [
        {"kind": detail.kind, "before": detail.before, "after": detail.after}
        for detail in change.details
    ]
    return {
        "kind": change.kind,
        "area": change.area,
        "before": [_quote(quote) for quote in change.before],
        "after": [_quote(quote) for quote in change.after],
        "score": _number(change.score),
        "confidence": _number(change.confidence),
        "reason": change.reason,
        "details": details,
        "evidence": _evidence(change.evidence),
    }


def _quote(quote: Quote) -> Record:
    return {"id": quote.id, "text": quote.text, "page": quote.page, "line": quote.line}


def _evidence(evidence: tuple[Evidence, ...]) -> list[Record]:
    return [
        {"kind": e.kind, "source": e.source, "target": e.target, "weight": _number(e.weight)}
        for e in evidence
    ]


def _titles(titles: tuple[tuple[Lang, str], ...]) -> Record:
    """Both languages, empty where there is no title in one."""
    return {lang: dict(titles).get(lang, "") for lang in LANGS}


def _signature(signature: Signature | None) -> Record | None:
    if signature is None:
        return None
    return {
        "version": signature.version,
        "model": signature.model,
        "model_sha256": signature.model_sha256,
        "scheme": signature.scheme,
        "scoring": signature.scoring,
        "thresholds": {name: _number(value) for name, value in signature.thresholds},
        "inputs": [{"id": name, "sha256": sha256} for name, sha256 in signature.inputs],
        "settings": dict(signature.settings),
    }


def _number(value: float | None) -> float | None:
    # float() first: a numpy scalar is no JSON number; + 0.0 turns -0.0 into 0.0
    return None if value is None else round(float(value), DIGITS) + 0.0


REPORTER = Reporter(suffix=".json", render=render)
