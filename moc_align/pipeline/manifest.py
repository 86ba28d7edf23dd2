"""Many pairs of texts -> a file for each: a run that can be shared out, killed and taken up again.

A pair is aligned by a pure function and its file is renamed into place when it is whole, so that a
file that is there is done.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from moc_align import __version__
from moc_align.errors import ConfigError, MocAlignError
from moc_align.pipeline.alignments import Aligning, align_pair
from moc_align.pipeline.documents import Settings, open_model

if TYPE_CHECKING:
    from moc_align.plugins import EmbeddingModel

RECORD = ".moc-align.json"
"""File beside the outputs that says what they were made with."""
PARTS = ".moc-align-parts"
"""Folder beside the outputs for files that are not whole yet."""
AHEAD = 4
"""Pairs that wait for each worker: so few that a manifest of any length takes no memory."""
LONGEST = 64_000
"""Characters of a line of the manifest."""
_ID = re.compile(r"[^\W_][\w.+@=-]{0,149}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""

State = Literal["written", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair of the manifest."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pair."""

    id: str
    """Of the pair; `line 7` where the line of the manifest names none."""
    state: State
    message: str = ""
    """Why it failed."""
    doubts: tuple[str, ...] = ()
    """Why the two may be no text and its translation."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with each pair; another process can be given it."""

    folder: Path
    format: str
    aligning: Aligning
    model: str
    cache: bool
    shard: tuple[int, int] = (1, 1)
    """Which of how many parts of the manifest, from 1."""
    resume: bool = False
    """Keep the files that are newer than their texts."""

    @property
    def suffix(self) -> str:
        """Of the files that are written."""
        from moc_align.plugins import load

        return load("reporter", self.format).suffix

    @property
    def parts(self) -> Path:
        """The folder for files of this shard that are not whole yet."""
        return self.folder / PARTS / f"{self.shard[0]}-{self.shard[1]}"


def count(manifest: Path, shard: tuple[int, int]) -> int:
    """Pairs of the shard. Raises: ConfigError."""
    return sum(1 for _ in _lines(manifest, shard))


def run(manifest: Path, task: Task, jobs: int, step: Callable[[str], None]) -> Iterator[Outcome]:
    """What becomes of each pair of the shard, as it gets done; `jobs` processes work side by side.

    A pair that fails is told and the others go on. Raises: ConfigError, ModelError where none can.
    """
    _begin(task, step)
    try:
        entries = _entries(manifest, task.shard)
        if jobs == 1:
            for entry in entries:
                yield entry if isinstance(entry, Outcome) else work(entry, task)
        else:
            yield from _side_by_side(entries, task, jobs)
    finally:
        _empty(task.parts)


def work(entry: Entry, task: Task) -> Outcome:
    """Aligns a pair and writes its file. A mistake in its texts is its outcome."""
    from moc_align.plugins import Screen, load

    output = task.folder / f"{entry.id}{task.suffix}"
    if output.resolve() in {Path(entry.source).resolve(), Path(entry.target).resolve()}:
        return Outcome(entry.id, "failed", f"{output} is one of its texts; change --out-dir")
    if task.resume and _newer(output, entry):
        return Outcome(entry.id, "kept")
    settings = Settings(model=task.model, cache=task.cache)
    try:
        aligned = align_pair(
            entry.source, entry.target, task.aligning, settings, _model(task.model, task.cache)
        )
        text = load("reporter", task.format).render(aligned.report, Screen())
        part = task.parts / output.name
        part.write_bytes(text.encode(errors="backslashreplace"))
        part.replace(output)
    except MocAlignError as error:
        return Outcome(entry.id, "failed", str(error))
    except OSError as error:
        return Outcome(entry.id, "failed", f"{output} can't be written ({error.strerror})")
    except Exception as error:  # a bug of ours in one pair must not lose the others
        return Outcome(entry.id, "failed", f"this is a bug of ours: {error!r}; please report it")
    return Outcome(entry.id, "written", doubts=aligned.doubts)


@cache
def _model(model: str, cache: bool) -> EmbeddingModel:
    """The model, opened once in each process."""
    return open_model(Settings(model=model, cache=cache))


def _newer(output: Path, entry: Entry) -> bool:
    """True where the output is there and neither text was changed after it."""
    with suppress(OSError, ValueError):
        made = output.stat().st_mtime_ns
        return all(Path(file).stat().st_mtime_ns <= made for file in (entry.source, entry.target))
    return False


def _begin(task: Task, step: Callable[[str], None]) -> None:
    """Makes the folder ready and notes what the run is made with."""
    model = open_model(Settings(model=task.model, cache=task.cache, step=step))
    made_with = {
        "moc-align": __version__,
        "model": model.sha256 or model.name,
        "format": task.format,
        **json.loads(json.dumps(asdict(task.aligning))),
    }
    record = task.folder / RECORD
    try:
        task.folder.mkdir(parents=True, exist_ok=True)
        before = json.loads(record.read_bytes()) if task.resume and record.exists() else made_with
        changed = sorted(key for key in made_with if before.get(key) != made_with[key])
        if changed:
            raise ConfigError(
                f"{task.folder} was begun with another {changed[0]} "
                f"({before.get(changed[0])!r}, now {made_with[changed[0]]!r}); take the same, or "
                "another --out-dir"
            )
        _empty(task.parts)
        task.parts.mkdir(parents=True, exist_ok=True)
        part = task.parts / RECORD
        part.write_text(json.dumps(made_with, indent=1) + "\n", encoding="utf-8")
        part.replace(record)
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigError(
            f"{task.folder} can't be used as --out-dir ({error}); choose another folder"
        ) from error


def _empty(parts: Path) -> None:
    """Removes what a run that was killed left behind."""
    with suppress(OSError):
        for part in parts.iterdir():
            part.unlink()
        parts.rmdir()
        parts.parent.rmdir()


def _entries(manifest: Path, shard: tuple[int, int]) -> Iterator[Entry | Outcome]:
    """The pairs of the shard; a failed outcome for a line that is none."""
    seen: set[str] = set()
    for number, line in _lines(manifest, shard):
        try:
            entry = _entry(line, manifest.parent)
            # a file system may not tell a from A
            if entry.id.casefold() in seen:
                raise ConfigError(f"the id '{entry.id}' is there twice; give each pair its own")
            seen.add(entry.id.casefold())
            yield entry
        except ConfigError as error:
            yield Outcome(f"line {number}", "failed", str(error))


def _entry(line: str, folder: Path) -> Entry:
    try:
        found = json.loads(line)
        values = [found[key] for key in ("id", "source", "target")]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError(
            'it holds no pair; write it as {"id": "a", "source": "a.ja", "target": "a.en"}'
        ) from error
    if not all(isinstance(value, str) and value for value in values):
        raise ConfigError("id, source and target are strings, none of them empty")
    pair, source, target = values
    if not _ID.fullmatch(pair) or _RESERVED.fullmatch(pair) or pair.endswith("."):
        raise ConfigError(
            f"'{pair[:60]}' can't be the name of a file; use letters, digits, '-', '_' and '.'"
        )
    return Entry(pair, str(folder / source), str(folder / target))


def _lines(manifest: Path, shard: tuple[int, int]) -> Iterator[tuple[int, str]]:
    """The lines of the shard that say something, with their numbers. Raises: ConfigError."""
    own, all_of_them = shard
    pairs = 0
    try:
        with manifest.open("rb") as file:
            for number, raw in enumerate(iter(lambda: file.readline(LONGEST), b""), start=1):
                if len(raw) == LONGEST:
                    raise ConfigError(f"{manifest}, line {number}, is too long for a manifest")
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if line:
                    pairs += 1
                    if pairs % all_of_them == own % all_of_them:
                        yield number, line
    except UnicodeDecodeError as error:
        raise ConfigError(f"{manifest} is not UTF-8; save it as UTF-8 and try again") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path"
        raise ConfigError(f"{manifest} can't be read ({why}); check the path") from error
    if not pairs:
        raise ConfigError(f"{manifest} is empty; give a pair on each line")


def _side_by_side(entries: Iterator[Entry | Outcome], task: Task, jobs: int) -> Iterator[Outcome]:
    """The outcomes of pairs that several processes work on, as they come."""
    pool = _pool(jobs)
    waiting: dict[Future[Outcome], Entry] = {}
    try:
        for entry in chain(entries, [None]):
            if isinstance(entry, Outcome):
                yield entry
                continue
            if entry is not None:
                waiting[pool.submit(work, entry, task)] = entry
            while waiting and (entry is None or len(waiting) >= AHEAD * jobs):
                done = wait(waiting, return_when=FIRST_COMPLETED).done
                if any(isinstance(one.exception(), BrokenProcessPool) for one in done):
                    lost = list(waiting.values())
                    waiting.clear()
                    pool.shutdown(wait=False, cancel_futures=True)
                    yield from (_alone(one, task) for one in lost)
                    pool = _pool(jobs)
                    break
                for one in done:
                    del waiting[one]
                    yield one.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(entry: Entry, task: Task) -> Outcome:
    """The outcome of a pair that may have killed its worker, in a process of its own."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, entry, replace(task, resume=True)).result()
        except BrokenProcessPool:
            why = "its process was killed, perhaps for memory; split the texts, or use fewer --jobs"
            return Outcome(entry.id, "failed", why)


def _pool(jobs: int) -> ProcessPoolExecutor:
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ready)


def _ready() -> None:
    """Lets a worker end with the run that began it, whatever ended that."""
    import signal
    from multiprocessing import connection, parent_process
    from threading import Thread

    # ^C is for the run, which ends its workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
            os._exit(1)

    Thread(target=watch, daemon=True).start()
