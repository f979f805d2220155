"""Series and tables of a result, as arrays over its memory."""

from __future__ import annotations

import ctypes as c
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _ffi as ffi
from ._arrow_out import Exporter
from ._description import Output
from ._errors import NotFoundError, check
from ._frames import Frame
from ._memory import FLOAT, INTEGER, TIME, Floats, borrowed, buffer_type, buffers
from ._series import as_array

if TYPE_CHECKING:
    import pandas
    import polars

    from ._result import Result

_RECORD = c.sizeof(ffi.rot_series)
_byref = c.byref
_frombuffer = np.frombuffer


class ResultSeries(Exporter):
    """One series output: array-like, without a copy, with its stamps in `.time`."""

    __slots__ = ("_record", "_result", "name", "values")

    values: Floats

    def __init__(self, result: Result, name: str, position: c.c_uint32) -> None:
        record = ffi.rot_series(_RECORD)
        origin = result._origin
        status = origin.series_at(result._pointer, position, _byref(record))
        if status:
            check(origin.library, status)
        self.name = name
        count = record.count
        if count:  # `borrowed`, written out: half the time of a prepared call is spent here
            size = count * 8
            buffer = (buffers.get(size) or buffer_type(size)).from_address(record.values)
            buffer.owner = result
            self.values = values = _frombuffer(buffer, FLOAT)
            values.setflags(write=False)
        else:
            self.values = np.empty(0)
        self._record = record
        self._result = result

    @property
    def time(self) -> npt.NDArray[np.datetime64]:
        """The stamps, UTC; a session date is its 00:00. O(1)."""
        return borrowed(self._record.time_ns, self._record.count, TIME, self._result)

    @property
    def unit(self) -> str | None:
        """The unit the descriptor names."""
        return self._output.unit

    @property
    def labels(self) -> npt.NDArray[np.object_]:
        """The categories of a series of choices, by row; None where missing."""
        return labelled(self.values, self._output.choices)

    @property
    def _output(self) -> Output:
        return self._result._what.outputs[self.name]

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, key: Any) -> Any:
        return self.values[key]

    def __iter__(self) -> Iterator[float]:
        return iter(self.values.tolist())

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return as_array(self.values, dtype, copy)

    def __repr__(self) -> str:
        return f"<rothost.ResultSeries {self.name}: {len(self)} rows>"

    def _frame(self) -> Frame:
        are_dates = bool(self._record.flags & ffi.ROT_SERIES_DATES)
        times = self.time.view(INTEGER)
        return Frame(times, are_dates, {self.name: self.values}, self, self.name)

    def to_pandas(self) -> pandas.Series:
        """A pandas Series, indexed by time."""
        import pandas

        values = self.labels if self._output.choices else self.values
        index = pandas.DatetimeIndex(self.time, name="time")
        return pandas.Series(values, index=index, name=self.name)

    def to_polars(self) -> polars.DataFrame:
        """A DataFrame of `time` and the values."""
        import polars

        values = self.labels if self._output.choices else self.values
        return polars.DataFrame({"time": self.time, self.name: values})

    def _export(self, schema: Any, array: Any) -> None:
        self._result._export_output(self.name, schema, array)


class Table(Exporter, Mapping[str, npt.NDArray[Any]]):
    """One table: a mapping of column name to array.

    Reals, integers, times and durations are read-only views (NaT = missing; a missing integer is
    `rothost.MISSING`); booleans, choices and texts are arrays of bool or str, None = missing.
    """

    def __init__(self, result: Result, output: Output) -> None:
        self._result = result
        self._output = output
        self.name = output.name
        rows, columns = c.c_int64(), c.c_uint32()
        library = result._library
        name = output.name.encode()
        check(
            library,
            library.rot_get_table_shape(result._pointer, name, c.byref(rows), c.byref(columns)),
        )
        self.row_count = rows.value
        self._columns: dict[str, Any] = {}
        for index in range(columns.value):
            record = ffi.rot_table_column(struct_size=c.sizeof(ffi.rot_table_column))
            check(
                library,
                library.rot_get_table_column(result._pointer, name, index, c.byref(record)),
            )
            self._columns[record.name.decode()] = record

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        if name not in self._columns:
            raise NotFoundError(
                f"Table {self.name} has no column `{name}`; it has {', '.join(self._columns)}."
            )
        record = self._columns[name]
        if record.type == ffi.ROT_TEXT:
            texts = borrowed(record.data, record.count, np.uintp, self._result)
            return _objects([c.string_at(int(at)).decode() if at else None for at in texts])
        if record.type == ffi.ROT_REAL:
            return borrowed(record.data, record.count, FLOAT, self._result)
        dtype = {
            ffi.ROT_TIME: TIME, ffi.ROT_DATE: TIME, ffi.ROT_DURATION: np.dtype("timedelta64[ns]")
        }.get(record.type, INTEGER)  # fmt: skip
        whole = borrowed(record.data, record.count, dtype, self._result)
        if record.type == ffi.ROT_BOOLEAN:
            return _booleans(whole)
        if record.type == ffi.ROT_CHOICE:
            return labelled(whole, self._output.column_choices.get(name, ()))
        return whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"<rothost.Table {self.name}: {self.row_count} rows of {', '.join(self)}>"

    def _nullable(self) -> dict[str, npt.NDArray[Any]]:
        """Columns for data frames: an integer that is missing becomes None."""
        columns: dict[str, npt.NDArray[Any]] = {}
        for name in self:
            column = self[name]
            if column.dtype == INTEGER and (column == ffi.ROT_MISSING).any():
                column = _objects([None if v == ffi.ROT_MISSING else v for v in column.tolist()])
            columns[name] = column
        return columns

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame of all columns."""
        import pandas

        dtypes = {ffi.ROT_BOOLEAN: "boolean", ffi.ROT_INTEGER: "Int64"}
        columns: dict[str, Any] = {}
        for name, values in self._nullable().items():
            dtype = dtypes.get(self._columns[name].type) if values.dtype == object else None
            columns[name] = values if dtype is None else pandas.array(values.tolist(), dtype)
        return pandas.DataFrame(columns)

    def to_polars(self) -> polars.DataFrame:
        """A DataFrame of all columns."""
        import polars

        lists = {n: v.tolist() if v.dtype == object else v for n, v in self._nullable().items()}
        return polars.DataFrame(lists)

    def _export(self, schema: Any, array: Any) -> None:
        self._result._export_output(self.name, schema, array)


def labelled(codes: npt.NDArray[Any], choices: tuple[str, ...]) -> npt.NDArray[np.object_]:
    """Names for codes; None for what is missing."""
    known = [code if 0 <= code < len(choices) else -1 for code in codes.tolist()]
    return _objects([choices[int(code)] if code >= 0 else None for code in known])


def _booleans(whole: npt.NDArray[Any]) -> npt.NDArray[Any]:
    missing = whole == ffi.ROT_MISSING
    if not missing.any():
        return whole.astype(bool)
    return _objects([None if gone else bool(v) for v, gone in zip(whole.tolist(), missing)])


def _objects(values: list[Any]) -> npt.NDArray[np.object_]:
    array = np.empty(len(values), object)
    array[:] = values
    return array
