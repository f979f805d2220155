"""Rolling statistics on 1e6 rows against TA-Lib, bottleneck and pandas, on the same arrays."""

from __future__ import annotations

import numpy as np

from .measure import Row
from .numerics import ROWS, agree, pair, prices, versus


def correlation() -> list[Row]:
    import pandas
    import talib
    from rothost import stats

    x, y = pair()
    a, b = pandas.Series(x), pandas.Series(y)
    ours = lambda: stats.rolling_correlation(x, y, 60)
    by_talib, by_pandas = lambda: talib.CORREL(x, y, 60), lambda: a.rolling(60).corr(b)
    agree(ours(), by_talib(), 1e-11)
    agree(ours(), by_pandas(), 1e-9)
    work = "rolling correlation 60"
    return [versus(work, "TA-Lib `CORREL`", ours, by_talib, "1.5×"),
            versus(work, "`pandas.rolling.corr`", ours, by_pandas, "15×", repeat=(3, 1))]


def beta() -> list[Row]:
    """TA-Lib's BETA takes prices and regresses the simple returns it makes of them, the first on the
    second: so do we, returns included, in numpy in place, on the same prices."""
    import talib
    from rothost import stats

    x, y = pair()
    market, asset = 100 * np.exp(np.cumsum(x * 1e-3)), 100 * np.exp(np.cumsum(y * 1e-3))
    returns = np.empty(ROWS - 1), np.empty(ROWS - 1)

    def prepare() -> None:
        for prices_, out in zip((market, asset), returns):
            np.subtract(prices_[1:], prices_[:-1], out=out)
            np.divide(out, prices_[:-1], out=out)

    def whole() -> np.ndarray:
        prepare()
        return stats.rolling_beta(returns[1], returns[0], 60)

    theirs = lambda: talib.BETA(market, asset, 60)
    agree(whole(), theirs()[1:], 1e-8, skip=59)
    work = "rolling beta 60"
    return [versus(work, "TA-Lib `BETA`, which makes its returns itself",
                   lambda: stats.rolling_beta(returns[1], returns[0], 60), theirs, "1.5×", "of returns ready"),
            versus(work + " of prices", "TA-Lib `BETA` of prices", whole, theirs, "for information",
                   "numpy makes our returns, in place")]


def means() -> list[Row]:
    import bottleneck
    import talib
    from rothost import stats

    p = prices()
    exponential, simple = lambda: stats.ewma(p, 20), lambda: stats.rolling_mean(p, 20)
    # Ours weighs the values seen so far, TA-Lib starts from a mean of 20: the same once that has faded.
    agree(exponential(), talib.EMA(p, 20), 1e-9, skip=800)
    agree(simple(), bottleneck.move_mean(p, 20), 1e-9)
    return [versus("EMA 20", "TA-Lib `EMA`", exponential, lambda: talib.EMA(p, 20), "1.3×", repeat=(5, 5)),
            versus("SMA 20", "bottleneck `move_mean`", simple, lambda: bottleneck.move_mean(p, 20), "1×",
                   repeat=(5, 5))]


def orders() -> list[Row]:
    import pandas
    import talib
    from rothost import stats

    x, y = pair()
    series = pandas.Series(x)
    most = lambda: stats.rolling_max(x, 252)
    agree(most(), talib.MAX(x, 252), 0)
    middle, theirs = lambda: stats.rolling_quantile(x, 0.3, 252), lambda: series.rolling(252).quantile(0.3)
    agree(middle(), theirs(), 1e-14)
    rows = [versus("rolling max 252", "TA-Lib `MAX`", most, lambda: talib.MAX(x, 252), "1×", repeat=(5, 5)),
            versus("rolling quantile 252", "`pandas.rolling.quantile`", middle, theirs, "10×", repeat=(1, 1))]
    return rows + [_spearman(x, y)]


def _spearman(x: np.ndarray, y: np.ndarray, count: int = 10_000) -> Row:
    """pandas has no rolling rank correlation: `apply` with the quickest function of a window that numpy
    allows (no ties in these data), on 1e4 rows; ours on 1e6, per row."""
    import pandas
    from rothost import stats

    deviations = np.arange(60) - 29.5
    square = float(deviations @ deviations)
    legs = pandas.Series(np.arange(count, dtype=float))

    def window(rows: np.ndarray) -> float:
        first = int(rows[0])
        a, b = x[first : first + 60].argsort().argsort(), y[first : first + 60].argsort().argsort()
        return float((a - 29.5) @ (b - 29.5)) / square

    theirs = lambda: legs.rolling(60).apply(window, raw=True)
    agree(stats.rolling_spearman(x[:count], y[:count], 60), theirs(), 1e-13)
    row = versus("rolling Spearman 60", "`pandas.rolling.apply` of ranks by numpy",
                 lambda: stats.rolling_spearman(x, y, 60), theirs, "20×", "peer on 1e4 rows, scaled to 1e6",
                 repeat=(1, 1))
    return Row(row.work, row.peer, row.seconds, row.peer_seconds * len(x) / count, row.target, row.note)
