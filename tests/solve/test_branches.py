"""All equilibria: known counts, stability, folds met three times, cheap talk."""

from __future__ import annotations

import numpy as np
import pytest
from games import Node, bimatrix, chance, draws, end, flatten, move, random_game, signalling

from summitry.errors import GameError
from summitry.solve import Branches, branches, certify, solve


def _all(game: Node, precision: object, starts: int = 12, parties: int = 2) -> Branches:
    tree, pays, odds = flatten(game, parties)
    found = branches(tree, draws(pays, odds, precision), starts=starts)
    logs = np.array([e.log_strategy for e in found.equilibria])
    every = certify(tree, draws(pays, odds, *[precision] * len(logs)), logs)
    assert (every.residual <= 1e-8).all()
    assert sum(e.principal for e in found.equilibria) == 1
    assert sum(e.starts for e in found.equilibria) + found.failed == starts
    return found


def test_pure_coordination_splits_at_two() -> None:
    """x = precision tanh(x / 2) has one solution up to 2 and three beyond."""
    game = bimatrix(np.eye(2), np.eye(2))
    assert len(_all(game, 1.95).equilibria) == 1
    found = _all(game, 2.5)
    assert [e.stable for e in found.equilibria] == [False, True, True]
    assert [e.principal for e in found.equilibria] == [True, False, False]
    (event,) = found.events
    assert (event.kind, round(event.precision, 4)) == ("bifurcation", 2.0)
    for e in found.equilibria[1:]:
        p = e.strategy[0]
        assert np.log(p / (1 - p)) == pytest.approx(2.5 * (2 * p - 1), abs=1e-9)
    # Without a single start the branches that leave the bifurcation lead there.
    tree, pays, odds = flatten(game, 2)
    alone = branches(tree, draws(pays, odds, 2.5), starts=0)
    assert [e.found for e in alone.equilibria] == ["principal branch", "bifurcation", "bifurcation"]


@pytest.mark.parametrize(
    ("row", "column", "precision"),
    [
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], 8.0),  # battle of the sexes
        ([[0, 3], [1, 2]], [[0, 1], [3, 2]], 8.0),  # chicken
        ([[9, 0], [8, 7]], [[9, 8], [0, 7]], 10.0),  # stag hunt
    ],
)
def test_three_equilibria_two_stable(row: list, column: list, precision: float) -> None:
    found = _all(bimatrix(row, column), precision)
    assert len(found.equilibria) == 3
    assert sorted(e.stable for e in found.equilibria) == [False, True, True]


def test_principal_is_what_solve_gives() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        tree, pays, odds = flatten(random_game(rng, 3, 4, own_odds=True), 3)
        some = draws(pays, odds, rng.uniform(2.0, 20.0, 3))
        found = branches(tree, some, starts=3)
        assert found.equilibria[0].principal
        np.testing.assert_allclose(found.equilibria[0].strategy, solve(tree, some).strategy[0], atol=1e-7)


def test_a_branch_that_meets_a_precision_three_times() -> None:
    """A signalling game that a search over seeds found; all three meetings are found without a random start."""
    tree, pays, odds = flatten(signalling(np.random.default_rng(934)), 2)
    past = branches(tree, draws(pays, odds, 10.0), starts=0)
    turns = [e.precision for e in past.events]
    assert [e.kind for e in past.events] == ["turning point"] * 2
    np.testing.assert_allclose(turns, [e.precision for e in solve(tree, draws(pays, odds, 10.0)).events[0]], rtol=1e-3)
    assert len(past.equilibria) == 1
    between = 0.5 * sum(turns)
    some = draws(pays, odds, between)
    alone = branches(tree, some, starts=0)
    met = [e for e in alone.equilibria if e.found == "principal branch"]
    assert len(met) == 3
    np.testing.assert_allclose(met[0].strategy, solve(tree, some).strategy[0], atol=1e-7)
    assert alone.events == ()
    assert [e.principal for e in met] == [True, False, False]
    # Random starts see the same ones.
    assert len(branches(tree, some, starts=16).equilibria) == len(alone.equilibria)


def cheap_talk(bias: float, types: int) -> Node:
    """Crawford and Sobel (1982), doi:10.2307/1913390, on a grid: two messages, quadratic losses."""
    actions = np.linspace(0, 1, 2 * types - 1)

    def said(t: float, m: int) -> Node:
        return move(1, ("heard", m), *(end(-((a - t - bias) ** 2), -((a - t) ** 2)) for a in actions))

    grid = np.linspace(0, 1, types)
    return chance([1 / types] * types, *(move(0, ("type", i), said(t, 0), said(t, 1)) for i, t in enumerate(grid)))


def test_cheap_talk_babbles_on_the_principal_branch_and_informs_elsewhere() -> None:
    tree, pays, odds = flatten(cheap_talk(0.05, 3), 2)
    found = branches(tree, draws(pays, odds, 100.0), starts=16)
    senders = slice(0, 6)
    babbling = found.equilibria[0]
    assert babbling.principal
    np.testing.assert_allclose(babbling.strategy[senders], 0.5, atol=1e-9)
    informative = [e for e in found.equilibria if np.abs(e.strategy[senders] - 0.5).max() > 0.4 and e.stable]
    assert informative
    # Both gain from being understood.
    assert all((e.values > babbling.values + 0.02).all() for e in informative)


def test_same_seed_same_bytes_and_more_starts_begin_alike() -> None:
    tree, pays, odds = flatten(bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]]), 2)
    some = draws(pays, odds, 6.0)
    one, other = (branches(tree, some, starts=6, seed=3) for _ in range(2))
    for a, b in zip(one.equilibria, other.equilibria, strict=True):
        assert a.log_strategy.tobytes() == b.log_strategy.tobytes()
        assert (a.starts, a.found, a.leading_eigenvalue) == (b.starts, b.found, b.leading_eigenvalue)
    assert [e.starts for e in one.equilibria] != [0, 0, 0]


def test_edges() -> None:
    forced = flatten(move(0, "only", end(2.0, 1.0)), 2)
    tree, pays, odds = forced
    found = branches(tree, draws(pays, odds, 5.0), starts=4)
    assert len(found.equilibria) == 1
    tree, pays, odds = flatten(bimatrix(np.eye(2), np.eye(2)), 2)
    even = branches(tree, draws(pays, odds, 0.0), starts=4)
    np.testing.assert_allclose(even.equilibria[0].strategy, 0.5)
    with pytest.raises(GameError, match="2 draws"):
        branches(tree, draws(pays, odds, 1.0, 2.0))
