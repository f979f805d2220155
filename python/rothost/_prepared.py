"""A request checked once and run many times: the fast way in and out."""

from __future__ import annotations

import ctypes as c
import threading
from typing import Any

import numpy as np

from ._description import Description
from ._errors import ArgumentError, ClosedError, InputError, last_error
from ._handles import Engine, Handle
from ._memory import FLOAT, address_of, floats
from ._request import Request
from ._result import Result
from ._times import stamps

_from_buffer = c.c_char.from_buffer
_addressof = c.addressof
_ndarray = np.ndarray
_CONTIGUOUS = (FLOAT.itemsize,)


class Prepared:
    """`run = host.prepare("drawdown", threshold=0.1)`, then `result = run(array)` per call.

    Arrays come in role order, equally long, on one clock; float64 arrays that are contiguous are
    read in place, others are copied first. What a call needs is built here, once, so that a call
    itself is two foreign calls. Any thread may call; calls wait for each other.
    """

    def __init__(self, engine: Engine, description: Description, request: Request) -> None:
        library = engine.library
        slot = c.c_void_p()
        status = library.rot_prepare(engine.pointer, c.byref(request.struct), c.byref(slot))
        if status:
            raise last_error(library, status)
        self._handle = Handle(engine, slot.value, library.rot_destroy_prepared, request)
        self._description = description
        self.roles = tuple(request.deferred_roles)
        self._engine = engine
        self._count = len(self.roles)
        self._columns = (c.c_void_p * self._count)()
        self._slot = c.c_void_p()
        self._lock = threading.Lock()
        self._run = library.rot_run
        self._destroy = library.rot_destroy_result
        self._columns_at = _addressof(self._columns)
        self._slot_at = _addressof(self._slot)

    def __call__(self, *arrays: Any, time: Any = None) -> Result:
        """Evaluates on `arrays`; `time` are their stamps (left out: row numbers as days)."""
        if len(arrays) != self._count:
            raise ArgumentError(
                f"{self._description.id} was prepared for {self._count} inputs "
                f"({', '.join(self.roles)}); {len(arrays)} were given."
            )
        times = None if time is None else stamps(time, "time")[0]
        with self._lock:
            pointer = self._handle.pointer
            if pointer is None:
                raise ClosedError("The prepared request was closed; prepare it again.")
            kept = []
            rows = -1
            for index, array in enumerate(arrays):
                if (
                    type(array) is not _ndarray
                    or array.dtype is not FLOAT
                    or array.strides != _CONTIGUOUS
                ):
                    array = floats(array, f"input `{self.roles[index]}`")
                    kept.append(array)
                count = len(array)
                if count != rows and rows >= 0:
                    raise InputError(f"The inputs have {rows} and {count} rows; align them first.")
                rows = count
                try:
                    self._columns[index] = _addressof(_from_buffer(array))
                except (TypeError, ValueError):  # read-only, or empty
                    self._columns[index] = address_of(array)
            if times is not None and len(times) != rows:
                raise InputError(f"{len(times)} stamps for {rows} rows; they must be as many.")
            stamps_at = None if times is None else address_of(times)
            status = self._run(pointer, self._columns_at, stamps_at, rows, self._slot_at)
            if status:
                raise last_error(self._engine.library, status)
            return Result(self._engine, self._slot.value, self._description, self._destroy)

    def close(self) -> None:
        """Gives the handle back; results stay."""
        with self._lock:
            self._handle.close()

    def __enter__(self) -> Prepared:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._handle.pointer is None else ", ".join(self.roles)
        return f"<rothost.Prepared {self._description.id}: {state}>"
