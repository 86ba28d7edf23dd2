"""The errors that bench/mutate.py makes, and whether it sees what validation says of them.

The figures themselves are held by test_gate.py.
"""

import ast
import random
import re
from pathlib import Path

import mutate
import mutations
import pytest
from mutations.judge import standing
from mutations.numerals import kanji, like, moved_on, read, words
from mutations.variants import VARIANTS
from mutations.words import KINDS

from moc_align.pipeline import open_document

BENCH = Path(mutate.__file__).parent
JA = """データの保護に関する日本国政府とインド共和国政府との間の協定

第１条（適用）

{}

第２条（終了）

この協定は、いつでも改正することができる。
"""
EN = """Agreement between the Government of Japan and the Government of the Republic of India
on the Protection of Data

Article 1 (Application)

{}

Article 2 (Termination)

This Agreement may be amended at any time.
"""
CASES = [
    ("en", "lost-negation", "The museum shall not lend maps.", "The museum shall lend maps."),
    ("ja", "lost-negation", "地図については、適用しない。", "地図については、適用する。"),
    ("en", "added-negation", "Japan will support schools.", "Japan will not support schools."),
    ("ja", "added-negation", "日本国は、学校を支援する。", "日本国は、学校を支援しない。"),
    ("en", "weaker-verb", "It shall publish maps.", "It shall consider publishing maps."),
    ("ja", "weaker-verb", "日本国は、地図を公表する。", "日本国は、地図を公表するよう努める。"),
    ("en", "stronger-verb", "Japan will consider inviting pilots.", "Japan will invite pilots."),
    ("ja", "stronger-verb", "地図の公表の可能性を検討する。", "地図の公表を実施する。"),
    ("en", "changed-number", "It lasts twelve (12) years.", "It lasts twenty-one (21) years."),
    ("ja", "changed-number", "期間は、十二年間とする。", "期間は、二十一年間とする。"),
    ("en", "power-of-ten", "The sum is 2.5 billion yen.", "The sum is 2.5 million yen."),
    ("ja", "power-of-ten", "総額は、２０億円とする。", "総額は、２億円とする。"),
    ("en", "swapped-day-month", "It ends on 3 June 2031.", "It ends on 6 March 2031."),
    ("ja", "swapped-day-month", "令和７年６月３日に終了する。", "令和７年３月６日に終了する。"),
    ("ja", "changed-era-year", "令和７年６月３日に終了する。", "平成７年６月３日に終了する。"),
    ("en", "changed-limit", "They meet at least twice a year.", "They meet at most twice a year."),
    ("ja", "changed-limit", "会合は、年２回以上とする。", "会合は、年２回以下とする。"),
    ("en", "wrong-reference", "As Article 5 says, it ends.", "As Article 4 says, it ends."),
    ("ja", "wrong-reference", "第５条の規定により終了する。", "第４条の規定により終了する。"),
    ("en", "dropped-item", "They exchange maps, seeds and coins.", "They exchange maps and coins."),
    ("ja", "dropped-item", "地図、種子、絵画及び切手を送る", "地図、絵画及び切手を送る"),
    ("en", "lost-qualifier", "It ends with prior consent.", "It ends with consent."),
    ("ja", "lost-qualifier", "事前の同意により終了する。", "同意により終了する。"),
    ("en", "swapped-direction", "It receives pilots dispatched from India.",
     "It receives pilots dispatched to India."),
    ("ja", "swapped-direction", "日本国から派遣される者をいう。", "日本国へ派遣される者をいう。"),
    ("en", "exchanged-parties", "Japan shall send pilots.", "India shall send pilots."),
    ("ja", "exchanged-parties", "日本国は、地図を送る。", "インド共和国は、地図を送る。"),
    ("en", "wrong-body", "The United Nations shall be told.", "The European Union shall be told."),
    ("ja", "wrong-body", "総務省に通知する。", "財務省に通知する。"),
    ("en", "wrong-acronym", "Its Bureau of Maps (BOM) ends.", "Its Bureau of Maps (BMO) ends."),
    ("en", "and-or", "They exchange maps and coins.", "They exchange maps or coins."),
    ("ja", "and-or", "地図及び貨幣を交換する。", "地図又は貨幣を交換する。"),
    ("en", "definition-dropped", 'Maps (hereinafter the "Sheets") are kept.', "Maps are kept."),
    ("ja", "definition-dropped", "地図（以下「図面」という。）を保存する。", "地図を保存する。"),
    ("en", "dropped-sentence", "It lasts. It may end.", "It lasts."),
    ("ja", "dropped-sentence", "五年間有効とする。その後終了する。", "五年間有効とする。"),
]  # fmt: skip
"""Language, kind, clause, one of the mutants that it has room for."""


def made(folder, lang, clause):
    """A bitext of which the translation has this clause."""
    texts = {"en": EN.format("It ends. It may end."), "ja": JA.format("終了する。終了する。")}
    own = (EN if lang == "en" else JA).format(clause)
    source, target = (folder / f"one.{other}.txt" for other in ("en", "ja"))
    if lang == "en":
        source, target = target, source
    source.write_text(texts["ja" if lang == "en" else "en"], encoding="utf-8")
    target.write_text(own, encoding="utf-8")
    return mutations.edition(source, target, None)


def mutants(text, name):
    kind = next(kind for kind in KINDS if kind.name == name)
    return list(kind.make(text, random.Random(0)))  # noqa: S311


@pytest.mark.parametrize(("lang", "kind", "clause", "wanted"), CASES)
def test_an_error_of_the_kind(tmp_path, lang, kind, clause, wanted):
    text = made(tmp_path, lang, clause)
    found = {text.apply(mutant.edits) for mutant in mutants(text, kind)}
    assert (EN if lang == "en" else JA).format(wanted) in found


HARMLESS = [
    ("en", "dates-month-first", "It ends on 3 June 2031.", "It ends on June 3, 2031."),
    ("ja", "dates-month-first", "令和７年６月３日に終了する。", "２０２５年６月３日に終了する。"),
    ("en", "numbers-figures", "It lasts five years.", "It lasts 5 years."),
    ("ja", "numbers-words", "期間は、５年間とする。", "期間は、五年間とする。"),
    ("ja", "numbers-width", "期間は、５年間とする。", "期間は、5年間とする。"),
    ("en", "synonyms", "It shall endeavour to end.", "It shall make efforts to end."),
    ("ja", "synonyms", "検査を実施する。", "検査を行う。"),
    ("en", "spelling", "The programme needs cooperation.", "The program needs co-operation."),
    ("en", "voice", "The Parties will support art.", "Art will be supported by the Parties."),
    ("en", "punctuation", "They lend maps, seeds and coins.", "They lend maps, seeds, and coins."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "variant", "clause", "wanted"), HARMLESS)
def test_a_harmless_variant(tmp_path, lang, variant, clause, wanted):
    text = made(tmp_path, lang, clause)
    assert (EN if lang == "en" else JA).format(wanted) == text.apply(VARIANTS[variant](text))


@pytest.fixture(scope="module")
def tasks():
    return mutate.mutants(mutate.OWN, ())


def test_there_are_mutants_of_every_kind_in_both_directions(tasks):
    every = [mutant for task in tasks for mutant in task.mutants]
    assert len(every) >= 500
    assert {mutant.kind for mutant in every} == {kind.name for kind in KINDS}
    assert len(KINDS) >= 25
    only_japanese = {"changed-era-year"}
    for turned in (False, True):
        kinds = {m.kind for task in tasks if task.turned == turned for m in task.mutants}
        assert kinds | only_japanese == {kind.name for kind in KINDS}


def test_every_mutant_differs_and_names_clauses_that_there_are(tasks):
    for task in tasks:
        text = mutate.opened(task.bitext, task.turned)
        ids = {clause.id for clause in text.target.clauses}
        for mutant in task.mutants:
            assert text.apply(mutant.edits) != text.raw
            assert ids.issuperset(mutant.clauses)


def test_the_sample_is_the_same_each_time_and_of_all_kinds(tasks):
    chosen = mutate.reduced(tasks, 64)
    assert chosen == mutate.reduced(mutate.mutants(mutate.OWN, ()), 64)
    taken = [mutant.kind for task in chosen for mutant in task.mutants]
    assert len(taken) == 64
    assert {kind.name for kind in KINDS} == set(taken)


def test_mutators_share_nothing_with_the_checks():
    for file in (BENCH / "mutate.py", *(BENCH / "mutations").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [
            a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names
        ]
        assert not [module for module in modules if re.match(r"moc_align\.checks", module or "")]


def test_where_an_error_stands(tmp_path):
    text = made(tmp_path, "en", "The museum shall not lend maps.")
    for kind, ids in (
        ("lost-negation", {"art1.p1"}),
        ("dropped-clause", set()),
        ("wrong-label", {"art1"}),
    ):
        mutant = mutants(text, kind)[0]
        file = tmp_path / "mutant.txt"
        file.write_text(text.apply(mutant.edits), encoding="utf-8")
        document = open_document(str(file))
        stands = {c.title or c.text for c in document.clauses if c.id in standing(document, mutant)}
        assert stands == {text.target.clause(i).title or "The museum shall lend maps." for i in ids}


def test_validation_names_plain_errors_and_is_silent_on_the_translation(tasks):
    plain = ("dropped-clause", "untranslated-clause", "changed-day")
    task = tasks[2]
    few = tuple(next(m for m in task.mutants if m.kind == kind) for kind in plain)
    judged, varied = mutate.run(mutate.Task(task.bitext, task.turned, few, ("unchanged",)))
    assert [(row.mutant.kind, row.right, row.strange) for row in judged] == [
        (kind, True, ()) for kind in plain
    ]
    assert [row.found for row in varied] == [()]


@pytest.mark.parametrize(
    ("text", "number"),
    [("twelve", 12), ("forty-two", 42), ("１２", 12), ("三百六十五", 365)],
)
def test_numbers_are_read_and_written_in_their_own_way(text, number):
    assert read(text) == number
    assert like(number, text) == text


def test_numbers_that_are_none():
    assert read("north") is None
    assert words(90) == "ninety"
    assert kanji(2026) == "二千二十六"


@pytest.mark.parametrize(
    ("label", "by", "wanted"),
    [("Article 9", 1, "Article 10"), ("第９条", 2, "第１１条"), ("第九章", 1, "第十章"),
     ("iii)", 1, "iv)"), ("(1)", -1, None), ("−", 1, "−")],
)  # fmt: skip
def test_labels_move_on(label, by, wanted):
    assert moved_on(label, by) == wanted


def test_mistakes_of_the_user(capsys):
    assert mutate.main(["--kind", "typo"]) == 2
    assert "no kind 'typo'" in capsys.readouterr().err
    assert mutate.main(["--bitext", "one.txt"]) == 2
