"""An indicator's descriptor, from the host's JSON to what requests and results need."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, NamedTuple

from . import _ffi as ffi
from ._errors import ParameterError

TYPES = {
    "real": ffi.ROT_REAL, "integer": ffi.ROT_INTEGER, "boolean": ffi.ROT_BOOLEAN,
    "time": ffi.ROT_TIME, "duration": ffi.ROT_DURATION, "text": ffi.ROT_TEXT,
    "choice": ffi.ROT_CHOICE, "date": ffi.ROT_DATE,
}  # fmt: skip


class Role(NamedTuple):
    name: str
    is_optional: bool
    is_repeated: bool
    default_series: tuple[str, ...]
    demo_series: tuple[str, ...]
    columns: tuple[str, ...] = ()  # what one series feeds the role with


class Parameter(NamedTuple):
    name: str
    type: int
    is_list: bool


class Output(NamedTuple):
    name: str
    position: int
    kind: str
    type: int
    unit: str | None
    choices: tuple[str, ...]
    column_choices: dict[str, tuple[str, ...]]


class Description:
    """One indicator: its roles, parameters and outputs by name."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.id: str = document["id"]
        self.roles = {item["role"]: _role(item) for item in document["inputs"]}
        self.parameters = {
            item["name"]: Parameter(item["name"], TYPES[item["type"]], bool(item.get("list")))
            for item in document["parameters"]
        }
        self.outputs = {
            item["name"]: _output(index, item) for index, item in enumerate(document["outputs"])
        }
        self.series = self._of_kind("series")
        self.scalars = self._of_kind("scalar")
        self.tables = self._of_kind("table")

    def _of_kind(self, kind: str) -> dict[str, int]:
        return {name: out.position for name, out in self.outputs.items() if out.kind == kind}

    def unknown(self, name: str) -> ParameterError:
        """The error for a keyword that is neither a role nor a parameter."""
        known = [*self.roles, *self.parameters]
        roles, parameters = ", ".join(self.roles), ", ".join(self.parameters)
        return ParameterError(
            f"`{name}` is neither an input nor a parameter.{suggestion(name, known)} "
            f"Inputs: {roles or 'none'}; parameters: {parameters or 'none'}.",
            plugin=self.id, phase="prepare",
        )  # fmt: skip


def suggestion(name: str, known: Iterable[str]) -> str:
    """` Did you mean X?`, or nothing where no known name is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean `{near[0]}`?" if near else ""


def _role(item: dict[str, Any]) -> Role:
    return Role(
        item["role"], bool(item.get("optional")), bool(item.get("repeated")),
        tuple(item.get("default_series") or ()), tuple(item.get("demo_series") or ()),
        tuple(item.get("columns") or ()),
    )  # fmt: skip


def _output(index: int, item: dict[str, Any]) -> Output:
    columns = {
        column["name"]: tuple(column.get("choices") or ()) for column in item.get("columns") or ()
    }
    return Output(
        item["name"], index, item["kind"], TYPES[item.get("type") or "real"], item.get("unit"),
        tuple(item.get("choices") or ()), columns,
    )  # fmt: skip
