"""Links between a text and its translation: what is found, and what no input may break."""

from __future__ import annotations

import numpy as np
import pytest
from bitexts_made import DIM, laid, made, right, shapes, side

from moc_align.aligner.bitext import UNRELATED, Pin, Side, align, related
from moc_align.aligner.bitext.band import anchors
from moc_align.errors import ConfigError

EMPTY = Side((), np.zeros((0, DIM), dtype=np.float32))


def partitioned(beads, n: int, m: int) -> bool:
    """Whether every unit of both sides is in exactly one bead."""
    sources = sorted(i for bead in beads for i in bead.source)
    targets = sorted(j for bead in beads for j in bead.target)
    return sources == list(range(n)) and targets == list(range(m))


@pytest.mark.parametrize("size", [12, 60, 700])
def test_omissions_and_merges_are_found(size):
    one = made(size, seed=size)
    assert right(one, align(one.source, one.target)) > 0.95


def test_neighbours_that_changed_places_are_found_and_cross():
    beads = [([[k]], [[k]]) for k in range(20)]
    order = list(range(20))
    order[8], order[9] = order[9], order[8]
    found = align(*_sides(beads, order))
    crossing = [bead for bead in found if bead.crossing]
    assert [(b.source, b.target) for b in crossing] == [((8,), (9,)), ((9,), (8,))]


def test_a_block_that_moved_is_found_and_crosses():
    beads = [([[k]], [[k]]) for k in range(40)]
    order = [*range(5), *range(8, 30), 5, 6, 7, *range(30, 40)]
    one = laid(beads, order, 3)
    found = align(one.source, one.target)
    assert right(one, found) == 1
    assert [b.source for b in found if b.crossing] == [(5,), (6,), (7,)]


def test_halves_that_changed_places_are_found_in_free_order():
    beads = [([[k]], [[k]]) for k in range(200)]
    one = laid(beads, [*range(120, 200), *range(120)], 4)
    assert right(one, align(one.source, one.target, order="free")) > 0.97


def test_confidences_of_clear_links_are_near_one_and_scores_are_cosines():
    one = made(100, seed=9)
    found = align(one.source, one.target)
    assert all(0 <= bead.confidence <= 1 and -1 <= bead.score <= 1 for bead in found)
    assert np.median([bead.confidence for bead in found]) > 0.95


@pytest.mark.parametrize("length", [0, 1, 5])
def test_an_empty_side_leaves_null_links(length):
    full = side([[k] for k in range(length)], 1)
    found = align(full, EMPTY)
    assert shapes(found) == [((k,), ()) for k in range(length)]
    assert shapes(align(EMPTY, full)) == [((), (k,)) for k in range(length)]


def test_one_unit_against_a_thousand_links_its_own():
    many = side([[k] for k in range(1000)], 1)
    found = align(side([[500]], 2), many)
    assert partitioned(found, 1, 1000)
    assert ((0,), (500,)) in shapes(found)


def test_units_that_are_all_equal_go_one_to_one():
    same = Side(("第一条",) * 300, np.ones((300, DIM), dtype=np.float32))
    assert shapes(align(same, same)) == [((k,), (k,)) for k in range(300)]


def test_units_that_are_all_equal_and_more_on_one_side_are_linked_as_far_as_they_go():
    short, long = (Side(("第一条",) * n, np.ones((n, DIM), dtype=np.float32)) for n in (200, 300))
    found = align(short, long)
    assert partitioned(found, 200, 300)
    assert not any(bead.source and not bead.target for bead in found)


def test_two_units_in_turn_go_one_to_one():
    same = side([[k % 2] for k in range(150)], 1, 0)
    assert shapes(align(same, same)) == [((k,), (k,)) for k in range(150)]


def test_texts_without_a_known_token_are_aligned_by_length():
    nothing = Side(("■" * 20,) * 8, np.zeros((8, DIM), dtype=np.float32))
    assert partitioned(align(nothing, nothing), 8, 8)


def test_a_third_of_one_side_missing_is_null_links():
    meanings = [[k] for k in range(900)]
    found = align(side(meanings, 1), side(meanings[:300] + meanings[570:], 2))
    missing = {bead.source[0] for bead in found if not bead.target}
    assert len(missing ^ set(range(300, 570))) < 9


def test_repeated_boilerplate_does_not_lead_astray():
    # 500 identical units among 20,000: nearest neighbours alone collapse on them
    meanings = [[-1] if k % 40 == 7 else [k] for k in range(20_000)]
    found = align(side(meanings, 1, 0.4), side(meanings, 2, 0.4))
    good = sum(bead.source == bead.target for bead in found)
    assert good > 19_900


def test_repeated_boilerplate_makes_no_anchors_and_hides_none():
    meanings = [[-1] if k % 3 == 0 else [k] for k in range(600)]
    one, other = (side(meanings, seed, 0.4).sums for seed in (1, 2))
    nothing = np.zeros(600, dtype=np.int32)
    chain = anchors((one, other), (nothing, nothing)).chain
    assert np.array_equal(chain[:, 0], chain[:, 1])
    # all but the 200 that repeat
    assert len(chain) > 390


def test_documents_that_do_not_belong_together_are_told():
    one, other = made(150, seed=1), made(150, seed=2)
    assert related(align(one.source, one.target)) > 3 * UNRELATED
    assert related(align(one.source, other.target)) < UNRELATED


def test_labels_lead_where_vectors_say_nothing():
    rows = np.zeros((20, DIM), dtype=np.float32)
    texts = ("「」" * 10,) * 20
    labels = tuple(f"art{k}" for k in range(20))
    found = align(Side(texts, rows, labels), Side(texts[:19], rows[:19], labels[1:]))
    assert shapes(found) == [((0,), ()), *(((k + 1,), (k,)) for k in range(19))]


def test_vectors_that_do_not_add_up_are_asked_for_where_they_are_needed():
    one = made(40, seed=6)
    rows = {
        text: row
        for own in (one.source, one.target)
        for text, row in zip(own.texts, own.sums, strict=True)
    }

    def embed(texts):
        found = np.stack([sum(rows[part] for part in text.split(" ")) for text in texts])
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def units(own):
        return Side(own.texts, embed(own.texts).astype(np.float32))

    assert right(one, align(units(one.source), units(one.target), embed=embed)) > 0.9


def test_one_to_one_links_only_single_units_and_keeps_pins():
    one = made(80, seed=3, merge=0.4)
    n, m = len(one.source.texts), len(one.target.texts)
    pin = Pin((10, 11), (12, 13, 14))
    found = align(one.source, one.target, pins=[pin], one_to_one=True)
    assert partitioned(found, n, m)
    assert [(b.source, b.target) for b in found if b.origin == "human"] == [
        ((10, 11), (12, 13, 14))
    ]
    others = [b for b in found if b.origin == "auto"]
    assert max(len(b.source) + len(b.target) for b in others) == 2
    assert max(len(part) for b in others for part in (b.source, b.target)) == 1
    # half of each merged link is as good as can be
    linked = {b.source[0]: b.target[0] for b in others if b.source and b.target}
    single = [(a[0], b[0]) for a, b in one.gold if len(a) == len(b) == 1]
    assert np.mean([linked.get(i) == j for i, j in single]) > 0.9


def test_one_to_one_finds_what_changed_places():
    order = [*range(10), 11, 10, *range(12, 20)]
    found = align(*_sides([([[k]], [[k]]) for k in range(20)], order), one_to_one=True)
    assert ((10,), (11,)) in shapes(found) and ((11,), (10,)) in shapes(found)


PINS = {
    "a link beside the diagonal": [Pin((10,), (12,))],
    "units that are not neighbours": [Pin((10, 13), (11,))],
    "a null link": [Pin((10,), ())],
    "two that cross": [Pin((5,), (20,)), Pin((20,), (5,))],
    "a large link": [Pin(tuple(range(10, 20)), tuple(range(10, 21)))],
    "the first and the last": [Pin((0,), (0, 1)), Pin((29,), (29,))],
}


@pytest.mark.parametrize("pins", PINS.values(), ids=PINS)
def test_pins_are_kept_and_the_rest_is_found_around_them(pins):
    meanings = [[k] for k in range(30)]
    source, target = side(meanings, 1), side(meanings, 2)
    found = align(source, target, pins=pins)
    human = [(b.source, b.target) for b in found if b.origin == "human"]
    assert sorted(human) == sorted((p.source, p.target) for p in pins)
    assert partitioned(found, 30, 30)
    assert sum(bead.source == bead.target for bead in found) >= 14


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ([Pin((3,), (0,))], "which has 3"),
        ([Pin((0,), (-1,))], "which has 3"),
        ([Pin((0,), (0,)), Pin((0,), (1,))], "two pins name unit 0"),
        ([Pin((), ())], "names no unit"),
    ],
)
def test_pins_that_cannot_be_kept_are_refused(pins, message):
    three = side([[1], [2], [3]], 1)
    with pytest.raises(ConfigError, match=message):
        align(three, three, pins=pins)


def _sides(beads, order):
    one = laid(beads, order, 5)
    return one.source, one.target
