"""The one-to-one assignment behind the areas of headings."""

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moc_align.areas import best_assignment

matrices = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.floats(-1, 1, width=16))
)


def value(scores, columns):
    return sum(float(scores[i, j]) for i, j in enumerate(columns) if j is not None)


@given(matrices)
def test_no_assignment_is_better(scores):
    columns = best_assignment(scores)
    used = [j for j in columns if j is not None]
    assert len(used) == len(set(used)) == min(scores.shape)
    wide = scores if scores.shape[0] <= scores.shape[1] else scores.T
    best = max(
        sum(float(wide[i, j]) for i, j in enumerate(order))
        for order in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert abs(value(scores, columns) - best) < 1e-4


def test_greedy_would_be_wrong():
    # the best single pair (0, 0) would leave row 1 with nothing
    assert best_assignment(np.array([[0.9, 0.8], [0.85, 0.0]], dtype=np.float32)) == [1, 0]


def test_more_rows_than_columns_leaves_the_worst_out():
    assert best_assignment(np.array([[0.1], [0.9], [0.2]], dtype=np.float32)) == [None, 0, None]
