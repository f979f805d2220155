"""Writes what a Python indicator returned into the host's outputs."""

from __future__ import annotations

import ctypes as c
import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._context import Context
from ._declare import Output
from ._description import TYPES
from ._errors import OutputError
from ._memory import FLOAT, address_of, floats
from ._times import instant_ns, span_ns, stamps


def write_series(
    outputs: Any, at: int, index: int, name: str, output: Output, value: Any, context: Context
) -> None:
    """An array over the frame's rows, with or without the warm-up, or a (times, values) pair."""
    times = None
    if isinstance(value, tuple) and len(value) == 2:
        times, value = stamps(value[0], f"the stamps of `{name}`")[0], value[1]
    if output.choices:
        value = [_code(item, output.choices, name) for item in value]
    array = floats(value, f"output `{name}`")
    if times is None:
        wanted = context.row_count - context.warm_up_rows
        if len(array) == context.row_count:
            array = array[context.warm_up_rows :]
        elif len(array) != wanted:
            raise OutputError(
                f"`{name}` has {len(array)} rows; return {context.row_count}, or {wanted} without "
                "the warm-up rows."
            )
    elif len(times) != len(array):
        raise OutputError(f"`{name}` has {len(times)} stamps for {len(array)} values.")
    stamps_at = None if times is None else address_of(times)
    target = outputs.new_series(at, index, len(array), stamps_at)
    if not target and len(array):
        raise OutputError(f"`{name}` was refused by the host.")
    if len(array):
        c.memmove(target, address_of(array), len(array) * FLOAT.itemsize)


def write_scalar(
    outputs: Any, at: int, index: int, name: str, output: Output, value: Any, context: Context
) -> None:
    """One value of the declared type; None stays missing."""
    if value is None:
        return
    kind = TYPES[output.type]
    if kind == ffi.ROT_REAL:
        status = outputs.set_real(at, index, float(value))
    elif kind == ffi.ROT_TEXT:
        status = outputs.set_text(at, index, str(value).encode())
    else:
        whole = _whole(kind, value, output.choices, name)
        status = outputs.set_integer(at, index, whole)
    _check(status, name)


def write_table(
    outputs: Any, at: int, index: int, name: str, output: Output, value: Any, context: Context
) -> None:
    """A mapping of columns, or a data frame: one row at a time."""
    kinds = [TYPES[kind] for kind in output.columns.values()]
    missing = [column for column in output.columns if column not in value]
    if missing:
        raise OutputError(f"`{name}` has no column {', '.join(missing)}; return every column.")
    columns = [list(value[column]) for column in output.columns]
    if len({len(column) for column in columns}) > 1:
        raise OutputError(f"The columns of `{name}` differ in length.")
    for row in zip(*columns):
        cells = (ffi.rot_value * len(kinds))()
        for cell, kind, item in zip(cells, kinds, row):
            cell.type, cell.count = kind, 1
            if kind == ffi.ROT_REAL:
                cell.as_.real = float("nan") if _is_missing(item) else float(item)
            elif kind == ffi.ROT_TEXT:
                cell.as_.text = None if _is_missing(item) else str(item).encode()
            else:
                cell.as_.integer = _whole(kind, item, (), name)
        _check(outputs.add_row(at, index, cells, len(kinds)), name)


def _whole(kind: int, value: Any, choices: Sequence[str], name: str) -> int:
    if _is_missing(value):
        return ffi.ROT_MISSING
    if kind in (ffi.ROT_TIME, ffi.ROT_DATE) and not isinstance(value, (int, np.integer)):
        return instant_ns(value, f"`{name}`")
    if kind == ffi.ROT_DURATION and isinstance(value, (str, datetime.timedelta, np.timedelta64)):
        return span_ns(value, f"`{name}`")
    if kind == ffi.ROT_CHOICE and isinstance(value, str):
        return int(_code(value, choices, name))
    return int(value)


def _is_missing(value: Any) -> bool:
    """None, NaN, NaT and pandas.NA: what is not equal to itself, or cannot say."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True


def _code(value: Any, choices: Sequence[str], name: str) -> float:
    if value is None:
        return float("nan")
    if isinstance(value, str):
        if value not in choices:
            raise OutputError(f"`{name}` is {value!r}; it may be {', '.join(choices)}.")
        return float(list(choices).index(value))
    return float(value)


def _check(status: int, name: str) -> None:
    if status:
        raise OutputError(f"`{name}` was refused by the host.")
