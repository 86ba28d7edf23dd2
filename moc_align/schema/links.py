"""What corresponds in two texts: links, and the alignment of a text with its translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from moc_align.schema.areas import Evidence
from moc_align.schema.documents import Quote
from moc_align.schema.kinds import Lang, Order, Origin, Unit


@dataclass(frozen=True, slots=True)
class Link:
    """Clauses of two texts that correspond; either side may be empty (a null link)."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    score: float
    confidence: float
    origin: Origin = "auto"
    evidence: tuple[Evidence, ...] = ()
    crossing: bool = False
    """True where it stands elsewhere in the translation than its neighbours."""
    uncertain: bool = False
    """True where its confidence is below what is asked for."""

    def __post_init__(self) -> None:
        if not self.source and not self.target:
            raise ValueError("a link with two empty sides")

    @property
    def null(self) -> bool:
        """True where one side is empty."""
        return not (self.source and self.target)

    @property
    def shape(self) -> str:
        """Units of the source, and of the target: `1-2`."""
        return f"{len(self.source)}-{len(self.target)}"


@dataclass(frozen=True, slots=True)
class Crossings:
    """Links between two versions in free order, and what nearly became one."""

    links: tuple[Link, ...]
    """In the order of the target, then of the source; one clause a side."""
    doubts: tuple[Link, ...]
    """Pairs below the threshold of which one side at least has no link."""
    best_source: Mapping[str, float]
    """Highest probability of any partner, by clause id."""
    best_target: Mapping[str, float]


@dataclass(frozen=True)
class AlignedText:
    """One side of an alignment."""

    id: str
    lang: Lang
    title: str
    """Empty where the text was read as lines."""
    source: str
    """Path, `-` or corpus id, as the user gave it."""
    sha256: str
    """Of the file's bytes."""
    units: tuple[Quote, ...]
    """In reading order, each with an id of its own; of a line read as it is, its number."""

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Place of a unit, from 0, by its id."""
        return {unit.id: at for at, unit in enumerate(self.units)}

    def unit(self, unit_id: str) -> Quote:
        """The unit of that id. Raises: KeyError."""
        return self.units[self.index[unit_id]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A text and its translation, unit by unit: each unit of either stands in exactly one link."""

    unit: Unit
    order: Order
    source: AlignedText
    target: AlignedText
    links: tuple[Link, ...]
    """In the order of the source; a null link of the target after what precedes it there."""
    min_confidence: float = 0.0
    """Links below it were taken apart; their units stand in null links that are uncertain."""

    def __post_init__(self) -> None:
        for name, text in (("source", self.source), ("target", self.target)):
            held = [unit for link in self.links for unit in getattr(link, name)]
            if len(held) != len(text.units) or set(held) != text.index.keys():
                raise ValueError(f"the links don't hold every unit of the {name} exactly once")

    @property
    def paired(self) -> tuple[Link, ...]:
        """The links that hold units of both sides."""
        return tuple(link for link in self.links if not link.null)

    @property
    def omissions(self) -> tuple[Link, ...]:
        """Null links of the source: the target has nothing that corresponds."""
        return tuple(link for link in self.links if not link.target)

    @property
    def additions(self) -> tuple[Link, ...]:
        """Null links of the target: the source has nothing that corresponds."""
        return tuple(link for link in self.links if not link.source)
