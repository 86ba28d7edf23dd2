"""Trains a static bilingual model from parallel text; used by `make model`, never at run time.

The model is one vector a token, trained so that the mean over a sentence lies close to the mean
over its translation. Source: Henderson et al. 2017, in-batch contrastive loss.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from moc_align import resources
from moc_align.errors import MocAlignError, ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
UNKNOWN = "[UNK]"  # piece 0
PROJECT = "moc-align-glossary"
WORD_WEIGHTS = {"kftt": 3, "ejdict": 50, "skk-edict": 100, "msdocs-d365-headings": 30, PROJECT: 500}
"""What a word counts when the pieces are learned, 10 where none is given: less for the names of
Kyoto's temples and courtiers, more for what policy texts are made of."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run; docs/model-experiments.md tells how they were found."""

    vocabulary: int = 46_000  # pieces of the tokenizer
    words: int = 600_000  # of each language, that the pieces are learned from
    flatten: float = 0.75  # exponent of a word's frequency among them
    rare: int = 5  # a character seen less often gets no piece
    dim: int = 384
    epochs: int = 3
    batch: int = 2048
    glossary_share: float = 0.2  # of each batch
    project_weight: int = 10  # draws of a row of the project's glossary for one of the others
    dropout: float = 0.05  # of tokens
    scale: float = 15.0  # of cosines, before the softmax
    rate: float = 0.02
    warmup: float = 0.05  # share of the steps
    seed: int = 1


class Row(NamedTuple):
    """A text, its translation and where both are from."""

    en: str
    ja: str
    source: str


def fold(text: str) -> str:
    """The letters and digits of a text, NFKC and without case: the key of duplicates."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def lines(path: Path) -> Iterator[str]:
    """Lines of a text file, plain or `.xz`, without their ends. Raises: ModelError."""
    try:
        with (lzma.open if path.suffix == ".xz" else open)(path, "rb") as file:
            for line in file:
                yield line.decode("utf-8").rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise ModelError(f"{path}: not readable as UTF-8 text ({error}); check the file") from error


def held_out(folder: Path) -> frozenset[str]:
    """Keys of every cell in every file of the folder; such texts are not trained on."""
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    return frozenset(fold(cell) for f in files for line in lines(f) for cell in line.split("\t"))


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of a table with columns en, ja, source. Raises: ModelError for any other."""
    for number, line in enumerate(lines(path), 1):
        cells = line.split("\t")
        if len(cells) != 3:
            raise ModelError(f"{path}, line {number}: {len(cells)} columns; give en, ja, source")
        yield Row(*cells)


def read_glossary(path: Path) -> Iterator[Row]:
    """Rows of the project's glossary (columns ja, en, ...), each variant with each other one.

    Raises: ModelError for a line with one column.
    """
    for number, line in enumerate(islice(lines(path), 1, None), 2):
        cells = line.split("\t")
        if len(cells) < 2:
            raise ModelError(f"{path}, line {number}: one column; give ja, en")
        ja_terms, en_terms = (cell.split("|") for cell in cells[:2])
        yield from (Row(en.strip(), ja.strip(), PROJECT) for en in en_terms for ja in ja_terms)


def without(rows: Iterable[Row], banned: frozenset[str]) -> list[Row]:
    """The rows without repeats, empty and banned texts, in their order."""
    kept: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = fold(row.en), fold(row.ja)
        if all(key) and banned.isdisjoint(key):
            kept.setdefault(key, row)
    return list(kept.values())


def find_table(data: Path, name: str) -> Path:
    """Path of `name.tsv.xz` or `name.tsv` in the folder. Raises: ModelError."""
    found = [p for p in (data / f"{name}.tsv.xz", data / f"{name}.tsv") if p.is_file()]
    if not found:
        raise ModelError(f"{data}: no {name}.tsv.xz or {name}.tsv; give a folder with both tables")
    return found[0]


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


def train_tokenizer(rows: Sequence[Row], recipe: Recipe) -> Tokenizer:
    """A Unigram tokenizer over both languages; piece 0 stands for what is unknown.

    It learns from a list of words with flattened frequencies, the same number in each language.
    Source: Kudo 2018, as implemented in `tokenizers`.
    """
    from tokenizers import models, trainers

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
    alphabet = sorted(c for c, n in letters.items() if n >= recipe.rare and not c.isspace())
    rare = {ord(c): " " for c, n in letters.items() if n < recipe.rare}
    tokenizer = new_tokenizer()
    tokenizer.train_from_iterator(
        (" ".join(words[at : at + 1000]).translate(rare) for at in range(0, len(words), 1000)),
        trainers.UnigramTrainer(
            vocab_size=recipe.vocabulary,
            special_tokens=[UNKNOWN],
            unk_token=UNKNOWN,
            initial_alphabet=alphabet,
            max_piece_length=16,
            show_progress=False,
        ),
    )
    learned = json.loads(tokenizer.to_str())["model"]["vocab"][1:]
    # three decimals rank segmentations as well; the trainer leaves the order of ties to chance
    pieces = sorted(
        ((piece, round(score, 3)) for piece, score in learned), key=lambda p: (-p[1], p)
    )
    pieces.insert(0, (UNKNOWN, 0.0))
    tokenizer.model = models.Unigram(pieces, 0, False)
    return tokenizer


class Bags(NamedTuple):
    """Token numbers of many texts, end to end; text i is `ids[starts[i]:starts[i + 1]]`."""

    ids: Ints
    starts: Ints

    def take(self, texts: Ints) -> tuple[Ints, Ints]:
        """The tokens of these texts and where each text starts."""
        lengths = self.starts[texts + 1] - self.starts[texts]
        begins = np.cumsum(lengths) - lengths
        index = np.repeat(self.starts[texts] - begins, lengths) + np.arange(lengths.sum())
        return self.ids[index], begins


def tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> Bags:
    """The known tokens of each text."""
    ids: list[Ints] = [np.empty(0, dtype=np.int64)]
    for at in range(0, len(texts), 10_000):
        for encoding in tokenizer.encode_batch_fast(list(texts[at : at + 10_000])):
            row = np.array(encoding.ids, dtype=np.int64)
            ids.append(row[row > 0])
    return Bags(np.concatenate(ids), np.cumsum([len(row) for row in ids]))


def plan(rows: Sequence[Row], pairs: int, recipe: Recipe) -> Iterator[Ints]:
    """Row numbers, a batch at a time.

    The rows from number `pairs` on are glossary entries, drawn for their share of each batch; an
    epoch is one pass over the others, but for what fills no batch.
    """
    rng = np.random.default_rng(recipe.seed)
    draws = [recipe.project_weight if row.source == PROJECT else 1 for row in rows[pairs:]]
    pool = np.repeat(np.arange(pairs, len(rows)), draws)
    drawn = round(recipe.batch * recipe.glossary_share) if len(pool) else 0
    size = min(recipe.batch - drawn, pairs)
    deck: Ints = np.empty(0, dtype=np.int64)
    for _ in range(recipe.epochs):
        order = rng.permutation(pairs)
        for at in range(0, pairs - size + 1, size):
            while len(deck) < drawn:
                deck = np.concatenate([deck, rng.permutation(pool)])
            yield np.concatenate([order[at : at + size], deck[:drawn]])
            deck = deck[drawn:]


def twins(keys: Ints) -> Ints:
    """Row and column numbers of equal keys, `(2, n)`, the diagonal left out."""
    _, groups, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(counts[groups] > 1)
    found = np.nonzero(groups[shared][:, None] == groups[shared][None, :])
    cells = shared[np.stack(found)]
    return cells[:, cells[0] != cells[1]]


def fit(rows: Sequence[Row], pairs: int, tokenizer: Tokenizer, recipe: Recipe) -> Floats:
    """One vector a piece, `(pieces, dim) float32`; row 0, the unknown, is zero."""
    try:
        import torch
        from torch.nn import functional
    except ImportError as error:
        raise ModelError("no torch to train with; pip install 'moc-align[transformers]'") from error
    torch.set_num_threads(2)
    rng = np.random.default_rng(recipe.seed)
    sides = [tokenize(tokenizer, [row[side] for row in rows]) for side in (0, 1)]
    keys = [np.array([hash(row[side]) for row in rows]) for side in (0, 1)]
    generator = torch.Generator().manual_seed(recipe.seed)
    table = torch.randn(tokenizer.get_vocab_size(), recipe.dim, generator=generator)
    table.mul_(0.1).requires_grad_()
    optimizer = torch.optim.Adam([table], lr=recipe.rate, fused=True)

    def embed(batch: Ints) -> torch.Tensor:
        """Unit rows of the English, then of the Japanese texts."""
        parts = [side.take(batch) for side in sides]
        ids = np.concatenate([part[0] for part in parts])
        starts = np.concatenate([parts[0][1], parts[1][1] + len(parts[0][0])])
        keep = rng.random(len(ids)) >= recipe.dropout
        starts = np.concatenate([[0], np.cumsum(keep)])[starts]
        bags = torch.from_numpy(ids[keep]), table, torch.from_numpy(starts)
        return functional.normalize(functional.embedding_bag(*bags, mode="sum"))

    batches = list(plan(rows, pairs, recipe))
    for step, batch in enumerate(batches):
        rise = (step + 1) / (len(batches) * recipe.warmup)
        fall = (len(batches) - step) / (len(batches) * (1 - recipe.warmup))
        optimizer.param_groups[0]["lr"] = recipe.rate * min(rise, fall)
        a, b = embed(batch).chunk(2)
        # The slope of the symmetric loss, written out: a third of the time of autograd. Texts
        # that are equal are no wrong answers to each other.
        with torch.no_grad():
            small_a, small_b = a.bfloat16(), b.bfloat16()
            odds = (small_a @ small_b.T).float().mul_(recipe.scale).exp_()
            for key in keys:
                odds[tuple(torch.from_numpy(twins(key[batch])))] = 0.0
            slope = (1 / odds.sum(dim=0) + 1 / odds.sum(dim=1, keepdim=True)).mul_(odds)
            slope.diagonal().sub_(2.0)
            small = slope.bfloat16()
            pulls = (small @ small_b).float(), (small.T @ small_a).float()
        loss = ((a * pulls[0]).sum() + (b * pulls[1]).sum()) * (recipe.scale / len(batch))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    found: Floats = table.detach().numpy()
    found[0] = 0.0
    return found


def retrieval(en: Floats, ja: Floats) -> tuple[float, float]:
    """How often the nearest row is the parallel one, en to ja and back, in percent."""
    cosine, goal = en @ ja.T, np.arange(len(en))
    hits = [float((scores.argmax(axis=1) == goal).mean()) for scores in (cosine, cosine.T)]
    return round(100 * hits[0], 1), round(100 * hits[1], 1)


def evaluate(folder: Path, tokenizer: Tokenizer, vectors: Floats) -> dict[str, tuple[float, float]]:
    """Retrieval for each `NAME.tsv` (en, ja in the last columns) and `NAME.en` with `NAME.ja`."""
    sets = {p.stem: [line.split("\t")[-2:] for line in lines(p)] for p in folder.glob("*.tsv")}
    for path in folder.glob("*.en"):
        both = zip(lines(path), lines(path.with_suffix(".ja")), strict=True)
        sets[path.stem] = [list(pair) for pair in both]
    figures: dict[str, tuple[float, float]] = {}
    for name, pairs in sorted(sets.items()):
        sides: list[Floats] = []
        for column in zip(*pairs, strict=True):
            bags = tokenizer.encode_batch_fast(column)
            sums = np.stack([vectors[bag.ids].sum(axis=0) for bag in bags])
            sides.append(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
        figures[name] = retrieval(*sides)
    return figures


def save(folder: Path, tokenizer: Tokenizer, vectors: Floats) -> Floats:
    """Writes what sentence-transformers, model2vec and moc-align read; gives the vectors back.

    They are kept as int8 with one factor a row (`weights`, as model2vec calls it) and come back
    as they can be read again.
    """
    from safetensors.numpy import save as packed

    factors = np.maximum(np.abs(vectors).max(axis=1), 1e-9).astype(np.float32) / 127
    table = np.round(vectors / factors[:, None]).astype(np.int8)
    tensors = packed({"embeddings": table, "weights": factors})
    (folder / "model.safetensors").write_bytes(tensors)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    kind = "sentence_transformers.models."
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": kind + "StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": kind + "Normalize"},
    ]
    config = {"model_type": "model2vec", "normalize": True, "hidden_dim": table.shape[1]}
    for name, content in (("modules.json", modules), ("config.json", config)):
        (folder / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return np.asarray(table * factors[:, None], dtype=np.float32)


def train(data: Path, out: Path, glossary: Path, recipe: Recipe) -> None:
    """Trains on the tables in `data` and the glossary, and puts the model's folder at `out`.

    Raises: ModelError for tables that are missing or malformed.
    """
    tables = (find_table(data, "pairs"), find_table(data, "glossary"))
    banned = held_out(data / "eval")
    pairs = without(read_rows(tables[0]), banned)
    rows = pairs + without(chain(read_glossary(glossary), read_rows(tables[1])), banned)
    tokenizer = train_tokenizer(rows, recipe)
    vectors = fit(rows, len(pairs), tokenizer, recipe)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as temporary:
        folder = Path(temporary, out.name)
        folder.mkdir()
        figures = evaluate(data / "eval", tokenizer, save(folder, tokenizer, vectors))
        record = {
            "recipe": asdict(recipe),
            "rows": dict(Counter(row.source for row in rows).most_common()),
            "sha256": {f.name: sha256(f.read_bytes()).hexdigest() for f in (*tables, glossary)},
            "figures": figures,
            "versions": {name: version(name) for name in ("numpy", "tokenizers", "torch")},
        }
        (folder / "training.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        (folder / "README.md").write_text(card(record), encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        folder.rename(out)


def card(record: dict[str, dict[str, Any]]) -> str:
    """The model card: `models/card.md` with the rows and figures of a training record."""
    template = Template(resources.model_path("card.md").read_text(encoding="utf-8"))
    rows = [f"| {name} | {count:,} |" for name, count in record["rows"].items()]
    figures = [f"| {name} | {f[0]} | {f[1]} |" for name, f in record["figures"].items()]
    return template.substitute(record["recipe"], rows="\n".join(rows), figures="\n".join(figures))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line; a mistake in the data ends with status 2."""
    parser = argparse.ArgumentParser(prog="moc_align.train", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs and glossary")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model, replaced")
    parser.add_argument("--glossary", type=Path, default=resources.corpora_path("glossary.tsv"))
    options = parser.parse_args(arguments)
    try:
        train(options.data, options.out, options.glossary, Recipe())
    except MocAlignError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
