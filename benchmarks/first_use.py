"""What the first solve on a machine costs: kernels are compiled once and kept; later processes read them back.

Each figure is a process of its own, from its start to the answers. Paths come first; the other games then need every
kernel that is left: four parties, and the last resorts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import Row, main

_START = """
import sys
sys.path[:0] = {paths!r}
from bargaining import bargaining
from stakes import sensible
from summitry import PathOptions, solve
"""
_PATHS = """
tree = bargaining(2, 1)
assert solve(tree, sensible(tree, 8, 20.0, 1)).solved.all()
"""
_EVERY = """
for tree in (bargaining(2, 1), bargaining(4, 3)):
    assert solve(tree, sensible(tree, 8, 20.0, 1)).solved.any()
tree = bargaining(2, 1)
for below in (0, 250):
    assert solve(tree, sensible(tree, 1, 5.0, 1), path=PathOptions(arclength_only=True, dense_below=below)).solved.all()
"""
_CASES = [
    ("first solve, empty cache", _PATHS, 2, "< 15", "all solved"),
    ("first solve of a later process", _PATHS, 1, "", "all solved"),
    ("then every other kernel", _EVERY, 1, "", "all kernels used"),
    ("every kernel, in a later process", _EVERY, 1, "", "all kernels used"),
]


def rows(quick: bool) -> list[Row]:
    """Seconds with an empty and with a filled cache."""
    here = Path(__file__).parent
    start = _START.format(paths=[str(here), str(here.parent / "src")])
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as cache:
        for what, program, threads, reach, compared in _CASES:
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", start + program], check=True, env={**os.environ, "NUMBA_CACHE_DIR": cache}
            )
            spent = time.perf_counter() - started
            found.append(
                {"what": what, "nodes": 1093, "parties": 2, "draws": 8, "threads": threads, "figure": spent,
                 "unit": "s", "reach": reach, "compared": compared}
            )  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
