"""When to stop, and which table to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from moc_align.train.bags import Floats


class Best(NamedTuple):
    """The table with the lowest loss, its epoch (1 is the first) and the losses of all epochs."""

    table: Floats
    epoch: int
    losses: tuple[float, ...]


def best_of(
    start: Floats, tables: Iterable[Floats], loss: Callable[[Floats], float], patience: int
) -> Best:
    """The best of the start (epoch 0) and the tables, which are asked for one at a time.

    No more are asked for once `patience` of them in a row were no better than the best before.
    """
    best, epoch, losses = start, 0, [loss(start)]
    for number, table in enumerate(tables, 1):
        losses.append(loss(table))
        if losses[-1] < losses[epoch]:
            best, epoch = table.copy(), number
        elif number - epoch >= patience:
            break
    return Best(best, epoch, tuple(losses))
