"""What passes between parties, by hand and by its laws."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.deals import amounts, passing


def test_an_exchange_by_hand() -> None:
    now, then = [[0.75, 0.25], [0.0, 1.0]], [[1.0, 0.0], [0.1, 0.9]]
    moved = passing(now, then)
    np.testing.assert_allclose(moved[0], [[0, 0], [0.25, 0]])
    np.testing.assert_allclose(moved[1], [[0, 0], [0.1, 0]])
    np.testing.assert_allclose(amounts(now, then, [26.5, 10]), [[0, 0], [0.25 * 26.5 + 1, 0]])


@pytest.mark.parametrize("seed", range(20))
def test_what_passes_adds_up_to_what_changes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    now, then = rng.dirichlet(np.ones(4), 6), rng.dirichlet(np.ones(4), 6)
    moved = passing(now, then)
    np.testing.assert_allclose(now - moved.sum(axis=2) + moved.sum(axis=1), then, atol=1e-12)
    assert (moved >= 0).all()
    # nobody gives and receives in one region
    assert ((moved.sum(axis=2) < 1e-12) | (moved.sum(axis=1) < 1e-12)).all()
    sizes = rng.random(6)
    np.testing.assert_allclose(amounts(now, then, sizes), (moved * sizes[:, None, None]).sum(axis=0))


@pytest.mark.parametrize("then", [[[0.5, 0.4]], [[1.2, -0.2]], [[1.0]], [[1.0, 0.0], [1.0, 0.0]]])
def test_shares_that_are_none_are_refused(then: list) -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        passing([[0.5, 0.5]], then)
