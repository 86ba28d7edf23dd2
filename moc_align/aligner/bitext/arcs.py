"""The beads a path may take, and which features they have in common."""

from __future__ import annotations

NULLS = ((1, 0), (0, 1))
LARGEST = 6
"""Units of a bead, both sides together; 1 in 2,000 beads of the dev data is larger."""
MATCHES = tuple((a, size - a) for size in range(2, LARGEST + 1) for a in range(1, size))
SMALL = ((1, 1), (1, 2), (2, 1))
SWAPS = tuple((one, other) for one in SMALL for other in SMALL)
"""Two beads that stand in the opposite order in the translation: the one that comes first in the
source, then the other."""
SIZES = (
    *NULLS,
    *MATCHES,
    *((a + c, b + d) for (a, b), (c, d) in SWAPS),
)
"""Units that each arc takes, in the order in which arcs are numbered."""
NEVER = -1e9
"""Score of a bead that has no room; adds up without becoming infinite."""
FIRST_MATCH = len(NULLS)
FIRST_SWAP = len(NULLS) + len(MATCHES)
NUMBER = {shape: at for at, shape in enumerate(SIZES[:FIRST_SWAP])}
"""Number of the arc of a shape."""

MATCH_FEATURES = (
    "cosine",
    "margin",
    "best_outside",
    "gain",
    "extension",
    "unsaid",
    "said",
    "length",
    "length_squared",
    "tokens",
    "tokens_missing",
    "same_label",
    "other_label",
)
SHAPES = ("1-1", "1-2", "1-3", "2-2", "1-4", "2-3", "1-5", "2-4", "3-3")
NULL_FEATURES = ("null", "null_best", "null_length")
SWAP_FEATURES = ("swap", "swap_merged")
FEATURES = (
    *MATCH_FEATURES,
    *("shape_" + shape for shape in SHAPES),
    *NULL_FEATURES,
    *SWAP_FEATURES,
)


def shape_name(a: int, b: int) -> str:
    """The name that a shape shares with its mirror image."""
    return f"{min(a, b)}-{max(a, b)}"
