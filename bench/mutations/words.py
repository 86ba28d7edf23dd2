"""All kinds of errors: those of words, of lists inside sentences, and those of the other files."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from moc_align.schema import Lang
from mutations import Edition, Kind, Mutant, Passage, english, japanese, rewrites, shown
from mutations.names import names
from mutations.places import PLACES
from mutations.values import VALUES

_ITEM: dict[Lang, str] = {
    "en": r"(?:[A-Za-z0-9][\w/'’-]*)(?: (?:[\w/'’()-]+)){0,4}?",
    "ja": "[一-龯々ァ-ヶーA-Za-zＡ-Ｚ0-9・/（）]{2,18}",
}
_NO_ITEM = re.compile(
    r"^(?:and|or|as|by|in|on|at|for|with|from|to|which|who|that|such|including|where|when|while|"
    r"if|unless|under|through|insofar|however|shall|will|may|whether|not|the Parties|it|they)\b|"
    r"\b(?:will|shall|may|is|are|was|has|have|been|which|that|such as|including|referred|by|"
    r"conducted|provides?|take|gives?|driven|based|alternately|equivalent|Ministry|Trade|Culture|Sports|Science|Affairs)\b",
    re.I,
)


_SUBJECT = re.compile(r",? (?:and|or) [\w -]{1,40}? (?:will|shall|is|are|can|may)\b")
"""What follows "hardware" in "…, the integration of hardware and software will be …": no list."""


def _dropped_item(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    """A member left out of a list of three or more."""
    for own in edition.passages:
        if not edition.sources[own.clause.id] or own.clause.kind == "signature":
            continue
        places = _english_items(own) if edition.lang == "en" else _japanese_items(own)
        for start, end, after in places:
            note = shown(own.text[start:end], after)
            yield Mutant("dropped-item", (own.edit(start, end, after),), (own.clause.id,), note)


def _english_items(own: Passage) -> Iterator[tuple[int, int, str]]:
    item = _ITEM["en"]
    pattern = rf", (?P<item>{item})(?=(?:, {item})*,? (?:and|or) )"
    for found in re.finditer(rf"(?<=[\w)]){pattern}", own.text):
        if not _NO_ITEM.search(found["item"]) and not _SUBJECT.match(own.text, found.end()):
            yield found.start(), found.end(), ""
    last = rf", (?P<item>{item}),? (?P<and>and|or) (?P<last>{item})(?=[.;]|$)"
    for found in re.finditer(rf"(?<=[\w)]){last}", own.text):
        if not _NO_ITEM.search(found["item"]) and not _NO_ITEM.search(found["last"]):
            yield found.start(), found.end(), f" {found['and']} {found['item']}"


def _japanese_items(own: Passage) -> Iterator[tuple[int, int, str]]:
    item = _ITEM["ja"]
    pattern = rf"(?<=、)(?P<item>{item})、(?={item}(?:、|及び|並びに|又は|等|といった|その他))"
    for found in re.finditer(pattern, own.text):
        yield found.start(), found.end(), ""
    last = rf"(?<=、)(?P<item>{item}?)(?:及び|又は|並びに)(?P<last>{item})(?=[をのにが])"
    for found in re.finditer(last, own.text):
        if not re.search("及び|又は|並びに", found["item"]):
            yield found.start("item"), found.end("item") + len("及び"), ""


WRONG: dict[Lang, dict[str, str]] = {
    "en": dict(english.WRONG_TERMS),
    "ja": dict(japanese.WRONG_TERMS),
}
OTHER: dict[Lang, dict[str, str]] = {"en": dict(english.SYNONYMS), "ja": dict(japanese.SYNONYMS)}


def _unlike(edition: Edition, own: Passage) -> bool:
    """True where nothing is denied: in the scope of a negation "and" and "or" change places."""
    denied = r"\bnot\b|\bno\b|without|unless|ない|なく|なけれ"
    said = own.text + edition.said[own.clause.id]
    return not re.search(denied, said) and not re.search("及び/又は|and/or", said)


def _free(edition: Edition, _: Passage) -> bool:
    """True in an instrument that binds nobody: it says so, or has no word of obligation."""
    if edition.lang == "en":
        return not re.search(r"\bshall\b", edition.raw)
    return "なければならない" not in edition.raw


_CHECKS = {
    "weaker-verb": ("warning", ("commitment",)),
    "stronger-verb": ("warning", ("commitment",)),
    "binding-verb": ("warning", ("obligations", "commitment")),
    "lost-negation": ("error", ("negation", "qualifiers")),
    "added-negation": ("error", ("negation",)),
    "swapped-direction": ("warning", ("direction", "parties")),
    "lost-qualifier": ("warning", ("qualifiers",)),
    "and-or": ("warning", ("conjunction",)),
}


_ALSO = {
    "stronger-verb": ("obligations",),
    "lost-negation": ("commitment", "obligations"),
    "added-negation": ("commitment", "obligations"),
}
"""Checks that may say something beside: may not, for shall, is another strength as well."""


def _worded() -> Iterator[Kind]:
    for name, (group, checks) in _CHECKS.items():
        rules = {"en": english.RULES[name], "ja": japanese.RULES[name]}
        fits = {"and-or": _unlike, "binding-verb": _free}.get(name, lambda *_: True)
        yield Kind(name, group, checks, rewrites(name, rules, fits), _ALSO.get(name, ()))


KINDS: tuple[Kind, ...] = (
    *PLACES,
    Kind("dropped-item", "warning", ("items", "omission"), _dropped_item),
    *VALUES,
    *names({"wrong-term": WRONG, "inconsistent-term": OTHER}),
    *_worded(),
)
"""All kinds, those of places first."""
