"""Numbers by hand and from print."""

from __future__ import annotations

import numpy as np
import pytest
from games import draws, end, flatten, kuhn, move, ochs, poker, travellers
from scipy.optimize import minimize_scalar

from summitry.solve import Status, solve


def _probability(solution, label: str, option: int = 0) -> np.ndarray:
    tree = solution.tree
    h = tree.infoset_labels.index(label)
    return solution.strategy[:, tree.infoset_start[h] + option]


def test_one_choice_is_the_logit_formula() -> None:
    tree, pays, odds = flatten(move(0, "h", end(1.0), end(3.0), end(2.0)), 1)
    solution = solve(tree, draws(pays, odds, 0.0, 0.7, 3.0, 2000.0))
    for b, lam in enumerate((0.0, 0.7, 3.0)):
        weights = np.exp(lam * np.array([1.0, 3.0, 2.0]))
        np.testing.assert_allclose(solution.strategy[b], weights / weights.sum(), rtol=1e-9)
        assert solution.values[b, 0] == pytest.approx(weights @ [1, 3, 2] / weights.sum())
    # Far in the tail only the logs keep what the probabilities lose.
    np.testing.assert_allclose(solution.log_strategy[3], [-4000.0, 0.0, -2000.0], atol=1e-6)


def _ochs_play(*lams: float) -> tuple[np.ndarray, np.ndarray]:
    tree, pays, odds = flatten(ochs(), 2)
    solution = solve(tree, draws(pays, odds, *lams))
    return _probability(solution, "row"), _probability(solution, "col")


def test_ochs_matching_pennies() -> None:
    """Ochs (1995), Games and Economic Behavior 10, 202-217; McKelvey and Palfrey (1995), doi:10.1006/game.1995.1023."""
    row, column = _ochs_play(1.0, 2.0, 3.0)
    np.testing.assert_allclose(row, [0.586784, 0.617522, 0.616897], atol=1e-6)
    np.testing.assert_allclose(column, [0.451807, 0.371982, 0.314016], atol=1e-6)


def test_ochs_matching_pennies_fitted() -> None:
    """Precision of greatest likelihood, given 128 plays a side at .527 and .366; sources as above."""

    def loss(lam: float) -> float:
        row, column = _ochs_play(lam)
        each = 0.527 * np.log(row) + 0.473 * np.log(1 - row) + 0.366 * np.log(column) + 0.634 * np.log(1 - column)
        return -128 * float(each[0])

    found = minimize_scalar(loss, bounds=(0.01, 20.0), method="bounded", options={"xatol": 1e-7})
    assert found.x == pytest.approx(1.845610, abs=2e-6)
    assert -found.fun == pytest.approx(-174.764532, abs=1e-6)


def test_stripped_down_poker() -> None:
    """Gambit's poker; Reiley, Urbancic and Walker (2008), doi:10.3200/JECE.39.4.323-341."""
    tree, pays, odds = flatten(poker(), 2)
    solution = solve(tree, draws(pays, odds, 0.2555055325, 2.0783388916, 10_000.0))
    found = np.stack([_probability(solution, label) for label in ("K", "Q", "call")], axis=1)
    np.testing.assert_allclose(found[0], [0.65730665, 0.52250988, 0.54912138], atol=1e-8)
    np.testing.assert_allclose(found[1], [0.99610292, 0.49896053, 0.66733353], atol=1e-8)
    np.testing.assert_allclose(found[2], [1, 1 / 3, 2 / 3], atol=1e-4)
    assert (solution.status == Status.SOLVED).all()
    assert (solution.residual <= 1e-8).all()


def test_kuhn_poker() -> None:
    """The first player of Kuhn's poker loses 1/18 a hand: Kuhn (1950), "A simplified two-person poker"."""
    tree, pays, odds = flatten(kuhn(), 2)
    solution = solve(tree, draws(pays, odds, 20.0, 50.0, 100.0, 200.0))
    assert (solution.status == Status.SOLVED).all()
    away = np.abs(solution.values[:, 0] + 1 / 18)
    assert (np.diff(away) < 0).all()
    assert away[-1] < 1e-5


@pytest.mark.parametrize(("reward", "mean"), [(5, 183), (10, 174), (20, 149), (25, 133)])
def test_travellers_dilemma(reward: float, mean: float) -> None:
    """Whole claims from 80 to 200, logit error 8.3 (precision 1/8.3): Capra, Goeree, Gomez and Holt (1999).

    doi:10.1257/aer.89.3.678; claims there are continuous, hence "about".
    """
    tree, pays, odds = flatten(travellers(reward), 2)
    solution = solve(tree, draws(pays, odds, 1 / 8.3))
    assert solution.status[0] == Status.SOLVED
    one, two = solution.strategy[0].reshape(2, -1) @ np.arange(80, 201)
    assert one == pytest.approx(mean, abs=1.0)
    assert two == pytest.approx(one, abs=1e-6)


def test_information_sets_of_one_action_change_nothing() -> None:
    bare, pays, odds = flatten(move(0, "h", end(1.0, 0.0), move(1, "g", end(0.0, 1.0), end(2.0, 0.5))), 2)
    plain = solve(bare, draws(pays, odds, 2.0, 30.0))
    forced = move(0, "h", move(1, "x", end(1.0, 0.0)), move(1, "g", end(0.0, 1.0), end(2.0, 0.5)))
    tree, pays, odds = flatten(move(1, "only", forced), 2)
    padded = solve(tree, draws(pays, odds, 2.0, 30.0))
    for label in ("h", "g"):
        np.testing.assert_allclose(_probability(plain, label), _probability(padded, label), rtol=1e-9)
    np.testing.assert_allclose(padded.values, plain.values, rtol=1e-9)


def test_a_game_without_choices() -> None:
    tree, pays, odds = flatten(move(0, "only", end(2.0, 1.0)), 2)
    solution = solve(tree, draws(pays, odds, 5.0))
    assert solution.status[0] == Status.SOLVED
    np.testing.assert_array_equal(solution.values, [[2.0, 1.0]])
