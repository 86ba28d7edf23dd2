"""A passage as a message quotes it."""

from __future__ import annotations

from moc_align.schema import Lang

LONGEST = 60
"""Characters of a passage that a message quotes: enough to know it by, on one line."""


def quoted(text: str, lang: Lang) -> str:
    """The passage in the quotation marks of its language, cut where it is long."""
    shown = " ".join(text.split())
    if len(shown) > LONGEST:
        cut = shown[: LONGEST - 1]
        # English is cut between words
        cut = cut.rsplit(" ", 1)[0] if lang == "en" and " " in cut[LONGEST // 2 :] else cut
        shown = f"{cut}…"
    return f"「{shown}」" if lang == "ja" else f'"{shown}"'


def as_printed(words: str) -> str:
    """Some words whole, in the quotation marks of their letters."""
    return f'"{words}"' if words.isascii() else f"「{words}」"
