"""Lead and lag: cross-correlation, Hayashi-Yoshida, their tests and intervals."""

from __future__ import annotations

import ctypes as c
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .. import _ffi as ffi
from .._errors import InputError
from .._memory import FLOAT, INTEGER, Floats, Integers, address_of, floats, laid_out
from .._monitor import Progress
from .._services import Services
from .._settings import named
from .._times import span_ns, stamps
from ._table import call, entry, finish, not_negative, number, pair

FAMILIES = {"all": 0, "lead": 1, "follow": 2}


class HayashiYoshida(NamedTuple):
    """Per lag: the covariance U and the correlation, which is not clipped to 1."""

    lags: npt.NDArray[np.timedelta64]
    covariance: Floats
    correlation: Floats


class LeadLagTest(NamedTuple):
    """Family-wise p-values over all lags, the leads (l > 0) and the follows (l < 0).

    Lag l > 0: x leads y by l. `best_lag` is where |statistic| is largest, `best_lead` among
    l > 0; `order_x` and `order_y` are the AR orders taken out of each leg.
    """

    p_value: float
    p_lead: float
    p_follow: float
    best_lag: Any
    best_lead: Any
    best_statistic: float
    n: int
    order_x: int
    order_y: int
    lags: npt.NDArray[Any]
    statistic: Floats
    p_pointwise: Floats


class LagInterval(NamedTuple):
    """A joint block-bootstrap interval of the best lag; `block_length` is in rows."""

    low: Any
    high: Any
    block_length: int


def cross_correlation(x: Any, y: Any, max_lag: int, *, biased: bool = False) -> Floats:
    """corr(x_t, y_{t+l}) for l = -max_lag ... max_lag; l > 0 means x leads y by l.

    Each lag uses its own pairs and means; `biased` the whole's means, divided by n. O(n max_lag).
    """
    x, y = pair(x, y)
    out = np.empty(2 * not_negative(max_lag, "max_lag") + 1)
    flags = ffi.ROT_CCF_BIASED if biased else ffi.ROT_CCF_OWN_SAMPLE
    call("cross_correlation", address_of(x), address_of(y), len(x), max_lag, flags, address_of(out))
    return out


def cross_correlations(columns: Any, max_lag: int, *, threads: int = 1) -> Floats:
    """cross_correlation of every two columns: one row per pair, 2 max_lag + 1 lags.

    Pairs are in the order of `numpy.triu_indices(series, 1)`; l > 0 means the first leads. Any
    number of threads gives the same bits. Read in place whatever the array's order.
    """
    array = np.asarray(columns, dtype=FLOAT)
    if array.ndim != 2:
        raise InputError(f"columns has {array.ndim} dimensions; give rows by series.")
    if not array.flags.aligned or any(stride <= 0 or stride % 8 for stride in array.strides):
        array = laid_out(array, FLOAT)
    rows, series = array.shape
    lags = 2 * not_negative(max_lag, "max_lag") + 1
    out = np.empty((series * (series - 1) // 2, lags))
    call(
        "cross_correlations", address_of(array), rows, series, array.strides[0] // 8,
        array.strides[1] // 8, max_lag, threads, address_of(out),
    )  # fmt: skip
    return out


def lead_lag_ratio(profile: Any) -> float:
    """Huth & Abergel (2014): the sum of rho^2 over l > 0 over that over l < 0."""
    profile = floats(profile, "profile")
    if len(profile) % 2 == 0:
        raise InputError("The profile needs an odd number of lags, -L ... L.")
    return number("lead_lag_ratio", address_of(profile), len(profile) // 2)


def hayashi_yoshida(tx: Any, x: Any, ty: Any, y: Any, lags: Any) -> HayashiYoshida:
    """Hayashi-Yoshida on two native clocks at each lag ('1h', timedeltas or ns). O(n per lag).

    `x` and `y` are log levels at the stamps `tx` and `ty`; their increments are what co-moves.
    """
    legs, lags_ns = _legs(tx, x, ty, y), _lags(lags)
    covariance, correlations = np.empty(len(lags_ns)), np.empty(len(lags_ns))
    with Services() as services:
        status = entry("hayashi_yoshida")(
            services.pointer, *_addresses(legs), address_of(lags_ns), len(lags_ns),
            address_of(covariance), address_of(correlations),
        )  # fmt: skip
    finish(services, "hayashi_yoshida", status)
    return HayashiYoshida(lags_ns.view("timedelta64[ns]"), covariance, correlations)


def lead_lag_test(
    x: Any,
    y: Any,
    max_lag: int,
    resamples: int = 999,
    seed: int = 1,
    *,
    raw: bool = False,
    progress: Progress | None = None,
) -> LeadLagTest:
    """Whether x leads y, or follows, at any lag up to `max_lag`, beyond each leg's own memory.

    AR residuals of both legs, studentised sums, a wild bootstrap with one sign per row; `raw`
    takes the legs as residuals already.
    """
    x, y = pair(x, y)
    count = 2 * not_negative(max_lag, "max_lag") + 1
    statistic, pointwise = np.full(count, np.nan), np.full(count, np.nan)
    answer = ffi.rot_lead_lag_answer(struct_size=c.sizeof(ffi.rot_lead_lag_answer))
    with Services(progress) as services:
        status = entry("lead_lag_test")(
            services.pointer, address_of(x), address_of(y), len(x), max_lag, resamples, seed,
            ffi.ROT_LEAD_LAG_RAW if raw else 0, c.byref(answer), address_of(statistic),
            address_of(pointwise),
        )  # fmt: skip
    finish(services, "lead_lag_test", status)
    return _test(answer, np.arange(-max_lag, max_lag + 1), statistic, pointwise, int)


def lead_lag_interval(
    x: Any,
    y: Any,
    max_lag: int,
    resamples: int = 999,
    confidence: float = 0.95,
    seed: int = 1,
    *,
    family: str = "all",
    progress: Progress | None = None,
) -> LagInterval:
    """An interval of the best lag by a joint block bootstrap, in rows.

    `family`: the lags that compete, all, lead (l > 0) or follow (l < 0).
    """
    x, y = pair(x, y)
    interval = ffi.rot_lag_interval(struct_size=c.sizeof(ffi.rot_lag_interval))
    with Services(progress) as services:
        status = entry("lead_lag_interval_among")(
            services.pointer, address_of(x), address_of(y), len(x),
            not_negative(max_lag, "max_lag"), named(FAMILIES, family, "family"), resamples,
            confidence, seed, c.byref(interval),
        )  # fmt: skip
    finish(services, "lead_lag_interval_among", status)
    return LagInterval(interval.low, interval.high, int(interval.block_length))


def hayashi_yoshida_test(
    tx: Any,
    x: Any,
    ty: Any,
    y: Any,
    lags: Any,
    resamples: int = 999,
    seed: int = 1,
    *,
    progress: Progress | None = None,
) -> LeadLagTest:
    """lead_lag_test on native clocks, at ascending lags; `best_lag` is a timedelta64."""
    legs, lags_ns = _legs(tx, x, ty, y), _lags(lags)
    statistic, pointwise = np.full(len(lags_ns), np.nan), np.full(len(lags_ns), np.nan)
    answer = ffi.rot_lead_lag_answer(struct_size=c.sizeof(ffi.rot_lead_lag_answer))
    with Services(progress) as services:
        status = entry("hayashi_yoshida_test")(
            services.pointer, *_addresses(legs), address_of(lags_ns), len(lags_ns), resamples,
            seed, c.byref(answer), address_of(statistic), address_of(pointwise),
        )  # fmt: skip
    finish(services, "hayashi_yoshida_test", status)
    return _test(answer, lags_ns.view("timedelta64[ns]"), statistic, pointwise, _timedelta)


def hayashi_yoshida_interval(
    tx: Any,
    x: Any,
    ty: Any,
    y: Any,
    lags: Any,
    resamples: int = 999,
    confidence: float = 0.95,
    seed: int = 1,
    *,
    progress: Progress | None = None,
) -> LagInterval:
    """lead_lag_interval on native clocks; low and high are timedelta64."""
    legs, lags_ns = _legs(tx, x, ty, y), _lags(lags)
    interval = ffi.rot_lag_interval(struct_size=c.sizeof(ffi.rot_lag_interval))
    with Services(progress) as services:
        status = entry("hayashi_yoshida_interval")(
            services.pointer, *_addresses(legs), address_of(lags_ns), len(lags_ns), resamples,
            confidence, seed, c.byref(interval),
        )  # fmt: skip
    finish(services, "hayashi_yoshida_interval", status)
    low, high = _timedelta(interval.low), _timedelta(interval.high)
    return LagInterval(low, high, int(interval.block_length))


Leg = tuple[Integers, Floats]


def _legs(tx: Any, x: Any, ty: Any, y: Any) -> tuple[Leg, Leg]:
    legs = ((stamps(tx, "tx")[0], floats(x, "x")), (stamps(ty, "ty")[0], floats(y, "y")))
    for name, (times, values) in zip("xy", legs):
        if len(times) != len(values):
            raise InputError(f"t{name} has {len(times)} stamps for {len(values)} values of {name}.")
    return legs


def _addresses(legs: tuple[Leg, Leg]) -> list[int]:
    return [part for t, v in legs for part in (address_of(t), address_of(v), len(v))]


def _lags(lags: Any) -> Integers:
    """Lags in ns: whole numbers, timedelta64, or texts such as '1h'."""
    array = np.asarray(lags)
    if array.ndim == 0:
        array = array.reshape(1)
    if array.dtype.kind == "m":
        array = array.astype("timedelta64[ns]").astype(INTEGER)
    elif array.dtype.kind not in "iu":
        array = np.array([span_ns(lag, "lags") for lag in array.tolist()], INTEGER)
    return laid_out(array, INTEGER)


def _timedelta(value: Any) -> Any:
    return np.timedelta64("NaT" if value != value else round(value), "ns")


def _test(answer: Any, lags: Any, statistic: Floats, pointwise: Floats, lag: Any) -> LeadLagTest:
    return LeadLagTest(
        answer.p_value, answer.p_lead, answer.p_follow, lag(answer.best_lag),
        lag(answer.best_lead), answer.best_statistic, int(answer.n), int(answer.order_x),
        int(answer.order_y), lags, statistic, pointwise,
    )  # fmt: skip
