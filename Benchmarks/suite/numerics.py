"""What the cases of the statistics share: data, checks before timing, one thread's own time."""

from __future__ import annotations

import time
from typing import Callable

import numpy as np

from .measure import Row, alternate, inside

ROWS = 1_000_000
ROUNDS = 9


def pair(rows: int = ROWS) -> tuple[np.ndarray, np.ndarray]:
    """Two correlated legs of noise."""
    generator = np.random.default_rng(11)
    x = generator.normal(size=rows)
    return x, 0.5 * x + generator.normal(size=rows)


def prices(rows: int = ROWS) -> np.ndarray:
    return 100 * np.exp(np.cumsum(np.random.default_rng(12).normal(0, 1e-3, rows)))


def agree(ours: np.ndarray, theirs: np.ndarray, tolerance: float, skip: int = 0) -> None:
    """Stops the benchmark unless both sides computed the same thing; NaN only where the other has it."""
    a, b = np.asarray(ours)[skip:], np.asarray(theirs)[skip:]
    np.testing.assert_allclose(a, b, rtol=0, atol=tolerance, equal_nan=True)


def versus(work: str, peer: str, ours: Callable[[], object], theirs: Callable[[], object], target: str,
           note: str = "", repeat: tuple[int, int] = (3, 3), rounds: int = ROUNDS, warm: bool = True) -> Row:
    """One thread against one thread: each one's processor time, which others' work does not lengthen."""
    clock = time.thread_time
    a, b = alternate(lambda: inside(ours, repeat[0], clock), lambda: inside(theirs, repeat[1], clock),
                     rounds, warm)
    return Row(work, peer, a, b, target, note)
