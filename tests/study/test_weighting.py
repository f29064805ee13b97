"""Weights of draws: effective number, weighted percentiles, errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.study.weighting import effective, mean_error, weighted_range


def test_effective_by_hand() -> None:
    """Kish (1965): the sum of the weights, squared, over the sum of their squares."""
    assert effective(np.ones(64)) == pytest.approx(64)
    assert effective(np.array([1.0, 1.0, 0.0, 0.0])) == pytest.approx(2)
    assert effective(np.array([3.0, 1.0])) == pytest.approx(16 / 10)
    assert effective(np.array([1e-300, 1e-300, np.nan])) == pytest.approx(2)
    assert effective(np.array([np.nan, 0.0])) == 0.0


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40))
def test_equal_weights_give_plain_percentiles(values: list[float]) -> None:
    x = np.array(values)
    found = weighted_range(x, np.full(len(x), 0.25))
    assert found.mean == pytest.approx(x.mean(), abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(x, [0.05, 0.95])), abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1)), min_size=1, max_size=30))
def test_a_scale_or_an_order_changes_nothing(made: list[tuple[float, float]]) -> None:
    x, w = np.array(made).T
    a, b, c = weighted_range(x, w), weighted_range(x, 7 * w), weighted_range(x[::-1], w[::-1])
    for other in (b, c):
        assert (a.mean, a.low, a.high) == pytest.approx((other.mean, other.low, other.high), abs=1e-9)
    assert x.min() <= a.low <= a.high <= x.max()
    assert x.min() <= a.mean <= x.max()


def test_draws_without_an_answer_or_a_weight_are_left_out() -> None:
    x = np.array([0.2, 0.4, np.nan, 0.9])
    w = np.array([1.0, 3.0, 5.0, np.nan])
    found = weighted_range(x, w)
    assert found.mean == pytest.approx(0.35)
    assert np.isnan(weighted_range(x, np.zeros(4)).mean)


def test_the_error_is_that_of_a_plain_mean_where_weights_are_equal() -> None:
    x = np.random.default_rng(0).random(80)
    means = x.reshape(8, 10).mean(axis=1)
    assert mean_error(x, np.full(80, 2.0)) == pytest.approx(means.std(ddof=1) / np.sqrt(8), abs=1e-12)
    assert mean_error(np.full(80, 0.3), np.linspace(1, 2, 80)) == pytest.approx(0.0, abs=1e-12)
