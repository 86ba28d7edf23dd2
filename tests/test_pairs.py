"""What bench/pairs.py reads of the annotated pairs; their figures are held by test_gate.py."""

import json

import pairs as bench
import pytest

from moc_align.pipeline import open_document
from moc_align.text import squeeze


@pytest.mark.parametrize("folder", [bench.PAIRS, bench.UNSEEN], ids=lambda path: path.name)
def test_every_annotated_clause_is_a_leaf(folder):
    assert bench.score_set(folder).lost == 0


@pytest.mark.parametrize("side", ["old", "new"])
def test_the_structure_is_the_one_that_was_counted(side):
    for gold in sorted(bench.PAIRS.glob("*/gold.json")):
        wanted = json.loads(gold.read_text(encoding="utf-8"))
        entry = wanted[side]
        document = open_document(str(gold.parent / entry["file"]), genre=entry["genre"])
        kinds = [clause.kind for clause in document.clauses]
        # an unnumbered heading and "Section 3" are sections here, and areas or articles there
        counts = {
            "areas": kinds.count("area") + kinds.count("section"),
            "articles": kinds.count("article") + kinds.count("section"),
            "bullets": kinds.count("bullet"),
        }
        for what, count in counts.items():
            assert count >= wanted["structure"][side][what], (gold.parent.name, what)


@pytest.mark.parametrize("name", ["old.en.html", "new.ja.pdf"])
def test_other_forms_of_a_document_give_the_same_clauses(name):
    folder = bench.PAIRS / "kenya-agriculture"
    text = open_document(str(folder / f"{name.rsplit('.', 1)[0]}.txt"))
    other = open_document(str(folder / name))

    def told(document):
        kinds = ("area", "bullet", "item")
        return [(c.kind, squeeze(c.title + c.text)) for c in document.clauses if c.kind in kinds]

    assert told(other) == told(text)


def test_the_pdf_and_the_web_page_give_the_same_diff():
    folder = bench.PAIRS / "kenya-agriculture"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    texts = bench.run_pair(folder, gold)
    gold["old"]["file"], gold["new"]["file"] = "old.en.html", "new.ja.pdf"
    files = bench.run_pair(folder, gold)

    def told(report):
        return [
            (c.kind, [q.text for q in c.before])
            for c in report.changes
            if c.area is not None and c.after
        ]

    assert told(files) == told(texts)
