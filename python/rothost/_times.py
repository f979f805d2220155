"""Instants, dates and lengths of time, from whatever Python calls them, as int64 nanoseconds."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _ffi as ffi
from ._errors import InputError, ParameterError
from ._memory import INTEGER, TIME, Integers, laid_out

DAY = 86_400_000_000_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
UNITS = {
    "w": 7 * DAY, "d": DAY, "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000,
    "ms": 1_000_000, "us": 1_000, "ns": 1,
}  # fmt: skip


def instant_ns(value: Any, what: str) -> int:
    """Nanoseconds since 1970 UTC of a date or time; a time without a zone is UTC."""
    nanoseconds = _instant(value, what)
    if nanoseconds == ffi.ROT_MISSING:
        raise InputError(f"{what} is not a time (NaT); give a date or leave it out.")
    return nanoseconds


def end_ns(value: Any, what: str) -> int:
    """The last nanosecond that `value` includes: a plain date includes its whole day."""
    nanoseconds = instant_ns(value, what)
    return nanoseconds + DAY - 1 if _is_date(value) else nanoseconds


def _is_date(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()) is not None
    if isinstance(value, np.datetime64):
        return np.datetime_data(value.dtype)[0] == "D"
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _instant(value: Any, what: str) -> int:
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, np.datetime64):
        return int(value.astype(TIME).astype(np.int64))
    if hasattr(value, "as_unit") and hasattr(value, "value"):  # pandas.Timestamp, in ns
        return int(value.as_unit("ns").value)
    if isinstance(value, str):
        return _parsed(value.strip(), what)
    if isinstance(value, datetime.datetime):
        zoned = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        length = zoned - EPOCH
        return (length.days * 86_400 + length.seconds) * UNITS["s"] + length.microseconds * 1_000
    if isinstance(value, datetime.date):
        return (value - EPOCH.date()).days * DAY
    raise InputError(
        f"{what} is {value!r}; give a date such as '2024-01-31', a datetime, or ns since 1970."
    )


def _parsed(text: str, what: str) -> int:
    zone = re.search(r"(Z|[+-]\d{2}:?\d{2})$", text) if "T" in text or " " in text else None
    plain = text[: zone.start()] if zone else text
    offset = 0
    if zone and zone[0] != "Z":
        digits = zone[0].replace(":", "")
        offset = (int(digits[1:3]) * 60 + int(digits[3:5])) * UNITS["m"]
        offset = -offset if digits[0] == "-" else offset
    try:
        return int(np.datetime64(plain.replace(" ", "T"), "ns").astype(np.int64)) - offset
    except ValueError:
        raise InputError(
            f"{what} is {text!r}; write a date as 2024-01-31 or a time as 2024-01-31T15:30:00Z."
        ) from None


def span_ns(value: Any, what: str) -> int:
    """Nanoseconds of '28d', '1.5h', '500ms', a timedelta or a numpy timedelta64; exact."""
    if isinstance(value, np.timedelta64):
        return int(value.astype("timedelta64[ns]").astype(np.int64))
    if isinstance(value, datetime.timedelta):
        seconds = value.days * 86_400 + value.seconds
        return seconds * UNITS["s"] + value.microseconds * 1_000
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(ns|us|ms|[wdhms])", str(value).strip())
    if isinstance(value, str) and match:
        exact = Decimal(match[1]) * UNITS[match[2]]
        if exact == int(exact):
            return int(exact)
    raise ParameterError(
        f"{what} is {value!r}; write a length of time as '28d', '1w', '12h', '90m', '30s' or "
        "'500ms', or give a timedelta."
    )


def stamps(values: Any, what: str) -> tuple[Integers, bool]:
    """Times as int64 ns, without a copy where they are that already, and whether they are dates.

    They are session dates where each is a midnight: of its own zone if it has one, else UTC.
    """
    zone = getattr(values, "tz", None) or getattr(getattr(values, "dtype", None), "tz", None)
    if zone is not None:
        return _zoned(values, what)
    array = np.asarray(values)
    if array.ndim != 1:
        raise InputError(f"{what} has {array.ndim} dimensions; give one stamp per row.")
    if array.dtype.kind == "M":
        nanoseconds = _nanoseconds(array, what)
    elif array.dtype.kind in "iu":
        nanoseconds = laid_out(array, INTEGER)
    elif array.dtype.kind in "OU":
        each = (instant_ns(value, f"{what}[{row}]") for row, value in enumerate(array.tolist()))
        nanoseconds = np.fromiter(each, INTEGER, len(array))
    elif len(array) == 0:
        nanoseconds = np.empty(0, INTEGER)
    else:
        raise InputError(f"{what} holds {array.dtype}; give dates, datetime64 or int64 ns.")
    return nanoseconds, are_dates(nanoseconds)


def are_dates(nanoseconds: Integers) -> bool:
    """Whether every stamp is a midnight UTC: a session date rather than an instant."""
    return len(nanoseconds) > 0 and not np.any(nanoseconds % DAY)


def _nanoseconds(array: npt.NDArray[Any], what: str) -> Integers:
    converted = array.astype(TIME, copy=False)
    if np.isnat(converted).any():
        row = int(np.isnat(converted).argmax())
        raise InputError(f"{what} is missing (NaT) at row {row}; drop that row.")
    if not np.array_equal(converted.astype(array.dtype), array):
        raise InputError(f"{what} reaches outside the years 1678 to 2262, which fit nanoseconds.")
    native = converted.astype(TIME.newbyteorder("="), copy=False)
    return laid_out(native, native.dtype).view(INTEGER)


def _zoned(values: Any, what: str) -> tuple[Integers, bool]:
    """A pandas index or column with a zone: local midnights are dates, all else UTC instants."""
    index = values if hasattr(values, "tz_localize") else values.array
    wall = np.asarray(index.tz_localize(None)) if len(values) else np.empty(0, TIME)
    local = _nanoseconds(wall, what)
    if are_dates(local):
        return local, True
    utc = _nanoseconds(np.asarray(index.tz_convert("UTC").tz_localize(None)), what)
    return utc, False
