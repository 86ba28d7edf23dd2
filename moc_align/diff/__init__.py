"""Two versions of an instrument and the links between them -> what was added, kept, changed."""

from moc_align.diff.changes import Side, changes
from moc_align.diff.statuses import statuses, supported

__all__ = ["Side", "changes", "statuses", "supported"]
