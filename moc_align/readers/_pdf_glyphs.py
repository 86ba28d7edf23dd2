"""Repairs of what fonts in a PDF do to characters; nothing else of the text is changed."""

from __future__ import annotations

import re
from unicodedata import normalize

from moc_align.readers._clean import clean

_SUPPLEMENT = dict(
    zip(
        "⺁⺝⺟⺠⺢⺩⺫⺼⺽⻁⻄⻆⻌⻍⻎⻏⻑⻒⻗⻘⻝⻞⻣⻤⻨⻩⻫⻭⻯⻲",
        "厂月母民氺王目肉臼虎西角辶辶辶阝長長雨青食食骨鬼麦黄斉歯竜亀",
        strict=True,
    )
)
"""Of CJK Radicals Supplement, those that stand for a whole character in Japanese fonts.

Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database.
"""
_SYMBOLS = {
    "\uf0b7": "•",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf0a7": "▪",
    "\uf0a8": "◻",
    "\uf076": "❖",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0e0": "→",
    "\uf02d": "−",
}
"""Bullets of the Symbol and Wingdings fonts, by which word processors set lists."""
_RADICALS = {chr(code): normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_TABLE = str.maketrans({**_RADICALS, **_SUPPLEMENT, **_SYMBOLS})

_HYPHEN = "[\ufffe\x02\xad]"
"""What pdfium puts for a hyphen at a line end, dropping the line end; a soft hyphen."""
_JOINT = re.compile(rf"([^\W\d_]*){_HYPHEN}\n?([^\W\d_]*)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x01\x03-\x08\x0e-\x1f]|\\(cid:\\d+\\)")


def broken_share(text: str) -> float:
    """Share of the seen characters that have no Unicode value, in [0, 1]; 0 for no text."""
    seen = len(re.sub(r"\s+", "", text))
    return len(_BROKEN.findall(text.translate(_TABLE))) / seen if seen else 0.0


def readable(text: str) -> str:
    """The text with ideographs in place of radicals (⽇ -> 日) and bullets for symbol codes.

    Fonts that map one glyph to two code points give the radical; no search for the word finds it.
    A hyphen at a line end stays marked, for `dehyphenated`.
    """
    marked = re.sub(_HYPHEN, "\x00", text.translate(_TABLE).replace("\f", "\n"))
    return "\ufffe".join(clean(part) for part in marked.split("\x00"))


def dehyphenated(pages: list[str]) -> list[str]:
    """The pages with the words that were divided at a line end in one piece.

    The hyphen of a compound (`Japan-|India`, `long-|term`) stays. Which it is, the other words of
    the document tell; where they do not, the word is joined.
    """
    if not any("\ufffe" in page for page in pages):
        return pages
    words = {word.lower() for page in pages for word in _WORD.findall(_JOINT.sub(" ", page))}

    def joined(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        whole, compound = (left + right).lower(), f"{left}-{right}".lower()
        if not left or not right or not left.isascii() or right[0].isupper():
            return f"{left}-{right}"
        if whole not in words and (compound in words or right.lower() in words):
            return f"{left}-{right}"
        return left + right

    return [_JOINT.sub(joined, page) for page in pages]
