"""Defined terms that only one side introduces, exchanged ones, and other words in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from moc_align.checks._excerpt import quoted
from moc_align.checks._foreign import translated
from moc_align.checks._pair import Pair, Tie
from moc_align.checks._roles import exchanged, said
from moc_align.checks._usage import Lexicon, Term, Use, lexicon, partly
from moc_align.plugins import Check
from moc_align.schema import Finding, Lang, Severity

SETTLED = 3
"""Links that use a term together with its translation, from which on another word is a slip."""
STEADY = 0.75
"""Least share of a term's links that use its translation, for another word to be a slip."""
KIN = 8
"""Letters from which on all but the last three tell a family of words."""
# Words that may stand for a term, so that its absence says nothing.
_STANDS_FOR: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|such|those|these|there(?:of|to|in|by|for|with)|"
        r"here(?:of|to|in|by|under)|the same|former|latter|said|ones?|which|whose|both|either|each|"
        r"other|respective)\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(r"これ|それ|その|当該|同[^意様時じ一]|自己|自ら|相手|他方|双方|両|各"),
}
_PEOPLE = re.compile(
    r"当事者|締約|政府|両国|双方|甲|乙|加盟国|参加者|側|"
    r"\b(?:part(?:y|ies)|governments?|sides?|countr(?:y|ies)|participants?|members?|states?|"
    r"signator(?:y|ies))\b",
    re.IGNORECASE,
)

_ACTS = re.compile(
    r"(?:者|人|側|国|政府|機関|省|庁|社|局|会)$"
    r"|(?:er|or|ee|ant|ent|party|side|country|state|ministry|agency|company|authority|body|bank"
    r"|office|institution|organi[sz]ation|commission|(?:part|countr|agenc|compan|authorit)ie)s?$",
    re.IGNORECASE,
)
"""Names of those who act: things that a clause names need no order among them."""


def find(both: Pair) -> Iterator[Finding]:
    """Findings on the terms that the two texts introduce."""
    known = lexicon(both)
    told: set[int] = set()
    for finding, tie in (*_one_sided(both, known), *_introduced_as_another(known)):
        told.add(id(tie))
        yield finding
    for tie in translated(both):
        uses = known.uses(tie.source, 0), known.uses(tie.target, 1)
        swapped = None if id(tie) in told else _swapped(tie, known, uses)
        if swapped:
            told.add(id(tie))
            printed = [
                next(use.quote for use in side if use.name == name)
                for side, name in zip(uses, swapped, strict=True)
            ]
            message = "{} against {}: that translates another term as it was introduced."
            yield _against(tie, printed[0], printed[1], message)
        elif id(tie) not in told:
            yield from _not_used(both, tie, known, uses)
    for finding, tie in _too_early(both, known):
        if id(tie) not in told:
            yield finding


Told = tuple[Finding, Tie]
"""A finding and the link that it rests on."""


def _one_sided(both: Pair, known: Lexicon) -> Iterator[Told]:
    """Links that introduce more terms on one side than on the other, one finding each."""
    paired = [{pair[side].name for pair in known.pairs} for side in (0, 1)]
    for tie in translated(both):
        counts = [_distinct([t for t in known.terms[side] if t.tie is tie]) for side in (0, 1)]
        if counts[0] == counts[1]:
            continue
        side = 0 if counts[0] > counts[1] else 1
        alone = [
            term.name
            for term in known.terms[side]
            if term.tie is tie and term.name not in paired[side]
        ]
        if alone:
            yield _one_sided_finding(both, tie, side, alone, doubtful=min(counts) > 0), tie


def _one_sided_finding(
    both: Pair, tie: Tie, side: int, names: Sequence[str], doubtful: bool
) -> Finding:
    lang = (both.source if side == 0 else both.target).lang
    own, other = ("text", "translation") if side == 0 else ("translation", "text")
    shown = " and ".join(quoted(name, lang) for name in names)
    introduced = "is introduced as a term" if len(names) == 1 else "are introduced as terms"
    message = f"{shown} {introduced} in the {own} and not in the {other}."
    severity: Severity = "warning" if doubtful or tie.link.uncertain else "error"
    values = (names[0], "") if side == 0 else ("", names[0])
    return tie.finding("definitions", severity, message, values)


def _distinct(terms: Sequence[Term]) -> int:
    """Number of terms; 当事者 and 両当事者, Party and Parties are one."""
    roots: list[str] = []
    for term in sorted(terms, key=lambda t: len(t.name)):
        root = re.sub(r"(?:ies|y|s)$", "", term.name) if term.lang == "en" else term.name
        if not any(known in root for known in roots):
            roots.append(root)
    return len(roots)


def _introduced_as_another(known: Lexicon) -> Iterator[Told]:
    """Links that introduce one term each, of which the one translates another term."""
    partner = {one.name: other.name for one, other in known.pairs}
    source_of = {other.name: one.name for one, other in known.pairs}
    for tie in {id(term.tie): term.tie for term in known.terms[0]}.values():
        ours = [term for term in known.terms[0] if term.tie is tie]
        theirs = [term for term in known.terms[1] if term.tie is tie]
        if len(ours) != len(theirs):
            continue
        for one, other in zip(ours, theirs, strict=True):
            wanted = partner.get(one.name)
            meant = source_of.get(other.name)
            if (wanted == other.name) or (meant is None and wanted is None):
                continue
            if len(ours) > 1 and {partner.get(t.name) for t in ours} == {t.name for t in theirs}:
                continue  # another order in one sentence
            if meant is not None and meant != one.name:
                message = f"{{}} is introduced as {{}}, which translates {quoted(meant, one.lang)}."
                yield _against(tie, one.name, other.name, message), tie


def _too_early(both: Pair, known: Lexicon) -> Iterator[Told]:
    """Terms that the translation uses before it introduces them, and the text does not."""
    at = {id(tie): number for number, tie in enumerate(both.ties)}
    places = {clause.id: number for number, clause in enumerate(both.target.clauses)}
    for one, other in known.pairs:
        if other.tie.link.crossing or one.tie is not other.tie:
            continue
        here = places[other.reading.clause.id]
        for tie in translated(both):
            if tie.heading or tie.target[0].clause.kind in {"title", "date", "note"}:
                continue
            first = places[tie.target[0].clause.id]
            printed = [u.quote for u in known.uses(tie.target, 1) if u.name == other.name]
            if printed and first < here and at[id(tie)] < at[id(other.tie)]:
                if not any(use.name == one.name for use in known.uses(tie.source, 0)):
                    message = f"{quoted(other.name, other.lang)} is used before it is introduced."
                    severity: Severity = "warning" if tie.link.uncertain else "error"
                    yield tie.finding("definitions", severity, message, ("", printed[0])), tie
                break


def _swapped(
    tie: Tie, known: Lexicon, uses: tuple[tuple[Use, ...], tuple[Use, ...]]
) -> tuple[str, str] | None:
    """A source term and the target's term for another one that stands in its place."""
    here, there = ({use.name for use in side} for side in uses)
    for (a, one), (b, other) in combinations(known.pairs, 2):
        for (x, x_en), (y, y_en) in (((a, one), (b, other)), ((b, other), (a, one))):
            lost = x.name in here and x_en.name not in there
            instead = y_en.name in there and y.name not in here
            if (
                lost
                and instead
                and not _inside(x.name, y.name)
                and not _inside(x_en.name, y_en.name)
            ):
                return x.name, y_en.name
        acting = all(_ACTS.search(pair[0].name) for pair in ((a, one), (b, other)))
        if acting and {a.name, b.name} <= here and {one.name, other.name} <= there:
            keys = {a.name: "a", b.name: "b"}, {one.name: "a", other.name: "b"}
            sides = [
                said(readings, [(key[u.name], u.start, u.end) for u in side if u.name in key])
                for readings, side, key in zip((tie.source, tie.target), uses, keys, strict=True)
            ]
            if exchanged(*sides):
                return a.name, other.name
    return None


def _inside(one: str, other: str) -> bool:
    """True for 当事者 and 両当事者, Party and Parties."""
    stems = sorted((re.sub(r"(?:ies|y|s)$", "", name) for name in (one, other)), key=len)
    return stems[0] in stems[1]


def _not_used(
    both: Pair, tie: Tie, known: Lexicon, uses: tuple[tuple[Use, ...], tuple[Use, ...]]
) -> Iterator[Finding]:
    """Terms whose translation is settled, where this link has another word for it."""
    here, there = ({use.name for use in side} for side in uses)
    text = " ".join(reading.text for reading in tie.target)
    lang = both.target.lang
    for one, other in known.pairs:
        if (
            one.name not in here
            or other.name in there
            or _PEOPLE.search(f"{one.name} {other.name}")
        ):
            continue
        if lang == "en" and _kin(other.name, text):
            continue
        part = partly(other.name, lang, text)
        if not part and (lang == "ja" or _STANDS_FOR[lang].search(text)):
            continue
        if _settled(both, known, one, other):
            severity: Severity = "error" if part and not tie.link.uncertain else "warning"
            message = (
                f"{quoted(one.name, one.lang)} is {quoted(other.name, other.lang)} elsewhere; here "
                "the term is not used."
            )
            printed = next(use.quote for use in uses[0] if use.name == one.name)
            yield tie.finding("definitions", severity, message, (printed, ""))


def _kin(term: str, text: str) -> bool:
    """True where a word of the text is of the family of the term: operated, for "operation"."""
    word = term.split()[-1]
    return len(word) >= KIN and re.search(rf"\b{re.escape(word[:-3])}", text, re.I) is not None


def _settled(both: Pair, known: Lexicon, one: Term, other: Term) -> bool:
    together = every = 0
    for tie in translated(both):
        if any(use.name == one.name for use in known.uses(tie.source, 0)):
            every += 1
            together += any(use.name == other.name for use in known.uses(tie.target, 1))
    return together >= SETTLED and together >= STEADY * every


def _against(tie: Tie, one: str, other: str, message: str) -> Finding:
    text = message.format(quoted(one, tie.source[0].lang), quoted(other, tie.target[0].lang))
    severity: Severity = "warning" if tie.link.uncertain else "error"
    return tie.finding("definitions", severity, text, (one, other))


CHECK = Check(
    severity="error",
    help=(
        "Looks at the terms that the texts introduce (以下「…」という, 「…」とは, hereinafter "
        'referred to as "…", "…" means): introduced on one side only, exchanged against the pairs '
        "that were introduced, used before they are introduced, or replaced by another word once "
        "their translation is settled. Pronouns, and what Japanese leaves out, pass."
    ),
    find=find,
)
