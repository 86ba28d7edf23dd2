"""The order of the stages: reference -> Document -> tags, links, changes -> Report.

The only package that imports more than one stage.
"""

from moc_align.pipeline.alignments import Aligned, Aligning, align_pair
from moc_align.pipeline.documents import Settings, open_document, open_model, state_facts
from moc_align.pipeline.reports import areas_report, choose_scheme, diff_report, parse_report

__all__ = [
    "Aligned",
    "Aligning",
    "Settings",
    "align_pair",
    "areas_report",
    "choose_scheme",
    "diff_report",
    "open_document",
    "open_model",
    "parse_report",
    "state_facts",
]
