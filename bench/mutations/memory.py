"""What clauses say, read once in a run: of one mutant and the next, most clauses are the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from moc_align import facts, plugins
from moc_align.pipeline import documents
from moc_align.schema import Document

_MOST = 50_000
_READERS = (
    ("moc_align.text", "normalise"),
    ("moc_align.values", "values"),
    ("moc_align.names", "names"),
    ("moc_align.names", "terms"),
    ("moc_align.names", "sounds"),
    ("moc_align.commitments", "commitment"),
    ("moc_align.commitments", "commitments"),
)
"""Functions of a text and its language alone; nobody can change what they give."""


@contextmanager
def remembered() -> Iterator[None]:
    """All checks loaded, and every reader of texts asked once for each text while it lasts.

    Each path has to stand for one text.
    """
    for name in plugins.names("check"):
        plugins.load("check", name)
    opened: dict[str, Document] = {}
    parsed, stated = documents.open_document, documents.state_facts

    def open_document(reference: str, **asked: Any) -> Document:
        if reference not in opened:
            opened[reference] = parsed(reference, **asked)
        return opened[reference]

    with ExitStack() as stack:
        _put(stack, parsed, open_document)
        _put(stack, stated, lambda document, _: facts.state(document))
        for module, name in _READERS:
            reader = getattr(sys.modules[module], name)
            _put(stack, reader, lru_cache(_MOST)(reader))
        yield


def _put(stack: ExitStack, old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """The new function wherever a module of the project has the old one."""
    for module in [m for key, m in sys.modules.items() if key.startswith("moc_align")]:
        for name in [name for name, value in vars(module).items() if value is old]:
            stack.enter_context(patch.object(module, name, new))
