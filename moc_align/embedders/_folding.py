"""A text's NFKC form and its lower case as `tokenizers` makes them, whatever Python's Unicode.

The library normalises by the tables of Unicode 9 and writes lower case, a character at a time, by
those of Unicode 17; Python 3.11 has those of Unicode 14. It shows: U+32FF, the square 令和, stays
as it is there. Found by going through all code points, with tokenizers 0.23 and Unicode 14 and 18.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_NEW = (
    r"\u0558\u058b\u058c\u05c8\u05c9\u07fd\u0897-\u08d3\u09fe\u0c3c\u0d3b\u0d3c\u0eba\u1715"
    r"\u1abf-\u1af0\u1df6-\u1dfa\u209d-\u209f\u32ff\ua7f1-\ua7f4\ua82c\uab69"
)
_NEW_BEYOND = (
    r"\U000105c9-\U000107bf\U00010d24-\U00010f85\U00011070\U0001133b\U00011382-\U000113d0"
    r"\U0001145e\U00011839-\U00011a99\U00011d42-\U00011f42\U0001611e-\U0001612f"
    r"\U00016d63-\U00016ff1\U0001b123-\U0001b126\U0001ccd6-\U0001d128\U0001d250-\U0001d281"
    r"\U0001d6a6\U0001df95-\U0001dfff\U0001e030-\U0001e6f5\U0001f16c\U0001fbf0-\U0001fbf9"
)
"""What newer tables decompose, compose or reorder; between such, characters that none touches."""
_STAY = re.compile(f"([{_NEW}{_NEW_BEYOND}]+)")
_MAY_STAY = re.compile(f"[{_NEW}\U00010000-\U0010ffff]")
"""Much the same, found faster."""

_NEW_CAPITALS = {
    0x1C89: 0x1C8A,
    0xA7CB: 0x0264,
    0xA7DC: 0x019B,
    **{capital: capital + 1 for capital in (0xA7CC, 0xA7CE, 0xA7D2, 0xA7D4, 0xA7DA)},
    **{capital: capital + 0x20 for capital in range(0x10D50, 0x10D66)},
    **{capital: capital + 0x1B for capital in range(0x16EA0, 0x16EB9)},
}
_MAY_BE_NEW = re.compile("[\u1c89\ua7cb-\ua7dc\U00010000-\U0010ffff]")


def nfkc(text: str) -> str:
    """The NFKC form by the library's tables."""
    if text.isascii():
        return text
    if not _MAY_STAY.search(text):
        return normalize("NFKC", text)
    parts = _STAY.split(text)
    parts[::2] = [normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts)


def lowercase(text: str) -> str:
    """Each character in lower case by itself: Σ is never ς."""
    if text.isascii():
        return text.lower()
    if _MAY_BE_NEW.search(text):
        text = text.translate(_NEW_CAPITALS)
    return text.replace("Σ", "σ").lower()
