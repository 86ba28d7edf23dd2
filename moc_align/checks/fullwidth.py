"""Full-width letters, digits and punctuation left in English text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from moc_align.checks._excerpt import as_printed
from moc_align.checks._pair import Pair
from moc_align.plugins import Check
from moc_align.schema import Finding
from moc_align.text import is_ja_char

_RUN = re.compile(r"[\uff01-\uff5e\u3000-\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb]+")


def find(both: Pair) -> Iterator[Finding]:
    """One finding for each English clause that has such characters, with the first of them."""
    for tie in both.ties:
        for side, readings in (("source", tie.source), ("target", tie.target)):
            for reading in readings:
                left = _left(reading.text) if reading.lang == "en" else []
                if left:
                    plain = unicodedata.normalize("NFKC", left[0]).strip()
                    remedy = f"; write {as_printed(plain)}" if plain and plain.isascii() else ""
                    more = f" and {len(left) - 1} more" if len(left) > 1 else ""
                    message = f"full-width {as_printed(left[0])}{more} in English text{remedy}"
                    values = (left[0], "") if side == "source" else ("", left[0])
                    yield tie.finding("fullwidth", "info", message, values)


def _left(text: str) -> list[str]:
    """Runs of such characters that don't stand beside a Japanese word quoted as it is."""
    found: list[str] = []
    for match in _RUN.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        beside = (before[-1:], after[:1])
        if not any(char and is_ja_char(char) for char in beside):
            found.append(match[0])
    return found


CHECK = Check(
    severity="info",
    help=(
        "Full-width letters, digits, brackets and stops (ＭＥＴＩ, ５, （）, 、) are left over "
        "from a Japanese keyboard: searches miss them and lines break oddly. Those inside a "
        "Japanese word that is quoted as it is pass."
    ),
    find=find,
)
