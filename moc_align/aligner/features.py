"""Pairs of leaves of two versions -> what speaks for their being the same undertaking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from moc_align.facts import Facts
from moc_align.names import Term, shared_names, transliterations
from moc_align.schema import AreaTag, Clause, Document, Evidence

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

Encode = Callable[[Sequence[str]], "Matrix"]

FEATURES = (
    "similarity",
    "context",
    "margin",
    "names",
    "terms",
    "values",
    "same_area",
    "other_area",
)
NEIGHBOURS = 4
"""Nearest leaves whose mean similarity a pair's margin is taken against."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every leaf of the source against every leaf of the target."""

    source: tuple[Clause, ...]
    target: tuple[Clause, ...]
    values: Matrix
    """`(features, n, m) float32`, in the order of `FEATURES`."""
    evidence: Mapping[tuple[int, int], tuple[Evidence, ...]]
    """Shared names, terms and values of the pairs that have any."""


def pair_features(
    source: Document,
    target: Document,
    facts: tuple[Mapping[str, Facts], Mapping[str, Facts]],
    tags: tuple[Sequence[AreaTag], Sequence[AreaTag]],
    known: frozenset[str],
    encode: Encode,
) -> Pairs:
    """The features of all pairs; `known` are keys of names that distinguish nothing (parties)."""
    import numpy as np

    left, right = source.leaves(), target.leaves()
    n, m = len(left), len(right)
    values = np.zeros((len(FEATURES), n, m), dtype=np.float32)
    rows = encode(
        [c.text for c in (*left, *right)]
        + [_in_context(source, c) for c in left]
        + [_in_context(target, c) for c in right]
    )
    values[0] = rows[:n] @ rows[n : n + m].T
    values[1] = rows[n + m : 2 * n + m] @ rows[2 * n + m :].T
    values[2] = values[0] - (_near(values[0], 1) + _near(values[0], 0)) / 2
    area = [{tag.clause: tag.area for tag in side} for side in tags]
    evidence: dict[tuple[int, int], tuple[Evidence, ...]] = {}
    rarity = _rarity([*facts[0].values()], [*facts[1].values()])
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found = _shared(a, b, facts[0][a.id], facts[1][b.id], source, target, known, rarity)
            if found:
                evidence[i, j] = found
            for kind, row in (("name", 3), ("term", 4), ("value", 5)):
                weight = sum(e.weight for e in found if e.kind == kind)
                values[row, i, j] = 1 - np.exp(-weight)
            here, there = area[0].get(a.id), area[1].get(b.id)
            values[6, i, j] = here is not None and here == there
            values[7, i, j] = here is not None and there is not None and here != there
    return Pairs(left, right, values, evidence)


def _in_context(document: Document, clause: Clause) -> str:
    """The clause with the nearest title above it, as a reader understands it."""
    title = next((t for p in reversed(clause.path) if (t := document.clause(p).title)), "")
    return f"{title}\n{clause.text}" if title else clause.text


def _near(similarity: Matrix, axis: int) -> Matrix:
    """Mean similarity to the nearest few on the other side, shaped to broadcast."""
    import numpy as np

    count = min(NEIGHBOURS, similarity.shape[axis])
    nearest = -np.partition(-similarity, count - 1, axis=axis)
    top = nearest[:, :count] if axis == 1 else nearest[:count]
    mean: Matrix = top.mean(axis=axis, keepdims=True)
    return mean


def keys_of(facts: Facts) -> set[str]:
    """Keys of all names, terms and values of a clause."""
    keys = {name.key for name in facts.names} | {value.key for value in facts.values}
    return keys.union(*(term.keys for term in facts.terms))


def _rarity(*sides: Sequence[Facts]) -> Mapping[str, float]:
    """Weight in [0, 1] of each name, term and value: 1 where one clause of a side has it."""
    weight: dict[str, float] = {}
    for side in sides:
        count = Counter(key for facts in side for key in keys_of(facts))
        for key, times in count.items():
            rare = 1 - log(times) / log(len(side) + 1)
            weight[key] = min(weight.get(key, 1.0), max(0.0, rare))
    return weight


def _shared(
    a: Clause,
    b: Clause,
    left: Facts,
    right: Facts,
    source: Document,
    target: Document,
    known: frozenset[str],
    rarity: Mapping[str, float],
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    seen: set[str] = set()
    for x, y, score in shared_names(left.names, right.names):
        if x.key in known or y.key in known:
            continue
        weight = score * min(x.weight, y.weight) * min(rarity[x.key], rarity[y.key])
        found.append(Evidence("name", x.quote, y.quote, weight))
        seen |= {x.quote, y.quote}
    for term, other in _shared_terms(left.terms, right.terms):
        rare = min(rarity[key] for key in term.keys & other.keys)
        weight = rare * min(term.weight, other.weight)
        found.append(Evidence("term", term.quote, other.quote, weight))
        seen |= {term.quote, other.quote}
    if source.lang != target.lang:
        ja, en = (a, b) if source.lang == "ja" else (b, a)
        for kana, latin, score in transliterations(ja.text, en.text):
            if kana not in seen and latin not in seen:
                quotes = (kana, latin) if source.lang == "ja" else (latin, kana)
                found.append(Evidence("term", *quotes, score * 0.5))
    there = {value.key: value for value in right.values}
    for value in left.values:
        if value.key in there:
            quotes = (value.quote, there[value.key].quote)
            found.append(Evidence("value", *quotes, rarity[value.key]))
    return tuple(found)


def _shared_terms(left: Sequence[Term], right: Sequence[Term]) -> list[tuple[Term, Term]]:
    """Pairs of terms with a common key, the longest first, none inside one already taken."""
    pairs: list[tuple[Term, Term]] = []
    for x in sorted(left, key=lambda t: t.span.start - t.span.end):
        for y in sorted(right, key=lambda t: t.span.start - t.span.end):
            if x.keys & y.keys and not any(
                _overlap(x, taken_x) or _overlap(y, taken_y) for taken_x, taken_y in pairs
            ):
                pairs.append((x, y))
                break
    return sorted(pairs, key=lambda pair: pair[0].span)


def _overlap(a: Term, b: Term) -> bool:
    return a.span.start < b.span.end and b.span.start < a.span.end
