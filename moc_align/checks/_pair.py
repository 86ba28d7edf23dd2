"""A text and its translation as checks see them: what is linked to what, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from moc_align.commitments import Commitment, commitments
from moc_align.facts import LONGEST, Facts, Stated
from moc_align.names import Name, Term, names, terms
from moc_align.schema import (
    HEADING_KINDS,
    Alignment,
    Clause,
    Document,
    Finding,
    Lang,
    Link,
    Quote,
    Severity,
)
from moc_align.values import Value, values


@dataclass(frozen=True)
class Reading:
    """What a clause says that can be compared; each thing is read when it is first asked for."""

    clause: Clause
    lang: Lang
    stated: Stated

    @property
    def text(self) -> str:
        """Title and body."""
        return self.clause.words

    @property
    def quote(self) -> Quote:
        """The clause as a finding shows it."""
        return Quote(self.clause.id, self.text, self.clause.page, self.clause.line)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Dates, numbers, percentages, money and durations."""
        facts = self._facts
        return facts.values if facts else values(self.text[:LONGEST], self.lang)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Bodies, countries, places and other names."""
        facts = self._facts
        return facts.names if facts else names(self.text[:LONGEST], self.lang)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Words of the glossary."""
        facts = self._facts
        return facts.terms if facts else terms(self.text[:LONGEST], self.lang)

    @cached_property
    def commitments(self) -> tuple[Commitment, ...]:
        """Main predicates with their strength, in order."""
        return commitments(self.text[:LONGEST], self.lang)

    @property
    def _facts(self) -> Facts | None:
        """What is known already; the facts of a clause are of its body alone."""
        return None if self.clause.title else self.stated.leaves.get(self.clause.id)


@dataclass(frozen=True)
class Tie:
    """A link with the clauses that it ties together; a null link has none on one side."""

    link: Link
    source: tuple[Reading, ...]
    target: tuple[Reading, ...]

    @property
    def heading(self) -> bool:
        """True where only headings are tied: they undertake nothing."""
        return all(r.clause.kind in HEADING_KINDS for r in (*self.source, *self.target))

    def finding(
        self, check: str, severity: Severity, message: str, values: tuple[str, str] = ("", "")
    ) -> Finding:
        """A finding that rests on this link; one on an uncertain link says so."""
        if self.link.uncertain:
            message = f"{message} (whether the two passages correspond is uncertain)"
        return Finding(
            check,
            severity,
            message,
            tuple(reading.quote for reading in self.source),
            tuple(reading.quote for reading in self.target),
            self.link.confidence,
            values,
        )


@dataclass(frozen=True, slots=True)
class Options:
    """What a project says of its checks."""

    thresholds: Mapping[str, float] = field(default_factory=dict)
    """By name, in place of a check's own: `length-z`."""
    glossary: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """Terms of the project: (ja, en), each with its variants, the preferred one first."""


@dataclass(frozen=True)
class Pair:
    """A text, its translation, and the links between their clauses."""

    source: Document
    target: Document
    alignment: Alignment
    ties: tuple[Tie, ...]
    """In the order of the source; a null link of the target after what precedes it there."""
    options: Options

    @cached_property
    def tied(self) -> tuple[Tie, ...]:
        """Those with clauses on both sides."""
        return tuple(tie for tie in self.ties if tie.source and tie.target)

    @cached_property
    def by_source(self) -> Mapping[str, Tie]:
        """The tie that holds a clause of the source, by the clause's id."""
        return {reading.clause.id: tie for tie in self.ties for reading in tie.source}

    @cached_property
    def by_target(self) -> Mapping[str, Tie]:
        """The tie that holds a clause of the target, by the clause's id."""
        return {reading.clause.id: tie for tie in self.ties for reading in tie.target}

    def readings(self, side: Lang) -> Iterator[Reading]:
        """The clauses of the side in that language, in reading order."""
        own = self.by_source if self.source.lang == side else self.by_target
        document = self.source if self.source.lang == side else self.target
        for clause in document.clauses:
            if clause.id in own:
                tie = own[clause.id]
                yield next(r for r in (*tie.source, *tie.target) if r.clause is clause)

    def place(self, finding: Finding) -> int:
        """Number of the first tie that the finding is of."""
        ties = [self.by_source[quote.id] for quote in finding.source]
        return min(self._numbers[id(tie)] for tie in ties or [self.by_target[finding.target[0].id]])

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        return {id(tie): at for at, tie in enumerate(self.ties)}


def pair(
    documents: tuple[Document, Document],
    stated: tuple[Stated, Stated],
    alignment: Alignment,
    options: Options | None = None,
) -> Pair:
    """The view of an alignment whose units are clauses."""
    source, target = documents

    def readings(side: int, ids: Sequence[str]) -> tuple[Reading, ...]:
        document = documents[side]
        return tuple(Reading(document.clause(id_), document.lang, stated[side]) for id_ in ids)

    ties = tuple(
        Tie(link, readings(0, link.source), readings(1, link.target)) for link in alignment.links
    )
    return Pair(source, target, alignment, ties, options or Options())
