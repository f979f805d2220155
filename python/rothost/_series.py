"""A series of the cache, seen in place."""

from __future__ import annotations

import ctypes as c
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _ffi as ffi
from ._arrow_out import Exporter
from ._errors import check
from ._frames import Frame
from ._handles import Engine, Unique, View
from ._memory import FLOAT, INTEGER, TIME, Floats, borrowed, encoded, take_json

if TYPE_CHECKING:
    import pandas
    import polars

_RECORD_SIZE = c.sizeof(ffi.rot_series)


class Series(Exporter, Unique):
    """A snapshot of one cached series: read-only arrays straight over the cache's memory map.

    It behaves as an array of its default column; `series["high"]` is another column. Writers do
    not change it: ask the host again for what they wrote. The snapshot is held, and its pages of
    the cache with it, until the object and every array from it are gone.
    """

    _instead = "share it, or take out what you need by to_dict(), to_pandas() or to_arrow()"

    def __init__(self, engine: Engine, name: str) -> None:
        text = encoded(name, "a series' name")
        view = View()
        view.engine, view.library = engine, engine.library
        status = view.library.rot_open_view(engine, text, c.byref(view))
        if status:
            check(view.library, status)
        self._view = view
        self.name = name

    def _column(self, name: str | None) -> Any:
        record = ffi.rot_series(struct_size=_RECORD_SIZE)
        text = None if name is None else encoded(name, "a column's name")
        view = self._view
        status = view.library.rot_get_view(view, text, c.byref(record))
        if status:
            check(view.library, status)
        return record

    @cached_property
    def _first(self) -> Any:
        return self._column(None)

    @property
    def flags(self) -> int:
        """ROT_SERIES_* of the C header."""
        return int(self._first.flags)

    @property
    def unit(self) -> str | None:
        """The default column's."""
        return self._first.unit.decode() if self._first.unit else None

    @property
    def default_column(self) -> str:
        """The column that the series stands for where none is named."""
        return self._first.column.decode() if self._first.column else ""

    @cached_property
    def info(self) -> dict[str, Any]:
        """Columns, units, source, calendar, rows and range, as they are in this snapshot."""
        library = self._view.library
        found: dict[str, Any] = take_json(library, library.rot_describe_view, self._view)
        return found

    @cached_property
    def values(self) -> Floats:
        """The default column; NaN = missing. O(1)."""
        return borrowed(self._first.values, self._first.count, FLOAT, self._view)

    @cached_property
    def time(self) -> npt.NDArray[np.datetime64]:
        """The stamps, UTC; a session date is its 00:00. O(1)."""
        return borrowed(self._first.time_ns, self._first.count, TIME, self._view)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns, in stored order."""
        return tuple(
            column["name"] if isinstance(column, dict) else column
            for column in self.info["columns"]
        )

    @property
    def are_dates(self) -> bool:
        """Whether stamps are session dates rather than instants."""
        return bool(self.flags & ffi.ROT_SERIES_DATES)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            record = self._column(key)
            return borrowed(record.values, record.count, FLOAT, self._view)
        return self.values[key]

    def __len__(self) -> int:
        return int(self._first.count)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return as_array(self.values, dtype, copy)

    def __repr__(self) -> str:
        span = f", {self.time[0]} to {self.time[-1]}" if len(self) else ""
        return f"<rothost.Series {self.name}: {len(self)} rows of {', '.join(self.columns)}{span}>"

    def to_dict(self) -> dict[str, npt.NDArray[Any]]:
        """`time` and every column, without copies."""
        return {"time": self.time, **{name: self[name] for name in self.columns}}

    def _frame(self) -> Frame:
        columns = {name: self[name] for name in self.columns}
        times = self.time.view(INTEGER)
        return Frame(times, self.are_dates, columns, self, self.default_column)

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame of all columns, indexed by time."""
        import pandas

        frame = self.to_dict()
        index = pandas.DatetimeIndex(frame.pop("time"), name="time")
        return pandas.DataFrame(frame, index=index)

    def to_polars(self) -> polars.DataFrame:
        """A DataFrame of `time` and all columns."""
        import polars

        return polars.DataFrame(self.to_dict())

    def _export(self, schema: Any, array: Any) -> None:
        library = self._view.library
        check(library, library.rot_export_view_arrow(self._view, schema, array))


def as_array(values: npt.NDArray[Any], dtype: Any, copy: bool | None) -> npt.NDArray[Any]:
    """What __array__ answers, by numpy 2's meaning of `copy`."""
    if dtype is not None and np.dtype(dtype) != values.dtype:
        if copy is False:
            raise ValueError(f"{values.dtype} as {np.dtype(dtype)} needs a copy.")
        return values.astype(dtype)
    return values.copy() if copy else values
