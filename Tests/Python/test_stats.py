"""The statistics table against scipy, and against slow, plain definitions."""

import ctypes

import numpy as np
import pytest
import rothost
import scipy.signal
import scipy.stats
import slow_reference as slow
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rothost import _ffi as ffi
from rothost import stats
from rothost.stats import _table

SECOND = 10**9
ordinary = st.floats(-1e6, 1e6, allow_nan=False)
columns = hnp.arrays(np.float64, st.integers(3, 200), elements=ordinary)


def two(seed, n=400):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    return x, 0.5 * np.roll(x, 3) + rng.normal(size=n)


@settings(deadline=None)
@given(columns, st.integers(0, 2))
def test_moments_are_numpys(x, ddof):
    scale = np.abs(x).max() + 1e-300
    assert stats.mean(x) == pytest.approx(np.mean(x), rel=1e-12, abs=1e-12 * scale)
    wanted = np.var(x.astype(np.longdouble), ddof=ddof)
    assert stats.variance(x, ddof) == pytest.approx(float(wanted), rel=1e-10, abs=1e-12 * scale)


@pytest.mark.parametrize("level", [0.0, 1e6, 1e9])
def test_correlation_is_scipys_to_twelve_digits(level):
    for seed in range(20):
        x, y = two(seed)
        # What the doubles given hold, exactly: the level costs the input its digits, not us ours.
        x, y = x + level, y - level
        reference = scipy.stats.pearsonr((x - level), (y + level)).statistic
        assert stats.correlation(x, y) == pytest.approx(reference, abs=1e-12)


def test_missing_pairs_are_left_out_and_constants_undefined():
    x, y = two(1)
    x[7], y[9] = np.nan, np.nan
    kept = ~np.isnan(x) & ~np.isnan(y)
    reference = scipy.stats.pearsonr(x[kept], y[kept]).statistic
    assert stats.correlation(x, y) == pytest.approx(reference, abs=1e-12)
    assert np.isnan(stats.correlation(np.ones(50), y[:50]))


def test_cross_correlation_of_each_lag_is_scipys_on_its_own_pairs():
    x, y = two(2)
    profile = stats.cross_correlation(x, y, 10)
    for lag in range(-10, 11):
        a, b = (x[: len(x) - lag], y[lag:]) if lag >= 0 else (x[-lag:], y[:lag])
        reference = scipy.stats.pearsonr(a, b).statistic
        assert profile[lag + 10] == pytest.approx(reference, abs=1e-12)
    assert np.abs(profile).argmax() == 13
    squares = profile**2
    ratio = squares[11:].sum() / squares[:10].sum()
    assert stats.lead_lag_ratio(profile) == pytest.approx(ratio, rel=1e-12)


def test_the_biased_variant_divides_the_wholes_sums():
    x, y = two(3)
    a, b = x - x.mean(), y - y.mean()
    profile = stats.cross_correlation(x, y, 4, biased=True)
    reference = a[:-2] @ b[2:] / np.sqrt((a @ a) * (b @ b))
    assert profile[6] == pytest.approx(reference, abs=1e-12)


def test_autocorrelation_is_the_textbooks():
    x = two(4)[1]
    a = x - x.mean()
    assert stats.autocorrelation(x, 2) == pytest.approx(a[2:] @ a[:-2] / (a @ a), abs=1e-12)


def ticks(seed, n):
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.integers(1, 5 * SECOND, n)), np.cumsum(rng.normal(size=n))


@pytest.mark.parametrize("seed", range(5))
def test_hayashi_yoshida_is_the_double_sum(seed):
    (tx, x), (ty, y) = ticks(seed, 60), ticks(seed + 100, 45)
    lags = np.arange(-10, 11) * SECOND
    answer = stats.hayashi_yoshida(tx, x, ty, y, lags)
    reference = np.array([slow.hayashi_yoshida(tx, x, ty, y, int(lag)) for lag in lags])
    norm = np.sqrt(np.sum(np.diff(x) ** 2) * np.sum(np.diff(y) ** 2))
    np.testing.assert_allclose(answer.covariance, reference, rtol=1e-11, atol=1e-12 * norm)
    np.testing.assert_allclose(answer.correlation, reference / norm, rtol=1e-11, atol=1e-12)
    named = stats.hayashi_yoshida(
        tx.view("datetime64[ns]"), x, ty.view("datetime64[ns]"), y, ["-10s", "0s", "3s"]
    )
    np.testing.assert_array_equal(named.covariance, answer.covariance[[0, 10, 13]])


@pytest.mark.parametrize(("seed", "n", "max_lag"), [(1, 130, 4), (2, 257, 7), (3, 64, 3)])
def test_p_values_are_those_of_the_slow_bootstrap_with_the_same_signs(seed, n, max_lag):
    x, y = two(seed, n)
    x = scipy.signal.lfilter([1], [1, -0.4], x)
    statistic, pointwise, families, orders = slow.lead_lag(x, y, max_lag, 399, seed)
    answer = stats.lead_lag_test(x, y, max_lag, resamples=399, seed=seed)
    assert (answer.order_x, answer.order_y) == orders
    np.testing.assert_allclose(answer.statistic, statistic, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(answer.p_pointwise, pointwise)
    found = {name: getattr(answer, name) for name in families}
    assert found == families
    assert answer.best_lag == answer.lags[np.abs(statistic).argmax()]


def test_a_planted_lead_is_found_and_seeds_decide():
    x, y = two(5)
    answer = stats.lead_lag_test(x, y, 20)
    assert answer.best_lag == 3 and answer.p_lead == 0.001 and answer.p_follow > 0.02
    again = stats.lead_lag_test(x, y, 20)
    assert all(np.array_equal(a, b) for a, b in zip(again, answer))
    other = stats.lead_lag_test(x, y, 20, seed=2)
    assert not np.array_equal(other.p_pointwise, answer.p_pointwise)
    interval = stats.lead_lag_interval(x, y, 20)
    assert interval.low <= 3 <= interval.high and interval.block_length >= 40


def test_a_step_of_correlation_is_found_and_a_constant_one_hardly_ever():
    rng = np.random.default_rng(9)
    x, noise = rng.normal(size=(2, 800))
    rho = np.where(np.arange(800) < 500, 0.0, 0.8)
    y = rho * x + np.sqrt(1 - rho**2) * noise
    (change,) = stats.correlation_changes(x, y)
    assert abs(change.row - 500) < 40 and change.p_value == 0.001
    assert stats.correlation_change_test(x, y) == change
    found = [
        bool(stats.correlation_changes(*np.random.default_rng(seed).normal(size=(2, 300))))
        for seed in range(40)
    ]
    assert sum(found) <= 6, "a test at 5 % errs in 2 of 40"
    with pytest.raises(rothost.TooFewError, match="correlation_change_test"):
        stats.correlation_change_test(x[:50], y[:50])


def test_native_clocks_find_a_planted_lead():
    rng = np.random.default_rng(8)
    walk = np.cumsum(rng.normal(size=20_000))
    tx = np.sort(rng.choice(np.arange(100, 19_900), 3000, replace=False))
    ty = np.sort(rng.choice(np.arange(100, 19_900), 2500, replace=False))
    answer = stats.hayashi_yoshida_test(
        tx * SECOND, walk[tx], ty * SECOND, walk[ty - 30],
        np.arange(-60, 61, 10) * SECOND, resamples=199,
    )  # fmt: skip
    assert answer.best_lag == np.timedelta64(30, "s") and answer.p_lead == 0.005


def test_bad_data_raise_by_kind():
    x, y = two(1)
    with pytest.raises(rothost.InputError, match="lead_lag_test"):
        stats.lead_lag_test(np.append(x, np.inf), np.append(y, 1), 5)
    with pytest.raises(rothost.TooFewError):
        stats.lead_lag_test(x[:10], y[:10], 5)
    with pytest.raises(rothost.InputError, match="400 values, y 399"):
        stats.correlation(x, y[1:])
    with pytest.raises(rothost.ParameterError):
        stats.cross_correlation(x, y, -1)
    with pytest.raises(rothost.Error):
        stats.hayashi_yoshida([3, 2, 1], [1.0, 2, 3], [1, 2, 3], [1.0, 2, 3], [0])


def test_any_array_layout_gives_the_same():
    x, y = two(6)
    wide = np.column_stack([x, y]).astype(">f8")
    assert stats.correlation(wide[:, 0], wide[:, 1]) == stats.correlation(x, y)


def test_progress_may_stop_a_long_one():
    x, y = two(7)
    with pytest.raises(rothost.CancelledError):
        stats.lead_lag_test(x, y, 50, resamples=100_000, progress=lambda fraction: True)


def test_an_entry_past_the_librarys_table_says_so(monkeypatch):
    table = ffi.rot_statistics(struct_size=ffi.rot_statistics.variance.offset)

    class Older:
        def rot_get_statistics(self):
            return ctypes.addressof(table)

        def rot_version(self):
            return b"0.0.1"

    monkeypatch.setattr(_table, "library", Older)
    with pytest.raises(rothost.UnsupportedError, match="0.0.1 has no `correlation`"):
        stats.correlation([1.0, 2.0], [2.0, 1.0])


def test_every_pair_has_the_profile_of_its_own_cross_correlation_in_either_memory_order() -> None:
    columns = np.random.default_rng(5).normal(size=(300, 11))
    columns[3, 4] = np.nan
    got = stats.cross_correlations(columns, 7, threads=2)
    for profile, (i, j) in zip(got, zip(*np.triu_indices(11, 1)), strict=True):
        expected = stats.cross_correlation(columns[:, i], columns[:, j], 7)
        np.testing.assert_allclose(profile, expected, rtol=0, atol=1e-13)
    for other in (np.asfortranarray(columns), np.hstack([columns, columns])[:, :11], columns[::-1][::-1]):
        assert np.array_equal(stats.cross_correlations(other, 7), got)
    with pytest.raises(rothost.InputError):
        stats.cross_correlations(columns[:, 0], 7)
