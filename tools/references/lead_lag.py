"""The null of lead_lag_test in numpy, step by step: the reference of Tests/RothostStatisticsTests.

    python tools/references/lead_lag.py

Slow where it may be and the same bits where it must be: signs come from the SplitMix64 stream
that docs/STATISTICS.md describes, so that every count agrees with Sources/RothostStatistics.
"""

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def splitmix64(seed, first, count):
    """Outputs first ... first + count - 1 of the SplitMix64 generator started at seed."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.arange(first, first + count, dtype=np.uint64) + np.uint64(1)) * GOLDEN
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def signs(seed, rows, resamples):
    """One sign per row and resample: bit t % 64 of word r * ceil(rows / 64) + t // 64."""
    words = (rows + 63) // 64
    stream = splitmix64(seed, 0, resamples * words).reshape(resamples, words)
    bits = np.unpackbits(stream.view(np.uint8), axis=1, bitorder="little")[:, :rows]
    return bits.astype(np.float64) * 2 - 1


def residuals(x, max_order=None):
    """AR(p) by least squares, p by AIC over one common sample, fitted again on its own."""
    n = len(x)
    limit = min(int(10 * np.log10(n)) if max_order is None else max_order, n // 4)

    def fit(p, first):
        design = np.column_stack([np.ones(n - first)] + [x[first - k : n - k] for k in range(1, p + 1)])
        slopes = np.linalg.lstsq(design, x[first:], rcond=None)[0]
        return x[first:] - design @ slopes

    m = n - limit
    aic = [m * np.log((fit(p, limit) ** 2).sum() / m) + 2 * (p + 1) for p in range(limit + 1)]
    order = int(np.argmin(aic))
    return np.concatenate([np.full(order, np.nan), fit(order, order)]), order


def lead_lag_test(x, y, max_lag, resamples, seed, raw=False):
    """T(l), the three family-wise p-values, and the two AR orders."""
    (x, p), (y, q) = ((x, 0), (y, 0)) if raw else (residuals(x), residuals(y))
    x, y = np.nan_to_num(x - np.nanmean(x)), np.nan_to_num(y - np.nanmean(y))
    n = len(x)
    z = np.zeros((n, 2 * max_lag + 1))
    for k, lag in enumerate(range(-max_lag, max_lag + 1)):
        t = np.arange(max(0, -lag), n - max(0, lag))
        z[t, k] = x[t] * y[t + lag]
    scale = np.sqrt((z**2).sum(axis=0))
    statistic = z.sum(axis=0) / scale
    resampled = np.abs(signs(seed, n, resamples) @ z) / scale
    families = (slice(None), slice(max_lag + 1, None), slice(0, max_lag))
    pvalues = [
        (1 + (resampled[:, f].max(axis=1) >= np.abs(statistic[f]).max()).sum()) / (resamples + 1)
        for f in families
    ]
    return statistic, pvalues, (p, q)


def legs(n, seed):
    """An AR(2) leg and one that follows it by 3 rows, from uniforms that Swift draws alike."""
    u = ((splitmix64(seed, 0, 2 * n) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53 - 0.5
    e, y = u[:n], u[n:].copy()
    x = np.zeros(n)
    for t in range(n):
        x[t] = e[t] + (0.5 * x[t - 1] if t > 0 else 0) - (0.3 * x[t - 2] if t > 1 else 0)
    y[3:] += 0.18 * x[:-3]
    return x, y


if __name__ == "__main__":
    x, y = legs(500, 2026)
    statistic, pvalues, orders = lead_lag_test(x, y, 20, 999, 17)
    print("orders", orders)
    print("p_value, p_lead, p_follow * 1000:", [round(p * 1000) for p in pvalues])
    print("T(-20), T(0), T(3):", [statistic[k].item() for k in (0, 20, 23)])
