"""Series go into the cache and come back, in place, as whatever container is asked for."""

import gc

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import rothost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rothost._arrow_out import release_unused

DAYS = np.arange("2024-01-01", "2024-01-06", dtype="datetime64[D]")
VALUES = np.array([1.0, 2.0, np.nan, 4.0, 5.0])
FRAME = pd.DataFrame({"Close": VALUES, "High": VALUES + 1}, index=pd.DatetimeIndex(DAYS))


def mapped_file(array: np.ndarray) -> str:
    """The file that the array's memory is a mapping of; "" for ordinary memory."""
    address = array.__array_interface__["data"][0]
    for line in open("/proc/self/maps"):
        low, high = (int(part, 16) for part in line.split()[0].split("-"))
        if low <= address < high:
            return line.split(maxsplit=5)[5].strip() if len(line.split()) > 5 else ""
    raise AssertionError("the address is in no mapping")


def test_a_frame_comes_back_as_it_was(host):
    host["IWM"] = FRAME
    series = host["IWM"]
    assert series.columns == ("close", "high") and series.default_column == "close"
    assert series.are_dates and len(series) == 5 and list(host) == ["IWM"] and "IWM" in host
    np.testing.assert_array_equal(series, VALUES)
    np.testing.assert_array_equal(series["high"], VALUES + 1)
    np.testing.assert_array_equal(series.time, DAYS.astype("datetime64[ns]"))
    pd.testing.assert_frame_equal(
        series.to_pandas(), FRAME.rename(columns=str.lower).rename_axis("time"), check_freq=False,
        check_index_type=False,
    )  # fmt: skip


def test_arrays_lie_in_the_caches_own_map(host, tmp_path):
    times = np.arange(10_000, dtype=np.int64) * 10**9
    host["TICKS"] = {"time": times, "price": times * 0.5}
    series = host["TICKS"]
    assert np.asarray(series) is series.values
    for array in (series.values, series.time, series["price"]):
        assert mapped_file(array).startswith(str(tmp_path / "cache"))
        assert not array.flags.writeable
    with pytest.raises(ValueError):
        series.values[0] = 1


def test_a_snapshot_keeps_its_rows_while_the_series_is_rewritten(host):
    host["A"] = (DAYS, VALUES)
    before = host["A"]
    host["A"] = (DAYS[:2], np.array([7.0, 8.0]))
    np.testing.assert_array_equal(before, VALUES)
    np.testing.assert_array_equal(host["A"], [7, 8])


def test_arrays_outlive_everything_they_came_from(tmp_path):
    host = rothost.open(tmp_path / "cache")
    host["A"] = (DAYS, VALUES)
    values, tail = np.asarray(host["A"]), host["A"].values[3:]
    host.close()
    del host
    gc.collect()
    np.testing.assert_array_equal(values, VALUES)
    np.testing.assert_array_equal(tail, [4, 5])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hnp.arrays(
        np.float64, st.integers(1, 60), elements=st.floats(allow_infinity=False, allow_nan=True)
    ),
    st.integers(-(2**62), 2**61),
    st.sampled_from([1, 10**9, 86_400 * 10**9]),
)
def test_every_double_and_stamp_comes_back_to_the_bit(host, values, start, step):
    times = start // step * step + np.arange(len(values), dtype=np.int64) * step
    host["ANY"] = (times, values)
    np.testing.assert_array_equal(host["ANY"].time.view(np.int64), times)
    np.testing.assert_array_equal(host["ANY"], values)


def test_rows_are_appended_and_ranges_replaced(host):
    host["A"] = (DAYS[:3], VALUES[:3])
    host.append("A", (DAYS[3:], VALUES[3:]))
    np.testing.assert_array_equal(host["A"], VALUES)
    host.put("A", (DAYS[1:3], [20.0, 30.0]), mode="range")
    np.testing.assert_array_equal(host["A"], [1, 20, 30, 4, 5])
    with pytest.raises(rothost.Error):
        host.append("A", (DAYS[:1], [1.0]))
    np.testing.assert_array_equal(host["A"], [1, 20, 30, 4, 5])


def test_metadata_are_kept(host):
    host.put("A", FRAME, units={"close": "USD"}, source="a test", calendar="weekdays", close="21h")
    info = host.series_info("A")
    assert info["source"] == "a test" and host["A"].unit == "USD"
    assert info["rows"] == 5 and info["from"].startswith("2024-01-01")


@pytest.mark.parametrize(
    ("times", "values"),
    [
        (DAYS[::-1], VALUES),
        (np.repeat(DAYS[:1], 5), VALUES),
        (DAYS, np.array([1, np.inf, 3, 4, 5])),
    ],
    ids=["unsorted", "repeated", "infinite"],
)
def test_bad_rows_are_refused_and_change_nothing(host, times, values):
    host["A"] = (DAYS, VALUES)
    with pytest.raises(rothost.Error) as failure:
        host["A"] = (times, values)
    assert failure.value.status != 0 and len(str(failure.value)) > 20
    np.testing.assert_array_equal(host["A"], VALUES)


def test_what_is_not_there_says_what_is_near(host):
    host["IWM"] = FRAME
    with pytest.raises(rothost.NotFoundError, match="IWM"):
        host["IWN"]
    with pytest.raises(KeyError):
        host["IWM"]["hihg"]
    with pytest.raises(rothost.NotFoundError):
        del host["NOTHING"]
    assert host.get("NOTHING") is None
    del host["IWM"]
    assert len(host) == 0


def test_every_frame_library_reads_a_series_through_arrow(host):
    host["IWM"] = FRAME
    series = host["IWM"]
    table = pa.table(series)
    assert table.column_names == ["time", "close", "high"]
    np.testing.assert_array_equal(table["high"].to_numpy(), VALUES + 1)
    address = table["close"].chunk(0).buffers()[1].address
    assert address == series.values.__array_interface__["data"][0]
    frame = pl.DataFrame(series)
    assert frame.columns == ["time", "close", "high"]
    np.testing.assert_array_equal(frame["close"].to_numpy(), VALUES)
    assert series.to_polars()["time"].to_list() == frame["time"].cast(pl.Datetime("ns")).to_list()
    assert pa.schema(series).names == table.column_names
    del series
    gc.collect()
    np.testing.assert_array_equal(table["close"].to_numpy(), VALUES)


def test_capsules_that_nobody_takes_are_released(host):
    host["IWM"] = FRAME
    series = host["IWM"]
    for _ in range(100):
        series.__arrow_c_array__()
        series.__arrow_c_stream__()
        series.__arrow_c_schema__()
    assert release_unused() == 0
    kept = series.__arrow_c_array__()
    assert release_unused() == 2 == len(kept)


def test_one_host_feeds_another_without_a_data_frame(host, tmp_path):
    host["IWM"] = FRAME
    with rothost.open(tmp_path / "other") as other:
        other["COPY"] = host["IWM"]
        np.testing.assert_array_equal(other["COPY"]["high"], VALUES + 1)
        assert other["COPY"].are_dates


def test_vendors_files_are_imported(host, market):
    report = host.import_file(market / "yahoo" / "IWM.csv")
    assert isinstance(report, dict)
    expected = pd.read_csv(market / "yahoo" / "IWM.csv", parse_dates=["Date"])
    assert len(host["IWM"]) == len(expected)
    np.testing.assert_array_equal(host["IWM"]["close"], expected["Close"])
    np.testing.assert_array_equal(host["IWM"].time, expected["Date"].to_numpy("datetime64[ns]"))


def test_a_closed_host_raises_and_never_crashes(tmp_path):
    host = rothost.open(tmp_path / "cache")
    host["A"] = (DAYS, VALUES)
    host.close()
    host.close()
    calls = [
        lambda: host["A"], lambda: list(host), lambda: host.eval("drawdown", series="A"),
        lambda: host.put("A", (DAYS, VALUES)), host.plugins, host.verify,
        lambda: host.describe("drawdown"), lambda: host.prepare("drawdown"),
        lambda: host.stream("drawdown"), lambda: host.counters,
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(rothost.ClosedError):
            call()
    assert repr(host) == "<rothost.Host, closed>"


def test_a_read_only_host_refuses_to_write(host, tmp_path):
    host["A"] = (DAYS, VALUES)
    with rothost.open(tmp_path / "cache", read_only=True) as reader:
        np.testing.assert_array_equal(reader["A"], VALUES)
        with pytest.raises(rothost.Error):
            reader["B"] = (DAYS, VALUES)


def test_verify_finds_the_cache_intact(host):
    host["A"] = (DAYS, VALUES)
    assert host.verify() == {"intact": ["A"], "damaged": {}}
