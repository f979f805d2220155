"""TA-Lib through a manifest against the `talib` module: every function, to the bit."""

from __future__ import annotations

import pathlib
import subprocess
import tempfile
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
import rothost
from conftest import ROOT

talib = pytest.importorskip("talib", reason="SKIPPED: the TA-Lib wheel is absent")
abstract = pytest.importorskip("talib.abstract")

BUILDS = (ROOT / ".build" / "release", ROOT / ".build" / "debug")
BINARY = next((path / "rothost" for path in BUILDS if (path / "rothost").exists()), BUILDS[0])
FUNCTIONS = sorted(talib.get_functions())
ROWS = 900


@pytest.fixture(scope="module")
def manifest() -> Iterator[pathlib.Path]:
    """The manifest of the library inside the wheel, as the command writes it."""
    libraries = pathlib.Path(talib.__file__).resolve().parents[1] / "ta_lib.libs"
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "ta_lib.toml"
        told = subprocess.run(
            [str(BINARY), "plugin", "adopt", "ta-lib", str(libraries), "--output", str(target)],
            check=True, text=True, stdout=subprocess.PIPE,
        ).stdout  # fmt: skip
        assert f"{len(FUNCTIONS)} indicators" in told
        yield target


@pytest.fixture(scope="module")
def adopted(manifest: pathlib.Path) -> Iterator[rothost.Host]:
    with rothost.open(in_memory=True, plugins=[manifest]) as host:
        yield host


def bars(rows: int = ROWS, gap: int = 0, seed: int = 20) -> pd.DataFrame:
    """A random walk with whole bars; `gap` rows at the beginning have no values."""
    random = np.random.default_rng(seed)
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.012, rows)))
    begin = close * np.exp(random.normal(0, 0.006, rows))
    frame = pd.DataFrame(
        {
            "open": begin,
            "high": np.maximum(begin, close) * np.exp(np.abs(random.normal(0, 0.004, rows))),
            "low": np.minimum(begin, close) * np.exp(-np.abs(random.normal(0, 0.004, rows))),
            "close": close,
            "volume": random.integers(1_000, 1_000_000, rows).astype(float),
            "periods": random.integers(2, 31, rows).astype(float),
        },
        index=pd.bdate_range("2010-01-04", periods=rows),
    )
    frame.iloc[:gap] = np.nan
    return frame


def expected(name: str, frame: pd.DataFrame, **parameters: float) -> dict[str, np.ndarray]:
    """What talib.abstract answers, by output name, integers as float64."""
    function = abstract.Function(name)
    arrays = {column: frame[column].to_numpy() for column in frame}
    answer = function(arrays, **parameters)
    outputs = answer if isinstance(answer, (list, tuple)) else [answer]
    return {
        output: np.asarray(values, dtype=float)
        for output, values in zip(function.output_names, outputs, strict=True)
    }


def assert_same(result: rothost.Result, want: dict[str, np.ndarray], what: str) -> None:
    assert list(result.series) == list(want), what
    for output, values in want.items():
        got = np.asarray(result[output])
        same = (got.view(np.int64) == values.view(np.int64)) | (np.isnan(got) & np.isnan(values))
        assert same.all(), f"{what}.{output}: row {np.flatnonzero(~same)[:3]}"


@pytest.mark.parametrize("gap", [0, 7])
def test_every_function_equals_talib_to_the_bit(adopted: rothost.Host, gap: int) -> None:
    frame = bars(gap=gap)
    adopted["BARS"] = frame
    assert len(FUNCTIONS) >= 201
    for name in FUNCTIONS:
        result = adopted.eval(f"ta_{name.lower()}", input="BARS")
        assert_same(result, expected(name, frame), name)


def test_every_function_equals_talib_on_real_data(
    adopted: rothost.Host, market: pathlib.Path
) -> None:
    frame = pd.read_csv(market / "yahoo" / "IWM.csv", index_col="Date", parse_dates=True)
    frame = frame.rename(columns=str.lower).astype(float)
    frame["periods"] = 2.0 + np.arange(len(frame)) % 29
    adopted["IWM"] = frame
    for name in FUNCTIONS:
        result = adopted.eval(f"ta_{name.lower()}", input="IWM")
        assert_same(result, expected(name, frame), name)


def test_every_stream_equals_the_whole_to_the_bit(adopted: rothost.Host) -> None:
    for gap, rows in ((0, 260), (3, 130)):
        frame = bars(rows, gap, seed=rows)
        times = frame.index.to_numpy()
        for name in FUNCTIONS:
            function = f"ta_{name.lower()}"
            columns = adopted.describe(function)["inputs"][0]["columns"] or ["close"]
            values = frame[columns].to_numpy()
            with adopted.stream(function) as stream:
                rows_out = []
                for index, (time, row) in enumerate(zip(times, values, strict=True)):
                    if index % 50 == 49:
                        foretold = np.array(stream.peek(time, row))
                        answer = np.array(stream.update(time, row))
                        np.testing.assert_array_equal(foretold, answer, name)
                    else:
                        answer = np.array(stream.update(time, row))
                    rows_out.append(answer)
            whole = adopted.eval(function, input=frame)
            for index, output in enumerate(whole.series):
                streamed = np.array([row[index] for row in rows_out])
                got = np.asarray(whole[output])
                same = (got == streamed) | (np.isnan(got) & np.isnan(streamed))
                assert same.all(), f"{name}.{output}: row {np.flatnonzero(~same)[:3]}"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("RSI", {"timeperiod": 2}), ("BBANDS", {"timeperiod": 7, "nbdevup": 1.5, "matype": 1}),
        ("MA", {"timeperiod": 12, "matype": 8}), ("MACDEXT", {"fastmatype": 2, "signalperiod": 3}),
        ("STOCH", {"fastk_period": 9, "slowk_matype": 3}), ("SAR", {"acceleration": 0.05}),
        ("CDLMORNINGSTAR", {"penetration": 0.1}), ("MINMAXINDEX", {"timeperiod": 4}),
    ],
)  # fmt: skip
def test_parameters_reach_the_function(
    adopted: rothost.Host, name: str, parameters: dict[str, float]
) -> None:
    frame = bars(gap=2, seed=3)
    result = adopted.eval(f"ta_{name.lower()}", input=frame, **parameters)
    assert_same(result, expected(name, frame, **parameters), name)
    if "matype" in parameters:
        kinds = adopted.describe(f"ta_{name.lower()}")["parameters"][-1]["choices"]
        named = {**parameters, "matype": kinds[int(parameters["matype"])]}
        again = adopted.eval(f"ta_{name.lower()}", input=frame, **named)
        assert_same(again, expected(name, frame, **parameters), name)


def extremes(rows: int, seed: int) -> pd.DataFrame:
    """Bars of numbers at the ends of what float64 holds, zeros among them."""
    random = np.random.default_rng(seed)
    frame = bars(rows, seed=seed)
    for column in ("open", "high", "low", "close", "volume"):
        magnitude = 10.0 ** random.choice([-320, -200, -1, 2, 150, 308], rows)
        frame[column] = random.choice([-1.0, 0.0, 1.0, 1.7], rows) * magnitude
    return frame


@pytest.mark.parametrize("seed", range(6))
def test_infinities_are_refused_exactly_where_talib_makes_them(
    adopted: rothost.Host, seed: int
) -> None:
    frame = extremes((40, 300)[seed % 2], seed)
    made = 0
    for name in FUNCTIONS:
        want = expected(name, frame)
        rows = [np.flatnonzero(np.isinf(values)) for values in want.values()]
        if any(len(row) for row in rows):
            made += 1
            first = next(row[0] for row in rows if len(row))
            with pytest.raises(rothost.OutputError, match=f"is infinite at row {first};"):
                adopted.eval(f"ta_{name.lower()}", input=frame)
        else:
            assert_same(adopted.eval(f"ta_{name.lower()}", input=frame), want, name)
    assert made >= 30


def test_an_infinity_given_to_any_function_is_refused_and_harms_none(
    adopted: rothost.Host,
) -> None:
    # As many values as it takes for the host to look for infinities beside the call.
    total = 1 << 18
    frame = bars(seed=8)
    for name in FUNCTIONS:
        function = f"ta_{name.lower()}"
        columns = adopted.describe(function)["inputs"][0]["columns"] or ["close"]
        rows = -(-total // len(columns))
        arrays = [np.resize(frame[column].to_numpy(), rows) for column in columns]
        run = adopted.prepare(function)
        row = (rows // 2, 3, rows - 1)[len(name) % 3]
        arrays[-1][row] = np.inf if len(name) % 2 else -np.inf
        with pytest.raises(rothost.InputError, match=f"is infinite at row {row};"):
            run(*arrays)


def test_inputs_can_be_told_otherwise(adopted: rothost.Host) -> None:
    frame = bars()
    adopted["BARS"] = frame
    result = adopted.eval("ta_correl", input=["BARS:close", "BARS:volume"], timeperiod=9)
    want = talib.CORREL(frame["close"].to_numpy(), frame["volume"].to_numpy(), 9)
    np.testing.assert_array_equal(result["real"], want)
    single = adopted.eval("ta_rsi", input="BARS:high")
    np.testing.assert_array_equal(single["real"], talib.RSI(frame["high"].to_numpy()))
    run = adopted.prepare("ta_adx", timeperiod=5)
    arrays = [frame[name].to_numpy() for name in ("high", "low", "close")]
    np.testing.assert_array_equal(run(*arrays)["real"], talib.ADX(*arrays, 5))


def test_what_talib_refuses_is_an_error_here(adopted: rothost.Host) -> None:
    frame = bars()
    with pytest.raises(rothost.ParameterError, match="between 2 and 100000"):
        adopted.eval("ta_rsi", input=frame, timeperiod=1)
    with pytest.raises(rothost.InputError, match="missing"), adopted.stream("ta_rsi") as stream:
        stream.update(frame.index[0].to_datetime64(), [1.0])
        stream.update(frame.index[1].to_datetime64(), [np.nan])
    with pytest.raises(rothost.NotFoundError, match="volume"):
        adopted["PLAIN"] = frame["close"]
        adopted.eval("ta_obv", input="PLAIN")


def test_adoption_of_another_library_is_refused(tmp_path: pathlib.Path) -> None:
    for path, words in (("libm.so.6", "no file"), ("/lib/x86_64-linux-gnu/libm.so.6", "no TA-Lib")):
        told = subprocess.run(
            [str(BINARY), "plugin", "adopt", "ta-lib", path, "--output", str(tmp_path / "x.toml")],
            text=True, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        assert told.returncode != 0 and words in told.stderr
        assert not (tmp_path / "x.toml").exists()
