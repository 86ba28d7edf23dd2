"""Quotation marks and brackets that are left open or closed twice on one side only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from moc_align.checks._pair import Pair, Reading
from moc_align.plugins import Check
from moc_align.schema import Finding
from moc_align.text import is_ja_char

_PAIRS = {
    "」": "「",
    "』": "『",
    "）": "（",
    ")": "(",
    "】": "【",
    "〕": "〔",
    "》": "《",
    "”": "“",
    "]": "[",
}
_SAME = {"（": "(", "）": ")"}
_LABEL = re.compile(
    r"(?<![\da-zA-Zａ-ｚＡ-Ｚァ-ヶー])(?:\d{1,2}|[a-zA-Zａ-ｚＡ-Ｚ]|[ivxIVX]{1,5}|[ア-ン])$"
)
_INCH = re.compile(r"(?<=\d)\"")


def find(both: Pair) -> Iterator[Finding]:
    """Findings of the links of which one side is not balanced and the other is."""
    for tie in both.tied:
        source, target = _open(tie.source), _open(tie.target)
        if bool(source) == bool(target):
            continue
        mark, side = (source, "source") if source else (target, "target")
        values = (mark, "") if source else ("", mark)
        message = f"{mark} has no counterpart in the {side}"
        yield tie.finding("quotes", "info", message, values)


def _open(readings: Sequence[Reading]) -> str:
    """The first mark without its counterpart; empty where all are in pairs.

    A quotation of several paragraphs opens each of them and is closed once.
    """
    text = " ".join(reading.text for reading in readings)
    text = _INCH.sub("", text)
    waiting: list[str] = []
    for at, char in enumerate(text):
        mark = _SAME.get(char, char)
        if mark in _PAIRS.values() and mark not in "（":
            waiting.append(mark)
        elif mark in _PAIRS:
            opening = _SAME.get(_PAIRS[mark], _PAIRS[mark])
            if waiting and waiting[-1] == opening:
                waiting.pop()
            elif opening != "(" or not _LABEL.search(text[max(at - 6, 0) : at]):
                return char
    left = [mark for mark in waiting if mark != "“" or len(readings) == 1]
    if left:
        return left[-1]
    odd = text.count('"') % 2 and not any(map(is_ja_char, text))
    return '"' if odd else ""


CHECK = Check(
    severity="info",
    help=(
        "A quotation mark or bracket without its counterpart, where the other text has them in "
        "pairs, shows a slip or a part that was cut off. Labels such as i) and inches pass."
    ),
    find=find,
)
