"""What a user calls a time series - pandas, polars, Arrow, numpy, dict - as stamps and columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from . import _arrow_in as arrow
from ._errors import InputError
from ._memory import Floats, Integers, floats
from ._times import stamps

TIME_NAMES = ("time", "date", "datetime", "timestamp", "time_ns")
DEFAULT_NAMES = ("close", "value", "price")


class Frame(NamedTuple):
    """One time axis, its columns, and what must stay alive while they are read."""

    times: Integers
    are_dates: bool
    columns: dict[str, Floats]
    owner: Any = None
    default: str | None = None

    @property
    def default_column(self) -> int:
        """The one named by `default`; else `close`, `value`, `price`, or the first."""
        names = list(self.columns)
        if self.default is not None:
            return names.index(self.default)
        return next((names.index(name) for name in DEFAULT_NAMES if name in names), 0)


def frame_of(data: Any) -> Frame:
    """Reads any supported container; copies only what is not int64 ns and float64 already.

    Stamps come from the index, or from a column called time, date, datetime or timestamp. Stamps
    that are all midnights become session dates. Column names are lower-cased. Raises InputError.
    """
    if isinstance(data, Frame):
        return data
    if hasattr(data, "_frame"):
        own: Frame = data._frame()
        return own
    if hasattr(data, "iloc") and hasattr(data, "index"):
        return _from_pandas(data)
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        times, columns, owner = arrow.read(data)
        return _from_columns({**times, **columns}, owner)
    if isinstance(data, Mapping):
        return _from_columns(data)
    if isinstance(data, tuple) and len(data) == 2:
        times, values = data
        named = values if isinstance(values, Mapping) else {"value": values}
        return _checked(*stamps(times, "times"), named)
    raise InputError(
        f"{type(data).__name__} is not a time series; give a pandas, polars or Arrow frame, a "
        "(times, values) pair, or a dict with 'time' and columns."
    )


def column_name(label: Any) -> str:
    """`Adj Close` is `adj_close`."""
    return re.sub(r"[\s/]+", "_", str(label).strip()).lower()


def _from_pandas(data: Any) -> Frame:
    if not hasattr(data, "columns"):
        label = column_name(data.name) if data.name is not None else "value"
        label = label if label in DEFAULT_NAMES else "value"
        return _checked(*_index(data.index), {label: data})
    labels = list(data.columns)
    if getattr(data.columns, "nlevels", 1) > 1:  # yfinance: (Close, IWM), one ticker
        labels = [label[0] for label in labels]
        if len(set(labels)) < len(labels):
            raise InputError("The columns are of several tickers; put one ticker at a time.")
    columns = {label: data.iloc[:, position] for position, label in enumerate(labels)}
    if _is_time_index(data.index):
        return _checked(*_index(data.index), columns)
    return _from_columns(columns)


def _is_time_index(index: Any) -> bool:
    if hasattr(index, "to_timestamp") or getattr(index.dtype, "kind", "") == "M":
        return True
    return getattr(index.dtype, "kind", "") == "O" and len(index) > 0


def _index(index: Any) -> tuple[Integers, bool]:
    index = index.to_timestamp() if hasattr(index, "to_timestamp") else index
    if not _is_time_index(index):
        raise InputError("The index holds no dates; set it to the stamps of the rows.")
    return stamps(index, "the index")


def _from_columns(data: Mapping[Any, Any], owner: Any = None) -> Frame:
    key = next((key for key in data if column_name(key) in TIME_NAMES), None)
    if key is None:
        raise InputError(
            f"No column of {', '.join(map(str, data)) or '(none)'} is called time, date, datetime "
            "or timestamp; name the stamps one of these."
        )
    columns = {label: column for label, column in data.items() if label != key}
    return _checked(*stamps(data[key], f"column {key!r}"), columns, owner)


def _checked(
    times: Integers, are_dates: bool, columns: Mapping[Any, Any], owner: Any = None
) -> Frame:
    """Names lower-cased and unique, lengths equal."""
    named: dict[str, Floats] = {}
    for label, column in columns.items():
        name = column_name(label)
        if name in named:
            raise InputError(f"Two columns are called {name!r}; rename one.")
        named[name] = floats(column, f"column {name!r}")
        if len(named[name]) != len(times):
            raise InputError(
                f"Column {name!r} has {len(named[name])} rows, the stamps {len(times)}; they "
                "must be equally long."
            )
    if not named:
        raise InputError("There are stamps but no columns; give at least one.")
    return Frame(times, are_dates, named, owner)
