"""What every reader does with its text: one kind of line end, no characters that act unseen."""

from __future__ import annotations

import re

from moc_align.errors import ReadError

MAX_CHARS = 2_000_000
"""A book of eight hundred pages; a policy text is far shorter."""

_LINE_ENDS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
_UNSEEN = re.compile(
    # C0 and C1 controls but tab, line feed and form feed
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"
    # soft hyphen; Arabic letter mark; Mongolian vowel separator; zero-width characters;
    # bidi embeddings, overrides and isolates; word joiner, invisible operators; byte order mark
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    # interlinear annotation, non-characters, lone surrogates, language tags
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    r"""The text with `\n` line ends and without unseen characters; form feeds stay."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def paged(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """The pages in one string, each from the start of a line, and the offset of each.

    A page that is empty starts where the next one does. No page at all gives `("", (0,))`.
    """
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for page in pages:
        starts.append(length)
        part = page if not page or page.endswith("\n") else page + "\n"
        parts.append(part)
        length += len(part)
    return "".join(parts), tuple(starts) or (0,)


def check_size(length: int, name: str) -> None:
    """Nothing, if that many characters can be a policy text. Raises: ReadError."""
    if length > MAX_CHARS:
        raise ReadError(
            f"{name} holds more than {MAX_CHARS:,} characters; split it and give one document"
        )
