"""Where a line of mixed Japanese and English may be broken to fit a number of columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

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
    found: list[int] = []
    start = allowed = used = 0
    for i, char in enumerate(text):
        if i > start and _may_break(text, i, measure):
            allowed = i
        size = 1 if char == VARIATION else measure(char)
        # after a break before 「 what is left of the line may still be too wide for 「、
        while used + size > width and char not in SPACES and size and i > start:
            start = allowed if allowed > start else i
            found.append(start)
            used = sum(map(measure, text[start:i]))
        used += size
    return found


def _may_break(text: str, i: int, measure: Measure) -> bool:
    before, after = text[i - 1], text[i]
    if before in SPACES:
        return after not in SPACES
    if after in SPACES or after in NO_START or before in NO_END:
        return False
    if not measure(after) or unicodedata.combining(after):
        return False
    return measure(before) == 2 or measure(after) == 2
