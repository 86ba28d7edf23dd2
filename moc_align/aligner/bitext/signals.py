"""What is measured on the units of both texts before any of them are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST
from moc_align.aligner.bitext.norms import CHUNK
from moc_align.aligner.bitext.records import Embed, Side
from moc_align.aligner.bitext.tokens import shared

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

Overlaps = tuple[tuple["Vectors", ...], tuple["Vectors", ...]]
"""For both sides and 1, 2, ... units taken together: `(n, d)`, the unit rows of those that end with
each unit."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The units of both sides as numbers; each field holds one array for each side."""

    vectors: tuple[Vectors, Vectors]
    """`(n, d)`, centred; still additive."""
    tokens: tuple[Vectors, Vectors]
    """`(n, tokens.COLUMNS)`, additive: numbers and Latin words found on both sides."""
    lengths: tuple[Array, Array]
    """`(n,)`, those of the target stretched to the scale of the source."""
    labels: tuple[Array, Array]
    """`(n,)`, 0 for none; the same number is the same label."""

    @property
    def size(self) -> tuple[int, int]:
        """Units of either side."""
        return len(self.lengths[0]), len(self.lengths[1])


def measure(source: Side, target: Side) -> Signals:
    """The signals of two sides, neither of them empty."""
    import numpy as np

    lengths = _lengths(source.texts), _lengths(target.texts)
    numbers = {"": 0}
    labels = tuple(
        np.array([numbers.setdefault(label, len(numbers)) for label in side.labels], dtype=np.int32)
        if side.labels
        else np.zeros(len(side.texts), dtype=np.int32)
        for side in (source, target)
    )
    return Signals(
        (centred(source.sums), centred(target.sums)),
        shared(source.texts, target.texts),
        lengths,
        (labels[0], labels[1]),
    )


def _lengths(texts: Sequence[str]) -> Array:
    """UTF-8 bytes: three for a Japanese character, which a translator turns into about as many
    letters, so that one measure serves both languages."""
    import numpy as np

    return np.array([len(text.encode(errors="replace")) for text in texts], dtype=np.float32)


def centred(sums: Vectors) -> Vectors:
    """The rows without the direction of their mean: what all units share tells none apart.

    A projection, so that sums of centred rows are centred sums.
    """
    import numpy as np

    squares = np.einsum("ij,ij->i", sums, sums)
    mean = (1 / np.maximum(np.sqrt(squares), 1e-9)) @ sums
    length = float(np.sqrt(mean @ mean))
    # fewer than a handful of units have no mean worth taking away
    if length < 1e-9 or len(sums) < 5:
        return sums.astype(np.float32)
    mean = (mean / length).astype(np.float32)
    rows: Vectors = np.empty(sums.shape, dtype=np.float32)
    along = (sums @ mean).astype(np.float32)
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        np.multiply(along[part, None], mean, out=rows[part])
        np.subtract(sums[part], rows[part], out=rows[part])
    # of a row that is all mean, nothing is left but rounding
    rows[squares - along * along < 1e-6 * squares] = 0
    return rows


def overlaps(sides: tuple[Side, Side], embed: Embed) -> Overlaps:
    """What the model makes of neighbouring units taken together, centred as the units are."""
    import numpy as np

    found = []
    for side in sides:
        texts = side.texts
        rows = []
        for size in range(1, LARGEST):
            joined = [" ".join(texts[max(i + 1 - size, 0) : i + 1]) for i in range(len(texts))]
            # one projection for all sizes: that of the units
            whole = centred(np.concatenate([side.sums, embed(joined)]))[len(texts) :]
            norms = np.sqrt(np.einsum("ij,ij->i", whole, whole))[:, None]
            rows.append(np.divide(whole, norms, out=np.zeros_like(whole), where=norms > 1e-9))
        found.append(tuple(rows))
    return found[0], found[1]
