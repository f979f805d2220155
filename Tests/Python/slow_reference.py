"""The statistics written as their definitions, slowly: what rothost.stats is held against.

Nothing here is shared with the library but the formulas of docs/STATISTICS.md: least squares by
numpy.linalg.lstsq, sums by numpy, signs by Python integers.
"""

import numpy as np

MASK = 2**64 - 1


def splitmix64(seed: int, word: int) -> int:
    """Word `word` of the stream: Steele, Lea & Flood, OOPSLA 2014."""
    z = (seed + (word + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def signs(seed: int, rows: int, resamples: int) -> np.ndarray:
    """resamples x rows of +1 and -1: row t of resample r is bit t % 64 of word r * W + t // 64."""
    width = (rows + 63) // 64
    words = [[splitmix64(seed, r * width + w) for w in range(width)] for r in range(resamples)]
    bits = [[words[r][t // 64] >> (t % 64) & 1 for t in range(rows)] for r in range(resamples)]
    return 2.0 * np.array(bits) - 1.0


def lagged(x: np.ndarray, order: int) -> np.ndarray:
    """Rows (1, x_{t-1} ... x_{t-order}) for t = order ... n - 1."""
    n = len(x)
    return np.column_stack(
        [np.ones(n - order)] + [x[order - k : n - k] for k in range(1, order + 1)]
    )


def ar_residuals(x: np.ndarray) -> tuple[np.ndarray, int]:
    """Residuals of AR(p), p by AIC on common rows; centred, 0 in the first p rows. No gaps."""
    n = len(x)
    limit = min(int(np.floor(10 * np.log10(n))), n // 4)
    m = n - limit
    criteria = []
    for p in range(limit + 1):
        design = lagged(x, p)[limit - p :]
        residuals = x[limit:] - design @ np.linalg.lstsq(design, x[limit:], rcond=None)[0]
        criteria.append(m * np.log(np.sum(residuals**2) / m) + 2 * (p + 1))
    order = int(np.argmin(criteria))
    design = lagged(x, order)
    residuals = x[order:] - design @ np.linalg.lstsq(design, x[order:], rcond=None)[0]
    return np.concatenate([np.zeros(order), residuals - residuals.mean()]), order


def lead_lag(x, y, max_lag, resamples, seed):
    """(T by lag, pointwise p, {family: p}, orders) of the wild bootstrap, as its definition."""
    (x, order_x), (y, order_y) = ar_residuals(x), ar_residuals(y)
    n, lags = len(x), np.arange(-max_lag, max_lag + 1)
    z = np.zeros((n, len(lags)))
    for column, lag in enumerate(lags):
        for t in range(n):
            if 0 <= t + lag < n:
                z[t, column] = x[t] * y[t + lag]
    scale = np.sqrt(np.sum(z**2, axis=0))
    observed = z.sum(axis=0) / scale
    drawn = signs(seed, n, resamples) @ z / scale
    pointwise = (1 + np.sum(np.abs(drawn) >= np.abs(observed), axis=0)) / (resamples + 1)
    families = {}
    for name, chosen in {"p_value": lags == lags, "p_lead": lags > 0, "p_follow": lags < 0}.items():
        top = np.abs(observed[chosen]).max()
        hits = np.sum(np.abs(drawn[:, chosen]).max(axis=1) >= top)
        families[name] = (1 + hits) / (resamples + 1)
    return observed, pointwise, families, (order_x, order_y)


def hayashi_yoshida(tx, x, ty, y, lag):
    """U(lag): the double sum over all pairs of half-open intervals that meet, y's moved by -lag."""
    total = 0.0
    for i in range(1, len(tx)):
        for j in range(1, len(ty)):
            low, high = max(tx[i - 1], ty[j - 1] - lag), min(tx[i], ty[j] - lag)
            if low < high:
                total += (x[i] - x[i - 1]) * (y[j] - y[j - 1])
    return total
