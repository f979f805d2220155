"""Progress, and Ctrl-C, while librothost evaluates."""

from __future__ import annotations

import contextlib
import ctypes as c
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, TypeVar

from . import _ffi as ffi
from ._memory import field_types

Progress = Callable[[float], Any]
_callback = field_types(ffi.rot_monitor)["progress"]

_callbacks = threading.local()
W = TypeVar("W", bound="Watch")


@contextlib.contextmanager
def in_callback() -> Iterator[None]:
    """While a user's function runs inside an evaluation, an interrupt is raised in it at once."""
    _callbacks.depth = getattr(_callbacks, "depth", 0) + 1
    try:
        yield
    finally:
        _callbacks.depth -= 1


class Watch:
    """Calls `progress(fraction)` during one evaluation; a true answer or an exception stops it.

    On the main thread an interrupt stops the evaluation at its next progress report, and is raised
    when librothost has returned: its frames cannot be unwound by a Python exception.
    """

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.error: BaseException | None = None
        self.interrupt: tuple[int, FrameType | None] | None = None
        self.handler: Any = None
        self._function = _callback(self._report)
        self.struct = ffi.rot_monitor(
            struct_size=c.sizeof(ffi.rot_monitor), progress=self._function
        )

    def _report(self, context: int | None, fraction: float) -> int:
        try:
            if self.interrupt is None and self.progress is not None:
                return 1 if self.progress(fraction) is True else 0
        except BaseException as error:
            self.error = error
            return 1
        return 0 if self.interrupt is None else 1

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self.interrupt = (number, frame)
        if getattr(_callbacks, "depth", 0):
            raise KeyboardInterrupt

    def __enter__(self: W) -> W:
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            if callable(handler):
                self.handler = handler
                signal.signal(signal.SIGINT, self._remember)
        return self

    def __exit__(self, *_: object) -> None:
        if self.handler is not None:
            signal.signal(signal.SIGINT, self.handler)

    def stop(self) -> None:
        """Raises what stopped the call from this side: an interrupt, or the callback's error."""
        if self.interrupt is not None:
            self.handler(*self.interrupt)
        if self.error is not None:
            raise self.error
