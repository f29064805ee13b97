"""Derivatives that are carried along equal differences of the values."""

import numpy as np
import pytest
from scipy.special import ndtr

from summitry.fit import duals as d
from summitry.fit.tails import log_tail, quick_tail, tail

FUNCTIONS = {
    "product": lambda a, b: a * b * a,
    "quotient": lambda a, b: (a + 2.0) / (b * b + 1.0),
    "one over": lambda a, b: 3.0 / (a * a + b * b + 1.0) - a,
    "exp": lambda a, b: d.exp(a * b),
    "log": lambda a, b: d.log(a * a + 1.5) * b,
    "root": lambda a, b: d.sqrt(a * a + b * b + 0.1),
    "normal": lambda a, b: d.normal(a - b),
    "log normal": lambda a, b: d.log_normal(a * 3.0 + b),
    "log logistic": lambda a, b: d.log_logistic(a - 2.0 * b),
    "log sum": lambda a, b: d.log_sum([a, b * 2.0, a * b]),
    "tail": lambda a, b: log_tail(a * 1.5, b * 2.0 - a),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slopes_and_bends_are_those_of_differences(name: str) -> None:
    f = FUNCTIONS[name]
    rng = np.random.default_rng(1)
    points = rng.normal(size=(2, 50))
    h = 1e-5

    def value(a: np.ndarray, b: np.ndarray) -> d.Dual:
        return f(*d.variables([a, b], bend=True))

    here = value(*points)
    assert here.bend is not None
    for k in range(2):
        shift = np.zeros((2, 1))
        shift[k] = h
        up, down = value(*(points + shift)), value(*(points - shift))
        np.testing.assert_allclose(here.slope[k], (up.value - down.value) / (2 * h), rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(here.bend[k], (up.slope - down.slope) / (2 * h), rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(here.bend, here.bend.swapaxes(0, 1))


def test_far_tails_keep_their_digits() -> None:
    """log Φ(-40) by Mills' ratio: -a²/2 - log(a sqrt(2π)) + log(1 - 1/a² + 3/a⁴ - ...)."""
    (x,) = d.variables([np.array([-40.0, -1e7])], bend=True)
    found = d.log_normal(x)
    a = 40.0
    series = 1 - a**-2 + 3 * a**-4 - 15 * a**-6
    assert found.value[0] == pytest.approx(-a * a / 2 - np.log(a * np.sqrt(2 * np.pi)) + np.log(series), rel=1e-12)
    assert found.slope[0].tolist() == pytest.approx([a / series, 1e7], rel=1e-7)


def test_two_ways_to_a_tail_agree() -> None:
    rng = np.random.default_rng(2)
    bound, lead = 3 * rng.normal(size=(2, 2000))
    np.testing.assert_allclose(tail(bound, lead), quick_tail(bound, lead), atol=1e-13)
    # nobody else passes: the bound and the other's error alone are left
    np.testing.assert_allclose(tail(bound, np.full(2000, 90.0)), ndtr(-bound), rtol=1e-9)
    # who stands firm and who backs down are together who challenges
    both = tail(bound, lead) + tail(bound + lead, -lead)
    np.testing.assert_allclose(both, 1 - ndtr(bound) * ndtr(bound + lead), atol=1e-13)
