"""Many draws of one tree to λ=20 on both cores, branch control and certificate included."""

from __future__ import annotations

import sys
import time

import numpy as np
from bargaining import bargaining
from stakes import sensible, take
from table import Row, main

from summitry.game import Tree
from summitry.solve import PathOptions, certify, plan, solve

PRECISION = 20.0
THREADS = 2
QUICK = PathOptions(last_resort=False)
"""As studies solve: one draw on the last resort takes minutes, so that it is counted as unsolved instead."""


def rows(quick: bool) -> list[Row]:
    """Wall-clock time, and how many draws have no answer."""
    return [
        _row(bargaining(4, 3), 10_000, "≤ 2, stretch 1"),
        _row(bargaining(5, 4), 2_000, "≤ 4"),
    ]


def _row(tree: Tree, batch: int, reach: str) -> Row:
    draws = sensible(tree, batch, PRECISION, 1)
    compiled = plan(tree)
    solve(tree, take(draws, slice(0, 16)), plan=compiled)
    started = time.perf_counter()
    found = solve(tree, draws, plan=compiled, threads=THREADS, path=QUICK)
    spent = time.perf_counter() - started
    some = slice(0, min(batch, 256))
    residual = certify(tree, take(draws, some), found.log_strategy[some]).residual
    return {
        "what": f"draws to λ={PRECISION:g}", "nodes": tree.size, "parties": len(tree.parties), "draws": batch,
        "threads": THREADS, "figure": spent, "unit": "s", "reach": reach,
        "compared": f"{int((~found.solved).sum())} unsolved, {int(found.folded.sum())} folded; residual ≤ "
        f"{np.nanmax(found.residual):.0e}",
        "unsolved": int((~found.solved).sum()), "folded": int(found.folded.sum()),
        "sweeps_mean": float(found.sweeps.mean()), "sweeps_median": float(np.median(found.sweeps)),
        "residual_checked_again": float(np.nanmax(residual)),
        "procedures": np.bincount(found.procedure, minlength=4).tolist(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
