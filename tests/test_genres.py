"""The genre a text's form speaks for."""

import json
from pathlib import Path

import pytest

from moc_align.genres import guess_genre
from moc_align.resources import corpora, read_corpus

PAIRS = sorted((Path(__file__).parent / "pairs").glob("*/gold.json"))


@pytest.mark.parametrize("entry", corpora(), ids=lambda entry: entry.id)
def test_the_shipped_documents_would_be_guessed(entry):
    assert guess_genre(read_corpus(entry).decode()) == entry.genre


@pytest.mark.parametrize("gold", PAIRS, ids=lambda path: path.parent.name)
def test_the_evaluation_documents_are_guessed(gold):
    for side in json.loads(gold.read_text(encoding="utf-8")).values():
        if isinstance(side, dict) and "genre" in side:
            text = (gold.parent / side["file"]).read_text(encoding="utf-8")
            assert guess_genre(text) == side["genre"], side["file"]


ARTICLES_JA = "\n第一条　甲\n第二条　乙\n第三条　丙\n"
ARTICLES_EN = "\nArticle 1\nA\nArticle 2\nB\nArticle 3\nC\n"


@pytest.mark.parametrize(
    ("text", "genre", "reason"),
    [
        (
            "港湾法" + ARTICLES_JA,
            "memorandum",
            "a title alone in a bare name of a law tells little",
        ),
        ("港湾に関する法律" + ARTICLES_JA, "statute", "法律 in the title"),
        ("日本国とＡ国との間の条約" + ARTICLES_JA, "treaty", "条約"),
        ("Agreement between Japan and A" + ARTICLES_EN, "treaty", "an agreement in articles"),
        ("MEMORANDUM OF COOPERATION\nAgreement" + ARTICLES_EN, "memorandum", "the first word wins"),
        ("Act on Ports" + ARTICLES_EN, "statute", "Act"),
        ("Joint Statement\nThe Ministers met.", "statement", "no articles"),
        ("Suva, 1 May\nI have the honour to confirm the following", "treaty", "notes exchanged"),
        ("書簡をもって啓上いたします。本使は、", "treaty", "the formula of a note"),
        ("日Ａ共同声明\n両大臣は会談した。", "statement", "共同声明 without articles"),
        (
            "Press release: Joint Statement adopted\nThe Ministers met.",
            "release",
            "a release about one",
        ),
        ("The Ministers met.", "release", "nothing speaks for another"),
        (
            "Memorandum of Cooperation on Ports\n1. Purpose\nSigned at Riga on 1 May 2020.",
            "memorandum",
            "no articles, but the words that close an instrument",
        ),
        (
            "港湾に関する覚書\n１　目的\n2020年５月１日に英語により署\n名された。",
            "memorandum",
            "the same in Japanese, wrapped inside the verb",
        ),
        (
            "Ａ国との覚書に署名しました\n両大臣は「共同声明」に署名した。",
            "release",
            "a title that reports; 共同声明 only in the text",
        ),
        ("G9 Leaders' Communiqué\n1. We met.", "statement", "communiqué"),
        ("日Ａ首脳共同記者発表\n両首脳は一致した。", "statement", "共同記者発表"),
        ("日Ａデジタルパートナーシップ\n双方は協力する。", "statement", "a named partnership"),
    ],
)
def test_forms(text, genre, reason):
    assert guess_genre(text) == genre, reason
