"""The model card, README.md of a model's folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from moc_align import resources


def shipped_card(record: Mapping[str, Mapping[str, Any]]) -> str:
    """The card of the shipped model: `models/card.md` with what a training record says."""
    template = Template(resources.model_path("card.md").read_text(encoding="utf-8"))
    return template.substitute(
        record["recipe"], rows=row_table(record["rows"]), figures=figure_table(record["figures"])
    )


ADAPTED = Template(
    """---
language: [ja, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [static-embeddings, bitext]
---

# $name

Turns Japanese and English texts into vectors of $dim dimensions, so that a text and its translation lie close together: one vector a piece of a word, averaged. Trained by `moc-align train` on the translations below, $origin.

    moc-align diff OLD NEW --model $name

    from sentence_transformers import SentenceTransformer  # 6.2 or later
    model = SentenceTransformer("$name")

## Figures

Each text's nearest neighbour is its translation, in percent, by cosine and by CSLS (k = 10). None of these texts was trained on; `held out` are $held of the pairs, drawn by their digests, and say when to stop.

| set | cosine, English to Japanese | back | CSLS, English to Japanese | back |
|---|---|---|---|---|
$figures

## Trained on

| source | rows |
|---|---|
$rows

`training.json` holds the digests of the files, the recipe, the seed and the versions of the libraries.

## Licence

To be stated by whoever trained it: that of the translations, and $terms
"""  # noqa: E501
)


def adapted_card(name: str, record: Mapping[str, Any]) -> str:
    """The card of a model that `moc-align train` made, with what its training record says."""
    base = record["based_on"]
    before = {f"{key}, before": value for key, value in record["before"].items()}
    return ADAPTED.substitute(
        name=name,
        dim=record["dim"],
        held=f"{record['held_out']:,}",
        origin="from nothing" if base is None else f"starting from {base['name']}",
        figures=figure_table(before | record["figures"]),
        rows=row_table(record["rows"]),
        terms="nothing else."
        if base is None
        else f"the licence of {base['name']} ({base['licence']}), which it is made from.",
    )


def licence(card: Path) -> str:
    """What the head of a model card names as the licence."""
    text = card.read_text(encoding="utf-8", errors="replace") if card.is_file() else ""
    found = re.search(r"\A---\n(?:.*\n)*?license: *(\S.*)\n", text)
    return found[1].strip() if found else "not stated in its card"


def row_table(rows: Mapping[str, int]) -> str:
    """Lines of a table of sources."""
    cells = ((name.replace("|", "\\|"), count) for name, count in rows.items())
    return "\n".join(f"| {name} | {count:,} |" for name, count in cells)


def figure_table(figures: Mapping[str, Mapping[str, tuple[float, float]]]) -> str:
    """Lines of a table of retrieval figures, a set a line: cosine and CSLS, both ways each."""
    return "\n".join(
        f"| {name} | {f['cosine'][0]} | {f['cosine'][1]} | {f['csls'][0]} | {f['csls'][1]} |"
        for name, f in figures.items()
    )
