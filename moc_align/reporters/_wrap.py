"""Where a line of mixed Japanese and English may be broken to fit a number of columns."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

NO_START = frozenset(
    "、。，．・：；？！ヽヾゝゞ々ー〜～…‥）」』】〉》〕］｝〙〗’”％℃"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    ",.;:!?)]}%'\""
)
"""Characters that don't begin a line. Source: JIS X 4051, with small kana and Latin marks."""
NO_END = frozenset("（「『【〈《〔［｛〘〖‘“([{")
"""Characters that don't end a line. Source: JIS X 4051."""
SPACES = " \u3000"
VARIATION = "\ufe0f"
"""Asks for the wide picture of the character before it."""

Measure = Callable[[str], int]


def breaks(text: str, width: int, measure: Measure) -> list[int]:
    """Offsets at which the lines after the first begin, ascending; empty for a short text.

    `measure` gives the columns of a character. A line is at most `width` columns, not counting
    the spaces at its end; a no-break space is no place for a break.
    """
    sizes = [1 if char == VARIATION else measure(char) for char in text]
    ends = list(accumulate(sizes))
    found: list[int] = []
    start = 0
    while True:
        full = (ends[start - 1] if start else 0) + width
        i = max(bisect_right(ends, full), start + 1)
        while i < len(text) and (text[i] in SPACES or not sizes[i]):
            i += 1
        if i >= len(text):
            return found
        # after a break before 「 what is left of the line may still be too wide for 「、
        places = range(i, start, -1)
        start = next((at for at in places if _may_break(text, at, measure)), i)
        found.append(start)


def _may_break(text: str, i: int, measure: Measure) -> bool:
    before, after = text[i - 1], text[i]
    if before in SPACES:
        return after not in SPACES
    if after in SPACES or after in NO_START or before in NO_END:
        return False
    if not measure(after) or unicodedata.combining(after):
        return False
    return measure(before) == 2 or measure(after) == 2
