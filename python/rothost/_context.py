"""What a Python indicator may ask of the call it runs in."""

from __future__ import annotations

import ctypes as c
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._declare import Input, Parameter
from ._errors import CancelledError, ClosedError
from ._memory import FLOAT, INTEGER, TIME, borrowed
from ._result import python_value


class Context:
    """One call: stamps, warm-up, seed, progress and warnings; over when the function returns."""

    def __init__(self, call: Any, inputs: Sequence[Input]) -> None:
        self._call: Any = call
        self._inputs = inputs
        self.seed = int(call.seed)
        frame = ffi.rot_frame.from_address(call.frame) if call.frame else None
        self.row_count = int(frame.row_count) if frame else 0
        self.warm_up_rows = int(frame.warm_up_rows) if frame else 0
        self.columns_address = frame.columns if frame else None
        self._roles: dict[str, list[int]] = {item.role: [] for item in inputs}
        roles = borrowed(call.input_roles, call.input_count, np.uint32, None)
        for position, role in enumerate(roles.tolist()):
            self._roles[inputs[role].role].append(position)
        series = borrowed(call.inputs, call.input_count, np.uintp, None).tolist()
        self._series = [ffi.rot_series.from_address(at) for at in series]
        self.time: Any = None
        if frame:
            self.time = borrowed(frame.time_ns, self.row_count, TIME, None).copy()

    def arrays(self) -> dict[str, Any]:
        """The inputs by role, as copies that may be kept: frame columns, or native values."""
        return {item.role: self._of_role(item, self._values) for item in self._inputs}

    def times(self) -> dict[str, Any]:
        """The inputs' own stamps by role: what a native alignment needs."""
        self._alive()
        return {item.role: self._of_role(item, self._times) for item in self._inputs}

    def _of_role(self, item: Input, read: Any) -> Any:
        found = [read(position) for position in self._roles[item.role]]
        if item.repeated:
            return found
        return found[0] if found else None

    def _values(self, position: int) -> Any:
        if self.columns_address is None:
            record = self._series[position]
            return borrowed(record.values, record.count, FLOAT, None).copy()
        size = c.sizeof(c.c_void_p)
        column = c.c_void_p.from_address(self.columns_address + position * size).value
        return borrowed(column, self.row_count, FLOAT, None).copy()

    def _times(self, position: int) -> Any:
        record = self._series[position]
        return borrowed(record.time_ns, record.count, TIME, None).copy()

    def _alive(self) -> Any:
        if self._call is None:
            raise ClosedError("The call is over; use its context only while the function runs.")
        return ffi.rot_host.from_address(self._call.host)

    def progress(self, fraction: float) -> None:
        """Tells how far the function is, 0 to 1; raises CancelledError where it shall stop."""
        host = self._alive()
        if host.progress(self._call.host, fraction):
            raise CancelledError("The evaluation was cancelled.")

    def is_cancelled(self) -> bool:
        """Whether the caller asked to stop."""
        host = self._alive()
        return bool(host.is_cancelled(self._call.host))

    def warn(self, message: str) -> None:
        """Adds a sentence to the result's warnings."""
        host = self._alive()
        host.warn(self._call.host, message.encode())

    def close(self) -> None:
        self._call = None
        self._series = []

    @staticmethod
    def values(declared: Mapping[str, Parameter], address: int | None) -> dict[str, Any]:
        """The parameters by name, as Python values."""
        found: dict[str, Any] = {}
        for index, (name, parameter) in enumerate(declared.items()):
            assert address is not None
            value = ffi.rot_value.from_address(address + index * c.sizeof(ffi.rot_value))
            choices = tuple(parameter.choices)
            if value.type & ffi.ROT_LIST:
                found[name] = [python_value(item, choices) for item in _elements(value)]
            else:
                found[name] = python_value(value, choices)
        return found


def _elements(value: Any) -> list[Any]:
    kind = value.type & ~ffi.ROT_LIST
    items = []
    if kind == ffi.ROT_REAL:
        for real in borrowed(value.as_.reals, value.count, FLOAT, None).tolist():
            items.append(ffi.rot_value(kind, 1, ffi.rot_value_as(real=real)))
    elif kind == ffi.ROT_TEXT:
        for at in borrowed(value.as_.texts, value.count, np.uintp, None).tolist():
            items.append(ffi.rot_value(kind, 1, ffi.rot_value_as(text=c.string_at(at))))
    else:
        for whole in borrowed(value.as_.integers, value.count, INTEGER, None).tolist():
            items.append(ffi.rot_value(kind, 1, ffi.rot_value_as(integer=whole)))
    return items
