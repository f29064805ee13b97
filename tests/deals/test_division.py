"""Adjusted Winner: published applications, its three properties, and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry


def test_panama_canal() -> None:
    """Brams & Taylor (1996), Fair Division, section 5.3, after Raiffa (1982): 66 points each, one issue divided."""
    division = summitry.adjusted_winner([[22, 22, 15, 14, 11, 6, 4, 2, 2, 2], [9, 15, 15, 3, 15, 5, 11, 7, 7, 13]])
    assert division.points.round().tolist() == [66, 66]
    assert division.points[0] == pytest.approx(division.points[1], abs=1e-9)
    assert 0 < division.share[division.divided] < 1
    assert ((division.share == 0) | (division.share == 1)).sum() == 9


def test_camp_david() -> None:
    """Brams & Togman (1996), Conflict Management and Peace Science 15(1), 99-112.

    Sinai, recognition, West Bank and Gaza, formal linkage, Palestinian rights, Jerusalem; Israel, then Egypt. Egypt gets
    five sixths of Sinai and Palestinian rights, as at Camp David but for a part of Sinai.
    """
    division = summitry.adjusted_winner([[35, 10, 20, 10, 5, 20], [55, 5, 10, 5, 20, 5]])
    np.testing.assert_allclose(division.share, [1 / 6, 1, 1, 1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(division.points, 65.0 + 5 / 6, atol=1e-9)


worths = (
    st.integers(1, 12)
    .flatmap(lambda k: st.lists(st.lists(st.integers(0, 100), min_size=k, max_size=k), min_size=2, max_size=2))
    .filter(lambda w: all(sum(row) > 0 for row in w))
)


@given(worths)
@settings(deadline=None, max_examples=300)
def test_its_three_properties(worth: list[list[int]]) -> None:
    division = summitry.adjusted_winner(worth)
    found = summitry.fairness(division)
    assert found.equitable
    assert found.envy_free
    assert found.efficient
    assert ((division.share > 0) & (division.share < 1)).sum() <= 1
    assert division.points.min() >= 50 - 1e-6


@given(worths)
@settings(deadline=None)
def test_neither_units_nor_names_of_the_parties_matter(worth: list[list[int]]) -> None:
    division = summitry.adjusted_winner(worth)
    scaled = summitry.adjusted_winner([[7 * w for w in worth[0]], [w / 8 for w in worth[1]]])
    turned = summitry.adjusted_winner(worth[::-1])
    np.testing.assert_allclose(scaled.points, division.points, atol=1e-6)
    np.testing.assert_allclose(turned.points[::-1], division.points, atol=1e-6)


def test_an_unfair_division_is_seen() -> None:
    division = summitry.adjusted_winner([[70, 30], [40, 60]])
    taken = type(division)(division.worth, np.array([1.0, 1.0]), -1)
    found = summitry.fairness(taken)
    assert (found.equitable, found.envy_free, found.efficient) == (False, False, True)
    swapped = summitry.fairness(type(division)(division.worth, np.array([0.0, 1.0]), -1))
    assert (swapped.envy_free, swapped.efficient) == (False, False)


@pytest.mark.parametrize("worth", [[[1, 2]], [[1, -2], [1, 1]], [[np.nan, 1], [1, 1]], [[0, 0], [1, 1]], [[], []]])
def test_bad_worths(worth: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="`worth`"):
        summitry.adjusted_winner(worth)
