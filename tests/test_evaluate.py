"""Evaluation of links: files, figures, calibration, the command, documents with known gold."""

import csv
import json
import random
import re
import tomllib
from fractions import Fraction
from pathlib import Path

import align
import baselines
import bitexts
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.cli import run
from moc_align.cli.eval import repeated
from moc_align.errors import MocAlignError
from moc_align.evaluate import (
    Alignment,
    Case,
    Link,
    as_json,
    as_text,
    calibration,
    count,
    evaluate,
    read_alignment,
)

TESTS = Path(__file__).parent
CASES = TESTS / "cases" / "evaluate"
BITEXT = TESTS / "bitext"
SCORES = tomllib.loads((CASES / "scores.toml").read_text(encoding="utf-8"))["case"]


PERCENT = st.integers(0, 100).map(lambda n: Fraction(n, 100))


def rows(name):
    with (CASES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def beads(text):
    return read_alignment("\n".join(text.split()).encode(), "x.txt").links


def ratio(text):
    return None if text == "-" else Fraction(text)


SIZES = [(1, 1), (1, 1), (0, 1), (1, 0), (1, 2), (2, 1), (2, 3)]
drawn = settings(max_examples=30, deadline=None)


@st.composite
def links(draw):
    """Links that partition both sides, some of them moved, some with a confidence."""
    rows = st.tuples(st.sampled_from(SIZES), st.none() | PERCENT, st.integers(0, 3))
    shapes = draw(st.lists(rows, min_size=1, max_size=6))
    starts, at = {}, 0
    for k in sorted(range(len(shapes)), key=lambda k: shapes[k][2]):
        starts[k], at = at, at + shapes[k][0][1]
    found, source = [], 0
    for k, ((a, b), confidence, _) in enumerate(shapes):
        target = tuple(range(starts[k], starts[k] + b))
        found.append(Link(tuple(range(source, source + a)), target, confidence))
        source += a
    return tuple(found)


@pytest.mark.parametrize("row", rows("beads.tsv"), ids=lambda row: row["reason"])
def test_a_line_is_a_link(row):
    (link,) = read_alignment(row["line"].encode(), "x.txt").links
    source, target = (
        tuple(int(i) for i in row[side].split(",") if i != "-") for side in ("source", "target")
    )
    assert link == Link(source, target, ratio(row["confidence"] or "-"))


@pytest.mark.parametrize("row", rows("refused.tsv"), ids=lambda row: row["reason"])
def test_what_is_no_alignment_is_told_in_a_sentence(row):
    with pytest.raises(MocAlignError) as told:
        read_alignment(row["content"].replace("\\n", "\n").encode(), "x.txt")
    assert row["message"] in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_of_another_encoding_is_refused():
    with pytest.raises(MocAlignError, match=r"x\.txt is not UTF-8"):
        read_alignment("[0]:[0]\n対応".encode("cp932"), "x.txt")


@drawn
@given(st.binary(max_size=80) | st.text(alphabet='[]:0123,. {}"links\n', max_size=60))
def test_no_file_raises_anything_else(data):
    data = data if isinstance(data, bytes) else data.encode()
    try:
        assert read_alignment(data, "x.txt").links
    except MocAlignError as error:
        assert "x.txt" in str(error)


def as_align_json(found, ids, texts="{}"):
    """The JSON of `moc-align align`, the units of each side named by `ids`."""
    return json.dumps(
        {
            "links": [
                {
                    side: [{**ids(side, i), "text": texts.format(i)} for i in getattr(link, side)]
                    for side in ("source", "target")
                }
                | {"confidence": None if link.confidence is None else float(link.confidence)}
                for link in found
            ],
            "signature": "s",
        }
    ).encode()


@pytest.mark.parametrize(
    "ids",
    [
        lambda side, i: {"id": str(i + 1), "line": i + 1},
        lambda side, i: {"id": f"art{i // 4}.b{i % 4}", "line": 3 * i + 1},
        lambda side, i: {"id": f"art1#{i}", "line": 7},
        lambda side, i: {"id": "xyzuvwabcdefrst"[i], "line": 1, "index": i},
    ],
    ids=["lines", "clauses", "sentences in one line", "an index of its own"],
)
def test_units_in_json_get_the_index_they_have_in_the_document(ids):
    # a moved link, so that order of appearance would be wrong on the target side
    wanted = beads("[0]:[9,10]:.5 [1]:[0] [2,3]:[1,2] [4]:[] []:[3] [5]:[4,5,6,7,8]")
    found = read_alignment(as_align_json(wanted, ids, "unit {}"), "x.json")
    assert found.links == wanted
    assert found.texts["target"][10] == "unit 10"


def test_lines_that_are_in_no_link_keep_their_number():
    ids = lambda side, i: {"id": str(i + 1), "line": i + 1}  # noqa: E731
    wanted = beads("[0]:[0] [5]:[7]")
    assert read_alignment(as_align_json(wanted, ids), "x.json").links == wanted


@pytest.mark.parametrize("case", SCORES, ids=lambda case: case["reason"])
def test_precision_and_recall(case):
    found = count(beads(case["gold"]), beads(case["test"]))
    for name in ("strict", "lax", "pair"):
        ratios = getattr(found, name)
        assert [ratios.precision, ratios.recall] == [ratio(r) for r in case[name]], name


def vecalign(gold, test):
    """(strict right, strict wrong, lax right, lax wrong) as `_precision` of score.py counts."""
    golds = {link.ends for link in gold}
    targets = {}
    for source, target in golds:
        for s in source:
            targets.setdefault(s, set()).update(target)
    strict = lax = 0
    for link in test:
        hit = link.ends in golds
        strict += hit
        over = {t for s in link.source for t in targets.get(s, ())}
        lax += hit or bool(over & set(link.target))
    return strict, len(test) - strict, lax, len(test) - lax


@drawn
@given(links(), links())
def test_the_counts_are_those_of_vecalign(gold, test):
    found = count(gold, test)
    right, wrong, lax_right, lax_wrong = vecalign(gold, test)
    assert (found.test_strict, found.test, found.test_lax) == (right, right + wrong, lax_right)
    assert lax_right + lax_wrong == found.test
    whole = [[link for link in side if not link.null] for side in (test, gold)]
    right, wrong, lax_right, _ = vecalign(*whole)
    assert (found.gold_strict, found.gold, found.gold_lax) == (right, right + wrong, lax_right)


@drawn
@given(links())
def test_the_gold_itself_is_perfect(gold):
    found = count(gold, gold)
    assert found.strict.precision == found.lax.precision == 1
    linked = any(not link.null for link in gold)
    assert found.strict.f1 == found.lax.f1 == found.pair.f1 == (1 if linked else None)
    assert all(part.gold == part.strict == part.lax for part in found.shapes)


@drawn
@given(links(), links(), st.integers(0, 99))
def test_the_order_of_links_changes_no_figure(gold, test, seed):
    mixed = random.Random(seed).sample(test, len(test))  # noqa: S311
    assert count(gold, mixed) == count(gold, test)


@drawn
@given(st.lists(st.tuples(links(), links()), min_size=1, max_size=3))
def test_files_are_summed_before_they_are_divided(pairs):
    cases = [Case(Alignment("g", gold), Alignment("t", test)) for gold, test in pairs]
    result = evaluate(cases)
    each = [count(gold, test) for gold, test in pairs]
    assert result.counts.test == sum(c.test for c in each)
    assert result.counts.strict.precision == Fraction(
        sum(c.test_strict for c in each), sum(c.test for c in each)
    )
    assert [file.counts for file in result.files] == each


def test_recall_by_shape():
    gold = beads("[0]:[0] [1]:[1,2] [2,3]:[3] [4,5]:[4,5] [6]:[] []:[6]")
    test = beads("[0]:[0] [1]:[1] []:[2] [2,3]:[3] [4]:[4] [5]:[5] [6]:[6]")
    shapes = [(part.gold, part.strict, part.lax) for part in count(gold, test).shapes]
    assert shapes == [(1, 1, 1), (1, 0, 1), (1, 1, 1), (1, 0, 1), (2, 0, 0)]


def test_calibration_by_hand():
    judged = [("0.95", True), ("0.9", False), ("1", True), ("0.25", False), ("0.2", True)]
    found = calibration((Fraction(confidence), right) for confidence, right in judged)
    # last tenth: 2.85 told, 2 right; third tenth: .45 told, 1 right
    assert found.error == (Fraction("0.85") + Fraction("0.55")) / 5
    assert (found.sure, found.sure_right, found.sure_share) == (3, 2, Fraction(2, 3))
    assert [part.links for part in found.bins] == [0, 0, 2, 0, 0, 0, 0, 0, 0, 3]


def test_no_confidences_no_calibration():
    gold = Alignment("g.txt", beads("[0]:[0]"))
    result = evaluate([Case(gold, gold)])
    assert result.calibration.error is None
    assert "The test files give no confidences." in as_text(result, 3)
    assert json.loads(as_json(result, 3))["calibration"] is None


@drawn
@given(st.lists(PERCENT))
def test_an_edge_belongs_to_the_tenth_it_begins(confidences):
    found = calibration((value, True) for value in confidences)
    assert found.links == len(confidences)
    for at, part in enumerate(found.bins):
        assert part.links * at <= part.total * 10 <= part.links * (at + 1)
    assert found.sure == found.bins[-1].links


def sample():
    """A result with wrong and missed links of every kind."""
    gold = Alignment("g.txt", beads("[0]:[0] [1,2]:[1] [3]:[2] [4]:[3] []:[4]"))
    test = Alignment("t.txt", beads("[0]:[0]:.99 [1]:[1]:.7 [2]:[]:.6 [3]:[3]:.9 [4]:[2]:.2"))
    lines = tuple(f"文{i}" for i in range(5)), tuple(f"line {i}" for i in range(5))
    return evaluate([Case(gold, test, *lines)])


def test_the_worst_links_are_the_wrong_ones_that_are_surest():
    result = sample()
    told = [(str(fault.link), fault.partly) for fault in result.wrong]
    assert told == [
        ("[3]:[3]", False),
        ("[1]:[1]", True),
        ("[2]:[]", False),
        ("[4]:[2]", False),
    ]
    assert [str(link) for link in result.wrong[0].beside] == ["[3]:[2]", "[4]:[3]"]
    assert result.wrong[0].texts == (("文3",), ("line 3",))
    # of which nothing was found comes before what was found in part
    assert [str(f.link) for f in result.missed] == ["[3]:[2]", "[4]:[3]", "[1, 2]:[1]"]


def test_an_index_that_is_in_no_link_is_noted():
    (note,) = sample().notes
    assert note == "t.txt: no link holds target index 4, which g.txt has"


def test_costs_are_not_taken_for_confidences():
    test = read_alignment(b"[0]:[0]:0.3\n[1]:[1]:1.2\n", "t.txt")
    result = evaluate([Case(Alignment("g.txt", beads("[0]:[0] [1]:[1]")), test)])
    assert result.calibration.links == 0
    assert "t.txt: the third field is no confidence" in result.notes[0]


def test_text_and_json_tell_the_same():
    result = sample()
    text, found = as_text(result, 2), json.loads(as_json(result, 2))
    assert "Null links count in precision, not in recall." in text
    assert "strict         0.200     0.250     0.222" in text
    assert found["strict"] == {"precision": 0.2, "recall": 0.25, "f1": 0.222222}
    assert "Wrong links, the most confident first (2 of 4):\n  [3]:[3]  confidence 0.900" in text
    assert (found["wrong_links"], len(found["worst"]), found["missed_links"]) == (4, 2, 3)
    assert found["worst"][0]["source_texts"] == ["文3"]
    assert found["calibration"]["sure_right"] == 0.5
    assert as_json(result, 2) == as_json(sample(), 2)
    assert text.rstrip().endswith("signature: " + found["signature"])


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("--gold a b --test c d", "--gold a --gold b --test c --test d"),
        ("--gold=a b --test - c", "--gold=a --gold b --test - --test c"),
        ("--gold a -f json --test b", "--gold a -f json --test b"),
        ("--gold a --gold b", "--gold a --gold b"),
    ],
)
def test_an_option_takes_files_up_to_the_next(given, meant):
    assert list(repeated(given.split())) == meant.split()


@pytest.fixture
def call(tmp_path, capsys, monkeypatch):
    """Runs `moc-align eval` in a folder with gold.txt, test.txt, source.txt."""
    monkeypatch.chdir(tmp_path)
    Path("gold.txt").write_text("[0]:[0]\n[1]:[1]\n", encoding="utf-8")
    Path("test.txt").write_text("[0]:[0]:0.9\n[1]:[]:0.4\n", encoding="utf-8")
    Path("source.txt").write_text("甲は乙に通知する。\n乙は回答する。\n", encoding="utf-8")

    def go(arguments):
        status = run(["eval", *arguments.split()])
        return status, *capsys.readouterr()

    return go


def test_the_command_scores_several_files(call):
    status, out, err = call("--gold gold.txt gold.txt --test test.txt gold.txt --source source.txt")
    assert (status, out) == (2, "")
    assert "2 gold files, but 1 after --source" in err
    status, out, err = call("--gold gold.txt gold.txt --test test.txt gold.txt")
    assert status == 0
    assert "strict         0.750     0.750     0.750" in out
    assert "warning: test.txt: no link holds target index 1, which gold.txt has" in err


def test_the_command_quotes_the_texts(call):
    status, out, _ = call("--gold gold.txt --test test.txt --source source.txt")
    assert status == 0
    assert "    source  乙は回答する。" in out


def test_json_goes_into_a_file(call):
    status, out, _ = call("--gold gold.txt --test test.txt --format json --output out.json")
    assert (status, out) == (0, "")
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["strict"]["f1"] == 0.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--gold gold.txt", "--test"),
        ("--gold gold.txt --test none.txt", "none.txt does not exist"),
        (
            "--gold gold.txt --test source.txt",
            "source.txt, line 1: '甲は乙に通知する。' is no bead",
        ),
        ("--gold gold.txt gold.txt --test test.txt", "2 gold files, but 1 after --test"),
        ("--gold - --test -", "standard input is read once"),
        ("--gold gold.txt --test test.txt --output no/x", "choose another --output"),
        ("--gold gold.txt --test test.txt --target test.txt --source gold.txt", ""),
    ],
)
def test_mistakes_of_the_user(call, arguments, message):
    status, _, err = call(arguments)
    assert status == (2 if message else 0)
    assert message in err


def test_links_beyond_the_text_are_told(call):
    Path("short.txt").write_text("一行\n", encoding="utf-8")
    status, _, err = call("--gold gold.txt --test test.txt --source short.txt")
    assert status == 2
    assert "gold.txt: source index 1 is linked, but the source file has 1 lines" in err


DOCUMENTS = sorted(path.stem for path in BITEXT.glob("*.gold"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_links_of_the_own_bitext_partition_both_sides(name):
    gold = read_alignment((BITEXT / f"{name}.gold").read_bytes(), name)
    for side, lang in (("source", "ja"), ("target", "en")):
        lines = (BITEXT / f"{name}.{lang}").read_text(encoding="utf-8").splitlines()
        assert 20 <= len(lines) <= 40
        assert all(line.strip() == line != "" for line in lines)
        assert gold.indices(side) == set(range(len(lines)))


def test_the_own_bitext_holds_what_it_is_for():
    found = {
        name: read_alignment((BITEXT / f"{name}.gold").read_bytes(), name).links
        for name in DOCUMENTS
    }
    shapes = {link.shape for links in found.values() for link in links}
    assert shapes >= {"1-1", "1-2", "2-1", "null"}
    targets = [link.target[0] for link in found["release"] if link.target]
    assert targets != sorted(targets), "a section that moved"


def test_the_readme_counts_the_lines():
    readme = (BITEXT / "README.md").read_text(encoding="utf-8")
    for name in DOCUMENTS:
        counts = (
            len((BITEXT / f"{name}.{lang}").read_text(encoding="utf-8").splitlines())
            for lang in ("ja", "en")
        )
        assert f"| `{name}` | {', '.join(map(str, counts))} |" in readme


PAIRS = [(f"Sentence {i}.", f"文{i}。") for i in range(60)]


@pytest.mark.parametrize("kind", bitexts.KINDS)
def test_what_is_done_to_a_translation_is_in_its_gold(kind):
    text = bitexts.made(PAIRS, kind, 3)
    assert text == bitexts.made(PAIRS, kind, 3) != bitexts.made(PAIRS, kind, 4)
    for side in ("source", "target"):
        linked = sorted(i for link in text.gold for i in getattr(link, side))
        assert linked == list(range(len(getattr(text, side))))
    for link in text.gold:
        said = " ".join(text.source[i] for i in link.source)
        here = "".join(text.target[j] for j in link.target)
        if not link.null:
            assert re.findall(r"\d+", said) == re.findall(r"\d+", here)
    shapes = {link.shape for link in text.gold}
    assert {"1-1", "null"} < shapes
    targets = [link.target for link in text.gold if link.target]
    assert (targets != sorted(targets)) == (kind in {"swap", "move"})


def test_a_long_text_has_the_length_that_was_asked_for():
    text = bitexts.of_length([PAIRS[:7], PAIRS[7:]], 500)
    sizes = (len(text.source), len(text.target))
    assert all(400 < size < 500 for size in sizes)


def test_the_banded_baseline_finds_what_vectors_say():
    chance = np.random.default_rng(5)
    rows, noise = chance.standard_normal((2, 40, 64)).astype(np.float32)
    source = np.vstack([rows[:10], rows[10:12].sum(0), rows[12:30], rows[31:]])
    found = baselines.banded(source, rows + noise / 3)
    wanted = [((i,), (i,)) for i in range(10)] + [((10,), (10, 11))]
    wanted += [((i - 1,), (i,)) for i in range(12, 30)] + [((), (30,))]
    assert found == wanted + [((i - 2,), (i,)) for i in range(31, 40)]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (3, 0), (1, 30)])
def test_the_banded_baseline_takes_any_two_sides(n, m):
    source, target = np.ones((n, 4), np.float32), np.ones((m, 4), np.float32)
    found = baselines.banded(source, target)
    assert [i for a, _ in found for i in a] == list(range(n))
    assert [j for _, b in found for j in b] == list(range(m))


def test_the_exponent_is_the_slope_of_the_logarithms():
    assert align.exponent([(1000, 0.5), (10_000, 50.0), (100_000, 5000.0)]) == pytest.approx(2.0)
    assert align.exponent([(1000, 0.5)]) is None
