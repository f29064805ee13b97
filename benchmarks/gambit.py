"""Against Gambit (pygambit 17.0.0b2), the fastest peer: bargaining trees to λ=10, each payoff set from λ=0, one core.

Ours is timed over a batch of payoff sets and for one alone, compilation (of kernels and of the tree's plan) excluded;
Gambit game by game, without reading the file; both by processor time. Strategies are compared wherever it returns
the precision asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from bargaining import bargaining
from stakes import arbitrary, sensible, take
from table import Row, best, main

sys.path.append(str(Path(__file__).parents[1] / "tests" / "solve"))

from oracle import NEAR, TREE, Answer, ask, difference, efg

from summitry.game import Draws, Tree
from summitry.solve import Solution, Status, plan, solve

PRECISION = 10.0
SETS = 64
CLOSE = 1e-6


def rows(quick: bool) -> list[Row]:
    """Ratios of times on trees that Gambit finishes, and what happens on those that it does not."""
    found = [
        *_against(bargaining(4, 3), sensible, "bargaining payoffs", 4 if quick else SETS),
        *_against(bargaining(2, 5), sensible, "bargaining payoffs", 2 if quick else 16),
        *_against(bargaining(4, 3), arbitrary, "payoffs without sense", 2 if quick else 16, 8 if quick else SETS),
        _beyond(bargaining(5, 4), 20.0 if quick else 100.0),
    ]
    if not quick:
        found.append(_beyond(bargaining(6, 5), 100.0))
    return found


def _gambit(tree: Tree, draws: Draws, one: int, limit: float) -> tuple[Answer | None, str]:
    text = efg(tree, draws.payoffs[one], draws.chance[one])
    answers, why = ask(text, TREE, [float(draws.precision[one, 0])], limit)
    return (answers[0] if answers else None), why


def _against(
    tree: Tree, stakes: Callable[[Tree, int, float, int], Draws], kind: str, asked: int, sets: int = SETS
) -> list[Row]:
    draws = stakes(tree, sets, PRECISION, 1)
    compiled = plan(tree)
    ours = solve(tree, draws, plan=compiled)
    answers = [_gambit(tree, draws, b, 100.0)[0] for b in range(asked)]
    verdict = _compare(tree, ours, answers)
    theirs = float(np.mean([a.seconds for a in answers if a is not None]))
    batch = best(lambda: solve(tree, draws, plan=compiled), 3) / sets
    ones = [take(draws, slice(b, b + 1)) for b in range(asked)]
    single = best(lambda: [solve(tree, one, plan=compiled) for one in ones], 2) / asked
    common = {
        "nodes": tree.size,
        "parties": len(tree.parties),
        "threads": 1,
        "unit": "× pygambit",
        "compared": verdict,
        "gambit_seconds_per_game": theirs,
        "unsolved": int((~ours.solved).sum()),
        "folded": int(ours.folded.sum()),
    }
    what = f"to λ={PRECISION:g}, {kind}"
    return [
        {**common, "what": f"{what}: per game of a batch", "draws": sets, "figure": theirs / batch,
         "reach": "≥ 10,000", "seconds": batch},
        {**common, "what": f"{what}: one game alone", "draws": 1, "figure": theirs / single,
         "reach": "≥ 500", "seconds": single},
    ]  # fmt: skip


def _compare(tree: Tree, ours: Solution, answers: list[Answer | None]) -> str:
    """Words on how many answers agree; games in which either has none, or Gambit left the branch, are named."""
    agree, none = 0, 0
    worst, other = 0.0, []
    for b, answer in enumerate(answers):
        if answer is None or not ours.solved[b] or abs(answer.returned - answer.asked) > NEAR:
            none += 1
            continue
        apart = difference(tree, ours.strategy[b], answer)
        if apart <= CLOSE:
            agree += 1
            worst = max(worst, apart)
        else:
            met = "; Gambit reports a bifurcation" if answer.bifurcations else ""
            other.append(f"one differs by {apart:.1e}{met}")
    said = f"{agree} of {len(answers)} games equal to {worst:.0e}"
    said = "; ".join([said, *other])
    return said + (f", {none} without an answer on one side" if none else "")


def _beyond(tree: Tree, limit: float) -> Row:
    draws = sensible(tree, 1, PRECISION, 1)
    compiled = plan(tree)
    ours = solve(tree, draws, plan=compiled)
    answer, why = _gambit(tree, draws, 0, limit)
    spent = best(lambda: solve(tree, draws, plan=compiled), 2)
    row: Row = {
        "what": f"to λ={PRECISION:g}, bargaining payoffs: one game alone; pygambit: {why or 'finished'}",
        "nodes": tree.size, "parties": len(tree.parties), "draws": 1, "threads": 1, "figure": spent, "unit": "s",
        "reach": "pygambit does not finish",
        "compared": f"{Status(int(ours.status[0])).name.lower()}, residual {ours.residual[0]:.0e}",
    }  # fmt: skip
    if answer is not None:
        row["compared"] = _compare(tree, ours, [answer])
        row["gambit_seconds_per_game"] = answer.seconds
    return row


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
