"""A `Result` as text for reading and as JSON for programs; equal results give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from moc_align import __version__
from moc_align.evaluate.beads import SIDES, Link
from moc_align.evaluate.calibration import BINS, SURE, Calibration
from moc_align.evaluate.result import Fault, Result
from moc_align.evaluate.score import SHAPES, Counts, Ratios, share
from moc_align.text import printable

DEFINITION = (
    "strict: the very link; lax: overlaps a link on both sides (vecalign's score.py). "
    "Null links count in precision, not in recall."
)
_DIGITS = 6
"""Of a ratio in JSON."""


def as_text(result: Result, worst: int) -> str:
    """All figures, and at most `worst` wrong and as many missed links."""
    lines = [DEFINITION, ""]
    lines += [f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}"]
    counts = result.counts
    for name, r in (("strict", counts.strict), ("lax", counts.lax), ("pairs", counts.pair)):
        lines.append(f"{name:10}{_3(r.precision):>10}{_3(r.recall):>10}{_3(r.f1):>10}")
    lines += ["", f"{'recall of':10}{'links':>10}{'strict':>10}{'lax':>10}"]
    for name, part in zip(SHAPES, counts.shapes, strict=True):
        strict, lax = share(part.strict, part.gold), share(part.lax, part.gold)
        lines.append(f"{name:10}{part.gold:>10,}{_3(strict):>10}{_3(lax):>10}")
    lines += ["", *_calibration_lines(result)]
    if len(result.files) > 1:
        heads = ("strict F1", "lax F1", "pair F1", "cal. error")
        lines += ["", "".join(f"{head:>11}" for head in heads) + "  test file"]
        for file in result.files:
            parts = (file.counts.strict.f1, file.counts.lax.f1, file.counts.pair.f1)
            figures = (*parts, file.calibration.error)
            lines.append("".join(f"{_3(figure):>11}" for figure in figures) + f"  {file.test}")
    for title, faults, beside in (
        ("Wrong links, the most confident first", result.wrong, "gold"),
        ("Gold links that were missed", result.missed, "test"),
    ):
        shown = faults[:worst]
        if shown:
            lines += ["", f"{title} ({len(shown):,} of {len(faults):,}):"]
            lines += [line for fault in shown for line in _fault_lines(result, fault, beside)]
    lines += ["", f"signature: {_signature(result)}"]
    return printable("\n".join(lines)) + "\n"


def _signature(result: Result) -> str:
    """What the figures depend on beside the files."""
    return (
        f"match:strict,lax|null:precision|sum:micro|bins:{BINS}|sure:{float(SURE)}"
        f"|files:{len(result.files)}|moc-align:{__version__}"
    )


def _calibration_lines(result: Result) -> list[str]:
    found = result.calibration
    if not found.links:
        return ["The test files give no confidences."]
    lines = []
    for name, part in (("all links", found), ("without null", result.without_null)):
        lines.append(
            f"{name:14}calibration error {_3(part.error)} over {part.links:,} confidences; "
            f"{_3(part.sure_share)} right of {part.sure:,} links with .9 or more"
        )
    return lines


def _fault_lines(result: Result, fault: Fault, beside: str) -> Iterator[str]:
    sure = "" if fault.link.confidence is None else f"  confidence {_3(fault.link.confidence)}"
    where = f"  {result.files[fault.case].test}" if len(result.files) > 1 else ""
    others = ", ".join(map(str, fault.beside)) or "nothing"
    partly = "partly right; " if fault.partly else ""
    yield f"  {fault.link}{sure}  {partly}{beside}: {others}{where}"
    for side, texts in zip(SIDES, fault.texts, strict=True):
        for text in texts:
            if text:
                yield f"    {side}  {' '.join(text.split())}"


def as_json(result: Result, worst: int) -> str:
    """The same for programs; ratios have six digits, null where there is nothing to divide by."""
    files = [
        {
            "gold": file.gold,
            "test": file.test,
            **_figures(file.counts),
            "calibration": _calibration(file.calibration),
        }
        for file in result.files
    ]
    report = {
        "definition": DEFINITION,
        **_figures(result.counts),
        "calibration": _calibration(result.calibration),
        "calibration_without_null": _calibration(result.without_null),
        "files": files,
        "wrong_links": len(result.wrong),
        "worst": _faults(result, result.wrong[:worst]),
        "missed_links": len(result.missed),
        "missed": _faults(result, result.missed[:worst]),
        "notes": list(result.notes),
        "signature": _signature(result),
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _figures(counts: Counts) -> dict[str, Any]:
    shapes = {
        name: {
            "links": part.gold,
            "strict": _6(share(part.strict, part.gold)),
            "lax": _6(share(part.lax, part.gold)),
        }
        for name, part in zip(SHAPES, counts.shapes, strict=True)
    }
    return {
        "strict": _ratios(counts.strict),
        "lax": _ratios(counts.lax),
        "pair": _ratios(counts.pair),
        "recall_by_shape": shapes,
        "links": {"gold_without_null": counts.gold, "test": counts.test},
    }


def _ratios(ratios: Ratios) -> dict[str, float | None]:
    return {
        "precision": _6(ratios.precision),
        "recall": _6(ratios.recall),
        "f1": _6(ratios.f1),
    }


def _calibration(found: Calibration) -> dict[str, Any] | None:
    if not found.links:
        return None
    bins = [
        {
            "from": at / BINS,
            "links": part.links,
            "confidence": _6(part.total / part.links) if part.links else None,
            "right": _6(share(part.right, part.links)),
        }
        for at, part in enumerate(found.bins)
    ]
    return {
        "error": _6(found.error),
        "links": found.links,
        "sure_links": found.sure,
        "sure_right": _6(found.sure_share),
        "bins": bins,
    }


def _faults(result: Result, faults: Sequence[Fault]) -> list[dict[str, Any]]:
    return [
        {
            "test": result.files[fault.case].test,
            **_ends(fault.link),
            "confidence": _6(fault.link.confidence),
            "partly_right": fault.partly,
            "beside": [_ends(link) for link in fault.beside],
            **{f"{side}_texts": list(said) for side, said in zip(SIDES, fault.texts, strict=True)},
        }
        for fault in faults
    ]


def _ends(link: Link) -> dict[str, list[int]]:
    return {"source": list(link.source), "target": list(link.target)}


def _3(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(round(value, 3)):.3f}"


def _6(value: Fraction | None) -> float | None:
    return None if value is None else float(round(value, _DIGITS))
