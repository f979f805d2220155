"""How often the published change test of correlation rejects a correlation that is constant.

    python tools/references/correlation_change_limit.py [trials]

Wied, Kraemer & Dehling (2012) as published: max_j j / sqrt(n) |rho_j - rho_n| over the root of the
long-run variance (Bartlett, log n lags) against the supremum of a Brownian bridge, no filter, no
bootstrap. The reason why docs/STATISTICS.md tables another null.
"""

import sys

import numpy as np


def legs(name, n, rho, rng):
    """Legs of constant correlation whose log variance is an AR(0.95), common or each its own."""
    e = rng.standard_normal(n + 200)
    u = rho * e + np.sqrt(1 - rho**2) * rng.standard_normal(n + 200)
    if name != "white noise":
        logs = np.zeros((2, n + 200))
        shocks = 0.3 * rng.standard_normal((2, n + 200))
        for t in range(1, n + 200):
            logs[:, t] = 0.95 * logs[:, t - 1] + shocks[:, t]
        own = name.endswith("own")
        e, u = e * np.exp(logs[0] / 2), u * np.exp(logs[1 if own else 0] / 2)
    return e[200:], u[200:]


def p_value(x, y):
    n = len(x)
    x, y = x - x.mean(), y - y.mean()
    j = np.arange(1, n + 1)
    xx, yy = (np.cumsum(v * v) - np.cumsum(v) ** 2 / j for v in (x, y))
    xy = np.cumsum(x * y) - np.cumsum(x) * np.cumsum(y) / j
    rho = xy[1:] / np.sqrt(xx[1:] * yy[1:])
    a, b = x / x.std(), y / y.std()
    u = a * b - rho[-1] * (a * a + b * b) / 2
    lags = int(np.log(n))
    variance = (u * u).mean()
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * (u[lag:] * u[:-lag]).sum() / n
    largest = (j[1:] * np.abs(rho - rho[-1])).max() / np.sqrt(n * variance)
    k = np.arange(1, 101)
    return min(1, 2 * np.sum((-1.0) ** (k - 1) * np.exp(-2 * (k * largest) ** 2)))


if __name__ == "__main__":
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for name in ("white noise", "shared volatility", "volatility of each leg its own"):
        rng = np.random.default_rng(1)
        p = np.array([p_value(*legs(name, 500, 0.7, rng)) for _ in range(trials)])
        print(name, [round(100 * float((p <= level).mean()), 2) for level in (0.01, 0.05, 0.1)])
