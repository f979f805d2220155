"""Calls into the statistics table: entries by name, errors by status, pairs of arrays."""

from __future__ import annotations

import ctypes as c
from typing import Any

from .. import _ffi as ffi
from .._errors import BY_STATUS, Error, InputError, ParameterError, UnsupportedError
from .._library import library
from .._memory import Floats, floats
from .._services import Services


def entry(name: str) -> Any:
    """The function of this name, where the library's table reaches that far."""
    loaded = library()
    address = loaded.rot_get_statistics()
    if address:
        table = ffi.rot_statistics.from_address(address)
        end = getattr(ffi.rot_statistics, name).offset + c.sizeof(c.c_void_p)
        if table.struct_size >= end and (function := getattr(table, name)):
            return function
    version = (loaded.rot_version() or b"").decode()
    raise UnsupportedError(f"librothost {version} has no `{name}`; install a newer library.")


def call(name: str, *arguments: Any) -> None:
    status = entry(name)(*arguments)
    if status:
        raise _error(name, status, None)


def number(name: str, *arguments: Any) -> float:
    out = c.c_double()
    call(name, *arguments, c.byref(out))
    return out.value


def finish(services: Services, name: str, status: int) -> None:
    services.stop()
    if status:
        raise _error(name, status, services.message)


_REASONS = {
    ffi.ROT_ERR_INPUT: "the data hold an infinity, or stamps out of order; clean them",
    ffi.ROT_ERR_TOO_FEW: "there are too few values for this question; give more, or ask for less",
    ffi.ROT_ERR_PARAMETER: "a parameter is out of range",
    ffi.ROT_ERR_ARGUMENT: "an argument is out of range",
    ffi.ROT_ERR_CANCELLED: "it was cancelled",
}


def _error(name: str, status: int, message: str | None) -> Error:
    reason = message or _REASONS.get(status, f"it failed with status {status}")
    return BY_STATUS.get(status, Error)(f"{name}: {reason}.".replace("..", "."), status)


def pair(x: Any, y: Any) -> tuple[Floats, Floats]:
    x, y = floats(x, "x"), floats(y, "y")
    if len(x) != len(y):
        raise InputError(f"x has {len(x)} values, y {len(y)}; align them first.")
    return x, y


def not_negative(value: int, what: str) -> int:
    if value < 0:
        raise ParameterError(f"{what} is {value}; give 0 or more.")
    return int(value)
