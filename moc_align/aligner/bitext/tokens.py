"""Numbers and Latin words that stand on both sides, as rows that add up."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    from moc_align.plugins import Vectors

    Array = npt.NDArray[Any]

COLUMNS = 64
"""Random directions that shared tokens are laid on; two units rarely hold over ten."""
DIRECTIONS = 4096
"""Random directions there are; which one a word has, its checksum says."""
UNITS = 2000
"""Units read at a time, for memory."""
OFTEN, SHARE = 10, 200
"""A word in more units than three and one in fifty of a side tells none of them apart."""
FACTOR = 0x9E3779B97F4A7C15
"""The golden ratio in 64 bits: multiplied with it, numbers spread."""
LOW = 0xFFFF
"""Bits of checksums by which nearly all other words are told from those that are known."""
_WORDS = bytes(
    ord(one.lower()) if (one := chr(code)) in ascii_letters + digits + "\n" else ord(" ")
    for code in range(256)
)


def shared(source: Sequence[str], target: Sequence[str]) -> tuple[Vectors, Vectors]:
    """`(n, COLUMNS)` each: the tokens of each unit that stand on both sides, rare ones longest."""
    import numpy as np

    # the side with fewer such words says which of the other's count
    fewer = 0 if _latin(source) <= _latin(target) else 1
    sides = (source, target) if fewer == 0 else (target, source)
    one = _words(sides[0])
    other = _words(sides[1], np.unique(one[1]))
    known, number = np.unique(np.concatenate([one[1], other[1]]), return_inverse=True)
    numbers = np.split(number, [len(one[1])])
    laid, seen = [], []
    for unit, own, side in zip((one[0], other[0]), numbers, sides, strict=True):
        # each word of a unit once, in order of units
        unit, own = np.divmod(np.unique(unit * len(known) + own), max(len(known), 1))
        seen.append(np.bincount(own, minlength=len(known)))
        laid.append((unit, own, len(side)))
    good = np.ones(len(known), dtype=bool)
    for count, side in zip(seen, sides, strict=True):
        good &= (count > 0) & (count <= OFTEN + len(side) // SHARE)
    total = len(source) + len(target)
    rows = _directions()[(known % np.uint64(DIRECTIONS)).astype(np.int64)]
    rows *= np.log(total / np.maximum(np.maximum(*seen), 1)).astype(np.float32)[:, None]
    found = [_added(unit[good[own]], rows[own[good[own]]], size) for unit, own, size in laid]
    return found[fewer], found[1 - fewer]


def _added(unit: Array, rows: Vectors, size: int) -> Vectors:
    """`(size, COLUMNS)`: the sum of the rows of each unit; units never fall."""
    import numpy as np

    found = np.zeros((size, COLUMNS), dtype=np.float32)
    first = np.flatnonzero(np.diff(unit, prepend=-1))
    nth = np.arange(len(unit)) - np.repeat(first, np.diff(first, append=len(unit)))
    for at in range(int(nth.max(initial=-1)) + 1):
        own = np.flatnonzero(nth == at)
        found[unit[own]] += rows[own]
    return found


def _words(texts: Sequence[str], known: Array | None = None) -> tuple[Array, Array]:
    """The unit and the checksum of each word, in order; of all, or of those that are known."""
    import numpy as np

    units, sums = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.uint64)]
    like = np.zeros(int(LOW) + 1, dtype=bool)
    if known is not None:
        like[known & LOW] = True
    for at in range(0, len(texts), UNITS):
        text = "\n".join(texts[at : at + UNITS])
        if text.count("\n") >= len(texts[at : at + UNITS]):
            text = "\n".join(one.replace("\n", " ") for one in texts[at : at + UNITS])
        code = _plain(text)
        start, found = _checksums(code)
        if known is not None:
            some = np.flatnonzero(like[found & LOW])
            some = some[np.isin(found[some], known)]
            start, found = start[some], found[some]
        units.append(at + np.searchsorted(np.flatnonzero(code == ord("\n")), start))
        sums.append(found)
    return np.concatenate(units), np.concatenate(sums)


def _checksums(code: Array) -> tuple[Array, Array]:
    """Where each word of a text begins and its checksum, from its first 16 characters."""
    import numpy as np

    gap = code <= ord(" ")
    start = np.flatnonzero(gap[:-1] & ~gap[1:]) + 1
    size = np.flatnonzero(~gap[:-1] & gap[1:]) + 1 - start
    good = (size > 1) | (code[start] <= ord("9"))
    start, size = start[good], size[good]
    # the eight characters from each place on as one number
    eight = np.ndarray(len(code) - 7, dtype="<u8", buffer=code, strides=(1,))
    masks = np.array([(1 << 8 * held) - 1 for held in range(9)], dtype=np.uint64)
    first = eight[start] & masks[np.minimum(size, 8)]
    then = eight[start + 8] & masks[np.clip(size - 8, 0, 8)]
    found = (first ^ then * FACTOR) * FACTOR
    return start, found ^ found >> np.uint64(32)


def _latin(texts: Sequence[str]) -> int:
    """How many of the texts are in Latin letters alone."""
    return sum(map(str.isascii, texts))


def _plain(text: str) -> Array:
    """The text with spaces around, in lower case, in ASCII as far as characters stand for such."""
    import numpy as np

    if not text.isascii():
        code = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        for present in np.flatnonzero(np.bincount(code)).tolist():
            like = _ascii(present)
            if like:
                text = text.replace(chr(present), like)
    plain = text.encode("ascii", "replace").translate(_WORDS)
    return np.frombuffer(b" " + plain + b" " * 16, dtype=np.uint8)


@cache
def _ascii(code: int) -> str:
    """The letters and digits that a character is a form of, as fullwidth ones; "" for others."""
    if code < 0x80:
        return ""
    found = unicodedata.normalize("NFKC", chr(code))
    return found if any(one.isascii() and one.isalnum() for one in found) else ""


@cache
def _directions() -> Array:
    """`(DIRECTIONS, COLUMNS)`: random unit rows."""
    import numpy as np

    signs = np.array([-1, 1], dtype=np.float32)
    rows: Array = np.random.default_rng(7).choice(signs, size=(DIRECTIONS, COLUMNS))
    return rows / np.float32(math.sqrt(COLUMNS))
