"""Windows that end at each row, and exponential weights: one value per row, none looks ahead.

A row is NaN where its window holds fewer than `min_periods` values (or pairs), by default the
window. Cost per row does not grow with the window, except in ranks and quantiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._errors import ParameterError
from .._memory import Floats, address_of, floats
from ._table import call, pair


def rolling_mean(x: Any, window: int, min_periods: int | None = None) -> Floats:
    """The mean of each window."""
    return _leg("rolling_mean", x, window, min_periods)


def rolling_variance(x: Any, window: int, min_periods: int | None = None, ddof: int = 1) -> Floats:
    """The variance of each window, divided by n - ddof, as pandas."""
    return _leg("rolling_variance", x, window, min_periods, ddof)


def rolling_z_score(x: Any, window: int, min_periods: int | None = None) -> Floats:
    """Each value's distance from its window's mean, in the window's standard deviations."""
    return _leg("rolling_z_score", x, window, min_periods)


def rolling_min(x: Any, window: int, min_periods: int | None = None) -> Floats:
    """The least value of each window."""
    return _leg("rolling_minimum", x, window, min_periods)


def rolling_max(x: Any, window: int, min_periods: int | None = None) -> Floats:
    """The largest value of each window."""
    return _leg("rolling_maximum", x, window, min_periods)


def rolling_quantile(x: Any, q: float, window: int, min_periods: int | None = None) -> Floats:
    """The quantile of each window, linear between order statistics."""
    return _leg("rolling_quantile", x, window, min_periods, float(q))


def rolling_covariance(
    x: Any, y: Any, window: int, min_periods: int | None = None, ddof: int = 1
) -> Floats:
    """The covariance of each window's pairs, divided by n - ddof, as pandas."""
    return _legs("rolling_covariance", x, y, window, min_periods, ddof)


def rolling_correlation(x: Any, y: Any, window: int, min_periods: int | None = None) -> Floats:
    """Pearson's correlation of each window's pairs; NaN where a leg is constant."""
    return _legs("rolling_correlation", x, y, window, min_periods)


def rolling_beta(y: Any, x: Any, window: int, min_periods: int | None = None) -> Floats:
    """The slope of y on x in each window."""
    return _legs("rolling_beta", y, x, window, min_periods)


def rolling_spearman(x: Any, y: Any, window: int, min_periods: int | None = None) -> Floats:
    """Spearman's rank correlation of each window's pairs."""
    return _legs("rolling_spearman", x, y, window, min_periods)


def ewma(x: Any, span: float) -> Floats:
    """The mean of the values so far with weights (1 - a)^age, a = 2 / (span + 1)."""
    return _weighted("exponential_mean", x, span)


def ew_variance(x: Any, span: float) -> Floats:
    """The variance of the values so far with the weights of `ewma`."""
    return _weighted("exponential_variance", x, span)


def _leg(name: str, x: Any, window: int, min_periods: int | None, *more: Any) -> Floats:
    x = floats(x, "x")
    out = np.empty(len(x))
    least = _least(window, min_periods)
    call(name, address_of(x), len(x), window, least, *more, address_of(out))
    return out


def _legs(name: str, x: Any, y: Any, window: int, min_periods: int | None, *more: Any) -> Floats:
    x, y = pair(x, y)
    out = np.empty(len(x))
    least = _least(window, min_periods)
    call(name, address_of(x), address_of(y), len(x), window, least, *more, address_of(out))
    return out


def _weighted(name: str, x: Any, span: float) -> Floats:
    x = floats(x, "x")
    out = np.empty(len(x))
    call(name, address_of(x), len(x), float(span), address_of(out))
    return out


def _least(window: int, min_periods: int | None) -> int:
    """0 tells the table to ask for the whole window."""
    if window < 1:
        raise ParameterError(f"window is {window}; give 1 or more.")
    if min_periods is not None and not 1 <= min_periods <= window:
        raise ParameterError(f"min_periods is {min_periods}; give 1 to {window}.")
    return min_periods or 0
