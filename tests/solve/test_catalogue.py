"""Gambit's own catalogue: the same strategies as its logit solver wherever that follows the principal branch."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gambit_catalogue import UNFIT, compare
from games import draws, flatten
from oracle import catalogue, load, notation
from reference import Reference
from scipy.optimize import root

from summitry.game import Draws, Tree
from summitry.solve import solve

pytest.importorskip("pygambit", reason="the oracle pygambit is not installed")

FILES = catalogue()
FORGETFUL = {
    "books/shohamleytonbrown2008/fig5_12": "absent-mindedness",
    "books/vonstengel2022/fig10.7": "imperfect recall",
    "journals/geb/gilboa1997/fig1": "absent-mindedness",
    "journals/geb/gilboa1997/fig2": "imperfect recall",
    "journals/geb/wichardt2008": "imperfect recall",
}
QUICK = ("books/myerson1991/fig2_1", "conf/itcs/jakobsen2016/fig3", "journals/ijgt/nau2004/sec4")


@pytest.mark.parametrize("name", QUICK)
def test_some_games(name: str) -> None:
    verdict = compare(name, FILES[name], 60)
    assert verdict.sound()
    assert all(verdict.trusted(b) for b in range(3))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FILES if name not in QUICK])
def test_every_game(name: str) -> None:
    verdict = compare(name, FILES[name], 60)
    assert verdict.refused == FORGETFUL.get(name, "")
    assert verdict.sound()
    # With no bifurcation on Gambit's way there is none on ours.
    for b in range(len(verdict.answers)):
        if verdict.trusted(b) and verdict.solution is not None:
            assert not [e for e in verdict.solution.events[b] if e.kind == "bifurcation"]


def test_bifurcations_worked_out_by_hand() -> None:
    """Figure 9 of von Stengel and Forges: even play is an equilibrium throughout, two branches leave it.

    At even play the response of log-odds to one another has the eigenvalue precision^2 / 8 for players 1 and 2 leaning
    to opposite sides in the second and third clause, and precision^2 / 16 for both leaning on the first variable.
    """
    game = load(FILES["journals/mor/vonstengelforges2008/fig9"].read_text(), "efg")
    tree, draws = _ours(game, 2.8, 2.9, 3.9, 4.1, 10.0)
    solution = solve(tree, draws)
    assert solution.solved.all()
    met = [[e.precision for e in events if e.kind == "bifurcation"] for events in solution.events]
    assert [len(m) for m in met] == [0, 1, 1, 2, 2]
    np.testing.assert_allclose(met[-1], [np.sqrt(8.0), 4.0], rtol=1e-3)


def test_a_fold_worked_out_by_hand() -> None:
    """Figure 5.15 of Shoham and Leyton-Brown: one unknown, payoffs of 1,000 beside 3, and two turning points.

    With y the log-odds of D over U and d its chance, player 1 weighs L, C and R by exp(precision), 1 and
    exp(precision (1 + 2 d)), so that y = -precision (1000 - r) / (1 + r) with r the weight of R.
    """

    def off(y: float, precision: float) -> float:
        r = np.exp(precision * (1 + 2 / (1 + np.exp(-y))))
        return float(y + precision * (1000 - r) / (1 + r))

    def turning(point: np.ndarray) -> list[float]:
        y, precision = point
        return [off(y, precision), (off(y + 1e-5, precision) - off(y - 1e-5, precision)) / 2e-5]

    turns = [root(turning, near).x[1] for near in ((-4.9, 6.2), (1.6, 2.9))]
    game = load(FILES["books/shohamleytonbrown2008/fig5_15"].read_text(), "efg")
    tree, draws = _ours(game, 6.0, 10.0)
    solution = solve(tree, draws)
    assert solution.solved.all()
    assert solution.folded.tolist() == [False, True]
    assert [e.kind for e in solution.events[1]] == ["turning point"] * 2
    np.testing.assert_allclose([e.precision for e in solution.events[1]], turns, rtol=1e-3)
    h = next(h for h in range(2) if tree.infoset_party[h] == 1)
    at = int(tree.infoset_start[h])
    y = solution.log_strategy[:, at + 1] - solution.log_strategy[:, at]
    np.testing.assert_allclose([off(y[0], 6.0), off(y[1], 10.0)], 0.0, atol=1e-6)
    # The first of three meetings with 6 is the one with the lowest odds of D.
    assert y[0] < -8
    assert y[1] > 5


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FILES if name not in FORGETFUL])
def test_events_against_the_determinant(name: str) -> None:
    """Every bifurcation is reported where the Jacobian, taken by differences, loses rank, and no other."""
    game = load(FILES[name].read_text(encoding="utf-8"), FILES[name].suffix[1:])
    tree, last = _ours(game, 10.0)
    events = solve(tree, last).events[0]
    if any(e.kind != "bifurcation" for e in events):
        pytest.skip("the branch turns back, so the precision does not order its points")
    nested = notation(game)

    def sign(precision: float) -> float:
        solution = solve(tree, _ours(game, precision)[1])
        reference = Reference(nested, len(tree.parties), precision)
        y = np.ones(reference.free + 1)
        for set_name, (_, k) in reference.sets.items():
            at = int(tree.infoset_start[tree.infoset_labels.index(str(set_name))])
            logs = solution.log_strategy[0, at : at + k]
            y[reference.start[set_name] : reference.start[set_name] + k - 1] = logs[1:] - logs[0]
        return float(np.linalg.slogdet(reference.jacobian(y)[:, :-1])[0])

    span = float(np.ptp(last.payoffs[0], axis=0).max()) or 1.0
    grid = np.geomspace(0.3 / span, 10.0, 60)
    signs = np.array([sign(p) for p in grid])
    changes = np.flatnonzero(signs[1:] != signs[:-1])
    found = []
    for i in changes.tolist():
        low, high = grid[i], grid[i + 1]
        while high - low > 2e-4 * low:
            middle = 0.5 * (low + high)
            low, high = (middle, high) if sign(middle) == signs[i] else (low, middle)
        found.append(0.5 * (low + high))
    np.testing.assert_allclose([e.precision for e in events], found, rtol=1e-3)


def test_the_page_names_every_game() -> None:
    page = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \|(.*)\|$", page, re.MULTILINE))
    assert set(rows) == set(FILES)
    refused = {name: next((kind for kind in UNFIT if kind in row), "") for name, row in rows.items()}
    assert {name: kind for name, kind in refused.items() if kind} == FORGETFUL


def _ours(game: Any, *precisions: float) -> tuple[Tree, Draws]:
    tree, pays, odds = flatten(notation(game), len(list(game.players)))
    return tree, draws(pays, odds, *precisions)
