"""Areas of cooperation, and which clause belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

from moc_align.schema.kinds import Lang


@dataclass(frozen=True, slots=True)
class Area:
    """One area of cooperation of a scheme."""

    number: int
    slug: str
    titles: tuple[tuple[Lang, str], ...]
    aliases: tuple[tuple[Lang, str], ...] = ()
    description: str = ""
    """What stands under the heading, for an area derived from a document's own sections."""

    def title(self, lang: Lang) -> str:
        """The title in that language, or in whichever there is."""
        return dict(self.titles).get(lang) or self.titles[0][1]


@dataclass(frozen=True, slots=True)
class Scheme:
    """Areas that clauses are mapped to, in the order of their numbers."""

    id: str
    title: str
    areas: tuple[Area, ...]

    def __post_init__(self) -> None:
        numbers = [area.number for area in self.areas]
        if not numbers or numbers != sorted(set(numbers)):
            raise ValueError(f"scheme {self.id}: area numbers ascend, each once, at least one")

    def area(self, number: int) -> Area:
        """The area of that number. Raises: KeyError."""
        for area in self.areas:
            if area.number == number:
                return area
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a tag, a link or a change is claimed, with the words it rests on."""

    kind: str
    """heading, title, alias, similarity, name, value, role, ..."""
    source: str
    """Quote from the older text or the clause, verbatim; empty where there is none."""
    target: str
    """Quote from the newer text or the area, verbatim; empty where there is none."""
    weight: float
    """How much it adds to the score."""


@dataclass(frozen=True, slots=True)
class AreaTag:
    """The area that a clause belongs to; None where nothing speaks for any."""

    clause: str
    area: int | None
    score: float
    confidence: float
    uncertain: bool
    """True where the mapping stays below the threshold."""
    evidence: tuple[Evidence, ...] = ()
