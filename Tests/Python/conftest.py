"""Hosts on throw-away caches, and the real market data where they are."""

from __future__ import annotations

import os
import pathlib
import signal
import sys
from collections.abc import Iterator

import pytest
import rothost

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python" / "tools"))


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Python's own answer to Ctrl-C, which a process started in the background begins without."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Iterator[rothost.Host]:
    with rothost.open(tmp_path / "cache") as opened:
        yield opened


@pytest.fixture(scope="session")
def market() -> pathlib.Path:
    """The folder of vendors' files, or a loud skip."""
    folder = pathlib.Path(os.environ.get("ROTHOST_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        print("SKIPPED: ../shared/data is absent; set ROTHOST_SHARED_DATA to the vendors' files.")
        pytest.skip("../shared/data is absent")
    return folder
