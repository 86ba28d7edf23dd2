"""How good and how fast alignment is, beside two baselines on the same vectors in the same run.

    python bench/align.py                      documents of the project's own
    python bench/align.py --data FOLDER        also FOLDER/bitext-dev, and lengths of more text
    python bench/align.py --lines 200,1000     other lengths; 'none' for none

Gold comes from merging, deleting, swapping and moving sentences of parallel documents, with fixed
seeds. Each aligner runs in a process of its own, on one thread, after a warm-up: CPU seconds are
those of the alignment alone, memory is the peak above the texts and vectors it is given.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import baselines
import bitexts
import numpy as np
from bitexts import Bitext
from figures import Figure

from moc_align.embedders import load
from moc_align.errors import MocAlignError, ModelError
from moc_align.evaluate import Calibration, Counts, Link, calibration, count
from moc_align.resources import model_path

OURS = "moc-align"
ALIGNERS = (OURS, "banded", "gale-church")
MOST_LINES = {OURS: 1_000_000, "banded": 10_000, "gale-church": 1_000}
"""Beyond them the baselines take minutes, and nltk refuses 4,000."""
LINES = "200,1000,10000,100000"
GROUP, PUBLIC = "bitext", "bitext-dev"
"""Of the figures in floors.json: the project's own, and those of the data folder."""
MARGINS = {"written": 0.03, "made": 0.01}
"""Two links of the written texts; one in a hundred of those that are made."""
FROM = 1000
"""Lines from which on the exponent is taken: below, what is paid once weighs."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
QUOTED = {
    "hunalign": (".516/.653", ".465/.603", ".345/.549", ".369/.485", ".610/.762", ".696/.829"),
    "vecalign 2.0": (".939/.996", ".804/.951", ".812/.973", ".715/.882", ".929/.997", ".924/.996"),
    "Bertalign": (".954/.998", ".848/.979", ".878/.993", ".795/.895", ".964/1.00", ".909/.941"),
}
QUOTED_SECONDS = {"vecalign 2.0": (".46", "4.7"), "Bertalign": (".06", "5.1")}
QUOTED_FROM = (
    "Quoted from the README of the data folder, not run here: strict/lax F1 on bitext-dev with "
    "vectors\nof an earlier model of this recipe; vecalign with alignment_max_size 8, Bertalign "
    "with its defaults,\nhunalign without dictionary. Seconds on another machine, one thread."
)
_HIGH_WATER = Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Run:
    """What an aligner did with a set."""

    aligner: str
    counts: Counts
    calibration: Calibration
    seconds: float
    peak: float | None
    """MiB above the input, None where the system doesn't tell."""


def measure(
    texts: Sequence[Bitext], aligners: Iterable[str], model: str, runs: int = 1
) -> Iterator[Run]:
    """Aligns a set, each aligner in a process of its own, on one thread. Raises: MocAlignError."""
    lines = max(len(text.source) for text in texts)
    sums = getattr(load(model), "sums", None)
    if sums is None:
        raise ModelError(f"{model}: its vectors do not add up; give a static model")
    with TemporaryDirectory() as folder:
        task = Path(folder)
        sides = [[list(text.source), list(text.target)] for text in texts]
        (task / "texts.json").write_text(json.dumps(sides), encoding="utf-8")
        np.save(task / "sums.npy", sums([line for both in sides for side in both for line in side]))
        for aligner in aligners:
            if lines <= MOST_LINES[aligner]:
                yield _judged(texts, aligner, _in_child(aligner, task, runs))


def _in_child(aligner: str, task: Path, runs: int) -> dict[str, Any]:
    """What `child` printed. Raises: MocAlignError."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", aligner, str(task), str(runs)],
        env={**os.environ, **dict.fromkeys(THREADS, "1")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or "it was killed").splitlines()[-1]
        raise MocAlignError(f"{aligner} failed: {last}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _judged(texts: Sequence[Bitext], aligner: str, told: dict[str, Any]) -> Run:
    counts, judged = Counts(), []
    for text, rows in zip(texts, told["links"], strict=True):
        found = [Link(tuple(a), tuple(b), _exact(c)) for a, b, c in rows]
        counts += count(text.gold, found)
        right = {link.ends for link in text.gold}
        judged += [(k.confidence, k.ends in right) for k in found if k.confidence is not None]
    return Run(aligner, counts, calibration(judged), told["seconds"], told["peak"])


def _exact(confidence: float | None) -> Fraction | None:
    return None if confidence is None else Fraction(min(max(confidence, 0.0), 1.0))


def child(aligner: str, task: Path, runs: int) -> None:
    """Aligns the texts of a folder and prints links, CPU seconds and peak memory as JSON."""
    sides = json.loads((task / "texts.json").read_text(encoding="utf-8"))
    sums = np.load(task / "sums.npy")
    documents, at = [], 0
    for source, target in sides:
        middle, end = at + len(source), at + len(source) + len(target)
        documents.append((source, target, sums[at:middle], sums[middle:end]))
        at = end
    source, target, one, other = documents[0]
    _align(aligner, source[:40], target[:40], one[:40], other[:40])
    before = _peak_from_here()
    best, found = math.inf, []
    for _ in range(runs):
        found.clear()
        start = time.process_time()
        found += [_align(aligner, *document) for document in documents]
        best = min(best, time.process_time() - start)
    peak = None if before is None else (_memory("VmHWM") - before) / 1024
    links = [[_ends(one) for one in beads] for beads in found]
    json.dump({"links": links, "seconds": best, "peak": peak}, sys.stdout)


def _align(
    aligner: str, source: list[str], target: list[str], one: np.ndarray, other: np.ndarray
) -> Sequence[Any]:
    if aligner == OURS:
        from moc_align.aligner.bitext import Side, align

        return align(Side(tuple(source), one), Side(tuple(target), other))
    if aligner == "banded":
        return baselines.banded(one, other)
    return baselines.gale_church(source, target)


def _ends(bead: Any) -> tuple[Sequence[int], Sequence[int], float | None]:
    """Source, target and confidence; the baselines have none."""
    if isinstance(bead, tuple):
        return (*bead, None)
    return bead.source, bead.target, bead.confidence


def _peak_from_here() -> int | None:
    """KiB in use; from now on the peak is counted anew."""
    try:
        _HIGH_WATER.write_text("5", encoding="ascii")
    except OSError:
        return None
    return _memory("VmRSS")


def _memory(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def exponent(points: Iterable[tuple[int, float]]) -> float | None:
    """Slope of log seconds over log lines by least squares; None for fewer than two points."""
    logs = [(math.log(lines), math.log(seconds)) for lines, seconds in points if seconds > 0]
    if len(logs) < 2:
        return None
    x, y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def gate_figures(model: str, data: Path | None = None) -> Iterator[Figure]:
    """Figures of moc-align for the gate: written texts, what is made of the gate's halves, data.

    Calibration is 1 less its error, so that more is better. Raises: MocAlignError.
    """
    made = [
        text
        for name in ("gate", "gate-hard")
        for kind in bitexts.KINDS
        for text in bitexts.own_made(name, kind)
    ]
    groups = [(GROUP, "written", bitexts.own_written()), (GROUP, "made", made)]
    if data is not None:
        names = (*bitexts.KINDS, *bitexts.LONG)
        groups += [(PUBLIC, name, bitexts.folder_set(data, name)) for name in names]
    for group, prefix, texts in groups:
        for run in measure(texts, (OURS,), model):
            shares = {
                "strict_f1": run.counts.strict.f1,
                "lax_f1": run.counts.lax.f1,
                "sure_right": run.calibration.sure_share,
                "calibration": 1 - (run.calibration.error or 0),
            }
            for name, share in shares.items():
                value = float(round(share or Fraction(0), 3))
                margin = MARGINS.get(prefix, 0.003)
                yield Figure(group, f"{prefix}_{name}", value, digits=3, margin=margin)


def sets(data: Path | None) -> Iterator[tuple[str, list[Bitext]]]:
    """Names and documents of the sets with gold. Raises: MocAlignError."""
    yield "own texts", bitexts.own_written()
    for kind in bitexts.KINDS:
        yield f"own {kind}", bitexts.own_made("dev", kind)
    for name in (*bitexts.KINDS, *bitexts.LONG) if data is not None else ():
        yield name, bitexts.folder_set(data, name)


HEAD = (
    f"{'':14}{'lines':>8}  {'aligner':12}{'strict F1':>10}{'lax F1':>8}{'cal. err':>10}"
    f"{'sure right':>12}{'CPU s':>9}{'MiB':>7}"
)


def _row(name: str, lines: int, run: Run) -> str:
    sure = run.calibration.sure_share
    told = "-" if sure is None else f"{float(sure):.4f}"
    peak = "-" if run.peak is None else f"{run.peak:.0f}"
    return (
        f"{name:14}{lines:>8,}  {run.aligner:12}{_3(run.counts.strict.f1):>10}"
        f"{_3(run.counts.lax.f1):>8}{_3(run.calibration.error):>10}{told:>12}"
        f"{run.seconds:>9.3f}{peak:>7}"
    )


def _3(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.3f}"


def main() -> int:
    """Prints a row a set and aligner; 2 for a mistake of the user."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder with bitext-dev/ and the documents")
    parser.add_argument("--model", type=Path, help="folder of a static model that is not shipped")
    parser.add_argument("--lines", default=LINES, help=f"lengths to time ({LINES})")
    parser.add_argument("--runs", type=int, default=1, help="of each, the fastest counts")
    parser.add_argument("--aligners", default=",".join(ALIGNERS), help="of " + ", ".join(ALIGNERS))
    options = parser.parse_args()
    lengths = [int(part) for part in options.lines.split(",") if part.isdigit()]
    chosen = [name for name in ALIGNERS if name in options.aligners.split(",")]
    model = str(options.model or model_path())
    try:
        print(HEAD)
        for name, texts in sets(options.data):
            total = sum(len(text.source) for text in texts)
            for run in measure(texts, chosen, model, options.runs):
                print(_row(name, total, run), flush=True)
        times: dict[str, list[tuple[int, float]]] = {aligner: [] for aligner in chosen}
        documents = bitexts.sentences(options.data) if lengths else []
        for length in lengths:
            text = bitexts.of_length(documents, length)
            for run in measure([text], chosen, model, options.runs):
                print(_row("length", length, run), flush=True)
                if length >= FROM:
                    times[run.aligner].append((length, run.seconds))
    except MocAlignError as error:
        print(f"align: {error}", file=sys.stderr)
        return 2
    for aligner, points in times.items():
        slope = exponent(points)
        if slope is not None:
            least, most = points[0][0], points[-1][0]
            print(f"{aligner}: time grows as n^{slope:.2f} from {least:,} to {most:,} lines")
    if options.data is not None:
        _quote()
    return 0


def _quote() -> None:
    print("", QUOTED_FROM, sep="\n")
    names = (*bitexts.KINDS, *bitexts.LONG)
    print(f"{'':14}" + "".join(f"{name:>12}" for name in names) + "   seconds (long)")
    for aligner, figures in QUOTED.items():
        seconds = ", ".join(QUOTED_SECONDS.get(aligner, ()))
        print(f"{aligner:14}" + "".join(f"{figure:>12}" for figure in figures) + f"   {seconds}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main())
