"""Harmless variants of a translation: another hand, the same meaning; none is an error."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping

from moc_align.schema import Lang
from mutations import Edit, Edition, Passage
from mutations.numerals import kanji, read
from mutations.variant_words import WORDED, Rules

Variant = Callable[[Edition], tuple[Edit, ...]]
_F = "[0-9０-９]"


def everywhere(rules: Rules) -> Variant:
    """Each place where a rule matches, of overlapping ones the first rule's."""

    def make(edition: Edition) -> tuple[Edit, ...]:
        edits = []
        for own in edition.passages:
            taken: list[tuple[int, int]] = []
            for pattern, put in rules.get(edition.lang, ()):
                for found in re.finditer(pattern, own.text):
                    after = found.expand(put) if isinstance(put, str) else put(found)
                    start, end = found.span()
                    if after in (None, found[0]) or any(a < end and start < b for a, b in taken):
                        continue
                    taken.append((start, end))
                    edits.append(own.edit(start, end, after or ""))
        return tuple(edits)

    return make


def _bullets(sign: str) -> Variant:
    def make(edition: Edition) -> tuple[Edit, ...]:
        places = [edition.label(c) for c in edition.target.clauses if c.kind == "bullet"]
        return tuple(Edit(start, end, sign) for start, end in filter(None, places))

    return make


def _labels(edition: Edition) -> tuple[Edit, ...]:
    """i) becomes (i), (1) becomes 1), 第１条 becomes 第一条."""
    edits = []
    for clause in edition.target.clauses:
        place = edition.label(clause)
        if not place:
            continue
        label = edition.raw[slice(*place)]
        roman = re.fullmatch(r"([ivx]+)\)", label)
        article = re.fullmatch(f"第({_F}+)([条章])", label)
        if roman:
            edits.append(Edit(*place, f"({roman[1]})"))
        elif article:
            edits.append(Edit(*place, f"第{kanji(read(article[1]) or 1)}{article[2]}"))
        elif clause.kind == "article" and label.startswith("Article "):
            edits.append(Edit(*place, label.upper()))
    return tuple(edits)


def _wrapped(width: int) -> Variant:
    """Every clause anew at so many columns, of Japanese half as many characters."""

    def make(edition: Edition) -> tuple[Edit, ...]:
        edits = []
        for own in edition.passages:
            clause = own.clause
            if clause.title or clause.kind == "signature":
                continue
            lines = _lines(own, width, edition.lang)
            start = edition.raw.rfind("\n", 0, clause.span.start) + 1
            indent = " " * (clause.span.start - start) if edition.lang == "en" else ""
            text = ("\n" + indent).join(lines)
            edits.append(Edit(clause.span.start, clause.span.end, text))
        return tuple(edits)

    return make


def _lines(own: Passage, width: int, lang: Lang) -> list[str]:
    if lang == "en":
        return textwrap.wrap(own.text, width, break_on_hyphens=False)
    size = width // 2
    return [own.text[at : at + size] for at in range(0, len(own.text), size)]


_SUFFIX = re.compile(r"^([a-z]{3,})((?:ment|tion|tions|ments|ing|ship|ships|ness|ance|ence)[,.]?)$")


def _hyphenated(edition: Edition) -> tuple[Edit, ...]:
    """A word that begins a line begins at the end of the line before, with a hyphen."""
    edits = []
    for own in edition.passages if edition.lang == "en" else ():
        span = own.clause.span
        raw = edition.raw[span.start : span.end]
        for found in re.finditer(r"(?<=[a-z,])(\n *)([a-z]+[,.]?)(?=[ \n])", raw):
            parts = _SUFFIX.match(found[2])
            if parts:
                start, end = span.start + found.start(), span.start + found.end()
                edits.append(Edit(start, end, f" {parts[1]}-{found[1]}{parts[2]}"))
    return tuple(edits)


def _full_names(edition: Edition) -> tuple[Edit, ...]:
    """The name that an acronym was introduced for, where it is used after that."""
    known: dict[str, str] = {}
    edits = []
    for own in edition.passages:
        for acronym, name in known.items():
            pattern = rf"(?<![A-Za-z（(\"]){acronym}(?![A-Za-z）)\"-])"
            found = re.search(pattern, own.text)
            if found and own.clause.kind not in ("closing", "signature"):
                edits.append(own.edit(found.start(), found.end(), name))
        known |= dict(_introduced(own, edition.lang))
    return tuple(edits)


def _introduced(own: Passage, lang: Lang) -> Iterator[tuple[str, str]]:
    """Acronyms with the names before them: of Japanese a run of kanji, of English the initials."""
    if lang == "ja":
        for found in re.finditer("([一-龯]{3,8}[省庁])（([A-Z]{2,}[A-Za-z]*)）", own.text):
            yield found[2], re.sub("^(?:日本国|及び)", "", found[1])
        return
    for found in re.finditer(
        r"\b(the )?((?:[A-Z]\w+,? (?:of |and )?){2,8})\(([A-Z]{3,})\)", own.text
    ):
        name = found[2].strip()
        initials = "".join(word[0] for word in re.findall(r"\b[A-Z]\w+", name))
        if initials.endswith(found[3]) or found[3] == initials[1:]:
            yield found[3], (found[1] or "") + name


def _line_ends(edition: Edition) -> tuple[Edit, ...]:
    return tuple(Edit(f.start(), f.end(), "  \r\n") for f in re.finditer("\n", edition.raw))


VARIANTS: Mapping[str, Variant] = {
    **{name: everywhere(rules) for name, rules in WORDED.items()},
    "bullets-dot": _bullets("•"),
    "bullets-middle-dot": _bullets("・"),
    "label-style": _labels,
    "wrapped-60": _wrapped(60),
    "wrapped-96": _wrapped(96),
    "unwrapped": _wrapped(4000),
    "hyphenated": _hyphenated,
    "full-names": _full_names,
    "line-ends": _line_ends,
}
"""By name; each makes what it says of the whole translation at once."""
SETTLED = frozenset((*WORDED, "full-names"))
"""Those after which a clause is set anew at the width of its file."""
