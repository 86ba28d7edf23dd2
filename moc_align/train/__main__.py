"""`python -m moc_align.train` trains the shipped model; a mistake in the data gives status 2."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from moc_align import resources
from moc_align.errors import MocAlignError
from moc_align.train.progress import Lines
from moc_align.train.recipe import Recipe
from moc_align.train.shipped import train


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="moc_align.train", description="Trains the model that moc-align ships."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs and glossary")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model, replaced")
    parser.add_argument("--glossary", type=Path, default=resources.corpora_path("glossary.tsv"))
    parser.add_argument(
        "--held-out", type=Path, nargs="*", default=[], help="tables (ja, en) not to be trained on"
    )
    options = parser.parse_args(arguments)
    try:
        train(
            options.data, options.out, options.glossary, Recipe(), Lines(), apart=options.held_out
        )
    except MocAlignError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
