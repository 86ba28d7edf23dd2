"""Links in free order, from features that are given."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import document

from moc_align.aligner import crossings
from moc_align.aligner.crossings import DOUBT, GAP, LINK, cross
from moc_align.aligner.features import FEATURES, Pairs

SIMILARITY = FEATURES.index("similarity")


def pairs(probabilities):
    """Pairs whose probability is the given one, by a similarity that makes it."""
    p = np.clip(np.array(probabilities, dtype=np.float64), 1e-6, 1 - 1e-6)
    values = np.zeros((len(FEATURES), *p.shape), dtype=np.float32)
    values[SIMILARITY] = (np.log(p / (1 - p)) - crossings.BIAS) / crossings.WEIGHTS["similarity"]
    sides = [
        document("en", *((f"{side}{n}", "item", "", f"text {n}") for n in range(count))).clauses
        for side, count in zip("ab", p.shape, strict=True)
    ]
    return Pairs(sides[0], sides[1], values, {})


def linked(probabilities):
    found = cross(pairs(probabilities))
    return [(link.source[0], link.target[0]) for link in found.links]


@pytest.mark.parametrize(
    ("probabilities", "links", "reason"),
    [
        ([[0.9, 0.1], [0.1, 0.9]], [("a0", "b0"), ("a1", "b1")], "one to one"),
        ([[0.1, 0.9], [0.9, 0.1]], [("a1", "b0"), ("a0", "b1")], "in free order"),
        ([[0.9, 0.88]], [("a0", "b0"), ("a0", "b1")], "one old clause is split"),
        ([[0.9], [0.88]], [("a0", "b0"), ("a1", "b0")], "two old clauses are merged"),
        ([[0.2, 0.1]], [], "nothing is like enough"),
        ([[0.99, 0.6]], [("a0", "b0")], "its successor is far ahead of the rest"),
        ([[0.8, 0.6]], [("a0", "b0"), ("a0", "b1")], "not far ahead: the rest has no other choice"),
    ],
)
def test_links(probabilities, links, reason):
    assert linked(probabilities) == links, reason


def test_what_nearly_became_a_link_is_in_doubt():
    found = cross(pairs([[0.35, 0.1], [0.1, 0.1]]))
    assert not found.links
    assert [(d.source[0], d.target[0]) for d in found.doubts] == [("a0", "b0")]
    assert found.doubts[0].confidence == pytest.approx(0.35, abs=1e-3)


def test_a_partner_that_is_far_better_elsewhere_is_in_doubt():
    found = cross(pairs([[0.99, 0.6]]))
    assert [d.target[0] for d in found.doubts] == ["b1"]


def test_a_side_without_leaves():
    values = np.zeros((len(FEATURES), 0, 1), dtype=np.float32)
    target = document("en", ("b0", "item", "", "text")).clauses
    assert cross(Pairs((), target, values, {})).best_target == {"b0": 0.0}


matrices = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(st.floats(0.01, 0.99), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(matrices)
def test_every_link_is_likely_and_every_likely_leaf_is_told(probabilities):
    found = cross(pairs(probabilities))
    p = np.array(probabilities)
    index = {
        "a": {f"a{n}": n for n in range(p.shape[0])},
        "b": {f"b{n}": n for n in range(p.shape[1])},
    }
    for link in (*found.links, *found.doubts):
        chance = p[index["a"][link.source[0]], index["b"][link.target[0]]]
        assert chance >= (LINK if link in found.links else DOUBT) - 1e-3
        assert link.confidence == pytest.approx(chance, abs=1e-3)
    told = {link.target[0] for link in (*found.links, *found.doubts)}
    for name, j in index["b"].items():
        column = p[:, j]
        if column.max() >= LINK + 1e-3:
            assert name in told


@given(matrices)
def test_swapping_the_sides_mirrors_the_links(probabilities):
    there = {(b[1:], a[1:]) for a, b in linked(np.array(probabilities).T.tolist())}
    assert {(a[1:], b[1:]) for a, b in linked(probabilities)} == there


def test_the_gap_is_wider_than_the_threshold():
    assert GAP > 0
    assert DOUBT < LINK
