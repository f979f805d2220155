"""What rolling tau must give, by scipy, and how often chance alone diverges.

    python tools/references/flow_divergence.py

The vectors are those of Tests/RothostIndicatorTests/FlowDivergenceTests.swift: prices and flows
from the SplitMix64 stream of lead_lag.py as small integers, so that there are ties and the sums
are exact. The shares are quoted in the indicator's manual.
"""

import numpy as np
from lead_lag import splitmix64
from scipy.stats import kendalltau


def legs(rows, seed):
    words = splitmix64(seed, 0, 2 * rows)
    price = 100 + np.cumsum((words[:rows] >> np.uint64(60)).astype(np.int64) - 7)
    flow = (words[rows:] >> np.uint64(60)).astype(np.int64) - 7
    return price.astype(float), np.cumsum(flow).astype(float)


def chance(window, trials, seed):
    """Shares of windows of two unrelated walks with tau <= -0.5 and <= -0.7, and their errors."""
    generator = np.random.default_rng(seed)
    taus = np.empty(trials)
    for t in range(trials):
        x, y = generator.standard_normal((2, window)).cumsum(axis=1)
        taus[t] = kendalltau(x, y)[0]
    return [((taus <= -c).mean(), np.sqrt((taus <= -c).mean() / trials)) for c in (0.5, 0.7)]


if __name__ == "__main__":
    price, cumulative = legs(200, 2026)
    print("price", price[:5], price[-1], "flow", cumulative[:5], cumulative[-1])
    for end in (19, 60, 117, 199):
        tau = kendalltau(price[end - 19 : end + 1], cumulative[end - 19 : end + 1])[0]
        print(f"tau of the 20 rows to {end}: {tau!r}")
    for window in (20, 60, 250):
        print("window", window, chance(window, 20000, 1))
