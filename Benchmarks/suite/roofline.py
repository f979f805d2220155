"""What the machine itself allows: the ceilings that the other rows are read against."""

from __future__ import annotations

import platform
import subprocess
import tempfile

import numpy as np

from .measure import ROOT, Row

# Of `all_pairs`, per tile of eight series with eight: 65 frequencies, 29 blocks, and for each 24 products,
# 24 sums and the sum of a spectrum's two parts, on eight doubles. 25 groups of eight make 325 tiles.
PRODUCTS = 325 * 65 * 29 * (24 + 24 + 1)


def roofline() -> list[Row]:
    from rothost import stats

    from .numerics import versus

    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/roofline"
        wide = ["-mprefer-vector-width=512"] if platform.machine() == "x86_64" else []
        subprocess.run(["cc", "-O3", "-march=native", *wide, "-ffp-contract=off",
                        str(ROOT / "Benchmarks" / "peers" / "roofline.c"), "-o", program, "-lpthread"], check=True)
        answer = subprocess.run([program], check=True, text=True, stdout=subprocess.PIPE).stdout.split()
    operation, one, two = (float(number) * 1e-9 for number in answer)
    columns = np.random.default_rng(14).normal(size=(2_500, 200))
    whole = versus("", "", lambda: stats.cross_correlations(columns, 20, threads=1), lambda: None, "")
    return [
        Row("operations in registers only, on 2 threads", "the same on 1 thread", two, one, "for information",
            f"wall time: what a second core can give here; {operation * 1e9:.3f} ns an operation on eight doubles"),
        Row("all pairs, its products' operations at that rate", "all of it, 1 thread", PRODUCTS * operation,
            whole.seconds, "for information", f"{PRODUCTS / 1e6:.1f}e6 operations"),
    ]
