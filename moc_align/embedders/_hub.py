"""Models of the Hugging Face hub: where they lie on this disk, and whether they can be fetched."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

from moc_align.errors import ModelError

PROBE = 4.0
"""Seconds that the hub has to answer. Left alone, the libraries ask it for each of a model's files
six times: a machine without a network waited 89 seconds for the message."""
ORGANISATION = "sentence-transformers"
"""Whose models are meant by a name without one, as the library has it."""


def snapshot(model: str) -> Path | None:
    """Folder of a hub model that was fetched before, None where there is none.

    Source: the layout of the hub's cache, `models--OWNER--NAME/{refs,snapshots}`.
    """
    try:
        from huggingface_hub import constants
    except ImportError:
        return None
    root = Path(os.environ.get("SENTENCE_TRANSFORMERS_HOME") or constants.HF_HUB_CACHE)
    for name in _full_names(model):
        folder = root / f"models--{name.replace('/', '--')}"
        try:
            commit = (folder / "refs" / "main").read_text(encoding="ascii").strip()
            found = folder / "snapshots" / commit
            if commit and any((found / f).is_file() for f in ("modules.json", "config.json")):
                return found
        except (OSError, ValueError):
            continue
    return None


def check(model: str) -> None:
    """Nothing, if the hub can be reached and has that model. Raises: ModelError."""
    if offline():
        raise ModelError(
            f"{model}: not on this disk, and HF_HUB_OFFLINE forbids the network; {remedy(model)}"
        )
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    try:
        first, *others = _full_names(model)
        try:
            _ask(first)
        except RepositoryNotFoundError:
            if not others:
                raise
            _ask(others[0])
    except RepositoryNotFoundError as error:
        raise ModelError(
            f"{model}: neither a folder here nor a model that the Hugging Face hub shows you; "
            "check the name, or log in with `hf auth login`"
        ) from error
    except HfHubHTTPError as error:
        raise ModelError(f"{model}: the hub refuses ({reason(error)}); {remedy(model)}") from error
    except Exception as error:  # each HTTP library has its own
        raise ModelError(
            f"{model}: not on this disk, and the Hugging Face hub can't be reached "
            f"({reason(error)}); {remedy(model)}"
        ) from error


def _ask(name: str) -> None:
    """Nothing, if the hub has a model of that full name. Raises: what the hub's library raises."""
    from huggingface_hub import HfApi

    failures: list[Exception] = []

    def ask() -> None:
        try:
            HfApi().model_info(name, timeout=PROBE)
        except Exception as error:
            failures.append(error)

    # the library's limit leaves out the look-up of the hub's address
    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PROBE + 1)
    if thread.is_alive():
        raise TimeoutError(f"no answer within {PROBE:.0f} seconds")
    if failures:
        raise failures[0]


def offline() -> bool:
    """True where the user has forbidden the network."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"} for name in names)


def remedy(model: str) -> str:
    """What to do where a model can't be fetched."""
    name = _full_names(model)[0]
    return (
        f"download it where there is a network, with `hf download {name} --local-dir FOLDER`, "
        "and give that folder as --model"
    )


def reason(error: Exception) -> str:
    """The first line of what an exception says."""
    return str(error).strip().split("\n")[0].rstrip(".:") or type(error).__name__


def _full_names(model: str) -> tuple[str, ...]:
    return (model,) if "/" in model else (f"{ORGANISATION}/{model}", model)
