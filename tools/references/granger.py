"""Granger's test by statsmodels, and its wild bootstrap in numpy, step by step.

    python tools/references/granger.py     # needs numpy, scipy, statsmodels

The reference of GrangerTestTests and of the plugin's tests. Every regression is solved afresh by
lstsq; signs and legs are those of tools/references/lead_lag.py.
"""

import numpy as np
import scipy.stats
from lead_lag import legs, signs
from statsmodels.tsa.stattools import grangercausalitytests


def squares(design, y):
    """The residual squares of y on the columns of design."""
    return ((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2).sum()


def granger_test(x, y, most, resamples, seed, select="aic"):
    """The robust p, the order chosen, the null's order, and both criteria by order."""
    n, m = len(x), len(x) - most
    orders = [most] if select == "fixed" else list(range(1, most + 1))
    past = lambda leg, p: [leg[most - k : n - k] for k in range(1, p + 1)]  # noqa: E731
    own = {p: np.column_stack([np.ones(m), *past(y, p)]) for p in range(most + 1)}
    full = {p: np.column_stack([own[p], *past(x, p)]) for p in range(1, most + 1)}
    criterion = lambda s, k, price: m * np.log(s / m) + price * k  # noqa: E731
    price = {"aic": 2, "bic": np.log(m), "fixed": 0}[select]

    def choose(target):
        rest = {p: squares(full[p], target) for p in orders}
        p = min(orders, key=lambda p: criterion(rest[p], 2 * p + 1, price))
        degrees = m - 2 * p - 1
        f = (squares(own[p], target) - rest[p]) / p / (rest[p] / degrees)
        return p, scipy.stats.f.sf(f, p, degrees)

    target = y[most:]
    null = most if select == "fixed" else min(
        own, key=lambda p: criterion(squares(own[p], target), p + 1, price))
    fit = own[null] @ np.linalg.lstsq(own[null], target, rcond=None)[0]
    chosen, observed = choose(target)
    drawn = [choose(fit + s * (target - fit))[1] for s in signs(seed, m, resamples)]
    p_value = (1 + sum(p <= observed for p in drawn)) / (resamples + 1)
    by_order = [squares(full[p], target) for p in range(1, most + 1)]
    criteria = [[criterion(s, 2 * p + 1, c) for p, s in enumerate(by_order, 1)] for c in (2, np.log(m))]
    return p_value, chosen, null, criteria


if __name__ == "__main__":
    x, y = legs(500, 2026)
    for most, select in ((6, "aic"), (6, "bic"), (3, "fixed")):
        p_value, chosen, null, criteria = granger_test(x, y, most, 499, 17, select)
        reverse = granger_test(y, x, most, 499, 17, select)
        print(most, select, "p * 500:", round(p_value * 500), "order", chosen, "null", null)
        print("    reverse p * 500:", round(reverse[0] * 500), "order", reverse[1], "null", reverse[2])
        print("    aic", [float(v) for v in criteria[0]], "\n    bic", [float(v) for v in criteria[1]])
    for leader, follower, name in ((x, y, "lead"), (y, x, "follow")):
        for lags in range(1, 7):
            answer = grangercausalitytests(np.column_stack([follower, leader]), [lags])[lags][0]
            f, p, degrees, _ = answer["ssr_ftest"]
            print(name, lags, float(f), float(p), int(degrees))
