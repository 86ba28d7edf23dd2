"""The tokenizer: how texts are cut into words, and which pieces of words get a vector."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from moc_align.train.recipe import Recipe
from moc_align.train.rows import PROJECT, Row

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "[UNK]"  # piece 0
WORD_WEIGHTS = {"kftt": 3, "ejdict": 50, "skk-edict": 100, "msdocs-d365-headings": 30, PROJECT: 500}
"""What a word counts when the pieces are learned, 10 where none is given: less for the names of
Kyoto's temples and courtiers, more for what policy texts are made of."""
FILL = 0.0001
"""What the trainer adds to the lowest score for each character that it puts in at the end."""

LATIN = "a-zà-öø-ɏ"
# A Latin word is marked at its start, because spaces around Latin words come and go in Japanese
# text; all else is cut where the script changes and at every digit and sign.
WORD_START = rf"(?<![{LATIN}]|[{LATIN}]')(?=[{LATIN}])"
WORD = rf"▁?[{LATIN}]+(?:'[{LATIN}]+)*|[々〆㐀-䶿一-鿿豈-﫿]+|[ぁ-ゖー]+|[ァ-ヺー]+"


def new_tokenizer() -> Tokenizer:
    """A tokenizer that cuts a text into words and knows none of them."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, 0.0)], 0, False))
    steps = [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace("’", "'")]
    steps.append(normalizers.Replace(Regex(WORD_START), "▁"))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(rf"{WORD}|\S"), "removed", invert=True)
    return tokenizer


def flattened(rows: Sequence[Row], recipe: Recipe) -> tuple[list[str], Counter[str]]:
    """Words to learn pieces from, each as often as its flattened frequency says, and all letters.

    The two languages get the same number of words.
    """
    words, letters = list[str](), Counter[str]()
    for side in (0, 1):
        counts = Counter[str]()
        for row in rows:
            text = unicodedata.normalize("NFKC", row[side]).lower().replace("’", "'")
            letters.update(text)
            for word in re.findall(WORD, text):
                counts[word] += WORD_WEIGHTS.get(row.source, 10)
        flat = {word: counts[word] ** recipe.flatten for word in sorted(counts)}
        unit = sum(flat.values()) / recipe.words
        words += [word for word, share in flat.items() for _ in range(round(share / unit))]
    return words, letters


def train_tokenizer(rows: Sequence[Row], recipe: Recipe) -> Tokenizer:
    """A Unigram tokenizer over both languages; piece 0 stands for what is unknown.

    Source: Kudo 2018, as implemented in `tokenizers`.
    """
    from tokenizers import models, trainers

    words, letters = flattened(rows, recipe)
    alphabet = sorted(c for c, n in letters.items() if n >= recipe.rare and not c.isspace())
    rare = {ord(c): " " for c, n in letters.items() if n < recipe.rare}

    def portions() -> Iterator[str]:
        for at in range(0, len(words), 1000):
            yield " ".join(words[at : at + 1000]).translate(rare)

    tokenizer = new_tokenizer()
    tokenizer.train_from_iterator(
        portions(),
        trainers.UnigramTrainer(
            vocab_size=max(recipe.vocabulary, 2 * len(alphabet)),
            special_tokens=[UNKNOWN],
            unk_token=UNKNOWN,
            initial_alphabet=alphabet,
            max_piece_length=16,
            show_progress=False,
        ),
    )
    learned = json.loads(tokenizer.to_str())["model"]["vocab"][1:]
    pieces = settled([(piece, score) for piece, score in learned], len(alphabet))
    tokenizer.model = models.Unigram([(UNKNOWN, 0.0), *pieces], 0, False)
    return tokenizer


def settled(pieces: Sequence[tuple[str, float]], alphabet: int) -> list[tuple[str, float]]:
    """The pieces with scores and order that no longer depend on chance, best first.

    Characters that no word's best segmentation uses come last in the trainer, with scores in the
    order of a randomly seeded hash table: all of them get the lowest. Three decimals rank
    segmentations as well as more; the last of more depend on the order of sums.
    """
    lowest = min((score for _, score in pieces), default=0.0)
    ceiling = lowest + FILL * alphabet
    scored = [
        (piece, round(lowest if len(piece) == 1 and score <= ceiling else score, 3))
        for piece, score in pieces
    ]
    return sorted(scored, key=lambda p: (-p[1], p))
