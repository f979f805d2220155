"""The rot_host that long statistics receive: progress, Ctrl-C, and the reason of a failure."""

from __future__ import annotations

import ctypes as c
from typing import Any

from . import _ffi as ffi
from ._memory import field_types
from ._monitor import Progress, Watch

_FIELDS = field_types(ffi.rot_host)
_ALIGNMENT = 64


class Services(Watch):
    """Use as a context around one call; `pointer` goes to the function."""

    def __init__(self, progress: Progress | None = None) -> None:
        super().__init__(progress)
        self.message: str | None = None
        self._scratch: list[Any] = []
        self._table = ffi.rot_host(
            struct_size=c.sizeof(ffi.rot_host), abi_version=ffi.ROT_ABI_VERSION,
            extension=_FIELDS["extension"](lambda _, name: None),
            fail=_FIELDS["fail"](self._fail),
            warn=_FIELDS["warn"](lambda _, text: None),
            log=_FIELDS["log"](lambda _, level, text: None),
            progress=_FIELDS["progress"](self._report),
            is_cancelled=_FIELDS["is_cancelled"](self._is_cancelled),
            scratch=_FIELDS["scratch"](self._allocate),
        )  # fmt: skip
        self.pointer = c.addressof(self._table)

    def _fail(self, host: int, status: int, message: bytes) -> int:
        self.message = message.decode(errors="replace")
        return status

    def _is_cancelled(self, host: int) -> int:
        return int(self.interrupt is not None or self.error is not None)

    def _allocate(self, host: int, size: int) -> int:
        block = c.create_string_buffer(size + _ALIGNMENT)
        self._scratch.append(block)
        return -(-c.addressof(block) // _ALIGNMENT) * _ALIGNMENT
