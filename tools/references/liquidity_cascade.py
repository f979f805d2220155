"""liquidity_cascade in numpy: the links by lead_lag.py's null, Holm's correction by statsmodels.

    python tools/references/liquidity_cascade.py     # needs numpy, statsmodels
"""

import numpy as np
from lead_lag import lead_lag_test, legs, splitmix64
from statsmodels.stats.multitest import multipletests


def stages(n):
    """x leads y by 3 rows; y leads z by 5; u is unrelated."""
    x, y = legs(n, 2026)
    draws = (splitmix64(7, 0, 2 * n) >> np.uint64(11)).astype(np.float64)
    noise = (draws + 0.5) * 2.0**-53 - 0.5
    z, u = noise[:n].copy(), noise[n:]
    z[5:] += 0.4 * y[:-5]
    return [x, y, z, u]


if __name__ == "__main__":
    chain = stages(500)
    tests = [lead_lag_test(a, b, 20, 999, 17) for a, b in zip(chain, chain[1:])]
    for name, family in (("p_lead", 1), ("p_follow", 2)):
        raw = [test[1][family] for test in tests]
        adjusted = multipletests(raw, method="holm")[1]
        print(name, [round(p * 1000) for p in raw], "holm", [round(float(p) * 1000) for p in adjusted])
    for test in tests:
        print("lag", 1 + int(np.argmax(np.abs(test[0][21:]))))
