"""What is measured on the units of both texts before any of them are compared."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.arcs import LARGEST
from moc_align.aligner.bitext.records import Embed, Side

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

Overlaps = tuple[tuple["Vectors", ...], tuple["Vectors", ...]]
"""For both sides and 1, 2, ... units taken together: `(n, d)`, the unit rows of those that end with
each unit."""

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[a-z][a-z]+")
TOKEN_COLUMNS = 64
"""Random directions that shared tokens are laid on; two units rarely hold over ten."""
DIRECTIONS = 4096
"""Random directions there are; which one a word has, its checksum says."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The units of both sides as numbers; each field holds one array for each side."""

    vectors: tuple[Vectors, Vectors]
    """`(n, d)`, centred; still additive."""
    tokens: tuple[Vectors, Vectors]
    """`(n, TOKEN_COLUMNS)`, additive: numbers and Latin words found on both sides."""
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
        _tokens(source.texts, target.texts),
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

    norms = np.sqrt(np.einsum("ij,ij->i", sums, sums))
    mean = (1 / np.maximum(norms, 1e-9)) @ sums
    length = float(np.sqrt(mean @ mean))
    # fewer than a handful of units have no mean worth taking away
    if length < 1e-9 or len(sums) < 5:
        return sums.astype(np.float32)
    mean /= length
    rows: Vectors = sums.astype(np.float32)
    along = rows @ mean
    for start in range(0, len(rows), 1000):
        rows[start : start + 1000] -= np.outer(along[start : start + 1000], mean)
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


def _tokens(source: Sequence[str], target: Sequence[str]) -> tuple[Vectors, Vectors]:
    """Additive rows of the numbers and Latin words that stand on both sides."""
    import numpy as np

    # the side with fewer such words says which of the other's count
    order = (0, 1) if _latin(source) <= _latin(target) else (1, 0)
    sides = source, target
    words: list[list[list[str]]] = [[], []]
    words[order[0]] = [_words(text) for text in sides[order[0]]]
    known = {word for found in words[order[0]] for word in found}
    words[order[1]] = [[w for w in _words(t) if w in known] for t in sides[order[1]]]
    seen = [Counter(word for found in side for word in set(found)) for side in words]
    total = len(source) + len(target)
    shared = {
        word: (
            zlib.crc32(word.encode()) % DIRECTIONS,
            math.log(total / max(seen[0][word], seen[1][word])),
        )
        for word in seen[0].keys() & seen[1].keys()
    }
    directions = np.random.default_rng(7).choice(
        np.array([-1, 1], dtype=np.float32), size=(DIRECTIONS, TOKEN_COLUMNS)
    ) / np.float32(math.sqrt(TOKEN_COLUMNS))
    laid = []
    for side in words:
        rows = np.zeros((len(side), TOKEN_COLUMNS), dtype=np.float32)
        held = [(at, *shared[w]) for at, found in enumerate(side) for w in found if w in shared]
        if held:
            at, direction, weight = (np.array(column) for column in zip(*held, strict=True))
            values = directions[direction] * weight.astype(np.float32)[:, None]
            np.add.at(rows, at, values)
        laid.append(rows)
    return laid[0], laid[1]


def _latin(texts: Sequence[str]) -> int:
    """How many of the texts are in Latin letters alone."""
    return sum(map(str.isascii, texts))


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return TOKEN.findall(text.lower())
