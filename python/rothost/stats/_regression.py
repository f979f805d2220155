"""Least squares, Granger causality, unit roots and cointegration."""

from __future__ import annotations

import ctypes as c
from typing import Any, NamedTuple

import numpy as np

from .. import _ffi as ffi
from .._errors import InputError
from .._memory import FLOAT, Floats, address_of, floats
from .._monitor import Progress
from .._services import Services
from .._settings import named
from ._table import call, entry, finish, not_negative, pair

SELECTIONS = {"fixed": 0, "aic": 1, "bic": 2}
TRENDS = {"n": 0, "c": 1, "ct": 2}


class Regression(NamedTuple):
    """A constant first (unless left out), then one number per column of X."""

    coefficients: Floats
    standard_errors: Floats
    p_values: Floats
    r_squared: float
    residual_squares: float
    rows: int
    degrees: int


class GrangerTest(NamedTuple):
    """`p_value` by wild bootstrap; `statistic` and `p_classical` are F and its textbook p.

    `akaike` and `bayes`: the criteria of orders 1, 2, ...; `null_lags`: y's own lags in the null.
    """

    p_value: float
    statistic: float
    p_classical: float
    lags: int
    rows: int
    degrees: int
    null_lags: int
    akaike: Floats
    bayes: Floats


class LagTest(NamedTuple):
    """A test with lags: Granger's F, or the t of the lagged level with MacKinnon's p-value."""

    statistic: float
    p_value: float
    lags: int
    rows: int
    degrees: int


class Autoregression(NamedTuple):
    """The order that Akaike's criterion picks, and the residuals: NaN where lags are missing."""

    order: int
    residuals: Floats


def autoregression(x: Any, max_order: int | None = None) -> Autoregression:
    """AR by least squares with a constant, of up to `max_order` lags (10 log10 n where None)."""
    x = floats(x, "x")
    order, residuals = c.c_int64(), np.empty(len(x))
    call(
        "autoregression", address_of(x), len(x),
        -1 if max_order is None else not_negative(max_order, "max_order"), c.byref(order),
        address_of(residuals),
    )  # fmt: skip
    return Autoregression(order.value, residuals)


def ols(y: Any, X: Any, hac_lags: int | None = None, *, intercept: bool = True) -> Regression:
    """y on the columns of X; `hac_lags` gives Newey-West errors with that many lags."""
    y = floats(y, "y")
    columns = _columns(X, len(y))
    size = len(columns) + int(intercept)
    outputs = [np.empty(size) for _ in range(3)]
    answer = ffi.rot_regression(struct_size=c.sizeof(ffi.rot_regression))
    call(
        "least_squares", address_of(y), len(y), address_of(columns), len(columns),
        0 if intercept else ffi.ROT_REGRESSION_NO_INTERCEPT,
        -1 if hac_lags is None else not_negative(hac_lags, "hac_lags"), c.byref(answer),
        *(address_of(output) for output in outputs),
    )  # fmt: skip
    coefficients, standard_errors, p_values = outputs
    return Regression(
        coefficients, standard_errors, p_values, answer.r_squared, answer.residual_squares,
        int(answer.rows), int(answer.degrees),
    )  # fmt: skip


def granger(leader: Any, follower: Any, lags: int, select: str = "fixed") -> LagTest:
    """Do past values of `leader` help to predict `follower`? The legs must be stationary.

    `select` aic or bic picks the best number of lags up to `lags`.
    """
    x, y = pair(leader, follower)
    return _lag_test(
        "granger", address_of(x), address_of(y), len(x), not_negative(lags, "lags"),
        named(SELECTIONS, select, "select"),
    )  # fmt: skip


def granger_test(
    leader: Any,
    follower: Any,
    lags: int,
    select: str = "aic",
    resamples: int = 999,
    seed: int = 1,
    *,
    progress: Progress | None = None,
) -> GrangerTest:
    """`granger` with the choice of the order and unequal volatility paid for.

    A fixed-design wild bootstrap with the null imposed; each resample chooses its own order.
    """
    x, y = pair(leader, follower)
    criteria = np.full((2, not_negative(lags, "lags")), np.nan)
    answer = ffi.rot_granger_answer(struct_size=c.sizeof(ffi.rot_granger_answer))
    with Services(progress) as services:
        status = entry("granger_test")(
            services.pointer, address_of(x), address_of(y), len(x), lags,
            named(SELECTIONS, select, "select"), not_negative(resamples, "resamples"), seed,
            c.byref(answer), address_of(criteria[0]), address_of(criteria[1]),
        )  # fmt: skip
    finish(services, "granger_test", status)
    return GrangerTest(
        answer.p_value, answer.statistic, answer.p_classical, int(answer.lags), int(answer.rows),
        int(answer.degrees), int(answer.null_lags), criteria[0], criteria[1],
    )  # fmt: skip


def adf(x: Any, lags: int | None = None, trend: str = "c", select: str = "aic") -> LagTest:
    """Augmented Dickey-Fuller: a small p speaks against a random walk.

    `trend`: n none, c a constant, ct a constant and a slope. Without `lags`, Akaike's choice up
    to 12 (n / 100)^(1/4).
    """
    x = floats(x, "x")
    return _lag_test(
        "augmented_dickey_fuller", address_of(x), len(x), named(TRENDS, trend, "trend"),
        -1 if lags is None else not_negative(lags, "lags"), named(SELECTIONS, select, "select"),
    )  # fmt: skip


def engle_granger(y: Any, x: Any, lags: int | None = None, select: str = "aic") -> LagTest:
    """A small p speaks for cointegration of y with x."""
    y, x = pair(y, x)
    return _lag_test(
        "engle_granger", address_of(y), address_of(x), len(y),
        -1 if lags is None else not_negative(lags, "lags"), named(SELECTIONS, select, "select"),
    )  # fmt: skip


def _lag_test(name: str, *arguments: Any) -> LagTest:
    answer = ffi.rot_lag_test(struct_size=c.sizeof(ffi.rot_lag_test))
    call(name, *arguments, c.byref(answer))
    return LagTest(
        answer.statistic, answer.p_value, int(answer.lags), int(answer.rows), int(answer.degrees)
    )


def _columns(X: Any, rows: int) -> Any:
    """One contiguous row per regressor: an array of one column, a matrix, or a list of arrays."""
    matrix = np.asarray(X)
    if matrix.ndim == 2 and not isinstance(X, (list, tuple)):
        columns = [floats(matrix[:, k], f"X[:, {k}]") for k in range(matrix.shape[1])]
    elif matrix.ndim == 2:
        columns = [floats(column, f"X[{k}]") for k, column in enumerate(X)]
    else:
        columns = [floats(X, "X")]
    for column in columns:
        if len(column) != rows:
            raise InputError(f"X has {len(column)} rows, y {rows}; align them first.")
    return np.ascontiguousarray(columns, dtype=FLOAT)
