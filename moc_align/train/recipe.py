"""The settings of a training run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run depends on besides its texts; docs/model-experiments.md tells how it was found."""

    vocabulary: int = 46_000  # pieces of the tokenizer
    words: int = 600_000  # of each language, that the pieces are learned from
    flatten: float = 0.75  # exponent of a word's frequency among them
    rare: int = 5  # a character seen less often gets no piece
    dim: int = 384
    epochs: int = 3
    batch: int = 2048
    glossary_share: float = 0.2  # of each batch
    project_weight: int = 10  # draws of a row of the project's glossary for one of the others
    everyday_weight: int = 4  # times that a sentence of everyday speech comes in an epoch
    dropout: float = 0.05  # of tokens
    scale: float = 15.0  # of cosines, before the softmax
    margin: float = 0.1  # taken off the cosine of a text and its own translation
    rate: float = 0.02
    warmup: float = 0.05  # share of the steps
    seed: int = 1
    runs: int = 3  # of the shipped model, from one start in different order; their mean is kept
    threads: int = 2  # the last digits of sums depend on it
