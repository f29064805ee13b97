"""Time the solver on a bargaining tree: `python benchmarks/solver.py DRAWS THREADS TYPES OFFERS ROUNDS`.

For example `64 1 4 5 3`. Prints nodes, seconds, sweeps, statuses, and the certificate's share.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "solve"))

from games import Node, chance, end, flatten, move

from summitry.game import Draws
from summitry.solve import certify, plan, solve


def bargaining(types: int, offers: int, rounds: int) -> Node:
    """Two privately informed parties bargain over shares while a mediator lets them go on softly or hard."""
    cost = np.linspace(0.1, 0.4, types)

    def turn(r: int, kinds: tuple[int, int], past: tuple[int, ...]) -> Node:
        me, other = r % 2, 1 - r % 2
        below = []
        for k in range(offers):
            share = (k + 0.5) / offers
            pay = [0.0, 0.0, 0.2 + 0.6 * 0.9**r]
            pay[me], pay[other] = share * 0.9**r, (1 - share) * 0.9**r
            war = end(0.5 - cost[kinds[0]], 0.5 - cost[kinds[1]], 0.0)
            later = war
            if r < rounds - 1:
                later = move(2, (r, past, k), *(turn(r + 1, kinds, (*past, k, z)) for z in range(2)))
            below.append(move(other, ("answer", r, kinds[other], past, k), end(*pay), later, war))
        return move(me, ("offer", r, kinds[me], past), *below)

    odds = np.random.default_rng(0).dirichlet(np.ones(types * types) * 3, 4).T
    return chance(odds, *(turn(0, (a, b), ()) for a in range(types) for b in range(types)))


def main() -> None:
    """Solve and report."""
    batch, threads, types, offers, rounds = (int(a) for a in sys.argv[1:6])
    tree, pays, odds = flatten(bargaining(types, offers, rounds), 3)
    rng = np.random.default_rng(1)
    draws = Draws(
        pays + rng.normal(0, 0.02, (batch, *pays.shape)),
        np.repeat(odds[None], batch, 0),
        rng.uniform(4, 20, (batch, 3)),
    )
    compiled = plan(tree)
    warm = min(batch, 8)
    solve(tree, Draws(draws.payoffs[:warm], draws.chance[:warm], draws.precision[:warm]), plan=compiled)
    started = time.perf_counter()
    found = solve(tree, draws, plan=compiled, threads=threads)
    spent = time.perf_counter() - started
    started = time.perf_counter()
    certify(tree, draws, found.log_strategy)
    checked = time.perf_counter() - started
    print(f"{tree.size} nodes, {batch} draws, {threads} threads: {spent:.2f} s, {found.sweeps.mean():.1f} sweeps")
    print(f"statuses {np.bincount(found.status)}, procedures {np.bincount(found.procedure)}")
    print(f"largest residual {np.nanmax(found.residual):.1e}; certificate alone {checked:.2f} s on one thread")


if __name__ == "__main__":
    main()
