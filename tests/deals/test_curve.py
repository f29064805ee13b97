"""Points of sets without gaps, against published and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.deals import curve_points, point


def test_the_parabola_of_the_textbooks() -> None:
    found = curve_points(lambda u: 2 * (1 - u**2), 0, 1)
    assert found is not None
    expected = {"nash": 0.577350, "kalai-smorodinsky": 0.618034, "egalitarian": 0.780776, "utilitarian": 0.25}
    for name, u in expected.items():
        assert found[name][0] == pytest.approx(u, abs=1e-6)
        assert found[name][1] == pytest.approx(2 * (1 - found[name][0] ** 2), abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_a_split_with_reserves(seed: int) -> None:
    """Of a pie of 1 worth a to one and b to the other, Nash halves what is over; so does Kalai and Smorodinsky."""
    a, b = np.random.default_rng(seed).uniform(0.5, 2, 2)
    r = np.random.default_rng(seed + 100).uniform(0, 0.4, 2) * (a, b)
    found = curve_points(lambda u: b * (1 - u / a), 0, a, (r[0], r[1]))
    assert found is not None
    share = (r[0] / a + (1 - r[1] / b)) / 2
    assert found["nash"][0] == pytest.approx(a * share, abs=1e-7)
    assert found["kalai-smorodinsky"][0] == pytest.approx(a * share, abs=1e-9)
    equal = (b - r[1] + r[0] * b / a) / (1 + b / a)
    x = found["egalitarian"]
    assert x[0] - r[0] == pytest.approx(x[1] - r[1], abs=1e-9)
    assert x[0] == pytest.approx((b - r[1] + r[0]) / (1 + b / a), abs=1e-9)
    assert equal > 0


def test_a_fine_grid_comes_near() -> None:
    def edge(u):
        return np.sqrt(np.maximum(1 - u**3, 0))

    found = curve_points(edge, 0, 1, (0.1, 0.2))
    u = np.linspace(0, 1, 200_001)
    gains = np.stack([u - 0.1, edge(u) - 0.2], axis=1)
    assert found is not None
    for name, (x, _) in found.items():
        assert u[point(name, gains)] == pytest.approx(x, abs=2e-5)


def test_where_nobody_can_gain() -> None:
    assert curve_points(lambda u: 1 - u, 0, 1, (0.7, 0.5)) is None
    assert curve_points(lambda u: 1 - u, 0, 1, (2.0, 0.0)) is None
    with pytest.raises(ValueError, match="rise"):
        curve_points(lambda u: u, 0, 1)
