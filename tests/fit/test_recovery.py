"""Simulated play gives its true coefficients back: 90 % intervals hold them 85 to 95 % of the time."""

import numpy as np
import pytest

import summitry
from fit.recovery import MODELS, columns, coverage, model_of

TIMES = 60


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_intervals_hold_what_is_true(name: str) -> None:
    share, converged = coverage(name, TIMES)
    assert converged >= TIMES - 2
    assert 0.85 <= share <= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("se", ["sandwich", "cluster:x3"])
def test_other_standard_errors_agree_where_the_model_holds(se: str) -> None:
    """With every row a cluster of its own, and errors as the model has them, all three estimate the same."""
    name = "steps 12, agent probit"
    drawn = summitry.simulate(model_of(name), columns(3000, 0), MODELS[name][1], seed=1)
    usual = np.array([c.se for c in summitry.fit(model_of(name), drawn, starts=1).coefficients])
    other = np.array([c.se for c in summitry.fit(model_of(name), drawn, starts=1, se=se).coefficients])
    np.testing.assert_allclose(other, usual, rtol=0.15)


@pytest.mark.parametrize("name", MODELS)
def test_gradient_and_hessian_are_exact(name: str) -> None:
    from summitry.fit.design import sample_of
    from summitry.fit.npl import likeliest

    model, (_, true, _, plays) = model_of(name), MODELS[name]
    drawn = summitry.simulate(model, columns(60, 0), true, times=plays)
    sample, _ = sample_of(model, drawn)
    beta = np.array([true[n] for n in model.coefficients]) * sample.units * 0.9

    def at(b: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        logs = sample.logs() if model.game != "crisis" else sample.equilibrium_logs(likeliest(sample, b)[0])
        return sample.evaluate(logs, b)

    _, gradient, hessian = at(beta)
    for k in range(len(beta)):
        h = np.zeros(len(beta))
        h[k] = 1e-5
        (up, up_slope, _), (down, down_slope, _) = at(beta + h), at(beta - h)
        assert gradient[k] == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-4)
        np.testing.assert_allclose(hessian[k], (up_slope - down_slope) / 2e-5, rtol=1e-4, atol=1e-3)
