"""Texts -> unit rows; `load` finds the embedder that fits a model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from moc_align import plugins
from moc_align.errors import ModelError

if TYPE_CHECKING:
    from moc_align.plugins import Embedder, EmbeddingModel

_HUB_NAME = re.compile(r"[\w.-]{1,96}(?:/[\w.-]{1,96})?")
_LONGEST_NAME = 80
"""Characters of a file's name that every file system takes, at three bytes each."""


def load(model: str) -> EmbeddingModel:
    """The model of that folder or hub name, loaded with the embedder that fits it.

    Raises: ModelError.
    """
    return _embedder(model).load(model)


def remembered(model: str, step: Callable[[str], None], *, enabled: bool = True) -> EmbeddingModel:
    """The same model, loaded only for a vector that is not in the user's cache.

    `step` is told when it is loaded and how far a slow one has come; where the cache is not
    `enabled` it is neither read nor written. Raises: ModelError.
    """
    from moc_align.embedders._remembered import RememberedModel

    return RememberedModel(model, _embedder(model), step, enabled)


def _embedder(model: str) -> Embedder:
    """The embedder that fits the model. Raises: ModelError."""
    folder = Path(model).expanduser()
    hub = bool(_HUB_NAME.fullmatch(model))
    if not hub and ("\0" in model or len(folder.name) > _LONGEST_NAME):
        raise ModelError(f"{model}: no name of a model; give the folder of one or a hub name")
    if not folder.is_dir() and (folder.exists() or model.startswith((".", "/", "~"))):
        raise ModelError(f"{model}: no such folder; give the folder of a model or a hub name")
    if not folder.is_dir() and not hub:
        raise ModelError(f"{model}: no name of a model; give the folder of one or a hub name")
    return plugins.load("embedder", "static" if _static(folder) else "transformer")


def _static(folder: Path) -> bool:
    """True for a folder in the layout of StaticEmbedding or of model2vec."""
    if not folder.is_dir():
        return False
    modules, config = folder / "modules.json", folder / "config.json"
    try:
        if modules.is_file():
            return str(json.loads(modules.read_bytes())[0]["type"]).endswith("StaticEmbedding")
        if config.is_file():
            return bool(json.loads(config.read_bytes()).get("model_type") == "model2vec")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{folder}: modules.json or config.json is damaged ({error}); take a fresh copy"
        ) from error
    raise ModelError(f"{folder}: no modules.json or config.json; give the folder of a model")
