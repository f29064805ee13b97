"""A family of random games is followed to high precision, each answer certified (tests/solve/families.py)."""

from __future__ import annotations

import numpy as np
import pytest
from families import KINDS, member

from summitry.solve import PathOptions, Status, solve


@pytest.mark.parametrize("kind", range(len(KINDS)))
@pytest.mark.parametrize("precision", [100.0, 1000.0])
def test_small_members_are_solved(kind: int, precision: float) -> None:
    for seed in range(kind, 40, len(KINDS)):
        tree, draws = member(seed, precision, 300)
        solution = solve(tree, draws)
        assert solution.status[0] == Status.SOLVED, seed
        assert solution.residual[0] <= 1e-9
        assert solution.regret_ratio[0] <= 1 + 1e-6


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_the_accelerated_path_stays_on_the_branch(seed: int) -> None:
    tree, draws = member(seed, 30.0, 200)
    quick, careful = (solve(tree, draws, path=PathOptions(arclength_only=only)) for only in (False, True))
    assert careful.status[0] == Status.SOLVED
    np.testing.assert_allclose(quick.strategy, careful.strategy, atol=1e-7)


def test_a_game_of_many_turning_points() -> None:
    """Independent stages turn back one by one, and all others with them."""
    tree, draws = member(17, 1000.0)
    solution = solve(tree, draws, path=PathOptions(arclength_only=True))
    assert solution.status[0] == Status.SOLVED
    turns = [event.precision for event in solution.events[0] if event.kind == "turning point"]
    assert len(turns) >= 2
    # Forwards, back, forwards: each turn forwards lies below the turn back before it.
    assert all(back > on for back, on in zip(turns[::2], turns[1::2], strict=True))
