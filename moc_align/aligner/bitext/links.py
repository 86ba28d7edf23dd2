"""Links that were found, as arrays with one value for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Links:
    """Beads with units `[i - a, i)` of the source and `[j - b, j)` of the target."""

    i: Array
    j: Array
    a: Array
    b: Array
    cosine: Array
    """0 for null links."""
    probability: Array
    advantage: Array
    """Score above that of leaving all its units out."""
    crossing: Array

    def __len__(self) -> int:
        return len(self.i)

    @property
    def whole(self) -> Array:
        """True for those with units on both sides."""
        found: Array = (self.a > 0) & (self.b > 0)
        return found

    def bounds(self, side: int) -> tuple[Array, Array]:
        """The first unit of that side, and the one after the last."""
        return (self.i - self.a, self.i) if side == 0 else (self.j - self.b, self.j)

    def only(self, chosen: Array) -> Links:
        """Those at these places, or where True."""
        return Links(*(getattr(self, field.name)[chosen] for field in fields(self)))


def together(parts: Sequence[Links]) -> Links:
    """The links of all parts; of one at least."""
    import numpy as np

    return Links(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Links))
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """`(units,)` each: True for the units that a person has linked."""

    source: Array
    target: Array
