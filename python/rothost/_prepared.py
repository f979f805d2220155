"""A request checked once and run many times: the fast way in and out."""

from __future__ import annotations

import ctypes as c
import threading
from typing import Any

import numpy as np

from ._description import Description
from ._errors import ArgumentError, ClosedError, Error, InputError, check, last_error
from ._handles import Engine, Handle, Unique
from ._memory import FLOAT, Integers, address_of, floats
from ._request import Request
from ._result import Origin, Result
from ._times import stamps

_from_buffer = c.c_char.from_buffer
_addressof = c.addressof
_byref = c.byref
_Pointer = c.c_void_p
_ndarray = np.ndarray
_CONTIGUOUS = (FLOAT.itemsize,)


class Prepared(Unique):
    """`run = host.prepare("drawdown", threshold=0.1)`, then `result = run(array)` per call.

    Arrays come in role order, equally long, on one clock; float64 arrays that are contiguous and
    aligned are read in place, others are copied first. What a call needs is built here, once, so
    that a call itself is two foreign calls. Any thread may call; calls wait for each other.
    """

    _instead = "share it, or prepare it again with host.prepare()"

    def __init__(self, engine: Engine, description: Description, request: Request) -> None:
        library = engine.library
        handle = Handle()
        handle.engine, handle.kept, handle.destroy = engine, request, library.rot_destroy_prepared
        check(library, library.rot_prepare(engine, c.byref(request.struct), c.byref(handle)))
        self._handle = handle
        self._description = description
        self.roles = tuple(request.deferred_roles)
        self._engine = engine
        self._count = len(self.roles)
        self._columns = (c.c_void_p * self._count)()
        self._rows = c.c_int64()
        self._lock = threading.Lock()
        self._run = library["rot_run"]  # given ctypes values only: nothing to convert per call
        self._run.restype = c.c_int32
        self._origin = Origin(engine, description)

    def __call__(self, *arrays: Any, time: Any = None) -> Result:
        """Evaluates on `arrays`; `time` are their stamps.

        Left out: row numbers as days, beyond 84,006 rows as seconds, of which a warning tells.
        """
        given = arrays
        for array in given:
            if (
                type(array) is not _ndarray
                or array.dtype is not FLOAT
                or array.strides != _CONTIGUOUS
                or not array.flags.aligned
            ):
                given = self._converted(arrays)
                break
        if len(given) != 1 or self._count != 1 or time is not None:
            times = self._checked(given, time)
            stamps_at = None if times is None else c.c_void_p(address_of(times))
        else:
            stamps_at = None
        rows = len(given[0]) if given else 0
        columns, index = self._columns, 0
        self._lock.acquire()
        try:
            for array in given:
                try:
                    columns[index] = _addressof(_from_buffer(array))
                except (TypeError, ValueError):  # read-only, or empty
                    columns[index] = address_of(array)
                index += 1
            slot = _Pointer()
            self._rows.value = rows
            status = self._run(self._handle, columns, stamps_at, self._rows, _byref(slot))
            if status:
                raise self._error(status)
            return Result(self._origin, slot)
        finally:
            self._lock.release()

    def _converted(self, arrays: tuple[Any, ...]) -> tuple[Any, ...]:
        """Each as contiguous, aligned float64."""
        names = [*self.roles, *(f"input {n}" for n in range(len(self.roles), len(arrays)))]
        return tuple(floats(a, f"input `{name}`") for a, name in zip(arrays, names))

    def _checked(self, arrays: tuple[Any, ...], time: Any) -> Integers | None:
        """The stamps, once all lengths agree."""
        if len(arrays) != self._count:
            raise ArgumentError(
                f"{self._description.id} was prepared for {self._count} inputs "
                f"({', '.join(self.roles)}); {len(arrays)} were given."
            )
        rows = {len(array) for array in arrays}
        if len(rows) > 1:
            counts = " and ".join(str(len(array)) for array in arrays)
            raise InputError(f"The inputs have {counts} rows; align them first.")
        times = None if time is None else stamps(time, "time")[0]
        if times is not None and {len(times)} != rows:
            raise InputError(f"{len(times)} stamps for {rows.pop()} rows; they must be as many.")
        return times

    def _error(self, status: int) -> Error:
        """Closed handles are NULL to the library, which refuses them."""
        if not self._handle:
            return ClosedError("The prepared request was closed; prepare it again.")
        return last_error(self._engine.library, status)

    def close(self) -> None:
        """Gives the handle back; results stay."""
        with self._lock:
            self._handle.close()

    def __enter__(self) -> Prepared:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = ", ".join(self.roles) if self._handle else "closed"
        return f"<rothost.Prepared {self._description.id}: {state}>"
