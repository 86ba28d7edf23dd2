"""`moc-align align` as a translator calls it: what is linked, what is said, what is refused."""

import json
from pathlib import Path

import pytest

from moc_align.cli import run
from moc_align.evaluate import read_alignment
from moc_align.pipeline import Aligning, Settings, align_pair
from moc_align.pipeline.documents import open_document
from moc_align.pipeline.labels import clause_labels, line_labels

BITEXT = Path(__file__).parent / "bitext"
STATUTE = (str(BITEXT / "statute.ja"), str(BITEXT / "statute.en"))


def call(capsys, *arguments):
    status = run(["align", *map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out, err


def written(folder, name, *lines):
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


JA = (
    "両国は半導体の分野で協力する。",
    "会合は毎年一回開催する。",
    "この協定は署名の日に効力を生ずる。",
)
EN = (
    "The two countries will cooperate in the field of semiconductors.",
    "Meetings will be held once a year.",
    "This Agreement enters into force on the date of signature.",
)


@pytest.fixture
def pair(tmp_path):
    return written(tmp_path, "a.ja", *JA), written(tmp_path, "a.en", *EN)


@pytest.mark.parametrize("unit", ["clause", "sentence", "line"])
def test_every_unit_of_both_texts_is_in_one_link(unit):
    alignment = align_pair(*STATUTE, Aligning(unit=unit)).report.alignment
    for side in ("source", "target"):
        units = [unit for link in alignment.links for unit in getattr(link, side)]
        assert sorted(units) == sorted(u.id for u in getattr(alignment, side).units)
        assert all(getattr(alignment, side).unit(u).text for u in units)
    assert sum(not link.null for link in alignment.links) > 25


@pytest.mark.parametrize("name", ["agreement", "release", "statute"])
def test_the_links_of_lines_are_those_a_person_made(capsys, name):
    gold = read_alignment((BITEXT / f"{name}.gold").read_bytes(), name)
    files = BITEXT / f"{name}.ja", BITEXT / f"{name}.en"
    _, out, _ = call(capsys, *files, "--unit", "line", "--format", "json")
    found = read_alignment(out.encode(), "json")
    right = {link.ends for link in gold.links}
    assert len(right & {link.ends for link in found.links}) >= 0.9 * len(right)


def test_the_shipped_translation_is_linked_as_a_person_linked_it(capsys):
    root = BITEXT.parent.parent / "corpora" / "moc-2.0-ja-en.links.tsv"
    rows = root.read_text(encoding="utf-8").splitlines()[1:]
    gold = {tuple(tuple(ids.split()) for ids in row.split("\t")) for row in rows}
    alignment = align_pair("moc-2.0-ja", "moc-2.0-en", Aligning()).report.alignment
    assert {(link.source, link.target) for link in alignment.links} == gold


def test_swapping_the_texts_mirrors_the_links():
    def links(one, other):
        alignment = align_pair(one, other, Aligning(unit="sentence")).report.alignment
        return {(link.source, link.target, link.confidence) for link in alignment.links}

    one, other = STATUTE
    assert {(t, s, c) for s, t, c in links(other, one)} == links(one, other)


def test_the_report_is_the_same_bytes_each_time(capsys):
    first = call(capsys, *STATUTE, "--format", "json")[1]
    assert first == call(capsys, *STATUTE, "--format", "json", "--no-cache")[1]
    signature = json.loads(first)["signature"]
    assert signature["settings"] == {"unit": "clause", "order": "monotone"}
    assert signature["scoring"].startswith("bitext/")


def test_links_below_the_least_confidence_are_taken_apart():
    sure = align_pair(*STATUTE, Aligning()).report.alignment
    least = sorted(link.confidence for link in sure.paired)[5]
    alignment = align_pair(*STATUTE, Aligning(min_confidence=least)).report.alignment
    assert len(alignment.paired) == len(sure.paired) - 5
    assert all(link.confidence >= least for link in alignment.paired)
    taken_apart = [link for link in alignment.links if link.confidence == 0]
    assert len(taken_apart) >= 10
    assert all(link.null and link.uncertain for link in taken_apart)


def test_one_to_one_links_single_units_only():
    plain = align_pair(*STATUTE, Aligning(unit="line")).report.alignment
    assert any(link.shape == "1-2" for link in plain.links)
    single = align_pair(*STATUTE, Aligning(unit="line", one_to_one=True)).report.alignment
    assert {link.shape for link in single.links} <= {"1-1", "1-0", "0-1"}
    assert len(single.paired) >= len(plain.paired) - 1


PINS = {
    "indices": "[1]:[2]\n[2]:[]\n",
    "ids": "source\ttarget\n2\t3\n3\t\n",
    "json": json.dumps(
        {
            "links": [
                {"source": [{"id": "2"}], "target": [{"id": "3"}], "origin": "human"},
                {"source": [{"id": "3"}], "target": [], "origin": "human"},
                {"source": [{"id": "1"}], "target": [{"id": "2"}], "origin": "auto"},
            ]
        }
    ),
}


@pytest.mark.parametrize("form", PINS)
def test_pins_are_kept_in_every_form(tmp_path, pair, form):
    pins = written(tmp_path, "pins", PINS[form])
    aligning = Aligning(unit="line", pins=str(pins))
    report = align_pair(*map(str, pair), aligning).report
    human = [link for link in report.alignment.links if link.origin == "human"]
    assert {(link.source, link.target) for link in human} == {(("2",), ("3",)), (("3",), ())}
    assert dict(report.signature.settings)["pins"]


def test_a_correction_in_the_json_is_a_pin(tmp_path, pair, capsys):
    found = json.loads(call(capsys, *pair, "--unit", "line", "--format", "json")[1])
    found["links"][0]["origin"] = "human"
    pins = written(tmp_path, "pins.json", json.dumps(found))
    again = json.loads(call(capsys, *pair, "--unit", "line", "--format", "json", "--pins", pins)[1])
    assert [link["origin"] for link in again["links"]] == ["human", "auto", "auto"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[0]:[9]\n", "there is no target unit 9"),
        ("1\t1\n1\t2\n", "two pins name unit 0 of the source"),
        ("1\tart9\n", "a.en has no unit 'art9'"),
        ("only words\n", "is no pin; write ids"),
        ("", "is empty"),
        ("{}", "no JSON with links"),
        ('{"links": []}', "no link of a person"),
        ('{"links": [{"source": ["1"], "target": ["1"], "origin": "auto"}]}', "found by the tool"),
        ("[0]:[0\n", "is no bead"),
    ],
)
def test_pins_that_cannot_be_kept_are_refused(tmp_path, pair, capsys, content, message):
    pins = tmp_path / "pins"
    pins.write_text(content, encoding="utf-8")
    status, out, err = call(capsys, *pair, "--unit", "line", "--pins", pins)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{ja}"], "give the text and its translation"),
        (["-", "-"], "only one of the two texts"),
        (["{ja}", "{en}", "--lang", "en:ja"], "give the two the other way round"),
        (["{ja}", "{ja}", "--lang", "ja:en"], "is in Japanese, not in English as --lang says"),
        (["{ja}", "{en}", "--lang", "fr"], "give ja:en or en:ja"),
        (["{ja}", "{en}", "--jobs", "2"], "go with --manifest only"),
        (["{ja}", "{en}", "--format", "docx"], "no format 'docx' for align; there are: json"),
        (["{ja}", "{en}", "--min-confidence", "2"], "--min-confidence"),
        (["{ja}", "{ja}.gone"], "does not exist"),
    ],
)
def test_what_cannot_be_aligned_is_refused_in_one_sentence(pair, capsys, arguments, message):
    given = [part.format(ja=pair[0], en=pair[1]) for part in arguments]
    status, out, err = call(capsys, *given, "--unit", "line")
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"%PDF-1.7\n", "is PDF, not lines of text"),
        (b"12345\n", "neither Japanese nor English text; moc-align links"),
    ],
)
def test_a_file_that_is_no_lines_of_text_is_refused(tmp_path, pair, capsys, data, message):
    bad = tmp_path / "bad"
    bad.write_bytes(data)
    status, out, err = call(capsys, pair[0], bad, "--unit", "line")
    assert (status, out) == (2, "")
    assert message in err


def test_a_text_without_its_translation_is_in_doubt(tmp_path, capsys):
    other = written(tmp_path, "other.txt", *(f"The train number {n} is late." for n in range(9)))
    status, out, err = call(capsys, BITEXT / "statute.ja", other, "--unit", "line")
    assert status == 0
    assert "no translation of each other" in err
    assert "no translation of each other" in " ".join(out.split()), "the report says it too"
    assert call(capsys, BITEXT / "statute.ja", other, "--unit", "line", "--strict")[0] == 1
    assert call(capsys, *STATUTE, "--strict")[0] == 0


def test_two_texts_of_one_language_and_names_the_wrong_way_round_are_said(tmp_path, pair, capsys):
    _, _, err = call(capsys, pair[0], pair[0], "--unit", "line")
    assert "Both texts are in Japanese" in err
    renamed = pair[0].rename(tmp_path / "b-en.txt"), pair[1].rename(tmp_path / "b_ja.txt")
    _, _, err = call(capsys, *renamed, "--unit", "line")
    assert err.count("the wrong way round?") == 2


def test_another_order_is_said(tmp_path, capsys):
    ja, en = ((BITEXT / f"agreement.{lang}").read_text(encoding="utf-8") for lang in ("ja", "en"))
    rows = en.splitlines()
    turned = written(tmp_path, "turned.txt", *rows[18:], *rows[:18])
    _, out, _ = call(capsys, BITEXT / "agreement.ja", turned, "--unit", "line", "--format", "json")
    assert any("--order free" in note for note in json.loads(out)["notes"])
    assert ja


def test_a_text_is_not_overwritten(tmp_path, pair, capsys):
    before = pair[1].read_bytes()
    status, _, err = call(capsys, *pair, "--unit", "line", "--output", tmp_path / "." / "a.en")
    assert status == 2
    assert "is a file that was read" in err
    assert pair[1].read_bytes() == before


def test_lines_are_taken_as_they_are(tmp_path, capsys):
    ja = written(tmp_path, "x.ja", JA[0], "", JA[1], "  ", JA[2])
    en = written(tmp_path, "x.en", *EN)
    _, out, _ = call(capsys, ja, en, "--unit", "line", "--format", "vecalign")
    links = {link.ends for link in read_alignment(out.encode(), "x").links}
    assert links == {((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), ()), ((4,), (2,))}


def test_lines_that_tell_of_no_language_are_taken_for_what_is_said(tmp_path, capsys):
    ja, en = written(tmp_path, "n", "1", "2"), written(tmp_path, "m", "1", "2")
    status, out, _ = call(
        capsys, ja, en, "--unit", "line", "--lang", "ja:en", "--format", "vecalign"
    )
    assert (status, out.count("\n")) == (0, 2)


def test_labels_are_equal_across_languages():
    ja, en = (clause_labels(open_document(str(BITEXT / f"agreement.{x}"))) for x in ("ja", "en"))
    assert sorted(ja.values()) == sorted(en.values())
    lines = line_labels(
        ["第五条　定義", "（２）次の各号を定める。", "Article 5 Terms", "(2) The following", "text"]
    )
    assert lines == ("article5", "article5/2", "article5", "article5/2", "")


@pytest.mark.parametrize("format_", ["tsv", "tmx", "xliff", "xliff12", "vecalign", "ladder"])
def test_the_name_of_the_output_says_the_format(tmp_path, pair, capsys, format_):
    from moc_align.plugins import load

    output = tmp_path / f"out{load('reporter', format_).suffix}"
    assert call(capsys, *pair, "--unit", "line", "--output", output)[0] == 0
    assert (
        output.read_text(encoding="utf-8")
        == (call(capsys, *pair, "--unit", "line", "--format", format_)[1])
    )


def test_a_transformer_links_by_what_it_makes_of_passages_taken_together(bert, monkeypatch):
    from moc_align.embedders.transformer import TransformerModel

    asked = []
    encode = TransformerModel.encode
    monkeypatch.setattr(
        TransformerModel, "encode", lambda self, texts: asked.extend(texts) or encode(self, texts)
    )
    settings = Settings(model=str(bert), cache=False)
    found = [
        align_pair(*texts, Aligning(unit="line"), settings).report.alignment.links
        for texts in (STATUTE, STATUTE[::-1])
    ]
    lines = [Path(text).read_text(encoding="utf-8").splitlines() for text in STATUTE]
    assert " ".join(lines[1][3:5]) in asked
    assert {(link.target, link.source) for link in found[0]} == {
        (link.source, link.target) for link in found[1]
    }
