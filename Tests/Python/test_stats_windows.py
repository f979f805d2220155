"""Rolling windows, ranks and regressions against pandas, scipy and numpy."""

import numpy as np
import pandas as pd
import pytest
import rothost
import scipy.stats
from rothost import stats


def legs(seed, n=300, missing=True):
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.normal(size=n))
    y = 0.5 * x + rng.normal(size=n)
    if missing:
        x[rng.integers(0, n, 9)] = np.nan
        y[rng.integers(0, n, 9)] = np.nan
    return x, y


X, Y = legs(1)
WHOLE = legs(2, missing=False)
# A leg counts only where both are present, which pandas' pairwise windows do not ask of beta.
PAIRED = [np.where(np.isnan(X) | np.isnan(Y), np.nan, leg) for leg in (X, Y)]


def windows(x, least):
    return pd.Series(x).rolling(20, min_periods=least)


@pytest.mark.parametrize("least", [None, 5])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda m: stats.rolling_mean(X, 20, m), lambda m: windows(X, m).mean()),
        (lambda m: stats.rolling_variance(X, 20, m), lambda m: windows(X, m).var()),
        (lambda m: stats.rolling_min(X, 20, m), lambda m: windows(X, m).min()),
        (lambda m: stats.rolling_max(X, 20, m), lambda m: windows(X, m).max()),
        (lambda m: stats.rolling_quantile(X, 0.3, 20, m), lambda m: windows(X, m).quantile(0.3)),
        (
            lambda m: stats.rolling_correlation(X, Y, 20, m),
            lambda m: windows(PAIRED[0], m).corr(pd.Series(PAIRED[1])),
        ),
        (
            lambda m: stats.rolling_covariance(X, Y, 20, m),
            lambda m: windows(PAIRED[0], m).cov(pd.Series(PAIRED[1])),
        ),
        (
            lambda m: stats.rolling_beta(Y, X, 20, m),
            lambda m: windows(PAIRED[0], m).cov(pd.Series(PAIRED[1])) / windows(PAIRED[0], m).var(),
        ),
    ],
    ids=["mean", "variance", "min", "max", "quantile", "correlation", "covariance", "beta"],
)
def test_rolling_windows_are_those_of_pandas(ours, theirs, least):
    np.testing.assert_allclose(ours(least), theirs(least), rtol=1e-9, atol=1e-10)


def test_windows_of_ranks_and_scores_are_their_definitions():
    x, y = WHOLE
    spearman, score = stats.rolling_spearman(x, y, 20), stats.rolling_z_score(x, 20)
    for row in (19, 100, 299):
        part = slice(row - 19, row + 1)
        reference = scipy.stats.spearmanr(x[part], y[part]).statistic
        assert spearman[row] == pytest.approx(reference, abs=1e-12)
        deviation = (x[row] - x[part].mean()) / x[part].std(ddof=1)
        assert score[row] == pytest.approx(deviation, rel=1e-9)
    assert np.isnan(spearman[:19]).all()


def test_exponential_weights_are_those_of_pandas():
    for x in (WHOLE[0], X):
        reference = pd.Series(x).ewm(span=10).mean().to_numpy()
        present = ~np.isnan(x)
        np.testing.assert_allclose(stats.ewma(x, 10)[present], reference[present], rtol=1e-10)
    assert stats.ew_variance(WHOLE[0], 10)[-1] > 0


def test_ranks_and_rank_correlations_are_scipys():
    x, y = np.round(WHOLE[0]), np.round(WHOLE[1])
    np.testing.assert_array_equal(stats.ranks(x), scipy.stats.rankdata(x))
    assert stats.spearman(x, y) == pytest.approx(scipy.stats.spearmanr(x, y).statistic, abs=1e-12)
    assert stats.kendall(x, y) == pytest.approx(scipy.stats.kendalltau(x, y).statistic, abs=1e-12)


def test_moments_are_scipys():
    x, y = WHOLE
    assert stats.covariance(x, y) == pytest.approx(np.cov(x, y)[0, 1], rel=1e-12)
    assert stats.quantile(x, 0.37) == pytest.approx(np.quantile(x, 0.37), rel=1e-14)
    for adjusted in (False, True):
        reference = scipy.stats.skew(x, bias=not adjusted)
        assert stats.skewness(x, adjusted=adjusted) == pytest.approx(reference, rel=1e-10)
        reference = scipy.stats.kurtosis(x, bias=not adjusted)
        assert stats.kurtosis(x, adjusted=adjusted) == pytest.approx(reference, rel=1e-10)


def test_least_squares_is_numpys_with_textbook_errors():
    rng = np.random.default_rng(3)
    design = rng.normal(size=(200, 2))
    y = 1.0 + design @ [2.0, -3.0] + rng.normal(size=200)
    full = np.column_stack([np.ones(200), design])
    reference = np.linalg.lstsq(full, y, rcond=None)[0]
    fit = stats.ols(y, design)
    np.testing.assert_allclose(fit.coefficients, reference, rtol=1e-10)
    residuals = y - full @ reference
    scale = residuals @ residuals / 197
    errors = np.sqrt(np.diag(scale * np.linalg.inv(full.T @ full)))
    np.testing.assert_allclose(fit.standard_errors, errors, rtol=1e-9)
    p_values = 2 * scipy.stats.t.sf(np.abs(reference / errors), 197)
    np.testing.assert_allclose(fit.p_values, p_values, rtol=1e-6, atol=1e-300)
    assert (fit.rows, fit.degrees) == (200, 197)
    columns = stats.ols(y, [design[:, 0], design[:, 1]])
    np.testing.assert_array_equal(columns.coefficients, fit.coefficients)
    assert len(stats.ols(y, design[:, 0], intercept=False).coefficients) == 1
    assert not np.allclose(stats.ols(y, design, hac_lags=5).standard_errors, errors)


def test_granger_is_the_f_test_of_two_regressions():
    rng = np.random.default_rng(4)
    x = rng.normal(size=300)
    y = 0.4 * np.roll(x, 1) + rng.normal(size=300)
    lags = 2
    past = lambda leg: [leg[lags - k : 300 - k] for k in range(1, lags + 1)]  # noqa: E731
    target, ones = y[lags:], np.ones(300 - lags)
    squares = []
    for design in ([ones, *past(y)], [ones, *past(y), *past(x)]):
        matrix = np.column_stack(design)
        fitted = matrix @ np.linalg.lstsq(matrix, target, rcond=None)[0]
        squares.append(np.sum((target - fitted) ** 2))
    degrees = len(target) - 2 * lags - 1
    f = (squares[0] - squares[1]) / lags / (squares[1] / degrees)
    answer = stats.granger(x, y, lags)
    assert answer.statistic == pytest.approx(f, rel=1e-8)
    assert answer.p_value == pytest.approx(scipy.stats.f.sf(f, lags, degrees), rel=1e-6)
    assert answer.p_value < 1e-6 < stats.granger(y, x, lags).p_value


def test_granger_test_keeps_the_classical_answer_beside_its_own():
    rng = np.random.default_rng(6)
    x = rng.normal(size=300)
    y = 0.4 * np.roll(x, 1) + rng.normal(size=300)
    answer = stats.granger_test(x, y, 5, select="bic", resamples=199)
    classical = stats.granger(x, y, answer.lags)
    assert (answer.statistic, answer.p_classical) == (classical.statistic, classical.p_value)
    assert answer.lags == int(np.argmin(answer.bayes)) + 1
    assert answer.p_value == 1 / 200 < stats.granger_test(y, x, 5, resamples=199).p_value
    assert stats.granger_test(x, y, 5, resamples=199).p_value == answer.p_value


def test_unit_roots_are_told_from_noise():
    rng = np.random.default_rng(5)
    noise = rng.normal(size=500)
    walk = np.cumsum(noise)
    assert stats.adf(noise).p_value < 0.01 < 0.05 < stats.adf(walk).p_value
    assert stats.engle_granger(2 * walk + rng.normal(size=500), walk).p_value < 0.01


def test_windows_that_make_no_sense_are_refused():
    for call in (
        lambda: stats.rolling_mean(X, 0),
        lambda: stats.rolling_mean(X, 5, 6),
        lambda: stats.granger(X, Y, -1),
        lambda: stats.adf(X, trend="linear"),
    ):
        with pytest.raises(rothost.ParameterError):
            call()
    with pytest.raises(rothost.InputError, match="rows"):
        stats.ols(Y, np.zeros((3, 2)))
