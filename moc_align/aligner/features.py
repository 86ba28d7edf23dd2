"""Pairs of leaves of two versions -> what speaks for their being the same undertaking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moc_align.aligner.evidence import Witness
from moc_align.errors import ParseError
from moc_align.facts import Stated
from moc_align.provisions import comparable, roles
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
_AT = {name: row for row, name in enumerate(FEATURES)}
CANDIDATES = 60
"""Nearest leaves of a leaf whose words are compared with its own; a memorandum has about as many,
so that only long documents are cut short."""
MOST_PAIRS = 3_000_000
"""Leaves of one side times those of the other: each pair takes some 100 bytes, and two statutes of
1,700 leaves are as long as two versions of anything get."""
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


def check_length(source: Document, target: Document) -> None:
    """Nothing, if all leaves of one can be held against all of the other. Raises: ParseError."""
    n, m = len(comparable(source)), len(comparable(target))
    if n * m > MOST_PAIRS:
        raise ParseError(
            f"{source.source} and {target.source}: {n:,} and {m:,} clauses are too many to compare "
            "all with all; split the documents and compare part by part"
        )


def pair_features(
    source: Document,
    target: Document,
    facts: tuple[Stated, Stated],
    encode: Encode,
) -> Pairs:
    """The features of all pairs, those of areas still zero."""
    import numpy as np

    left, right = comparable(source), comparable(target)
    n, m = len(left), len(right)
    values = np.zeros((len(FEATURES), n, m), dtype=np.float32)
    if not n or not m:
        return Pairs(left, right, values, {})
    rows = encode(
        [c.text for c in (*left, *right)]
        + [_in_context(source, c) for c in left]
        + [_in_context(target, c) for c in right]
    )
    similarity = rows[:n] @ rows[n : n + m].T
    values[_AT["similarity"]] = similarity
    values[_AT["context"]] = rows[n + m : 2 * n + m] @ rows[2 * n + m :].T
    values[_AT["margin"]] = similarity - (_near(similarity, 1) + _near(similarity, 0)) / 2
    stated = [facts[0].leaves[c.id] for c in left], [facts[1].leaves[c.id] for c in right]
    witness = Witness(*stated, facts[0].parties | facts[1].parties)
    told = [np.array([witness.told(f) for f in side]) for side in stated]
    evidence: dict[tuple[int, int], tuple[Evidence, ...]] = {}
    sums = {kind: np.zeros((n, m), dtype=np.float32) for kind in ("name", "term", "value")}
    for i, j in np.argwhere(_nearest(values[_AT["context"]])):
        found = witness.shared(stated[0][i], stated[1][j])
        if found:
            evidence[int(i), int(j)] = found
        for item in found:
            sums[item.kind][i, j] += item.weight
    for kind, weight in sums.items():
        values[_AT[f"{kind}s"]] = 1 - np.exp(-weight)
    both = sums["name"] + sums["term"]
    one, other = told[0][:, None], told[1][None, :]
    values[_AT["coverage"]] = np.minimum(1, both / np.maximum(1, np.minimum(one, other)))
    values[_AT["overlap"]] = np.minimum(1, both / np.maximum(1, np.sqrt(one * other)))
    # standard provisions say little in words of their own: their kind is what they share
    role = roles(source), roles(target)
    a = np.array([role[0][c.id] for c in left])[:, None]
    b = np.array([role[1][c.id] for c in right])[None, :]
    values[_AT["same_role"]] = (a == b) & (a != "operative")
    values[_AT["recital"]] = (a == "recital") != (b == "recital")
    return Pairs(left, right, values, evidence)


def _nearest(similarity: Matrix) -> npt.NDArray[np.bool_]:
    """True for the pairs whose words are compared: the nearest of each leaf of either side."""
    import numpy as np

    chosen = np.zeros(similarity.shape, dtype=bool)
    for axis in (0, 1):
        count = min(CANDIDATES, similarity.shape[axis])
        nearest = np.argpartition(-similarity, count - 1, axis=axis)
        np.put_along_axis(chosen, nearest.take(range(count), axis=axis), True, axis=axis)
    return chosen


def with_areas(pairs: Pairs, source: Sequence[AreaTag], target: Sequence[AreaTag]) -> Pairs:
    """The pairs with the features that say whether both stand in one area, written into them."""
    import numpy as np

    columns = []
    for clauses, tags in ((pairs.source, source), (pairs.target, target)):
        area = {tag.clause: tag.area for tag in tags}
        columns.append(np.array([area.get(clause.id) or -1 for clause in clauses]))
    here, there = columns[0][:, None], columns[1][None, :]
    told = (here > 0) & (there > 0)
    # a copy would double what takes most of the memory of a run
    pairs.values[_AT["same_area"]] = told & (here == there)
    pairs.values[_AT["other_area"]] = told & (here != there)
    return pairs


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
