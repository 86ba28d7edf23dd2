"""Clauses and articles that stand elsewhere in the translation than in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from moc_align.checks._excerpt import quoted
from moc_align.checks._headings import under
from moc_align.checks._labels import label, places
from moc_align.checks._pair import Pair, Tie
from moc_align.plugins import Check
from moc_align.schema import Finding, Severity

SURE = 0.55
"""Mean confidence of a block from which its place is an error: below it, rather the link is. Where
the numbers of the article agree, any link that is not uncertain will do."""
_FREE = frozenset({"title", "date", "note", "signature"})
"""Kinds that each language's layout places: the date above the title or below it."""
_DEFINITIONS = re.compile(r"定義|用語|\bdefinitions?\b|\bthe terms?\b", re.IGNORECASE)


def find(both: Pair) -> Iterator[Finding]:
    """One finding for each block that has to move for the orders to be the same, on its links."""
    ties = [
        tie
        for tie in both.tied
        # what came under another heading is told by the check of areas
        if not (tie.link.uncertain or _free(tie) or under(both, tie.source[0], tie.target[0]))
    ]
    order = {clause.id: at for at, clause in enumerate(both.target.clauses)}
    places = [min(order[reading.clause.id] for reading in tie.target) for tie in ties]
    blocks = [[ties[at] for at in block] for block in _blocks(places)]
    lists = Counter(block[0].source[0].clause.parent for block in blocks)
    for block in blocks:
        alone = lists[block[0].source[0].clause.parent] == 1
        yield _finding(both, block, alone=alone)


def _free(tie: Tie) -> bool:
    return any(reading.clause.kind in _FREE for reading in (*tie.source, *tie.target))


def _blocks(places: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of the links that break the order, those that moved together in one list."""
    keep = _longest(places)
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    block: list[int] = []
    for at in range(len(places)):
        if at in keep:
            continue
        if block and at == block[-1] + 1 and ranks[places[at]] == ranks[places[block[-1]]] + 1:
            block.append(at)
            continue
        if block:
            yield block
        block = [at]
    if block:
        yield block


def _longest(places: Sequence[int]) -> frozenset[int]:
    """Numbers of a longest run of places that ascend."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for at, place in enumerate(places):
        to = bisect_right(tails, place)
        before.append(ends[to - 1] if to else -1)
        tails[to : to + 1] = [place]
        ends[to : to + 1] = [at]
    kept: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.append(at)
        at = before[at]
    return frozenset(kept)


def _finding(both: Pair, block: Sequence[Tie], *, alone: bool) -> Finding:
    first = block[0]
    beside = _beside(both, first)
    others = f" with the {len(block) - 1} after it" if len(block) > 1 else ""
    where = f"after {quoted(beside, both.target.lang)}" if beside else "first"
    message = f"the clause{others} stands elsewhere in the target: there it comes {where}"
    return first.finding("order", _severity(both, block, alone=alone), message)


def _severity(both: Pair, block: Sequence[Tie], *, alone: bool) -> Severity:
    unsure = sum(tie.link.confidence for tie in block) < SURE * len(block)
    if unsure and not _same_article(both, block[0]):
        return "info"
    # each language has its own alphabetical order, in which more than one definition moves
    clause = block[0].source[0].clause
    above = both.source.clause(clause.path[-1]).words if clause.path else ""
    listed = clause.kind in {"item", "bullet"} and _DEFINITIONS.search(above)
    return "info" if listed and not alone and not _same_label(block[0]) else "error"


def _same_label(tie: Tie) -> bool:
    one, other = label(tie.source[0].clause), label(tie.target[0].clause)
    return one is not None and other is not None and one.fits(other)


def _same_article(both: Pair, tie: Tie) -> bool:
    """True where both clauses stand in articles of one number."""
    one, other = (
        places(document)[side[0].clause.id].numbers.get("article")
        for document, side in ((both.source, tie.source), (both.target, tie.target))
    )
    return one is not None and one == other


def _beside(both: Pair, tie: Tie) -> str:
    """Beginning of the clause that stands before it in the target; empty where it is the first."""
    clauses = both.target.clauses
    at = clauses.index(tie.target[0].clause)
    if not at:
        return ""
    return f"{clauses[at - 1].label} {clauses[at - 1].words}".strip()


CHECK = Check(
    severity="error",
    help=(
        "The clauses of a translation stand in the order of the text; one that was moved changes "
        "what a heading or a reference to the preceding paragraph covers. Each moved block is "
        "reported once, on its first clause. Titles, dates, notes and signatures have their own "
        "places in each language, and lists of definitions their own alphabets: these pass, or "
        "are only noted."
    ),
    find=find,
)
