"""Whole processes: what a user waits for after pressing return."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from .measure import BINARY, ROOT, Row, alternate, whole_process


def _random_walks(rows: int, columns: int) -> np.ndarray:
    steps = np.random.default_rng(7).normal(0.0, 0.01, (rows, columns))
    return 100.0 * np.exp(np.cumsum(steps, axis=0))


def _write_csv(path: Path, values: np.ndarray) -> None:
    days = np.datetime64("2010-01-01") + np.arange(len(values))
    with path.open("w") as file:
        file.write("date,value\n")
        file.writelines(f"{day},{value!r}\n" for day, value in zip(days, values.tolist()))


def import_files(cache: str, *paths: Path, layout: str = "auto") -> None:
    whole_process([str(BINARY), "cache", "import", "--cache", cache, "--layout", layout,
                   *map(str, paths)])


def drawdown_against_import_pandas(rounds: int = 15) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        real = ROOT.parent / "shared" / "data" / "yahoo" / "IWM.csv"
        if real.exists():
            source = real
            note = "6,600 rows of IWM"
        else:
            source = Path(folder) / "IWM.csv"
            _write_csv(source, _random_walks(6600, 1)[:, 0])
            note = "a random walk of 6,600 rows under the name IWM"
        import_files(folder + "/cache", source)
        ours = [str(BINARY), "eval", "--plugin", "drawdown", "--input", "series=IWM",
                "--cache", folder + "/cache"]
        mine, theirs = alternate(
            lambda: whole_process(ours),
            lambda: whole_process([sys.executable, "-c", "import pandas"]),
            rounds,
        )
    return Row("`eval --plugin drawdown --input series=IWM`, warm cache, whole process",
               '`python -c "import pandas"`', mine, theirs, "20×", note)


def lead_lag_against_numpy(rounds: int = 9) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        levels = _random_walks(3001, 2)
        for index, name in enumerate(("LEADER", "FOLLOWER")):
            _write_csv(Path(folder) / f"{name}.csv", levels[:, index])
        np.save(folder + "/levels.npy", levels)
        import_files(folder + "/cache", Path(folder) / "LEADER.csv", Path(folder) / "FOLLOWER.csv",
                     layout="ohlcv")
        ours = [str(BINARY), "eval", "--plugin", "lead_lag", "--cache", folder + "/cache",
                "--input", "leader=LEADER", "--input", "follower=FOLLOWER",
                "--param", "max_lag=60", "--param", "resamples=2000"]
        peer = [sys.executable, str(ROOT / "Benchmarks" / "peers" / "lead_lag_numpy.py"),
                folder + "/levels.npy", "60", "2000"]
        mine, theirs = alternate(lambda: whole_process(ours), lambda: whole_process(peer), rounds)
    return Row("`lead_lag` ±60, 3,000 rows, 2,000 resamples, whole process",
               "numpy, one matrix product, whole process", mine, theirs, "3×")


def import_against_read_csv(rows: int = 10_000_000, rounds: int = 3) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "BIG.csv"
        generator = np.random.default_rng(3)
        base = np.datetime64("2000-01-01T00:00:00") + np.arange(rows).astype("timedelta64[s]")
        close = np.round(100 + np.cumsum(generator.normal(0, 0.01, rows)), 4)
        with path.open("w") as file:
            file.write("Date,Open,High,Low,Close,Volume\n")
            for begin in range(0, rows, 100_000):
                c = close[begin : begin + 100_000].tolist()
                t = np.datetime_as_string(base[begin : begin + 100_000]).tolist()
                file.writelines(f"{a},{x:.4f},{x + 0.5:.4f},{x - 0.5:.4f},{x:.4f},1000\n" for a, x in zip(t, c))
        size = path.stat().st_size / 1e6
        script = f"import pandas; pandas.read_csv({str(path)!r}, parse_dates=['Date'], index_col='Date')"

        def ours() -> float:
            with tempfile.TemporaryDirectory(dir=folder) as cache:
                return whole_process([str(BINARY), "cache", "import", "--cache", cache, str(path)])

        mine, theirs = alternate(ours, lambda: whole_process([sys.executable, "-c", script]), rounds)
    return Row(f"`cache import` of {rows:,} OHLCV rows ({size:.0f} MB), whole process",
               "`pandas.read_csv(parse_dates=…)`, whole process", mine, theirs, "1×",
               "ours ends with the series committed to disk")
