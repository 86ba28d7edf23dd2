"""An organisation's translations: which tables and memories are read, which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from moc_align.errors import ReadError
from moc_align.train.translations import read_translations

PAIR = ("Visas are issued.", "査証を発給する。")


def read(path: Path, data: bytes) -> list[tuple[str, str]]:
    path.write_bytes(data)
    return [(row.en, row.ja) for row in read_translations(path)]


# ---- tables


@pytest.mark.parametrize(
    ("data", "pairs"),
    [
        ("en\tja\nA\tあ\n", [("A", "あ")]),
        ("ja\ten\nあ\tA\n", [("A", "あ")]),
        ("ID\t日本語\tnote\tEnglish\n1\tあ\tx\tA\n", [("A", "あ")]),
        (f"{PAIR[1]}\t{PAIR[0]}\n", [PAIR]),
        (f"{PAIR[0]}\t{PAIR[1]}\n", [PAIR]),
        (f"doc1\t{PAIR[0]}\t{PAIR[1]}\tbbc\n", [PAIR]),
        ("en\tja\r\nA\tあ\r\nB\tい", [("A", "あ"), ("B", "い")]),
        ("en\tja\n\nonly one\nA\tあ\n", [("A", "あ")]),
        ('en\tja\n"the ""Sides"""\t"「双方」"\n', [('the "Sides"', '"「双方」"')]),
        ('en\tja\n"Yes," he said\tはい\n', [('"Yes," he said', "はい")]),
        ("en\tja\n" + "A" * 4001 + "\tあ\nB\tい\n", [("B", "い")]),
    ],
    ids=[
        "en first",
        "ja first",
        "names among others",
        "by script, ja first",
        "by script, en first",
        "by script, ids and sources beside",
        "CRLF, no last line end",
        "lines without a pair",
        "doubled quotes are a spreadsheet's, single ones the text's",
        "an open quote swallows nothing",
        "a whole document in a cell",
    ],
)
def test_tables(data: str, pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    assert read(tmp_path / "my.tsv", data.encode()) == pairs


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_encodings_that_spreadsheets_write(codec: str, tmp_path: Path) -> None:
    text = f"ja\ten\r\n{PAIR[1]}\t{PAIR[0]}\r\n"
    assert read(tmp_path / "my.txt", text.encode(codec)) == [PAIR]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no column of Japanese beside one of English"),
        (b"one\ttwo\nthree\tfour\n", "no column of Japanese beside one of English"),
        (f"{PAIR[0]} {PAIR[1]}\n".encode(), "no column of Japanese beside one of English"),
        (f"{PAIR[0]}\t{PAIR[1]}\n".encode("euc-jp"), "not UTF-8, UTF-16 or Shift_JIS"),
        ("A\tあ\n".encode("utf-16-le"), "a binary file"),
        (b"\xff\xfea", "not UTF-8, UTF-16 or Shift_JIS"),
        (b"PK\x03\x04xl/workbook.xml", "save the sheet as 'Unicode text'"),
        (b"%PDF-1.7", "a PDF file"),
        (b"\x1f\x8b\x08", "a gzip archive; unpack it"),
    ],
    ids=[
        "empty",
        "one language",
        "one column",
        "EUC",
        "UTF-16 without a mark",
        "half a character",
        "XLSX",
        "PDF",
        "gzip",
    ],
)
def test_other_files_are_refused(data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(tmp_path / "my.tsv", data)
    assert str(caught.value).startswith(str(tmp_path / "my.tsv"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"my\.tsv: can't be read \(no such file"):
        list(read_translations(tmp_path / "my.tsv"))


# ---- translation memories


def unit(*variants: tuple[str, str]) -> str:
    tuvs = (f'<tuv xml:lang="{lang}"><seg>{seg}</seg></tuv>' for lang, seg in variants)
    return f"<tu>{''.join(tuvs)}</tu>"


def memory(*units: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<tmx version="1.4"><header srclang="*all*"/>'
        f"<body>{''.join(units)}</body></tmx>"
    )


@pytest.mark.parametrize(
    ("data", "pairs"),
    [
        (memory(unit(("en", "A"), ("ja", "あ"))), [("A", "あ")]),
        (memory(unit(("JA-JP", "あ"), ("en-GB", "A"))), [("A", "あ")]),
        (memory(unit(("en_US", "A"), ("fr", "À"), ("ja", "あ"))), [("A", "あ")]),
        (
            memory(unit(("en", "A"), ("ja", "あ"), ("en", "B"), ("ja", "い"))),
            [("A", "あ"), ("A", "い"), ("B", "あ"), ("B", "い")],
        ),
        (
            memory('<tu><tuv lang="en"><seg>A</seg></tuv><tuv lang="ja"><seg>あ</seg></tuv></tu>'),
            [("A", "あ")],
        ),
        (
            memory(
                unit(
                    ("en", 'the <hi>two</hi> <bpt i="1">&lt;b&gt;<sub>x</sub></bpt>Sides<ph/>'),
                    ("ja", "双<it>y</it>方"),
                )
            ),
            [("the two Sides", "双方")],
        ),
        (
            memory("<tu><note>N</note>" + unit(("en", "A &amp;\n B"), ("ja", "あ"))[4:]),
            [("A & B", "あ")],
        ),
        (memory(unit(("en", "A")), unit(("en", "B"), ("ja", "い"))), [("B", "い")]),
        (
            memory(unit(("en", "A"), ("ja", "あ")), head='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'),
            [("A", "あ")],
        ),
    ],
    ids=[
        "plain",
        "regions, any case",
        "a third language",
        "several variants",
        "lang as before 1.4",
        "inline: hi is text, codes are not",
        "notes, entities of XML, line ends",
        "a unit in one language",
        "a DOCTYPE without entities",
    ],
)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_memories(data: str, pairs: list[tuple[str, str]], codec: str, tmp_path: Path) -> None:
    data = data.replace("?>", f' encoding="{codec[:6].strip("-")}"?>'.replace("utf-8-", "utf-8"), 1)
    assert read(tmp_path / "my.tmx", data.encode(codec)) == pairs


BOMB = "<!DOCTYPE tmx [" + '<!ENTITY a "lol">' + '<!ENTITY b "&a;&a;&a;">' + "]>"
THEFT = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (memory(unit(("en", "&b;"), ("ja", "あ")), head=BOMB), "declares entities"),
        (memory(unit(("en", "&x;"), ("ja", "あ")), head=THEFT), "declares entities"),
        (memory(unit(("en", "A"), ("ja", "あ")))[:-20], "damaged XML"),
        (memory(unit(("en", "A"), ("ja", "あ"))).replace("</seg>", "", 1), "damaged XML"),
        ("<tmx>" + "<a>" * 100_000, "damaged XML"),
        (memory(unit(("de", "A"), ("ja", "あ"))), r"no pair .*\(languages: de, ja\)"),
        (memory(), r"no pair .*\(languages: none\)"),
        ("<html><body>A</body></html>", "is <html>, not <tmx>"),
        ('<?xml version="1.0" encoding="x-none"?><tmx/>', "XML"),
    ],
    ids=[
        "entity bomb",
        "entity of a file",
        "cut short",
        "crossed tags",
        "deep",
        "other languages",
        "empty",
        "a web page",
        "an encoding nobody knows",
    ],
)
def test_hostile_memories_are_refused(data: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=message):
        read(tmp_path / "my.tmx", data.encode())


def test_a_unit_keeps_a_bounded_share_of_a_huge_one(tmp_path: Path) -> None:
    segments = [("en", f"A{n}") for n in range(1000)] + [("ja", f"あ{n}") for n in range(1000)]
    huge = memory(unit(("en", "A" * 10_000_000), ("ja", "あ")), unit(*segments))
    assert len(read(tmp_path / "my.tmx", huge.encode())) == 64


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moc_align.train.translations.MAX_BYTES", 10)
    with pytest.raises(ReadError, match="split it into several files"):
        read(tmp_path / "my.tsv", b"en\tja\nA\t\xe3\x81\x82\n")
