"""A streaming update through the ABI against the same C function called directly."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from .measure import RELEASE, ROOT, Row


def update_overhead(updates: int = 2_000_000) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        plugins = Path(folder) / "plugins"
        plugins.mkdir(mode=0o755)
        peers = ROOT / "Benchmarks" / "peers"
        include = f"-I{ROOT / 'include'}"
        subprocess.run(["cc", "-std=c99", "-O2", "-shared", "-fPIC", include, str(peers / "stream_ema.c"),
                        "-o", str(plugins / "stream_ema.so"), "-lm"], check=True)
        program = str(Path(folder) / "stream_update")
        subprocess.run(["cc", "-O2", include, str(peers / "stream_update.c"), "-o", program,
                        f"-L{RELEASE}", "-l:librothost.so.1", f"-Wl,-rpath,{RELEASE}", "-ldl"], check=True)
        answer = subprocess.run([program, str(plugins), str(updates)], check=True, text=True,
                                stdout=subprocess.PIPE, env=dict(os.environ)).stdout.split()
    direct, through, allocations = float(answer[0]), float(answer[1]), int(answer[2])
    return Row("streaming update through the ABI", "the same C function, called directly",
               through * 1e-9, direct * 1e-9, "at most 5 ns more",
               f"{through - direct:+.1f} ns an update; {allocations} host allocations in "
               f"{15 * updates:,} updates")
