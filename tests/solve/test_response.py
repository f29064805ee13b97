"""The best whole strategy against all pure strategies, one by one, and against one-step deviations."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from games import chance, draws, end, flatten, move, random_game

from summitry.errors import GameError
from summitry.game import Draws
from summitry.solve import best_response, certify, expected, solve


def _profile(rng: np.random.Generator, tree, batch: int) -> np.ndarray:
    rows = [np.log(rng.dirichlet(np.ones(k), batch)) for k in np.diff(tree.infoset_start)]
    return np.concatenate(rows, axis=1)


@pytest.mark.parametrize("seed", range(12))
def test_it_is_the_best_of_all_pure_strategies(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 4))
    while True:
        tree, pays, odds = flatten(random_game(rng, parties, 4, own_odds=True, wide=2), parties)
        counts = [2 ** int((tree.infoset_party == p).sum()) for p in range(parties)]
        if 4 <= max(counts) <= 512:
            break
    d = draws(pays, odds, 1.0, 1.0)
    log_strategy = _profile(rng, tree, 2)
    found = best_response(tree, d, log_strategy)
    for p in range(parties):
        mine = np.flatnonzero(tree.infoset_party == p)
        widths = np.diff(tree.infoset_start)[mine]
        best = np.full(2, -np.inf)
        for options in product(*(range(k) for k in widths)):
            best = np.maximum(best, _played(tree, d, log_strategy, p, mine, np.tile(options, (2, 1))))
        np.testing.assert_allclose(found.value[:, p], best, rtol=1e-12)
        now = expected(tree, d, np.exp(log_strategy), d.payoffs, by=p)[:, p]
        np.testing.assert_allclose(found.gain[:, p], best - now, atol=1e-13)
        np.testing.assert_allclose(_played(tree, d, log_strategy, p, mine, found.choice[:, mine]), best, rtol=1e-12)


def _played(tree, d: Draws, log_strategy: np.ndarray, party: int, mine: np.ndarray, options: np.ndarray) -> np.ndarray:
    """Payoff of a party that takes these options [B, sets] at its sets."""
    strategy = np.exp(log_strategy)
    for column, h in enumerate(mine):
        strategy[:, tree.infoset_start[h] : tree.infoset_start[h + 1]] = 0.0
        strategy[np.arange(len(strategy)), tree.infoset_start[h] + options[:, column]] = 1.0
    return expected(tree, d, strategy, d.payoffs, by=party)[:, party]


def test_changing_all_choices_gains_where_changing_one_does_not() -> None:
    """Going in is worth no more than staying out as long as one plays badly inside."""
    tree, pays, odds = flatten(move(0, "door", end(1.0), move(0, "inside", end(0.0), end(2.0))), 1)
    d = draws(pays, odds, 1.0)
    door, inside = (tree.infoset_start[tree.infoset_labels.index(name)] for name in ("door", "inside"))
    strategy = np.empty((1, 4))
    strategy[0, door : door + 2] = 0.999, 0.001
    strategy[0, inside : inside + 2] = 0.5, 0.5
    found = best_response(tree, d, np.log(strategy))
    # one step: nothing at the door, and 1 inside, where one hardly ever gets
    one_step = 0.001 * 1.0
    assert found.gain[0, 0] == pytest.approx(1.0)
    assert found.gain[0, 0] > 900 * one_step
    assert found.value[0, 0] == pytest.approx(2.0)
    assert [found.choice[0, tree.infoset_labels.index(name)] for name in ("door", "inside")] == [1, 1]
    # certainty of staying out hides the inside from one-step deviations altogether
    certain = np.log([[1.0, 1e-320, 1.0, 1e-320]])
    assert best_response(tree, d, certain).gain[0, 0] == pytest.approx(1.0)


def test_a_choice_of_probability_zero_is_no_obstacle() -> None:
    tree, pays, odds = flatten(move(0, "door", end(1.0), move(0, "inside", end(0.0), end(2.0))), 1)
    with np.errstate(divide="ignore"):
        sure = np.log([[1.0, 0.0, 1.0, 0.0]])
    assert best_response(tree, draws(pays, odds, 1.0), sure).gain[0, 0] == pytest.approx(1.0)


def test_nothing_is_gained_at_a_sharp_answer_without_surprises() -> None:
    game = move(0, "first", end(1.0, 0.0), move(1, "second", end(0.0, 0.0), end(3.0, 1.0)))
    tree, pays, odds = flatten(game, 2)
    d = draws(pays, odds, 1e4)
    solution = solve(tree, d)
    found = best_response(tree, d, solution.log_strategy)
    assert 0 <= found.gain.min() <= found.gain.max() < 1e-12
    np.testing.assert_allclose(found.value, [[3.0, 1.0]])


@pytest.mark.parametrize("seed", range(8))
def test_the_gain_is_at_least_any_one_step_gain(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tree, pays, odds = flatten(random_game(rng, 3, 4, own_odds=True), 3)
    d = draws(pays, odds, 1.0)
    log_strategy = _profile(rng, tree, 1)
    found = best_response(tree, d, log_strategy)
    now = certify(tree, d, log_strategy).values[0]
    for p in range(3):
        one_step = []
        for h in np.flatnonzero(tree.infoset_party == p):
            k = tree.infoset_start[h + 1] - tree.infoset_start[h]
            tries = [_played(tree, d, log_strategy, p, np.array([h]), np.array([[a]]))[0] for a in range(k)]
            one_step.append(max(tries) - now[p])
        assert found.gain[0, p] >= max(one_step, default=0.0) - 1e-13


def test_own_odds_count() -> None:
    """Heads or tails: each party expects another side."""
    odds = np.array([[0.9, 0.2, 0.5], [0.1, 0.8, 0.5]])
    coin = chance(odds, *(move(0, "bet", move(1, "call", end(a, 0), end(a, 1)), end(0.3, 0)) for a in (1.0, 0.0)))
    tree, pays, odds = flatten(coin, 2)
    d = draws(pays, odds, 1.0)
    even = np.log(np.full((1, 4), 0.5))
    found = best_response(tree, d, even)
    assert found.value[0, 0] == pytest.approx(0.9)
    assert found.value[0, 1] == pytest.approx(0.5)


def test_a_draw_without_answer_gets_none_and_forgetting_is_refused() -> None:
    tree, pays, odds = flatten(move(0, "h", end(1.0), end(0.0)), 1)
    d = draws(pays, odds, 1.0, 1.0)
    found = best_response(tree, d, np.array([[np.nan, np.nan], [np.log(0.5), np.log(0.5)]]))
    assert np.isnan([found.gain[0, 0], found.value[0, 0]]).all()
    assert found.choice[0, 0] == -1
    assert found.gain[1, 0] == pytest.approx(0.5)
    second = [move(0, "again", end(0.0), end(1.0)) for _ in range(2)]
    tree, pays, odds = flatten(move(0, "first", *second), 1)
    with pytest.raises(GameError, match="imperfect recall"):
        best_response(tree, draws(pays, odds, 1.0), np.log(np.full((1, 4), 0.5)))
    with pytest.raises(GameError):
        best_response(tree, draws(pays, odds, 1.0), np.zeros((1, 3)))
