"""Errors carry status, plugin and phase, and every status has its own kind."""

import pickle
import subprocess
import sys

import pytest
import rothost
from rothost import _errors, _library
from rothost import _ffi as ffi


def test_every_status_has_its_own_kind():
    codes = {value for name, value in vars(ffi).items() if name.startswith("ROT_ERR_")}
    assert set(_errors.BY_STATUS) == codes
    assert len(set(_errors.BY_STATUS.values())) == len(codes)
    for kind in _errors.BY_STATUS.values():
        assert issubclass(kind, rothost.Error) and getattr(rothost, kind.__name__) is kind


def test_an_error_reads_well_and_survives_pickling():
    error = rothost.NotFoundError("no such series", plugin="lead_lag", phase="prepare")
    assert str(error) == "lead_lag (prepare): no such series"
    assert isinstance(error, KeyError) and error.status == ffi.ROT_ERR_NOT_FOUND
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.status, copy.plugin, copy.phase, str(copy)) == (
        9,
        "lead_lag",
        "prepare",
        str(error),
    )


@pytest.mark.parametrize(
    ("path", "says"),
    [("nowhere/librothost.so", "cannot be loaded"), ("LIBC", "not this package's")],
)
def test_a_wrong_library_says_what_to_do(tmp_path, path, says):
    libc = next(
        line.split()[-1]
        for line in open("/proc/self/maps")
        if "/libc.so" in line or "libc-" in line
    )
    script = (
        "import rothost\n"
        "try:\n    rothost.open()\n"
        "except ImportError as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={"ROTHOST_LIBRARY": path.replace("LIBC", libc), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stdout.startswith("LibraryError") and says in done.stdout
    assert "make build" in done.stdout


def test_the_library_speaks_this_packages_abi():
    assert _library.library().rot_abi_version() == ffi.ROT_ABI_VERSION
    assert rothost.version().count(".") == 2
