"""Tails, exceedance and Forbes-Rigobon correlations, step by step in numpy and scipy.

    python tools/references/contagion.py [--calibrate]

The reference of Tests/RothostIndicatorTests/ContagionTests.swift, on returns from the SplitMix64
stream of lead_lag.py: a common and two own uniform shocks, calm and wild by turns. --calibrate
tells how often the p-value of joint falls errs where members have nothing to do with each other.
"""

import sys

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


def unrelated(kind, trials, rows, members, generator):
    """Returns without a link between directions; "shared" moves all volatilities together."""
    z = generator.standard_normal((rows + 200, trials, members))
    x = z.copy()
    state = np.zeros((trials, 1)) if kind == "shared" else np.ones((trials, members))
    for t in range(1, len(x)):
        if kind == "AR(0.5)":
            x[t] += 0.5 * x[t - 1]
        elif kind == "GARCH":
            state = 0.02 + 0.08 * x[t - 1] ** 2 + 0.9 * state
            x[t] *= np.sqrt(state)
        elif kind == "shared":
            state = 0.97 * state + 0.25 * generator.standard_normal(state.shape)
            x[t] *= np.exp(state)
    return x[200:].transpose(1, 2, 0)


def joint_p(x, tail):
    down, _, big = (np.array(part) for part in zip(*(tails(leg, tail) for leg in x)))
    moved = big.all(axis=0).sum()
    coin = np.prod(down.sum(axis=1) / big.sum(axis=1))
    return binom.sf(down.all(axis=0).sum() - 1, moved, coin) if moved else 1.0


def calibrate(trials=2000, rows=1000, tail=0.05):
    generator = np.random.default_rng(1)
    for members in (2, 3):
        for kind in ("white", "AR(0.5)", "GARCH", "shared"):
            x = unrelated(kind, trials, rows, members, generator)
            p = np.array([joint_p(legs, tail) for legs in x])
            shares = "  ".join(f"{100 * (p <= level).mean():5.2f} %" for level in (0.01, 0.05, 0.1))
            print(f"{members} members, {kind:8} rejected at 1, 5, 10 %: {shares}", flush=True)


if __name__ == "__main__":
    if "--calibrate" in sys.argv:
        sys.exit(calibrate())
    for key, value in study(*legs(1500, 2026)).items():
        print(key, float(value))
