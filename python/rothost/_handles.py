"""Handles of librothost with the lifetimes Python expects.

A handle's object destroys it when the last reference goes, and holds the engine it came from: an
array over a cache map or a result keeps its view, result and engine alive, so that memory is
never read after it is gone, even where the host was closed meanwhile.
"""

from __future__ import annotations

import ctypes as c
from typing import Any

from ._errors import check


class Engine:
    """Owns a rot_engine; destroyed after everything that came from it."""

    __slots__ = ("__weakref__", "kept", "library", "pointer")

    def __init__(self, library: Any, options: Any, paths: Any = None) -> None:
        self.pointer: int | None = None
        self.library = library
        # Callbacks, what the options point at, and registered plugins outlive the engine.
        self.kept: list[Any] = [options, paths]
        slot = c.c_void_p()
        status = library.rot_create_engine(c.byref(options), c.byref(slot))
        if status:
            check(library, status)
        self.pointer = slot.value

    def __del__(self) -> None:
        if self.pointer:
            self.library.rot_destroy_engine(self.pointer)
            self.pointer = None


class Handle:
    """Owns any other handle, by its destroy function."""

    __slots__ = ("__weakref__", "_destroy", "engine", "kept", "library", "pointer")

    def __init__(self, engine: Engine, pointer: int | None, destroy: Any, kept: Any = None) -> None:
        self.engine = engine
        self.library = engine.library
        self.pointer = pointer
        self.kept = kept
        self._destroy = destroy

    def close(self) -> None:
        """Gives the handle back now; harmless when repeated."""
        pointer, self.pointer = self.pointer, None
        if pointer:
            self._destroy(pointer)

    __del__ = close
