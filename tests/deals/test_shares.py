"""Splits by bargaining solutions against fine grids."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from summitry.deals import RULES, split

STEPS = 60


def _grid(parties: int) -> np.ndarray:
    whole = [c for c in itertools.product(range(STEPS + 1), repeat=parties - 1) if sum(c) <= STEPS]
    return np.array([(*c, STEPS - sum(c)) for c in whole]) / STEPS


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_no_grid_point_is_better(rule: str, parties: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    worth = rng.uniform(0.3, 2, parties)
    besides = rng.uniform(-0.15, 0.2, parties)
    shares = split(rule, worth, besides)[0]
    assert shares.sum() == pytest.approx(1)
    assert (shares >= -1e-12).all()
    grid = _grid(parties)
    need = np.maximum(-besides / worth, 0)
    gains, all_gains = worth * shares + besides, worth * grid + besides
    rational = all_gains[(all_gains >= -1e-12).all(axis=1)]
    match rule:
        case "nash":
            assert np.prod(gains) >= np.prod(rational, axis=1).max() - 1e-12
        case "egalitarian":
            assert gains.min() >= all_gains.min(axis=1).max() - 1e-12
        case "kalai-smorodinsky":
            ideal = worth * (1 - (need.sum() - need)) + besides
            assert (gains / ideal).min() >= (rational / ideal).min(axis=1).max() - 1e-12
        case "utilitarian":
            assert gains.sum() >= rational.sum(axis=1).max() - 1e-12
            assert (gains >= -1e-12).all()


def test_by_hand() -> None:
    # a dollar with outside options of 0.2 and 0: half of what is over, each
    np.testing.assert_allclose(split("nash", [1, 1], [-0.2, 0]), [[0.6, 0.4]])
    np.testing.assert_allclose(split("kalai-smorodinsky", [1, 1], [-0.2, 0]), [[0.6, 0.4]])
    # gains of s and 2 (1 - s) are equal at 2/3
    np.testing.assert_allclose(split("egalitarian", [1, 2], [0, 0]), [[2 / 3, 1 / 3]])
    np.testing.assert_allclose(split("utilitarian", [1, 2], [-0.1, 0]), [[0.1, 0.9]])
    # who cares for nothing gets nothing; if nobody cares all get as much
    np.testing.assert_allclose(split("nash", [1, 0, 1], [0, 0, 0]), [[0.5, 0, 0.5]])
    np.testing.assert_allclose(split("nash", [0, 0], [0, 0]), [[0.5, 0.5]])
    # who has so much besides that gains cannot be equal gets none
    np.testing.assert_allclose(split("egalitarian", [1, 1], [5, 0]), [[0, 1]])


def test_draws_do_not_touch_each_other() -> None:
    rng = np.random.default_rng(0)
    worth, besides = rng.uniform(0, 2, (50, 3)), rng.normal(0, 0.2, (50, 3))
    for rule in RULES:
        together = split(rule, worth, besides)
        for b in range(50):
            np.testing.assert_array_equal(split(rule, worth[b], besides[b])[0], together[b])


def test_another_rule() -> None:
    with pytest.raises(ValueError, match="egalitarian"):
        split("fair", [1, 1], [0, 0])
