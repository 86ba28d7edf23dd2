"""What a transformer runs on: `MOC_ALIGN_DEVICE`, or the fastest there is.

A variable and not an option: the device belongs to the machine and is set once, like the cache
folder; the shipped model needs none, and so `diff --help` need not speak of it.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from moc_align.errors import ModelError

VARIABLE = "MOC_ALIGN_DEVICE"
HALF = frozenset({"cuda", "mps"})
"""Kinds that reckon in half precision: twice as fast, and the cosines differ by some 0.001."""
_KNOWN = re.compile(r"auto|cpu|mps|cuda(:\d{1,2})?")
_DRIVERS = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd", "C:/Windows/System32/nvcuda.dll")
"""Files that are there where a driver of NVIDIA or AMD is, on Linux, WSL and Windows."""


def wanted() -> str:
    """auto, cpu, mps, cuda or cuda:N. Raises: ModelError."""
    named = os.environ.get(VARIABLE, "").strip().lower() or "auto"
    if not _KNOWN.fullmatch(named):
        raise ModelError(f"{VARIABLE}={named}: no such device; there are: auto, cpu, cuda, mps")
    return named


def chosen(torch: Any) -> str:
    """The device to run on. Raises: ModelError where the one that is wanted isn't there."""
    named = wanted()
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if named == "auto":
        return "cuda" if cuda else "mps" if mps else "cpu"
    kind, _, number = named.partition(":")
    there = {"cpu": True, "cuda": cuda, "mps": mps}[kind]
    if not there or (number and int(number) >= torch.cuda.device_count()):
        raise ModelError(
            f"{VARIABLE}={named}: PyTorch {torch.__version__} finds no such device here; set it to "
            "auto or cpu, or install a PyTorch that knows the device"
        )
    return named


def guessed() -> str:
    """What tells one device from another without importing torch; `cpu` where there is no other."""
    named = os.environ.get(VARIABLE, "").strip().lower() or "auto"
    if named != "auto":
        return named
    if sys.platform == "darwin":
        return "auto"
    drivers = [path for path in _DRIVERS if Path(path).exists()]
    return " ".join([*drivers, os.environ.get("CUDA_VISIBLE_DEVICES", "all")]) if drivers else "cpu"
