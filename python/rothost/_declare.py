"""What a Python indicator declares, turned into the descriptor structs of plugin.h."""

from __future__ import annotations

import ctypes as c
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import _ffi as ffi
from ._description import TYPES
from ._errors import ParameterError
from ._memory import encoded
from ._request import ALIGNMENTS, TRANSFORMS
from ._settings import named

KINDS = {"scalar": 1, "series": 2, "table": 3}


@dataclass(frozen=True)
class Input:
    """A role: its default transform and series, and whether it may be left out or repeated."""

    role: str
    doc: str = ""
    transform: str = "level"
    optional: bool = False
    repeated: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Parameter:
    """A parameter: `Parameter(20, minimum=2, doc="rows")`; its type is the default's."""

    default: Any
    doc: str = ""
    minimum: float = 0.0
    maximum: float = 0.0
    choices: Sequence[str] = ()
    unit: str | None = None

    @property
    def is_list(self) -> bool:
        return isinstance(self.default, (list, tuple))

    @property
    def type(self) -> int:
        """The ROT_* type of the default, or of its elements."""
        first = self.default[0] if self.is_list and self.default else self.default
        if self.choices:
            return ffi.ROT_CHOICE
        kinds = [
            (bool, ffi.ROT_BOOLEAN), (int, ffi.ROT_INTEGER), (float, ffi.ROT_REAL),
            (str, ffi.ROT_TEXT), (datetime.timedelta, ffi.ROT_DURATION),
            (datetime.datetime, ffi.ROT_TIME), (datetime.date, ffi.ROT_DATE),
        ]  # fmt: skip
        for kind, code in kinds:
            if isinstance(first, kind):
                return code
        raise ParameterError(f"A parameter cannot default to {self.default!r}.")

    @property
    def default_text(self) -> str:
        """The default as a user would write it."""
        if self.is_list:
            return ",".join(_written(value) for value in self.default)
        return _written(self.default)


@dataclass(frozen=True)
class Output:
    """An output: a series, a scalar or a table of `columns` (name to type name)."""

    kind: str = "series"
    type: str = "real"
    doc: str = ""
    unit: str | None = None
    causal: bool = False
    p_value: bool = False
    choices: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.timedelta):
        return f"{value // datetime.timedelta(microseconds=1)}us"
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return repr(value) if isinstance(value, (int, float)) else str(value)


def inputs_of(declared: Sequence[str | Input]) -> list[Input]:
    """`"x@log"` is an input `x` that is a log return by default."""
    plain = [declared] if isinstance(declared, str) else declared
    found = []
    for item in plain:
        if isinstance(item, str):
            role, _, transform = item.partition("@")
            item = Input(role, transform=transform or "level")
        found.append(item)
    return found


def outputs_of(declared: Sequence[str] | Mapping[str, str | Output]) -> dict[str, Output]:
    """A sequence names series; a mapping gives each output's kind, or an Output."""
    if isinstance(declared, str):
        declared = [declared]
    if not isinstance(declared, Mapping):
        return {name: Output() for name in declared}
    return {
        name: item if isinstance(item, Output) else Output(kind=item)
        for name, item in declared.items()
    }


def parameters_of(declared: Mapping[str, Any]) -> dict[str, Parameter]:
    """`{"window": 20}` is a parameter `window`, an integer, 20 by default."""
    return {
        name: item if isinstance(item, Parameter) else Parameter(item)
        for name, item in declared.items()
    }


class Specs:
    """Descriptor structs and the arrays of pointers to them, kept as long as this object."""

    def __init__(self) -> None:
        self.kept: list[Any] = []

    def pointers(self, structs: Sequence[Any]) -> Any:
        """An array of pointers to structs that may grow."""
        array = (c.c_void_p * len(structs))(*(c.addressof(item) for item in structs))
        self.kept += [list(structs), array]
        return c.cast(array, c.c_void_p)

    def texts(self, texts: Sequence[str]) -> Any:
        array = (c.c_char_p * len(texts))(*(encoded(text, "a choice") for text in texts))
        self.kept.append(array)
        return c.cast(array, c.c_void_p)

    def input(self, item: Input) -> Any:
        flags = (ffi.ROT_OPTIONAL if item.optional else 0) | (
            ffi.ROT_REPEATED if item.repeated else 0
        )
        return ffi.rot_input_spec(
            struct_size=c.sizeof(ffi.rot_input_spec), flags=flags,
            transform=named(TRANSFORMS, item.transform, "transform"),
            role=encoded(item.role, "a role"), doc=encoded(item.doc or item.role, "doc"),
            default_series=None if item.default is None else encoded(item.default, "default"),
        )  # fmt: skip

    def parameter(self, name: str, item: Parameter) -> Any:
        return ffi.rot_parameter_spec(
            struct_size=c.sizeof(ffi.rot_parameter_spec),
            type=item.type | (ffi.ROT_LIST if item.is_list else 0),
            name=encoded(name, "a parameter"), doc=encoded(item.doc or name, "doc"),
            unit=_optional(item.unit), default_text=encoded(item.default_text, "a default"),
            minimum=item.minimum, maximum=item.maximum,
            choices=self.texts(item.choices) if item.choices else None,
            choice_count=len(item.choices),
        )  # fmt: skip

    def output(self, name: str, item: Output) -> Any:
        columns = [
            ffi.rot_column_spec(
                struct_size=c.sizeof(ffi.rot_column_spec),
                type=named(TYPES, kind, "a column's type"),
                name=encoded(column, "a column"), doc=encoded(column, "doc"),
            )
            for column, kind in item.columns.items()
        ]  # fmt: skip
        flags = (ffi.ROT_CAUSAL if item.causal else 0) | (ffi.ROT_P_VALUE if item.p_value else 0)
        return ffi.rot_output_spec(
            struct_size=c.sizeof(ffi.rot_output_spec), flags=flags,
            kind=named(KINDS, item.kind, "an output's kind"),
            type=named(TYPES, item.type, "an output's type") if item.kind != "table" else 0,
            name=encoded(name, "an output"), doc=encoded(item.doc or name, "doc"),
            unit=_optional(item.unit),
            choices=self.texts(item.choices) if item.choices else None,
            choice_count=len(item.choices),
            columns=self.pointers(columns) if columns else None, column_count=len(columns),
        )  # fmt: skip


def alignment_mask(names: Sequence[str]) -> int:
    """The ROT_ALIGN_* mask of several names."""
    mask = 0
    for name in [names] if isinstance(names, str) else names:
        mask |= named(ALIGNMENTS, name, "alignments")
    return mask


def _optional(text: str | None) -> bytes | None:
    return None if text is None else encoded(text, "a unit")
