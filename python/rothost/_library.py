"""Finds and loads librothost.so, once per process."""

from __future__ import annotations

import ctypes as c
import os
import pathlib
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

from . import _ffi as ffi
from ._errors import LibraryError

PACKAGE = pathlib.Path(__file__).resolve().parent
NAMES = ("librothost.so.1", "librothost.so", "librothost-abi.so")

_lock = threading.Lock()
_loaded: Any = None


def library() -> Any:
    """The loaded library with every function's signature set.

    Raises LibraryError, which is also an ImportError, where there is none or its ABI is another.
    """
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = _load()
    return _loaded


def _load() -> Any:
    asked = os.environ.get("ROTHOST_LIBRARY")
    if asked:
        return _declare(_open(_inside(pathlib.Path(asked))))
    for path in _candidates():
        if path.is_file():
            return _declare(_open(path))
    try:
        return _declare(c.CDLL(NAMES[0]))
    except OSError:
        raise LibraryError(
            "librothost.so was not found. Set ROTHOST_LIBRARY to its path, run `make build` in a "
            "source checkout, or `make install` (then `ldconfig`)."
        ) from None


def _inside(path: pathlib.Path) -> pathlib.Path:
    """ROTHOST_LIBRARY may name the file or the folder that holds it."""
    if path.is_dir():
        for name in NAMES:
            if (path / name).is_file():
                return path / name
    return path


def _candidates() -> Iterator[pathlib.Path]:
    """Bundled in the wheel, then a source checkout's build, then what pkg-config knows."""
    yield PACKAGE / "_lib" / NAMES[0]
    for folder in _checkouts():
        if (folder / "include" / "rothost" / "rothost.h").is_file():
            for build in ("release", "debug"):
                yield from (folder / ".build" / build / name for name in NAMES)
    try:
        asked = subprocess.run(
            ["pkg-config", "--variable=libdir", "rothost"],
            capture_output=True, text=True, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return
    if asked.returncode == 0 and asked.stdout.strip():
        yield from (pathlib.Path(asked.stdout.strip()) / name for name in NAMES)


def _checkouts() -> Iterator[pathlib.Path]:
    """Folders above an editable installation, else the one setup.py noted when it built."""
    yield from PACKAGE.parents
    note = PACKAGE / "_checkout.txt"
    if note.is_file():
        yield pathlib.Path(note.read_text().strip())


def _open(path: pathlib.Path) -> Any:
    try:
        return c.CDLL(str(path))
    except OSError as error:
        raise LibraryError(
            f"{path} cannot be loaded: {error}. Build it with `make build`, or set "
            "ROTHOST_LIBRARY to one that loads."
        ) from None


def _declare(loaded: Any) -> Any:
    """Checks the ABI version, then sets argument and result types."""
    try:
        functions = {name: getattr(loaded, name) for name in ffi.FUNCTIONS}
    except AttributeError as error:
        raise LibraryError(
            f"{loaded._name} is not this package's librothost: {error}. Rebuild it with "
            "`make build`, or install the package of the same version."
        ) from None
    for name, (result, arguments) in ffi.FUNCTIONS.items():
        functions[name].restype = result
        functions[name].argtypes = arguments
    version = loaded.rot_abi_version()
    if version != ffi.ROT_ABI_VERSION:
        raise LibraryError(
            f"{loaded._name} speaks ABI {version}; this package needs {ffi.ROT_ABI_VERSION}. "
            "Install the rothost package and library of the same version."
        )
    return loaded
