"""For scoring and for other aligners' tools: lines `[0, 1]:[2]:0.9300`, as vecalign writes them.

Indices count the units of a side from 0; with `--unit line` they are those of the file's lines.
Null links stand as `[]:[3]:...`. The third field is our confidence; vecalign has a cost there.
"""

from __future__ import annotations

from moc_align.plugins import Reporter, Screen
from moc_align.reporters import _exchange as exchange
from moc_align.schema import AlignedText, Report


def render(report: Report, screen: Screen) -> str:  # noqa: ARG001
    """A line for each link, in their order."""
    alignment = exchange.alignment_of(report)
    return "".join(
        f"{_indices(alignment.source, link.source)}:{_indices(alignment.target, link.target)}"
        f":{exchange.number(link.confidence)}\n"
        for link in alignment.links
    )


def _indices(text: AlignedText, ids: tuple[str, ...]) -> list[int]:
    return sorted(text.index[one] for one in ids)


REPORTER = Reporter(suffix=".vecalign", render=render, commands=("align",))
