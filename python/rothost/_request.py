"""From keywords to rot_request: names bind inputs or set parameters, by the descriptor."""

from __future__ import annotations

import ctypes as c
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._description import Description, Role
from ._errors import ArgumentError, InputError, ParameterError
from ._frames import frame_of
from ._memory import address_of, encoded, floats
from ._settings import named, setting
from ._times import DAY, end_ns, instant_ns, span_ns

TRANSFORMS = {"level": 0, "log": 1, "simple": 2, "difference": 3}
ALIGNMENTS = {"native": 1, "inner": 2, "previous": 4}
ISOLATIONS = {"default": 0, "none": 1, "process": 2}


@dataclass(frozen=True)
class Binding:
    """An input with its own transform or publication delay: `leader=Binding(frame, "log", "1d")`.

    `source` is what a keyword takes: "SERIES[:COLUMN][@TRANSFORM]", an array or a frame.
    """

    source: Any
    transform: str | None = None
    delay: Any = None


@dataclass(frozen=True)
class Options:
    """What a request says besides its inputs and parameters."""

    start: Any = None
    end: Any = None
    clock: str | None = None
    align: str | None = None
    transform: str | None = None
    delay: Mapping[str, Any] | None = None
    staleness: Any = None
    partial: bool = False
    seed: int | None = None
    workers: int = 0
    timeout: Any = None
    isolation: str = "default"


class Request:
    """A rot_request and everything it points to.

    `defaults(role)` names the series of a role that must be bound although the caller left it out;
    `deferred` leaves required roles to be given per run (prepare, stream).
    """

    def __init__(
        self,
        description: Description,
        options: Options,
        keywords: Mapping[str, Any],
        inputs: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
        *,
        deferred: bool = False,
        defaults: Callable[[Role], Sequence[str]] = lambda role: role.default_series,
    ) -> None:
        self.description = description
        self.options = options
        self.kept: list[Any] = []
        self.notes: list[str] = []  # warnings for the result
        self.deferred_roles: list[str] = []
        given, settings = self._sorted(keywords, inputs or {}, parameters or {})
        bindings: list[Any] = []
        for role in description.roles.values():
            bindings += self._bind_role(role, given.get(role.name), deferred, defaults)
        values = [setting(description.parameters[n], v, self.kept) for n, v in settings.items()]
        self.struct = self._request(bindings, values)

    def _sorted(
        self, keywords: Mapping[str, Any], inputs: Mapping[str, Any], settings: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        known = self.description
        given, values = dict(inputs), dict(settings)
        for name, value in keywords.items():
            if name in known.roles:
                given[name] = value
            elif name in known.parameters:
                values[name] = value
            else:
                raise known.unknown(name)
        for name in [*(given.keys() - known.roles), *(values.keys() - known.parameters)]:
            raise known.unknown(name)
        return given, {name: value for name, value in values.items() if value is not None}

    # ---- Inputs ----------------------------------------------------------------------------

    def _bind_role(self, role: Role, value: Any, deferred: bool, defaults: Any) -> list[Any]:
        if value is None:
            if deferred and not role.is_optional:
                return [self._deferred(role.name, None) for _ in role.columns or (role.name,)]
            if self._needs_defaults(role):
                return [self._named(role.name, text, None, None) for text in defaults(role)]
            return []
        if deferred and isinstance(value, int):  # how many inputs a repeated role takes per run
            return [self._deferred(role.name, None) for _ in range(value)]
        if isinstance(value, list) and role.is_repeated:
            return [self._bind(role.name, item, deferred) for item in value]
        if isinstance(value, str) and value.startswith("@") and deferred:
            return [self._deferred(role.name, value[1:]) for _ in role.columns or (role.name,)]
        if role.columns and not isinstance(value, (str, Binding)):
            columns = self._columns(role, value)
            if columns is not None:
                return columns
        return [self._bind(role.name, value, deferred)]

    def _columns(self, role: Role, value: Any) -> list[Any] | None:
        """A frame that has the columns the role reads feeds it with them, like a stored series."""
        if isinstance(value, (np.ndarray, list)) or not _has_stamps(value):
            return None
        frame = frame_of(value)
        if not all(name in frame.columns for name in role.columns):
            return None
        self.kept.append(frame)
        return [
            self._binding(
                role.name, role.name, None, None,
                array=c.addressof(self._record(role.name, frame, frame.columns[name])),
            )
            for name in role.columns
        ]  # fmt: skip

    def _needs_defaults(self, role: Role) -> bool:
        """Whether transform= or delay= speaks of an input the caller left to its default."""
        names = {text.partition(":")[0] for text in role.default_series} | {role.name}
        return self.options.transform is not None or bool(names & set(self.options.delay or ()))

    def _bind(self, role: str, value: Any, deferred: bool) -> Any:
        transform = delay = None
        if isinstance(value, Binding):
            value, transform, delay = value.source, value.transform, value.delay
        if isinstance(value, str):
            if value.startswith("@") and deferred:
                return self._deferred(role, value[1:])
            return self._named(role, value, transform, delay)
        array = self._array(role, value)
        return self._binding(role, role, transform, delay, array=c.addressof(array))

    def _deferred(self, role: str, transform: str | None) -> Any:
        self.deferred_roles.append(role)
        return self._binding(role, role, transform, None)

    def _named(self, role: str, text: str, transform: str | None, delay: Any) -> Any:
        match = re.fullmatch(r"([^:@]+)(?::([^:@]+))?(?:@(\w+))?", text)
        if not match:
            raise InputError(
                f"Input `{role}` is {text!r}; write SERIES, SERIES:COLUMN or "
                "SERIES:COLUMN@TRANSFORM."
            )
        series, column, own = match.groups()
        return self._binding(
            role, series, transform or own, delay,
            series=encoded(series, "a series' name"),
            column=None if column is None else encoded(column, "a column's name"),
        )  # fmt: skip

    def _binding(self, role: str, name: str, transform: Any, delay: Any, **fields: Any) -> Any:
        delays = self.options.delay or {}
        delay = delay if delay is not None else delays.get(name, delays.get(role))
        chosen = transform or self.options.transform
        code = ffi.ROT_TRANSFORM_DEFAULT if chosen is None else named(
            TRANSFORMS, chosen, "transform"
        )  # fmt: skip
        return ffi.rot_binding(
            struct_size=c.sizeof(ffi.rot_binding), transform=code, role=role.encode(),
            delay_ns=ffi.ROT_MISSING if delay is None else span_ns(delay, f"delay of {name}"),
            **fields,
        )  # fmt: skip

    def _array(self, role: str, value: Any) -> Any:
        """The caller's own data; an array without stamps counts its rows as days, or as seconds
        where it has more rows than stamps have days: 84,006, up to the year 2199."""
        if isinstance(value, (np.ndarray, list)) or not _has_stamps(value):
            values = floats(value, f"input `{role}`")
            dates = len(values) <= 84_006
            if not dates:
                self.notes.append(
                    f"{role} has more rows than 84,006 and no stamps: they count as seconds, not as "
                    "days; give stamps where lengths of time matter"
                )
            times = np.arange(len(values), dtype=np.int64) * (DAY if dates else 1_000_000_000)
            return self._described(role, values, times, dates)
        frame = frame_of(value)
        self.kept.append(frame)
        return self._record(role, frame, list(frame.columns.values())[frame.default_column])

    def _record(self, role: str, frame: Any, values: Any) -> Any:
        return self._described(role, values, frame.times, frame.are_dates)

    def _described(self, role: str, values: Any, times: Any, dates: bool) -> Any:
        """The rot_series of a column, kept with what it points to."""
        record = ffi.rot_series(
            struct_size=c.sizeof(ffi.rot_series), flags=ffi.ROT_SERIES_DATES if dates else 0,
            count=len(values), time_ns=address_of(times), values=address_of(values),
            name=role.encode(), close_offset_ns=ffi.ROT_MISSING,
        )  # fmt: skip
        self.kept += [times, values, record]
        return record

    # ---- The struct ------------------------------------------------------------------------

    def _request(self, bindings: list[Any], settings: list[Any]) -> Any:
        options = self.options
        staleness = options.staleness
        open_range = options.start is None and options.end is None
        missing = 0 if open_range else ffi.ROT_MISSING
        flags = ffi.ROT_REQUEST_PARTIAL if options.partial else 0
        return ffi.rot_request(
            struct_size=c.sizeof(ffi.rot_request),
            flags=flags | (0 if options.seed is None else ffi.ROT_REQUEST_HAS_SEED),
            indicator=self.description.id.encode(),
            bindings=self._pointers(bindings), binding_count=len(bindings),
            settings=self._pointers(settings), setting_count=len(settings),
            from_ns=missing if options.start is None else instant_ns(options.start, "start"),
            to_ns=missing if options.end is None else end_ns(options.end, "end"),
            clock=None if options.clock is None else encoded(options.clock, "clock"),
            alignment=0 if options.align is None else named(ALIGNMENTS, options.align, "align"),
            isolation=named(ISOLATIONS, options.isolation, "isolation"),
            staleness_ns=0 if staleness is None else span_ns(staleness, "staleness"),
            seed=_seed(options.seed), workers=options.workers,
            timeout_ms=_milliseconds(options.timeout),
        )  # fmt: skip

    def _pointers(self, structs: list[Any]) -> Any:
        array = (c.c_void_p * len(structs))(*(c.addressof(item) for item in structs))
        self.kept += [structs, array]
        return c.cast(array, c.c_void_p)


def _has_stamps(value: Any) -> bool:
    """Frames, pairs and dicts have stamps; a pandas Series has them where its index is dates."""
    if isinstance(value, (tuple, Mapping)) or hasattr(value, "_frame"):
        return True
    if hasattr(value, "iloc"):
        is_frame = hasattr(value, "columns")
        return is_frame or getattr(value.index.dtype, "kind", "") in "MO"
    # polars.Series and pyarrow.Array speak Arrow too, but are one column without stamps.
    is_table = hasattr(value, "columns") or type(value).__module__.partition(".")[0] not in (
        "polars",
        "pyarrow",
    )
    return is_table and (
        hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__")
    )


def _seed(seed: int | None) -> int:
    if seed is not None and not 0 <= seed < 2**64:
        raise ArgumentError(f"seed is {seed}; give a whole number from 0 to 2**64 - 1.")
    return seed or 0


def _milliseconds(timeout: Any) -> int:
    """A time limit in seconds, or as '30s' or a timedelta; at least 1 ms where given."""
    if timeout is None:
        return 0
    number = isinstance(timeout, (int, float)) and not isinstance(timeout, bool)
    nanoseconds = timeout * 1e9 if number else span_ns(timeout, "timeout")
    if not 0 < nanoseconds <= 1e6 * (2**32 - 1):
        raise ParameterError(f"timeout is {timeout!r}; give seconds above 0, or '30s'.")
    return max(1, int(nanoseconds // 1_000_000))
