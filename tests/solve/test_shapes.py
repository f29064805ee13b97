"""Trees of odd shapes through plan, solve, certificate and best response: nothing recurses over depth or breaks."""

from __future__ import annotations

import numpy as np
import pytest
from games import chance, end, flatten, move
from games import draws as numbers

from summitry.game import CHANCE, TERMINAL, Draws, Tree
from summitry.game.recall import check_recall
from summitry.solve import Solution, Status, best_response, plan, solve


def _solved(tree: Tree, draws: Draws) -> Solution:
    solution = solve(tree, draws)
    assert (solution.status == Status.SOLVED).all()
    assert (solution.residual < 1e-9).all()
    gain = best_response(tree, draws, solution.log_strategy).gain
    assert (gain >= 0).all()
    # Over one-step regrets at the quantal bound, summed over sets, nothing can be gained.
    widest = np.diff(tree.infoset_start).max(initial=1)
    assert (gain <= tree.infosets * widest / draws.precision.min(axis=1, keepdims=True) + 1e-12).all()
    return solution


def _ints(*arrays: object) -> list[np.ndarray]:
    return [np.asarray(a, np.int32) for a in arrays]


def test_one_node() -> None:
    tree = Tree(("a", "b"), *_ints([TERMINAL], [-1], [-1], [0], [-1], [-1], [0], [], [0]))
    solution = _solved(tree, Draws(np.array([[[2.0, -3.0]]]), np.empty((1, 0, 3)), np.ones((1, 2))))
    np.testing.assert_array_equal(solution.values, [[2.0, -3.0]])
    np.testing.assert_array_equal(solution.values_analyst, [[2.0, -3.0]])
    assert solution.log_strategy.shape == (1, 0)


def test_chance_alone() -> None:
    odds = np.array([[0.9, 0.5], [0.1, 0.5]])
    tree, pays, weights = flatten(chance(odds, end(1.0), chance(odds, end(2.0), end(5.0))), 1)
    solution = _solved(tree, numbers(pays, weights, 1.0, 5.0))
    np.testing.assert_allclose(solution.values[:, 0], 0.9 * 1 + 0.1 * (0.9 * 2 + 0.1 * 5))
    np.testing.assert_allclose(solution.values_analyst[:, 0], 0.5 * 1 + 0.5 * (0.5 * 2 + 0.5 * 5))


def test_a_party_without_decisions() -> None:
    tree, pays, weights = flatten(move(0, "h", end(1.0, 7.0), end(0.0, 3.0)), 2)
    solution = _solved(tree, numbers(pays, weights, (2.0, 1.0)))
    p = 1 / (1 + np.exp(-2.0))
    np.testing.assert_allclose(solution.values, [[p, 7 * p + 3 * (1 - p)]])


def test_sets_with_one_action() -> None:
    def forced(*pay: float) -> object:
        return move(1, ("forced", pay), move(0, ("then", pay), end(*pay)))

    tree, pays, weights = flatten(move(0, "h", forced(1.0, 0.0), forced(0.0, 1.0)), 2)
    solution = _solved(tree, numbers(pays, weights, 3.0))
    np.testing.assert_allclose(solution.values[0, 0], 1 / (1 + np.exp(-3.0)))
    # and where there is nothing but such sets
    tree, pays, weights = flatten(move(1, "only", end(4.0, 2.0)), 2)
    np.testing.assert_array_equal(_solved(tree, numbers(pays, weights, 3.0)).values, [[4.0, 2.0]])


def _chain(depth: int, owner: np.ndarray) -> Tree:
    """Node 2 k has an exit 2 k + 1 and goes on to 2 k + 2; movers see everything."""
    n = 2 * depth + 1
    inner = np.arange(0, n - 1, 2)
    owners = np.full(n, TERMINAL)
    owners[inner] = owner
    parent = np.full(n, -1)
    parent[1::2], parent[2::2] = inner, inner
    first, children, infoset, slot = np.full(n, -1), np.zeros(n), np.full(n, -1), np.full(n, -1)
    first[inner], children[inner] = inner + 1, 2
    decides = owner >= 0
    infoset[inner[decides]] = np.arange(decides.sum())
    drawn = inner[~decides]
    slot[drawn + 1], slot[drawn + 2] = 2 * np.arange(len(drawn)), 2 * np.arange(len(drawn)) + 1
    row = np.where(owners == TERMINAL, np.cumsum(owners == TERMINAL) - 1, -1)
    return Tree(
        ("a", "b"),
        *_ints(owners, parent, first, children, infoset, slot, row, owner[decides], 2 * np.arange(decides.sum() + 1)),
    )


@pytest.mark.parametrize("kind", ["one party", "in turn", "by chance", "mixed"])
def test_a_chain_of_depth_100_000(kind: str) -> None:
    depth = 100_000
    rng = np.random.default_rng(0)
    owner = {
        "one party": np.zeros(depth, int),
        "in turn": np.arange(depth) % 2,
        "by chance": np.full(depth, CHANCE),
        # chances multiply along the way, and no double is below 2 ** -1074
        "mixed": np.where(rng.random(depth) < 2e-3, CHANCE, rng.integers(0, 2, depth)),
    }[kind]
    tree = _chain(depth, owner)
    weights = np.full((1, tree.slots, 3), 0.5)
    pays = rng.uniform(0, 1, (1, tree.rows, 2))
    solution = _solved(tree, Draws(pays, weights, np.full((1, 2), 5.0)))
    # Backward from the end, by hand.
    worth = pays[0, -1]
    for k in range(depth - 1, -1, -1):
        both = np.stack((pays[0, k], worth))
        share = np.array([0.5, 0.5])
        if owner[k] >= 0:
            share = np.exp(5.0 * (both[:, owner[k]] - both[:, owner[k]].max()))
        worth = share @ both / share.sum()
    np.testing.assert_allclose(solution.values[0], worth, rtol=1e-9)


@pytest.mark.parametrize("by", [0, CHANCE])
def test_100_000_children_of_one_node(by: int) -> None:
    wide = 100_000
    owner = np.full(2 * wide + 1, TERMINAL)
    owner[0], owner[1 : wide + 1 : 2] = by, 1
    children = np.where(owner == TERMINAL, 0, 2)
    children[0] = wide
    inner = np.flatnonzero(owner == 1)
    n = int(children.sum()) + 1
    owner, children = owner[:n], children[:n]
    first = np.full(n, -1)
    first[0], first[inner] = 1, wide + 1 + 2 * np.arange(len(inner))
    parent = np.concatenate(([-1], np.zeros(wide), np.repeat(inner, 2)))
    infoset, slot = np.full(n, -1), np.full(n, -1)
    infoset[inner] = 0
    party, start = [1], [0, 2]
    if by == CHANCE:
        slot[1 : wide + 1] = np.arange(wide)
    else:
        infoset[0], party, start = 1, [1, 0], [0, 2, 2 + wide]
    row = np.where(owner == TERMINAL, np.cumsum(owner == TERMINAL) - 1, -1)
    tree = Tree(("a", "b"), *_ints(owner, parent, first, children, infoset, slot, row, party, start))
    pays = np.random.default_rng(1).uniform(0, 1, (1, tree.rows, 2))
    weights = np.full((1, tree.slots, 3), 1.0 / wide)
    solution = _solved(tree, Draws(pays, weights, np.full((1, 2), 5.0)))
    assert ((solution.values > 0.3) & (solution.values < 1.0)).all()


def test_equal_ways_of_chance_share_a_class_and_others_do_not() -> None:
    """Six coins in a row, each with the same two slots, then all of them told apart by number."""
    depth = 6
    n = 2 ** (depth + 1) - 1
    inner = np.arange(2**depth - 1)
    owner = np.full(n, TERMINAL)
    owner[inner] = CHANCE
    parent = np.concatenate(([-1], np.repeat(inner, 2)))
    first, children = np.full(n, -1), np.zeros(n)
    first[inner], children[inner] = 2 * inner + 1, 2
    row = np.where(owner == TERMINAL, np.cumsum(owner == TERMINAL) - 1, -1)
    same = np.concatenate(([-1], np.tile([0, 1], len(inner))))
    apart = np.concatenate(([-1], np.arange(n - 1)))
    for slot, classes in ((same, n), (apart, n)):
        tree = Tree(("a",), *_ints(owner, parent, first, children, np.full(n, -1), slot, row, [], [0]))
        w = plan(tree).wiring
        assert len(w.class_slot) == classes
        ways: list[tuple[int, ...]] = []
        for up, added in zip(w.class_parent.tolist(), w.class_slot.tolist(), strict=True):
            ways.append(() if up < 0 else (*ways[up], added))
        assert len(set(ways)) == classes


def test_recall_of_many_parties_on_a_long_path_is_quick_to_check() -> None:
    """One rare mover far above many others: no walk from each of them up to the top."""
    depth = 30_000
    owner = np.zeros(depth, int)
    owner[0] = 1
    owner[-1] = 1
    check_recall(_chain(depth, owner))
