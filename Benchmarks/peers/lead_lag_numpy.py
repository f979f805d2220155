"""The lead-lag test as one would write it in numpy: AR residuals, studentised sums, one matrix
product of signs and cross-products. Reads the same two-column file that the cache was filled from.

usage: lead_lag_numpy.py FILE.npy MAX_LAG RESAMPLES
"""

import sys

import numpy as np


def residuals(x: np.ndarray, max_order: int = 12) -> np.ndarray:
    """Least-squares AR(p), p by AIC on a common sample."""
    x = x - x.mean()
    n = len(x) - max_order
    lags = np.column_stack([x[max_order - k : len(x) - k] for k in range(1, max_order + 1)])
    y = x[max_order:]
    best, answer = np.inf, y
    for p in range(max_order + 1):
        e = y - lags[:, :p] @ np.linalg.lstsq(lags[:, :p], y, rcond=None)[0] if p else y
        aic = n * np.log(e @ e / n) + 2 * p
        if aic < best:
            best, answer = aic, e
    return answer


def main() -> None:
    levels = np.load(sys.argv[1])
    max_lag, resamples = int(sys.argv[2]), int(sys.argv[3])
    returns = np.diff(np.log(levels), axis=0)
    x, y = residuals(returns[:, 0]), residuals(returns[:, 1])
    n = min(len(x), len(y))
    x, y = x[-n:], y[-n:]
    lags = np.arange(-max_lag, max_lag + 1)
    z = np.zeros((n, len(lags)))
    for i, lag in enumerate(lags):
        a, b = max(0, -lag), min(n, n - lag)
        product = x[a:b] * y[a + lag : b + lag]
        z[a:b, i] = product / np.sqrt(product @ product)
    statistic = np.abs(z.sum(axis=0))
    signs = np.random.default_rng(1).integers(0, 2, (resamples, n)).astype(float) * 2 - 1
    null = np.abs(signs @ z)
    for family in (lags == lags, lags > 0, lags < 0):
        exceed = (null[:, family].max(axis=1) >= statistic[family].max()).sum()
        print((1 + exceed) / (resamples + 1))


main()
