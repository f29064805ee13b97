"""Which comparison narrows a finding: by hand, by the law of total variance, and by chance alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from summitry.deals.questions import narrowing


def test_by_hand() -> None:
    finding = np.array([0.0, 0.0, 1.0, 1.0])[:, None]
    differences = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]], float)
    found = narrowing(finding, differences)
    np.testing.assert_allclose(found.reduction, [[1, 0]])
    np.testing.assert_allclose(found.means[0], [[0, 1], [0.5, 0.5]])
    np.testing.assert_allclose(found.yes, [0.5, 0.5])


@given(st.integers(0, 10_000), st.integers(5, 40))
def test_what_goes_away_is_what_the_answers_leave_less(seed: int, draws: int) -> None:
    random = np.random.default_rng(seed)
    findings, differences = random.random((draws, 2)), random.standard_normal((draws, 3))
    found = narrowing(findings, differences)
    for f in range(2):
        for q in range(3):
            yes = differences[:, q] > 0
            left = sum(s.mean() * findings[s, f].var() for s in (yes, ~yes) if s.any())
            np.testing.assert_allclose(found.reduction[f, q], 1 - left / findings[:, f].var(), atol=1e-9)
    assert ((found.reduction >= 0) & (found.reduction <= 1 + 1e-12)).all()


def test_unsolved_draws_and_constant_findings_are_left_out() -> None:
    differences = np.array([[1.0], [1], [-1], [-1], [1]])
    findings = np.array([[0, 0.3], [0, 0.3], [1, 0.3], [1, 0.3], [np.nan, 0.3]])
    found = narrowing(findings, differences)
    np.testing.assert_allclose(found.reduction, [[1], [0]])


def test_what_chance_alone_shows_is_not_taken_for_an_answer() -> None:
    alarms = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        found = narrowing(random.random((256, 1)), random.standard_normal((256, 40)))
        alarms += len(found.order(0)) > 0
    assert alarms <= 5
    random = np.random.default_rng(0)
    differences = random.standard_normal((256, 40))
    told = narrowing((random.random(256) + 0.6 * (differences[:, 7] > 0))[:, None], differences)
    assert told.order(0)[0] == 7
