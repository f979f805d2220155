"""One host from many threads: every answer right, none of them waiting for ever."""

import subprocess
import sys
import threading

import numpy as np
import rothost
from rothost import stats
from test_eval import DAYS, levels, underwater

THREADS = 8


def run_all(work):
    """Runs work(seed) on THREADS threads; raises the first failure."""
    failures = []

    def guarded(seed):
        try:
            work(seed)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    if failures:
        raise failures[0]


def test_writing_viewing_and_evaluating_side_by_side(host):
    def work(seed):
        name = f"S{seed}"
        for step in range(10):
            x = levels(100 * seed + step)
            host[name] = (DAYS, x)
            np.testing.assert_array_equal(host[name], x)
            result = host.eval("drawdown", series=name)
            np.testing.assert_array_equal(result["underwater"], underwater(x))

    run_all(work)
    assert sorted(host) == [f"S{seed}" for seed in range(THREADS)]


def test_errors_belong_to_the_thread_that_failed(host):
    def work(seed):
        for _ in range(50):
            try:
                host[f"MISSING_{seed}"]
            except rothost.NotFoundError as error:
                assert f"MISSING_{seed}" in str(error)

    run_all(work)


def test_statistics_give_the_same_bits_on_every_thread():
    x, y = levels(1), levels(2)
    expected = stats.lead_lag_test(x, y, 10, resamples=199)
    results = {}

    def work(seed):
        results[seed] = stats.lead_lag_test(x, y, 10, resamples=199)

    run_all(work)
    for answer in results.values():
        assert all(np.array_equal(a, b) for a, b in zip(answer, expected))


def test_closing_while_others_work_is_an_error_for_them_not_a_crash(tmp_path):
    host = rothost.open(tmp_path / "cache")
    host["A"] = (DAYS, levels(1))
    begun = threading.Barrier(THREADS)

    def work(seed):
        begun.wait(60)
        if seed == 0:
            host.close()
            return
        for _ in range(200):
            try:
                result = host.eval("drawdown", series="A")
                np.testing.assert_array_equal(result["underwater"], underwater(levels(1)))
            except rothost.ClosedError:
                return

    run_all(work)
    assert host.closed


def test_leaving_everything_open_at_exit_is_quiet():
    script = (
        "import numpy as np, rothost, atexit\n"
        "host = rothost.open(in_memory=True)\n"
        "host.indicator('twice', inputs=['x'], outputs=['y'])(lambda x: 2 * x)\n"
        "host['A'] = (np.arange(9) * 10**9, np.ones(9))\n"
        "series, result = host['A'], host.eval('twice', x='A')\n"
        "values, run = np.asarray(result['y']), host.prepare('drawdown')\n"
        "stream, capsule = host.stream('drawdown'), result.__arrow_c_stream__()\n"
        "atexit.register(lambda: print(values.sum(), series.values.sum()))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "18.0 9.0\n", "")
