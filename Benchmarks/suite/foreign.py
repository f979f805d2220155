"""Functions of a foreign library through a manifest, against the same functions called directly."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

from .measure import BINARY, RELEASE, ROOT, Row, alternate, inside


def _library() -> Path:
    """The C library inside the TA-Lib wheel."""
    import talib

    (path,) = (Path(talib.__file__).resolve().parents[1] / "ta_lib.libs").glob("libta*.so*")
    return path


def _adopt(folder: str) -> Path:
    manifest = Path(folder) / "ta_lib.toml"
    subprocess.run([str(BINARY), "plugin", "adopt", "ta-lib", str(_library()), "--output", str(manifest)],
                   check=True, stdout=subprocess.DEVNULL)
    return manifest


def rsi_in_c(rows: int = 1_000_000, updates: int = 1_000_000) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/foreign_rsi"
        subprocess.run(["cc", "-O2", f"-I{ROOT / 'include'}", str(ROOT / "Benchmarks" / "peers" / "foreign_rsi.c"),
                        "-o", program, f"-L{RELEASE}", "-l:librothost.so.1", f"-Wl,-rpath,{RELEASE}", "-ldl"],
                       check=True)
        answer = subprocess.run([program, str(_adopt(folder)), str(_library()), str(rows), str(updates)], check=True,
                                text=True, stdout=subprocess.PIPE).stdout.split()
    numbers = [float(word) * 1e-9 for word in answer[:10]]
    (direct, alone), (_, stored), (_, array), (beside, both) = zip(*[iter(numbers[:8])] * 2)
    update, streamed = numbers[8:]
    work, peer, target = f"`ta_rsi` of {rows:,} points", "`TA_RSI` called directly", "at most 1.02× the time (≥ 0.98)"
    return [
        Row(f"{work} of a stored series, from C", peer, stored, alone, target, "processor time of one thread"),
        Row(f"{work} in an array, from C", peer, beside, direct, target, "wall time; infinities are looked for on the "
            f"second core: {both * 1e3:.3g} ms of the caller's own thread"),
        Row(f"{work} in an array, from C, `workers` = 1", peer, array, alone, "for information",
            "processor time of one thread"),
        Row("one streaming update of `ta_rsi` through a manifest", "`TA_RSI_Update` called directly", streamed, update,
            "for information", f"{(streamed - update) * 1e9:+.1f} ns an update, the host's share included; "
            f"{answer[10]} allocations in {31 * updates:,} updates"),
    ]


def call_cost() -> list[Row]:
    """A call of a function of TA_RSI's shape, prepared, against the same call written in C."""
    told = subprocess.run([str(RELEASE / "rothost-call-cost"), str(_library())], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    rows = []
    for line in told.splitlines():
        name, *numbers = line.split("\t")
        direct, registers, libffi = (float(number) for number in numbers[:3])
        rows.append(Row(
            f"a prepared call of {name}, seven arguments", "the same call from C", registers * 1e-9, direct * 1e-9,
            "at most 45 ns more", f"{registers - direct:+.1f} ns a call, {libffi - direct:+.1f} ns where all goes "
            f"through `ffi_call`; {numbers[3]} allocations"))
    return rows


def rsi_in_python(rows: int = 1_000_000, rounds: int = 15) -> list[Row]:
    import talib

    import rothost

    steps = np.random.default_rng(5).normal(0, 0.01, rows)
    prices = 100 * np.exp(np.cumsum(steps))
    with tempfile.TemporaryDirectory() as folder:
        with rothost.open(in_memory=True, plugins=[_adopt(folder)]) as host:
            runs = [host.prepare("ta_rsi", timeperiod=14, workers=workers) for workers in (0, 1)]
            for run in runs:
                assert np.array_equal(run(prices)["real"], talib.RSI(prices, 14), equal_nan=True)
            times = [alternate(lambda: inside(lambda: run(prices)["real"], 5),
                               lambda: inside(lambda: talib.RSI(prices, 14), 5), rounds) for run in runs]
    work = f"`ta_rsi` of {rows:,} points from Python, handle ready"
    return [Row(work, "`talib.RSI`", *times[0], "1×", "wall time; a second thread looks for infinities meanwhile"),
            Row(work + ", `workers` = 1", "`talib.RSI`", *times[1], "for information", "wall time of one thread")]
