"""The report of an alignment, made by hand: every kind of link, and text that breaks formats."""

from __future__ import annotations

from sample_report import HOSTILE

from moc_align.schema import (
    AlignedText,
    Alignment,
    Evidence,
    Lang,
    Link,
    Quote,
    Report,
    Signature,
)

SOURCE = (
    ("t", 1, 1, "水分野における協力に関する覚書"),
    ("art1.s1", 1, 3, "両当事者は、上水道について協力する。"),
    ("art1.s2", 1, 4, "また、下水道については、別に定める計画に従い、専門家を派遣し、研修を行う。"),
    ("art2.s1", 1, 6, HOSTILE),
    ("art2.s2", 1, 7, "両当事者は、次のことを行う。"),
    ("art2.s3", 1, 8, "一 ]]> と <seg> と &amp; と \x00\x0b\ud800 を示すこと。\u200f"),
    ("art3.s1", 2, 10, "この条の規定は、\t予算の範囲内で\n適用する。"),
    ("art3.s2", 2, 11, "=cmd|' /C calc'!A0"),
    ("art4.s1", 2, 13, "この覚書は、署名の日から五年間効力を有する。"),
    ("art4.s2", 2, 14, "費用は、各当事者が負担する。"),
    ("art5.s1", 2, 16, "紛争は、協議により解決する。"),
    ("end", 2, 18, "\ufeff「以上」"),
)
"""Id, page, line and text of each unit."""
TARGET = (
    ("t", 1, 1, "Memorandum of Cooperation in the Field of Water"),
    ("art1.s1", 1, 3, "The Sides cooperate on water supply."),
    ("art1.s2", 1, 3, "On sewerage, the Sides dispatch experts under a separate plan."),
    ("art1.s3", 1, 4, 'They also hold "training".'),
    ("art2.s1", 1, 6, f"The Sides show {HOSTILE}"),
    ("art2.s2", 1, 7, "The Sides show ]]> and <seg>, &amp; and \x00\x0b\udfff, as follows.\u200f"),
    ("art2.s3", 1, 9, "+1 (a) a joint committee is set up;"),
    ("art3.s1", 2, 11, "Each Side bears its own costs."),
    ("art3.s2", 2, 12, "This Article applies\twithin the limits\r\nof the budget."),
    ("art3.s3", 2, 13, "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("art4.s1", 2, 14, "-2 This Memorandum remains in effect for five years from its signature."),
    ("art5.s1", 2, 16, "Disputes\u2028are settled otherwise."),
    ("end", 2, 18, "  “End”  "),
)
LINKS = (
    Link(("t",), ("t",), 0.8125, 0.99951),
    Link(
        ("art1.s1",),
        ("art1.s1",),
        0.7731,
        0.9962,
        evidence=(
            Evidence("similarity", "", "", 0.7731),
            Evidence("name", "上水道", "water supply", 0.2),
        ),
    ),
    Link(("art1.s2",), ("art1.s2", "art1.s3"), 0.6904, 0.9817),
    Link(("art2.s1",), ("art2.s1",), 0.9, 0.9999996),
    Link(("art2.s2", "art2.s3"), ("art2.s2",), 0.5512, 0.93),
    Link((), ("art2.s3",), 0.0, 0.912),
    Link(("art3.s1",), ("art3.s2",), 0.61, 0.88),
    Link(("art3.s2",), ("art3.s3",), 1.0, 1.0, origin="human"),
    Link(("art4.s1",), ("art4.s1",), 0.3204, 0.4127, uncertain=True),
    Link(("art4.s2",), ("art3.s1",), 0.7, 0.871, crossing=True),
    Link(("art5.s1",), (), 0.2, 0.3011, uncertain=True),
    Link((), ("art5.s1",), 0.2, 0.3011, uncertain=True),
    Link(("end",), (), 0.0, 0.76),
    Link((), ("end",), 0.0, 0.74),
)


def _side(
    name: str, lang: Lang, title: str, rows: tuple[tuple[str, int, int, str], ...]
) -> AlignedText:
    return AlignedText(
        id=f"{name}-{lang}",
        lang=lang,
        title=title,
        source=f"{name} & co.{lang}.txt",
        sha256=("5e" if lang == "ja" else "7a") * 32,
        units=tuple(Quote(key, text, page, line) for key, page, line, text in rows),
    )


def sample_alignment() -> Report:
    """Japanese to English, sentence by sentence, with links of all shapes, kinds and origins.

    In it: 1-1, 1-2 and 2-1; null links of both sides, two of them uncertain because a link below
    the least confidence was taken apart; an uncertain link, a crossing one, one made by a person.
    """
    source = _side("water", "ja", "水分野における協力に関する覚書", SOURCE)
    target = _side("water", "en", TARGET[0][3], TARGET)
    signature = Signature(
        version="1.2.3",
        model="moc-static-ja-en",
        model_sha256="0c" * 32,
        scheme="",
        scoring="semi-markov",
        thresholds=(("uncertain", 0.5),),
        inputs=((source.id, source.sha256), (target.id, target.sha256)),
        settings=(("unit", "sentence"), ("order", "monotone"), ("min-confidence", "0.35")),
    )
    return Report(
        "align",
        (),
        signature=signature,
        notes=("A link below 0.35 was taken apart.",),
        alignment=Alignment("sentence", "monotone", source, target, LINKS, min_confidence=0.35),
    )
