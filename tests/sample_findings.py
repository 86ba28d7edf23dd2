"""The report of a validation, made by hand: all severities and sides, text that breaks formats."""

from __future__ import annotations

from pairs_made import Row, made
from sample_report import HOSTILE

from moc_align.checks import Pair
from moc_align.schema import Finding, Quote, Report, Severity, Signature

ROWS = (
    Row("水分野における協力に関する覚書", "Memorandum of Cooperation in the Field of Water"),
    Row(
        "両当事者は、2027年度末までに技術者300人に対する研修を行う。",
        "The Sides provide training for 30 engineers by the end of fiscal year 2027.",
    ),
    Row("両当事者は、費用を負担する。", ""),
    Row("両当事者は、漏水の探知に関する技術を共有する。", "The Sides share leak detection."),
    Row(HOSTILE, f"The Sides show {HOSTILE}", uncertain=True, confidence=0.41239),
    Row("", "Disputes are settled by consultation."),
    Row("この覚書は、署名の日から五年間効力を有する。", "It remains in effect for five years."),
)


def sample_pair() -> Pair:
    """The two texts with their links: one omission, one addition, one uncertain link."""
    return made(ROWS)


def sample_findings(both: Pair) -> tuple[Finding, ...]:
    """Two on one clause, one on each side alone, one on hostile words, two suppressed ones."""

    def finding(
        row: int,
        check: str,
        severity: Severity,
        message: str,
        values: tuple[str, str] = ("", ""),
        suppressed: str = "",
    ) -> Finding:
        tie = both.ties[row]
        source, target = (
            tuple(Quote(r.clause.id, r.clause.words, r.clause.page, r.clause.line) for r in side)
            for side in (tie.source, tie.target)
        )
        sure = tie.link.confidence
        return Finding(check, severity, message, source, target, sure, values, suppressed)

    hostile = f'"{HOSTILE}" is left in Japanese\r\n::error::, 100% sure'
    return (
        finding(1, "numbers", "error", '「300人」 (300) against "30"', ("300人", "30")),
        finding(1, "length", "info", "The translation is short.", ("", "")),
        finding(2, "omission", "error", "Nothing in the translation corresponds to 「両当…」."),
        finding(3, "terminology", "warning", '「技術」 is missing: "leak"', ("技術", "leak")),
        finding(3, "negation", "error", "Not so.", ("共有する", ""), "ignored: an idiom"),
        finding(4, "untranslated", "error", hostile, ("[red]赤[/red]", "[red]赤[/red]")),
        finding(5, "addition", "error", "Nothing in the text corresponds to this."),
        finding(6, "dates", "warning", "五年間", ("五年間", "five"), "accepted in b.json"),
    )


def sample_validation(*, good: bool = False) -> Report:
    """The report of the pair; `good`: without a finding."""
    both = sample_pair()
    source, target = both.source, both.target
    signature = Signature(
        version="1.2.3",
        model="moc-static-ja-en",
        model_sha256="0c" * 32,
        scheme="",
        scoring="semi-markov",
        thresholds=(("uncertain", 0.5),),
        inputs=((source.id, "5e" * 32), (target.id, "7a" * 32)),
        settings=(("unit", "clause"), ("checks", "dates, numbers"), ("fail-on", "error")),
    )
    return Report(
        "validate",
        (source, target),
        signature=signature,
        notes=() if good else (f"One entry is stale: {HOSTILE}",),
        alignment=both.alignment,
        findings=() if good else sample_findings(both),
    )
