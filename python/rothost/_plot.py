"""Drawings of results, with matplotlib where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._errors import NotFoundError, UnsupportedError
from ._outputs import ResultSeries, Table

if TYPE_CHECKING:
    from ._result import Result


def plot(result: Result, name: str | None, ax: Any) -> Any:
    """Draws one output on `ax`, or on new axes, and returns the axes."""
    try:
        from matplotlib import pyplot
    except ImportError:
        raise UnsupportedError(
            "plot() needs matplotlib: pip install matplotlib. Without it, "
            "`rothost eval --plot=FILE.svg` draws the same."
        ) from None
    names = [*result.series, *result.tables]
    if not names:
        raise NotFoundError(f"{result.indicator} answers scalars only; there is nothing to draw.")
    chosen = names[0] if name is None else name
    output = result[chosen]
    if ax is None:
        ax = pyplot.figure().add_subplot()
    if isinstance(output, ResultSeries):
        ax.plot(output.time, output.values, linewidth=1)
        ax.set_ylabel(chosen if output.unit is None else f"{chosen} ({output.unit})")
    elif isinstance(output, Table):
        _plot_table(output, ax)
    else:
        raise NotFoundError(f"`{chosen}` is a scalar; plot one of {', '.join(names)}.")
    ax.set_title(f"{result.indicator}: {chosen}")
    return ax


def _plot_table(table: Table, ax: Any) -> None:
    """The first numeric column against the first real one after it, as stems for lags."""
    columns = {name: table[name] for name in table}
    drawn = [name for name, values in columns.items() if values.dtype.kind in "iufM"]
    if len(drawn) < 2:
        raise NotFoundError(f"Table {table.name} has no two columns of numbers to draw.")
    across, up = drawn[0], drawn[1]
    ax.vlines(columns[across], 0, np.nan_to_num(columns[up]), linewidth=1)
    ax.axhline(0, linewidth=0.5, color="black")
    ax.set_xlabel(across)
    ax.set_ylabel(up)
