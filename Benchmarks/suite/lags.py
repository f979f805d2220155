"""Lags: cross-correlation, Hayashi-Yoshida, Granger, the lead-lag test, all pairs."""

from __future__ import annotations

import time
from typing import Callable

import numpy as np

from .measure import Row, alternate, inside
from .numerics import ROUNDS, agree, pair, versus


def cross_correlation() -> list[Row]:
    import scipy.signal
    from rothost import stats

    x, y = pair()
    n, lags = len(x), 500

    def by_fft() -> np.ndarray:
        """The sums of products only; ours also give each lag its own mean and variance."""
        a, b = x - x.mean(), y - y.mean()
        sums = scipy.signal.correlate(b, a, mode="full", method="fft")[n - 1 - lags : n + lags]
        return sums / np.sqrt((a @ a) * (b @ b))

    ours = lambda: stats.cross_correlation(x, y, lags)
    agree(stats.cross_correlation(x, y, lags, biased=True), by_fft(), 1e-12)
    return [versus("cross-correlation ±500", "`scipy.signal.correlate` by FFT", ours, by_fft, "8×",
                   repeat=(1, 1))]


def _ticks(count: int = 10_000) -> tuple[np.ndarray, ...]:
    """A path seen at two random clocks of whole seconds, the second leg 40 s late."""
    generator = np.random.default_rng(13)
    path = np.cumsum(generator.normal(size=200_000))
    tx = np.sort(generator.choice(np.arange(1_000, 190_000), count, replace=False))
    ty = np.sort(generator.choice(np.arange(1_000, 190_000), count, replace=False))
    return tx, path[tx], ty, path[ty - 40]


def hayashi_yoshida() -> list[Row]:
    import lead_lag
    from rothost import stats

    tx, x, ty, y = _ticks()
    lags = np.arange(-200, 201)
    second = 1_000_000_000

    def by_numpy() -> np.ndarray:
        """One lag: where each interval of x, shifted, begins and ends among y's ticks."""
        dx, out = np.diff(x), np.empty(len(lags))
        norm = np.sqrt((dx @ dx) * (np.diff(y) @ np.diff(y)))
        for k, lag in enumerate(lags):
            low = np.maximum(np.searchsorted(ty, tx[:-1] + lag, side="right") - 1, 0)
            high = np.minimum(np.searchsorted(ty, tx[1:] + lag, side="left"), len(ty) - 1)
            out[k] = dx @ (y[high] - y[low]) / norm
        return out

    # Its cost is the same for each lag, and a minute for all: one lag in fifty, scaled.
    some = lags[::50]
    scan = lead_lag.LeadLag(ts1=_seconds(tx, x), ts2=_seconds(ty, y), max_lag=200, verbose=False,
                            specific_lags=some.tolist())

    def by_package() -> np.ndarray:
        scan.run_inference(num_threads=1)
        return np.asarray(scan.contrasts)

    arguments = (tx * second, x, ty * second, y, lags * second)
    ours = lambda: stats.hayashi_yoshida(*arguments).correlation
    agree(ours(), by_numpy(), 1e-12)
    agree(np.abs(ours()[::50]), by_package(), 1e-6)
    work = "Hayashi–Yoshida, 1e4 + 1e4 ticks × 401 lags"
    package = versus(work, "`lead-lag` 2.3, its own scan", ours, by_package, "300×",
                     "peer on 9 of the lags, scaled", repeat=(3, 1), rounds=3)
    package.peer_seconds *= len(lags) / len(some)
    return [package, versus(work, "numpy, vectorised over the ticks", ours, by_numpy, "14×", repeat=(3, 1))]


def _seconds(times: np.ndarray, values: np.ndarray):
    import pandas

    return pandas.Series(values, index=pandas.to_datetime(times, unit="s"))


def granger() -> list[Row]:
    from rothost import stats
    from statsmodels.tsa.stattools import grangercausalitytests

    x, y = pair(10_000)
    y[1:] += 0.02 * x[:-1]
    table = np.column_stack([y, x])
    theirs = lambda: grangercausalitytests(table, [5])[5][0]["ssr_ftest"]
    ours = lambda: stats.granger(x, y, 5)
    statistic, p_value = theirs()[:2]
    agree(np.array([ours().statistic, ours().p_value]), np.array([statistic, p_value]), 1e-8)
    return [versus("Granger lag 5, 1e4 points", "statsmodels `grangercausalitytests`", ours, theirs, "20×",
                   repeat=(10, 3))]


def lead_lag_test() -> list[Row]:
    from rothost import stats

    x, y = pair(2_500)
    max_lag, resamples, n = 60, 2_000, 2_500
    lags = np.arange(-max_lag, max_lag + 1)

    def by_numpy() -> float:
        """Without the autoregressions: cross-products, studentised, signs, one matrix product."""
        z = np.zeros((n, len(lags)))
        for k, lag in enumerate(lags):
            a, b = max(0, -lag), min(n, n - lag)
            product = x[a:b] * y[a + lag : b + lag]
            z[a:b, k] = product / np.sqrt(product @ product)
        signs = np.random.default_rng(1).integers(0, 2, (resamples, n)).astype(float) * 2 - 1
        null = np.abs(signs @ z).max(axis=1)
        return float((1 + (null >= np.abs(z.sum(axis=0)).max()).sum()) / (resamples + 1))

    ours = lambda: stats.lead_lag_test(x, y, max_lag, resamples, raw=True)
    assert abs(ours().p_value - by_numpy()) < 0.03
    return [versus("`lead_lag_test` n = 2,500, ±60, 2,000 resamples", "numpy, one matrix product on OpenBLAS",
                   ours, by_numpy, "1×", "both of residuals; AR fits left out", repeat=(2, 1))]


def _pairs_by_lag(columns: np.ndarray, lags: int) -> np.ndarray:
    """One matrix product per lag, each lag over its own rows, means and variances."""
    x = columns - columns.mean(axis=0)
    n, count = x.shape
    out = np.empty((count, count, 2 * lags + 1))
    for lag in range(lags + 1):
        a, b, m = x[: n - lag], x[lag:], n - lag
        sa, sb = a.sum(axis=0), b.sum(axis=0)
        va, vb = np.einsum("ij,ij->j", a, a) - sa * sa / m, np.einsum("ij,ij->j", b, b) - sb * sb / m
        r = (a.T @ b - np.outer(sa, sb) / m) / np.sqrt(np.outer(va, vb))
        out[:, :, lags + lag], out[:, :, lags - lag] = r, r.T
    return out


def _pairs_by_blocks(columns: np.ndarray, lags: int, size: int = 128) -> np.ndarray:
    """Our method in numpy: spectra of blocks, one complex matrix product per frequency, and back."""
    x = columns - columns.mean(axis=0)
    n, count = x.shape
    length = size - 2 * lags
    blocks = -(-n // length)
    padded = np.zeros((blocks * length + 2 * lags, count))
    padded[lags : lags + n] = x
    inner, outer = np.zeros((blocks, size, count)), np.empty((blocks, size, count))
    for b in range(blocks):
        outer[b] = padded[b * length : b * length + size]
        inner[b, :length] = outer[b, lags : lags + length]
    p, q = np.fft.rfft(inner, axis=1), np.fft.rfft(outer, axis=1)
    cross = np.matmul(p.conj().transpose(1, 2, 0), q.transpose(1, 0, 2))
    sums = np.fft.irfft(cross, size, axis=0)[: 2 * lags + 1]
    offsets = np.arange(-lags, lags + 1)
    m = n - np.abs(offsets)
    first = np.maximum(0, -offsets)
    total = np.vstack([np.zeros(count), np.cumsum(x, axis=0)])
    square = np.vstack([np.zeros(count), np.cumsum(x * x, axis=0)])
    s = total[first + m] - total[first]
    v = square[first + m] - square[first] - s * s / m[:, None]
    r = sums - s[:, :, None] * s[::-1][:, None, :] / m[:, None, None]
    return (r / np.sqrt(v[:, :, None] * v[::-1][:, None, :])).transpose(1, 2, 0)


def all_pairs() -> list[Row]:
    """200 series × 2,500 rows, ±20 lags. Wall time: two threads against two of OpenBLAS."""
    from rothost import stats

    from .measure import blas_threads

    columns = np.random.default_rng(14).normal(size=(2_500, 200))
    columns[:, 1:] += 0.3 * columns[:, :-1]
    one, two = (lambda: stats.cross_correlations(columns, 20, threads=1),
                lambda: stats.cross_correlations(columns, 20, threads=2))
    upper = np.triu_indices(200, 1)
    agree(one(), _pairs_by_lag(columns, 20)[upper], 1e-12)
    agree(one(), _pairs_by_blocks(columns, 20)[upper], 1e-12)
    assert np.array_equal(one(), two()), "one and two threads must give the same bits"
    work, rows = "all pairs of 200 series × 2,500 rows, ±20 lags", []

    def alone(function: Callable[[], object], repeat: int) -> float:
        """OpenBLAS's second thread goes on spinning after its work, on a core that the other side needs."""
        time.sleep(0.2)
        return inside(function, repeat)

    with blas_threads(2):
        for peer, function in (("numpy, a matrix product per lag, 2 threads", _pairs_by_lag),
                               ("numpy, our method: block spectra, 2 threads", _pairs_by_blocks)):
            a, b = alternate(lambda: alone(two, 2), lambda: alone(lambda: function(columns, 20), 1), ROUNDS)
            rows.append(Row(work + ", 2 threads", peer, a, b, "10×", "wall time"))
    time.sleep(0.2)
    a, b = alternate(lambda: inside(two, 12), lambda: inside(one, 6), ROUNDS)
    return rows + [Row(work + ", 2 threads", "itself on 1 thread", a, b, "1.8×", "wall time"),
                   versus(work + ", 1 thread", "numpy, a matrix product per lag, 1 thread", one,
                          lambda: _pairs_by_lag(columns, 20), "for information", repeat=(2, 1))]
