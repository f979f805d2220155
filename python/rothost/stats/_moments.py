"""Moments, ranks and correlations of whole arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._memory import Floats, address_of, floats
from ._table import call, number, pair


def mean(x: Any) -> float:
    """The mean of the values that are not missing. O(n)."""
    x = floats(x, "x")
    return number("mean", address_of(x), len(x))


def variance(x: Any, ddof: int = 0) -> float:
    """The variance, divided by n - ddof, as numpy.var. O(n)."""
    x = floats(x, "x")
    return number("variance", address_of(x), len(x), ddof)


def autocorrelation(x: Any, lag: int = 1) -> float:
    """The autocorrelation at one lag. O(n)."""
    x = floats(x, "x")
    return number("autocorrelation", address_of(x), len(x), lag)


def correlation(x: Any, y: Any) -> float:
    """Pearson's correlation over the pairs without a missing leg. O(n)."""
    x, y = pair(x, y)
    return number("correlation", address_of(x), address_of(y), len(x))


def covariance(x: Any, y: Any, ddof: int = 1) -> float:
    """The covariance over the pairs present, divided by n - ddof, as numpy.cov. O(n)."""
    x, y = pair(x, y)
    return number("covariance", address_of(x), address_of(y), len(x), ddof)


def skewness(x: Any, *, adjusted: bool = False) -> float:
    """The third standardised moment, as scipy.stats.skew; `adjusted` for bias. O(n)."""
    x = floats(x, "x")
    return number("skewness", address_of(x), len(x), int(adjusted))


def kurtosis(x: Any, *, adjusted: bool = False) -> float:
    """The excess kurtosis, as scipy.stats.kurtosis; `adjusted` for bias. O(n)."""
    x = floats(x, "x")
    return number("kurtosis", address_of(x), len(x), int(adjusted))


def quantile(x: Any, q: float) -> float:
    """The quantile, linear between order statistics, as numpy.quantile. O(n)."""
    x = floats(x, "x")
    return number("quantile", address_of(x), len(x), q)


def ranks(x: Any) -> Floats:
    """1 for the smallest; ties share their mean; NaN stays NaN. O(n log n)."""
    x = floats(x, "x")
    out = np.empty(len(x))
    call("ranks", address_of(x), len(x), address_of(out))
    return out


def spearman(x: Any, y: Any) -> float:
    """Spearman's rank correlation over the pairs present. O(n log n)."""
    x, y = pair(x, y)
    return number("spearman", address_of(x), address_of(y), len(x))


def kendall(x: Any, y: Any) -> float:
    """Kendall's tau-b over the pairs present. O(n log n)."""
    x, y = pair(x, y)
    return number("kendall", address_of(x), address_of(y), len(x))
