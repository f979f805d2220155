"""A streaming update through the ABI against the same C function called directly."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from .measure import RELEASE, ROOT, Row, shared_object


def _shared_object(source: str, folder: Path) -> None:
    """The peer program's indicator, where `folder` says."""
    shared_object(ROOT / "Benchmarks" / "peers" / f"{source}.c", folder, "-std=c99", "-fno-math-errno")


def _program(source: str, folder: Path) -> str:
    program = str(folder / source)
    subprocess.run(["cc", "-O2", f"-I{ROOT / 'include'}", str(ROOT / "Benchmarks" / "peers" / f"{source}.c"),
                    "-o", program, f"-L{RELEASE}", "-l:librothost.so.1", f"-Wl,-rpath,{RELEASE}", "-lm", "-ldl"],
                   check=True)
    return program


def correlation_against_talib(updates: int = 1_000_000) -> Row:
    """The library that the TA-Lib wheel brings, called from C in turn with rot_update_stream."""
    import talib

    library = next((Path(talib.__file__).parent.parent / "ta_lib.libs").glob("libta-lib-*.so*"))
    with tempfile.TemporaryDirectory() as folder:
        plugins = Path(folder) / "plugins"
        plugins.mkdir(mode=0o755)
        _shared_object("stream_correlation", plugins)
        program = _program("stream_talib", Path(folder))
        answer = subprocess.run([program, str(plugins), str(library), str(updates)], check=True, text=True,
                                stdout=subprocess.PIPE, env=dict(os.environ)).stdout.split()
    ours, theirs, difference = (float(number) for number in answer)
    assert difference < 1e-11
    return Row("streaming correlation 60, an update, C caller", "TA-Lib `TA_CORREL_Update`", ours * 1e-9,
               theirs * 1e-9, "within 1.5× (≥ 0.67)", "through the host: order of time, infinities, handle checked")


def update_overhead(updates: int = 2_000_000) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        plugins = Path(folder) / "plugins"
        plugins.mkdir(mode=0o755)
        _shared_object("stream_ema", plugins)
        program = _program("stream_update", Path(folder))
        answer = subprocess.run([program, str(plugins), str(updates)], check=True, text=True,
                                stdout=subprocess.PIPE, env=dict(os.environ)).stdout.split()
    direct, through, allocations = float(answer[0]), float(answer[1]), int(answer[2])
    return Row("streaming update through the ABI", "the same C function, called directly",
               through * 1e-9, direct * 1e-9, "at most 5 ns more",
               f"{through - direct:+.1f} ns an update; {allocations} host allocations in "
               f"{15 * updates:,} updates")
