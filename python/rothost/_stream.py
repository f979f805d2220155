"""One row at a time: update, peek, push and advance, snapshot."""

from __future__ import annotations

import collections
import ctypes as c
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._description import Description
from ._errors import ArgumentError, ClosedError, NotFoundError, check
from ._handles import Engine, Handle, Unique
from ._memory import FLOAT, TIME, borrowed, encoded, take_json
from ._request import Request
from ._result import Origin, Result
from ._times import instant_ns


class Stream(Unique):
    """An open indicator: cached rows are its warm-up, new ones are given here.

    `with host.stream("beta", target="BTC_USD", factor="QQQ") as s: row = s.update(t, [1.0, 2.0])`.
    A row is a named tuple of the series outputs, NaN where there is nothing to say yet.
    """

    _instead = "share it, or open another with host.stream()"

    def __init__(self, engine: Engine, description: Description, request: Request) -> None:
        library = engine.library
        handle = Handle()
        handle.engine, handle.kept, handle.destroy = engine, request, library.rot_close_stream
        check(library, library.rot_open_stream(engine, c.byref(request.struct), c.byref(handle)))
        self._handle = handle
        self._engine = engine
        self._library = library
        self._description = description
        self._lock = threading.Lock()
        shape = take_json(library, library.rot_describe_stream, handle)
        self.inputs = tuple(_names(shape["inputs"], "role"))
        self.outputs = tuple(_names(shape["outputs" if "outputs" in shape else "series"], "name"))
        self._row = (c.c_double * len(self.inputs))()
        self._answer = (c.c_double * len(self.outputs))()
        row: Any = collections.namedtuple("Row", self.outputs, rename=True)  # type: ignore[misc]
        self._make = row._make

    def _pointer(self) -> Handle:
        if not self._handle:
            raise ClosedError("The stream was closed; open another.")
        return self._handle

    def update(self, time: Any, row: Sequence[float] | float) -> Any:
        """One finished row of all inputs at one time, as levels, in the order of `inputs`."""
        return self._step(self._library.rot_update_stream, time, row)

    def peek(self, time: Any, row: Sequence[float] | float) -> Any:
        """The same for a bar that is not finished: answers, changes nothing."""
        return self._step(self._library.rot_peek_stream, time, row)

    def _step(self, function: Any, time: Any, row: Any) -> Any:
        at = time if type(time) is int else instant_ns(time, "time")
        values: Any = (row,) if isinstance(row, (int, float)) else row
        with self._lock:
            pointer = self._pointer()
            if len(values) != len(self._row):
                raise ArgumentError(
                    f"The row has {len(values)} values for {len(self._row)} inputs "
                    f"({', '.join(self.inputs)})."
                )
            self._row[:] = values
            status = function(pointer, at, self._row, len(values), self._answer)
            if status:
                check(self._library, status)
            return self._make(self._answer)

    def push(self, source: int | str, time: Any, value: float) -> None:
        """One value of one input, by role or position; inputs may arrive in any order."""
        index = source if isinstance(source, int) else self._index(self.inputs, source)
        at = instant_ns(time, "time")
        with self._lock:
            pointer = self._pointer()
            if not 0 <= index < len(self.inputs):
                raise NotFoundError(f"There is no input {index}; there are {len(self.inputs)}.")
            check(self._library, self._library.rot_push_stream(pointer, index, at, value))

    def advance(self, time: Any) -> int:
        """Completes the rows up to `time` from what was pushed; answers how many there were."""
        at, count = instant_ns(time, "time"), c.c_int64()
        with self._lock:
            pointer = self._pointer()
            check(self._library, self._library.rot_advance_stream(pointer, at, c.byref(count)))
        return count.value

    def rows(self) -> dict[str, Any]:
        """`time` and every series output of the rows of the last advance, as copies."""
        found: dict[str, Any] = {}
        with self._lock:
            pointer = self._pointer()
            for index, name in enumerate(self.outputs):
                record = ffi.rot_series(struct_size=c.sizeof(ffi.rot_series))
                check(
                    self._library,
                    self._library.rot_get_stream_rows(pointer, index, c.byref(record)),
                )
                if index == 0:
                    found["time"] = borrowed(record.time_ns, record.count, TIME, None).copy()
                found[name] = borrowed(record.values, record.count, FLOAT, None).copy()
        return found or {"time": np.empty(0, TIME)}

    def snapshot(self) -> Result:
        """Scalars and tables as of now."""
        slot = c.c_void_p()
        with self._lock:
            pointer = self._pointer()
            check(self._library, self._library.rot_snapshot_stream(pointer, c.byref(slot)))
        return Result(Origin(self._engine, self._description), slot)

    @staticmethod
    def _index(names: tuple[str, ...], name: str) -> int:
        encoded(name, "an input's role")
        if names.count(name) != 1:
            raise NotFoundError(
                f"`{name}` names {names.count(name)} inputs of {', '.join(names)}; give a position."
            )
        return names.index(name)

    def close(self) -> None:
        """Ends the stream; later calls raise ClosedError."""
        with self._lock:
            self._handle.close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = ", ".join(self.inputs) if self._handle else "closed"
        return f"<rothost.Stream {self._description.id}: {state}>"


def _names(items: Any, key: str) -> list[str]:
    return [item[key] if isinstance(item, dict) else item for item in items]
