"""Indicators in workers: the same answers, deaths as errors, replaced files."""

import os
import pathlib
import subprocess
import sys
import time

import numpy as np
import pytest
import rothost
from conftest import ROOT
from test_eval import DAYS, levels

NS = DAYS.astype("datetime64[ns]").astype(np.int64)


def compiled(source, target, *options):
    subprocess.run(
        ["cc", "-w", "-std=gnu99", "-O1", "-shared", "-fPIC", f"-I{ROOT / 'include'}",
         str(ROOT / "Tests" / source), "-o", str(target), "-lm", "-lpthread", *options],
        check=True)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    plugins = tmp_path / "plugins"
    plugins.mkdir(mode=0o700)
    return plugins


@pytest.fixture
def open_host(tmp_path, folder):
    def opened():
        host = rothost.open(tmp_path / "cache", plugins=[str(folder)])
        host["IWM"] = (DAYS[:10], levels(1, 10))
        return host

    return opened


def test_a_worker_answers_what_this_process_answers(host):
    x = levels(1)
    here = host.eval("drawdown", series=(DAYS, x))
    there = host.eval("drawdown", series=(DAYS, x), isolation="process")
    np.testing.assert_array_equal(here["underwater"], there["underwater"])
    assert here.worst == there.worst and here.n == there.n


def test_a_stream_in_a_worker_equals_one_in_this_process(host):
    x = levels(1, 60)
    rows = {}
    for isolation in ("none", "process"):
        with host.stream("drawdown", isolation=isolation) as stream:
            rows[isolation] = [stream.update(int(t), [v])[0] for t, v in zip(NS, x)]
            rows[isolation].append(stream.snapshot().worst)
    np.testing.assert_array_equal(rows["none"], rows["process"])


def in_a_fork(body):
    """What `body` answers in a forked child, which ends without running what Python would."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        answer = "nothing"
        try:
            answer = body()
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, str(answer).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        text = answers.read()
    os.waitpid(child, 0)
    return text


HOST = """
import sys, time, numpy as np, rothost
host = rothost.open(sys.argv[1], plugins=[sys.argv[2]])
host["IWM"] = (np.arange("2010-01-01", "2010-02-01", dtype="datetime64[D]"), np.arange(31.0) + 1)
host.eval("hostile", act=int(sys.argv[3]), isolation="process")
print("answered", flush=True)
time.sleep(600)
"""


def state(process):
    """The letter and the parent of a process by proc(5); no letter where there is none."""
    try:
        words = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return words[0], int(words[1])
    except OSError:
        return "", 0


def test_a_worker_ends_with_its_killed_host_though_its_plugin_hinders_it(tmp_path, folder):
    sources = ROOT / "Tests" / "HostilePlugins"
    others = [str(sources / f"{name}.c") for name in ("dying", "writing", "process")]
    compiled("HostilePlugins/evaluate.c", folder / "hostile.so", *others)
    table = (sources / "evaluate.c").read_text().partition("acts[] = {")[2].partition("}")[0]
    act = [name.strip() for name in table.split(",")].index("stop_follower")
    arguments = [sys.executable, "-c", HOST, str(tmp_path / "cache"), str(folder), str(act)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "answered\n"
        numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        workers = [number for number in numbers if state(number)[1] == child.pid]
        assert workers
        child.kill()
    end = time.monotonic() + 60
    while any(state(worker)[0] not in ("", "Z") for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert all(state(worker)[0] in ("", "Z") for worker in workers)


def test_a_forked_child_leaves_its_parents_workers_alone(host):
    x = levels(1, 60)
    expected = host.eval("drawdown", series=(DAYS[:60], x), isolation="process").worst
    stream = host.stream("drawdown", isolation="process")
    rows = [stream.update(int(NS[0]), [x[0]])[0]]

    refused = in_a_fork(lambda: stream.update(int(NS[1]), [x[1]]))
    assert "forked" in refused and "open the stream again" in refused
    own = in_a_fork(lambda: host.eval("drawdown", series=(DAYS[:60], x), isolation="process").worst)
    assert float(own) == expected
    assert in_a_fork(lambda: (stream.close(), host.close(), "closed")[2]) == "closed"

    rows += [stream.update(int(t), [v])[0] for t, v in zip(NS[1:60], x[1:])]
    here = host.eval("drawdown", series=(DAYS[:60], x), isolation="none")["underwater"]
    np.testing.assert_array_equal(rows, here)
    stream.close()
    assert host.eval("drawdown", series=(DAYS[:60], x), isolation="process").worst == expected


def test_death_in_a_stream_is_an_error(open_host, folder):
    compiled("HostilePlugins/stream.c", folder / "hostile.so")
    with open_host() as host:
        for where, phase in enumerate(["open", "update", "peek", "snapshot"]):
            with pytest.raises(rothost.CrashedError, match="SIGSEGV.*crash") as caught:
                with host.stream("hostile", where=where, what=1, isolation="process") as stream:
                    stream.update(int(NS[20]), [1.0])
                    stream.peek(int(NS[21]), [1.0])
                    stream.snapshot()
            assert phase in str(caught.value)


def test_a_replaced_file_is_what_runs_next_in_a_worker_and_here(open_host, folder):
    target, draft = folder / "versioned.so", folder / "draft"
    compiled("Fixtures/versioned.c", target)
    first = target.read_bytes()
    with open_host() as host:
        assert host.eval("versioned").number == 1
        for number in range(2, 8):
            draft.write_bytes(first.replace(b"VERSION 0000000001", b"VERSION %010d" % number))
            draft.chmod(0o755)
            os.replace(draft, target)
            assert host.eval("versioned", isolation="process").number == number
            assert host.eval("versioned").number == number
