"""`moc-align diff --gloss`: quotes with their unofficial translation, where one is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from moc_align.cli import run
from moc_align.pipeline import diff_report, open_document
from moc_align.pipeline.glosses import with_glosses
from moc_align.plugins import Screen, load
from moc_align.reporters._glosses import glosses
from moc_align.resources import corpora_path

BITEXTS = Path(__file__).parent / "bitexts"
JA, EN = (str(BITEXTS / f"agreement-data.{lang}.txt") for lang in ("ja", "en"))


def gold() -> dict[str, str]:
    rows = corpora_path("moc-2.0-ja-en.links.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(row.split("\t") for row in rows)


def test_the_shipped_pair_has_its_own_links() -> None:
    report = with_glosses(diff_report("moc-1.0-en", "moc-2.0-ja"), "en")
    told = glosses(report)
    english = open_document("moc-2.0-en")
    links = gold()
    for change in report.changes:
        for quote in change.after:
            assert told["new", quote.id] == english.clause(links[quote.id]).words
    assert not [key for key in told if key[0] == "old"], "the older text is in English"
    assert report.signature
    assert dict(report.signature.settings)["gloss"] == english.sha256[:12]
    assert any("moc-2.0-en" in note and "unofficial" in note for note in report.notes)


def test_glosses_are_marked_in_text_and_markdown() -> None:
    report = with_glosses(diff_report("moc-1.0-en", "moc-2.0-ja"), "en")
    text = load("reporter", "text").render(report, Screen())
    markdown = load("reporter", "markdown").render(report, Screen())
    quoted = [q for c in report.changes if c.kind != "not-comparable" for q in c.after]
    assert text.count("\n       unofficial ") == len(quoted)
    assert markdown.count("\n> *unofficial* ") == len(quoted)


def test_the_other_way_round() -> None:
    report = with_glosses(diff_report("moc-1.0-en", "moc-2.0-en"), "ja")
    japanese = open_document("moc-2.0-ja")
    told = glosses(report)
    back = {target: source for source, target in gold().items()}
    for change in report.changes:
        for quote in change.after:
            assert told["new", quote.id] == japanese.clause(back[quote.id]).words


def test_a_text_of_ones_own_is_aligned() -> None:
    report = with_glosses(diff_report("moc-1.0-en", JA), "en", EN)
    told = glosses(report)
    quotes = [quote for change in report.changes for quote in change.after]
    assert sum(("new", quote.id) in told for quote in quotes) > 0.9 * len(quotes)
    assert any("a machine" in note for note in report.notes)


def test_without_a_gloss_nothing_is_told() -> None:
    assert glosses(diff_report("moc-1.0-en", "moc-2.0-ja")) == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["moc-1.0-en", "moc-2.0-en", "--gloss", "en"], "both texts are in English already"),
        (["moc-1.0-en", JA, "--gloss", "en"], "is shipped; name one as --gloss-text"),
        (["--gloss", "fr"], "fr"),
        (["--gloss-text", EN], "--gloss-text needs --gloss"),
        (["--gloss", "en", "--gloss-text", JA], "it is in Japanese as well"),
        (["--gloss", "en", "--gloss-text", "none.txt"], "none.txt does not exist"),
    ],
)
def test_a_mistake_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(["diff", *arguments]) == 2
    assert message in capsys.readouterr().err
