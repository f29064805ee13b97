"""What nodes are worth: the root as the certificate finds it, each node as its branches together."""

import games
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import GameError
from summitry.game import CHANCE, TERMINAL, Draws, Tree
from summitry.solve import certify
from summitry.solve.worth import node_values


def played(seed: int, parties: int, depth: int) -> tuple[Tree, Draws, np.ndarray]:
    """A random game with random strategies, three draws of it."""
    rng = np.random.default_rng(seed)
    tree, pays, odds = games.flatten(games.random_game(rng, parties, depth, own_odds=True), parties)
    draws = games.draws(pays, odds, 1.0, 2.0, 3.0)
    draws = Draws(draws.payoffs * rng.uniform(0.5, 2, (3, 1, 1)), draws.chance, draws.precision)
    logs = rng.normal(size=(3, tree.actions))
    for h in range(tree.infosets):
        own = slice(tree.infoset_start[h], tree.infoset_start[h + 1])
        logs[:, own] -= np.log(np.exp(logs[:, own]).sum(axis=1, keepdims=True))
    return tree, draws, logs


@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(0, 5))
def test_the_root_is_worth_what_the_certificate_finds(seed: int, parties: int, depth: int) -> None:
    tree, draws, logs = played(seed, parties, depth)
    found = node_values(tree, draws, logs)
    np.testing.assert_allclose(found[:, 0], certify(tree, draws, logs).values, rtol=1e-9, atol=1e-12)


@given(st.integers(0, 2**32), st.integers(1, 3))
def test_each_node_is_worth_its_branches(seed: int, parties: int) -> None:
    tree, draws, logs = played(seed, parties, 4)
    found = node_values(tree, draws, logs)
    for node in range(tree.size):
        if tree.owner[node] == TERMINAL:
            np.testing.assert_array_equal(found[:, node], draws.payoffs[:, tree.payoff_row[node]])
            continue
        below = np.arange(tree.first_child[node], tree.first_child[node] + tree.children[node])
        if tree.owner[node] == CHANCE:
            odds = draws.chance[:, tree.chance_slot[below], :parties]
        else:
            start = int(tree.infoset_start[tree.infoset[node]])
            odds = np.exp(logs[:, start : start + len(below), None])
        np.testing.assert_allclose(found[:, node], (odds * found[:, below]).sum(axis=1), rtol=1e-9, atol=1e-12)


def test_strategies_of_another_tree_are_refused() -> None:
    tree, draws, logs = played(1, 2, 3)
    with pytest.raises(GameError, match="strategies have shape"):
        node_values(tree, draws, logs[:, :-1])
