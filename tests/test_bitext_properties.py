"""What holds for the links of any two texts."""

from __future__ import annotations

import numpy as np
from bitexts_made import DIM, laid, made, shapes, side
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.aligner.bitext import Bead, Pin, Side, align
from moc_align.aligner.bitext.arcs import MATCHES
from moc_align.aligner.bitext.band import heaviest_chain
from moc_align.aligner.bitext.coarse import kept
from moc_align.aligner.bitext.engine import measured
from moc_align.aligner.bitext.grid import Lane, net
from moc_align.aligner.bitext.tokens import shared
from moc_align.aligner.bitext.windows import NO_ROOM, windows

MEANINGS = st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=3), max_size=30)
SEED = st.integers(0, 5)


@st.composite
def two_sides(draw):
    """Two texts, at times with much in common, at times with repeated units."""
    one = draw(MEANINGS)
    other = draw(st.one_of(MEANINGS, st.permutations(one), st.just(one)))
    return side(one, draw(SEED)), side(list(other), draw(SEED))


@given(two_sides(), st.sampled_from(["monotone", "free"]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_links_partition_both_sides_in_order(sides, order, one_to_one):
    source, target = sides
    found = align(source, target, order=order, one_to_one=one_to_one)
    if one_to_one:
        assert max((len(b.source) + len(b.target) for b in found), default=0) <= 2
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


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 9)), max_size=25),
)
@settings(max_examples=100, deadline=None)
def test_the_heaviest_chain_weighs_as_much_as_the_best_of_all(pairs):
    table = np.array(pairs, dtype=float).reshape(-1, 3)
    chain = heaviest_chain(table)
    assert (np.diff(chain[:, :2], axis=0) > 0).all()
    best: dict[tuple[int, int], int] = {}
    for i, j, weight in sorted(pairs):
        before = [total for (y, x), total in best.items() if y < i and x < j]
        best[i, j] = max(best.get((i, j), 0), weight + max(before, default=0))
    assert chain[:, 2].sum() == max(best.values(), default=0)


@given(st.integers(1, 80), st.integers(1, 80), SEED)
@settings(max_examples=30, deadline=None)
def test_cosines_are_those_of_sums_of_units(n, m, seed):
    random = np.random.default_rng(seed)
    sides = tuple(random.normal(size=(size, 8)).astype(np.float32) for size in (n, m))
    own, other = (Side(tuple("x" * size), rows) for size, rows in zip((n, m), sides, strict=True))
    texts, _ = measured(own, other)
    grid = net([Lane(0, np.zeros(n + 1, dtype=int), np.full(n + 1, m))])
    found = windows(grid, texts).cosines
    rows, columns = texts.signals.vectors
    for node in random.choice(grid.nodes, 20):
        i, j = int(grid.row[node]), int(grid.column[node])
        for at, (a, b) in enumerate(MATCHES):
            if a > i or b > j:
                assert found[at, node] == NO_ROOM
                continue
            one, two = rows[i - a : i].sum(axis=0), columns[j - b : j].sum(axis=0)
            cosine = one @ two / np.linalg.norm(one) / np.linalg.norm(two)
            assert abs(found[at, node] - cosine) < 1e-3


@given(st.integers(5, 60), SEED)
@settings(max_examples=20, deadline=None)
def test_the_cheap_search_keeps_the_nodes_of_gold_links(size, seed):
    one = made(size, seed=seed)
    texts, lanes = measured(one.source, one.target)
    grid = net(lanes)
    nodes = kept(grid, windows(grid, texts).cosines, texts.best)
    held = set(zip(grid.row[nodes].tolist(), grid.column[nodes].tolist(), strict=True))
    ends = [(a[-1] + 1, b[-1] + 1) for a, b in one.gold if a and b]
    assert sum(end in held for end in ends) >= len(ends) - 1


def test_tokens_count_in_any_form_and_only_where_both_sides_have_them():
    one, other = shared(
        ("In 1998 the MOU\nwas signed.", "It names 5,000 tonnes."),
        ("１９９８年にＭＯＵに署名", "トン"),
    )
    assert one.shape == other.shape
    assert np.allclose(one[0], other[0]) and one[0].any()
    assert not one[1].any() and not other[1].any()
