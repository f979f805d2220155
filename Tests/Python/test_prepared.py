"""Prepared requests: the same answers, call after call."""

import ctypes as c
import gc
import threading

import numpy as np
import pytest
import rothost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rothost import _memory as memory
from rothost._times import stamps
from test_eval import levels, underwater

anything = hnp.arrays(
    st.sampled_from([np.float32, np.float64, ">f8", np.int32]), st.integers(1, 80),
    elements=st.integers(1, 1000),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.sampled_from([1, 2, -1]))
def test_any_array_layout_gives_what_eval_gives(host, values, step):
    run = host.prepare("drawdown", threshold=0.1)
    given_array = values[::step]
    expected = underwater(given_array.astype(float))
    np.testing.assert_array_equal(run(given_array)["underwater"], expected)
    whole = host.eval("drawdown", series=given_array.astype(float), threshold=0.1)
    np.testing.assert_array_equal(whole["underwater"], expected)


def test_read_only_arrays_are_read_in_place(host):
    values = levels(1, 251)
    values.setflags(write=False)
    run = host.prepare("drawdown")
    np.testing.assert_array_equal(run(values)["underwater"], underwater(values))


def test_results_of_many_calls_live_side_by_side(host):
    run = host.prepare("drawdown")
    inputs = [levels(seed, 251) for seed in range(50)]
    arrays = [np.asarray(run(x)["underwater"]) for x in inputs]
    gc.collect()
    for x, array in zip(inputs, arrays):
        np.testing.assert_array_equal(array, underwater(x))
    assert len({array.__array_interface__["data"][0] for array in arrays}) == 50


def test_stamps_may_be_given(host):
    days = np.arange("2024-01-01", "2024-01-06", dtype="datetime64[D]")
    series = host.prepare("drawdown")(levels(1, 5), time=days)["underwater"]
    np.testing.assert_array_equal(series.time, days.astype("datetime64[ns]"))


def test_two_inputs_come_in_role_order(host):
    run = host.prepare("lead_lag", max_lag=3, resamples=99)
    assert run.roles == ("leader", "follower")
    x, y = levels(1, 300), levels(2, 300)
    expected = host.eval("lead_lag", leader=x, follower=y, max_lag=3, resamples=99)
    np.testing.assert_equal(dict(run(x, y).scalars), dict(expected.scalars))
    with pytest.raises(rothost.ArgumentError, match="leader, follower"):
        run(x)
    with pytest.raises(rothost.InputError, match="300 and 299"):
        run(x, y[1:])


def test_errors_are_raised_per_call_and_do_not_stick(host):
    run = host.prepare("drawdown")
    bad = np.array([1.0, np.inf, 2.0])
    for _ in range(3):
        with pytest.raises(rothost.InputError):
            run(bad)
        np.testing.assert_array_equal(run(bad[:1])["underwater"], [0])
    with pytest.raises(rothost.ParameterError):
        host.prepare("drawdown", threshold=7)


def test_closed_ones_raise(host):
    with host.prepare("drawdown") as run:
        kept = run(levels(1, 10))["underwater"]
    with pytest.raises(rothost.ClosedError):
        run(levels(1, 10))
    another = host.prepare("drawdown")
    host.close()
    with pytest.raises(rothost.ClosedError):
        another(levels(1, 10))
    np.testing.assert_array_equal(kept, underwater(levels(1, 10)))


def test_eight_threads_may_share_one(host):
    run = host.prepare("drawdown")
    wrong = []

    def work(seed):
        for step in range(200):
            x = levels(seed * 1000 + step, 100)
            if not np.array_equal(run(x)["underwater"], underwater(x)):
                wrong.append(seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def misaligned(values):
    """The same values, beginning at an odd address."""
    memory = np.zeros(values.nbytes + 1, np.uint8)
    moved = memory[1:].view(values.dtype)
    moved[:] = values
    assert not moved.flags.aligned and moved.flags.c_contiguous
    return moved


def test_arrays_that_begin_anywhere_are_read_as_what_they_are(host):
    values = levels(3, 120)
    expected = underwater(values)
    days = np.arange(120, dtype=np.int64) * 86_400_000_000_000
    run = host.prepare("drawdown")
    np.testing.assert_array_equal(run(misaligned(values))["underwater"], expected)
    dated = run(values, time=misaligned(days))["underwater"]
    np.testing.assert_array_equal(dated.time.view(np.int64), days)
    stamped = (misaligned(days), misaligned(values))
    np.testing.assert_array_equal(host.eval("drawdown", series=stamped)["underwater"], expected)


def test_no_misaligned_array_reaches_c(host):
    x, days = misaligned(levels(3, 9)), misaligned(np.arange(9, dtype=np.int64))
    assert memory.floats(x, "x").flags.aligned and stamps(days, "days")[0].flags.aligned
    both = np.column_stack([x, x[::-1]]).ravel()
    table = misaligned(both).reshape(9, 2)
    np.testing.assert_array_equal(
        rothost.stats.cross_correlations(table, 2),
        rothost.stats.cross_correlations(table.copy(), 2),
    )


def test_the_library_itself_refuses_what_is_misaligned(host):
    run = host.prepare("drawdown")
    slot, x, days = c.c_void_p(), misaligned(levels(3, 9)), misaligned(np.arange(9))
    for columns, times, name in [(x, None, "columns"), (levels(3, 9), days, "time_ns")]:
        addresses = (c.c_void_p * 1)(memory.address_of(columns))
        stamps_at = c.c_void_p(None if times is None else memory.address_of(times))
        status = run._run(run._handle, addresses, stamps_at, c.c_int64(9), c.byref(slot))
        assert isinstance(run._error(status), rothost.ArgumentError) and not slot
        assert name in str(run._error(status)) and "aligned" in str(run._error(status))
