"""Clauses -> the areas of a scheme, each with score, confidence and the words that speak for it.

Headings come first: title and body are scored apart and combined, and sibling headings are
assigned one to one, since a body alone is a poor witness (a summary's item under one heading often
reads like another area). What stands under a mapped heading belongs to its area; a clause that
stands under none is judged by its own words. Standard provisions belong to no area.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moc_align.provisions import roles
from moc_align.schema import (
    CONTENT_KINDS,
    HEADING_KINDS,
    AreaTag,
    Clause,
    Document,
    Evidence,
    Scheme,
)
from moc_align.schemes import subject_headings
from moc_align.text import normalise

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Vector = npt.NDArray[np.float32]

Encode = Callable[[Sequence[str]], "Matrix"]

# Weights, thresholds and temperature were set on the development pairs of tests/pairs, by the
# share of right areas; the shipped documents were not among them.
TITLE_WEIGHT = 0.5
"""Of the similarity of titles in a heading's score; the body has the rest."""
ALIAS_WEIGHT = 0.25
"""What naming an area adds to a score at most."""
ALIASES_ENOUGH = 2
"""Distinct names of an area in a clause that count in full."""
HEADING_THRESHOLD = 0.30
"""Score from which a heading's area is said without reserve."""
CLAUSE_THRESHOLD = 0.34
"""The same for a clause judged by its own words."""
FLOOR = 0.18
"""Score below which no area is named at all."""
TEMPERATURE = 0.08
"""Of the softmax over areas that makes a confidence of scores."""
SOFTNESS = 0.05
"""Score above a threshold at which it is all but passed."""
SURE = 0.5
"""Confidence from which a mapping is not called uncertain."""


def fits(document: Document, tags: Sequence[AreaTag]) -> bool:
    """True where most of the document's subject headings have an area of the scheme for sure."""
    group = max(_sibling_headings(document), key=len, default=[])
    sure = {tag.clause for tag in tags if tag.area is not None and not tag.uncertain}
    return len(group) >= 2 and sum(clause.id in sure for clause in group) * 2 > len(group)


def _sibling_headings(document: Document) -> list[list[Clause]]:
    """Groups of titled subject headings under one parent; areas alone where there are any."""
    if document.genre == "statute":
        return [list(subject_headings(document))]
    role = roles(document)
    groups: dict[tuple[str, str | None], list[Clause]] = {}
    for clause in document.clauses:
        if clause.kind in HEADING_KINDS and clause.title and role[clause.id] == "operative":
            groups.setdefault((clause.kind, clause.parent), []).append(clause)
    areas = [group for (kind, _), group in groups.items() if kind == "area"]
    return areas or list(groups.values())


def _itself(heading: Clause, number: int) -> AreaTag:
    evidence = Evidence("title", heading.title, heading.title, 1.0)
    return AreaTag(heading.id, number, 1.0, 1.0, False, (evidence,))


def _inherit(clause: Clause, heading: Clause, tag: AreaTag) -> AreaTag:
    evidence = Evidence("heading", heading.title or heading.label, "", tag.score)
    return AreaTag(clause.id, tag.area, tag.score, tag.confidence, tag.uncertain, (evidence,))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Clauses against every area of a scheme: `(n, areas) float32` each."""

    title: Matrix
    body: Matrix
    alias: Matrix
    quotes: Sequence[Sequence[Sequence[str]]]
    """Names of each area that stand in each clause, as they stand there."""


class AreaTagger:
    """Maps the clauses of any document to the areas of one scheme."""

    def __init__(self, scheme: Scheme, encode: Encode) -> None:
        import numpy as np

        self.scheme = scheme
        self.encode = encode
        groups = [[text for _, text in (*a.titles, *a.aliases)] for a in scheme.areas]
        profiles = [
            area.description or "\n".join(group)
            for area, group in zip(scheme.areas, groups, strict=True)
        ]
        rows = encode([*profiles, *(name for group in groups for name in group)])
        self.profiles, self.named = rows[: len(profiles)], rows[len(profiles) :]
        self.first = np.cumsum([0, *map(len, groups)])[:-1]
        self.names = [[normalise(name).text for name in group] for group in groups]

    def tag(self, document: Document) -> tuple[AreaTag, ...]:
        """One tag a clause, in reading order."""
        role = roles(document)
        bodies = _bodies(document)
        tags: dict[str, AreaTag] = {}
        for group in _sibling_headings(document):
            if group:
                tags.update(self._assign(document, group, bodies))
        lonely: list[Clause] = []
        for clause in document.clauses:
            if clause.id in tags:
                continue
            above = next((p for p in reversed(clause.path) if p in tags and tags[p].area), None)
            if above is not None:
                tags[clause.id] = _inherit(clause, document.clause(above), tags[above])
            elif role[clause.id] == "operative" and clause.kind in CONTENT_KINDS and clause.text:
                lonely.append(clause)
            else:
                said = role[clause.id] if clause.kind in CONTENT_KINDS else clause.kind
                reason = Evidence("role", said, "", 0.0)
                tags[clause.id] = AreaTag(clause.id, None, 0.0, 1.0, False, (reason,))
        if lonely:
            rows = self._rows(lonely, bodies)
            scores = rows.body + ALIAS_WEIGHT * rows.alias
            for i, clause in enumerate(lonely):
                best = int(scores[i].argmax())
                tags[clause.id] = self._tag(clause, rows, i, scores[i], best, CLAUSE_THRESHOLD)
        return tuple(tags[clause.id] for clause in document.clauses)

    def _assign(
        self, document: Document, group: list[Clause], bodies: Mapping[str, str]
    ) -> dict[str, AreaTag]:
        """Tags of sibling headings; no area twice where there are several of them."""
        if self.scheme.id == f"from:{document.id}":
            # the scheme was derived from this very document: its headings are the areas
            own = {area.slug: area.number for area in self.scheme.areas}
            return {c.id: _itself(c, own[c.id]) for c in group if c.id in own}
        rows = self._rows(group, bodies)
        scores = (
            TITLE_WEIGHT * rows.title + (1 - TITLE_WEIGHT) * rows.body + ALIAS_WEIGHT * rows.alias
        )
        return {
            clause.id: self._tag(clause, rows, i, scores[i], column, HEADING_THRESHOLD)
            for i, (clause, column) in enumerate(zip(group, best_assignment(scores), strict=True))
        }

    def _rows(self, clauses: Sequence[Clause], bodies: Mapping[str, str]) -> _Rows:
        import numpy as np

        n = len(clauses)
        rows = self.encode([*(c.title for c in clauses), *(bodies[c.id] for c in clauses)])
        best = np.maximum.reduceat(rows @ self.named.T, self.first, axis=1)
        texts = [normalise(clause.words).text for clause in clauses]
        quotes = [
            [[hit for name in group if (hit := _find(name, text, lower))] for group in self.names]
            for text, lower in ((text, text.lower()) for text in texts)
        ]
        alias = [[min(1.0, len(hits) / ALIASES_ENOUGH) for hits in row] for row in quotes]
        body = np.maximum(rows[n:] @ self.profiles.T, best[n:])
        return _Rows(best[:n], body, np.array(alias, dtype=np.float32), quotes)

    def _tag(
        self,
        clause: Clause,
        rows: _Rows,
        i: int,
        scores: Vector,
        column: int | None,
        threshold: float,
    ) -> AreaTag:
        import numpy as np

        if column is None or scores[column] < FLOOR:
            return AreaTag(clause.id, None, max(0.0, float(scores.max())), 0.0, True)
        area = self.scheme.areas[column]
        title = area.titles[0][1]
        odds = np.exp((scores - scores.max()) / TEMPERATURE)
        # the best of areas that are all far off is no good area
        near = 1 / (1 + np.exp((threshold - scores[column]) / SOFTNESS))
        confidence = float(odds[column] / odds.sum() * near)
        score = min(1.0, max(0.0, float(scores[column])))
        evidence = [Evidence("similarity", "", title, float(rows.body[i, column]))]
        if clause.title:
            weight = float(rows.title[i, column])
            evidence.insert(0, Evidence("title", clause.title, title, weight))
        share = ALIAS_WEIGHT / ALIASES_ENOUGH
        evidence += [Evidence("alias", quote, title, share) for quote in rows.quotes[i][column]]
        uncertain = score < threshold or confidence < SURE
        return AreaTag(clause.id, area.number, score, confidence, uncertain, tuple(evidence))


def _bodies(document: Document) -> dict[str, str]:
    """For each clause what it says with all that stands below it, titles of its own left out."""
    parts: dict[str, list[str]] = {clause.id: [] for clause in document.clauses}
    for clause in document.clauses:
        if clause.text:
            parts[clause.id].append(clause.text)
        for ancestor in clause.path:
            parts[ancestor].append(clause.words)
    return {key: "\n".join(texts) for key, texts in parts.items()}


def _find(name: str, text: str, lower: str) -> str:
    """The name of an area as it stands in normalised text, whole words where it is in Latin script.

    Empty where it does not stand there. An acronym keeps its case (AI is not "ai"), other words
    may take a plural.
    """
    if not name.isascii():
        return name if name in text else ""
    where, wanted = (text, name) if name.isupper() else (lower, name.lower())
    at = where.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        end += next((len(s) for s in ("es", "s") if where.startswith(s, end)), 0)
        around = where[max(0, at - 1) : at] + where[end : end + 1]
        if not any(char.isascii() and char.isalnum() for char in around):
            return text[at:end]
        at = where.find(wanted, at + 1)
    return ""


def best_assignment(scores: Matrix) -> list[int | None]:
    """For each row its column in the one-to-one assignment with the largest sum of scores.

    None for rows left over where there are more rows than columns. Source: the Hungarian method
    with potentials, O(n^2 m) (Kuhn 1955; Jonker and Volgenant 1987).
    """
    import numpy as np

    rows, columns = scores.shape
    if rows > columns:
        found: list[int | None] = [None] * rows
        for column, row in enumerate(best_assignment(scores.T)):
            if row is not None:
                found[row] = column
        return found
    cost = -scores.astype(np.float64)
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, came = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
        done = np.zeros(columns + 1, dtype=bool)
        while owner[column]:
            done[column] = True
            reduced = cost[owner[column] - 1] - u[owner[column]] - v[1:]
            better = ~done[1:] & (reduced < least[1:])
            least[1:][better], came[1:][better] = reduced[better], column
            following = int(np.where(done, np.inf, least)[1:].argmin()) + 1
            delta = least[following]
            u[owner[done]] += delta
            v[done] -= delta
            least[~done] -= delta
            column = following
        while column:
            owner[column], column = owner[came[column]], came[column]
    result: list[int | None] = [None] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            result[owner[column] - 1] = column - 1
    return result
