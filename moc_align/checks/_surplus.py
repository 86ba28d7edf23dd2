"""Of two lists of things said, what has no counterpart on the other side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def unmatched(
    one: Iterable[T], other: Iterable[T], key: Callable[[T], Hashable]
) -> tuple[list[T], list[T]]:
    """What either side has more often than the other, in order; the last ones are surplus."""
    own, others = list(one), list(other)
    return _rest(own, Counter(map(key, others)), key), _rest(others, Counter(map(key, own)), key)


def _rest(own: Sequence[T], met: Counter[Hashable], key: Callable[[T], Hashable]) -> list[T]:
    left: list[T] = []
    for thing in own:
        if met[key(thing)]:
            met[key(thing)] -= 1
        else:
            left.append(thing)
    return left


def couples(one: list[T], other: list[T], like: Callable[[T, T], bool]) -> Iterator[tuple[T, T]]:
    """Each of one with the first of the other that is like it; both are taken from their lists."""
    for thing in tuple(one):
        partner = next((o for o in other if like(thing, o)), None)
        if partner is not None:
            one.remove(thing)
            other.remove(partner)
            yield thing, partner
