"""Glosses of the quotes of a comparison: what a translation at hand has in their place."""

from __future__ import annotations

from collections.abc import Mapping

from moc_align.schema import Document, Report

LABEL = "unofficial"
JOIN = " / "
"""Stands between the passages of a gloss that are several."""
Glosses = Mapping[tuple[str, str], str]
"""By ("old" or "new", id of the clause)."""


def glosses(report: Report) -> Glosses:
    """What corresponds to the clauses of a document in its translation; empty where there is none.

    What is only perhaps a translation says so.
    """
    found = report.alignment
    if found is None:
        return {}
    told: dict[tuple[str, str], str] = {}
    for name, document in zip(("old", "new"), report.documents, strict=True):
        for text, other, flip in (
            (found.source, found.target, 1),
            (found.target, found.source, -1),
        ):
            if not _same(document, text.id, text.sha256):
                continue
            for link in found.links:
                own, its = (link.source, link.target)[::flip]
                words = JOIN.join(other.unit(key).text for key in its)
                doubt = " (uncertain)" if link.uncertain else ""
                told |= {(name, key): f"{words}{doubt}" for key in own if words}
    return told


def _same(document: Document, text_id: str, sha256: str) -> bool:
    return (document.id, document.sha256) == (text_id, sha256)
