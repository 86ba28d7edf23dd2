"""The configuration of a project, and its glossary."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

import moc_align.checks
from moc_align.config import Config, find_config, read_config, read_glossary
from moc_align.config.settings import THRESHOLDS
from moc_align.errors import ConfigError
from moc_align.plugins import names
from moc_align.suppressions import read_ignored

WHOLE = """
checks = ["numbers", "omission", "negation"]
skip = ["negation"]
fail-on = "warning"
glossary = ["terms.tsv", "more/terms.tbx"]
ignore = "ignored.toml"
baseline = "accepted.json"
severities = { numbers = "info" }
thresholds = { length-z = 4 }

[[pairs]]
source = "a.ja.txt"
target = "a.en.txt"
genre = "treaty"

[[pairs]]
source = "b.ja.txt"
target = "b.en.txt"
pins = "b.pins"
"""


def written(folder: Path, text: str, name: str = "moc-align.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_configuration(tmp_path: Path) -> None:
    found = read_config(written(tmp_path, WHOLE))
    assert found.chosen() == ("numbers", "omission")
    assert found.fail_on == "warning"
    assert found.severities == {"numbers": "info"}
    assert found.thresholds == {"length-z": 4.0}
    assert found.glossary == (tmp_path / "terms.tsv", tmp_path / "more/terms.tbx")
    assert found.ignore_file == tmp_path / "ignored.toml"
    assert found.baseline_file == tmp_path / "accepted.json"
    assert [(pair.source, pair.pins, pair.genre) for pair in found.pairs] == [
        ("a.ja.txt", "", "treaty"),
        ("b.ja.txt", "b.pins", ""),
    ]


def test_the_page_for_users_shows_what_is_taken(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs/validate.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^ {4}\S.*\n|^\n(?= {4}))+", page, re.MULTILINE)
    whole, entry = (
        textwrap.dedent(next(block for block in blocks if block.strip().startswith(start)))
        for start in ("fail-on =", "[[ignore]]")
    )
    found = read_config(written(tmp_path, whole))
    assert (found.fail_on, len(found.pairs)) == ("warning", 2)
    assert {key for key in Config.__dataclass_fields__ if f"{key.replace('_', '-')} =" in whole} | {
        "severities",
        "thresholds",
        "pairs",
    } == set(Config.__dataclass_fields__) - {"folder", "file"}
    (ignored,) = read_ignored(written(tmp_path, entry, "ignore.toml"))
    assert ignored.expires == date(2027, 3, 31)


def test_thresholds_are_those_that_checks_read() -> None:
    checks = Path(moc_align.checks.__file__).parent.glob("*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in checks)
    read = re.findall(r"options\.thresholds(?:\.get\(|\[)\s*\"([^\"]+)\"", source)
    assert sorted(set(read)) == sorted(THRESHOLDS)
    assert all(name.rpartition("-")[0] in names("check") for name in THRESHOLDS)


def test_pyproject_holds_the_same(tmp_path: Path) -> None:
    head = '[project]\nname = "x"\n[tool.other]\nchecks = 1\n[tool.moc-align]\n'
    keys = 'fail-on = "info"\n[[tool.moc-align.pairs]]\nsource = "a"\ntarget = "b"\n'
    found = read_config(written(tmp_path, head + keys, "pyproject.toml"))
    assert (found.fail_on, len(found.pairs)) == ("info", 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("check = []", "unknown key 'check'; there are: baseline, checks, fail-on, glossary"),
        ('checks = ["number"]', "checks: no check 'number'; there are: addition"),
        ('skip = ["x"]', "skip: no check 'x'"),
        ("checks = [1]", "checks must be a list of strings"),
        ('fail-on = "fatal"', "fail-on must be one of: error, warning, info, never"),
        ("fail-on = 1", "fail-on must be one of"),
        ("[severities]\nnumber = 'error'", "severities: no check 'number'; there are: addition"),
        ("[severities]\nnumbers = 'bad'", "severities.numbers must be one of: error, warning"),
        ("severities = 1", "severities must be a table"),
        ("[thresholds]\nlength-z = true", "thresholds.length-z must be a number"),
        ("[thresholds]\nlength-z = inf", "thresholds.length-z must be a number"),
        (f"[thresholds]\nlength-z = {'9' * 4000}", "thresholds.length-z must be a number"),
        ("[thresholds]\nlength = 1", "thresholds: no threshold 'length'; there are: length-z"),
        ("glossary = [[]]", "glossary must be a list of strings"),
        ("ignore = ''", "ignore must be the path of a file"),
        ("pairs = 1", "pairs must be a list of tables"),
        ("pairs = [1]", "pairs 1 must be a table"),
        ("[[pairs]]\nsource = 'a'", "pairs 1: give both source and target"),
        ("[[pairs]]\nsource = 'a'\ntarget = 1", "pairs 1: target must be a string"),
        ("[[pairs]]\nsources = 'a'", "unknown key 'sources'; there are: source, target, pins"),
        (
            "[[pairs]]\nsource = 'a'\ntarget = 'b'\ngenre = 'poem'",
            "pairs 1: genre must be one of: memorandum",
        ),
        ("fail-on =", "not a readable TOML file"),
        (f"{'a.' * 30}b = 1", "keys nested too deeply"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as told:
        read_config(path)
    assert str(told.value).startswith(str(path))
    assert message in str(told.value)


def test_the_next_configuration_upwards_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, 'fail-on = "info"')
    written(tmp_path / "a", "[tool.other]\n", "pyproject.toml")
    written(tmp_path / "a/b", '[tool.moc-align]\nfail-on = "never"', "pyproject.toml")
    for folder, expected, file in (
        (tmp_path, "info", "moc-align.toml"),
        (tmp_path / "a", "info", "../moc-align.toml"),
        (tmp_path / "a/b", "never", "pyproject.toml"),
    ):
        monkeypatch.chdir(folder)
        found = find_config(Path())
        assert (found.fail_on, found.file) == (expected, Path(file))


def test_moc_align_toml_goes_before_pyproject(tmp_path: Path) -> None:
    written(tmp_path, 'fail-on = "info"')
    written(tmp_path, '[tool.moc-align]\nfail-on = "never"', "pyproject.toml")
    assert find_config(tmp_path).fail_on == "info"


def test_without_a_configuration_all_checks_run(tmp_path: Path) -> None:
    found = find_config(tmp_path)
    assert found.file is None
    assert found.chosen() == names("check")


def test_what_is_asked_for_goes_before_the_configuration() -> None:
    config = Config(checks=("numbers", "omission"), skip=("dates",))
    assert config.chosen(["dates"]) == ("dates",)
    assert config.chosen(skip=["omission"]) == ("numbers",)
    with pytest.raises(ConfigError, match="no check 'foo'; there are: addition"):
        config.chosen(["foo"])
    with pytest.raises(ConfigError, match="no check is left"):
        config.chosen(["dates"], ["dates"])


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00"])
def test_a_file_that_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "moc-align.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=r"moc-align\.toml"):
        read_config(path)
    with pytest.raises(ConfigError, match="can't be read"):
        read_config(tmp_path / "none.toml")


def test_a_table_of_terms(tmp_path: Path) -> None:
    rows = (
        "id\ten\tnote\tja\n"
        "1\tmemorandum of cooperation | MOC\t\t協力覚書\n"
        "# a remark\n"
        "\n"
        "2\t\t\t覚書\n"
        "3\tpublic  corporation\tx\t公社 | 公団\n"
    )
    path = written(tmp_path, rows, "terms.tsv")
    assert read_glossary(path) == (
        (("協力覚書",), ("memorandum of cooperation", "MOC")),
        (("公社", "公団"), ("public corporation",)),
    )


TBX_2008 = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="1"><!-- a remark -->
 <langSet xml:lang="en-US"><tig><term>corporation</term></tig>
  <tig><term>public <hi>corporation</hi></term>
   <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
  <tig><term>public company</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
 <langSet xml:lang="ja"><ntig><termGrp><term>公社</term></termGrp></ntig></langSet>
 <langSet xml:lang="fr"><tig><term>société</term></tig></langSet></termEntry>
<termEntry id="2"><langSet xml:lang="ja"><tig><term>覚書</term></tig></langSet></termEntry>
</body></text></martif>"""
TBX_2019 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic"><text><body>
<conceptEntry id="1"><langSec xml:lang="ja"><termSec><term>公社</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>corporation</term>
<min:administrativeStatus xmlns:min="http://www.tbxinfo.net/ns/min">admittedTerm-admn-sts
</min:administrativeStatus></termSec><termSec><term>public corporation</term>
<min:administrativeStatus xmlns:min="http://www.tbxinfo.net/ns/min">preferredTerm-admn-sts
</min:administrativeStatus></termSec></langSec></conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize("text", [TBX_2008, TBX_2019], ids=["2008", "2019"])
def test_a_termbase_gives_preferred_forms_first_and_deprecated_ones_never(
    tmp_path: Path, text: str
) -> None:
    found = read_glossary(written(tmp_path, text, "terms.tbx"))
    assert found == ((("公社",), ("public corporation", "corporation")),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", "jp\ten\n覚書\tMOC\n", "line 1: no column 'ja'"),
        ("a.tsv", "", "line 1: no column 'ja'"),
        ("a.tsv", "ja\ten\n覚書 MOC\n", "line 2: 1 column of 2"),
        ("a.tsv", "ja\ten\n覚書\t\n", "no term in both Japanese and English"),
        ("a.tbx", "<martif><text>", "not well-formed XML"),
        ("a.tbx", "<martif/>", "no term in both Japanese and English"),
        ("a.tbx", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities or an encoding"),
        ("a.tbx", '<?xml version="1.0" encoding="x-none"?><a/>', "a.tbx"),
    ],
)
def test_a_glossary_that_is_none_is_told(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(ConfigError) as told:
        read_glossary(written(tmp_path, text, name))
    assert message in str(told.value)
