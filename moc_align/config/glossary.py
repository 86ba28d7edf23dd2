"""A project's own glossary: a table with the columns ja and en, or TBX, the exchange format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align.config.toml import read_file, read_text
from moc_align.errors import ConfigError
from moc_align.schema import LANGS, Lang

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Entry = tuple[tuple[str, ...], tuple[str, ...]]
"""A term: its Japanese forms and its English ones, the preferred one of each first."""

VARIANTS = "|"
"""Stands between two forms of a term in a table, as in the shipped glossary."""
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_SECTIONS = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
"""Each in TBX of 2008 (ISO 30042:2008), then in that of 2019."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED = frozenset({"preferredTerm-admn-sts", "preferredTerm", "preferred"})
_REJECTED = frozenset(
    {
        "deprecatedTerm-admn-sts",
        "supersededTerm-admn-sts",
        "deprecatedTerm",
        "supersededTerm",
        "rejected",
    }
)
"""Values of administrativeStatus. Source: ISO 30042, TBX-Basic data categories."""


def read_glossary(path: Path) -> tuple[Entry, ...]:
    """The terms of a .tbx file, or of a .tsv file whose first row names its columns.

    Terms that lack one of the languages are left out, as are forms that TBX marks as deprecated.
    Raises: ConfigError for a file in neither form, or without a term in both languages.
    """
    entries = _tbx(path) if path.suffix.lower() in (".tbx", ".xml") else _table(path)
    found = tuple(dict.fromkeys(entry for entry in entries if all(entry)))
    if not found:
        raise ConfigError(f"{path} has no term in both Japanese and English; give one with both")
    return found


def _table(path: Path) -> list[Entry]:
    header, *rows = read_text(path).splitlines() or [""]
    names = [name.strip().casefold() for name in header.split("\t")]
    missing = [lang for lang in LANGS if lang not in names]
    if missing:
        raise ConfigError(
            f"{path}, line 1: no column '{missing[0]}'; the first row of a glossary names its "
            "columns, ja and en among them, with tabs between"
        )
    at = [names.index(lang) for lang in LANGS]
    entries = []
    for number, row in enumerate(rows, start=2):
        if not row.strip() or row.startswith("#"):
            continue
        cells = row.split("\t")
        if len(cells) <= max(at):
            raise ConfigError(
                f"{path}, line {number}: {len(cells)} column{'s' * (len(cells) > 1)} of "
                f"{len(names)}; put a tab between the Japanese and the English term"
            )
        ja, en = (_forms(cells[column].split(VARIANTS)) for column in at)
        entries.append((ja, en))
    return entries


def _tbx(path: Path) -> list[Entry]:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    try:
        root: Element = fromstring(read_file(path), forbid_dtd=False)
    except ParseError as error:
        raise ConfigError(f"{path}: not well-formed XML ({error}); export it again") from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise ConfigError(
            f"{path}: entities or an encoding that no glossary needs ({type(error).__name__}); "
            "export it again as UTF-8"
        ) from error
    return [
        (_tbx_forms(entry, "ja"), _tbx_forms(entry, "en"))
        for entry in root.iter()
        if _name(entry) in _ENTRIES
    ]


def _tbx_forms(entry: Element, lang: Lang) -> tuple[str, ...]:
    """The forms of an entry in that language: preferred, then admitted ones, none deprecated."""
    ranked: list[tuple[bool, str]] = []
    for section in entry:
        if _name(section) not in _SECTIONS or not _speaks(section, lang):
            continue
        for group in section:
            if _name(group) not in _TERMS:
                continue
            words = ["".join(e.itertext()) for e in group.iter() if _name(e) == "term"]
            status = {(e.text or "").strip() for e in group.iter() if _is_status(e)}
            if words and not status & _REJECTED:
                ranked.append((not status & _PREFERRED, words[0]))
    return _forms(word for _, word in sorted(ranked, key=lambda form: form[0]))


def _speaks(section: Element, lang: Lang) -> bool:
    code = section.get(_LANG) or section.get("lang") or ""
    return code.replace("_", "-").casefold().split("-")[0] == lang


def _is_status(element: Element) -> bool:
    return element.get("type") == "administrativeStatus" or _name(element) == "administrativeStatus"


def _name(element: Element) -> str:
    """The element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _forms(words: Iterable[str]) -> tuple[str, ...]:
    """The forms with single blanks between their words, each once."""
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
