"""Schemes of areas: the shipped one, a user's own TOML file, or a document's own sections."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

from moc_align.errors import ConfigError
from moc_align.provisions import roles
from moc_align.schema import LANGS, Area, Clause, Document, Lang, Scheme

_KEYS = {"number", "slug", *LANGS, *(f"aliases_{lang}" for lang in LANGS)}
_MAX_BYTES = 1_000_000
_DOTTED = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){20}")
"""A dotted key of a depth for which tomllib takes the square of its length in time and memory."""


def load_scheme(path: Path) -> Scheme:
    """The scheme in a TOML file of the form of `corpora/areas.toml`. Raises: ConfigError."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError(
                f"{path}: a scheme of areas is a short TOML file, this one is too large"
            )
        text = path.read_text(encoding="utf-8-sig")
        if _DOTTED.search(text):
            raise ConfigError(f"{path}: keys nested too deeply; a scheme has [[area]] tables only")
        table = tomllib.loads(text)
    except (OSError, ValueError) as error:  # a TOMLDecodeError is a ValueError, as is 9999...
        raise ConfigError(f"{path}: not a readable scheme of areas ({error})") from error
    except RecursionError as error:
        raise ConfigError(
            f"{path}: tables nested too deeply; a scheme has [[area]] tables only"
        ) from error
    unknown = set(table) - {"id", "title", "area"}
    rows = table.get("area")
    if unknown or not isinstance(rows, list) or not rows:
        what = f"unknown key '{min(unknown)}'" if unknown else "no [[area]]"
        raise ConfigError(f"{path}: {what}; a scheme has the keys id, title and [[area]] tables")
    areas = tuple(_area(path, index, row) for index, row in enumerate(rows, start=1))
    try:
        return Scheme(
            id=str(table.get("id", path.stem)),
            title=str(table.get("title", path.stem)),
            areas=tuple(sorted(areas, key=lambda area: area.number)),
        )
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error


def _area(path: Path, index: int, row: object) -> Area:
    if not isinstance(row, dict):
        raise ConfigError(f"{path}: area {index} is not a table")
    unknown = set(row) - _KEYS
    if unknown:
        raise ConfigError(
            f"{path}: area {index} has the unknown key '{min(unknown)}'; "
            f"there are: {', '.join(sorted(_KEYS))}"
        )
    number = row.get("number", index)
    titles: list[tuple[Lang, str]] = [(lang, str(row[lang])) for lang in LANGS if row.get(lang)]
    if not isinstance(number, int) or isinstance(number, bool) or not titles:
        raise ConfigError(f"{path}: area {index} needs a whole number and a title in ja or en")
    aliases: list[tuple[Lang, str]] = []
    for lang in LANGS:
        listed = row.get(f"aliases_{lang}", [])
        if not isinstance(listed, list):
            raise ConfigError(f"{path}: aliases_{lang} of area {index} is not a list")
        aliases += [(lang, str(alias)) for alias in listed if str(alias).strip()]
    return Area(number, str(row.get("slug", f"area{number}")), tuple(titles), tuple(aliases))


def derive_scheme(document: Document) -> Scheme:
    """The document's own subject headings as a scheme. Raises: ConfigError where it has none.

    The areas below the article that has most of them; else the sections or articles that are not
    standard provisions.
    """
    headings = subject_headings(document)
    if not headings:
        raise ConfigError(
            f"{document.source}: no titled sections to derive areas from; "
            "name a scheme file with --scheme"
        )
    below: dict[str, list[str]] = {heading.id: [] for heading in headings}
    for clause in document.clauses:
        for ancestor in clause.path:
            if ancestor in below and clause.words:
                below[ancestor].append(clause.words)
    areas = tuple(
        Area(
            number, heading.id, ((document.lang, heading.title),), (), "\n".join(below[heading.id])
        )
        for number, heading in enumerate(headings, start=1)
    )
    return Scheme(f"from:{document.id}", document.title or document.id, areas)


def subject_headings(document: Document) -> tuple[Clause, ...]:
    """Titled clauses that name the subjects of a document, in reading order; may be empty."""
    areas = [c for c in document.clauses if c.kind == "area" and c.title]
    if len(areas) >= 2:
        largest = Counter(c.parent for c in areas).most_common(1)[0][0]
        chosen = [c for c in areas if c.parent == largest]
        if len(chosen) >= 2:
            return tuple(chosen)
        return tuple(areas)
    role = roles(document)
    titled = [c for c in document.clauses if c.kind in ("article", "section") and c.title]
    if document.genre == "statute":
        # all of a statute is operative; its chapters, not its many articles, are its subjects
        chapters = [c for c in titled if not c.path and _holds_titled(c, titled)]
        return tuple(chapters if len(chapters) >= 2 else titled)
    operative = [c for c in titled if role[c.id] == "operative" and not _holds_titled(c, titled)]
    return tuple(operative)


def _holds_titled(clause: Clause, titled: list[Clause]) -> bool:
    return any(clause.id in other.path for other in titled)
