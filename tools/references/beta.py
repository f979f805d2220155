"""Rolling and whole regressions by statsmodels: the reference of Tests/RothostIndicatorTests/BetaTests.

    python tools/references/beta.py
"""

import numpy as np
import statsmodels.api as sm
from lead_lag import splitmix64
from statsmodels.regression.rolling import RollingOLS


def legs(n, seed):
    """A target and two factors from uniforms that Swift draws alike, levels and scales apart."""
    u = (splitmix64(seed, 0, 3 * n) >> np.uint64(11)).astype(np.float64) * 2.0**-53 - 0.5
    first, second = 1e3 + u[:n], 0.01 * (u[n : 2 * n] + 0.5 * u[:n])
    return 1.5 * u[:n] - 20 * second + u[2 * n :] * (1 + u[:n]), first, second


def lags_for(n):
    return int(4 * (n / 100) ** (2 / 9))


def hac(y, X, lags):
    fit = sm.OLS(y, sm.add_constant(X)).fit()
    return fit.get_robustcov_results("HAC", maxlags=lags, use_correction=False, use_t=True)


if __name__ == "__main__":
    y, first, second = legs(300, 61)
    # About 1e3, which moves the constant and spares statsmodels the digits that its pinv would lose.
    X = np.column_stack([first - 1e3, 100 * second])
    rolling = RollingOLS(y, sm.add_constant(X), window=60).fit()
    for row in (59, 150, 299):
        print("row", row, [repr(float(v)) for v in rolling.params[row]], repr(float(rolling.rsquared[row])))
        window = slice(row - 59, row + 1)
        print("  t", [repr(float(v)) for v in hac(y[window], X[window], lags_for(60)).tvalues])
        raw = np.column_stack([first, second])[window]
        print("  t of the constant at 1e3", repr(float(hac(y[window], raw, lags_for(60)).tvalues[0])))
    whole = hac(y, X, lags_for(300))
    print("whole b", [repr(float(v)) for v in whole.params], "p", [repr(float(v)) for v in whole.pvalues])
    print("interval of beta", [repr(float(v)) for v in whole.conf_int()[1]])
    x = first - first.mean()
    d = (x > 0).astype(float)
    sides = [float(np.polyfit(x[d == s], y[d == s], 1)[0]) for s in (1, 0)]
    asymmetry = hac(y, np.column_stack([x, d, d * x]), lags_for(300))
    print("up, down", sides, "p_asymmetry", repr(float(asymmetry.pvalues[3])), "n_up", int(d.sum()))
