"""What an evaluation answers: scalars, series and tables, read in place."""

from __future__ import annotations

import ctypes as c
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._arrow_out import Exporter
from ._description import Description
from ._errors import NotFoundError, check
from ._handles import Engine, Unique
from ._memory import encoded, take_text
from ._outputs import ResultSeries, Table

Scalar = Any  # float, int, bool, str, numpy.datetime64, numpy.timedelta64 or None


class Origin:
    """What all results of one indicator share: its engine, its descriptor, how to destroy one.

    `destroy` and `series_at` are function objects without declared argument types: they are given
    ctypes values only (a result's c_void_p, `positions`), which then need no conversion per call.
    """

    __slots__ = ("description", "destroy", "engine", "library", "notes", "positions", "series_at")

    def __init__(
        self, engine: Engine, description: Description, notes: Sequence[str] = ()
    ) -> None:
        self.engine = engine
        self.notes = notes  # what this package has to say beside the library's warnings
        self.library = engine.library
        self.description = description
        self.positions = {name: c.c_uint32(at) for name, at in description.series.items()}
        self.destroy = engine.library["rot_destroy_result"]
        self.destroy.restype = None
        self.series_at = engine.library["rot_get_series_at"]
        self.series_at.restype = c.c_int32


class Result(Exporter, Unique):
    """The answer of one evaluation.

    `r["profile"]` is any output by name; `r.scalars`, `r.series` and `r.tables` map names to each
    kind; scalars are attributes too (`r.p_lead`). Arrays are read-only views of the result's own
    memory and keep it alive. It outlives the host it came from.
    """

    __slots__ = ("__weakref__", "_document", "_origin", "_pointer")
    _document: Any
    _instead = "share it, or take what you need out of it: to_dict(), to_json(), to_arrow()"

    def __init__(self, origin: Origin, pointer: c.c_void_p) -> None:
        self._pointer = pointer
        self._origin = origin

    def __del__(self) -> None:
        try:
            self._origin.destroy(self._pointer)
        except AttributeError:  # never made whole: there is nothing to give back
            pass

    @property
    def _what(self) -> Description:
        return self._origin.description

    @property
    def _library(self) -> Any:
        return self._origin.library

    def __getitem__(self, name: str) -> Any:
        position = self._origin.positions.get(name)
        if position is not None:
            return ResultSeries(self, name, position)
        if name in self._what.tables:
            return Table(self, self._what.outputs[name])
        return self._scalar(name)

    def __getattr__(self, name: str) -> Scalar:
        if name.startswith("_"):  # before `_what`, which may be what is missing
            raise AttributeError(f"A Result has no attribute `{name}`.")
        if name not in self._what.scalars:
            raise AttributeError(f"{self._what.id} has no scalar `{name}`; {self._names()}.")
        return self._scalar(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._what.scalars]

    def _names(self) -> str:
        return f"it answers {', '.join(self._what.outputs)}"

    def _scalar(self, name: str) -> Scalar:
        output = self._what.outputs.get(name)
        if output is None:
            raise NotFoundError(f"{self._what.id} has no output `{name}`; {self._names()}.")
        value = ffi.rot_value()
        status = self._library.rot_get_scalar(self._pointer, encoded(name, "name"), c.byref(value))
        if status == ffi.ROT_ERR_NOT_FOUND:  # declared, but not set by this evaluation
            return float("nan") if output.type == ffi.ROT_REAL else None
        check(self._library, status)
        return python_value(value, output.choices)

    @property
    def indicator(self) -> str:
        """The id of the indicator that answered."""
        return self._what.id

    @property
    def scalars(self) -> Mapping[str, Scalar]:
        """Scalars by name: float (NaN = missing), int, bool, str, datetime64, timedelta64; None
        where a value that is not real is missing."""
        return _Outputs(self, self._what.scalars)

    @property
    def series(self) -> Mapping[str, ResultSeries]:
        """Series outputs by name."""
        return _Outputs(self, self._what.series)

    @property
    def tables(self) -> Mapping[str, Table]:
        """Tables by name."""
        return _Outputs(self, self._what.tables)

    def to_json(self) -> str:
        """The object of `rothost eval --format json`."""
        return take_text(self._library, self._library.rot_get_result_json, self._pointer)

    def to_dict(self) -> Any:
        """The same, parsed once: inputs, parameters, clock, rows, seed, warnings, outputs."""
        try:
            return self._document
        except AttributeError:
            self._document = json.loads(self.to_json())
            self._document["warnings"] += self._origin.notes
            return self._document

    @property
    def warnings(self) -> list[str]:
        """Sentences to read beside the answer."""
        return list(self.to_dict()["warnings"])

    def plot(self, output: str | None = None, ax: Any = None) -> Any:
        """Draws a series, or a table's real columns, with matplotlib; returns the axes.

        Without a name: the first series, else the first table.
        """
        from ._plot import plot

        return plot(self, output, ax)

    def _export(self, schema: Any, array: Any) -> None:
        """All outputs as one row, series and tables nested."""
        self._export_output(None, schema, array)

    def _export_output(self, name: str | None, schema: Any, array: Any) -> None:
        text = None if name is None else name.encode()
        check(
            self._library,
            self._library.rot_export_result_arrow(self._pointer, text, schema, array),
        )

    def __repr__(self) -> str:
        scalars = ", ".join(f"{name}={value}" for name, value in self.scalars.items())
        others = ", ".join([*self._what.series, *self._what.tables])
        return f"<rothost.Result {self._what.id}: {scalars}{'; ' if others else ''}{others}>"


class _Outputs(Mapping[str, Any]):
    """The outputs of one kind, by name, in the descriptor's order."""

    def __init__(self, result: Result, names: Mapping[str, int]) -> None:
        self._result = result
        self._names = names

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise NotFoundError(f"No `{name}` here; there are {', '.join(self._names) or 'none'}.")
        return self._result[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return repr(dict(self))


def python_value(value: Any, choices: tuple[str, ...]) -> Scalar:
    """A rot_value as Python says it; missing is NaN in reals and None in all else."""
    if value.type == ffi.ROT_REAL:
        return value.as_.real
    if value.type == ffi.ROT_TEXT:
        return None if value.as_.text is None else value.as_.text.decode()
    whole = value.as_.integer
    if whole == ffi.ROT_MISSING:
        return None
    if value.type == ffi.ROT_BOOLEAN:
        return bool(whole)
    if value.type == ffi.ROT_TIME:
        return np.datetime64(whole, "ns")
    if value.type == ffi.ROT_DATE:
        return np.datetime64(whole, "ns").astype("datetime64[D]")
    if value.type == ffi.ROT_DURATION:
        return np.timedelta64(whole, "ns")
    if value.type == ffi.ROT_CHOICE and 0 <= whole < len(choices):
        return choices[whole]
    return int(whole)
