"""rothost: market-rotation signals from Python.

import rothost

with rothost.open() as host:
    host["IWM"] = frame
    r = host.eval("lead_lag", leader="IWM", follower="BTC_USD", max_lag=60)
    r.p_lead, r["profile"].to_pandas(), r.plot()
"""

from . import stats
from ._context import Context
from ._declare import Input, Output, Parameter
from ._errors import (
    ArgumentError,
    CacheError,
    CancelledError,
    ClosedError,
    CrashedError,
    DataError,
    Error,
    FailedError,
    FileError,
    InputError,
    LibraryError,
    NotFoundError,
    OutOfMemoryError,
    OutputError,
    ParameterError,
    PluginError,
    RefusedError,
    TimeLimitError,
    TooFewError,
    UnsupportedError,
)  # fmt: skip
from ._ffi import ROT_MISSING as MISSING
from ._host import Host, open
from ._indicator import KERNEL, Callback
from ._library import library
from ._outputs import ResultSeries, Table
from ._prepared import Prepared
from ._request import Binding
from ._result import Result
from ._series import Series
from ._stream import Stream
from ._study import Study

__version__ = "0.1.0"


def version() -> str:
    """The version of the loaded librothost."""
    text: bytes = library().rot_version()
    return text.decode()


__all__ = [
    "KERNEL", "MISSING", "ArgumentError", "Binding", "CacheError", "Callback", "CancelledError",
    "ClosedError", "Context", "CrashedError", "DataError", "Error", "FailedError", "FileError",
    "Host", "Input", "InputError", "LibraryError", "NotFoundError", "OutOfMemoryError", "Output",
    "OutputError", "Parameter", "ParameterError", "PluginError", "Prepared", "RefusedError",
    "Result", "ResultSeries", "Series", "Stream", "Study", "Table", "TimeLimitError", "TooFewError",
    "UnsupportedError", "open", "stats", "version",
]  # fmt: skip
