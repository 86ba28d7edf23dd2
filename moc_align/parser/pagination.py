"""Page numbers and running headers that a plain text has kept from the pages it was copied from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from moc_align.parser.lines import Line

_DASH = r"[-‐‑‒–—―−－ー~〜]"
_DASHED = re.compile(rf"{_DASH}\s?(\d{{1,4}})\s?{_DASH}")
_WORDED = re.compile(
    r"(?:page|p\.)\s?(\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?|(\d{1,4})\s?(?:ページ|頁)", re.IGNORECASE
)
_SHARE = re.compile(r"(\d{1,4})\s?[/／]\s?\d{1,4}")
_BARE = re.compile(r"(\d{1,4})")
CENTRED = 20
"""Columns before a bare number from which it is set in the middle or at the right of its page."""


class Pagination:
    """What the pages of a text left in it."""

    def __init__(self, text: str, lines: Sequence[Line], flowed: bool) -> None:
        self.text = text
        self.lines = lines
        self.numbered = () if flowed else self._numbered()

    def _said(self, at: int) -> str:
        line = self.lines[at]
        return " ".join(self.text[line.start : min(line.end, line.start + 200)].split())

    def _numbered(self) -> tuple[int, ...]:
        """Lines that are page numbers: by their form, or in the middle of the page and in order."""
        sure: list[int] = []
        loose: list[tuple[int, int]] = []
        for at, line in enumerate(self.lines):
            if line.end - line.start > 24:
                continue
            said = self._said(at)
            if _DASHED.fullmatch(said) or _WORDED.fullmatch(said):
                sure.append(at)
                continue
            share, bare = _SHARE.fullmatch(said), _BARE.fullmatch(said)
            if share or (bare and line.indent >= CENTRED):
                match = share or bare
                loose.append((at, int(match[1]) if match else 0))
        run = [at for i, (at, number) in enumerate(loose) if number == loose[0][1] + i]
        alone = len(loose) == 1 and loose[0][0] + 1 == len(self.lines)
        if len(run) == len(loose) and (len(run) > 1 or alone):
            sure += run
        return tuple(sorted(sure))

    def strays(self) -> list[int]:
        """Lines that are page numbers or headers that run over the pages."""
        after = [at + 1 for at in self.numbered if at + 1 < len(self.lines)]
        heads = Counter(self._key(at) for at in after)
        first = self._key(0) if self.lines else ""
        running = {
            key for key, times in heads.items() if key and (times > 1 or (first and key == first))
        }
        found = set(self.numbered) | {at for at in after if self._key(at) in running}
        # the title itself may run over the pages; a header of two columns is no title
        if first in running and len(self.numbered) and re.search(r"\S\s{3,}\S", self._raw(0)):
            found.add(0)
        return sorted(found)

    def _raw(self, at: int) -> str:
        line = self.lines[at]
        return self.text[line.start : min(line.end, line.start + 200)]

    def _key(self, at: int) -> str:
        return re.sub(r"[\d\s]+", "", self._raw(at))

    def starts(self) -> tuple[int, ...]:
        """Offset at which each page starts; the first is 0."""
        if not self.numbered:
            return (0,)
        foot = self.numbered[-1] > 0.9 * len(self.lines) or self.numbered[0] > 2
        if not foot:
            return (0, *(self.lines[at].start for at in self.numbered[1:]))
        return (0, *(self.lines[at].end for at in self.numbered if at + 1 < len(self.lines)))
