"""Pairs of leaves of two versions -> what speaks for their being the same undertaking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from moc_align.facts import Facts
from moc_align.names import Term, shared_names, transliterations
from moc_align.provisions import roles
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
    "coverage",
    "overlap",
    "same_area",
    "other_area",
    "same_role",
    "recital",
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
    known: frozenset[str],
    encode: Encode,
) -> Pairs:
    """The features of all pairs, those of areas still zero.

    `known` are keys of names that distinguish nothing, such as the parties.
    """
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
    role = roles(source), roles(target)
    evidence: dict[tuple[int, int], tuple[Evidence, ...]] = {}
    rarity = _rarity([*facts[0].values()], [*facts[1].values()])
    told = (
        [_told(facts[0][clause.id], known, rarity) for clause in left],
        [_told(facts[1][clause.id], known, rarity) for clause in right],
    )
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found = _shared(a, b, facts[0][a.id], facts[1][b.id], source, target, known, rarity)
            if found:
                evidence[i, j] = found
            stated = sum(e.weight for e in found if e.kind in ("name", "term"))
            values[6, i, j] = min(1.0, stated / max(1.0, min(told[0][i], told[1][j])))
            values[7, i, j] = min(1.0, stated / max(1.0, (told[0][i] * told[1][j]) ** 0.5))
            for kind, row in (("name", 3), ("term", 4), ("value", 5)):
                weight = sum(e.weight for e in found if e.kind == kind)
                values[row, i, j] = 1 - np.exp(-weight)
            # standard provisions say little in words of their own: their kind is what they share
            one, other = role[0][a.id], role[1][b.id]
            values[10, i, j] = one == other != "operative"
            values[11, i, j] = (one == "recital") != (other == "recital")
    return Pairs(left, right, values, evidence)


def with_areas(pairs: Pairs, source: Sequence[AreaTag], target: Sequence[AreaTag]) -> Pairs:
    """The pairs with the features that say whether both stand in one area."""
    import numpy as np

    known: dict[int, int] = {}
    sides = []
    for clauses, tags in ((pairs.source, source), (pairs.target, target)):
        area = {tag.clause: tag.area for tag in tags}
        found = [area.get(clause.id) for clause in clauses]
        sides.append([-1 if a is None else known.setdefault(a, len(known)) for a in found])
    here, there = np.array(sides[0])[:, None], np.array(sides[1])[None, :]
    told = (here >= 0) & (there >= 0)
    values = pairs.values.copy()
    values[FEATURES.index("same_area")] = told & (here == there)
    values[FEATURES.index("other_area")] = told & (here != there)
    return replace(pairs, values=values)


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


def _told(facts: Facts, known: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Weight of all names and terms of a clause, the longest first, none inside another."""
    total = sum(n.weight * rarity[n.key] for n in facts.names if n.key not in known)
    taken: list[Term] = []
    for term in sorted(facts.terms, key=lambda t: (t.span.start - t.span.end, t.span.start)):
        if not any(_overlap(term, other) for other in taken):
            taken.append(term)
            total += term.weight * max(rarity[key] for key in term.keys)
    return total


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
