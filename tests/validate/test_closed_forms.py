"""The continuous games against what can be worked out by hand elsewhere."""

import numpy as np
import pytest
from scipy.stats import norm

from summitry.validate.cheap_talk import most_informative
from summitry.validate.crisis import Stakes, crisis_equilibria
from summitry.validate.mediation import best_mediation
from summitry.validate.offers import endless_share, first_share
from summitry.validate.sealed_bids import linear_bids


@pytest.mark.parametrize("bias", [0.003, 0.01, 0.04, 0.09, 0.2, 0.3])
def test_partitions_by_the_formula_of_crawford_and_sobel(bias: float) -> None:
    """N is the largest with 2 N (N - 1) b < 1; a_i = i / N - 2 b i (N - i); losses 1 / 12 N^2 + b^2 (N^2 - 1) / 3."""
    most = max(n for n in range(1, 60) if 2 * n * (n - 1) * bias < 1)
    found = most_informative(bias)
    cuts = [i / most - 2 * bias * i * (most - i) for i in range(1, most)]
    assert found.cuts == pytest.approx(cuts, abs=1e-12)
    assert found.receiver == pytest.approx(-1 / (12 * most**2) - bias**2 * (most**2 - 1) / 3, abs=1e-12)
    assert found.sender == pytest.approx(found.receiver - bias**2, abs=1e-12)


def test_linear_bids_are_best_answers() -> None:
    """Against the other's linear bids no price does better than the linear one, on a fine grid."""
    found = linear_bids()
    prices = np.linspace(0, 1, 4001)
    for value in (0.4, 0.6, 0.9):
        # costs below which the seller asks at most the price
        top = np.clip((prices - found["seller"]) / (2 / 3), 0, 1)
        paid = top * (prices + found["seller"]) / 2 + top**2 / 6
        best = prices[np.argmax(value * top - paid)]
        assert best == pytest.approx(2 / 3 * value + found["buyer"], abs=5e-4)


@pytest.mark.parametrize("offers", [5, 40, 41])
def test_offers_approach_the_endless_game(offers: int) -> None:
    assert first_share(0.3, 0.4, offers) == pytest.approx(endless_share(0.3, 0.4), abs=0.12 ** (offers // 2))
    assert endless_share(0.3, 0.4) == pytest.approx((1 - 0.4) / (1 - 0.12), abs=1e-12)


def test_every_equilibrium_of_the_crisis_is_one_by_simulation() -> None:
    stakes = Stakes(0.2, -0.1, 1.0, 0.8, -0.6, -0.9, -0.7)
    mean = np.array([[stakes.w_a], [stakes.a]])
    war, backing_down = np.random.default_rng(1).normal(mean, 1.0, (2, 1_000_000))
    found = crisis_equilibria(stakes)
    assert found
    for resists, challenges, fights in found:
        worth = (1 - resists) * stakes.v_a + resists * np.maximum(war, backing_down)
        challenged = worth > stakes.s_a
        # four standard errors of a million draws
        assert challenged.mean() == pytest.approx(challenges, abs=2e-3)
        assert (war > backing_down)[challenged].mean() == pytest.approx(fights, abs=5e-3)
        gain = fights * stakes.w_b + (1 - fights) * stakes.v_b - stakes.c_b
        assert resists == pytest.approx(norm.cdf(gain / fights), abs=1e-9)


@pytest.mark.parametrize(("q", "p", "theta"), [(0.2, 0.9, 0.7), (0.4, 0.8, 0.6), (0.1, 0.7, 0.9)])
def test_mediation_is_better_on_finer_grids_and_never_above_one(q: float, p: float, theta: float) -> None:
    coarse, fine = (best_mediation(q, p, theta, steps) for steps in (20, 100))
    assert coarse["peace"] <= fine["peace"] + 1e-9
    assert 0 <= fine["peace"] <= 1 + 1e-9
    weights = 2 * q * (1 - q), q**2, (1 - q) ** 2
    # two weak sides are always brought to peace
    told = weights[0] * fine["mixed"] + weights[1] * fine["strong"] + weights[2]
    assert told == pytest.approx(fine["peace"], abs=1e-6)


def test_where_a_strong_side_gains_nothing_by_war_peace_is_certain() -> None:
    """With p theta below one half the even split is better than any war for everybody."""
    assert best_mediation(0.3, 0.6, 0.8)["peace"] == pytest.approx(1.0, abs=1e-9)
