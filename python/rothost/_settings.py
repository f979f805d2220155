"""Parameters: Python values as rot_setting, by the type the descriptor declares."""

from __future__ import annotations

import ctypes as c
import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._description import Parameter, suggestion
from ._errors import ParameterError
from ._memory import encoded
from ._times import instant_ns, span_ns

MEMBERS = {ffi.ROT_REAL: "real", ffi.ROT_TEXT: "text"}


def setting(parameter: Parameter, value: Any, kept: list[Any]) -> Any:
    """A rot_setting; arrays it points to are added to `kept`."""
    record = ffi.rot_setting(struct_size=c.sizeof(ffi.rot_setting), name=parameter.name.encode())
    if parameter.is_list and not isinstance(value, str):
        values = value if isinstance(value, (list, tuple, np.ndarray)) else [value]
        _fill_list(record.value, parameter, list(values), kept)
    else:
        kind, plain = plain_value(parameter.type, value, parameter.name)
        record.value.type, record.value.count = kind, 1
        setattr(record.value.as_, MEMBERS.get(kind, "integer"), plain)
    return record


def _fill_list(slot: Any, parameter: Parameter, values: list[Any], kept: list[Any]) -> None:
    pairs = [plain_value(parameter.type, value, parameter.name) for value in values]
    kinds = {kind for kind, _ in pairs} or {ffi.ROT_TEXT}
    if len(kinds) > 1:
        raise ParameterError(f"`{parameter.name}` mixes kinds: {values!r}; give one kind.")
    kind = kinds.pop()
    member = MEMBERS.get(kind, "integer")
    ctype: Any = {"real": c.c_double, "text": c.c_char_p, "integer": c.c_int64}[member]
    array = (ctype * len(pairs))(*(plain for _, plain in pairs))
    kept.append(array)
    slot.type, slot.count = kind | ffi.ROT_LIST, len(pairs)
    setattr(slot.as_, f"{member}s", c.cast(array, c.c_void_p))


def plain_value(kind: int, value: Any, name: str) -> tuple[int, Any]:
    """(type, C value) of one parameter; what is not plainly of its type goes as text, for the
    host to read or refuse as it would on the command line."""
    if isinstance(value, str):
        return ffi.ROT_TEXT, encoded(value, f"`{name}`")
    if isinstance(value, (bool, np.bool_)):
        if kind == ffi.ROT_BOOLEAN:
            return kind, int(value)
    elif isinstance(value, (int, np.integer)) and kind in (ffi.ROT_REAL, ffi.ROT_INTEGER):
        return kind, float(value) if kind == ffi.ROT_REAL else int(value)
    elif isinstance(value, (float, np.floating)) and kind == ffi.ROT_REAL:
        return kind, float(value)
    elif kind in (ffi.ROT_TIME, ffi.ROT_DATE) and not isinstance(value, (float, np.floating)):
        return kind, instant_ns(value, f"`{name}`")
    elif kind == ffi.ROT_DURATION and isinstance(value, (datetime.timedelta, np.timedelta64)):
        return kind, span_ns(value, f"`{name}`")
    return ffi.ROT_TEXT, encoded(str(value), f"`{name}`")


def named(codes: Mapping[str, int], name: str, what: str) -> int:
    """The code of a name, or an error that lists the names."""
    if name not in codes:
        raise ParameterError(
            f"{what} is {name!r}; use one of {', '.join(codes)}.{suggestion(str(name), codes)}"
        )
    return codes[name]
