"""Perfect recall is checked, quickly, and refusals say why."""

from __future__ import annotations

import time

import numpy as np
import pytest
from games import chance, end, flatten, move, poker

from summitry.errors import GameError
from summitry.game import TERMINAL, Tree
from summitry.game.ancestors import depths, nearest
from summitry.game.recall import check_recall


def test_poker_remembers() -> None:
    check_recall(flatten(poker(), 2)[0])


def test_forgetting_an_own_move_is_refused() -> None:
    second = [move(0, "again", end(0, 0), end(1, 1)) for _ in range(2)]
    tree, *_ = flatten(move(0, "first", *second), 2)
    with pytest.raises(GameError, match=r"imperfect recall.*again"):
        check_recall(tree)


def test_forgetting_what_was_known_is_refused() -> None:
    """The mover saw the card, then no longer knows it."""
    later = [move(0, "later", end(0, 0), end(1, 1)) for _ in range(4)]
    deal = chance([0.5, 0.5], move(0, "K", later[0], later[1]), move(0, "Q", later[2], later[3]))
    with pytest.raises(GameError, match="imperfect recall"):
        check_recall(flatten(deal, 2)[0])


def test_absent_mindedness_is_refused() -> None:
    tree, *_ = flatten(move(0, "exit", end(0, 0), move(0, "exit", end(4, 4), end(1, 1))), 2)
    with pytest.raises(GameError, match="absent-mindedness"):
        check_recall(tree)


def test_a_hundred_thousand_nodes_take_less_than_a_second() -> None:
    """A binary tree of depth 16, players in turn, everything seen."""
    n = 2**17 - 1
    inner = 2**16 - 1
    index = np.arange(n)
    depth = np.floor(np.log2(index + 1)).astype(np.int32)
    inside = index < inner
    owner = np.where(inside, depth % 2, TERMINAL)
    as_ints = [
        owner, np.where(index > 0, (index - 1) // 2, -1), np.where(inside, 2 * index + 1, -1), np.where(inside, 2, 0),
        np.where(inside, index, -1), np.full(n, -1), np.where(inside, -1, index - inner),
        owner[:inner], 2 * np.arange(inner + 1),
    ]  # fmt: skip
    tree = Tree(("a", "b"), *(np.asarray(v, np.int32) for v in as_ints))
    started = time.perf_counter()
    check_recall(tree)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("seed", range(5))
def test_the_way_to_a_node_found_by_jumping_is_that_found_by_walking(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parent = np.array([-1, *(int(rng.integers(max(0, n - 5), n)) for n in range(1, 300))], np.int32)
    wanted = rng.random(300) < 0.1
    deep, found = depths(parent), nearest(parent, wanted)
    for n in range(300):
        way = [n]
        while parent[way[-1]] >= 0:
            way.append(int(parent[way[-1]]))
        assert deep[n] == len(way) - 1
        assert found[n] == next((a for a in way if wanted[a]), -1)
