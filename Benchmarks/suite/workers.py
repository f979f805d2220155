"""What isolation costs: the same evaluation in a warm worker and in-process, and a worker's start."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from .measure import BINARY, ROOT, Row, alternate, inside, shared_object, whole_process

ROWS = 2500
FOREVER = """#include "hostile.h"
static volatile int zero;
static rot_status evaluate(const rot_evaluation *e) { (void)e; while (!zero) {} return ROT_OK; }
HOSTILE_INDICATOR(evaluate)
ROT_PLUGIN("hostile", "6.6.6", &indicator)
"""
LEGS = {"x": "IWM:value", "y": "SPY:value"}


def _plugins(folder: Path) -> Path:
    shared_object(ROOT / "Tests" / "Fixtures" / "spread.c", folder, "-std=c99")
    return folder


def evaluate_in_worker(rounds: int = 15) -> list[Row]:
    """2,500 rows of two cached series to one series: the difference is the price of the worker."""
    import rothost

    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as name:
        folder = _plugins(Path(name))
        with rothost.open(str(folder / "cache"), plugins=[str(folder)]) as host:
            times = np.arange(ROWS).astype("datetime64[D]")
            for series in ("IWM", "SPY"):
                host[series] = (times, 100 + np.cumsum(rng.normal(0, 1, ROWS)))

            def evaluate(isolation: str) -> np.ndarray:
                answer = host.eval("spread", **LEGS, isolation=isolation)
                return np.asarray(answer["spread"])

            assert np.array_equal(evaluate("process"), evaluate("none"), equal_nan=True)
            warm, here = alternate(
                lambda: inside(lambda: evaluate("process"), 500),
                lambda: inside(lambda: evaluate("none"), 500), rounds)

        def fresh(isolation: str) -> None:
            # A new engine has no worker; the descriptor is remembered, so both sides read none.
            with rothost.open(str(folder / "cache"), plugins=[str(folder)]) as host:
                host.eval("spread", **LEGS, isolation=isolation)

        cold, direct = alternate(
            lambda: inside(lambda: fresh("process"), 5), lambda: inside(lambda: fresh("none"), 5),
            rounds)
    extra = f"{(warm - here) * 1e6:.1f} µs more"
    started = f"{(cold - direct) * 1e3:.1f} ms more"
    return [
        Row(f"evaluate {ROWS} rows in a warm worker", "in-process", warm, here,
            "at most 50 µs more", extra),
        Row("the same with a worker started for it, and ended", "in-process", cold, direct,
            "at most 15 ms more", started),
    ]


def end_a_worker(rounds: int = 9) -> list[Row]:
    """What passes between the limit and the error, when a plugin loops for ever and is killed and reaped."""
    import rothost

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hostile = ROOT / "Tests" / "HostilePlugins"
        (folder / "hostile.c").write_text(FOREVER)
        shared_object(folder / "hostile.c", folder, "-w", f"-I{hostile}")
        with rothost.open(str(folder / "cache"), plugins=[str(folder)]) as host:
            host["IWM"] = (np.arange(10).astype("datetime64[D]"), np.arange(10.0))

            def beyond(limit: float) -> float:
                begin = time.perf_counter()
                try:
                    host.eval("hostile", isolation="process", timeout=limit)
                except rothost.TimeLimitError:
                    return time.perf_counter() - begin - limit
                raise AssertionError("the endless loop ended")

            beyond(0.1)
            late = [beyond(0.1) for _ in range(rounds)]
    return [
        Row("an endless loop killed and reaped, after its limit of 100 ms", "the limit",
            statistics.median(late), 0.1, "at most 100 ms late", f"worst {max(late) * 1e3:.1f} ms")]


def list_thousand(rounds: int = 7) -> list[Row]:
    """`rothost plugin list` over 1,000 files that were read before: hashes, no plugin code."""
    with tempfile.TemporaryDirectory() as name:
        folder = _plugins(Path(name))
        compiled = (folder / "spread.so").read_bytes()
        (folder / "many").mkdir(mode=0o700)
        for number in range(1000):
            # Another id of the same length is another plugin.
            (folder / "many" / f"{number}.so").write_bytes(
                compiled.replace(b"spread", b"s%05d" % number))
        nothing = {"XDG_CACHE_HOME": name, "XDG_DATA_HOME": name, "ROTHOST_BUNDLED_PLUGINS": name + "/none"}

        def listed(where: str) -> float:
            return whole_process([str(BINARY), "plugin", "list", "--plugins", where], nothing)

        (folder / "empty").mkdir(mode=0o700)
        listed(name + "/many")
        many, none = alternate(
            lambda: listed(name + "/many"), lambda: listed(name + "/empty"), rounds)
    return [Row("`rothost plugin list` with 1,000 plugins, descriptors remembered", "with none",
                many, none, "at most 100 ms")]
