"""The package is typed: mypy --strict accepts it, and a user's program that uses it."""

import pathlib
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "python"

PROGRAM = """
import numpy as np
import rothost

with rothost.open(in_memory=True) as host:
    host["IWM"] = (np.arange(3), np.ones(3))
    series: rothost.Series = host["IWM"]
    result: rothost.Result = host.eval("drawdown", series="IWM", threshold=0.1)
    table: rothost.Table = result.tables["episodes"]
    shape: tuple[int, ...] = table["depth"].shape
    run: rothost.Prepared = host.prepare("drawdown")
    names: list[str] = list(host)
    p: float = rothost.stats.lead_lag_test([1.0], [2.0], 1).p_lead
    with host.stream("drawdown") as stream:
        row = stream.update("2024-01-01", [1.0])
"""


def mypy(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "mypy", *arguments], capture_output=True, text=True, cwd=PACKAGE
    )


def test_the_package_passes_mypy_strict():
    done = mypy("--config-file", "pyproject.toml")
    assert done.returncode == 0, done.stdout


def test_a_users_program_passes_and_a_wrong_one_does_not(tmp_path):
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text(PROGRAM)
    bad.write_text(PROGRAM + "\nwrong: int = rothost.open()\n")
    assert mypy("--strict", str(good)).returncode == 0, mypy("--strict", str(good)).stdout
    assert "Incompatible types" in mypy("--strict", str(bad)).stdout
