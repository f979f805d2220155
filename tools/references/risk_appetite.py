"""The composite of risk_appetite by pandas, on the vendors' files: numbers for its market test.

    python tools/references/risk_appetite.py ../shared/data
"""

import pathlib
import sys

import numpy as np
import pandas as pd

folder = pathlib.Path(sys.argv[1])


def read(name):
    for place, column in (("yahoo", "Close"), ("fred", None)):
        path = folder / place / f"{name}.csv"
        if path.exists():
            table = pd.read_csv(path, index_col=0, parse_dates=True, na_values=".")
            return table[column or table.columns[0]]
    raise SystemExit(f"{name}.csv is in neither folder")


names = ["IWM", "SPY", "BAMLH0A0HYM2", "VIXCLS", "DTWEXBGS", "DFII10"]
frame = pd.concat([read(name).rename(name) for name in names], axis=1, join="inner").sort_index()
for change in (0, 63):
    parts = pd.DataFrame({"IWM/SPY": np.log(frame["IWM"] / frame["SPY"])})
    for name in names[2:]:
        parts[name] = frame[name]
    if change:
        parts = parts - parts.shift(change)
    past = parts.expanding(min_periods=252)
    scores = (parts - past.mean()) / past.std()
    signs = np.array([1, -1, -1, -1, -1])
    composite = (scores * signs).mean(axis=1)
    print(f"change {change}: {len(frame)} rows, {composite.notna().sum()} with a composite")
    for day in ("2008-11-20", "2013-12-31", "2020-03-16", "2025-12-26"):
        print(day, repr(float(composite[day])))
