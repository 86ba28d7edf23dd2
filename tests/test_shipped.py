"""The main job on the two shipped documents, as the README promises it."""

import json
from functools import cache

import pytest

from moc_align.pipeline import Settings, areas_report, diff_report, open_document, parse_report
from moc_align.plugins import Screen, load
from moc_align.text import squeeze


@cache
def shown(command):
    reports = {
        "old": lambda: parse_report("moc-1.0-en"),
        "new": lambda: parse_report("moc-2.0-ja"),
        "old areas": lambda: areas_report("moc-1.0-en"),
        "new areas": lambda: areas_report("moc-2.0-ja"),
        "diff": lambda: diff_report("moc-1.0-en", "moc-2.0-ja"),
    }
    return json.loads(load("reporter", "json").render(reports[command](), Screen()))


def under(clauses, parent, kind):
    return [c for c in clauses if c["path"] and c["path"][-1] == parent and c["kind"] == kind]


def test_the_memorandum_has_its_structure():
    clauses = shown("new")["clauses"]
    kinds = [c["kind"] for c in clauses]
    assert kinds.count("article") == 7
    areas = [c["label"] for c in clauses if c["kind"] == "area"]
    assert areas == [f"{number}．" for number in "１２３４５６７８"]
    assert sum(c["kind"] == "bullet" and c["path"][0] == "art2" for c in clauses) == 39
    assert [c["label"] for c in under(clauses, "art3", "item")] == ["i)", "ii)", "iii)"]
    assert [c["label"] for c in under(clauses, "art7", "item")] == [
        "i)",
        "ii)",
        "iii)",
        "iv)",
        "v)",
    ]
    for kind in ("title", "note", "preamble", "closing", "signature"):
        assert kind in kinds


def test_the_release_has_its_structure():
    clauses = shown("old")["clauses"]
    kinds = [c["kind"] for c in clauses]
    assert (kinds.count("title"), kinds.count("date")) == (1, 1)
    sections = [c for c in clauses if c["kind"] == "section"]
    assert [c["title"] for c in sections] == [
        "Background",
        "Highlights of the partnership agreement",
    ]
    assert len(under(clauses, sections[0]["id"], "paragraph")) == 3
    highlights = under(clauses, sections[1]["id"], "area")
    assert len(highlights) == 6
    assert all(under(clauses, highlight["id"], "item") for highlight in highlights)
    said = " ".join(c["title"] + c["text"] for c in clauses)
    for furniture in ("News Releases", "Back Issues", "Division in Charge", "Related website"):
        assert furniture not in said


@pytest.mark.parametrize("side", ["old", "new"])
def test_every_clause_is_verbatim_and_nothing_is_lost(side):
    document = open_document({"old": "moc-1.0-en", "new": "moc-2.0-ja"}[side])
    source = squeeze(document.text)
    kept = document.text
    for span in document.furniture:
        kept = kept[: span.start] + " " * (span.end - span.start) + kept[span.end :]
    end = 0
    for clause in document.clauses:
        for part in (clause.label, clause.title, clause.text):
            assert squeeze(part) in source
        # what stands between two spans is the label of the second
        between = squeeze(kept[end : clause.span.start]).strip("：:")
        assert between == squeeze(clause.label)
        end = clause.span.end
    assert not kept[end:].strip()


def test_no_japanese_word_is_cut_by_a_wrap():
    wraps = [c["text"] for c in shown("new")["clauses"] if c["kind"] != "signature"]
    for text in wraps:
        for before, space, after in zip(text, text[1:], text[2:], strict=False):
            if space == " ":
                assert before.isascii() or after.isascii(), text


HIGHLIGHTS = {1: 7, 2: 3, 3: 1, 4: 5, 5: 6, 6: 8}
"""Highlight of the release -> area of the memorandum, as any reader maps them."""


def test_each_highlight_lands_in_its_area():
    found = {tag["clause"]: tag for tag in shown("old areas")["tags"]}
    clauses = {c["id"]: c for c in shown("old")["clauses"]}
    highlights = [c for c in clauses.values() if c["kind"] == "area"]
    for number, highlight in enumerate(highlights, start=1):
        below = [c for c in clauses.values() if highlight["id"] in c["path"]]
        for clause in (highlight, *below):
            assert found[clause["id"]]["area"] == HIGHLIGHTS[number]
            assert not found[clause["id"]]["uncertain"]


def test_each_clause_of_article_2_lies_in_its_own_area():
    clauses = {c["id"]: c for c in shown("new")["clauses"]}
    for tag in shown("new areas")["tags"]:
        path = [*clauses[tag["clause"]]["path"], tag["clause"]]
        own = [i for i in path if clauses[i]["kind"] == "area"]
        if own:
            assert tag["area"] == int(own[0].removeprefix("art2.area"))


def test_the_diff_tells_what_became_of_each_area():
    areas = {entry["area"]: entry for entry in shown("diff")["areas"]}
    titles = {c["id"]: c["label"] for c in shown("old")["clauses"] if c["kind"] == "area"}
    assert sorted(areas) == list(range(1, 9))
    assert {n for n, entry in areas.items() if entry["status"] == "new"} == {2, 4}
    back = {int(titles[i].rstrip(".")): n for n, entry in areas.items() for i in entry["from"]}
    assert back == HIGHLIGHTS


def test_the_diff_accounts_for_every_clause():
    changes = shown("diff")["changes"]
    for side, name in (("before", "old"), ("after", "new")):
        leaves = [
            c["id"]
            for c in shown(name)["clauses"]
            if c["kind"] in ("preamble", "paragraph", "bullet", "item", "closing")
        ]
        told = [quote["id"] for change in changes for quote in change[side]]
        assert set(leaves) == set(told)
        if name == "new":
            assert len(told) == len(leaves)


def test_every_quote_of_the_diff_is_verbatim():
    texts = {
        "before": squeeze(open_document("moc-1.0-en").text),
        "after": squeeze(open_document("moc-2.0-ja").text),
    }
    for change in shown("diff")["changes"]:
        assert change["before"] or change["after"]
        for side, source in texts.items():
            assert all(squeeze(quote["text"]) in source for quote in change[side])


def test_standard_provisions_are_not_called_added():
    kinds = {q["id"]: c["kind"] for c in shown("diff")["changes"] for q in c["after"]}
    for clause in shown("new")["clauses"]:
        if clause["id"] in kinds and clause["id"].split(".")[0] in ("art4", "art5", "art6", "art7"):
            assert kinds[clause["id"]] == "not-comparable"


def test_the_startup_hub_is_found_by_its_name():
    change = next(
        c for c in shown("diff")["changes"] if any("Bengaluru" in q["text"] for q in c["before"])
    )
    assert any("ベンガルール" in q["text"] for q in change["after"])
    assert {"Bengaluru", "ベンガルール"} in [{e["source"], e["target"]} for e in change["evidence"]]


@pytest.mark.parametrize("name", ["json", "text", "markdown"])
def test_two_runs_give_the_same_bytes(name):
    reporter = load("reporter", name)
    runs = [
        reporter.render(
            diff_report("moc-1.0-en", "moc-2.0-ja", settings=Settings(cache=c)), Screen()
        )
        for c in (False, True)
    ]
    assert runs[0] == runs[1]
