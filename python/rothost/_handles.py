"""Handles of librothost with the lifetimes Python expects.

A handle's object destroys it when the last reference goes, and holds the engine it came from: an
array over a cache map or a result keeps its view, result and engine alive, so that memory is
never read after it is gone, even where the host was closed meanwhile.

Each is the `void *` itself, and says by `__slots__` what it holds: calls take it as it is, and
`byref` of an empty one is where the call that opens puts the handle.
"""

from __future__ import annotations

import ctypes as c
from typing import Any, NoReturn


class Unique:
    """An object that owns what only one may give back: it is shared, never copied nor pickled."""

    __slots__ = ()
    _instead = "use the object itself; it may be shared"

    def __reduce__(self) -> NoReturn:
        kind = type(self)
        name = f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}"
        raise TypeError(f"A {name} can be neither copied nor pickled: {self._instead}.")

    def __copy__(self) -> NoReturn:
        self.__reduce__()

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__reduce__()


class Engine(Unique, c.c_void_p):
    """Owns a rot_engine; destroyed after everything that came from it."""

    __slots__ = ("kept", "library")
    library: Any
    kept: list[Any]  # callbacks, registered plugins, what the options point at: they outlive it

    def __del__(self) -> None:
        if self:
            self.library.rot_destroy_engine(self)


class View(Unique, c.c_void_p):
    """Owns a rot_view."""

    __slots__ = ("engine", "library")
    engine: Engine
    library: Any

    def __del__(self) -> None:
        if self:
            self.library.rot_close_view(self)


class Handle(Unique, c.c_void_p):
    """Owns a handle that can be closed before its last reference goes, by its destroy function."""

    __slots__ = ("destroy", "engine", "kept")
    destroy: Any
    engine: Engine
    kept: Any

    def close(self) -> None:
        """Gives the handle back now; harmless when repeated."""
        pointer, self.value = self.value, None
        if pointer:
            self.destroy(pointer)

    __del__ = close
