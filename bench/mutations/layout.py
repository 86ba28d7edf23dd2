"""A changed clause set anew at the width of its file, as whoever changed it would have done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from mutations import Edit, Edition, Mutant, Passage

_GAP = re.compile(r"[^\S\n]*\n\s*")
_PIECE = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+|[\u3000-\u9fff\uff00-\uffef]|\s+")
_NEVER_FIRST = "、。，．）」』"


def settled(edition: Edition, mutant: Mutant) -> Mutant:
    """The mutant with what it changes inside clauses set anew."""
    rows = _set_anew(edition, mutant.edits)
    wrong = tuple(
        at for at, (_, own) in enumerate(rows) if not mutant.wrong or {*own} & {*mutant.wrong}
    )
    return replace(mutant, edits=tuple(edit for edit, _ in rows), wrong=wrong)


def settled_edits(edition: Edition, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits with what they change inside clauses set anew."""
    return tuple(edit for edit, _ in _set_anew(edition, edits))


def _set_anew(edition: Edition, edits: Sequence[Edit]) -> list[tuple[Edit, tuple[int, ...]]]:
    """Edits with the numbers of those they come from; all of a clause become one."""
    gaps = Counter(gap for own in edition.passages for gap in _GAP.findall(_raw(edition, own)))
    if not gaps:
        return [(edit, (at,)) for at, edit in enumerate(edits)]
    rows: list[tuple[Edit, tuple[int, ...]]] = []
    left = dict(enumerate(edits))
    for own in edition.passages:
        span = own.clause.span
        # what is put before or behind a clause is no part of it
        held = [
            at
            for at, e in left.items()
            if span.start <= e.start < span.end and span.start < e.end <= span.end
        ]
        if held and not own.clause.title:
            width = _width(edition, own)
            text = _changed(edition, own, [left.pop(at) for at in held])
            gap = next(iter(_GAP.findall(_raw(edition, own))), gaps.most_common(1)[0][0])
            start = edition.raw.rfind("\n", 0, span.start) + 1
            first = _wide(edition.raw[start : span.start])
            rows.append((Edit(span.start, span.end, _wrapped(text, width, first, gap)), (*held,)))
    return rows + [(edit, (at,)) for at, edit in left.items()]


def _raw(edition: Edition, own: Passage) -> str:
    return edition.raw[own.clause.span.start : own.clause.span.end]


def _width(edition: Edition, own: Passage) -> int:
    """Columns of the widest line of the clause, of one line those of its kind."""
    if "\n" in _raw(edition, own):
        return max(map(_wide, _lines(edition, own)))
    kin = [p for p in edition.passages if p.clause.kind == own.clause.kind]
    return max(_wide(line) for each in kin for line in _lines(edition, each))


def _lines(edition: Edition, own: Passage) -> Iterable[str]:
    """The printed lines of a clause, the first with its label."""
    start = edition.raw.rfind("\n", 0, own.clause.span.start) + 1
    return [line.rstrip() for line in edition.raw[start : own.clause.span.end].split("\n")]


def _changed(edition: Edition, own: Passage, edits: Iterable[Edit]) -> str:
    """The clause with the edits made, on one line."""
    parts, at = [], own.clause.span.start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [edition.raw[at : edit.start], edit.text]
        at = edit.end
    text = "".join((*parts, edition.raw[at : own.clause.span.end]))
    joined = re.sub(r"(?<=[\x21-\x7e])[^\S\n]*\n\s*(?=[\x21-\x7e])", " ", text)
    return _GAP.sub("", joined)


def _wide(text: str) -> int:
    """Columns of a text; a Japanese character takes two."""
    return sum(2 if east_asian_width(char) in "FWA" else 1 for char in text)


def _wrapped(text: str, width: int, first: int, gap: str) -> str:
    indent = _wide(gap.rpartition("\n")[2])
    lines, room = [""], width - first
    for piece in _PIECE.findall(text):
        if _wide(piece) > room and lines[-1] and piece not in _NEVER_FIRST:
            lines.append("")
            room = width - indent
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
            room -= _wide(piece)
    return gap.join(line.rstrip() for line in lines)
