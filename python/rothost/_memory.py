"""Borrowed memory as numpy arrays, numpy arrays as addresses, and texts that librothost gives."""

from __future__ import annotations

import ctypes as c
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import InputError, check

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FLOAT = np.dtype(np.float64)
INTEGER = np.dtype(np.int64)
TIME = np.dtype("datetime64[ns]")


# ctypes array types by size: making one takes longer than all the rest of `borrowed`.
buffers: dict[int, Any] = {}


def buffer_type(size: int) -> Any:
    """The ctypes array of `size` bytes; `buffers` remembers some."""
    if len(buffers) >= 256:
        buffers.clear()
    kind = buffers[size] = c.c_char * size
    return kind


def borrowed(address: int | None, count: int, dtype: Any, owner: Any) -> npt.NDArray[Any]:
    """A read-only array over `count` elements at `address` that keeps `owner` alive. O(1)."""
    kind = dtype if isinstance(dtype, np.dtype) else np.dtype(dtype)
    if not address or count == 0:
        return np.empty(0, kind)
    size = count * kind.itemsize
    buffer = (buffers.get(size) or buffer_type(size)).from_address(address)
    buffer.owner = owner
    array: npt.NDArray[Any] = np.frombuffer(buffer, kind)
    array.setflags(write=False)
    return array


def address_of(array: npt.NDArray[Any]) -> int:
    """Where the elements of a contiguous array begin."""
    address: int = array.__array_interface__["data"][0]
    return address


def laid_out(array: Any, dtype: Any) -> npt.NDArray[Any]:
    """`array` as C reads it, contiguous and aligned: the same memory where it is that already."""
    contiguous: npt.NDArray[Any] = np.ascontiguousarray(array, dtype=dtype)
    # A field of a packed record may begin anywhere; a copy begins where the type wants it.
    return contiguous if contiguous.flags.aligned else contiguous.copy()


def floats(values: Any, what: str) -> Floats:
    """`values` as contiguous, aligned, native float64: the same memory where it is that already.

    float32, integers, booleans, other byte orders, strided and misaligned views are copied; masked
    and nullable values become NaN. Raises InputError, naming `what`, for anything else.
    """
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(FLOAT), np.nan)
    elif hasattr(values, "to_numpy") and hasattr(values, "isna"):
        values = values.to_numpy(dtype=FLOAT, na_value=np.nan)
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        if array.dtype.kind == "O":
            array = _object_floats(array, what)
        else:
            raise InputError(
                f"{what} holds {array.dtype}, not numbers; convert it to float64 first."
            )
    if array.ndim != 1:
        raise InputError(f"{what} has {array.ndim} dimensions; give one-dimensional arrays.")
    if array.dtype.kind == "f" and array.dtype.itemsize > FLOAT.itemsize:
        raise InputError(f"{what} holds {array.dtype}; round it to float64 yourself first.")
    return laid_out(array, FLOAT)


def _object_floats(array: npt.NDArray[Any], what: str) -> npt.NDArray[Any]:
    """Objects that are all numbers or None; texts are refused rather than parsed."""
    for row, value in enumerate(array.flat):
        if value is not None and not isinstance(value, (int, float, np.number, np.bool_)):
            raise InputError(
                f"{what} holds {value!r} at row {row}, not a number; clean it, with NaN or None "
                "for what is missing."
            )
    return array.astype(FLOAT)


def field_types(struct: Any) -> dict[str, Any]:
    """The ctypes types of a struct's fields: what a callback has to be made of."""
    return {field[0]: field[1] for field in struct._fields_}


def take_text(library: Any, function: Any, *arguments: Any) -> str:
    """Calls a function whose last argument is `char **text`; copies and frees the text."""
    slot = c.c_void_p()
    check(library, function(*arguments, c.byref(slot)))
    try:
        return c.string_at(slot.value).decode() if slot.value else ""
    finally:
        library.rot_free_text(slot)


def take_json(library: Any, function: Any, *arguments: Any) -> Any:
    """The same for a text that is JSON."""
    return json.loads(take_text(library, function, *arguments))


def encoded(text: Any, what: str) -> bytes:
    """UTF-8 for the C side, which cannot carry a NUL."""
    if not isinstance(text, str):
        raise InputError(f"{what} must be a str, not {type(text).__name__}.")
    if "\0" in text:
        raise InputError(f"{what} holds a NUL character; remove it.")
    return text.encode()
