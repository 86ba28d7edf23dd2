"""Changes and details from links and facts that are given."""

import csv
from pathlib import Path

import pytest
from toys import document

from moc_align.diff import Side, changes
from moc_align.diff.details import details
from moc_align.facts import state
from moc_align.provisions import roles
from moc_align.schema import AreaTag, Crossings, Link

CASES = Path(__file__).parent / "cases" / "details" / "details.tsv"


def rows():
    with CASES.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def facts_of(text, lang):
    return state(document(lang, ("p1", "paragraph", "", text))).leaves["p1"]


@pytest.mark.parametrize("case", rows(), ids=lambda case: case["reason"])
def test_details(case):
    before, after = (
        facts_of(case[side], "en" if case[side].isascii() else "ja") for side in ("old", "new")
    )
    found = details([before], [after], frozenset({"japan"}), case["summary"] == "yes")
    told = "; ".join(f"{d.kind}: {d.before} > {d.after}" for d in found)
    assert told == case["details"]


def side(made, area=1):
    tags = tuple(AreaTag(c.id, area, 1.0, 1.0, False) for c in made.clauses)
    return Side(made, tags, state(made), roles(made))


def link(source, target, confidence=0.9):
    return Link((source,), (target,), 0.7, confidence)


def crossings(links=(), doubts=()):
    return Crossings(tuple(links), tuple(doubts), {}, {})


def told(found):
    return [
        (c.kind, [q.id for q in c.before], [q.id for q in c.after], c.reason.split(";")[0])
        for c in found
    ]


OLD = document(
    "en",
    ("art1", "article", "Areas", ""),
    ("art1.i1", "item", "", "The Sides will share information on ports."),
    ("art1.i2", "item", "", "The Sides will hold a seminar in 2019."),
    ("art2", "article", "Funding", ""),
    ("art2.p1", "paragraph", "", "Each Side will bear its own costs."),
    name="old",
)
NEW = document(
    "en",
    ("art1", "article", "Areas", ""),
    ("art1.i1", "item", "", "The Sides will hold a seminar in 2026."),
    ("art1.i2", "item", "", "The Sides will train pilots."),
    ("art2", "article", "Funding", ""),
    ("art2.p1", "paragraph", "", "Each Side will bear its own costs."),
    name="new",
)


def test_each_kind_of_change():
    found = changes(
        side(OLD),
        side(NEW),
        crossings([link("art1.i2", "art1.i1"), link("art2.p1", "art2.p1")]),
    )
    assert told(found) == [
        ("changed", ["art1.i2"], ["art1.i1"], "continues art1.i2 with a different date"),
        ("added", [], ["art1.i2"], "nothing in the older text corresponds"),
        ("carried", ["art2.p1"], ["art2.p1"], "continues art2.p1"),
        ("dropped", ["art1.i1"], [], "nothing in the newer text corresponds"),
    ]


def test_nothing_is_told_twice_or_lost_without_links():
    found = changes(side(OLD), side(NEW), crossings())
    for name, made in (("before", OLD), ("after", NEW)):
        ids = [quote.id for change in found for quote in getattr(change, name)]
        assert sorted(ids) == sorted(clause.id for clause in made.leaves())


def test_a_doubtful_pair_is_uncertain_and_told_once():
    found = changes(side(OLD), side(NEW), crossings((), [link("art1.i1", "art1.i2", 0.4)]))
    assert ("uncertain", ["art1.i1"], ["art1.i2"]) in [t[:3] for t in told(found)]
    assert sum("art1.i1" in t[1] for t in told(found)) == 1


def test_a_link_that_barely_holds_is_not_called_carried():
    found = changes(side(OLD), side(NEW), crossings([link("art2.p1", "art2.p1", 0.5)]))
    assert next(t for t in told(found) if "art2.p1" in t[2])[0] == "uncertain"


def test_links_that_barely_hold_lose_none_of_the_old_clauses():
    links = [link("art1.i1", "art1.i2", 0.5), link("art2.p1", "art1.i2", 0.52)]
    text = "The Sides will train pilots."
    twin = document("en", ("art1.i1", "item", "", text), ("art2.p1", "paragraph", "", text))
    found = changes(side(twin), side(NEW), crossings(links))
    change = next(t for t in told(found) if t[2] == ["art1.i2"])
    assert change[:2] == ("uncertain", ["art1.i1", "art2.p1"])
    ids = {quote.id for c in found for quote in c.before}
    assert ids == {clause.id for clause in twin.leaves()}


def test_a_release_would_hold_no_funding_clause():
    release = document(
        "en",
        ("sec1", "section", "Highlights", ""),
        ("sec1.i1", "item", "", "Sharing of information on ports"),
        genre="release",
    )
    found = {tuple(t[2]): t for t in told(changes(side(release), side(NEW), crossings()))}
    assert found[("art2.p1",)][0] == "not-comparable"
    assert "which holds no funding clauses" in found[("art2.p1",)][3]
    assert found[("art1.i1",)][0] == "added"


def test_what_a_newer_release_leaves_out_is_not_dropped():
    release = document(
        "en",
        ("sec1", "section", "Highlights", ""),
        ("sec1.i1", "item", "", "Training of pilots"),
        genre="release",
    )
    found = told(changes(side(OLD), side(release), crossings()))
    assert {t[0] for t in found if t[1]} == {"not-comparable"}


def test_clauses_outside_the_areas_come_last():
    found = changes(side(OLD, None), side(NEW, 2), crossings())
    assert [change.area for change in found] == [2, 2, 2, None, None, None]
