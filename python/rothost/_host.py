"""The host: its cache, and the door to every indicator."""

from __future__ import annotations

import ctypes as c
import os
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from . import _ffi as ffi
from ._cache import Cache
from ._description import Description, Role
from ._errors import ArgumentError, InputError, check
from ._handles import Engine, Unique
from ._indicator import Callback, Plugin
from ._library import library
from ._memory import encoded, field_types, take_json, take_text
from ._monitor import Progress, Watch
from ._prepared import Prepared
from ._request import Options, Request
from ._result import Origin, Result
from ._stream import Stream
from ._study import Study

Log = Callable[[int, str], None]
Path = str | os.PathLike[str]


def open(  # noqa: A001 - it opens a host, as gzip.open opens a file
    dir: str | os.PathLike[str] | None = None,
    *,
    plugins: Path | Iterable[Path] = (),
    read_only: bool = False,
    in_memory: bool = False,
    log: Log | None = None,
) -> Host:
    """Opens a host on the cache in `dir`, by default $ROTHOST_CACHE or the user's data folder.

    `plugins` are a folder or folders searched after the bundled ones; `in_memory` uses a throw-away
    cache; `log(level, message)` may be called from any thread. Use it as a context manager, or
    close it.
    """
    return Host(dir, plugins, read_only, in_memory, log)


class Host(Unique, Cache):
    """One cache, the plugins found and the prepared frames; safe from any number of threads.

    `host["IWM"] = frame` stores, `host["IWM"]` views in place, `del host["IWM"]` removes,
    `list(host)` names. After `close()` every method raises ClosedError; results and series that
    were taken stay readable.
    """

    _instead = "share it between threads, or open one on the same folder in the other process"

    def __init__(
        self,
        dir: str | os.PathLike[str] | None = None,
        plugins: Path | Iterable[Path] = (),
        read_only: bool = False,
        in_memory: bool = False,
        log: Log | None = None,
    ) -> None:
        self._descriptions: dict[str, Description] = {}
        options = ffi.rot_engine_options(struct_size=_OPTIONS_SIZE)
        if read_only:
            options.flags |= ffi.ROT_ENGINE_READ_ONLY
        if in_memory:
            options.flags |= ffi.ROT_ENGINE_IN_MEMORY
        if dir is not None:
            options.cache_path = os.fsencode(dir)
        paths = None
        folders = _folders(plugins)
        if folders:
            paths = (c.c_char_p * len(folders))(*folders)
            options.plugin_paths = c.addressof(paths)
            options.plugin_path_count = len(folders)
        if log is not None:
            options.log = _LOG(lambda _, level, text: log(level, text.decode(errors="replace")))
        engine = Engine()
        engine.library = loaded = library()
        engine.kept = [options, paths]
        status = loaded.rot_create_engine(c.byref(options), c.byref(engine))
        if status:
            check(loaded, status)
        self._open = engine

    def close(self) -> None:
        """Closes the host with its streams and prepared requests; harmless when repeated."""
        for dependent in list(self.__dict__.get("_dependents", ())):
            dependent.close()
        self._open = None

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._open is None

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<rothost.Host{', closed' if self.closed else ''}>"

    @cached_property
    def _dependents(self) -> weakref.WeakSet[Any]:
        """The streams and prepared requests to close with the host."""
        return weakref.WeakSet()

    def plugins(self) -> list[dict[str, Any]]:
        """Every plugin file found: loaded, shadowed, or refused and why."""
        found: list[dict[str, Any]] = self._json("rot_list_plugins")
        return found

    def describe(self, indicator: str) -> dict[str, Any]:
        """An indicator's inputs, parameters, outputs and manual."""
        return self._description(indicator).document

    def _description(self, indicator: str) -> Description:
        self._engine  # noqa: B018 - a closed host raises even for what is remembered
        if indicator not in self._descriptions:
            text = encoded(indicator, "an indicator's id")
            found = Description(self._json("rot_describe_indicator", text))
            self._descriptions[indicator] = found
        return self._descriptions[indicator]

    @property
    def counters(self) -> dict[str, Any]:
        """Hits, misses and bytes of prepared frames, and how many evaluations there were."""
        found: dict[str, Any] = self._json("rot_get_engine_counters")
        return found

    def eval(
        self,
        indicator: str,
        *,
        inputs: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
        start: Any = None,
        end: Any = None,
        clock: str | None = None,
        align: str | None = None,
        transform: str | None = None,
        delay: Mapping[str, Any] | None = None,
        staleness: Any = None,
        partial: bool = False,
        seed: int | None = None,
        workers: int = 0,
        timeout: Any = None,
        isolation: str = "default",
        progress: Progress | None = None,
        **keywords: Any,
    ) -> Result:
        """Evaluates an indicator: `host.eval("lead_lag", leader="IWM", max_lag=60)`.

        A keyword named as a role binds an input - "SERIES[:COLUMN][@TRANSFORM]", an array, a frame,
        a `rothost.Binding`, or a list of these for a repeated role; one named as a parameter sets
        it. `inputs` and `parameters` do the same for names that are also options here. `delay`
        maps series or roles to publication delays ('28d'); `timeout` is in seconds;
        `progress(fraction)` may answer True to stop. Raises the rothost.Error that fits.
        """
        options = Options(
            start, end, clock, align, transform, delay, staleness, partial, seed, workers,
            timeout, isolation,
        )  # fmt: skip
        engine, description = self._engine, self._description(indicator)
        request = Request(
            description, options, keywords, inputs, parameters, defaults=self._default_series
        )
        slot = c.c_void_p()
        with Watch(progress) as watch:
            status = engine.library.rot_evaluate(
                engine, c.byref(request.struct), c.byref(watch.struct), c.byref(slot)
            )
            result = None
            if not status:
                result = Result(Origin(engine, description, request.notes), slot)
        watch.stop()
        check(engine.library, status)
        assert result is not None
        return result

    def study(
        self,
        study: str | os.PathLike[str] = "rotation",
        *,
        workers: int = 0,
        full: bool = False,
        progress: Progress | None = None,
    ) -> Study:
        """Runs a bundled study, or the TOML file at a path; `rothost study` documents its keys.

        One evaluation that fails is told in its row and hides no other. `full` adds all series and
        tables; `progress(fraction)` may answer True to stop. Raises DataError, with file, line, key
        and remedy, where the study itself is wrong.
        """
        engine, library = self._engine, self._engine.library
        flags = ffi.ROT_STUDY_FULL if full else 0
        name = encoded(os.fspath(study), "a study's name")
        watch = Watch(progress)
        try:
            with watch:
                found = take_json(
                    library, library.rot_run_study, engine, name, flags, workers,
                    c.byref(watch.struct),
                )  # fmt: skip
        finally:
            watch.stop()
        return Study(found)

    def study_text(self, study: str | os.PathLike[str] = "rotation") -> str:
        """The TOML text of a study, to copy and change."""
        library = self._engine.library
        return take_text(library, library.rot_get_study, encoded(os.fspath(study), "a study's name"))

    def _default_series(self, role: Role) -> Sequence[str]:
        """The descriptor's series, or the demo market's where the cache has not all of them."""
        present = set(self)
        missing = [t for t in role.default_series if t.partition(":")[0] not in present]
        found = role.demo_series if missing else role.default_series
        if not found:
            raise InputError(f"Input `{role.name}` has no default series; name one.")
        return found

    def prepare(self, indicator: str, **keywords: Any) -> Prepared:
        """Checks a request once: `run = host.prepare("drawdown")`, then `run(array)` per call.

        Takes eval's options. Inputs left out are given per run, in role order; `role="@log"` sets
        such an input's transform, `role=3` how many inputs a repeated role has.
        """
        engine, description = self._engine, self._description(indicator)
        prepared = Prepared(engine, description, self._request(description, keywords, True))
        self._dependents.add(prepared)
        return prepared

    def stream(self, indicator: str, **keywords: Any) -> Stream:
        """Opens an indicator for one row at a time, with eval's options; cached rows warm it up."""
        engine, description = self._engine, self._description(indicator)
        stream = Stream(engine, description, self._request(description, keywords, True))
        self._dependents.add(stream)
        return stream

    def _request(
        self, description: Description, keywords: dict[str, Any], deferred: bool
    ) -> Request:
        known = Options.__dataclass_fields__
        options = Options(**{key: keywords.pop(key) for key in list(keywords) if key in known})
        inputs, parameters = keywords.pop("inputs", None), keywords.pop("parameters", None)
        return Request(
            description, options, keywords, inputs, parameters,
            deferred=deferred, defaults=self._default_series,
        )  # fmt: skip

    def indicator(self, id: str, **declaration: Any) -> Callable[[Any], Any]:
        """Registers a Python function, or a Numba cfunc, as an indicator of this host.

        See `rothost.Callback` for what may be declared. Returns the function as it was.
        """

        def register(function: Any) -> Any:
            engine = self._engine
            callback = Callback(engine.library, id, function, **declaration)
            plugin = Plugin(callback)
            engine.kept.append((callback, plugin))
            check(
                engine.library,
                engine.library.rot_register_plugin(engine, c.byref(plugin.struct)),
            )
            self._descriptions.clear()
            return function

        return register


def _folders(plugins: Path | Iterable[Path]) -> list[bytes]:
    """One folder or any number of them, as the system names them."""
    given = [plugins] if isinstance(plugins, (str, bytes, os.PathLike)) else list(plugins)
    folders = [os.fsencode(folder) for folder in given]
    if b"" in folders:
        raise ArgumentError("plugins holds an empty path; name a folder, '.' for this one.")
    return folders


_OPTIONS_SIZE = c.sizeof(ffi.rot_engine_options)
_LOG = field_types(ffi.rot_engine_options)["log"]
