"""What holds for the links of any two texts."""

from __future__ import annotations

import numpy as np
from bitexts_made import DIM, laid, shapes, side
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.aligner.bitext import Bead, Pin, align

MEANINGS = st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=3), max_size=30)
SEED = st.integers(0, 5)


@st.composite
def two_sides(draw):
    """Two texts, at times with much in common, at times with repeated units."""
    one = draw(MEANINGS)
    other = draw(st.one_of(MEANINGS, st.permutations(one), st.just(one)))
    return side(one, draw(SEED)), side(list(other), draw(SEED))


@given(two_sides(), st.sampled_from(["monotone", "free"]))
@settings(max_examples=60, deadline=None)
def test_links_partition_both_sides_in_order(sides, order):
    source, target = sides
    found = align(source, target, order=order)
    firsts = [bead.source[0] for bead in found if bead.source]
    assert firsts == sorted(firsts)
    assert [i for b in found for i in b.source] == list(range(len(source.texts)))
    assert sorted(j for b in found for j in b.target) == list(range(len(target.texts)))
    assert all(0 <= bead.confidence <= 1 for bead in found)


@given(two_sides())
@settings(max_examples=60, deadline=None)
def test_swapping_the_sides_mirrors_the_links(sides):
    source, target = sides
    one = {(b.source, b.target, b.score, b.confidence, b.crossing) for b in align(source, target)}
    other = {(b.target, b.source, b.score, b.confidence, b.crossing) for b in align(target, source)}
    assert one == other


@given(st.integers(1, 60), SEED)
@settings(max_examples=30, deadline=None)
def test_a_text_and_itself_go_one_to_one(size, seed):
    same = side([[k] for k in range(size)], seed)
    found = align(same, same)
    assert shapes(found) == [((k,), (k,)) for k in range(size)]
    assert min(bead.confidence for bead in found) > 0.9


@given(two_sides(), st.data())
@settings(max_examples=60, deadline=None)
def test_pins_are_always_kept(sides, data):
    source, target = sides
    rows = data.draw(st.permutations(range(len(source.texts))))
    columns = data.draw(st.permutations(range(len(target.texts))))
    pins = []
    for _ in range(data.draw(st.integers(0, 3))):
        a, b = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))
        pin = Pin(tuple(sorted(rows[:a])), tuple(sorted(columns[:b])))
        rows, columns = rows[a:], columns[b:]
        if pin.source or pin.target:
            pins.append(pin)
    found = align(source, target, pins=pins)
    assert {(b.source, b.target) for b in found if b.origin == "human"} == {
        (pin.source, pin.target) for pin in pins
    }
    assert sorted(i for b in found for i in b.source) == list(range(len(source.texts)))
    assert sorted(j for b in found for j in b.target) == list(range(len(target.texts)))


@given(two_sides())
@settings(max_examples=20, deadline=None)
def test_the_same_texts_give_the_same_links(sides):
    found: tuple[Bead, ...] = align(*sides)
    assert align(*sides) == found


def test_sums_are_not_written_to():
    one = laid([([[k]], [[k]]) for k in range(12)], list(range(12)), 1)
    before = one.source.sums.copy()
    align(one.source, one.target)
    assert np.array_equal(one.source.sums, before)
    assert one.source.sums.shape == (12, DIM)
