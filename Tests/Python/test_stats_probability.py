"""Distributions, adjusted p-values, resampling and autoregressions against scipy and numpy."""

import numpy as np
import pytest
import rothost
import scipy.stats
from rothost import stats

POINTS = np.array([-9.0, -1.3, 0.0, 0.2, 1.0, 2.5, 8.0, 30.0])
SHARES = np.array([1e-9, 0.01, 0.3, 0.5, 0.9, 1 - 1e-7])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (stats.normal(), scipy.stats.norm()),
        (stats.student(5), scipy.stats.t(5)),
        (stats.student(2.5), scipy.stats.t(2.5)),
        (stats.fisher(3, 17), scipy.stats.f(3, 17)),
        (stats.chi_squared(4), scipy.stats.chi2(4)),
        (stats.binomial(20, 0.3), scipy.stats.binom(20, 0.3)),
    ],
)
def test_distributions_are_scipys_in_both_tails(ours, theirs):
    np.testing.assert_allclose(ours.cdf(POINTS), theirs.cdf(POINTS), rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(ours.sf(POINTS), theirs.sf(POINTS), rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(ours.quantile(SHARES), theirs.ppf(SHARES), rtol=1e-9, atol=1e-12)


def test_distributions_keep_shapes_and_missing_values():
    matrix = np.array([[0.0, np.nan], [1.0, -1.0]])
    answer = stats.normal().cdf(matrix)
    assert answer.shape == (2, 2) and np.isnan(answer[0, 1]) and answer[0, 0] == 0.5
    single = stats.student(7).sf(0)
    assert isinstance(single, float) and single == 0.5
    assert stats.normal().cdf([]).shape == (0,)
    wrong_ones = [(stats.student, (0,)), (stats.binomial, (5, 1.5)), (stats.fisher, (1, -1))]
    for wrong, parameters in wrong_ones:
        with pytest.raises(rothost.ParameterError):
            wrong(*parameters)


def test_adjusted_p_values_are_the_definitions():
    p = np.random.default_rng(3).uniform(size=40) ** 3
    order, running, wanted = np.argsort(p), 0.0, np.empty(40)
    for rank, index in enumerate(order):
        running = max(running, min(1.0, (40 - rank) * p[index]))
        wanted[index] = running
    np.testing.assert_allclose(stats.holm(p), wanted, rtol=1e-14)
    np.testing.assert_allclose(
        stats.benjamini_hochberg(p), scipy.stats.false_discovery_control(p), rtol=1e-14
    )
    with_missing = stats.holm(np.append(p, np.nan))
    np.testing.assert_array_equal(with_missing[:-1], stats.holm(p))
    assert np.isnan(with_missing[-1])
    with pytest.raises(rothost.Error):
        stats.holm([0.5, 1.5])


def test_resamples_are_runs_of_neighbours_and_do_not_depend_on_order():
    rows = stats.bootstrap_rows(1000, 8, resample=3, seed=5)
    assert rows.dtype == np.int64 and rows.min() >= 0 and rows.max() < 1000
    breaks = np.count_nonzero(rows[1:] != (rows[:-1] + 1) % 1000)
    assert 80 < breaks < 170
    np.testing.assert_array_equal(rows, stats.bootstrap_rows(1000, 8, resample=3, seed=5))
    blocks = stats.bootstrap_rows(30, 10, scheme="circular")
    assert all(np.all(np.diff(block) % 30 == 1) for block in blocks.reshape(3, 10))
    with pytest.raises(rothost.ParameterError, match="scheme"):
        stats.bootstrap_rows(30, 10, scheme="moving")
    with pytest.raises(rothost.Error):
        stats.bootstrap_rows(30, 0.5)


def test_the_stationary_bootstraps_variance_is_politis_and_romanos():
    # Their 1994 formula for the variance of the resampled mean, exact for circular blocks.
    rng = np.random.default_rng(11)
    x = np.convolve(rng.normal(size=303), [1, 0.8, 0.5, 0.2], "valid")
    n, p = len(x), 1 / 12
    a = x - x.mean()
    lags = np.arange(1, n)
    circular = np.array([a @ np.roll(a, -lag) for lag in lags]) / n
    weights = (1 - lags / n) * (1 - p) ** lags
    variance = (a @ a / n + 2 * weights @ circular) / n
    means = stats.block_bootstrap(x, np.mean, 12, resamples=4000, seed=2)
    assert np.var(means) == pytest.approx(variance, rel=0.1)
    assert np.mean(means) == pytest.approx(x.mean(), abs=4 * np.sqrt(variance / 4000))


def test_autoregression_is_least_squares_of_the_order_akaike_picks():
    rng = np.random.default_rng(6)
    x = np.zeros(400)
    for t in range(2, 400):
        x[t] = 0.5 + 0.6 * x[t - 1] - 0.4 * x[t - 2] + rng.normal()

    def fit(order, first):
        columns = [np.ones(400 - first)] + [x[first - k : 400 - k] for k in range(1, order + 1)]
        design = np.column_stack(columns)
        return x[first:] - design @ np.linalg.lstsq(design, x[first:], rcond=None)[0]

    limit = 8
    aic = [
        (400 - limit) * np.log(np.mean(fit(p, limit) ** 2)) + 2 * (p + 1) for p in range(limit + 1)
    ]
    answer = stats.autoregression(x, limit)
    assert answer.order == np.argmin(aic) >= 2
    assert np.isnan(answer.residuals[: answer.order]).all()
    wanted = fit(answer.order, answer.order)
    np.testing.assert_allclose(answer.residuals[answer.order :], wanted, atol=1e-11)
    assert stats.autoregression(x, 0).order == 0
    with pytest.raises(rothost.TooFewError):
        stats.autoregression([1.0])
