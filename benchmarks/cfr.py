"""Sweeps a second against iterations a second of OpenSpiel's C++ regret minimisation (CFR): same trees, one core.

One sweep works out reach, beliefs, payoffs and responses of all information sets of all parties once. One iteration
(`pyspiel.CFRSolver`, alternating updates) walks the tree once for each party and updates the sets of each once. They
answer different questions (a quantal-response equilibrium; regrets that vanish in zero-sum games) and need different
numbers of rounds: this compares the cost of a round, not of an answer. Before timing, both programs' expected payoffs
under even play are compared on the tree that each holds, and for Kuhn's game the value that each converges to.
Rates are by processor time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from bargaining import bargaining
from numba import njit
from stakes import sensible
from table import Row, main

sys.path.append(str(Path(__file__).parents[1] / "tests" / "solve"))

from games import Node, chance, end, flatten, move
from games import draws as make_draws
from oracle import efg

from summitry.game import Draws, Tree
from summitry.solve import plan, solve
from summitry.solve.desk import Desk, desk, seat, sweep
from summitry.solve.lanes import LANES, aligned
from summitry.solve.plan import Plan

PRECISION = 10.0
BATCH = 64


def rows(quick: bool) -> list[Row]:
    """Ratios of rounds a second; empty with a reason where OpenSpiel is not installed."""
    try:
        import pyspiel
    except ImportError:
        return [{"what": "OpenSpiel (pip install 'summitry[bench]')", "figure": "not installed", "unit": ""}]
    seconds = 0.5 if quick else 3.0
    found = []
    for name in ("kuhn_poker", "leduc_poker"):
        theirs = pyspiel.load_game(name)
        tree, payoffs, odds = flatten(_walk(theirs), 2)
        found += _row(
            name.replace("_poker", "").capitalize(), tree, make_draws(payoffs, odds, PRECISION), theirs, seconds
        )
    for offers, rounds in ((5, 4),) if quick else ((5, 4), (6, 5)):
        tree = bargaining(offers, rounds)
        draws = sensible(tree, 1, PRECISION, 1)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "game.efg"
            file.write_text(efg(tree, draws.payoffs[0], draws.chance[0]))
            theirs = pyspiel.load_game("efg_game", {"filename": str(file)})
        found += _row("bargaining", tree, draws, theirs, seconds)
    return found


def _walk(game: Any) -> Node:
    """An OpenSpiel game as nested nodes."""

    def grow(state: Any) -> Node:
        if state.is_terminal():
            return end(*state.returns())
        if state.is_chance_node():
            outcomes = state.chance_outcomes()
            return chance([q for _, q in outcomes], *(grow(state.child(a)) for a, _ in outcomes))
        who = state.current_player()
        return move(
            who, (who, state.information_state_string()), *(grow(state.child(a)) for a in state.legal_actions())
        )

    return grow(game.new_initial_state())


def _row(name: str, tree: Tree, draws: Draws, theirs: Any, seconds: float) -> list[Row]:
    verdict = _compare(name, tree, draws, theirs)
    iterations = _iterations(theirs, seconds)
    compiled = plan(tree)
    one = _sweeps(compiled, draws, 1, seconds)
    many = _sweeps(compiled, draws, BATCH, seconds)
    common = {
        "nodes": tree.size, "parties": len(tree.parties), "threads": 1, "unit": "× OpenSpiel", "compared": verdict,
        "cfr_iterations_per_second": iterations,
    }  # fmt: skip
    return [
        {**common, "what": f"{name}: sweeps of one draw to CFR iterations", "draws": 1, "figure": one / iterations,
         "reach": "≥ 20", "sweeps_per_second": one},
        {**common, "what": f"{name}: sweeps of a batch to CFR iterations", "draws": BATCH, "figure": many / iterations,
         "reach": "≥ 100", "sweeps_per_second": many},
    ]  # fmt: skip


def _compare(name: str, tree: Tree, draws: Draws, theirs: Any) -> str:
    """Expected payoffs under even play in both programs; raises where they differ."""
    import pyspiel

    even = solve(tree, Draws(draws.payoffs, draws.chance, 0 * draws.precision)).values_analyst[0]
    policy = pyspiel.UniformRandomPolicy(theirs)
    other = np.array(pyspiel.expected_returns(theirs.new_initial_state(), policy, -1, True))
    apart = float(np.abs(even - other).max())
    if apart > 1e-9:
        raise SystemExit(f"{name}: even play is worth {even} here and {other} in OpenSpiel; not the same game")
    said = f"even play worth the same to {apart:.0e}"
    if name == "Kuhn":
        found = solve(tree, Draws(draws.payoffs, draws.chance, np.full((1, 2), 100.0)))
        solver = pyspiel.CFRSolver(theirs)
        for _ in range(3000):
            solver.evaluate_and_update_policy()
        value = pyspiel.expected_returns(theirs.new_initial_state(), solver.average_policy(), -1, True)[0]
        said += f"; values {found.values[0, 0]:.4f} (λ=100) and {value:.4f} (CFR)"
    return said


def _iterations(game: Any, seconds: float) -> float:
    """Iterations a second."""
    import pyspiel

    solver = pyspiel.CFRSolver(game)
    solver.evaluate_and_update_policy()
    rates = []
    for _ in range(3):
        count, started = 0, time.process_time()
        while time.process_time() - started < seconds / 3 or count == 0:
            solver.evaluate_and_update_policy()
            count += 1
        rates.append(count / (time.process_time() - started))
    return max(rates)


@njit(nogil=True)
def _repeat(table, x, g, times):  # type: ignore[no-untyped-def]
    for _ in range(times):
        sweep(table, x, g, 1)
        x, g = g, x


def _seated(compiled: Plan, draws: Draws) -> tuple[Desk, np.ndarray, np.ndarray]:
    """A desk whose lanes all hold the first draw."""
    d = desk(compiled)
    for lane in range(LANES):
        seat(d.table, lane, draws.payoffs[0], draws.chance[0], np.zeros(2), np.ones(2))
    d.precision[:] = draws.precision[0][:, None]
    return d, aligned(compiled.felt + 1), aligned(compiled.felt + 1)


def _sweeps(compiled: Plan, draws: Draws, batch: int, seconds: float) -> float:
    """Sweeps a second, counted by draw; one draw has the lanes beside it idle."""
    desks = [_seated(compiled, draws) for _ in range(-(-batch // LANES))]
    for d, x, g in desks:
        _repeat(d.table, x, g, 1)
    times, rates = 1, []
    started = time.process_time()
    while time.process_time() - started < seconds:
        begun = time.process_time()
        for d, x, g in desks:
            _repeat(d.table, x, g, times)
        spent = time.process_time() - begun
        rates.append(batch * times / spent)
        if spent < 0.1 * seconds:
            times *= 2
    return max(rates)


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
