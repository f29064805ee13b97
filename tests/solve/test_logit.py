"""The exact derivative against differences; curves against the kernels' own answers."""

from __future__ import annotations

import numpy as np
import pytest
from games import bimatrix, draws, flatten, random_game, signalling

from summitry.solve import solve
from summitry.solve.continuation import Curve, Walk, beginning
from summitry.solve.logit import Response


@pytest.mark.parametrize("seed", range(6))
def test_derivative_and_fixed_point(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 5))
    tree, pays, odds = flatten(random_game(rng, parties, 5, own_odds=True), parties)
    some = draws(pays, odds, rng.uniform(0.5, 8.0, parties))
    response = Response(tree, some)
    x = 3.0 * rng.standard_normal(response.free)
    _, exact = response.differences(x)
    for j in range(response.free):
        e = np.zeros(response.free)
        e[j] = 1e-6
        slope = (response.differences(x + e)[0] - response.differences(x - e)[0]) / 2e-6
        np.testing.assert_allclose(exact[:, j], slope, atol=1e-8)
    answer = response.log_odds(solve(tree, some).log_strategy[0])
    np.testing.assert_allclose(response.top * response.differences(answer)[0], answer, atol=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_the_principal_branch_arrives_where_the_kernels_do(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties = 3 if seed % 2 else 2
    game = random_game(rng, 3, 4, own_odds=True) if seed % 2 else signalling(rng, 3, 3, 2)
    tree, pays, odds = flatten(game, parties)
    some = draws(pays, odds, rng.uniform(5.0, 40.0, parties))
    response = Response(tree, some)
    curve = Curve(response)
    for leg in Walk(curve, beginning(curve), (response.top,)):
        met = leg.meets(response.top)
        if met:
            found = np.exp(response.log_strategy(met[0][:-1]))
            np.testing.assert_allclose(found, solve(tree, some).strategy[0], atol=1e-7)
            return
    raise AssertionError("the precision was not reached")


@pytest.mark.parametrize("seed", range(5))
def test_a_curve_from_anywhere_ends_in_an_equilibrium(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tree, pays, odds = flatten(signalling(rng), 2)
    response = Response(tree, draws(pays, odds, 20.0))
    curve = Curve(response, 10.0 * rng.standard_normal(response.free))
    for leg in Walk(curve, beginning(curve), (response.top,)):
        met = leg.meets(response.top)
        if met:
            x = met[0][:-1]
            np.testing.assert_allclose(response.top * response.differences(x)[0], x, atol=1e-8)
            return
    raise AssertionError("the curve did not arrive")


def test_a_pitchfork_is_located() -> None:
    """Pure coordination splits where the slope of x = precision tanh(x / 2) at 0 is 1."""
    tree, pays, odds = flatten(bimatrix(np.eye(2), np.eye(2)), 2)
    response = Response(tree, draws(pays, odds, 4.0))
    curve = Curve(response)
    for leg in Walk(curve, beginning(curve)):
        if leg.bifurcation:
            assert leg.narrowed().span[0] == pytest.approx(2.0, abs=1e-4)
            return
        assert leg.end.y[-1] < 4.0
    raise AssertionError("it was not noticed")
