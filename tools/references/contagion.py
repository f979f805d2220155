"""Tails, exceedance and Forbes-Rigobon correlations, step by step in numpy and scipy.

    python tools/references/contagion.py

The reference of Tests/RothostIndicatorTests/ContagionTests.swift, on returns from the SplitMix64
stream of lead_lag.py: a common and two own uniform shocks, calm and wild by turns.
"""

import numpy as np
from lead_lag import splitmix64
from scipy.stats import binom


def legs(rows, seed):
    u = ((splitmix64(seed, 0, 3 * rows) >> np.uint64(11)).astype(float) + 0.5) * 2.0**-53 - 0.5
    wild = np.where(np.arange(rows) // 100 % 3 == 2, 0.06, 0.02)
    common, x, y = u[:rows], u[rows : 2 * rows], u[2 * rows :]
    fall = np.where(common < -0.3, 1.6, 1.0)  # falls are shared more than rises
    return wild * (fall * common + x), wild * (fall * common + y)


def tails(x, tail):
    size = np.abs(x - np.median(x))
    big = (size >= np.quantile(size, 1 - 2 * tail)) & (size > 0)
    return big & (x < np.median(x)), big & (x > np.median(x)), big


def turbulent(x, share, decay=0.94, run_in=20):
    variance = np.full(len(x), np.nan)
    now = (x[:run_in] ** 2).mean()
    for t in range(run_in, len(x)):
        variance[t] = now
        now = decay * now + (1 - decay) * x[t] ** 2
    return variance >= np.nanquantile(variance, 1 - share), ~np.isnan(variance)


def study(x, y, tail=0.05, share=0.2):
    (dx, ux, bx), (dy, uy, by) = tails(x, tail), tails(y, tail)
    down, up, big = dx & dy, ux & uy, bx & by
    corr = lambda rows: np.corrcoef(x[rows], y[rows])[0, 1]
    hot, told = turbulent(x, share)
    calm = told & ~hot
    delta = x[hot].var(ddof=1) / x[calm].var(ddof=1) - 1
    r = corr(hot)
    coin = dx.sum() / bx.sum() * dy.sum() / by.sum()
    return {
        "joint_days": int(down.sum()), "joint_up_days": int(up.sum()), "big_days": int(big.sum()),
        "expected_days": dx.mean() * dy.mean() * len(x), "expected_given_sizes": coin * big.sum(),
        "p_value": binom.sf(down.sum() - 1, big.sum(), coin),
        "downside_correlation": corr(down), "upside_correlation": corr(up),
        "calm_correlation": corr(calm), "turbulent_correlation": r,
        "adjusted_correlation": r / np.sqrt(1 + delta * (1 - r * r)), "delta": delta,
        "n_calm": int(calm.sum()), "n_turbulent": int(hot.sum()),
    }


if __name__ == "__main__":
    for key, value in study(*legs(1500, 2026)).items():
        print(key, float(value))
