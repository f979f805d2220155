"""Calls inside one Python process: the cache, and an indicator on a short array."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import numpy as np

from .measure import ROOT, Row, alternate, inside, shared_object

ROWS = 1_000_000


def _walk(rows: int, columns: int) -> np.ndarray:
    return 100 + np.cumsum(np.random.default_rng(5).normal(0, 0.1, (rows, columns)), axis=0)


def cache_read(rounds: int = 9) -> list[Row]:
    """Open the store, view 1e6 rows of 2 columns, sum one: everything between two closed handles.

    A process keeps the cache it read last mapped; the last row opens two in turn, so that each is
    mapped from scratch. Beside ArcticDB each side has turns of about 40 ms.
    """
    import arcticdb
    import pandas

    import rothost

    values = _walk(ROWS, 2)
    index = pandas.date_range("2000-01-01", periods=ROWS, freq="s", name="time")
    frame = pandas.DataFrame(values, index=index, columns=["a", "b"])
    expected = float(values[:, 0].sum())
    with tempfile.TemporaryDirectory() as folder:
        caches = [folder + "/first", folder + "/second"]
        for cache in caches:
            with rothost.open(cache) as host:
                host["WALK"] = frame
        arctic_uri = f"lmdb://{folder}/arctic?map_size=1GB"
        arcticdb.Arctic(arctic_uri).get_library("bench", create_if_missing=True).write("WALK", frame)
        raw = Path(folder) / "walk.bin"
        np.ascontiguousarray(values.T).tofile(raw)

        def ours(cache: str = caches[0]) -> None:
            with rothost.open(cache) as host:
                total = float(np.asarray(host["WALK"]["a"]).sum())
            assert abs(total - expected) < 1e-3

        turns = itertools.cycle(caches)

        def arctic() -> None:
            library = arcticdb.Arctic(arctic_uri).get_library("bench")
            assert abs(float(library.read("WALK").data["a"].sum()) - expected) < 1e-3

        def memmap() -> None:
            mapped = np.memmap(raw, dtype=np.float64, mode="r", shape=(2, ROWS))
            assert abs(float(mapped[0].sum()) - expected) < 1e-3

        a, b = alternate(lambda: inside(ours, 100), lambda: inside(arctic, 3), rounds)
        c, d = alternate(lambda: inside(ours, 20), lambda: inside(memmap, 20), rounds)
        e, f = alternate(
            lambda: inside(lambda: ours(next(turns)), 20), lambda: inside(memmap, 20), rounds)
    work = "open the cache, view 1e6×2, sum one column"
    return [Row(work, "ArcticDB on LMDB, the same", a, b, "30×"),
            Row(work, "`numpy.memmap`, the same", c, d, "within 2× (≥ 0.5)"),
            Row(work + ", a cache not mapped before", "`numpy.memmap`, the same", e, f,
                "within 2× (≥ 0.5)")]


def _ema_plugin(folder: Path) -> Path:
    """The C moving average of the streaming benchmark, built where `folder` says."""
    shared_object(ROOT / "Benchmarks" / "peers" / "stream_ema.c", folder, "-std=c99")
    return folder


def evaluate_short(rounds: int = 15) -> list[Row]:
    """One indicator on 251 closes, handle ready, the answer as an array: the same average in C on
    both sides, then a whole Swift indicator with its scalars and episodes."""
    import tulipy

    import rothost

    prices = _walk(251, 1)[:, 0].copy()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        with rothost.open(in_memory=True, plugins=[_ema_plugin(Path(folder))]) as host:
            for work, run, output, target in (
                ("evaluate a C exponential average of 251 points from Python, handle ready",
                 host.prepare("stream_ema", span=20), "average", "within 4× (≥ 0.25)"),
                ("evaluate `drawdown` (Swift, with its ten scalars and episodes) on 251 points",
                 host.prepare("drawdown"), "underwater", "for information"),
            ):
                mine, theirs = alternate(
                    lambda: inside(lambda: run(prices)[output], 20_000),
                    lambda: inside(lambda: tulipy.ema(prices, 20), 20_000),
                    rounds,
                )
                rows.append(Row(work, "`tulipy.ema`, the fastest Python TA call", mine, theirs, target))
    return rows
