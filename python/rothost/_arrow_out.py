"""Hands Arrow C structs to Python as PyCapsules, and shows one array as a stream.

https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html
"""

from __future__ import annotations

import ctypes as c
import errno
import itertools
import sys
import threading
from collections.abc import Callable
from typing import Any

from . import _ffi as ffi
from ._memory import field_types

_new = c.pythonapi["PyCapsule_New"]
_new.restype, _new.argtypes = c.py_object, (c.c_void_p, c.c_char_p, c.c_void_p)

# Every capsule given out, with the struct it points to. A capsule's destructor may run while an
# exception is pending, when no Python code may run; so capsules have none, and are looked
# through whenever another is made: those that nobody else refers to any more are released.
_given: list[tuple[Any, Any]] = []
_lock = threading.Lock()
_numbers = itertools.count(1)
_streams: dict[int, _Stream] = {}
_OURS = 2  # references to a capsule from its tuple and from getrefcount's argument


def _capsule(struct: Any, name: bytes) -> Any:
    release_unused()
    capsule = _new(c.addressof(struct), name, None)
    with _lock:
        _given.append((capsule, struct))
    return capsule


def release_unused() -> int:
    """Releases what consumers did not take, once they have dropped the capsule; answers how many
    capsules are still in use."""
    with _lock:
        unused = [entry for entry in _given if sys.getrefcount(entry[0]) <= _OURS]
        _given[:] = [entry for entry in _given if entry not in unused]
    for _, struct in unused:
        if struct.release:
            struct.release(c.byref(struct))
    return len(_given)


def array_capsules(export: Callable[[Any, Any], None]) -> tuple[Any, Any]:
    """(schema, array) for __arrow_c_array__; `export(schema, array)` fills both structs."""
    schema, array = ffi.ArrowSchema(), ffi.ArrowArray()
    export(c.byref(schema), c.byref(array))
    return _capsule(schema, b"arrow_schema"), _capsule(array, b"arrow_array")


def schema_capsule(export: Callable[[Any, Any], None]) -> Any:
    """The schema alone, for __arrow_c_schema__."""
    return array_capsules(export)[0]


def stream_capsule(export: Callable[[Any, Any], None]) -> Any:
    """A stream of one array, for __arrow_c_stream__, which tables ask for."""
    number = next(_numbers)
    _streams[number] = _Stream(export)
    struct = ffi.ArrowArrayStream(
        _get_schema, _get_next, _get_last_error, _release, c.c_void_p(number)
    )
    return _capsule(struct, b"arrow_array_stream")


class Exporter:
    """The Arrow PyCapsule protocol, over what `_export` writes into a schema and an array."""

    __slots__ = ()

    def _export(self, schema: Any, array: Any) -> None:
        raise NotImplementedError

    def __arrow_c_schema__(self) -> Any:
        return schema_capsule(self._export)

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        return array_capsules(self._export)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return stream_capsule(self._export)

    def to_arrow(self) -> Any:
        """A pyarrow.Table of all of it, over the memory it lies in."""
        import pyarrow

        return pyarrow.table(self)


class _Stream:
    """One array to give, once; its schema as often as asked."""

    def __init__(self, export: Callable[[Any, Any], None]) -> None:
        self.export = export
        self.is_given = False
        self.error: Any = None

    def schema(self, out: int) -> None:
        array = ffi.ArrowArray()
        self.export(out, c.byref(array))
        array.release(c.byref(array))

    def next(self, out: int) -> None:
        if self.is_given:
            c.memset(out, 0, c.sizeof(ffi.ArrowArray))
            return
        schema = ffi.ArrowSchema()
        self.export(c.byref(schema), out)
        schema.release(c.byref(schema))
        self.is_given = True


def _answer(address: int, out: int, step: Callable[[_Stream, int], None]) -> int:
    """Runs one callback of a stream; a Python exception becomes its last error."""
    stream = _streams[ffi.ArrowArrayStream.from_address(address).private_data]
    try:
        step(stream, out)
    except BaseException as error:
        stream.error = c.create_string_buffer(str(error).encode())
        return errno.EIO
    return 0


def _released(address: int) -> None:
    struct = ffi.ArrowArrayStream.from_address(address)
    del _streams[struct.private_data]
    c.memset(address + ffi.ArrowArrayStream.release.offset, 0, c.sizeof(c.c_void_p))


def _error_text(address: int) -> int | None:
    error = _streams[ffi.ArrowArrayStream.from_address(address).private_data].error
    return None if error is None else c.addressof(error)


_kinds = field_types(ffi.ArrowArrayStream)
_get_schema = _kinds["get_schema"](lambda self, out: _answer(self, out, _Stream.schema))
_get_next = _kinds["get_next"](lambda self, out: _answer(self, out, _Stream.next))
_get_last_error = _kinds["get_last_error"](_error_text)
_release = _kinds["release"](_released)
