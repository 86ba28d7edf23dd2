"""What became of each area: continued, renamed, split, merged, new or dropped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod

from moc_align.diff.changes import Side
from moc_align.schema import (
    Area,
    AreaStatus,
    AreaStatusKind,
    AreaTag,
    Crossings,
    Evidence,
    Lang,
    Link,
    Scheme,
)
from moc_align.schemes import subject_headings

Flows = Mapping[tuple[str, int], tuple[float, ...]]
"""Confidences of the links from clauses under an old heading, one a clause of an area, by both."""

SURE = 0.5
"""Confidence from which it is said without reserve what an area goes back to."""
SPLIT_SHARE = 0.3
"""Share of an area's clauses that must go back to a heading mapped elsewhere to make a split."""
SAME_TITLE = 0.6
"""Similarity from which two headings say the same across languages; below it the area was renamed.
Set on tests/pairs, like the share above."""
SAME_WORDS = 0.95
"""The same within one language, where a plain heading would come back word for word."""


def statuses(old: Side, new: Side, scheme: Scheme, crossings: Crossings) -> tuple[AreaStatus, ...]:
    """A status for each area that either text has, in the order of the scheme, then for each old
    heading that went into none."""
    mapped = _mapped(old)
    flows = _flows(old, new, mapped, crossings.links)
    origins = {area.number: _origins(area, new, mapped, flows) for area in scheme.areas}
    uses = Counter(heading for found in origins.values() for heading in found)
    found = [
        _status(area, old, new, mapped, origins[area.number], uses, flows, crossings)
        for area in scheme.areas
        if origins[area.number] or _present(new, area) or _present(old, area)
    ]
    for heading, tag in mapped.items():
        if not uses[heading] and (tag.area is None or _present(new, scheme.area(tag.area))):
            quote = old.quote(heading)
            titles: tuple[tuple[Lang, str], ...] = ((old.document.lang, quote.text),)
            found.append(AreaStatus(None, titles, "dropped", (quote,), None, 1.0 - tag.score))
    return tuple(found)


def supported(old: Side, new: Side, links: Sequence[Link]) -> tuple[AreaTag, ...]:
    """The old text's tags without the areas of headings that nothing but their place speaks for.

    Siblings are assigned one to one, so that a heading without successor takes the area that is
    left over. It keeps it only if clauses under it are linked into it or the titles say the same.
    """
    mapped = _mapped(old)
    flows = _flows(old, new, mapped, links)
    loose = {
        heading
        for heading, tag in mapped.items()
        if tag.area is not None and not flows[heading, tag.area] and _title_weight(tag) < SAME_TITLE
    }
    linked = {heading for (heading, _), found in flows.items() if found}
    loose |= {heading for heading, tag in mapped.items() if tag.area is None} - linked
    return tuple(
        replace(tag, area=None, uncertain=True)
        if loose.intersection((tag.clause, *old.document.clause(tag.clause).path))
        else tag
        for tag in old.tags
    )


def _title_weight(tag: AreaTag) -> float:
    return max((e.weight for e in tag.evidence if e.kind == "title"), default=0.0)


def _mapped(old: Side) -> dict[str, AreaTag]:
    """Tags of the headings that name the subjects of the old text, in its order."""
    headings = {clause.id for clause in subject_headings(old.document)}
    return {tag.clause: tag for tag in old.tags if tag.clause in headings}


def _flows(old: Side, new: Side, mapped: dict[str, AreaTag], links: Sequence[Link]) -> Flows:
    """What goes from clauses under an old heading to clauses of an area."""
    best: dict[tuple[str, int], dict[str, float]] = {}
    for link in links:
        area = new.area[link.target[0]]
        path = old.document.clause(link.source[0]).path
        heading = next((p for p in reversed(path) if p in mapped), None)
        if area is not None and heading is not None:
            clauses = best.setdefault((heading, area), {})
            clauses[link.target[0]] = max(link.confidence, clauses.get(link.target[0], 0.0))
    return defaultdict(tuple, {key: tuple(found.values()) for key, found in best.items()})


def _origins(area: Area, new: Side, mapped: dict[str, AreaTag], flows: Flows) -> list[str]:
    """Old headings that the area goes back to, in the order of the old text."""
    number = area.number
    found = [heading for heading, tag in mapped.items() if tag.area == number]
    if found or not _present(new, area):
        return found
    leaves = sum(new.area[c.id] == number for c in new.document.leaves())
    share = {h: len(flows[h, number]) / leaves for h in mapped if leaves}
    return [h for h, s in share.items() if s >= SPLIT_SHARE and s == max(share.values())]


def _present(side: Side, area: Area) -> bool:
    return any(number == area.number for number in side.area.values())


def _status(
    area: Area,
    old: Side,
    new: Side,
    mapped: dict[str, AreaTag],
    origins: list[str],
    uses: Counter[str],
    flows: Flows,
    crossings: Crossings,
) -> AreaStatus:
    kind: AreaStatusKind
    tags = [mapped[heading] for heading in origins]
    evidence = tuple(e for tag in tags for e in tag.evidence if e.kind != "similarity")
    evidence += tuple(
        Evidence("links", old.quote(h).text, area.titles[0][1], float(len(flows[h, area.number])))
        for h in origins
        if flows[h, area.number]
    )
    if not origins:
        kind = "new" if _present(new, area) else "dropped"
        best = crossings.best_target if kind == "new" else crossings.best_source
        side = new if kind == "new" else old
        near = [p for clause, p in best.items() if side.area[clause] == area.number]
        alone = 1 - sum(near) / len(near) if near else 0.5
        return AreaStatus(area.number, area.titles, kind, (), None, alone)
    if any(uses[heading] > 1 for heading in origins):
        kind = "split"
    elif len(origins) > 1:
        kind = "merged"
    else:
        one_language = all(lang == old.document.lang for lang, _ in area.titles)
        enough = SAME_WORDS if one_language else SAME_TITLE
        kind = "continued" if _title_weight(tags[0]) >= enough else "renamed"
    if not _present(new, area):
        kind = "dropped"
    own = [tag for tag in tags if tag.area == area.number]
    score = max((tag.score for tag in own), default=None)
    # that the area goes back to the heading follows from its title, or from any link of a clause
    linked = prod(1 - p for heading in origins for p in flows[heading, area.number])
    confidence = max([1 - linked, *(tag.confidence for tag in own)])
    if confidence < SURE:
        kind = "uncertain"
    quotes = tuple(old.quote(heading) for heading in origins)
    return AreaStatus(area.number, area.titles, kind, quotes, score, confidence, evidence)
