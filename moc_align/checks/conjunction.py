"""And on one side where the other side has or."""

from __future__ import annotations

from collections.abc import Iterator

from moc_align.checks._joined import Joined, joined
from moc_align.checks._pair import Pair, Tie
from moc_align.plugins import Check
from moc_align.schema import CONTENT_KINDS, Finding


def find(both: Pair) -> Iterator[Finding]:
    """At most one finding for each link: its first passage that joins otherwise."""
    for tie in both.tied:
        readings = (*tie.source, *tie.target)
        if any(reading.clause.kind not in CONTENT_KINDS for reading in readings):
            continue
        for ours, theirs in _passages(tie):
            found = _turned(ours, theirs)
            if found:
                one, other = (f'"{w}"' if w.isascii() else f"「{w}」" for w in found)
                yield tie.finding(
                    "conjunction", "warning", f"{one} against {other}: and for or", found
                )
                break


def _passages(tie: Tie) -> Iterator[tuple[Joined, Joined]]:
    """Sentence by sentence where both sides have as many, else all of it at once."""
    ours, theirs = (
        [(text, r.lang) for r in side for text in (*_title(r.clause.title), *r.clause.sentences)]
        for side in (tie.source, tie.target)
    )
    if len(ours) == len(theirs):
        for one, other in zip(ours, theirs, strict=True):
            yield joined(*one), joined(*other)
    else:
        yield (
            joined("\n".join(text for text, _ in ours), tie.source[0].lang),
            joined("\n".join(text for text, _ in theirs), tie.target[0].lang),
        )


def _title(title: str) -> tuple[str, ...]:
    return (title,) if title else ()


def _turned(ours: Joined, theirs: Joined) -> tuple[str, str] | None:
    """The conjunctions that differ; None where they may say the same."""
    if ours.loose or theirs.loose:
        return None
    if ours.ors and not theirs.ors and theirs.ands and len(ours.ors) > theirs.soft:
        return ours.ors[0], theirs.ands[0]
    if theirs.ors and not ours.ors and ours.ands and len(theirs.ors) > ours.soft:
        return ours.ands[0], theirs.ors[0]
    return None


CHECK = Check(
    severity="warning",
    help=(
        'Looks for 又は or 若しくは that became "and", and 及び, 並びに or かつ that became "or": '
        "who has to do both and who may choose. Only where a sentence has the one and its "
        "counterpart nothing but the other. Silent under a negation (A又はBをしない: neither A nor "
        "B), with いずれか, either, both and any, with その他, and with and/or."
    ),
    find=find,
)
