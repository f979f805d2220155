"""Timing: alternate the two sides, so that a machine that slows down slows both."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / ".build" / "release"
BINARY = RELEASE / "rothost"


@dataclass
class Row:
    """One line of the table: `seconds` and `peer_seconds` are medians of one operation."""

    work: str
    peer: str
    seconds: float
    peer_seconds: float
    target: str
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.peer_seconds / self.seconds


def whole_process(command: Sequence[str], environment: dict[str, str] | None = None) -> float:
    """Wall seconds of one whole process, output thrown away; a failing command is an error."""
    merged = dict(os.environ, **(environment or {}))
    begin = time.perf_counter()
    subprocess.run(command, check=True, env=merged, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - begin


def shared_object(source: Path, folder: Path, *flags: str) -> Path:
    """The C plugin of `source`, built where `folder` says, under the source's name."""
    built = folder / f"{source.stem}.so"
    subprocess.run(["cc", "-std=gnu99", "-O2", "-shared", "-fPIC", f"-I{ROOT / 'include'}", *flags, str(source),
                    "-o", str(built), "-lm"], check=True)
    return built


def inside(
    function: Callable[[], object], repeat: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Seconds of one call, over `repeat` calls, without the garbage collector."""
    gc.collect()
    gc.disable()
    try:
        begin = clock()
        for _ in range(repeat):
            function()
        return (clock() - begin) / repeat
    finally:
        gc.enable()


@contextmanager
def blas_threads(count: int) -> Iterator[None]:
    """numpy's OpenBLAS on so many threads, then on one again."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(count, "blas"):
        yield


def alternate(
    ours: Callable[[], float], peer: Callable[[], float], rounds: int, warm: bool = True
) -> tuple[float, float]:
    """Medians of both sides, taken in turn after one uncounted round (unless `warm` is false)."""
    if warm:
        ours()
        peer()
    pairs = [(ours(), peer()) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
