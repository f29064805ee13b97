"""Domains with worths together, attitudes and red lines, against plain enumeration."""

from __future__ import annotations

import numpy as np
import pytest

from deals import plain
from summitry.deals import POINTS, Domain, point, points
from summitry.deals.integer import Programme


@pytest.mark.parametrize("bent", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_frontier_and_points_equal_enumeration(seed: int, bent: bool) -> None:
    case = plain.domain(seed, bent=bent)
    every, worth = plain.packages(case), plain.utilities(case)
    np.testing.assert_allclose(case.utilities(every), worth, atol=1e-12)
    best = plain.undominated(worth)
    found = case.frontier()
    np.testing.assert_array_equal(found.packages, every[best])
    np.testing.assert_allclose(found.worth, worth[best], atol=1e-12)
    rational = case.frontier(rational=True)
    mine = best & (worth >= case.reserve).all(axis=1)
    np.testing.assert_array_equal(rational.packages, every[mine])
    gains = np.where(np.isfinite(worth).all(axis=1)[:, None], worth - case.reserve, -np.inf)
    answers = points(case)
    for name in POINTS:
        row, at = point(name, gains), answers[name]
        assert (at is None) == (row < 0)
        if at is not None:
            np.testing.assert_allclose(at.utilities, worth[row], atol=1e-9)
            np.testing.assert_allclose(case.utilities(at.package)[0], at.utilities, atol=0)


@pytest.mark.parametrize("seed", range(60))
def test_integer_programmes_find_the_same(seed: int) -> None:
    case = plain.domain(seed)
    worth = plain.utilities(case)
    gains = np.where(np.isfinite(worth).all(axis=1)[:, None], worth - case.reserve, -np.inf)
    programme = Programme(case)
    for name in POINTS:
        row, package = point(name, gains), programme.point(name)
        assert (package is None) == (row < 0)
        if package is not None:
            np.testing.assert_allclose(case.utilities(package)[0], worth[row], atol=1e-9)


def test_too_large_a_frontier_is_left_to_integer_programmes() -> None:
    rng = np.random.default_rng(3)
    case = Domain([rng.random((4, 4)) for _ in range(7)], np.full(4, 2.0))
    whole, handed = points(case), points(case, most=50)
    for name in POINTS:
        np.testing.assert_allclose(handed[name].utilities, whole[name].utilities, atol=1e-9)
    bent = Domain(case.worth, case.reserve, aspiration=np.full(4, 3.0))
    with pytest.raises(ValueError, match="more than"):
        points(bent, most=50)


def test_where_not_all_can_gain() -> None:
    """Nobody's loss, but only two of three can gain: the product is 0 everywhere, maximum Nash welfare still tells."""
    case = Domain([[[1, 1, 0], [4, 0.5, 0], [0, 0, 5], [1, 0, 0]]], [0, 0, 0])
    assert points(case)["maximum-nash-welfare"].package.tolist() == [1]
    assert Programme(case).point("maximum-nash-welfare").tolist() == [1]
    assert points(Domain([[[1, -1]]], [0, 0]))["nash"] is None
    assert points(Domain([[[-np.inf, 1]]], [0, 0]))["nash"] is None


def test_wanted_undoes_counted() -> None:
    case = plain.domain(7, bent=True)
    sums = np.random.default_rng(0).normal(0, 1, (50, case.parties))
    counted = case.counted(sums)
    for row in range(50):
        np.testing.assert_allclose(case.wanted(counted[row]), sums[row], atol=1e-9)
    bounded = Domain([[[0.0]]], [0], risk_aversion=2.0)
    assert bounded.wanted([0.6])[0] == np.inf


@pytest.mark.parametrize(
    ("worth", "more", "words"),
    [
        ([], {}, "none"),
        ([[[1, 2]], [[1]]], {}, r"\(1, 2\), \(1, 1\)"),
        ([[[np.nan, 1]]], {}, "minus infinity"),
        ([[[1, 1]]], {"together": [((0, 1), [[[1, 1]]])]}, "together"),
        ([[[1, 1]], [[1, 1]]], {"together": [((0, 1), [[[1, np.inf]]])]}, "finite"),
        ([[[1, 1]]], {"reserve": [0, 0, 0]}, "reserve"),
        ([[[1, 1]]], {"beyond": 0.0}, "beyond"),
        ([[[1, 1]]], {"risk_aversion": np.inf}, "risk_aversion"),
    ],
)
def test_what_does_not_fit_is_refused(worth: list, more: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Domain(worth, more.pop("reserve", [0, 0]), **more)
