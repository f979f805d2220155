"""A cache that is opened, read and closed again and again stays mapped in between."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
import rothost


def store(folder, values) -> str:
    """A cache with one series X, written and closed."""
    with rothost.open(folder) as host:
        host["X"] = ((np.arange(len(values)) + 1) * 10**9, np.asarray(values, float))
    return str(folder)


def read(folder) -> list[float]:
    with rothost.open(folder) as host:
        return list(host["X"])


def is_mapped(folder) -> bool:
    with open("/proc/self/maps") as maps:
        return any(f"{folder}/data.mdb" in line for line in maps)


def test_the_cache_read_last_stays_mapped_until_another_one_is_read(tmp_path):
    first, second = store(tmp_path / "a", [1, 2]), store(tmp_path / "b", [3])
    assert not is_mapped(first) and not is_mapped(second)
    assert read(first) == [1, 2] and is_mapped(first)
    assert read(first) == [1, 2]
    assert read(second) == [3] and is_mapped(second) and not is_mapped(first)


def test_a_host_that_wrote_leaves_nothing_mapped(tmp_path):
    folder = store(tmp_path / "a", [1])
    read(folder)
    with rothost.open(folder) as host:
        host["X"] = ([10**9, 2 * 10**9], [4.0, 5.0])
    assert not is_mapped(folder)
    assert read(folder) == [4, 5]


@pytest.mark.parametrize("replace", ["in place", "by rename", "deleted and made anew"])
def test_a_cache_replaced_between_two_openings_is_read_anew(tmp_path, replace):
    folder, other = store(tmp_path / "a", [1, 2, 3]), store(tmp_path / "b", [7, 8, 9, 10])
    assert read(folder) == [1, 2, 3]
    if replace == "in place":
        shutil.copyfile(f"{other}/data.mdb", f"{folder}/data.mdb")
    elif replace == "by rename":
        os.rename(f"{other}/data.mdb", f"{folder}/data.mdb")
    else:
        shutil.rmtree(folder)
        store(folder, [7, 8, 9, 10])
    assert read(folder) == [7, 8, 9, 10]


def test_a_cache_cut_short_between_two_openings_is_refused(tmp_path):
    folder = store(tmp_path / "a", np.arange(100_000.0))
    assert len(read(folder)) == 100_000
    os.truncate(f"{folder}/data.mdb", 8192)
    with pytest.raises(rothost.CacheError):
        read(folder)


def test_what_another_process_wrote_between_two_openings_is_seen(tmp_path):
    folder = store(tmp_path / "a", [1])
    assert read(folder) == [1]
    script = (
        "import sys, rothost\n"
        "with rothost.open(sys.argv[1]) as host: host.append('X', ([10**12], [2.0]))\n"
    )
    subprocess.run([sys.executable, "-c", script, folder], check=True)
    assert read(folder) == [1, 2]


def test_a_read_only_opening_does_not_hinder_a_later_writer(tmp_path):
    folder = store(tmp_path / "a", [1])
    with rothost.open(folder, read_only=True) as host:
        assert list(host["X"]) == [1]
    with rothost.open(folder) as host:
        host.append("X", ([10**12], [2.0]))
    assert read(folder) == [1, 2]


def test_a_forked_child_opens_the_cache_for_itself(tmp_path):
    folder = store(tmp_path / "a", [1])
    assert read(folder) == [1]
    child = os.fork()
    if child == 0:
        try:
            with rothost.open(folder) as host:
                host.append("X", ([10**12], [float(len(host["X"]) + 1)]))
                os._exit(0 if list(host["X"]) == [1, 2] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with rothost.open(folder) as host:
        assert list(host["X"]) == [1, 2]
        host.append("X", ([2 * 10**12], [3.0]))
        assert host.verify() == {"intact": ["X"], "damaged": {}}
    assert read(folder) == [1, 2, 3]


def test_a_series_tells_of_its_own_snapshot_whatever_was_written_since(tmp_path):
    with rothost.open(store(tmp_path / "a", [1, 2])) as host:
        series = host["X"]
        host["X"] = {"time": [0], "other": [5.0]}
        assert series.columns == ("value",) and series.info["rows"] == 2
        assert host["X"].columns == ("other",) and host.series_info("X")["rows"] == 1
