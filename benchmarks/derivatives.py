"""Derivatives of probabilities, values and choices by all payoffs, chances and precisions at once.

Before anything is timed, derivatives are compared with differences of solutions at a few payoffs. Differences over all
numbers would take two solves for each; their time is worked out from the time of one.
"""

from __future__ import annotations

import sys

import numpy as np
from bargaining import bargaining
from stakes import sensible, take
from table import Row, best, main

from summitry.game import TERMINAL, Draws, Tree
from summitry.solve import (
    Choice,
    Derivatives,
    DerivativeStatus,
    PathOptions,
    Plan,
    Probability,
    Target,
    Value,
    derivatives,
    plan,
    solve,
)

PRECISION = 10.0


def rows(quick: bool) -> list[Row]:
    """Three targets on trees of a thousand and of ten thousand nodes."""
    return [
        row
        for tree, batch in ((bargaining(4, 3), 16 if quick else 64), (bargaining(5, 4), 2 if quick else 16))
        for row in _rows(tree, batch)
    ]


def _rows(tree: Tree, batch: int) -> list[Row]:
    draws = sensible(tree, batch, PRECISION, 1)
    some = np.random.default_rng(1).random(int((tree.owner == TERMINAL).sum())) < 0.5
    targets: list[Target] = [Probability(some), Value(0), Choice(0)]
    compiled = plan(tree)
    one = take(draws, slice(0, 1))
    first = solve(tree, one, plan=compiled, path=PathOptions(tolerance=1e-12))
    apart = compare(tree, one, compiled, targets, derivatives(first, targets))
    solution = solve(tree, draws, plan=compiled)
    found = derivatives(solution, targets)
    solving = best(lambda: solve(tree, draws, plan=compiled), 1)
    spent = best(lambda: derivatives(solution, targets), 2)
    numbers = sum(int(np.prod(x.shape[1:])) for x in (draws.payoffs, draws.chance, draws.precision))
    common = {
        "nodes": tree.size, "parties": len(tree.parties), "draws": batch, "threads": 1,
        "compared": f"differences of solutions: {apart:.0e} of the largest; "
        f"found {int((found.status == DerivativeStatus.FOUND).sum())} of {found.status.size}, "
        f"residual ≤ {np.nanmax(found.residual):.0e}",
    }  # fmt: skip
    return [
        {**common, "what": f"derivatives of a figure by all {numbers:,} numbers, a draw",
         "figure": 1e3 * spent / (batch * len(targets)), "unit": "ms"},
        {**common, "what": f"the same against differences for {len(targets)} figures",
         "figure": 2 * numbers * solving / spent, "unit": "× as fast"},
    ]  # fmt: skip


def compare(tree: Tree, draws: Draws, compiled: Plan, targets: list[Target], found: Derivatives, few: int = 6) -> float:
    """Largest difference from differences of solutions over the target's largest derivative, at a few payoffs."""
    rng = np.random.default_rng(2)
    tight = PathOptions(tolerance=1e-12)
    worst = 0.0
    for _ in range(few):
        row, party = int(rng.integers(draws.payoffs.shape[1])), int(rng.integers(draws.payoffs.shape[2]))
        step = 1e-3
        payoffs = np.repeat(draws.payoffs[:1], 4, axis=0)
        payoffs[:, row, party] += step * np.array([1.0, -1.0, 0.5, -0.5])
        four = np.zeros(4, int)
        moved = solve(tree, Draws(payoffs, draws.chance[four], draws.precision[four]), plan=compiled, path=tight)
        values = derivatives(moved, targets).values
        differences = (4 * (values[2] - values[3]) / step - (values[0] - values[1]) / (2 * step)) / 3
        exact = found.payoffs[0, :, row, party]
        worst = max(worst, float((np.abs(exact - differences) / np.abs(found.payoffs[0]).max(axis=(1, 2))).max()))
    return worst


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
