"""Distributions, adjusted p-values and the rows of block resamples."""

from __future__ import annotations

import ctypes as c
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .. import _ffi as ffi
from .._errors import ParameterError
from .._memory import FLOAT, INTEGER, Floats, Integers, address_of, floats
from .._settings import named
from ._table import call, entry, not_negative

SCHEMES = {"stationary": ffi.ROT_BLOCKS_STATIONARY, "circular": ffi.ROT_BLOCKS_CIRCULAR}


class Distribution(NamedTuple):
    """A distribution by its code in statistics.h and its parameters: see `normal`, `student`, ...

    Each method takes a number or an array of any shape and gives the like; NaN gives NaN. One
    call per number, without the interpreter lock.
    """

    code: int
    a: float = 0.0
    b: float = 0.0

    def cdf(self, x: Any) -> Any:
        """P(X <= x)."""
        return self._ask(ffi.ROT_CUMULATIVE, x)

    def sf(self, x: Any) -> Any:
        """P(X > x), accurate in the far tail."""
        return self._ask(ffi.ROT_SURVIVAL, x)

    def quantile(self, share: Any) -> Any:
        """The least value whose cumulative chance reaches `share`."""
        return self._ask(ffi.ROT_QUANTILE, share)

    def _ask(self, question: int, x: Any) -> Any:
        points = np.asarray(x, dtype=FLOAT)
        answers, out = np.empty(points.shape), c.c_double()
        function, place = entry("distribution"), c.byref(out)
        for index, point in np.ndenumerate(points):
            status = function(self.code, question, point, self.a, self.b, place)
            if status:
                # Raises, with the words that go with the status.
                call("distribution", self.code, question, point, self.a, self.b, place)
            answers[index] = out.value
        return answers if points.ndim else float(answers)


def normal() -> Distribution:
    """Mean 0, variance 1, as scipy.stats.norm."""
    return Distribution(ffi.ROT_NORMAL)


def student(degrees: float) -> Distribution:
    """As scipy.stats.t."""
    return Distribution(ffi.ROT_STUDENT, _positive(degrees, "degrees"))


def fisher(numerator: float, denominator: float) -> Distribution:
    """F with these degrees of freedom, as scipy.stats.f."""
    return Distribution(
        ffi.ROT_FISHER, _positive(numerator, "numerator"), _positive(denominator, "denominator")
    )


def chi_squared(degrees: float) -> Distribution:
    """As scipy.stats.chi2."""
    return Distribution(ffi.ROT_CHI_SQUARED, _positive(degrees, "degrees"))


def binomial(trials: int, chance: float) -> Distribution:
    """Successes of so many trials, as scipy.stats.binom; its quantile is NaN outside 0 ... 1."""
    if not 0 <= chance <= 1:
        raise ParameterError(f"chance is {chance}; give 0 to 1.")
    return Distribution(ffi.ROT_BINOMIAL, float(not_negative(trials, "trials")), float(chance))


def holm(p: Any) -> Floats:
    """Step-down adjusted p-values: the chance of any false rejection stays below the level.

    NaN was not tested and is not counted. O(n log n).
    """
    return _adjusted("holm", p)


def benjamini_hochberg(p: Any) -> Floats:
    """Adjusted p-values that bound the expected share of false rejections. O(n log n)."""
    return _adjusted("benjamini_hochberg", p)


def bootstrap_rows(
    count: int, block_length: float, resample: int = 0, seed: int = 1, scheme: str = "stationary"
) -> Integers:
    """The rows that one resample of a series of `count` rows is made of. O(n).

    `stationary` blocks have geometric lengths with that mean (Politis & Romano 1994), `circular`
    ones exactly that length. Resample 7 is the same whether drawn first or last.
    """
    rows = np.empty(not_negative(count, "count"), INTEGER)
    call(
        "bootstrap_rows", named(SCHEMES, scheme, "scheme"), float(block_length), seed,
        not_negative(resample, "resample"), count, address_of(rows),
    )  # fmt: skip
    return rows


def block_bootstrap(
    x: Any,
    statistic: Callable[[Any], Any],
    block_length: float,
    resamples: int = 999,
    seed: int = 1,
    scheme: str = "stationary",
) -> Any:
    """`statistic` of each resample, stacked; x is resampled along its first axis.

    O(n) per resample beside what the statistic costs.
    """
    values = np.asarray(x)
    answers = [
        statistic(values[bootstrap_rows(len(values), block_length, number, seed, scheme)])
        for number in range(not_negative(resamples, "resamples"))
    ]
    return np.array(answers)


def _adjusted(name: str, p: Any) -> Floats:
    p = floats(p, "p")
    out = np.empty(len(p))
    call(name, address_of(p), len(p), address_of(out))
    return out


def _positive(value: float, what: str) -> float:
    if not value > 0:
        raise ParameterError(f"{what} is {value}; give more than 0.")
    return float(value)
