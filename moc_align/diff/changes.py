"""Leaves of two versions and the links between them -> one Change for each leaf of the new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moc_align.commitments import Strength
from moc_align.diff.details import details
from moc_align.facts import Stated
from moc_align.provisions import Role, would_hold
from moc_align.schema import (
    AreaTag,
    Change,
    ChangeKind,
    Clause,
    Crossings,
    Document,
    Evidence,
    Link,
    Quote,
)

SAME = 0.6
"""Probability of a link from which "nothing differs" is claimed: a link that barely holds may be
one of subject only. Set with the thresholds of the links."""


@dataclass(frozen=True, slots=True)
class Side:
    """One version with what the earlier stages found in it."""

    document: Document
    tags: Sequence[AreaTag]
    facts: Stated
    roles: Mapping[str, Role]
    area: Mapping[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "area", {tag.clause: tag.area for tag in self.tags})

    def quote(self, clause_id: str) -> Quote:
        """The clause as a report shows it."""
        clause = self.document.clause(clause_id)
        heading = f"{clause.label} {clause.title}".strip()
        return Quote(clause.id, clause.text or heading, clause.page, clause.line)


def changes(
    old: Side,
    new: Side,
    crossings: Crossings,
) -> tuple[Change, ...]:
    """Changes by area (those of none last), in the order of the new text, then of the old.

    Every leaf of the new text stands in exactly one, every leaf of the old in at least one.
    """
    found: list[tuple[tuple[int, int, int], Change]] = []
    partners: dict[str, list[Link]] = {}
    for link in crossings.links:
        partners.setdefault(link.target[0], []).append(link)
    doubted = {link.target[0]: link for link in crossings.doubts}
    told: set[str] = set()
    order = {c.id: i for i, c in enumerate(old.document.clauses)}
    for position, clause in enumerate(new.document.leaves()):
        if clause.id in partners:
            change = _continued(old, new, clause, partners[clause.id])
        elif clause.id in doubted:
            change = _doubted(old, new, [doubted[clause.id]])
        else:
            change = _come(old, new, clause, 1 - crossings.best_target.get(clause.id, 0.0))
        told |= {quote.id for quote in change.before}
        found.append(((_rank(change.area), 0, position), change))
    back = {link.source[0]: link for link in crossings.doubts}
    for clause in old.document.leaves():
        if clause.id not in told:
            alone = 1 - crossings.best_source.get(clause.id, 0.0)
            change = _gone(old, new, clause, back.get(clause.id), alone)
            found.append(((_rank(change.area), 1, order[clause.id]), change))
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))


def _rank(area: int | None) -> int:
    return 1_000_000 if area is None else area


def _continued(old: Side, new: Side, clause: Clause, links: Sequence[Link]) -> Change:
    sources = [link.source[0] for link in links]
    known = old.facts.parties | new.facts.parties
    summary = "release" in (old.document.genre, new.document.genre)
    before = [old.facts.leaves[source] for source in sources]
    differences = details(before, [new.facts.leaves[clause.id]], known, summary)
    best = max(links, key=lambda link: link.confidence)
    if not differences and best.confidence < SAME:
        return _doubted(old, new, links)
    kind: ChangeKind = "changed" if differences else "carried"
    what = ", ".join(dict.fromkeys(d.kind for d in differences))
    reason = f"continues {', '.join(sources)}"
    reason += f" with a different {what}" if what else "; no difference of substance was found"
    return Change(
        kind,
        new.area[clause.id],
        tuple(old.quote(s) for s in sources),
        (new.quote(clause.id),),
        best.score,
        best.confidence,
        reason,
        differences,
        best.evidence,
    )


def _doubted(old: Side, new: Side, links: Sequence[Link]) -> Change:
    best = max(links, key=lambda link: link.confidence)
    sources = [link.source[0] for link in links]
    return Change(
        "uncertain",
        new.area[best.target[0]],
        tuple(old.quote(source) for source in sources),
        (new.quote(best.target[0]),),
        best.score,
        best.confidence,
        f"may continue {', '.join(sources)}, but too little speaks for it",
        (),
        best.evidence,
    )


def _come(old: Side, new: Side, clause: Clause, confidence: float) -> Change:
    kind, reason = _absence(new, old, clause, "older")
    quotes = (new.quote(clause.id),)
    return Change(
        "added" if kind == "absent" else "not-comparable",
        new.area[clause.id],
        (),
        quotes,
        None,
        confidence,
        reason,
        (),
        _role_evidence(new, clause),
    )


def _gone(old: Side, new: Side, clause: Clause, doubt: Link | None, confidence: float) -> Change:
    area, quotes = old.area[clause.id], (old.quote(clause.id),)
    if doubt is not None:
        candidate = new.quote(doubt.target[0])
        shown = Evidence("candidate", "", candidate.text, doubt.confidence)
        reason = f"may go on in {candidate.id}, but too little speaks for it"
        evidence = (shown, *doubt.evidence)
        return Change(
            "uncertain", area, quotes, (), doubt.score, doubt.confidence, reason, (), evidence
        )
    kind, reason = _absence(old, new, clause, "newer")
    return Change(
        "dropped" if kind == "absent" else "not-comparable",
        area,
        quotes,
        (),
        None,
        confidence,
        reason,
        (),
        _role_evidence(old, clause),
    )


def _absence(here: Side, there: Side, clause: Clause, which: str) -> tuple[str, str]:
    """Whether the other version would hold such a clause, and the sentence that says so."""
    role, genre = here.roles[clause.id], there.document.genre
    if role == "chapeau":
        return "silent", "only introduces the clauses below it"
    if role == "recital" and here.document.genre == "release":
        return "silent", "tells how the instrument came about"
    if not would_hold(genre, role):
        return "silent", f"the {which} text is a {genre}, which holds no {role} clauses"
    stated = here.facts.leaves[clause.id].commitment
    bare = stated is None or stated.strength == Strength.NONE
    narrates = bare and clause.kind not in ("bullet", "item")
    summary = "release" in (genre, here.document.genre)
    if narrates and summary:
        return "silent", f"states no undertaking that the {which} text could be compared with"
    if genre == "release" and which == "newer":
        return "silent", "the newer text is a release, which only summarises"
    return "absent", f"nothing in the {which} text corresponds"


def _role_evidence(side: Side, clause: Clause) -> tuple[Evidence, ...]:
    role = side.roles[clause.id]
    return () if role == "operative" else (Evidence("role", role, "", 0.0),)
