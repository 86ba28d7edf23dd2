"""What the quality gate measures: the model, retrieval, the shipped documents, annotated pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pairs

from moc_align.embedders import load
from moc_align.errors import ConfigError
from moc_align.pipeline import Settings, areas_report, diff_report
from moc_align.plugins import EmbeddingModel
from moc_align.schema import Report
from moc_align.text import squeeze

TESTS = pairs.ROOT / "tests"
RETRIEVAL = TESTS / "retrieval"
OWN_SETS = {"dev": False, "dev-hard": False, "gate": True, "gate-hard": True}
"""Files of tests/retrieval, and whether they have floors: choices may look at the others."""
PUBLIC_SETS = ("tatoeba", "ntrex-dev")
PUBLIC_GROUPS = (*PUBLIC_SETS, "bitext-dev")
"""Groups of figures that are measured where the data folder is given."""
SHIPPED = TESTS / "shipped-areas.json"
DIGITS = 16
"""Of a sha256, which is enough to tell files apart."""

Bound = Literal["floor", "ceiling", "digest", "none"]
BOUNDS: dict[str, Bound] = {"gold_clauses_lost": "ceiling", "uncertain": "none"}
"""Figures of the pairs that have no floor; fewer uncertain changes are not always better ones."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure."""

    group: str
    name: str
    value: float | str
    bound: Bound = "floor"
    digits: int = 0
    """Behind the decimal point; the value is rounded to them."""
    margin: float = 0.0
    """How far below the measured figure its floor is set."""

    @property
    def key(self) -> str:
        """What it is called in floors.json, on the screen and in the changelog."""
        return f"{self.group}.{self.name}"


def measure(model: Path, data: Path | None = None) -> Iterator[Figure]:
    """All figures of a model, those of the public sets where the data folder is given.

    Raises: MocAlignError.
    """
    loaded = load(str(model))
    size = sum(file.stat().st_size for file in model.rglob("*") if file.is_file())
    yield Figure("model", "sha256", loaded.sha256[:DIGITS], "digest")
    yield Figure("model", "bytes", size, "ceiling")
    for name, held in OWN_SETS.items():
        yield from retrieval_figures(f"retrieval-{name}", own_set(name), loaded, held)
    if data is not None:
        for name in PUBLIC_SETS:
            yield from retrieval_figures(name, public_set(data / "eval", name), loaded, True)
    yield from shipped_figures(str(model))
    for folder in (pairs.PAIRS, pairs.UNSEEN):
        yield from pair_figures(folder, str(model))
    # these modules need the sets of this one
    import align
    import mutate

    yield from align.gate_figures(str(model), data)
    yield from mutate.gate_figures()


def own_set(name: str) -> list[tuple[str, str]]:
    """Pairs (ja, en) of a file in tests/retrieval. Raises: ConfigError."""
    rows = _table(RETRIEVAL / f"{name}.tsv", columns=4)
    return [(row[0], row[1]) for row in rows[1:]]


def public_set(folder: Path, name: str) -> list[tuple[str, str]]:
    """Pairs (ja, en) of `NAME.tsv` (document, en, ja) or of `NAME.ja` and `NAME.en`.

    Raises: ConfigError.
    """
    if name == "ntrex-dev":
        return [(ja, en) for _, en, ja in _table(folder / f"{name}.tsv", columns=3)]
    sides = [[r[0] for r in _table(folder / f"{name}.{lang}", columns=1)] for lang in ("ja", "en")]
    if len(sides[0]) != len(sides[1]):
        raise ConfigError(
            f"{folder / name}.ja: {len(sides[0])} lines, but {name}.en has {len(sides[1])}; "
            "take both from one source"
        )
    return list(zip(*sides, strict=True))


def _table(path: Path, columns: int) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: not there; see bench/README.md for where it is from") from error
    rows = [line.split("\t") for line in text.rstrip("\n").split("\n")]
    for number, row in enumerate(rows, 1):
        if len(row) != columns:
            raise ConfigError(f"{path}, line {number}: {len(row)} columns; give {columns}")
    return rows


def retrieval_figures(
    group: str, rows: Sequence[tuple[str, str]], model: EmbeddingModel, held: bool
) -> Iterator[Figure]:
    """How often the nearest text is the translation, in percent, both ways."""
    from moc_align.train.retrieval import retrieval

    bound: Bound = "floor" if held else "none"
    if held:
        digest = sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()
        yield Figure(group, "sha256", digest[:DIGITS], "digest")
    ja, en = zip(*rows, strict=True)
    found = retrieval(model.encode(en), model.encode(ja))
    for name, both in (("cosine", found.cosine), ("csls", found.csls)):
        for way, share in zip(("en_ja", "ja_en"), both, strict=True):
            yield Figure(group, f"{name}_{way}", round(float(share), 1), bound, digits=1)


def shipped_figures(model: str) -> Iterator[Figure]:
    """Headings of the shipped documents in their areas with all below them, none in doubt."""
    gold = json.loads(SHIPPED.read_text(encoding="utf-8"))
    settings = Settings(model=model)
    for side, name in (("old", "release_areas"), ("new", "memorandum_areas")):
        report = areas_report(gold[side], settings=settings)
        yield Figure("shipped", name, _mapped(report, gold[f"{side}_areas"]))
    diff = diff_report(gold["old"], gold["new"], settings=settings)
    yield Figure("shipped", "area_origins", _origins(diff, gold["old_areas"]))


def _mapped(report: Report, wanted: dict[str, int]) -> int:
    """How many of the headings are where they belong."""
    tags = {tag.clause: tag for tag in report.tags}
    clauses = report.documents[0].clauses
    right = 0
    for title, area in wanted.items():
        top = next((c.id for c in clauses if squeeze(c.title) == squeeze(title)), None)
        below = [tags[c.id] for c in clauses if top in (c.id, *c.path)]
        right += bool(below) and all(t.area == area and not t.uncertain for t in below)
    return right


def _origins(report: Report, wanted: dict[str, int]) -> int:
    """How many areas go back to the headings that they continue, and to no other."""
    titles = {c.id: squeeze(c.title) for c in report.documents[0].clauses}
    right = 0
    for status in report.areas:
        if status.area is not None:
            found = {titles[quote.id] for quote in status.before}
            gold = {squeeze(title) for title, area in wanted.items() if area == status.area}
            right += found == gold and status.status != "uncertain"
    return right


MARGIN = 0.03
"""One area in thirty, or a few clauses: a rule that is right may cost one of them elsewhere."""


def pair_figures(folder: Path, model: str) -> Iterator[Figure]:
    """The shares that bench/pairs.py prints."""
    for name, share in pairs.score_set(folder, model=model).figures().items():
        bound = BOUNDS.get(name, "floor")
        margin = MARGIN if bound == "floor" else 0.0
        yield Figure(folder.name, name, round(share, 3), bound, 3, margin)
