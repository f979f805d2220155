"""What can go wrong, as exceptions that carry status, plugin and phase."""

from __future__ import annotations

import ctypes as c
from typing import Any

from . import _ffi as ffi


class Error(Exception):
    """Every failure of rothost; the message says what happened and what to do next.

    `status` is the ROT_ERR_* code, `plugin` and `phase` name the indicator's plugin and what it
    was doing (load, describe, prepare, evaluate, open, update, snapshot), or are None.
    """

    status: int = ffi.ROT_ERR_FAILED

    def __init__(
        self,
        message: str,
        status: int | None = None,
        plugin: str | None = None,
        phase: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = type(self).status if status is None else status
        self.plugin = plugin
        self.phase = phase

    def __str__(self) -> str:
        if self.plugin is None:
            return self.message
        return f"{self.plugin}{f' ({self.phase})' if self.phase else ''}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.status, self.plugin, self.phase)


class ParameterError(Error, ValueError):
    """A parameter, or a combination of them, makes no sense."""

    status = ffi.ROT_ERR_PARAMETER


class InputError(Error, ValueError):
    """The data are bad: an infinity, a log of a value that is not positive."""

    status = ffi.ROT_ERR_INPUT


class TooFewError(Error, ValueError):
    """Not enough rows to answer; the message says how many are needed."""

    status = ffi.ROT_ERR_TOO_FEW


class CancelledError(Error):
    """The progress callback asked to stop."""

    status = ffi.ROT_ERR_CANCELLED


class OutOfMemoryError(Error, MemoryError):
    """An allocation failed."""

    status = ffi.ROT_ERR_MEMORY


class UnsupportedError(Error, NotImplementedError):
    """This version cannot do that."""

    status = ffi.ROT_ERR_UNSUPPORTED


class OutputError(Error):
    """An indicator's output was refused; the message says why."""

    status = ffi.ROT_ERR_OUTPUT


class FailedError(Error):
    """The indicator failed for a reason of its own."""

    status = ffi.ROT_ERR_FAILED


class NotFoundError(Error, KeyError):
    """No such series, column, indicator or output."""

    status = ffi.ROT_ERR_NOT_FOUND


class ArgumentError(Error, ValueError):
    """An argument is wrong."""

    status = ffi.ROT_ERR_ARGUMENT


class PluginError(Error):
    """A plugin could not be loaded or broke the contract."""

    status = ffi.ROT_ERR_PLUGIN


class TimeLimitError(Error):
    """The time limit passed."""

    status = ffi.ROT_ERR_TIMEOUT


class CrashedError(Error):
    """The worker that ran the plugin died."""

    status = ffi.ROT_ERR_CRASHED


class RefusedError(Error):
    """The trust policy says no."""

    status = ffi.ROT_ERR_REFUSED


class CacheError(Error):
    """The cache cannot be read or written."""

    status = ffi.ROT_ERR_CACHE


class FileError(Error):
    """A file cannot be read or written."""

    status = ffi.ROT_ERR_IO


class DataError(Error, ValueError):
    """A file's content is bad; the message names the line."""

    status = ffi.ROT_ERR_DATA


class ClosedError(Error):
    """The host, stream, view or result was closed."""

    status = ffi.ROT_ERR_CLOSED


class LibraryError(Error, ImportError):
    """librothost cannot be found or loaded; the message says what to do."""

    status = ffi.ROT_ERR_IO


BY_STATUS: dict[int, type[Error]] = {
    kind.status: kind
    for kind in (
        ParameterError, InputError, TooFewError, CancelledError, OutOfMemoryError,
        UnsupportedError, OutputError, FailedError, NotFoundError, ArgumentError, PluginError,
        TimeLimitError, CrashedError, RefusedError, CacheError, FileError, DataError, ClosedError,
    )
}  # fmt: skip


def last_error(library: Any, status: int) -> Error:
    """The calling thread's last error; ask right after the call that failed."""
    record = ffi.rot_error(struct_size=c.sizeof(ffi.rot_error))
    library.rot_get_last_error(c.byref(record))
    if record.status != status:
        name = (library.rot_status_name(status) or b"an unknown status").decode()
        return BY_STATUS.get(status, Error)(f"librothost answered {name} ({status}).", status)
    return BY_STATUS.get(status, Error)(
        _text(record.message) or "", status, _text(record.plugin), _text(record.phase)
    )


def check(library: Any, status: int) -> None:
    """Raises the exception of a failed call."""
    if status:
        raise last_error(library, status)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="replace")
