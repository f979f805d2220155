"""Cost per point from 1e5 to 1e8 points: flat, so that no size meets a wall."""

from __future__ import annotations

import time

import numpy as np

from .measure import Row, inside
from .numerics import ROUNDS

SMALL, LARGE = 100_000, 100_000_000


def cost_per_point() -> list[Row]:
    """Table entries called straight, with an output that exists: what numpy's fresh pages cost is not ours."""
    from rothost._memory import address_of
    from rothost.stats._table import call

    generator = np.random.default_rng(15)
    x = generator.standard_normal(LARGE)
    y = generator.standard_normal(LARGE)
    out = np.full(LARGE, 1.0)  # touched once, so that no pages are made under the clock

    def correlation(count: int) -> None:
        call("rolling_correlation", address_of(x), address_of(y), count, 60, 0, address_of(out))

    def mean(count: int) -> None:
        call("rolling_mean", address_of(x), count, 20, 0, address_of(out))

    def exponential(count: int) -> None:
        call("exponential_mean", address_of(x), count, 20.0, address_of(out))

    def quantile(count: int) -> None:
        call("rolling_quantile", address_of(x), count, 252, 0, 0.5, address_of(out))

    rows = []
    for name, function in (("rolling correlation 60", correlation), ("SMA 20", mean), ("EMA 20", exponential),
                           ("rolling quantile 252", quantile)):
        costs = {}
        for count in (SMALL, 1_000_000, 10_000_000, LARGE):
            rounds = ROUNDS if count < LARGE else 3
            repeat = max(1, 1_000_000 // count)
            samples = [inside(lambda: function(count), repeat, time.thread_time) / count for _ in range(rounds)]
            costs[count] = float(np.median(samples))
        spread = max(costs.values()) / min(costs.values())
        steps = ", ".join(f"{cost * 1e9:.2f}" for cost in costs.values())
        rows.append(Row(f"{name}, a point of 1e8", "itself, a point of 1e5", costs[LARGE], costs[SMALL],
                        "within 1.5×", f"ns at 1e5, 1e6, 1e7, 1e8: {steps}; spread {spread:.2f}"))
    return rows
