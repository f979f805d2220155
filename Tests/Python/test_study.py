"""Studies: many evaluations at once, from a TOML file."""

import json

import numpy as np
import pytest
import rothost

SWEEP = """
title = "Sweep"
[[eval]]
title = "thresholds"
plugin = "drawdown"
inputs = { series = "A" }
params = { threshold = [0.1, 0.2] }
[[eval]]
plugin = "nothing_like_it"
"""


@pytest.fixture
def file(host, tmp_path):
    days = np.arange("2024-01-01", "2024-01-07", dtype="datetime64[D]")
    host["A"] = (days, np.array([100.0, 110.0, 90.0, 120.0, 60.0, 80.0]))
    path = tmp_path / "sweep.toml"
    path.write_text(SWEEP)
    return path


def test_rows_tell_answers_and_failures(host, file):
    study = host.study(file, workers=2)
    assert study.title == "Sweep" and len(study) == 3
    assert [row["status"] for row in study] == ["answered", "answered", "not installed"]
    assert [row["variation"] for row in study[:2]] == [{"threshold": "0.1"}, {"threshold": "0.2"}]
    assert study[0]["n"] == 6 and "below the record" in study[0]["verdict"]
    assert study[0]["result"]["scalars"] == json.loads(
        host.eval("drawdown", series="A", threshold=0.1).to_json()
    )["scalars"]  # fmt: skip
    assert "series" not in study[0]["result"]
    assert "underwater" in host.study(file, full=True)[0]["result"]["series"]
    assert "nothing_like_it" in study[2]["error"] and "2 of 3" in repr(study)


def test_a_study_is_a_frame(host, file):
    frame = host.study(file).to_pandas()
    assert list(frame["indicator"]) == ["drawdown", "drawdown", "nothing_like_it"]
    assert list(frame["threshold"][:2]) == ["0.1", "0.2"]


def test_the_bundled_study_answers_on_the_demo_market(host):
    study = host.study()
    assert study.document["synthetic"] and study[0]["indicator"] == "lead_lag"
    assert study[0]["p"]["value"] < 0.01 and study[0]["p"]["family"] == "the claims"
    assert host.study_text("rotation").count("[[eval]]") >= 18


def test_what_is_wrong_is_told_with_file_line_and_key(host, file):
    file.write_text("[[eval]]\nplugin = 'drawdown'\nparams = { treshold = 1 }\n")
    with pytest.raises(rothost.DataError, match=r"sweep.toml:3: key `eval\[0\].params.treshold`"):
        host.study(file)
    with pytest.raises(rothost.NotFoundError, match="did you mean rotation"):
        host.study("rotaton")


def test_progress_may_stop_and_its_error_comes_through(host, file):
    seen = []
    host.study("rotation", progress=seen.append)
    assert seen and all(0 <= fraction <= 1 for fraction in seen)
    with pytest.raises(rothost.CancelledError):
        host.study("rotation", progress=lambda _: True)
    with pytest.raises(ZeroDivisionError):
        host.study("rotation", progress=lambda _: 1 / 0)
