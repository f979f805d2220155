"""What owns memory of the library is shared, never copied: two owners would give it back twice."""

import copy
import gc
import pickle

import numpy as np
import pytest
import rothost
from test_eval import levels

COPIES = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": pickle.dumps}


def owners(host):
    days = np.arange("2024-01-01", "2024-01-11", dtype="datetime64[D]")
    host["X"] = {"time": days, "value": levels(1, 10)}
    prepared = host.prepare("drawdown")
    stream = host.stream("drawdown", series="X")
    series = host["X"]
    return {
        "Host": host, "Engine": host._engine, "Prepared": prepared, "Stream": stream,
        "Handle": stream._handle, "Series": series, "View": series._view,
        "Result": prepared(levels(1, 10)),
    }  # fmt: skip


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize(
    "kind", ["Host", "Engine", "Prepared", "Stream", "Handle", "Series", "View", "Result"]
)
def test_an_owner_refuses_to_be_copied_and_says_what_to_do(host, kind, how):
    owner = owners(host)[kind]
    with pytest.raises(TypeError, match=rf"A rothost\.{kind} can be neither copied.*share"):
        COPIES[how](owner)
    gc.collect()


def test_a_result_that_was_to_be_copied_is_whole_and_is_given_back_once(host):
    result = host.prepare("drawdown")(levels(1, 50))
    before = np.array(result["underwater"])
    for attempt in COPIES.values():
        with pytest.raises(TypeError, match="to_dict"):
            attempt(result)
    gc.collect()
    np.testing.assert_array_equal(result["underwater"], before)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_result_that_was_never_made_whole_names_what_it_lacks():
    hollow = rothost.Result.__new__(rothost.Result)
    with pytest.raises(AttributeError, match="_origin"):
        hollow._origin
    with pytest.raises(AttributeError):
        hollow.p_lead
    del hollow
    gc.collect()
