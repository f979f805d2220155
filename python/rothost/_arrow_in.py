"""Reads the Arrow C data and stream interfaces: any frame that exports PyCapsules.

https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html
"""

from __future__ import annotations

import ctypes as c
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _ffi as ffi
from ._errors import InputError
from ._memory import borrowed

Columns = dict[str, npt.NDArray[Any]]

# Format strings of the primitive layouts that are numbers or times.
NUMBERS = {
    "c": "i1", "C": "u1", "s": "i2", "S": "u2", "i": "i4", "I": "u4", "l": "i8", "L": "u8",
    "e": "f2", "f": "f4", "g": "f8",
}  # fmt: skip
DATES = {"tdD": ("i4", "D"), "tdm": ("i8", "ms")}
UNITS = {"tss": "s", "tsm": "ms", "tsu": "us", "tsn": "ns"}

_pointer = c.pythonapi["PyCapsule_GetPointer"]
_pointer.restype, _pointer.argtypes = c.c_void_p, (c.py_object, c.c_char_p)


def read(data: Any) -> tuple[Columns, Columns, Any]:
    """Time columns, number columns, and the owner of their memory.

    Columns in one chunk and without nulls are the exporter's own memory. O(1) per such column.
    """
    if hasattr(data, "__arrow_c_stream__"):
        capsule = data.__arrow_c_stream__()
        stream = ffi.ArrowArrayStream.from_address(_pointer(capsule, b"arrow_array_stream"))
        batches = _Batches.of_stream(stream)
    else:
        capsule = data.__arrow_c_array__()
        batches = _Batches.of_array(*capsule)
    return (*batches.columns(), (capsule, batches))


class _Batches:
    """A schema and its arrays, released when the last column is dropped."""

    def __init__(self) -> None:
        self.schema = ffi.ArrowSchema()
        self.arrays: list[ffi.ArrowArray] = []
        self.owns = False

    @classmethod
    def of_stream(cls, stream: Any) -> _Batches:
        self = cls()
        self.owns = True
        here = c.byref(stream)
        self._check(stream, stream.get_schema(here, c.byref(self.schema)))
        while True:
            array = ffi.ArrowArray()
            self._check(stream, stream.get_next(here, c.byref(array)))
            if not array.release:
                return self
            self.arrays.append(array)

    @classmethod
    def of_array(cls, schema: Any, array: Any) -> _Batches:
        """The capsules keep the ownership and release it."""
        self = cls()
        self.schema = ffi.ArrowSchema.from_address(_pointer(schema, b"arrow_schema"))
        self.arrays = [ffi.ArrowArray.from_address(_pointer(array, b"arrow_array"))]
        return self

    @staticmethod
    def _check(stream: Any, code: int) -> None:
        if code:
            reason = stream.get_last_error(c.byref(stream))
            text = c.string_at(reason).decode() if reason else f"code {code}"
            raise InputError(f"The Arrow stream failed: {text}.")

    def __del__(self) -> None:
        if self.owns:
            for item in (*self.arrays, self.schema):
                if item.release:
                    item.release(c.byref(item))

    def columns(self) -> tuple[Columns, Columns]:
        if self.schema.format != b"+s":
            raise InputError("The Arrow data are no table; give one, or a (times, values) pair.")
        times: Columns = {}
        numbers: Columns = {}
        for index in range(self.schema.n_children):
            field = _child(self.schema, index, ffi.ArrowSchema)
            name = (field.name or b"").decode()
            kind = (field.format or b"").decode()
            parts = [self._part(array, index, kind, name) for array in self.arrays]
            if not parts:
                parts = [np.empty(0)]
            whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
            (times if whole.dtype.kind == "M" else numbers)[name] = whole
        return times, numbers

    def _part(self, parent: Any, index: int, kind: str, name: str) -> npt.NDArray[Any]:
        """One column of one batch, nulls as NaN or NaT."""
        array = _child(parent, index, ffi.ArrowArray)
        if kind == "n":  # a column of nulls has no buffers
            return np.full(parent.length, np.nan)
        code, unit = _layout(kind, name)
        start, count = array.offset + parent.offset, parent.length
        item = np.dtype(code).itemsize
        data = _address(array.buffers, 1)
        values = borrowed(data + start * item if data else None, count, code, self)
        if unit:
            values = (
                values.astype("i8").view(f"M8[{unit}]") if item < 8 else values.view(f"M8[{unit}]")
            )
        validity = _address(array.buffers, 0)
        if array.null_count == 0 or not validity or count == 0:
            return values
        bits = borrowed(validity, (start + count + 7) // 8, "u1", self)
        present = np.unpackbits(bits, bitorder="little")[start : start + count].astype(bool)
        if unit:
            return np.where(present, values, np.array("NaT", values.dtype))
        return np.where(present, values.astype("f8"), np.nan)


def _layout(kind: str, name: str) -> tuple[str, str]:
    """(numpy code, time unit or "") of a format string."""
    if kind in NUMBERS:
        return NUMBERS[kind], ""
    if kind in DATES:
        return DATES[kind]
    if kind[:3] in UNITS:
        return "i8", UNITS[kind[:3]]
    raise InputError(f"Arrow column {name!r} is of format {kind!r}; cast it to float64 first.")


def _address(pointers: int, index: int) -> int | None:
    return c.c_void_p.from_address(pointers + index * c.sizeof(c.c_void_p)).value


def _child(parent: Any, index: int, kind: Any) -> Any:
    return kind.from_address(_address(parent.children, index))
