"""The compiled sweep: the same bits for one lane and for eight, near the path and far off it."""

from __future__ import annotations

import numpy as np
import pytest
from games import Node, chance, end, flatten, move, random_game

from summitry.game import Draws, Tree
from summitry.solve import plan
from summitry.solve.desk import desk, seat, sweep
from summitry.solve.lanes import aligned, entry


@entry
def _once(table, x, g):  # pragma: no cover
    sweep(table, x, g, 1)


def _responses(tree: Tree, draws: Draws, odds: np.ndarray, lanes: int) -> np.ndarray:
    """[B, A - H] all responses of one sweep from log-odds [B, felt], so many draws side by side."""
    compiled = plan(tree)
    w, space = compiled.wiring, desk(compiled, lanes)
    x, g = aligned(compiled.felt, lanes), aligned(compiled.felt, lanes)
    found = []
    for first in range(0, draws.size, lanes):
        for lane in range(lanes):
            b = first + lane
            seat(space.table, lane, draws.payoffs[b], draws.chance[b], np.zeros(w.parties), np.ones(w.parties))
            space.precision[:, lane] = draws.precision[b]
            x[: compiled.felt, lane] = odds[b]
        _once(space.table, x, g)
        whole = space.odds[: compiled.free].copy()
        whole[compiled.unknowns] = g[: compiled.felt]
        found.append(whole.T)
    return np.concatenate(found)


def _wide() -> Node:
    """Sets of one, two, seven and nine actions, two nodes each but the first."""

    def kind(t: int) -> Node:
        rng = np.random.default_rng(t)
        ends = [[end(*rng.uniform(0, 1, 2)) for _ in range(7)] for _ in range(9)]
        return move(0, "nine", *(move(1, ("seven", a), *below) for a, below in enumerate(ends[:8])),
                    move(1, "one", move(0, ("two", t), *ends[8][:2])))  # fmt: skip

    return chance([0.3, 0.7], kind(0), kind(1))


@pytest.mark.parametrize(("name", "parties"), [("random", 2), ("random", 3), ("random", 5), ("wide", 2)])
@pytest.mark.parametrize("size", [1.0, 300.0, 900.0])
def test_one_lane_has_the_bits_of_eight(name: str, parties: int, size: float) -> None:
    """At log-odds of several hundred, half of the sets are reached with weights that vanish."""
    game = _wide() if name == "wide" else random_game(np.random.default_rng(parties), parties, 5, own_odds=True)
    tree, pays, odds = flatten(game, parties)
    rng = np.random.default_rng(1)
    draws = Draws(
        pays + rng.normal(0, 0.1, (16, *pays.shape)), np.repeat(odds[None], 16, 0), rng.uniform(0, size, (16, parties))
    )
    x = rng.normal(0, size, (16, plan(tree).felt))
    eight = _responses(tree, draws, x, 8)
    assert np.isfinite(eight).all()
    assert _responses(tree, draws, x, 1).tobytes() == eight.tobytes()
    # Neighbours far off the path send a whole register through other code.
    calm = np.where(np.arange(16)[:, None] % 2 == 0, x / (100 * size), x)
    mixed = _responses(tree, draws, calm, 8)
    even = np.arange(0, 16, 2)
    alone = _responses(tree, Draws(draws.payoffs[even], draws.chance[even], draws.precision[even]), calm[even], 8)
    assert mixed[even].tobytes() == alone.tobytes()
