"""Errors of whole clauses and sentences: left out, added, twice, untranslated, in a wrong place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from moc_align.schema import HEADING_KINDS, Clause, Lang
from mutations import Edit, Edition, Kind, Mutant, Passage, shown
from mutations.numerals import moved_on

_ENDS: dict[Lang, str] = {"en": r"(?<=[a-z0-9)][.;])\s+(?=[A-Z(])", "ja": r"(?<=。)(?=[^）」])"}
_FRAME = ("preamble", "closing", "signature")
"""Kinds of clauses whose order is that of one long sentence."""
SHORTEST = 12
"""Characters of a Japanese clause that is worth moving or leaving out; in English three times."""

INVENTED: dict[Lang, tuple[str, ...]] = {
    "en": (
        "The fishing harbours of the northern islands will be dredged every three years.",
        "The curators will lend each other lacquerware and woodblock prints for exhibitions.",
        "Visitors to the botanical garden will be admitted free of charge on national holidays.",
        "The railway operator will replace wooden sleepers on mountain sections before winter.",
        "The two orchestras will perform alternately in each other's concert halls.",
        "Beekeepers will report the number of their hives to the veterinary office in spring.",
        "The museums will restore medieval manuscripts and display them in turn.",
        "A ferry service for pilgrims will be operated between the two ports in summer.",
        "The schools will exchange recipes for lunches made from local vegetables.",
        "Mountain huts along the trail will be repaired with timber from nearby forests.",
        "The lighthouse keepers will record the tides and the height of the waves each morning.",
        "Teams of volunteers will plant cherry trees along the banks of the river.",
    ),
    "ja": (
        "北部の島々の漁港は、三年ごとに浚渫される。",
        "学芸員は、展覧会のために漆器や木版画を互いに貸し出す。",
        "植物園の来園者は、祝日には無料で入園する。",
        "鉄道事業者は、冬の前に山間部の木製の枕木を取り替える。",
        "二つの管弦楽団は、互いの演奏会場で交互に演奏する。",
        "養蜂家は、春に巣箱の数を獣医事務所に届け出る。",
        "博物館は、中世の写本を修復し、順番に展示する。",
        "夏には、二つの港の間で巡礼者のための渡船を運航する。",
        "学校は、地元の野菜を使った給食の献立を交換する。",
        "登山道沿いの山小屋は、近くの森の木材で修理される。",
        "灯台守は、毎朝、潮位と波の高さを記録する。",
        "有志の人々が、川の堤に桜の木を植える。",
    ),
}
"""Of no document; none speaks of what instruments of cooperation speak of."""


def sentences(lang: Lang, text: str) -> list[tuple[int, int]]:
    """The stretches of the sentences, white space between them aside."""
    found, start = [], 0
    for end in re.finditer(_ENDS[lang], text):
        if text.count("（", start, end.start()) == text.count("）", start, end.start()):
            found.append((start, end.start()))
            start = end.end()
    return [*found, (start, len(text))]


def _long(edition: Edition, clause: Clause) -> bool:
    return len(clause.text) >= SHORTEST * (3 if edition.lang == "en" else 1)


def _leaves(edition: Edition) -> Iterator[Passage]:
    """Clauses that correspond to something and have none below them."""
    for own in edition.passages:
        clause = own.clause
        if edition.sources[clause.id] and _long(edition, clause) and not edition.children(clause):
            yield own


def _dropped_clause(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for own in _leaves(edition):
        edit = Edit(*edition.block(own.clause), "")
        yield Mutant("dropped-clause", (edit,), (own.clause.id,), shown(own.text, ""))


def _headings(edition: Edition) -> Iterator[tuple[Clause, tuple[str, ...]]]:
    """Headings with the ids of the leaves below them."""
    for clause in edition.target.clauses:
        below = tuple(c.id for c in edition.target.clauses if clause.id in c.path)
        if clause.kind in HEADING_KINDS and clause.title and below:
            yield clause, (clause.id, *below)


def _dropped_article(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for clause, ids in _headings(edition):
        if len(ids) <= len(edition.target.clauses) // 4:
            edit = Edit(*edition.block(clause), "")
            yield Mutant("dropped-article", (edit,), ids, shown(clause.title, ""))


def _dropped_sentence(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for own in edition.passages:
        parts = sentences(edition.lang, own.text)
        for number, (start, end) in enumerate(parts if len(parts) > 1 else ()):
            if not edition.sources[own.clause.id]:
                continue
            last = number + 1 == len(parts)
            from_ = parts[number - 1][1] if last else start
            to = end if last else parts[number + 1][0]
            note = shown(own.text[start:end], "")
            yield Mutant("dropped-sentence", (own.edit(from_, to, ""),), (own.clause.id,), note)


def _duplicated(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for own in _leaves(edition):
        start, end = edition.block(own.clause)
        block = edition.raw[start:end]
        # the last lines of a file have no blank line after them
        copy = block if block.endswith("\n\n") else "\n\n" + block
        # both are given as new: which of the two is the copy, nobody can tell
        edit = Edit(start, end, block + copy)
        note = f"twice: «{own.text}»"
        yield Mutant("duplicated-clause", (edit,), (own.clause.id,), note)


def _untranslated(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for own in _leaves(edition):
        if not own.clause.title:
            edit = Edit(own.clause.span.start, own.clause.span.end, edition.said[own.clause.id])
            note = f"left in the other language: «{own.text}»"
            yield Mutant("untranslated-clause", (edit,), (own.clause.id,), note)


def _untranslated_sentence(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for own in edition.passages:
        said = edition.said[own.clause.id]
        theirs = sentences(edition.source.lang, said)
        ours = sentences(edition.lang, own.text)
        if len(ours) == len(theirs) > 1:
            for (start, end), (first, last) in zip(ours, theirs, strict=True):
                edit = own.edit(start, end, said[first:last])
                note = f"left in the other language: «{own.text[start:end]}»"
                yield Mutant("untranslated-sentence", (edit,), (own.clause.id,), note)


def _added(edition: Edition, chance: random.Random) -> Iterator[Mutant]:
    for own in _leaves(edition):
        clause = own.clause
        mates = [c for c in edition.children(_parent(edition, clause)) if c.kind == clause.kind]
        label = moved_on(clause.label, 1) if clause.label else ""
        if (
            clause.kind in _FRAME
            or label is None
            or (label != clause.label and clause is not mates[-1])
        ):
            continue
        start, end = edition.block(clause)
        head = edition.raw[start : clause.span.start].replace(clause.label, label, 1)
        gap = edition.raw[clause.span.end : end] or "\n"
        text = chance.choice(INVENTED[edition.lang])
        before = "" if edition.raw[:end].endswith("\n\n") else "\n\n"
        edit = Edit(end, end, before + head + text + gap)
        yield Mutant("added-clause", (edit,), (), f"added: «{text}» after {clause.id}")


def _parent(edition: Edition, clause: Clause) -> Clause | None:
    return edition.target.clause(clause.parent) if clause.parent else None


def _runs(edition: Edition) -> Iterator[list[Clause]]:
    """Neighbouring leaves of a kind under one heading: the members of lists."""
    for parent in (None, *edition.target.clauses):
        run: list[Clause] = []
        for clause in edition.children(parent):
            fits = clause.text and not clause.title and not edition.children(clause)
            if fits and (not run or run[-1].kind == clause.kind):
                run.append(clause)
            elif run:
                yield run
                run = [clause] if fits else []
        yield run


def _moved(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    """Members of lists somewhere else in their list; labels stay in sequence."""
    for run in _runs(edition):
        if run and run[0].kind in _FRAME:
            continue
        for i in range(len(run)):
            for j in range(len(run)):
                if abs(i - j) < 2 or not _long(edition, run[i]):
                    continue
                order = [*run[:i], *run[i + 1 :]]
                order.insert(j, run[i])
                pairs = [(a, b) for a, b in zip(run, order, strict=True) if a is not b]
                edits = tuple(Edit(a.span.start, a.span.end, _body(edition, b)) for a, b in pairs)
                wrong = tuple(at for at, (_, b) in enumerate(pairs) if b is run[i])
                note = f"{run[i].id} moved to the place of {run[j].id}"
                yield Mutant("moved-clause", edits, (run[i].id,), note, wrong)


def _body(edition: Edition, clause: Clause) -> str:
    return edition.raw[clause.span.start : clause.span.end]


def _moved_article(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    for clause, ids in _headings(edition):
        if clause.kind == "section":
            continue
        mates = [c for c in edition.children(_parent(edition, clause)) if c.kind == clause.kind]
        here = mates.index(clause)
        for there, mate in enumerate(mates):
            if there in (here, here + 1):
                continue
            start, end = edition.block(clause)
            place = edition.block(mate)[0]
            text = edition.raw[start:end]
            edits = (Edit(start, end, ""), Edit(place, place, text))
            passed = mates[there:here] if there < here else mates[here + 1 : there]
            # of two neighbours that change places either has moved
            both = (*ids, *_ids(edition, passed[0])) if len(passed) == 1 else ids
            yield Mutant("moved-article", edits, both, f"{clause.id} moved before {mate.id}")


def _ids(edition: Edition, clause: Clause) -> tuple[str, ...]:
    return (clause.id, *(c.id for c in edition.target.clauses if clause.id in c.path))


def _wrong_area(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    """Bullets at the end of another heading's bullets."""
    lists = [run for run in _runs(edition) if run and run[0].kind == "bullet"]
    for run in lists:
        for other in lists:
            if other is run or len(run) < 2:
                continue
            last = other[-1]
            for clause in run:
                start, end = edition.block(clause)
                place = edition.block(last)[1]
                head = edition.raw[start : clause.span.start]
                text = head + _body(edition, clause) + "\n\n"
                edits = (Edit(start, end, ""), Edit(place, place, text))
                note = f"{clause.id} moved to the end of {last.parent}"
                yield Mutant("wrong-area", edits, (clause.id,), note)


SAID = (
    "numbers",
    "dates",
    "parties",
    "negation",
    "definitions",
    "commitment",
    "qualifiers",
    "direction",
    "terminology",
    "items",
)
"""Checks that may say what a sentence said that is left out."""
PLACES = (
    Kind("dropped-clause", "error", ("omission",), _dropped_clause, ("labels",)),
    Kind("dropped-article", "error", ("omission",), _dropped_article, ("labels",)),
    Kind("dropped-sentence", "warning", ("sentences", "omission"), _dropped_sentence, SAID),
    Kind("duplicated-clause", "error", ("duplicate",), _duplicated, ("labels", "addition")),
    Kind("untranslated-clause", "error", ("untranslated",), _untranslated),
    Kind("untranslated-sentence", "error", ("untranslated",), _untranslated_sentence),
    Kind("added-clause", "error", ("addition",), _added, ("labels",)),
    Kind("moved-clause", "error", ("order",), _moved),
    Kind("moved-article", "error", ("order", "labels"), _moved_article, ("labels", "area")),
    Kind("wrong-area", "error", ("area", "order"), _wrong_area, ("order",)),
)
