"""`moc-align validate` as a user calls it: exit status, files, configuration, suppressions."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from moc_align.cli import run
from moc_align.config import Config, Pairing
from moc_align.errors import MocAlignError
from moc_align.pipeline.validation import failing, pairings, validate_pair, validating
from moc_align.plugins import load, names
from moc_align.schema import Report

BITEXTS = Path(__file__).parent / "bitexts"
JA = (BITEXTS / "agreement-data.ja.txt").read_text(encoding="utf-8")
EN = (BITEXTS / "agreement-data.en.txt").read_text(encoding="utf-8")
DAY = date(2026, 3, 31)
# a check that is well understood, so that these tests are of what stands around the checks
NUMBERS = ["--checks", "numbers"]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a text, a good translation and one with another number, as the cwd."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / "a.ja.txt").write_text(JA, encoding="utf-8")
    (tmp_path / "a.en.txt").write_text(EN, encoding="utf-8")
    assert EN.count("for more than three") == 1
    bad = EN.replace("for more than three", "for more than four")
    (tmp_path / "bad.en.txt").write_text(bad, encoding="utf-8")
    return tmp_path


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(["validate", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_good_translation_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "a.ja.txt", "a.en.txt", "--fail-on", "warning")[0] == 0
    status, out, err = call(capsys, "a.ja.txt", "a.en.txt", *NUMBERS)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "a.en.txt: no findings in 85 clauses"


def test_the_shipped_pair_has_no_error_and_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "moc-2.0-ja", "moc-2.0-en", "--fail-on", "warning", "-f", "json")
    assert status == 0
    assert json.loads(out)["counts"]["clauses"] == 81


def test_an_error_is_told_with_both_values_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "a.ja.txt", "bad.en.txt", *NUMBERS, "-f", "json")
    assert status == 1
    found = json.loads(out)
    assert found["schema"] == "moc-align/validate/1"
    (finding,) = found["findings"]
    assert (finding["check"], finding["severity"]) == ("numbers", "error")
    assert "３年" in finding["message"]
    assert "four years" in finding["message"]
    line = finding["target"][0]["line"]
    text = "\n".join(Path("bad.en.txt").read_text(encoding="utf-8").splitlines()[line - 1 :][:3])
    assert "four" in text


def test_both_directions(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "a.en.txt", "a.ja.txt")[0] == 0
    status, out, _ = call(capsys, "bad.en.txt", "a.ja.txt", *NUMBERS, "-f", "github")
    assert status == 1
    assert out.startswith("::error file=a.ja.txt,line=")


@pytest.mark.parametrize(
    ("fail_on", "status"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_fail_on(capsys: pytest.CaptureFixture[str], fail_on: str, status: int) -> None:
    given = call(capsys, "a.ja.txt", "bad.en.txt", *NUMBERS, "--fail-on", fail_on)
    assert given[0] == status


def test_severities_and_fail_on_of_the_configuration(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    config = project / "moc-align.toml"
    config.write_text('checks = ["numbers"]\nseverities = { numbers = "warning" }\n')
    assert call(capsys, "a.ja.txt", "bad.en.txt")[0] == 0
    assert call(capsys, "a.ja.txt", "bad.en.txt", "--fail-on", "warning")[0] == 1
    config.write_text(f'fail-on = "warning"\n{config.read_text()}')
    assert call(capsys, "a.ja.txt", "bad.en.txt")[0] == 1
    assert call(capsys, "a.ja.txt", "bad.en.txt", "--fail-on", "error")[0] == 0


def test_the_signature_says_what_was_asked(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    (project / "t.tsv").write_text("ja\ten\n行政データ\tadministrative data\n", encoding="utf-8")
    (project / "moc-align.toml").write_text(
        'glossary = "t.tsv"\nseverities = { numbers = "info" }\nthresholds = { length-z = 9.5 }\n'
    )
    out = call(capsys, "a.ja.txt", "a.en.txt", "-f", "json", *NUMBERS)[1]
    signature = json.loads(out)["signature"]
    settings = signature["settings"]
    assert (settings["checks"], settings["severities"]) == ("numbers", "numbers=info")
    assert len(settings["glossary"]) == 12
    assert signature["thresholds"]["length-z"] == 9.5
    assert "day" not in settings
    assert call(capsys, "a.ja.txt", "a.en.txt", "-f", "json", *NUMBERS)[1] == out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.ja.txt"], "1 text given; give a text and its translation, or --changed"),
        (["a.ja.txt", "a.en.txt", "bad.en.txt"], "3 texts given"),
        ([], "no moc-align.toml: no [[pairs]] to validate"),
        (["--changed", "a.en.txt"], "no [[pairs]] to validate"),
        (["a.ja.txt", "a.ja.txt"], "are both in Japanese; give a text and its translation"),
        (["-", "-"], "only one of the two texts can come from standard input"),
        (["a.ja.txt", "none.txt"], "none.txt does not exist"),
        (["a.ja.txt", "a.en.txt", "--lang", "en:ja"], "English"),
        (["a.ja.txt", "a.en.txt", "--checks", "foo"], "no check 'foo'; there are: addition"),
        (["a.ja.txt", "a.en.txt", "--skip", "foo"], "no check 'foo'; there are: addition"),
        (["--explain", "foo"], "no check 'foo'; there are: addition"),
        (["a.ja.txt", "a.en.txt", "--fail-on", "fatal"], "fatal"),
        (["a.ja.txt", "a.en.txt", "--config", "none.toml"], "none.toml can't be read"),
        (["a.ja.txt", "a.en.txt", "--ignore", "none.toml"], "none.toml can't be read"),
        (["a.ja.txt", "a.en.txt", "--baseline", "none.json"], "none.json can't be read"),
        (["a.ja.txt", "a.en.txt", "--format", "tmx"], "no format 'tmx' for validate"),
        (["a.ja.txt", "a.en.txt", "--accept", "0" * 12], "--accept needs a reason"),
        (["a.ja.txt", "a.en.txt", "--accept", "0" * 12, "--reason", "x"], "no finding 000000"),
        (["a.ja.txt", "a.en.txt", "--write-baseline", "-f", "json"], "write no report"),
        (["a.ja.txt", "a.en.txt", "-o", "x", "--out-dir", "y"], "give one of the two"),
        (["a.ja.txt", "a.en.txt", "-o", "a.en.txt"], "choose another --output"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    status, out, err = call(capsys, *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert len(err.strip().splitlines()) == 1


def test_list_checks_and_explain(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "--list-checks")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(names("check"))
    status, out, _ = call(capsys, "--explain", "numbers")
    assert status == 0
    assert load("check", "numbers").help in out


PAIRS = """checks = ["numbers"]
[[pairs]]
source = "a.ja.txt"
target = "a.en.txt"
[[pairs]]
source = "a.ja.txt"
target = "bad.en.txt"
"""


def test_without_texts_all_pairs_are_validated(
    capsys: pytest.CaptureFixture[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "moc-align.toml").write_text(PAIRS)
    status, out, _ = call(capsys, "-f", "github")
    assert status == 1
    assert "moc-align: a.en.txt: no findings" in out
    assert "::error file=bad.en.txt," in out
    (project / "sub").mkdir()
    monkeypatch.chdir(project / "sub")
    # paths are of where the command runs, so that they can be followed
    assert "::error file=../bad.en.txt," in call(capsys, "-f", "github")[1]


@pytest.mark.parametrize(
    ("changed", "validated"),
    [
        (["a.en.txt"], ["a.en.txt"]),
        (["./bad.en.txt", "README.md"], ["bad.en.txt"]),
        (["a.ja.txt"], ["a.en.txt", "bad.en.txt"]),
        (["moc-align.toml"], ["a.en.txt", "bad.en.txt"]),
        (["moc-align-ignore.toml"], ["a.en.txt", "bad.en.txt"]),
        (["README.md"], []),
        ([], []),
    ],
)
def test_changed_files_choose_the_pairs(
    project: Path, changed: list[str], validated: list[str]
) -> None:
    config = Config(
        Path(),
        Path("moc-align.toml"),
        pairs=(Pairing("a.ja.txt", "a.en.txt"), Pairing("a.ja.txt", "bad.en.txt")),
    )
    assert [pair.target for pair in pairings(config, changed)] == validated


def test_a_pair_may_be_of_shipped_documents_and_have_pins() -> None:
    config = Config(Path("sub"), pairs=(Pairing("moc-2.0-ja", "moc-2.0-en", "p.tsv", "treaty"),))
    expected = Pairing("moc-2.0-ja", "moc-2.0-en", str(Path("sub/p.tsv")), "treaty")
    assert pairings(config) == (expected,)


def test_many_reports_go_into_a_folder(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    (project / "moc-align.toml").write_text(PAIRS)
    for arguments in (["-f", "sarif"], ["-f", "junit"], ["-o", "all.json"]):
        status, _, err = call(capsys, *arguments)
        assert status == 2
        assert "2 pairs have as many reports; give a folder as --out-dir" in err
    assert call(capsys, "-f", "sarif", "--out-dir", "reports")[:2] == (1, "")
    assert sorted(p.name for p in Path("reports").iterdir()) == ["a.en.sarif", "bad.en.sarif"]
    run_ = json.loads(Path("reports/bad.en.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert [result["ruleId"] for result in run_["results"]] == ["numbers"]
    # reports one after the other are a stream of objects
    out = call(capsys, "-f", "json")[1]
    assert out.count('"schema": "moc-align/validate/1"') == 2


def test_accept_then_silence_then_stale(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    pair = ["a.ja.txt", "bad.en.txt", *NUMBERS]
    digest = json.loads(call(capsys, *pair, "-f", "json")[1])["findings"][0]["fingerprint"]
    status, out, err = call(capsys, *pair, "--accept", digest, "--reason", "as signed")
    assert (status, out) == (0, "")
    assert "is ignored in moc-align-ignore.toml" in err
    status, out, _ = call(capsys, *pair)
    assert status == 0
    assert "Suppressed (1)" in out
    assert "as signed" in out
    bad = project / "bad.en.txt"
    reworded = bad.read_text(encoding="utf-8").replace("retain personal data", "keep personal data")
    bad.write_text(reworded, encoding="utf-8")
    status, out, _ = call(capsys, *pair)
    assert status == 1
    assert "is stale" in out
    assert "moc-align-ignore.toml, line 1" in " ".join(out.split())


def test_an_accepted_finding_comes_back_after_its_last_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pair = ["a.ja.txt", "bad.en.txt", *NUMBERS]
    digest = json.loads(call(capsys, *pair, "-f", "json")[1])["findings"][0]["fingerprint"]
    call(capsys, *pair, "--accept", digest, "--reason", "until then", "--until", "2020-02-29")
    status, out, _ = call(capsys, *pair, "-f", "json")
    assert status == 1
    found = json.loads(out)
    assert "expired on 2020-02-29" in found["notes"][0]
    assert found["signature"]["settings"]["day"] >= "2026"


def test_a_baseline_is_written_and_taken(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    (project / "moc-align.toml").write_text(PAIRS)
    status, out, err = call(capsys, "--write-baseline")
    assert (status, out) == (0, "")
    assert "1 finding accepted in moc-align-baseline.json" in err
    assert call(capsys)[0] == 0
    assert call(capsys, "-f", "json")[1].count("accepted in moc-align-baseline.json") == 1
    # what is new is told
    bad = project / "bad.en.txt"
    worse = bad.read_text(encoding="utf-8").replace("within thirty", "within forty")
    bad.write_text(worse.replace("(30)", "(40)"), encoding="utf-8")
    assert call(capsys)[0] == 1


def test_github_gets_a_summary(
    capsys: pytest.CaptureFixture[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = project / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    call(capsys, "a.ja.txt", "bad.en.txt", *NUMBERS)
    assert not summary.exists(), "only where the format is GitHub's"
    summary.write_text("# Before\n")
    call(capsys, "a.ja.txt", "bad.en.txt", *NUMBERS, "-f", "github")
    told = summary.read_text(encoding="utf-8")
    assert told.startswith("# Before\n")
    assert "**Total:** 1 error in 85 clauses" in told
    monkeypatch.setattr("moc_align.cli._validation.SUMMARY_BYTES", 2_000)
    call(capsys, "a.ja.txt", "bad.en.txt", *NUMBERS, "-f", "github")
    assert summary.stat().st_size < 2_100
    assert summary.read_text(encoding="utf-8").endswith("longer than a summary may be.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "no/such/file"))
    assert call(capsys, "a.ja.txt", "a.en.txt", *NUMBERS, "-f", "github")[0] == 2


def validated(source: str, target: str, **options: object) -> Report:
    asked = validating(Config(), day=DAY, **options)  # type: ignore[arg-type]
    return validate_pair(source, target, asked)


def test_texts_that_do_not_correspond_fail(project: Path) -> None:
    """A gate that lets the wrong file pass is none."""
    (project / "other.en.txt").write_text(
        "Recipe\n\n" + "Stir the flour into the butter, and bake it for an hour.\n\n" * 12,
        encoding="utf-8",
    )
    report = validated("a.ja.txt", "other.en.txt")
    assert failing(report.findings, "error")
    assert any("no translation of each other" in note for note in report.notes)


def test_the_order_of_checks_does_not_show() -> None:
    one = validated("a.ja.txt", "bad.en.txt", checks=("omission", "numbers"))
    other = validated("a.ja.txt", "bad.en.txt", checks=("numbers", "omission"))
    assert one == other


def test_pins_are_kept(project: Path) -> None:
    asked = validating(Config(), day=DAY, checks=["numbers"])
    free = validate_pair("a.ja.txt", "a.en.txt", asked)
    assert free.alignment
    link = free.alignment.paired[-1]
    (project / "pins.tsv").write_text(f"{link.source[0]}\t{link.target[0]}\n")
    pinned = validate_pair("a.ja.txt", "a.en.txt", replace(asked, pins="pins.tsv"))
    assert pinned.alignment
    assert [own.source for own in pinned.alignment.links if own.origin == "human"] == [link.source]


def test_errors_are_those_of_the_program(project: Path) -> None:
    (project / "empty.txt").write_text("")
    with pytest.raises(MocAlignError, match=r"empty\.txt is empty"):
        validated("a.ja.txt", "empty.txt")


def test_a_translation_is_read_from_standard_input(tmp_path: Path) -> None:
    data = BITEXTS.joinpath("agreement-data.en.txt").read_bytes()
    source = str(BITEXTS / "agreement-data.ja.txt")
    command = [sys.executable, "-m", "moc_align", "validate", source, "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"no findings in 85 clauses" in done.stdout


def test_findings_are_remembered_for_the_same_texts_and_wishes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from moc_align import checks

    asked: list[str] = []
    find = checks.find
    monkeypatch.setattr(checks, "find", lambda *given: asked.append("") or find(*given))
    monkeypatch.setenv("MOC_ALIGN_CACHE", str(tmp_path / "cache"))

    def report(*more: str) -> tuple[int, str, str]:
        return call(capsys, "a.ja.txt", "bad.en.txt", "-f", "json", *more)

    first = report()
    assert first[0] == 1
    assert (report(), len(asked)) == (first, 1)
    assert (report("--no-cache"), len(asked)) == (first, 2)
    assert report(*NUMBERS)[0] == 1
    assert len(asked) == 3
    (tmp_path / "bad.en.txt").write_text(EN, encoding="utf-8")
    assert report()[0] == 0
