"""Evaluations: keywords in, results out, errors by kind."""

import contextlib
import gc
import json
import os
import signal
import threading

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import rothost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

DAYS = np.arange("2010-01-01", "2012-01-01", dtype="datetime64[D]")


def levels(seed: int, count: int = len(DAYS)) -> np.ndarray:
    return 100 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.02, count)))


def underwater(x: np.ndarray) -> np.ndarray:
    record = np.maximum.accumulate(x)
    return (x - record) / record


@contextlib.contextmanager
def interrupt_soon():
    """Sends this process a Ctrl-C in 0.2 s, unless the block has ended by then."""
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


@pytest.fixture
def pair(host):
    host["A"], host["B"] = (DAYS, levels(1)), (DAYS, levels(2))
    return host


def test_a_series_output_is_an_array_without_a_copy(pair):
    result = pair.eval("drawdown", series="A")
    series = result["underwater"]
    np.testing.assert_array_equal(series, underwater(levels(1)))
    assert np.asarray(series) is series.values and not series.values.flags.writeable
    np.testing.assert_array_equal(series.time, DAYS.astype("datetime64[ns]"))
    assert len(series) == len(DAYS) and series[0] == 0 and series.unit == "fraction"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hnp.arrays(
        np.float64, st.integers(2, 80), elements=st.one_of(st.just(np.nan), st.floats(1, 1e6))
    )
)
def test_missing_rows_stay_missing_and_change_nothing(host, x):
    record = np.fmax.accumulate(x)
    result = host.eval("drawdown", series=x)
    np.testing.assert_array_equal(result["underwater"], (x - record) / record)
    assert result.n == np.count_nonzero(~np.isnan(x))


def test_no_rows_are_an_answer_or_an_error_but_no_crash(host):
    try:
        assert len(host.eval("drawdown", series=np.empty(0))["underwater"]) == 0
    except rothost.Error as error:
        assert len(str(error)) > 20


def test_names_arrays_and_frames_bind_alike(pair):
    x = levels(1)
    index = pd.DatetimeIndex(DAYS)
    expected = np.asarray(pair.eval("drawdown", series="A")["underwater"])
    given = [
        "A:value", "A@level", pair["A"], (DAYS, x), {"time": DAYS, "close": x}, x, x.tolist(),
        pd.Series(x, index=index), pd.DataFrame({"close": x}, index=index), pl.Series(x),
        pl.DataFrame({"time": DAYS, "close": x}), pa.array(x), x.astype(">f8"),
        np.column_stack([x, x])[:, 0], rothost.Binding("A", transform="level"),
    ]  # fmt: skip
    for source in given:
        result = pair.eval("drawdown", series=source)
        np.testing.assert_array_equal(result["underwater"], expected)


def test_scalars_are_mappings_and_attributes(pair):
    result = pair.eval("drawdown", series="A")
    expected = underwater(levels(1))
    assert result.worst == result.scalars["worst"] == result["worst"] == expected.min()
    assert result.current == expected[-1]
    assert result.n == len(DAYS) and isinstance(result.n, int)
    assert result.worst_trough_time == DAYS[expected.argmin()]
    assert isinstance(result.verdict, str)
    assert {"worst", "current"} <= set(result.scalars) and set(result.series) == {"underwater"}
    with pytest.raises(AttributeError, match="no scalar `wurst`"):
        result.wurst  # noqa: B018
    with pytest.raises(rothost.NotFoundError):
        result["wurst"]


def test_tables_become_frames(pair):
    table = pair.eval("drawdown", series="A", threshold=0.05)["episodes"]
    frame = table.to_pandas()
    assert list(frame) == list(table) and len(frame) == table.row_count > 0
    assert (frame["depth"] <= -0.05).all()
    np.testing.assert_array_equal(frame["depth"], table["depth"])
    assert table["time"].dtype == "datetime64[ns]"
    assert np.isnat(table["recovery_time"]).sum() <= 1
    assert table.to_polars().columns == list(table)
    assert pa.table(table).column_names == list(table)
    np.testing.assert_array_equal(pa.table(table)["depth"].to_numpy(), table["depth"])
    with pytest.raises(rothost.NotFoundError, match="depth"):
        table["dept"]


def test_series_become_frames_through_arrow_and_directly(pair):
    series = pair.eval("drawdown", series="A")["underwater"]
    assert series.to_pandas().index[3] == pd.Timestamp(DAYS[3])
    np.testing.assert_array_equal(pa.table(series)["underwater"].to_numpy(), series)
    np.testing.assert_array_equal(pl.DataFrame(series)["underwater"].to_numpy(), series)
    np.testing.assert_array_equal(series.to_polars()["underwater"].to_numpy(), series)


def test_a_whole_result_is_one_row_of_arrow(pair):
    result = pair.eval("drawdown", series="A")
    table = pa.table(result)
    assert table.num_rows == 1
    assert table["worst"][0].as_py() == result.worst


def test_json_tells_the_same(pair):
    result = pair.eval("drawdown", series="A", threshold=0.2)
    told = json.loads(result.to_json())
    assert told["indicator"] == "drawdown" and told["parameters"]["threshold"] == 0.2
    assert told["scalars"]["worst"] == result.worst
    assert told["series"]["underwater"]["values"] == list(result["underwater"])
    assert result.warnings == told["warnings"]


def test_results_and_arrays_outlive_the_host(tmp_path):
    host = rothost.open(tmp_path / "cache")
    result = host.eval("drawdown", series=levels(3))
    values = np.asarray(result["underwater"])
    table = result["episodes"]
    host.close()
    del host, result
    gc.collect()
    np.testing.assert_array_equal(values, underwater(levels(3)))
    assert len(table["depth"]) == table.row_count


def test_ranges_and_seeds_reach_the_host(pair):
    result = pair.eval("drawdown", series="A", start="2011-01-01", end="2011-06-30")
    assert result["underwater"].time[0] == np.datetime64("2011-01-01")
    assert result["underwater"].time[-1] == np.datetime64("2011-06-30")
    assert result["underwater"][0] == 0
    told = pair.eval("lead_lag", leader="A", follower="B", max_lag=5, resamples=99, seed=7)
    assert told.to_dict()["seed"] == 7


def test_lead_lag_finds_a_planted_lead(host):
    rng = np.random.default_rng(11)
    x = rng.normal(0, 0.01, len(DAYS))
    y = 0.6 * np.roll(x, 5) + rng.normal(0, 0.008, len(DAYS))
    to_levels = lambda r: 100 * np.exp(np.cumsum(r))  # noqa: E731
    result = host.eval(
        "lead_lag", leader=(DAYS, to_levels(x)), follower=(DAYS, to_levels(y)), max_lag=20,
        resamples=499,
    )  # fmt: skip
    assert result.best_lag == 5 and result.p_lead <= 0.01 and result.p_follow > 0.05
    profile = result["profile"].to_pandas()
    assert list(profile["lag"]) == list(range(-20, 21))
    assert profile["correlation"].abs().idxmax() == 25
    again = host.eval(
        "lead_lag", leader=(DAYS, to_levels(x)), follower=(DAYS, to_levels(y)), max_lag=20,
        resamples=499, workers=2,
    )  # fmt: skip
    assert again.to_dict()["scalars"] == result.to_dict()["scalars"]


def test_transform_and_delay_reach_inputs_left_to_their_defaults(pair):
    spread = {"IWM": (DAYS, levels(5))}
    pair["IWM"] = spread["IWM"]
    told = pair.eval("drawdown", transform="level", delay={"IWM": "1d"}).to_dict()
    assert told["inputs"]["series"][0]["series"] == "IWM"


@pytest.mark.parametrize(
    ("call", "kind", "says"),
    [
        (dict(serie="A"), rothost.ParameterError, "Did you mean `series`"),
        (dict(series="A", treshold=1), rothost.ParameterError, "Did you mean `threshold`"),
        (dict(series="A", threshold=2.0), rothost.ParameterError, "threshold"),
        (dict(series="A", threshold="deep"), rothost.ParameterError, "threshold"),
        (dict(series="AA"), rothost.NotFoundError, "AA"),
        (dict(series="A:open"), rothost.NotFoundError, "open"),
        (dict(series="A@sideways"), rothost.ParameterError, "sideways"),
        (dict(series="A", align="outer"), rothost.ParameterError, "inner"),
        (dict(series="A", clock="2y"), rothost.ParameterError, "clock"),
        (dict(series="A", timeout=-1), rothost.ParameterError, "timeout"),
        (dict(series=["a"]), rothost.InputError, "series"),
        (dict(series=np.array([1, np.inf, 2])), rothost.InputError, "inf"),
    ],
)
def test_what_makes_no_sense_is_refused_by_kind(pair, call, kind, says):
    with pytest.raises(kind, match=says) as failure:
        pair.eval("drawdown", **call)
    assert failure.value.status == kind.status


def test_an_unknown_indicator_names_the_nearest(host):
    with pytest.raises(rothost.NotFoundError, match="drawdown"):
        host.eval("drawdwon")


def test_an_indicators_failure_carries_plugin_and_phase(pair):
    with pytest.raises(rothost.TooFewError) as failure:
        pair.eval("lead_lag", leader="A", follower="B", max_lag=60, end="2010-02-01")
    assert failure.value.plugin == "lead_lag" and failure.value.phase == "evaluate"


def test_progress_is_told_and_may_stop(pair):
    seen = []
    pair.eval("lead_lag", leader="A", follower="B", resamples=2000, progress=seen.append)
    assert seen and all(0 <= f <= 1 for f in seen) and seen == sorted(seen)
    with pytest.raises(rothost.CancelledError):
        pair.eval("lead_lag", leader="A", follower="B", progress=lambda fraction: True)


def test_an_exception_in_progress_comes_through(pair):
    def progress(fraction):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        pair.eval("lead_lag", leader="A", follower="B", progress=progress)


def test_ctrl_c_stops_an_evaluation(pair):
    with interrupt_soon(), pytest.raises(KeyboardInterrupt):
        pair.eval("lead_lag", leader="A", follower="B", max_lag=200, resamples=900_000)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_frames_are_shared_between_evaluations(pair):
    first = pair.counters["frames"]
    for _ in range(3):
        pair.eval("drawdown", series="A")
    after = pair.counters["frames"]
    assert after["misses"] - first["misses"] == 1 and after["hits"] - first["hits"] == 2


def test_a_series_output_is_saved_back(pair):
    result = pair.eval("drawdown", series="A")
    pair.save(result, "underwater", "A_DRAWDOWN")
    np.testing.assert_array_equal(pair["A_DRAWDOWN"], result["underwater"])
    chained = pair.eval("lead_lag", leader="A", follower="A_DRAWDOWN@difference", max_lag=3)
    assert chained.n > 0


def test_plots_are_drawn(pair):
    import matplotlib

    matplotlib.use("agg")
    result = pair.eval("drawdown", series="A")
    assert len(result.plot().lines) == 1
    assert result.plot("episodes").get_title() == "drawdown: episodes"
    with pytest.raises(rothost.NotFoundError):
        result.plot("worst")


def test_plugins_and_descriptors_are_listed(host):
    found = {i["id"] for p in host.plugins() for i in p["indicators"]}
    assert {"lead_lag", "drawdown"} <= found
    assert [i["role"] for i in host.describe("lead_lag")["inputs"]] == ["leader", "follower"]


def test_rows_that_count_as_seconds_are_warned_of(host):
    run = host.prepare("drawdown")
    for count, expected in [(84_006, 0), (84_007, 1)]:
        x = levels(1, count)
        for result in (host.eval("drawdown", series=x), run(x)):
            assert len(result.warnings) == expected
            assert all("seconds" in text and "stamps" in text for text in result.warnings)
            step = np.diff(result["underwater"].time[:2]).astype(np.int64)[0]
            assert step == (1 if expected else 86_400) * 1_000_000_000
    days = np.arange("1970-01-01", "2199-01-01", dtype="datetime64[D]")[:84_007]
    dated = host.prepare("drawdown")(levels(1, len(days)), time=days)
    assert dated.warnings == []


def test_plugin_folders_may_be_given_in_any_way(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir(mode=0o700)
    for given in (folders[0], str(folders[0]), (f for f in folders), set(folders), [], ()):
        with rothost.open(in_memory=True, plugins=given) as host:
            assert "drawdown" in {i["id"] for p in host.plugins() for i in p["indicators"]}
    for empty in ("", [""], [folders[0], ""]):
        with pytest.raises(rothost.ArgumentError, match="empty path"):
            rothost.open(in_memory=True, plugins=empty)
