"""A tokenizer.json -> `Unigram`, where the file is of the family that it takes.

The family: a Unigram vocabulary over the words that patterns find, or split at, in a text that is
brought into NFKC, lower case and some replacements; moc_align.train writes it. What the file says
decides; nothing here knows its patterns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter, methodcaller
from typing import Any

from moc_align.embedders._folding import lowercase, nfkc
from moc_align.embedders._onig import translate
from moc_align.embedders._unigram import LONG, Unigram, Vocabulary

Step = Callable[[str], str]
Cut = Callable[[str], Iterable[str]]

PENALTY = 10.0
"""How far a character in no piece lies below the worst piece. Source: K_UNK_PENALTY there."""
UNEVEN = re.compile(rb"\.\d{13}")
"""In a score of more digits than all readers of JSON round alike."""
MODEL = {"type", "unk_id", "vocab", "byte_fallback"}
FLAGS = ("single_word", "lstrip", "rstrip", "normalized")


def read(data: bytes) -> Unigram | None:
    """The tokenizer; None for another family and for a damaged file."""
    try:
        if UNEVEN.search(data):
            return None
        spec = json.loads(data, parse_constant=_refuse)
        vocabulary = _vocabulary(spec["model"])
        special = _special(spec["added_tokens"], vocabulary)
        steps = [_step(part) for part in _parts(spec["normalizer"], "normalizers")]
        cuts = [_cut(part) for part in _parts(spec["pre_tokenizer"], "pretokenizers")]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    past_space = [past for _, past in steps] + [past for _, past in cuts[:1]]
    by_space = (
        bool(cuts) and not any(past_space) and " " not in (special.pattern if special else "")
    )
    return Unigram(
        vocabulary,
        tuple(step for step, _ in steps),
        tuple(cut for cut, _ in cuts),
        special,
        by_space,
    )


def _refuse(what: str) -> None:
    raise ValueError(what)


def _vocabulary(model: dict[str, Any]) -> Vocabulary:
    if model["type"] != "Unigram" or model.get("byte_fallback") or model.keys() - MODEL:
        raise ValueError("another model")
    unknown = model["unk_id"]
    pieces = [piece for piece, _ in model["vocab"]]
    scores = [score for _, score in model["vocab"]]
    numbers = dict(zip(pieces, range(len(pieces)), strict=True))
    if "" in numbers or len(numbers) < len(pieces) or not 0 <= unknown < len(pieces):
        raise ValueError("an empty or repeated piece, or none for what is unknown")
    return Vocabulary(numbers, scores, unknown, max(map(len, pieces)), min(scores) - PENALTY)


def _special(tokens: list[dict[str, Any]], vocabulary: Vocabulary) -> re.Pattern[str] | None:
    """Finds the tokens that are taken out of a text before all else, the longest where several fit.

    Raises: ValueError, LookupError.
    """
    for token in tokens:
        if any(token[flag] for flag in FLAGS) or not token["content"]:
            raise ValueError("a token with conditions")
        if vocabulary.numbers[token["content"]] != token["id"]:
            raise ValueError("a token with another number")
    contents = sorted((token["content"] for token in tokens), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, contents))})") if contents else None


def _parts(spec: dict[str, Any] | None, inner: str) -> list[dict[str, Any]]:
    """What a normalizer or pre_tokenizer consists of, in order."""
    if spec is None:
        return []
    if spec["type"] == "Sequence":
        return [part for whole in spec[inner] for part in _parts(whole, inner)]
    return [spec]


def _step(spec: dict[str, Any]) -> tuple[Step, bool]:
    """A step of the normalizer, and whether it may look past a space. Raises: ValueError."""
    if spec["type"] == "NFKC":
        return nfkc, False
    if spec["type"] == "Lowercase":
        return lowercase, False
    if spec["type"] != "Replace":
        raise ValueError("another step")
    content: str = spec["content"]
    if literal := spec["pattern"].get("String"):
        return methodcaller("replace", literal, content), " " in literal
    pattern = translate(spec["pattern"]["Regex"])
    return partial(pattern.regex.sub, content.replace("\\", r"\\")), pattern.spaced


def _cut(spec: dict[str, Any]) -> tuple[Cut, bool]:
    """A cut of the pre-tokenizer, and whether it may look past a space. Raises: ValueError."""
    if spec["type"] != "Split" or spec["behavior"] not in ("Removed", "Isolated"):
        raise ValueError("another cut")
    literal = spec["pattern"].get("String")
    pattern = translate(re.escape(literal) if literal else spec["pattern"]["Regex"])
    if spec["behavior"] == "Removed" and spec["invert"]:
        return partial(_matches, pattern.regex), pattern.spaced
    return partial(_split, pattern.regex, spec["behavior"] == "Isolated"), True


def _matches(regex: re.Pattern[str], text: str) -> Iterable[str]:
    if len(text) < LONG:
        return regex.findall(text)
    return map(itemgetter(0), regex.finditer(text))


def _split(regex: re.Pattern[str], keep: bool, text: str) -> Iterator[str]:
    """What stands between matches, and the matches themselves if they are to be kept."""
    last = 0
    for match in regex.finditer(text):
        if last < match.start():
            yield text[last : match.start()]
        if keep and match[0]:
            yield match[0]
        last = match.end()
    if last < len(text):
        yield text[last:]
