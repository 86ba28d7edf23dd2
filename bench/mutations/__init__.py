"""Errors of translators, one at a time: what a mutant is, and the text that mutators work on.

Mutators know grammar and words of their own (mutations_*.py) and share nothing with the checks that
they judge, so that a check does not pass for knowing the very list that its mutants are made from.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from moc_align.errors import ConfigError
from moc_align.pipeline import Settings, open_document
from moc_align.schema import Clause, Document, Lang

Group = Literal["error", "warning"]
"""How grave the findings are that a kind should lead to."""

_WRAP = re.compile(r"[^\S\n]*\n\s*")
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[A-Za-z0-9,.;)]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch [start, end) of the translation that is replaced by another text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One error in the translation."""

    kind: str
    edits: tuple[Edit, ...]
    """Ascending; none overlaps another."""
    clauses: tuple[str, ...]
    """Ids in the faithful translation of the clauses that a finding should name."""
    note: str
    """What was done, for the lists of misses."""
    wrong: tuple[int, ...] = ()
    """Numbers of the edits whose new text is the error, where not all of them are."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Title and body of a clause without its line breaks, with the way back to the file."""

    clause: Clause
    text: str
    at: tuple[int, ...]
    """Offset in the file of each character of `text`."""

    def edit(self, start: int, end: int, text: str) -> Edit:
        """The edit of the file that replaces `self.text[start:end]`."""
        if start == end:
            place = self.at[start] if start < len(self.at) else self.at[-1] + 1
            return Edit(place, place, text)
        return Edit(self.at[start], self.at[end - 1] + 1, text)


@dataclass(frozen=True)
class Edition:
    """A text, its translation as it stands in the file, and what corresponds."""

    name: str
    source: Document
    target: Document
    sources: Mapping[str, tuple[str, ...]]
    """Clauses of the text by each clause of the translation; none for what it adds."""

    @property
    def lang(self) -> Lang:
        """The language of the translation."""
        return self.target.lang

    @property
    def raw(self) -> str:
        """The file of the translation."""
        return self.target.text

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The clauses that say something, in reading order."""
        return tuple(passage(self.target, clause) for clause in self.target.leaves())

    @cached_property
    def said(self) -> Mapping[str, str]:
        """What the text says where the translation has a clause, by the clause's id."""
        return {
            id_: " ".join(self.source.clause(source).words for source in sources)
            for id_, sources in self.sources.items()
        }

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where the block of each clause begins: at the line of its label."""
        starts, before = [], 0
        for clause in self.target.clauses:
            label = self.raw.rfind(clause.label, before, clause.span.start) if clause.label else -1
            first = clause.span.start if label < 0 else label
            starts.append(max(self.raw.rfind("\n", 0, first) + 1, before))
            before = clause.span.end
        return tuple(starts)

    def block(self, clause: Clause) -> tuple[int, int]:
        """The lines [start, end) of a clause and of all below it, with the blank lines after."""
        clauses = self.target.clauses
        first = last = clauses.index(clause)
        while last + 1 < len(clauses) and clause.id in clauses[last + 1].path:
            last += 1
        end = self._starts[last + 1] if last + 1 < len(clauses) else len(self.raw)
        return self._starts[first], end

    def label(self, clause: Clause) -> tuple[int, int] | None:
        """Where the label of a clause is printed; None for one without."""
        at = self.raw.find(clause.label, self.block(clause)[0], clause.span.start)
        return (at, at + len(clause.label)) if clause.label and at >= 0 else None

    def children(self, clause: Clause | None) -> tuple[Clause, ...]:
        """The clauses directly below one; those at the top for None."""
        parent = clause.id if clause else None
        return tuple(c for c in self.target.clauses if c.parent == parent)

    def apply(self, edits: Iterable[Edit]) -> str:
        """The file with the edits made."""
        parts, at = [], 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < at:
                raise ValueError(f"edits overlap at {edit.start}")
            parts += [self.raw[at : edit.start], edit.text]
            at = edit.end
        return "".join((*parts, self.raw[at:]))


Make = Callable[[Edition, random.Random], Iterator[Mutant]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error."""

    name: str
    group: Group
    checks: tuple[str, ...]
    """Checks of which one should name it."""
    make: Make
    """All mutants of the kind that the translation has room for."""
    also: tuple[str, ...] = ()
    """Checks that may say something of it beside those."""


def passage(document: Document, clause: Clause) -> Passage:
    """A clause without its line breaks: joined in Japanese, by a space in English."""
    raw = document.text[clause.span.start : clause.span.end]
    text, at, here = [], [], 0
    breaks = _WRAP if document.lang == "ja" else _SPACES
    for gap in breaks.finditer(raw):
        text.append(raw[here : gap.start()])
        at += range(here, gap.start())
        if _spaced(document.lang, raw, gap):
            text.append(" ")
            at.append(gap.start())
        here = gap.end()
    text.append(raw[here:])
    at += range(here, len(raw))
    return Passage(clause, "".join(text), tuple(clause.span.start + offset for offset in at))


def _spaced(lang: Lang, raw: str, gap: re.Match[str]) -> bool:
    """True where a space stays when the lines are joined: between two Latin words."""
    if lang == "en":
        return True
    ends = raw[max(0, gap.start() - 1) : gap.start()], raw[gap.end() : gap.end() + 1]
    return all(_LETTER.match(end) for end in ends)


def edition(source: Path, target: Path, links: Path | None, turned: bool = False) -> Edition:
    """A text and its translation with their gold links. Raises: MocAlignError.

    `turned`: the text is in the second column of the links. Without a file of links the ids have to
    be the same on both sides.
    """
    settings = Settings()
    one, other = (open_document(str(path), settings=settings) for path in (source, target))
    sources: dict[str, tuple[str, ...]] = {clause.id: () for clause in other.clauses}
    for own, theirs in _links(links, turned) if links else _same(one, other):
        for id_ in theirs:
            sources[id_] = sources.get(id_, ()) + own
    known = {clause.id for clause in one.clauses}
    strange = (sources.keys() - {c.id for c in other.clauses}) | (
        {id_ for ids in sources.values() for id_ in ids} - known
    )
    if strange:
        raise ConfigError(
            f"{links}: names {sorted(strange)[0]}, which is in neither of {source} and {target}"
        )
    return Edition(f"{source.stem} > {target.stem}", one, other, sources)


def _links(path: Path, turned: bool) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Rows of ids, the text's first. Raises: ConfigError."""
    try:
        rows = path.read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    except OSError as error:
        raise ConfigError(f"{path}: no file of links; give one, or none for equal ids") from error
    cells = [row.split("\t") for row in rows]
    if any(len(row) != 2 for row in cells):
        raise ConfigError(f"{path}: not two columns of ids; see tests/bitexts/README.md")
    pairs = [(tuple(one.split()), tuple(other.split())) for one, other in cells]
    return [(other, one) for one, other in pairs] if turned else pairs


def _same(source: Document, target: Document) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    known = {clause.id for clause in source.clauses}
    return [((c.id,), (c.id,)) for c in target.clauses if c.id in known]


def shown(before: str, after: str) -> str:
    """What was done, for people."""
    return f"«{before}» → «{after}»" if after else f"«{before}» left out"


Rule = tuple[str, str | Callable[[re.Match[str]], str | None]]
"""A pattern and what takes its place: a template, or a function that gives None to refuse."""


def rewrites(
    kind: str,
    rules: Mapping[Lang, Sequence[Rule]],
    fits: Callable[[Edition, Passage], bool] = lambda *_: True,
) -> Make:
    """A maker of mutants that rewrites each place where a rule matches, one at a time."""

    def make(edition: Edition, _: random.Random) -> Iterator[Mutant]:
        for own in edition.passages:
            places = dict.fromkeys(_places(own.text, rules.get(edition.lang, ())))
            for start, end, after in places if fits(edition, own) else ():
                before = own.text[start:end]
                if after == before:
                    continue
                edit = own.edit(start, end, after)
                yield Mutant(kind, (edit,), (own.clause.id,), shown(before, after))

    return make


def _places(text: str, rules: Sequence[Rule]) -> Iterator[tuple[int, int, str]]:
    for pattern, put in rules:
        for found in re.finditer(pattern, text):
            after = found.expand(put) if isinstance(put, str) else put(found)
            if after is not None:
                yield found.start(), found.end(), after


def sample(mutants: Sequence[Mutant], most: int, chance: random.Random) -> list[Mutant]:
    """At most so many mutants, of as many clauses as there are, then at random."""
    mixed = list(mutants)
    chance.shuffle(mixed)
    rank: dict[tuple[str, ...], int] = {}
    ranked = []
    for mutant in mixed:
        rank[mutant.clauses] = rank.get(mutant.clauses, 0) + 1
        ranked.append((rank[mutant.clauses], len(ranked), mutant))
    return [mutant for _, _, mutant in sorted(ranked, key=lambda row: row[:2])[:most]]
