"""Streams: row by row equals all at once, to the bit."""

import numpy as np
import pytest
import rothost
from test_eval import DAYS, levels, underwater

NS = DAYS.astype("datetime64[ns]").astype(np.int64)


def test_row_by_row_equals_the_whole_to_the_bit(host):
    x = levels(1)
    host["A"] = (DAYS[:300], x[:300])
    with host.stream("drawdown", series="A", start=DAYS[0]) as stream:
        assert stream.outputs == ("underwater",) and stream.inputs == ("series",)
        rows = [stream.update(int(t), [v]) for t, v in zip(NS, x)]
        snapshot = stream.snapshot()
    np.testing.assert_array_equal([row.underwater for row in rows], underwater(x))
    whole = host.eval("drawdown", series=(DAYS, x))
    assert snapshot.worst == whole.worst and snapshot.n == whole.n
    np.testing.assert_array_equal(snapshot["episodes"]["depth"], whole["episodes"]["depth"])


def test_a_stream_may_start_empty(host):
    x = levels(1, 50)
    with host.stream("drawdown") as stream:
        rows = [stream.update(t, v)[0] for t, v in zip(DAYS[:50], x.tolist())]
    np.testing.assert_array_equal(rows, underwater(x))


def test_peeking_changes_nothing(host):
    x = levels(1, 20)
    with host.stream("drawdown") as stream:
        for t, v in zip(DAYS, x):
            assert stream.peek(t, [1e-3])[0] <= 0
            seen = stream.peek(t, [v])
            assert stream.update(t, [v]) == seen
        assert stream.snapshot().n == 20


def test_pushed_values_are_completed_by_advance(host):
    x = levels(1, 10)
    with host.stream("drawdown") as stream:
        for t, v in zip(DAYS[:10], x):
            stream.push("series", t, v)
        assert stream.advance(DAYS[9] + 1) == 10
        rows = stream.rows()
    np.testing.assert_array_equal(rows["underwater"], underwater(x))
    np.testing.assert_array_equal(rows["time"], DAYS[:10].astype("datetime64[ns]"))


def test_wrong_rows_are_refused(host):
    with host.stream("drawdown") as stream:
        with pytest.raises(rothost.ArgumentError, match="series"):
            stream.update(DAYS[0], [1.0, 2.0])
        stream.update(DAYS[1], [1.0])
        with pytest.raises(rothost.Error):
            stream.update(DAYS[0], [1.0])
        with pytest.raises(rothost.NotFoundError):
            stream.push("nobody", DAYS[2], 1.0)
        with pytest.raises(rothost.NotFoundError):
            stream.push(5, DAYS[2], 1.0)


def test_closed_streams_raise(host):
    stream = host.stream("drawdown")
    stream.close()
    stream.close()
    for call in (
        lambda: stream.update(DAYS[0], [1.0]), lambda: stream.advance(DAYS[0]), stream.snapshot,
        stream.rows, lambda: stream.push(0, DAYS[0], 1.0),
    ):  # fmt: skip
        with pytest.raises(rothost.ClosedError):
            call()
    other = host.stream("drawdown")
    host.close()
    with pytest.raises(rothost.ClosedError):
        other.update(DAYS[0], [1.0])


def test_an_indicator_that_cannot_stream_says_so(host):
    with pytest.raises(rothost.UnsupportedError):
        host.stream("lead_lag")
