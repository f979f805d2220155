"""Python functions as indicators: values through, exceptions as errors, never a crash."""

import datetime
import gc
import threading

import numba
import numpy as np
import pandas as pd
import pytest
import rothost
from test_eval import DAYS, interrupt_soon, levels


def test_a_function_of_two_inputs_and_a_parameter(host):
    @host.indicator("spread", inputs=["x", "y"], parameters={"scale": 1.0}, outputs=["spread"])
    def spread(x, y, scale):
        """The difference of two levels."""
        return scale * (x - y)

    x, y = levels(1), levels(2)
    result = host.eval("spread", x=(DAYS, x), y=(DAYS, y), scale=2)
    np.testing.assert_array_equal(result["spread"], 2.0 * (x - y))
    assert host.describe("spread")["summary"] == "The difference of two levels."
    assert spread(1.0, 2.0, 3.0) == -3.0
    run = host.prepare("spread")
    np.testing.assert_array_equal(run(x, y)["spread"], x - y)


def test_every_kind_of_output(host):
    @host.indicator(
        "kinds",
        inputs=["x@log"],
        parameters={
            "window": rothost.Parameter(3, "rows", 2, 50),
            "mode": rothost.Parameter("fast", choices=["slow", "fast"]),
            "horizons": [30, 60],
            "since": datetime.date(2020, 1, 2),
            "delay": datetime.timedelta(days=2),
            "on": True,
            "note": "none",
        },
        outputs={
            "mean": "series",
            "regime": rothost.Output(type="choice", choices=["down", "up"]),
            "own": "series",
            "n": rothost.Output("scalar", "integer"),
            "p": rothost.Output("scalar", p_value=True),
            "when": rothost.Output("scalar", "time"),
            "verdict": rothost.Output("scalar", "text"),
            "label": rothost.Output("scalar", "choice", choices=["low", "high"]),
            "never": rothost.Output("scalar", "integer"),
            "events": rothost.Output(
                "table",
                columns={"time": "time", "depth": "real", "bars": "integer", "name": "text",
                         "over": "boolean"},
            ),
        },
        look_back=lambda window, **_: window - 1,
    )  # fmt: skip
    def kinds(x, window, mode, horizons, since, delay, on, note, context):
        assert (mode, horizons, note, on) == ("slow", [1, 2, 3], "a,b", False)
        assert since == np.datetime64("2021-05-06") and delay == np.timedelta64(12, "h")
        context.progress(0.5)
        context.warn("only a test")
        mean = np.convolve(x, np.ones(window) / window)[: len(x)]
        return {
            "mean": mean,
            "regime": ["up" if v > 0 else None for v in x],
            "own": (DAYS[:3], [1.0, np.nan, 3.0]),
            "n": len(x), "p": 0.25, "when": DAYS[5], "verdict": "Straße", "label": "high",
            "never": None,
            "events": pd.DataFrame(
                {"time": DAYS[:2], "depth": [0.5, np.nan], "bars": [1, None], "name": ["a", None],
                 "over": [True, None]}
            ),
        }  # fmt: skip

    x = levels(1)
    result = host.eval(
        "kinds", x=(DAYS, x), window=2, mode="slow", horizons=[1, 2, 3],
        since=datetime.date(2021, 5, 6), on=False, note="a,b", start=DAYS[100],
        parameters={"delay": datetime.timedelta(hours=12)},
    )  # fmt: skip
    log = np.diff(np.log(x))
    expected = (log[1:] + log[:-1]) / 2
    np.testing.assert_allclose(result["mean"], expected[98:], rtol=0, atol=1e-15)
    assert result["mean"].time[0] == DAYS[100]
    assert set(result["regime"].labels) <= {"up", None}
    np.testing.assert_array_equal(result["own"], [1, np.nan, 3])
    np.testing.assert_array_equal(result["own"].time, DAYS[:3].astype("datetime64[ns]"))
    assert result.p == 0.25 and result.verdict == "Straße" and result.label == "high"
    assert result.never is None and result.when == DAYS[5]
    assert result.warnings == ["only a test"]
    events = result["events"]
    assert events["bars"].tolist() == [1, rothost.MISSING]
    assert events["name"].tolist() == ["a", None] and events["over"].tolist() == [True, None]
    assert events.to_pandas()["bars"].isna().tolist() == [False, True]


def test_an_exception_is_an_error_with_its_traceback(host):
    @host.indicator("broken", inputs=["x"], outputs=["y"])
    def broken(x):
        return x / {}["missing"]

    with pytest.raises(rothost.FailedError) as failure:
        host.eval("broken", x=levels(1))
    assert "KeyError: 'missing'" in str(failure.value)
    assert "test_indicators.py" in str(failure.value) and "in broken" in str(failure.value)
    assert failure.value.plugin == "broken" and failure.value.phase == "evaluate"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (np.zeros(3), "rows"), ({"z": np.zeros(731)}, "z"), ("text", "y"), (None, "y"),
        (np.full(730, np.inf), "y"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused(host, answer, says):
    host.indicator("odd", inputs=["x"], outputs=["y"])(lambda x: answer)
    with pytest.raises(rothost.Error, match=says):
        host.eval("odd", x=levels(1))


def test_rothost_errors_keep_their_kind(host):
    @host.indicator("picky", inputs=["x"], outputs=["y"])
    def picky(x):
        raise rothost.TooFewError("give at least a million rows")

    with pytest.raises(rothost.TooFewError, match="a million"):
        host.eval("picky", x=levels(1))


def test_inputs_may_be_kept_after_the_call(host):
    kept = []

    @host.indicator("keeper", inputs=["x"], outputs={"n": rothost.Output("scalar", "integer")})
    def keeper(x, context):
        kept.extend([x, context])
        return len(x)

    host.eval("keeper", x=levels(1))
    gc.collect()
    np.testing.assert_array_equal(kept[0], levels(1))
    with pytest.raises(rothost.ClosedError):
        kept[1].progress(0.5)


def test_repeated_and_optional_roles(host):
    @host.indicator(
        "basket",
        inputs=[
            rothost.Input("target"), rothost.Input("member", repeated=True),
            rothost.Input("hedge", optional=True),
        ],
        outputs=["sum"],
    )  # fmt: skip
    def basket(target, member, hedge):
        assert hedge is None
        return target + sum(member)

    x, y, z = levels(1), levels(2), levels(3)
    result = host.eval("basket", target=x, member=[y, z])
    np.testing.assert_allclose(result["sum"], x + y + z, rtol=1e-15)
    run = host.prepare("basket", member=2)
    np.testing.assert_array_equal(run(x, y, z)["sum"], result["sum"])


def test_native_inputs_keep_their_own_stamps(host):
    @host.indicator(
        "counts", inputs=["x", "y"], alignments=["native"],
        outputs={"a": rothost.Output("scalar", "integer"), "b": rothost.Output("scalar", "time")},
    )  # fmt: skip
    def counts(x, y, context):
        return {"a": len(x) - len(y), "b": context.times()["y"][-1]}

    result = host.eval("counts", x=(DAYS, levels(1)), y=(DAYS[:9], levels(1, 9)))
    assert result.a == len(DAYS) - 9 and result.b == DAYS[8]


def test_a_numba_kernel_runs_without_the_interpreter(host):
    @host.indicator("fast_spread", inputs=["x", "y"], parameters={"scale": 2.0}, outputs=["s"])
    @numba.cfunc(rothost.KERNEL)
    def kernel(columns, rows, warm_up, parameters, outputs):
        for row in range(warm_up, rows):
            outputs[0][row - warm_up] = parameters[0] * (columns[0][row] - columns[1][row])
        return 0

    x, y = levels(1), levels(2)
    np.testing.assert_array_equal(host.eval("fast_spread", x=x, y=y)["s"], 2 * (x - y))
    refusing = numba.cfunc(rothost.KERNEL)(lambda c, r, w, p, o: 3)
    host.indicator("refusing", inputs=["x"], outputs=["s"])(refusing)
    with pytest.raises(rothost.TooFewError):
        host.eval("refusing", x=x)


def test_a_compiled_python_function_is_one_too(host):
    compiled = numba.njit(lambda x: x * 2.0)
    host.indicator("doubled", inputs=["x"], outputs=["y"])(lambda x: compiled(x))
    np.testing.assert_array_equal(host.eval("doubled", x=levels(1))["y"], levels(1) * 2)


def test_functions_run_from_eight_threads(host):
    @host.indicator("twice", inputs=["x"], outputs=["y"], thread_safe=True)
    def twice(x):
        return 2 * x

    wrong = []

    def work(seed):
        for _ in range(20):
            x = levels(seed, 200)
            if not np.array_equal(host.eval("twice", x=x)["y"], 2 * x):
                wrong.append(seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_ctrl_c_reaches_a_function_that_never_asks(host):
    @host.indicator("endless", inputs=["x"], outputs=["y"])
    def endless(x):
        while True:
            pass

    with interrupt_soon(), pytest.raises(KeyboardInterrupt):
        host.eval("endless", x=levels(1))


def test_a_bad_declaration_is_refused_by_name(host):
    with pytest.raises(rothost.ParameterError, match="sideways"):
        host.indicator("a", inputs=["x@sideways"], outputs=["y"])(lambda x: x)
    with pytest.raises(rothost.ParameterError, match="cannot default"):
        host.indicator("a", inputs=["x"], outputs=["y"], parameters={"p": object()})(lambda x: x)
    with pytest.raises(rothost.Error):
        host.indicator("Not An Id", inputs=["x"], outputs=["y"])(lambda x: x)
