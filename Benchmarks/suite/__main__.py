"""Runs the cases named on the command line (all without names) and prints one Markdown table."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from . import foreign, lags, library, processes, rolling, roofline, scaling, streams, workers
from .measure import BINARY, Row

CASES = {
    "drawdown-process": lambda: [processes.drawdown_against_import_pandas()],
    "lead-lag-process": lambda: [processes.lead_lag_against_numpy()],
    "cache-read": library.cache_read,
    "short-evaluation": library.evaluate_short,
    "worker": workers.evaluate_in_worker,
    "worker-end": workers.end_a_worker,
    "plugin-list": workers.list_thousand,
    "stream-update": lambda: [streams.update_overhead()],
    "stream-correlation": lambda: [streams.correlation_against_talib()],
    "rolling-correlation": rolling.correlation,
    "rolling-beta": rolling.beta,
    "means": rolling.means,
    "orders": rolling.orders,
    "cross-correlation": lags.cross_correlation,
    "hayashi-yoshida": lags.hayashi_yoshida,
    "granger": lags.granger,
    "lead-lag-test": lags.lead_lag_test,
    "all-pairs": lags.all_pairs,
    "roofline": roofline.roofline,
    "cost-per-point": scaling.cost_per_point,
    "foreign-call": foreign.call_cost,
    "foreign-rsi": foreign.rsi_in_c,
    "foreign-rsi-python": foreign.rsi_in_python,
    "csv-import": lambda: [processes.import_against_read_csv()],
}


def human(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def line(row: Row) -> str:
    cells = (row.work, row.peer, human(row.seconds), human(row.peer_seconds), f"{row.ratio:.2f}×",
             row.target, row.note)
    return "| " + " | ".join(cells) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="Benchmarks/run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases to run; none = all")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(CASES))
        return 0
    unknown = [name for name in arguments.names if name not in CASES]
    if unknown:
        parser.error(f"no case named {', '.join(unknown)}; there are {', '.join(CASES)}")
    if not BINARY.exists():
        parser.error("no release build; run `make build` first")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; medians\n")
    print("| work | against | rothost | peer | peer / rothost | asked for | note |")
    print("| --- | --- | ---: | ---: | ---: | --- | --- |")
    for name in arguments.names or CASES:
        for row in CASES[name]():
            print(line(row), flush=True)
    return 0


sys.exit(main())
