"""Wall time and peak memory of the commands, as ratios to a bare process in the same run.

    python bench/speed.py [--runs N] [--texts FILE ...]

The bare process imports typer, rich and numpy and loads the model's tokenizer: what any such tool
pays. `--help` is compared with `python -c "import typer"`. Runs take turns (A B C A B C ...), so
that a machine whose speed drifts slows all alike; medians are printed with the spread. A cold run
has an empty cache folder, a warm one has the documents parsed and their vectors remembered.

Loading the embedded model is compared with sentence-transformers doing the same, where that is
installed. In the end: how many sentences a second it embeds on one thread, each of `--texts` (one a
line) by itself; by default those of tests/retrieval.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from moc_align.resources import model_path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
TEXTS = tuple(sorted((Path(__file__).parent.parent / "tests" / "retrieval").glob("*.tsv")))
LOAD = [
    "-c",
    f"from moc_align import embedders; embedders.load({str(model_path())!r}).encode(['協力'])",
]
LOAD_THEIRS = [
    "-c",
    "from sentence_transformers import SentenceTransformer;"
    f"SentenceTransformer({str(model_path())!r}, device='cpu').encode(['協力'])",
]
THROUGHPUT = """
import sys, time
from moc_align import embedders
for name in sys.argv[2:]:
    model = embedders.load(sys.argv[1])
    lines = open(name, encoding="utf-8").read().splitlines()
    texts = [cell for line in lines for cell in line.split("\\t")[:2]]
    model.encode(["協力"])
    took = []
    for _ in range(2):
        start = time.process_time()
        model.encode(texts)
        took.append(len(texts) / (time.process_time() - start))
    print(f"{name}: {len(texts):,} texts; {took[0]:,.0f} a second,", end=" ")
    print(f"{took[1]:,.0f} once their words are known")
"""
TOKENIZER = model_path() / "tokenizer.json"
TYPER = ["-c", "import typer"]
BARE = [
    "-c",
    "import typer, rich.console, numpy, tokenizers;"
    f"tokenizers.Tokenizer.from_file({str(TOKENIZER)!r})",
]
TOOL = ["-m", "moc_align"]
BITEXT = ["moc-2.0-ja", "moc-2.0-en"]
COMMANDS: dict[str, tuple[list[str], str, bool]] = {
    "import typer": (TYPER, "import typer", True),
    "bare process": (BARE, "bare process", True),
    "--help": ([*TOOL, "--help"], "import typer", True),
    "parse moc-1.0-en, cold": ([*TOOL, "parse", "moc-1.0-en"], "bare process", False),
    "parse moc-1.0-en, warm": ([*TOOL, "parse", "moc-1.0-en"], "bare process", True),
    "parse moc-2.0-ja, cold": ([*TOOL, "parse", "moc-2.0-ja"], "bare process", False),
    "parse moc-2.0-ja, warm": ([*TOOL, "parse", "moc-2.0-ja"], "bare process", True),
    "areas moc-2.0-ja, warm": ([*TOOL, "areas", "moc-2.0-ja"], "bare process", True),
    "diff, cold": ([*TOOL, "diff"], "bare process", False),
    "diff, warm": ([*TOOL, "diff"], "bare process", True),
    "align, warm": ([*TOOL, "align", *BITEXT], "diff, warm", True),
    "validate, warm": ([*TOOL, "validate", *BITEXT], "diff, warm", True),
}
if find_spec("sentence_transformers"):
    THEIRS = "sentence-transformers"
    COMMANDS[THEIRS] = (LOAD_THEIRS, THEIRS, True)
    COMMANDS["import, load, a sentence"] = (LOAD, THEIRS, True)
else:
    COMMANDS["import, load, a sentence"] = (LOAD, "bare process", True)
CEILINGS = {"--help": 2.0, "diff, warm": 3.0, "import, load, a sentence": 0.1}
"""Ratios that are promised; printed beside the measured ones, never asserted in a test."""


def measure(arguments: list[str], warm: Path, is_warm: bool) -> tuple[float, float]:
    """Seconds and peak MiB of one run."""
    with tempfile.TemporaryDirectory() as cold:
        env = {**os.environ, "MOC_ALIGN_CACHE": str(warm if is_warm else cold)}
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status:
            raise SystemExit(f"{arguments} failed: {process.stderr.read().decode()}")
        process.stderr.close()
        process.returncode = 0
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    """Prints a row a command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--texts", type=Path, nargs="+", default=TEXTS)
    options = parser.parse_args()
    runs = options.runs
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    memory: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder)
        for arguments, _, is_warm in COMMANDS.values():
            if is_warm:
                measure(arguments, warm, is_warm)
        for _ in range(runs):
            for name, (arguments, _, is_warm) in COMMANDS.items():
                took, peak = measure(arguments, warm, is_warm)
                seconds[name].append(took)
                memory[name].append(peak)
    print(f"{runs} runs each, in turn; median seconds (least to most), peak MiB, ratio of medians")
    for name, (_, base, _) in COMMANDS.items():
        times = seconds[name]
        ratio = statistics.median(times) / statistics.median(seconds[base])
        ceiling = f" (at most {CEILINGS[name]})" if name in CEILINGS else ""
        print(
            f"{name:24s} {statistics.median(times):6.2f} ({min(times):.2f} to {max(times):.2f})"
            f" {max(memory[name]):6.0f}   {ratio:5.2f} x {base}{ceiling}"
        )
    names = [str(path) for path in options.texts]
    command = [sys.executable, "-c", THROUGHPUT, str(model_path()), *names]
    subprocess.run(command, check=True, env={**os.environ, **ONE_THREAD})


if __name__ == "__main__":
    main()
