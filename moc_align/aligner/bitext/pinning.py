"""Links that a person has fixed: everything else is found around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from moc_align.aligner.bitext.band import heaviest_chain
from moc_align.aligner.bitext.grid import Lane
from moc_align.aligner.bitext.lanes import Box, lanes_of
from moc_align.aligner.bitext.links import Taken
from moc_align.aligner.bitext.records import Pin
from moc_align.errors import ConfigError

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


def check(pins: Sequence[Pin], n: int, m: int) -> None:
    """Nothing, where every pin names units that are there and in no other pin.

    Raises: ConfigError.
    """
    for name, size, sides in (
        ("source", n, [pin.source for pin in pins]),
        ("target", m, [pin.target for pin in pins]),
    ):
        seen: set[int] = set()
        for units in sides:
            for unit in units:
                if not 0 <= unit < size:
                    raise ConfigError(
                        f"a pin names unit {unit} of the {name}, which has {size}; count from 0"
                    )
                if unit in seen:
                    raise ConfigError(
                        f"two pins name unit {unit} of the {name}; keep one link for each unit"
                    )
                seen.add(unit)
    if any(not pin.source and not pin.target for pin in pins):
        raise ConfigError("a pin names no unit; leave it out")


def fixed(pins: Sequence[Pin], n: int, m: int) -> Taken | None:
    """The units that pins hold; None without pins."""
    import numpy as np

    if not pins:
        return None
    held = np.zeros(n, dtype=bool), np.zeros(m, dtype=bool)
    for pin in pins:
        held[0][list(pin.source)] = True
        held[1][list(pin.target)] = True
    return Taken(*held)


def split(chain: Array, pins: Sequence[Pin], n: int, m: int) -> list[Lane]:
    """The lanes of both texts; no path passes a pin on the wrong side.

    That holds for pins of neighbouring units, as long as they do not cross each other.
    """
    import numpy as np

    walls = _walls(pins)
    lanes: list[Lane] = []
    top = left = 0
    for box in (*walls, Box(n, n, m, m)):
        lanes += lanes_of(chain, Box(top, box.top, left, box.left))
        if box.top < box.bottom:
            # the units of the pin: left out at no cost, since they are held
            whole = Lane(
                box.top,
                np.full(box.bottom - box.top + 1, box.left),
                np.full(box.bottom - box.top + 1, box.right),
            )
            lanes.append(whole)
        top, left = box.bottom, box.right
    return lanes


def _walls(pins: Sequence[Pin]) -> list[Box]:
    """The pins of neighbouring units that hold most and do not cross."""
    import numpy as np

    boxes = []
    for pin in pins:
        rows, columns = sorted(pin.source), sorted(pin.target)
        if not rows or not columns:
            continue
        box = Box(rows[0], rows[-1] + 1, columns[0], columns[-1] + 1)
        if box.bottom - box.top == len(rows) and box.right - box.left == len(columns):
            boxes.append(box)
    table = np.array(
        [(b.top, b.left, b.bottom - b.top + b.right - b.left, at) for at, b in enumerate(boxes)],
        dtype=np.float64,
    ).reshape(-1, 4)
    return [boxes[int(at)] for at in heaviest_chain(table)[:, 3]]
