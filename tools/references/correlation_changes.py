"""The change test of correlation in numpy, step by step: the reference of Tests/RothostStatisticsTests.

    python tools/references/correlation_changes.py

Slow where it may be and the same bits where it must be: signs come from the SplitMix64 stream of
the seed, so that counts agree with Sources/RothostStatistics/CorrelationChangeTest.swift.
"""

import numpy as np
from lead_lag import residuals, splitmix64


def filtered(x):
    """AR residuals in units of an exponentially weighted volatility of the past (0.94)."""
    e = residuals(x)[0]
    e = e - np.nanmean(e)
    variance = (e[~np.isnan(e)][:50] ** 2).mean()
    z = np.full(len(e), np.nan)
    for t in np.flatnonzero(~np.isnan(e)):
        z[t] = e[t] / np.sqrt(variance)
        variance = 0.94 * variance + 0.06 * e[t] ** 2
    return z


def change_test(x, y, minimum_rows, resamples, seed):
    """max |S_j| / sqrt(n D), p, the first row of the new regime, n, the block length."""
    x, y = filtered(x), filtered(y)
    rows = np.flatnonzero(~np.isnan(x) & ~np.isnan(y))
    n = len(rows)
    a, b = ((v[rows] - v[rows].mean()) / v[rows].std() for v in (x, y))
    r = (a * b).mean()
    u = a * b - r * (a * a + b * b) / 2
    j = np.arange(n + 1)
    allowed = slice(minimum_rows, n - minimum_rows + 1)

    def bridge(z):
        s = np.concatenate([[0], np.cumsum(z)])
        return np.abs(s - j / n * s[-1])[allowed]

    observed = bridge(u)
    lags = int(np.log(n))
    variance = (u * u).mean()
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * (u[lag:] * u[:-lag]).sum() / n
    block = int(np.ceil(n ** (1 / 3) - 1e-9))
    words = -(-n // (64 * block))
    reached = 1
    for resample in range(resamples):
        bits = np.unpackbits(
            splitmix64(seed, resample * words, words).view(np.uint8), bitorder="little"
        )
        signs = np.repeat(bits.astype(float) * 2 - 1, block)[:n]
        reached += bridge(signs * u).max() >= observed.max()
    row = rows[minimum_rows + observed.argmax()]
    return observed.max() / np.sqrt(n * variance), reached / (resamples + 1), row, n, block


def legs(n, change, before, after, seed):
    """Uniform legs, correlated by `before` up to row `change` and by `after` from it on."""
    u = ((splitmix64(seed, 0, 2 * n) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53 - 0.5
    rho = np.where(np.arange(n) < change, before, after)
    return u[:n], rho * u[:n] + np.sqrt(1 - rho**2) * u[n:]


if __name__ == "__main__":
    for n, change, before, after, seed in [(500, 300, 0.2, 0.7, 5), (400, 200, 0.5, 0.5, 6)]:
        statistic, p, row, count, block = change_test(*legs(n, change, before, after, seed), 60, 999, 17)
        print(n, repr(float(statistic)), "p * 1000:", round(p * 1000), "row", int(row), count, block)
