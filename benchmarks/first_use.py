"""What the first solve on a machine costs: kernels are compiled once and kept; the second process reads them back.

Each figure is a process of its own, from its start to the answers of games that between them need every kernel.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import Row, main

_PROGRAM = """
import sys
sys.path[:0] = {paths!r}
from bargaining import bargaining
from stakes import sensible
from summitry.solve import PathOptions, solve
for tree, precision in ((bargaining(2, 1), 20.0), (bargaining(4, 3), 20.0)):
    draws = sensible(tree, 8, precision, 1)
    assert solve(tree, draws).solved.any()
tree = bargaining(2, 1)
for below in (0, 250):
    assert solve(tree, sensible(tree, 1, 5.0, 1), path=PathOptions(arclength_only=True, dense_below=below)).solved.all()
"""


def rows(quick: bool) -> list[Row]:
    """Seconds with an empty and with a filled cache."""
    here = Path(__file__).parent
    program = _PROGRAM.format(paths=[str(here), str(here.parent / "src")])
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as cache:
        for what, reach in (("first solve, empty cache", "< 15"), ("first solve of a later process", "")):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "NUMBA_CACHE_DIR": cache})
            spent = time.perf_counter() - started
            found.append(
                {"what": what, "nodes": 1093, "parties": 2, "draws": 8, "threads": 1, "figure": spent, "unit": "s",
                 "reach": reach, "compared": "all kernels used"}
            )  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
