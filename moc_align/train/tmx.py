"""Pairs from a translation memory in TMX 1.4, read as a stream.

The file is untrusted: entities are refused, nothing is fetched, and what is kept of a unit is
bounded. Source: TMX 1.4b specification, LISA 2005.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges

from moc_align.errors import ReadError
from moc_align.schema import Lang

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Inline elements that hold the markup of the original; `hi` holds text."""
LANGUAGES: dict[str, Lang] = {"ja": "ja", "jpn": "ja", "en": "en", "eng": "en"}
VARIANTS = 8
"""Of a unit in one language; each is paired with each of the other language."""
KEPT = 10_000
"""Characters of a segment; the rest is not kept."""
CHUNK = 1 << 16


def read(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs (en, ja) of every unit that has both. Raises: ReadError."""
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

    units = Units()
    # a DOCTYPE that names tmx14.dtd is common and harmless, as long as nobody fetches it
    parser = DefusedExpatParser(forbid_dtd=False, forbid_entities=True, forbid_external=False)
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(units)
    found = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                parser.feed(chunk)
                if units.root not in ("", "tmx"):
                    break
                found += len(units.pairs)
                yield from units.pairs
                units.pairs.clear()
        if units.root == "tmx":
            parser.close()
    except DefusedXmlException as error:
        raise ReadError(f"{path}: declares entities, which are not read; remove them") from error
    except SAXParseException as error:
        raise ReadError(
            f"{path}, line {error.getLineNumber()}: damaged XML ({error.getMessage()}); export "
            "the memory again"
        ) from error
    except (SAXException, ValueError, LookupError) as error:
        raise ReadError(f"{path}: no readable XML ({error}); export it as UTF-8") from error
    if units.root != "tmx":
        raise ReadError(f"{path}: is <{units.root[:40]}>, not <tmx>; give a TSV or TMX file")
    if not found:
        there = ", ".join(sorted(units.langs)) or "none"
        raise ReadError(f"{path}: no pair of Japanese and English (languages: {there})")


class Units(ContentHandler):
    """Collects the pairs of finished units in `pairs`."""

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self.pairs: list[tuple[str, str]] = []
        self.langs: set[str] = set()
        """Codes of all languages met, at most twenty."""
        self.variants: dict[Lang, list[str]] = {"en": [], "ja": []}
        self.lang: Lang | None = None
        self.parts: list[str] | None = None
        """Of the open segment."""
        self.kept = 0
        self.hidden = 0
        """Depth within inline codes."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """A tag opens."""
        self.root = self.root or name
        if self.hidden or (self.parts is not None and name in CODES):
            self.hidden += 1
        elif name == "tu":
            self.variants = {"en": [], "ja": []}
        elif name == "tuv":
            code = str(attrs.get("xml:lang") or attrs.get("lang") or "")
            if len(self.langs) < 20:
                self.langs.add(code[:20])
            self.lang = LANGUAGES.get(code.replace("_", "-").split("-")[0].lower())
        elif name == "seg":
            self.parts, self.kept = [], 0

    def endElement(self, name: str) -> None:  # noqa: N802
        """A tag closes."""
        if self.hidden:
            self.hidden -= 1
        elif name == "seg":
            if self.lang and self.parts and len(self.variants[self.lang]) < VARIANTS:
                self.variants[self.lang].append(" ".join("".join(self.parts).split()))
            self.parts = None
        elif name == "tuv":
            self.lang = None
        elif name == "tu":
            self.pairs += [(en, ja) for en in self.variants["en"] for ja in self.variants["ja"]]
            self.variants = {"en": [], "ja": []}

    def characters(self, content: str) -> None:
        """Text, perhaps only a part of it."""
        if self.parts is not None and not self.hidden and self.kept < KEPT:
            self.parts.append(content)
            self.kept += len(content)
