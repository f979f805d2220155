"""The unconditional fan of scenario by arch's stationary bootstrap: numbers for its test.

    python tools/references/scenario.py

The moves are sums of sines that Swift makes alike; quantiles of the sums of the first rows of
50,000 resamples, with the standard error of each over ten parts of them.
"""

import numpy as np
from arch.bootstrap import StationaryBootstrap

row = np.arange(400)
moves = 0.02 * np.sin(1.3 * row) + 0.03 * np.sin(0.7 * row * row) + 0.001 * np.cos(0.02 * row)
bootstrap = StationaryBootstrap(10, moves, seed=7)
paths = np.array([data[0][0][:30].cumsum()[[9, 29]] for data in bootstrap.bootstrap(50_000)])
for column, horizon in enumerate((10, 30)):
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        parts = [np.quantile(part, share) for part in np.array_split(paths[:, column], 10)]
        error = np.std(parts, ddof=1) / np.sqrt(10)
        print(f"horizon {horizon} share {share}: {np.quantile(paths[:, column], share):.5f} ± {error:.5f}")
