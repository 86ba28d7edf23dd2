"""How a run tells what it is doing; what is shown, and where, is the caller's business."""

from __future__ import annotations

import sys
from typing import Protocol

from moc_align.text import printable


class Progress(Protocol):
    """Is told of each stage, of how far it has come and of what is worth a line."""

    def stage(self, text: str) -> None:
        """A new stage begins."""

    def share(self, done: float) -> None:
        """So much of the stage is done, 0 to 1."""

    def note(self, text: str) -> None:
        """A figure or a warning, to be shown as it is."""


class Silent:
    """Shows nothing."""

    def stage(self, text: str) -> None:
        """Nothing."""

    def share(self, done: float) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""


class Lines(Silent):
    """A line on standard error for each stage and note."""

    def stage(self, text: str) -> None:
        """Writes the line."""
        sys.stderr.write(f"moc-align: {printable(text)}\n")
        sys.stderr.flush()

    def note(self, text: str) -> None:
        """Writes the line."""
        self.stage(text)
