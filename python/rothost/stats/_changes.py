"""Changes of correlation: a test for one, and all of them by tested segmentation."""

from __future__ import annotations

import ctypes as c
from typing import Any, NamedTuple

import numpy as np

from .. import _ffi as ffi
from .._memory import INTEGER, address_of
from .._monitor import Progress
from .._services import Services
from ._table import entry, finish, not_negative, pair


class CorrelationChange(NamedTuple):
    """`row` is the first of the new regime; `statistic` is beyond 1.358 in 5 % in the limit."""

    row: int
    statistic: float
    p_value: float


def correlation_change_test(
    x: Any,
    y: Any,
    minimum_rows: int = 60,
    resamples: int = 999,
    seed: int = 1,
    *,
    progress: Progress | None = None,
) -> CorrelationChange:
    """Was the correlation of two legs constant? Wied, Kraemer & Dehling (2012), bootstrapped.

    Legs are freed of their memory and volatility first; a change leaves `minimum_rows` pairs on
    either side.
    """
    x, y = pair(x, y)
    answer = ffi.rot_correlation_change(struct_size=c.sizeof(ffi.rot_correlation_change))
    with Services(progress) as services:
        status = entry("correlation_change_test")(
            services.pointer, address_of(x), address_of(y), len(x),
            not_negative(minimum_rows, "minimum_rows"), resamples, seed, c.byref(answer),
        )  # fmt: skip
    finish(services, "correlation_change_test", status)
    return CorrelationChange(int(answer.row), answer.statistic, answer.p_value)


def correlation_changes(
    x: Any,
    y: Any,
    minimum_rows: int = 60,
    confidence: float = 0.95,
    resamples: int = 999,
    seed: int = 1,
    *,
    progress: Progress | None = None,
) -> list[CorrelationChange]:
    """Every change of correlation, in the order of rows: Galeano & Wied's (2014) segmentation."""
    x, y = pair(x, y)
    capacity = len(x) // max(1, not_negative(minimum_rows, "minimum_rows")) + 1
    rows = np.empty(capacity, dtype=INTEGER)
    statistics, p_values = np.empty(capacity), np.empty(capacity)
    found = c.c_int64()
    with Services(progress) as services:
        status = entry("correlation_changes")(
            services.pointer, address_of(x), address_of(y), len(x), minimum_rows, confidence,
            resamples, seed, capacity, address_of(rows), address_of(statistics),
            address_of(p_values), c.byref(found),
        )  # fmt: skip
    finish(services, "correlation_changes", status)
    return [
        CorrelationChange(int(rows[k]), float(statistics[k]), float(p_values[k]))
        for k in range(found.value)
    ]
