"""The cache of a host, as a mapping of series names to series."""

from __future__ import annotations

import ctypes as c
import os
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from . import _ffi as ffi
from ._errors import ClosedError, ParameterError, check
from ._frames import frame_of
from ._handles import Engine
from ._memory import address_of, encoded, take_json
from ._result import Result
from ._series import Series
from ._times import span_ns

MODES = {"replace": 0, "append": 1, "range": 2}
CALENDARS = {None: 0, "every_day": ffi.ROT_SERIES_EVERY_DAY, "weekdays": ffi.ROT_SERIES_WEEKDAYS}


class Cache(MutableMapping[str, Any]):
    """`cache["IWM"] = frame` stores, `cache["IWM"]` views in place, `del cache["IWM"]` removes."""

    _open: Engine | None = None

    @property
    def _engine(self) -> Engine:
        if self._open is None:
            raise ClosedError("The host was closed; open another with rothost.open().")
        return self._open

    def _json(self, name: str, *arguments: Any) -> Any:
        engine = self._engine
        return take_json(engine.library, getattr(engine.library, name), engine, *arguments)

    def __getitem__(self, name: str) -> Series:
        return Series(self._open or self._engine, name)

    def __setitem__(self, name: str, data: Any) -> None:
        self.put(name, data)

    def __delitem__(self, name: str) -> None:
        engine = self._engine
        text = encoded(name, "a series' name")
        check(engine.library, engine.library.rot_remove_series(engine, text))

    def __iter__(self) -> Iterator[str]:
        found = self._json("rot_list_series")
        return iter([item["name"] if isinstance(item, dict) else item for item in found])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in list(self)

    def put(
        self,
        name: str,
        data: Any,
        *,
        mode: str = "replace",
        calendar: str | None = None,
        units: Mapping[str, str] | None = None,
        source: str | None = None,
        close: Any = None,
        revised: bool = False,
        dates: bool | None = None,
    ) -> None:
        """Stores a pandas, polars or Arrow frame, a (times, values) pair, or a dict of columns.

        `mode` is replace, append (rows after the last) or range (what lies between the first and
        last given stamp); `calendar` every_day or weekdays; `close` the session's close after
        00:00 UTC of its date, as '21h'; `dates` overrides whether stamps are session dates.
        int64 stamps and float64 columns are read where they lie.
        """
        frame = frame_of(data)
        if mode not in MODES:
            raise ParameterError(f"mode is {mode!r}; use one of {', '.join(MODES)}.")
        if calendar not in CALENDARS:
            raise ParameterError(f"calendar is {calendar!r}; use 'every_day' or 'weekdays'.")
        columns = [
            ffi.rot_column(
                struct_size=c.sizeof(ffi.rot_column), name=encoded(label, "a column's name"),
                unit=encoded(units[label], "a unit") if units and label in units else None,
                values=address_of(values),
            )
            for label, values in frame.columns.items()
        ]  # fmt: skip
        pointers = (c.c_void_p * len(columns))(*(c.addressof(column) for column in columns))
        are_dates = frame.are_dates if dates is None else dates
        record = ffi.rot_series_data(
            struct_size=c.sizeof(ffi.rot_series_data),
            flags=(ffi.ROT_SERIES_DATES if are_dates else 0) | CALENDARS[calendar]
            | (ffi.ROT_SERIES_REVISED if revised else 0),
            count=len(frame.times), time_ns=address_of(frame.times),
            columns=c.cast(pointers, c.c_void_p), column_count=len(columns),
            default_column=frame.default_column,
            source=None if source is None else encoded(source, "source"),
            close_offset_ns=ffi.ROT_MISSING if close is None else span_ns(close, "close"),
        )  # fmt: skip
        engine = self._engine
        text = encoded(name, "a series' name")
        check(
            engine.library,
            engine.library.rot_put_series(engine, text, c.byref(record), MODES[mode]),
        )

    def append(self, name: str, data: Any) -> None:
        """Adds rows after the last one."""
        self.put(name, data, mode="append")

    def import_file(
        self,
        path: str | os.PathLike[str],
        *,
        name: str | None = None,
        layout: str = "auto",
        on_duplicate: str | None = None,
    ) -> dict[str, Any]:
        """Imports a CSV file of any known layout; answers a report of what was read."""
        options = ffi.rot_import_options(
            struct_size=c.sizeof(ffi.rot_import_options),
            mode=ffi.ROT_PUT_REPLACE,
            name=None if name is None else encoded(name, "a series' name"),
            layout=encoded(layout, "layout"),
            on_duplicate=None if on_duplicate is None else encoded(on_duplicate, "on_duplicate"),
        )
        report: dict[str, Any] = self._json("rot_import_file", os.fsencode(path), c.byref(options))
        return report

    def series_info(self, name: str) -> dict[str, Any]:
        """Columns, units, source, calendar, rows and range of one series."""
        found: dict[str, Any] = self._json("rot_describe_series", encoded(name, "a series' name"))
        return found

    def verify(self) -> dict[str, Any]:
        """Checks every series of the cache against its checksums."""
        found: dict[str, Any] = self._json("rot_verify_cache")
        return found

    def save(self, result: Result, output: str, name: str) -> None:
        """Writes a series output back into the cache, so that evaluations chain."""
        engine = self._engine
        texts = encoded(output, "an output's name"), encoded(name, "a series' name")
        check(
            engine.library,
            engine.library.rot_save_result_series(engine, result._pointer, *texts),
        )
