"""A Python function, or a Numba cfunc, as an indicator of one host."""

from __future__ import annotations

import ctypes as c
import inspect
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from . import _ffi as ffi
from ._context import Context
from ._declare import (
    Input,
    Output,
    Specs,
    alignment_mask,
    inputs_of,
    outputs_of,
    parameters_of,
)  # fmt: skip
from ._errors import Error, OutputError
from ._memory import address_of, encoded, field_types
from ._monitor import in_callback
from ._values import write_scalar, write_series, write_table

# A Numba cfunc of this signature is an indicator without the interpreter: columns, row_count,
# warm_up_rows, parameters as doubles, and one output array of row_count - warm_up_rows per series.
# It answers a ROT_* status.
KERNEL = (
    "int32(CPointer(CPointer(double)), int64, int64, CPointer(double), CPointer(CPointer(double)))"
)

_FIELDS = field_types(ffi.rot_indicator)
_KERNEL = c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_int64, c.c_int64, c.c_void_p, c.c_void_p)


class Callback:
    """What `@host.indicator(id=..., ...)` declares, and the C function that runs it.

    `inputs`: role names ("x", "x@log") or Input; `parameters`: name to default or Parameter;
    `outputs`: names of series, or name to kind or Output; `look_back`: rows before the first
    output, a number or a function of the parameters. The function is called with each role and
    parameter by keyword, arrays with the warm-up rows in front, a list of them for a repeated
    role, and with `context` where it asks for one. It returns the only output, or a dict by name:
    an array (with or without the warm-up rows) or a (times, values) pair per series, a value per
    scalar, a mapping of columns per table.
    """

    def __init__(
        self,
        library: Any,
        id: str,
        function: Any,
        *,
        inputs: Sequence[str | Input],
        outputs: Sequence[str] | Mapping[str, str | Output],
        parameters: Mapping[str, Any] | None = None,
        look_back: int | Callable[..., int] = 0,
        version: str = "1.0.0",
        summary: str | None = None,
        documentation: str | None = None,
        alignments: Sequence[str] = ("inner", "previous"),
        default_alignment: str | None = None,
        thread_safe: bool = False,
    ) -> None:
        self.library = library
        self.id = id
        self.function = function
        self.inputs = inputs_of(inputs)
        self.outputs = outputs_of(outputs)
        self.parameters = parameters_of(parameters or {})
        self.look_back = look_back
        self.kernel = _KERNEL(function.address) if hasattr(function, "address") else None
        self.wants_context = self.kernel is None and _asks_for(function, "context")
        manual = documentation or inspect.getdoc(function) or summary or id
        mask = alignment_mask(alignments)
        default = alignment_mask(default_alignment) if default_alignment else mask & -mask
        specs = self.specs = Specs()
        items = {
            "inputs": [specs.input(item) for item in self.inputs],
            "parameters": [specs.parameter(n, item) for n, item in self.parameters.items()],
            "outputs": [specs.output(n, item) for n, item in self.outputs.items()],
        }
        self._evaluate = _FIELDS["evaluate"](self.evaluate)
        self._look_back = _FIELDS["look_back"](self.rows_before)
        self.struct = ffi.rot_indicator(
            struct_size=c.sizeof(ffi.rot_indicator),
            flags=ffi.ROT_THREAD_SAFE if thread_safe else 0,
            id=encoded(id, "id"), version=encoded(version, "version"),
            summary=encoded(summary or manual.splitlines()[0], "summary"),
            documentation=encoded(manual, "documentation"),
            alignments=mask, default_alignment=default,
            look_back=self._look_back, evaluate=self._evaluate,
            **{name: specs.pointers(structs) for name, structs in items.items()},
            input_count=len(self.inputs), parameter_count=len(self.parameters),
            output_count=len(self.outputs),
        )  # fmt: skip

    def rows_before(self, parameters: int) -> int:
        """look_back: cannot fail in C, so that an exception counts as 0 and shows in evaluate."""
        if isinstance(self.look_back, int):
            return self.look_back
        try:
            return int(self.look_back(**Context.values(self.parameters, parameters)))
        except Exception:
            return 0

    def evaluate(self, address: int) -> int:
        """Runs the function; whatever it raises becomes a status and a message."""
        call = ffi.rot_evaluation.from_address(address)
        try:
            with in_callback():
                self._run(call)
            return ffi.ROT_OK
        except Error as error:
            return self._fail(call, error.status, error.message)
        except KeyboardInterrupt:
            return self._fail(call, ffi.ROT_ERR_CANCELLED, "interrupted")
        except BaseException as error:
            return self._fail(call, ffi.ROT_ERR_FAILED, _told(error))

    @staticmethod
    def _fail(call: Any, status: int, message: str) -> int:
        host = ffi.rot_host.from_address(call.host)
        text = message.replace("\0", "\\0").encode(errors="replace")
        return int(host.fail(call.host, status, text))

    def _run(self, call: Any) -> None:
        context = Context(call, self.inputs)
        try:
            values = Context.values(self.parameters, call.parameters)
            if callable(self.look_back):
                self.look_back(**values)
            if self.kernel is not None:
                self._run_kernel(call, context, values)
                return
            if self.wants_context:
                values["context"] = context
            self._write(call, context, self.function(**context.arrays(), **values))
        finally:
            context.close()

    def _run_kernel(self, call: Any, context: Context, values: Mapping[str, Any]) -> None:
        assert self.kernel is not None
        numbers = np.array([float(value) for value in values.values()])
        rows = context.row_count - context.warm_up_rows
        outputs = ffi.rot_outputs.from_address(call.outputs)
        buffers = (c.c_void_p * len(self.outputs))()
        for index in range(len(self.outputs)):
            buffers[index] = outputs.new_series(call.outputs, index, rows, None)
            if not buffers[index]:
                raise OutputError(f"Output {index} of {self.id} was refused by the host.")
        status = self.kernel(
            context.columns_address, context.row_count, context.warm_up_rows,
            address_of(numbers), buffers,
        )  # fmt: skip
        if status:
            raise Error(f"The kernel of {self.id} answered status {status}.", status)

    def _write(self, call: Any, context: Context, answer: Any) -> None:
        if not isinstance(answer, Mapping) or (
            len(self.outputs) == 1 and not answer.keys() <= self.outputs.keys()
        ):
            if len(self.outputs) != 1:
                raise OutputError(
                    f"{self.id} has {len(self.outputs)} outputs; return a dict by name."
                )
            answer = {next(iter(self.outputs)): answer}
        outputs = ffi.rot_outputs.from_address(call.outputs)
        names = list(self.outputs)
        for name, value in answer.items():
            if name not in names:
                raise OutputError(f"{self.id} declares no output `{name}`: {', '.join(names)}.")
            output, index = self.outputs[name], names.index(name)
            write = {"series": write_series, "scalar": write_scalar, "table": write_table}
            write[output.kind](outputs, call.outputs, index, name, output, value, context)


class Plugin:
    """The rot_plugin around one callback."""

    def __init__(self, callback: Callback) -> None:
        specs = callback.specs
        self.struct = ffi.rot_plugin(
            struct_size=c.sizeof(ffi.rot_plugin), abi_version=ffi.ROT_ABI_VERSION,
            name=callback.struct.id, version=callback.struct.version,
            indicators=specs.pointers([callback.struct]), indicator_count=1,
        )  # fmt: skip


def _asks_for(function: Any, name: str) -> bool:
    try:
        return name in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def _told(error: BaseException) -> str:
    """The traceback without this module's own frames."""
    trace = error.__traceback__
    while (
        trace is not None
        and trace.tb_next is not None
        and trace.tb_frame.f_code.co_filename == __file__
    ):
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace)).strip()
