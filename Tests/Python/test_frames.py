"""What users call a time series is read right, and in place where it can be."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import rothost
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rothost._frames import frame_of
from rothost._memory import address_of, floats
from rothost._times import DAY, end_ns, instant_ns, span_ns, stamps

DAYS = np.arange("2024-01-01", "2024-01-06", dtype="datetime64[D]")
NS = DAYS.astype("datetime64[ns]").astype(np.int64)
VALUES = np.array([1.0, 2.0, np.nan, 4.0, 5.0])

anything = hnp.arrays(
    st.sampled_from([np.float32, np.float64, np.int16, np.int64, np.uint8, ">f8", ">i4"]),
    st.integers(0, 40),
)


@given(anything, st.sampled_from([1, 2, 3, -1]))
def test_any_layout_of_numbers_arrives_as_the_same_float64(values, step):
    taken = floats(values[::step], "x")
    assert taken.dtype == np.float64 and taken.flags.c_contiguous and taken.dtype.isnative
    np.testing.assert_array_equal(taken, values[::step].astype(np.float64))


def test_a_contiguous_float64_array_is_not_copied():
    assert floats(VALUES, "x") is VALUES
    assert address_of(floats(VALUES[1:], "x")) == address_of(VALUES) + 8


def test_masked_and_nullable_values_become_nan():
    masked = np.ma.masked_array([1, 2, 3], [False, True, False])
    np.testing.assert_array_equal(floats(masked, "x"), [1, np.nan, 3])
    nullable = pd.Series([1, None, 3], dtype="Int64")
    np.testing.assert_array_equal(floats(nullable, "x"), [1, np.nan, 3])
    np.testing.assert_array_equal(floats([1, None, 3.5], "x"), [1, np.nan, 3.5])


@pytest.mark.parametrize(
    "bad", [["a", "b"], [1, "2"], np.zeros((2, 2)), np.array([1j]), np.array([1], "f16")]
)
def test_what_is_not_a_column_of_numbers_is_refused_by_name(bad):
    with pytest.raises(rothost.InputError, match="the leg"):
        floats(bad, "the leg")


def frames():
    named = {"Date": DAYS.astype("datetime64[ns]"), "Close": VALUES}
    return {
        "pandas index": pd.DataFrame({"Close": VALUES}, index=pd.DatetimeIndex(DAYS)),
        "pandas column": pd.DataFrame(named),
        "pandas series": pd.Series(VALUES, index=pd.DatetimeIndex(DAYS), name="Close"),
        "pandas New York": pd.DataFrame(
            {"Close": VALUES}, index=pd.DatetimeIndex(DAYS, tz="America/New_York")
        ),
        "pandas dates": pd.DataFrame({"Close": VALUES}, index=list(DAYS.tolist())),
        "pandas yfinance": pd.DataFrame(
            {("Close", "IWM"): VALUES}, index=pd.DatetimeIndex(DAYS, name="Date")
        ),
        "polars": pl.DataFrame({"date": DAYS, "Close": VALUES}),
        "polars us": pl.DataFrame({"time": DAYS.astype("datetime64[us]"), "Close": VALUES}),
        "pyarrow": pa.table({"date": pa.array(DAYS.tolist(), pa.date32()), "close": VALUES}),
        "pyarrow batch": pa.record_batch(
            {"time": pa.array(NS, pa.timestamp("ns", "UTC")), "close": pa.array(VALUES)}
        ),
        "dict": {"time": DAYS, "close": VALUES},
        "dict of ns": {"time": NS, "close": VALUES},
        "dict of texts": {"time": DAYS.astype(str), "close": VALUES},
        "pair": (DAYS, {"close": VALUES}),
    }


@pytest.mark.parametrize("kind", frames())
def test_every_container_gives_the_same_session_dates_and_closes(kind):
    frame = frame_of(frames()[kind])
    np.testing.assert_array_equal(frame.times, NS)
    assert frame.are_dates
    assert list(frame.columns) == ["close"]
    np.testing.assert_array_equal(frame.columns["close"], VALUES)


def test_numpy_and_arrow_columns_are_read_where_they_lie():
    assert frame_of((NS, VALUES)).columns["value"] is VALUES
    assert frame_of((NS, VALUES)).times is NS
    column = pa.array(VALUES)
    table = pa.table({"time": pa.array(NS, pa.timestamp("ns")), "close": column})
    frame = frame_of(table)
    assert address_of(frame.columns["close"]) == column.buffers()[1].address
    polars = pl.DataFrame({"time": pl.Series(NS).cast(pl.Datetime("ns")), "close": VALUES})
    address = polars["close"].to_numpy(allow_copy=False).__array_interface__["data"][0]
    assert address_of(frame_of(polars).columns["close"]) == address


def test_nulls_slices_and_chunks_of_arrow_are_honoured():
    whole = pa.table(
        {
            "time": pa.chunked_array([NS[:2], NS[2:]], pa.timestamp("ns")),
            "close": pa.chunked_array([[1.0, None], [3.0, None, 5.0]]),
            "volume": pa.chunked_array([pa.array([1, 2]), pa.array([3, None, 5])]),
        }
    )
    frame = frame_of(whole.slice(1, 4))
    np.testing.assert_array_equal(frame.times, NS[1:])
    np.testing.assert_array_equal(frame.columns["close"], [np.nan, 3, np.nan, 5])
    np.testing.assert_array_equal(frame.columns["volume"], [2, 3, np.nan, 5])


def test_empty_frames_keep_their_columns():
    frame = frame_of(pl.DataFrame({"time": pl.Series([], dtype=pl.Datetime("ns")), "close": []}))
    assert len(frame.times) == 0 and list(frame.columns) == ["close"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"close": VALUES}, "time, date"),
        ({"time": DAYS, "close": VALUES[:3]}, "equally long"),
        ({"time": DAYS}, "no columns"),
        ({"time": DAYS, "Close": VALUES, "close": VALUES}, "Two columns"),
        (pl.DataFrame({"time": DAYS, "name": ["a"] * 5}), "'name'"),
        (pd.DataFrame({"close": VALUES}), "time, date"),
        (object(), "not a time series"),
        ({"time": np.array(["2024-01-01", "NaT"], "M8[D]"), "close": [1, 2]}, "NaT"),
        ({"time": np.array(["2024-01-01", "5000-01-01"], "M8[D]"), "close": [1, 2]}, "2262"),
    ],
)
def test_what_cannot_be_read_says_why(data, says):
    with pytest.raises(rothost.InputError, match=says):
        frame_of(data)


def test_instants_are_not_taken_for_dates():
    times, dates = stamps(pd.DatetimeIndex(["2024-01-02 15:30"], tz="America/New_York"), "t")
    assert not dates and times[0] == instant_ns("2024-01-02T20:30:00Z", "t")
    assert not stamps(NS + 1, "t")[1]


@given(st.datetimes(datetime.datetime(1680, 1, 1), datetime.datetime(2260, 1, 1)))
def test_every_way_to_write_an_instant_is_the_same(moment):
    expected = int(np.datetime64(moment, "ns").astype(np.int64))
    zoned = moment.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30)))
    away = 330 * 60 * 10**9
    assert instant_ns(moment, "t") == expected
    assert instant_ns(moment.isoformat(), "t") == expected
    assert instant_ns(pd.Timestamp(moment), "t") == expected
    assert instant_ns(zoned, "t") == expected - away
    assert instant_ns(zoned.isoformat(), "t") == expected - away


def test_a_plain_end_date_includes_its_day():
    for day in ("2024-01-31", datetime.date(2024, 1, 31), np.datetime64("2024-01-31")):
        assert end_ns(day, "end") == instant_ns("2024-02-01", "end") - 1
    assert end_ns("2024-01-31T00:00", "end") == instant_ns("2024-01-31", "end")


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [("28d", 28 * DAY), ("1.5h", 5_400_000_000_000), ("500ms", 500_000_000), ("-1w", -7 * DAY)],
)
def test_lengths_of_time_are_exact(text, nanoseconds):
    assert span_ns(text, "delay") == nanoseconds
    assert span_ns(np.timedelta64(nanoseconds, "ns"), "delay") == nanoseconds
    assert span_ns(datetime.timedelta(microseconds=nanoseconds // 1000), "delay") == nanoseconds


@pytest.mark.parametrize("bad", ["28", "1y", "", 28, None, "1.5ns"])
def test_a_length_without_a_unit_is_refused(bad):
    with pytest.raises(rothost.ParameterError, match="delay"):
        span_ns(bad, "delay")
