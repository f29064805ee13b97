"""Small scenarios, unfolded by Summitry, against Gambit's logit solver and against a slow, plain solver of our own."""

from __future__ import annotations

import re

import numpy as np
import pytest
from games import Node
from oracle import NEAR, TREE, ask, difference, efg
from reference import Reference

from small import BARGAIN, CHANCE, SIGNAL, SMALL, case, changed, played
from summitry.build import Game
from summitry.game import CHANCE as BY_CHANCE
from summitry.game import TERMINAL, Draws, Tree


def compare_with_gambit(tree: Tree, draws: Draws, strategy: np.ndarray, precision: float) -> bool:
    """Whether Gambit reached the precision; then its strategies must be ours."""
    pytest.importorskip("pygambit", reason="the oracle pygambit is not installed")
    answers, why = ask(efg(tree, draws.payoffs[0], draws.chance[0]), TREE, [precision], 60)
    assert not why
    if abs(answers[0].returned - precision) > NEAR:
        return False
    assert difference(tree, strategy, answers[0]) <= 1e-6
    return True


@pytest.mark.parametrize("name", SMALL)
def test_gambit_agrees(name: str) -> None:
    """Every party holds the common prior; precisions are made equal, since Gambit knows one."""
    compared = 0
    for precision in (1.0, 4.0, 10.0):
        scenario = case(re.sub(r"precision: .*", f"precision: {precision}", SMALL[name]))
        game, solution = played(scenario)
        compared += compare_with_gambit(game.tree, solution.draws, solution.strategy[0], precision)
    assert compared >= 2


def plain(game: Game, draws: Draws) -> Node:
    """The tree of a game as the reference solver takes it, numbers of the first draw."""
    tree = game.tree

    def grow(n: int) -> Node:
        below = [grow(int(tree.first_child[n]) + k) for k in range(int(tree.children[n]))]
        if tree.owner[n] == TERMINAL:
            return Node(-2, None, [], pay=draws.payoffs[0, tree.payoff_row[n]])
        if tree.owner[n] == BY_CHANCE:
            slots = [tree.chance_slot[int(tree.first_child[n]) + k] for k in range(len(below))]
            return Node(-1, None, below, odds=draws.chance[0, slots])
        return Node(int(tree.owner[n]), int(tree.infoset[n]), below)

    return grow(0)


OWN_PRIORS = {
    "signal": changed(
        SIGNAL, "      cold: {chance: rest}\n", "      cold: {chance: rest}\n    prior_of: {host: {warm: 0.8}}\n"
    ),
    "bargain": changed(
        changed(
            BARGAIN,
            "a: {types: {keen: {chance: 0.3}, calm: {chance: rest}}}",
            "a: {types: {keen: {chance: 0.3}, calm: {chance: rest}}, prior_of: {b: {keen: 0.7}}}",
        ),
        "b: {types: {firm: {chance: 0.6}, soft: {chance: rest}}}",
        "b: {types: {firm: {chance: 0.6}, soft: {chance: rest}}, prior_of: {a: {firm: 0.15}}}",
    )
    .replace("rounds: 2", "rounds: 1")
    .replace("        discount: {a: 0.9, b: 0.8}\n", "")
    .replace("steps: 3", "steps: 2"),
    "chance": changed(
        CHANCE,
        "odds: {strikes: 0.3, passes: rest},",
        "odds: {strikes: 0.3, passes: rest}, odds of: {b: {strikes: 0.7, passes: rest}},",
    ),
}


@pytest.mark.parametrize("name", OWN_PRIORS)
def test_own_priors_against_the_definition(name: str) -> None:
    game, solution = played(case(OWN_PRIORS[name]))
    reference = Reference(plain(game, solution.draws), len(game.tree.parties), solution.draws.precision[0])
    x, _ = reference.trace(0.25)
    expected = reference.flat(x, tuple(str(h) for h in range(game.tree.infosets)))
    np.testing.assert_allclose(solution.strategy[0], expected, atol=1e-6)
    same = played(case(SMALL[name]))[1] if name != "bargain" else None
    if same is not None:
        assert np.abs(same.strategy[0] - solution.strategy[0]).max() > 1e-3, "the own prior changed nothing"
