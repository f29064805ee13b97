"""Time derivatives by all numbers: `python benchmarks/derivatives.py DRAWS THREADS TYPES OFFERS ROUNDS [TARGETS]`.

For example `64 1 4 5 3 3`. Before any time is shown, derivatives are compared with differences of solutions at a few
numbers. The time of differences over all numbers is two solves for each, as one solve was measured.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "solve"))

from games import flatten
from solver import bargaining

from summitry.game import TERMINAL, Draws
from summitry.solve import Choice, DerivativeStatus, PathOptions, Probability, Value, derivatives, plan, solve
from summitry.solve.web import web


def compare(tree, draws, compiled, targets, found, few: int = 6) -> float:
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


def main() -> None:
    """Solve, differentiate, compare, report."""
    batch, threads, types, offers, rounds = (int(a) for a in sys.argv[1:6])
    count = int(sys.argv[6]) if len(sys.argv) > 6 else 3
    tree, pays, odds = flatten(bargaining(types, offers, rounds), 3)
    rng = np.random.default_rng(1)
    draws = Draws(
        pays + rng.normal(0, 0.02, (batch, *pays.shape)),
        np.repeat(odds[None], batch, 0),
        rng.uniform(4, 20, (batch, 3)),
    )
    ends = int((tree.owner == TERMINAL).sum())
    kinds = [lambda: Probability(rng.random(ends) < 0.5), lambda: Value(0), lambda: Choice(0)]
    targets = [kinds[k % 3]() for k in range(count)]
    compiled = plan(tree)
    some = Draws(draws.payoffs[:1], draws.chance[:1], draws.precision[:1])
    first = solve(tree, some, plan=compiled, path=PathOptions(tolerance=1e-12))
    print(f"largest relative difference from differences of solutions: "
          f"{compare(tree, some, compiled, targets, derivatives(first, targets)):.1e}")  # fmt: skip
    started = time.perf_counter()
    solution = solve(tree, draws, plan=compiled, threads=threads)
    solving = time.perf_counter() - started
    started = time.perf_counter()
    found = derivatives(solution, targets, threads=threads)
    spent = time.perf_counter() - started
    numbers = sum(int(np.prod(x.shape[1:])) for x in (draws.payoffs, draws.chance, draws.precision))
    print(
        f"{tree.size} nodes, {tree.actions - tree.infosets} free odds ({len(web(tree).felt)} unknowns), {batch} draws, "
        f"{count} targets, {threads} threads"
    )
    each = spent / (batch * count)
    print(
        f"derivatives by {numbers} numbers: {spent:.2f} s, {1e3 * each:.2f} ms a draw and target, "
        f"{found.products.mean():.1f} products"
    )
    print(
        f"solving all draws: {solving:.2f} s; differences by all numbers would take {2 * numbers * solving:.0f} s, "
        f"{2 * numbers * solving / spent:.0f} times as long"
    )
    print(
        f"found {int((found.status == DerivativeStatus.FOUND).sum())} of {found.status.size}, "
        f"largest residual {np.nanmax(found.residual):.1e}"
    )


if __name__ == "__main__":
    main()
