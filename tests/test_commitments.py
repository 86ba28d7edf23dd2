"""The strength of undertakings, by the governing predicate."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moc_align.commitments import Strength, commitment, commitments
from moc_align.schema import Lang
from moc_align.text import squeeze

CASES = Path(__file__).parent / "cases" / "commitments"


def rows(name: str) -> list[tuple[str, str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert table[0][-1] == "reason"
    assert all(len(row) == 4 and row[3] for row in table)
    return [(row[0], row[1], row[2]) for row in table[1:]]


def check(text: str, lang: Lang, strength: str, quote: str) -> None:
    found = commitment(text, lang)
    if not strength:
        assert found is None
        return
    assert found is not None
    assert (found.strength.name, found.quote) == (strength, quote)
    assert text[found.span.start : found.span.end] == quote


@pytest.mark.parametrize(("text", "strength", "quote"), rows("ja.tsv"))
def test_japanese(text: str, strength: str, quote: str) -> None:
    check(text, "ja", strength, quote)


@pytest.mark.parametrize(("text", "strength", "quote"), rows("en.tsv"))
def test_english(text: str, strength: str, quote: str) -> None:
    check(text, "en", strength, quote)


COORDINATE: tuple[tuple[Lang, str, tuple[str, ...]], ...] = (
    ("ja", "招待することを検討し、機会を提供する。", ("EXPLORE", "UNDERTAKE")),
    ("ja", "協力を模索し、研究において協力する。", ("EXPLORE", "UNDERTAKE")),
    ("ja", "特定に努め、案件の形成を支援する。", ("ENDEAVOUR", "UNDERTAKE")),
    ("ja", "ネットワークを通じ、可能性を検討する。", ("EXPLORE",)),
    ("ja", "重要性を認識し、強みを活かして、強靭化を促進する。", ("UNDERTAKE",)),
    ("ja", "協力を探求する。この協力には議論が含まれる。", ("EXPLORE", "NONE")),
    (
        "en",
        "Japan will consider inviting startups, and provide opportunities.",
        ("EXPLORE", "UNDERTAKE"),
    ),
    ("ja", "協議により解決するものとし、会合を開催する。", ("SHALL", "UNDERTAKE")),
    (
        "en",
        "The Parties will explore cooperation, and will share data.",
        ("EXPLORE", "UNDERTAKE"),
    ),
    (
        "en",
        "Disputes shall be settled by consultation and shall not be referred to a court.",
        ("SHALL", "SHALL"),
    ),
    (
        "en",
        "India will support trade, and Japan will likewise, through JETRO, consider it.",
        ("UNDERTAKE", "EXPLORE"),
    ),
    ("en", "Both sides will share data and cooperate in research.", ("UNDERTAKE", "UNDERTAKE")),
    (
        "en",
        "Convening of events, efforts for investment, measures for companies",
        ("UNDERTAKE", "ENDEAVOUR", "UNDERTAKE"),
    ),
)


@pytest.mark.parametrize(("lang", "text", "strengths"), COORDINATE)
def test_coordinate_predicates_in_order(lang: Lang, text: str, strengths: tuple[str, ...]) -> None:
    assert tuple(c.strength.name for c in commitments(text, lang)) == strengths


@pytest.mark.parametrize(
    ("lang", "text", "negated"),
    [
        ("ja", "目的以外に用いないものとする。", True),
        ("ja", "第三者に開示してはならない。", True),
        ("ja", "報告しなければならない。", False),
        ("en", "The Parties shall not disclose information.", True),
        ("en", "The Parties are to notify each other.", False),
        ("en", "Upon request, neither Party shall refuse access.", True),
        ("en", "No later than May, the Parties shall report.", False),
        ("en", "Nothing in this Memorandum shall create obligations.", True),
    ],
)
def test_negation(lang: Lang, text: str, negated: bool) -> None:
    found = commitment(text, lang)
    assert found is not None
    assert (found.strength, found.negated) == (Strength.SHALL, negated)


@pytest.mark.parametrize(
    ("lang", "text", "negated"),
    [
        ("ja", "義務に影響を及ぼすものではない。", (True,)),
        ("ja", "合意に基づくものである。", (False,)),
        ("en", "They shall not copy or use the data.", (True, True)),
        ("en", "They shall not copy the data and shall return them.", (True, False)),
        ("en", "The Parties cannot terminate it.", (True,)),
    ],
)
def test_each_predicate_is_denied_by_itself(
    lang: Lang, text: str, negated: tuple[bool, ...]
) -> None:
    assert tuple(c.negated for c in commitments(text, lang)) == negated


def test_the_firmest_predicate_governs_and_the_first_among_equals() -> None:
    found = commitment("招待することを検討し、機会を提供し、情報を共有する。", "ja")
    assert found is not None
    assert found.quote == "機会を提供し"


def test_wrapped_text_reads_like_one_line() -> None:
    found = commitment("協力の機会を探\n\n求する。", "ja")
    assert found is not None
    assert (found.strength, squeeze(found.quote)) == (Strength.EXPLORE, "機会を探求する")


PIECES = st.sampled_from(
    [
        *(
            "協力を",
            "検討し",
            "、",
            "促進する",
            "。",
            "ものとする",
            "ない",
            "こと",
            "が",
            "期待される",
            "（",
            "）",
        ),
        *(
            "The Parties",
            " will",
            " shall",
            " not",
            " explore",
            " to",
            ", and",
            " share",
            ".",
            "\n",
            "May",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES).map("".join) | st.text(max_size=60), st.sampled_from(get_args(Lang)))
def test_commitments_are_verbatim_and_in_order(text: str, lang: Lang) -> None:
    start = 0
    for found in commitments(text, lang):
        assert found.quote == text[found.span.start : found.span.end]
        assert found.span.start >= start
        assert found.quote
        start = found.span.start
    assert (commitment(text, lang) is None) == (not commitments(text, lang))
