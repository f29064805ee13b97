"""Scores against published worked examples, an independent library, and the laws that they keep."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from summitry.evidence import scores as s


def test_the_example_of_scikit_learn() -> None:
    """sklearn.metrics.brier_score_loss, Examples: 0.0375."""
    p, y = np.array([0.1, 0.9, 0.8, 0.3]), np.array([0.0, 1.0, 1.0, 0.0])
    assert s.brier(p, y).mean() == pytest.approx(0.0375, abs=1e-12)


def test_the_example_of_scikit_learn_for_the_log_score() -> None:
    """sklearn.metrics.log_loss, Examples: spam, ham, ham, spam are given .9, .9, .8, .65; 0.21616."""
    rows = np.array([[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]])
    assert s.multi_log(rows, np.array([1, 0, 0, 1])).mean() == pytest.approx(0.21616, abs=5e-6)
    assert s.log_score(rows[:, 1], np.array([1.0, 0.0, 0.0, 1.0])).mean() == pytest.approx(0.21616, abs=5e-6)


def test_the_example_of_scikit_learn_for_several_categories() -> None:
    """sklearn.metrics.brier_score_loss, Examples with eggs, ham and spam: 0.146 (Brier's original, not halved)."""
    rows = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.2, 0.2, 0.6]])
    assert s.multi_brier(rows, np.array([0, 1, 2])).mean() == pytest.approx(0.146, abs=7e-4)


def test_the_example_of_scores() -> None:
    """`scores` 2.7 (Bureau of Meteorology), probability.brier_score, Examples: 0.2075; by longitude 0.29 and 0.125."""
    p, y = np.array([[0.3, 0.5], [0.7, 1.0]]), np.array([[0.0, 1.0], [0.0, 1.0]])
    assert s.brier(p, y).mean() == pytest.approx(0.2075, abs=1e-12)
    assert s.brier(p, y).mean(axis=0) == pytest.approx([0.29, 0.125], abs=1e-12)


@pytest.mark.parametrize(("p", "y", "expected"), [(1, 1, 0), (1, 0, 1), (0.7, 1, 0.09), (0.3, 1, 0.49), (0.5, 0, 0.25)])
def test_the_examples_of_the_encyclopedia(p: float, y: float, expected: float) -> None:
    """Wikipedia, Brier score, Definition: forecasts of rain of 100 %, 70 %, 30 % and 50 %."""
    assert s.brier(np.array([p]), np.array([y]))[0] == pytest.approx(expected, abs=1e-12)


def test_brier_of_two_categories_is_twice_that_of_one_event() -> None:
    """Brier (1950) sums over both categories; never right is 2, and always the frequencies is one less their squares."""
    rng = np.random.default_rng(1)
    p, y = rng.random(50), rng.integers(0, 2, 50)
    rows = np.column_stack([1 - p, p])
    assert s.multi_brier(rows, y) == pytest.approx(2 * s.brier(p, y.astype(float)), abs=1e-12)
    assert s.multi_brier(np.array([[0.0, 1.0, 0.0]]), np.array([0]))[0] == 2.0
    which = np.array([0] * 5 + [1] * 3 + [2] * 2)
    always = np.tile([0.5, 0.3, 0.2], (10, 1))
    assert s.multi_brier(always, which).mean() == pytest.approx(1 - 0.25 - 0.09 - 0.04, abs=1e-12)


def test_a_published_table_of_rain_forecasts() -> None:
    """Wilks 1995, Statistical Methods in the Atmospheric Sciences, table 7.3 (as in R's `verification`): the chances
    stated, how often each was used (of 10,000), how often it rained; the overall frequency is given as .162."""
    said = np.array([0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
    used = np.array([4112, 671, 1833, 986, 616, 366, 303, 275, 245, 220, 170])
    rained = np.array([0.006, 0.019, 0.059, 0.15, 0.277, 0.377, 0.511, 0.587, 0.723, 0.779, 0.934])
    # those of 100 % (203, of which .933) are told as of .9: eleven values are bins of their own
    times = np.rint(used * rained).astype(int)
    p = np.repeat(said, used)
    y = np.concatenate([np.r_[np.ones(k), np.zeros(n - k)] for k, n in zip(times, used, strict=True)])
    found = s.decomposition(p, y)
    assert [b.n for b in found.bins] == used.tolist()
    assert [b.frequency for b in found.bins] == pytest.approx(rained.tolist(), abs=2e-3)
    # by the law of total variance from the single forecasts, without bins
    assert found.brier == pytest.approx(brier_score_loss(y, p), abs=1e-12)
    assert found.uncertainty == pytest.approx(y.var(), abs=1e-12)
    means = np.array([y[p == value].mean() for value in p])
    assert found.resolution == pytest.approx(means.var(), abs=1e-12)
    assert found.reliability == pytest.approx(((p - means) ** 2).mean(), abs=1e-12)
    whole = np.r_[y, np.ones(189), np.zeros(14)]
    assert whole.mean() == pytest.approx(0.162, abs=6e-4)


chances = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(chances, st.booleans()), min_size=1, max_size=60))
def test_the_parts_sum_to_the_score(made: list[tuple[float, bool]]) -> None:
    """Murphy (1973) with a bin for each value; with bins of equal width what is left is told (Stephenson et al. 2008)."""
    p, y = np.array([m[0] for m in made]), np.array([float(m[1]) for m in made])
    d = s.decomposition(p, y)
    assert d.reliability - d.resolution + d.uncertainty + d.within == pytest.approx(d.brier, abs=1e-12)
    assert sum(b.n for b in d.bins) == len(p)
    assert all(b.low - 1e-9 <= b.mean <= b.high + 1e-9 for b in d.bins)
    if len(np.unique(p)) <= 11:
        assert d.within == 0.0
    else:
        # within-bin variance of the chances less twice their covariance with the outcomes
        place = np.minimum((p * 10 + 1e-9).astype(int), 9)
        left = 0.0
        for k in np.unique(place):
            a, b = p[place == k], y[place == k]
            left += ((a - a.mean()) ** 2).sum() - 2 * ((a - a.mean()) * (b - b.mean())).sum()
        assert d.within == pytest.approx(left / len(p), abs=1e-12)


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=2, max_size=40))
def test_scores_agree_with_scikit_learn(made: list[tuple[float, bool]]) -> None:
    p, y = np.array([m[0] for m in made]), np.array([float(m[1]) for m in made])
    assert s.brier(p, y).mean() == pytest.approx(brier_score_loss(y, p), abs=1e-12)
    assert s.log_score(p, y).mean() == pytest.approx(log_loss(y, p, labels=[0, 1]), abs=1e-9)


@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_scores_are_proper(truth: float, said: float) -> None:
    """Nobody expects a better score by saying another chance than its own."""
    for score in (s.brier, s.log_score):

        def expected(p: float, score: object = score) -> float:
            both = score(np.array([p, p]), np.array([1.0, 0.0]))  # type: ignore[operator]
            return float(truth * both[0] + (1 - truth) * both[1])

        assert expected(truth) <= expected(said) + 1e-12


def test_certain_forecasts_cost_no_infinity() -> None:
    y = np.array([0.0, 1.0, 1.0])
    p = np.array([1.0, 0.0, 1.0])
    assert s.log_score(p, y) == pytest.approx([math.log(1000), math.log(1000), -math.log(0.999)], abs=1e-12)
    assert s.certain(p) == 3
    assert s.multi_log(np.array([[1.0, 0.0]]), np.array([1]))[0] == pytest.approx(math.log(1000))


def test_skill_is_what_is_saved_of_the_reference() -> None:
    assert s.skill(0.1, 0.25) == pytest.approx(0.6)
    assert s.skill(0.25, 0.25) == 0.0
    assert s.skill(0.1, 0.0) is None


def test_paired_is_the_t_interval() -> None:
    from scipy.stats import ttest_1samp

    a, b = np.array([0.1, 0.4, 0.2, 0.3]), np.array([0.3, 0.3, 0.4, 0.6])
    found, told = s.paired(a, b), ttest_1samp(a - b, 0.0).confidence_interval(0.95)
    assert (found.n, found.difference) == (4, pytest.approx(-0.15))
    assert (found.low, found.high) == (pytest.approx(told.low), pytest.approx(told.high))
    assert math.isnan(s.paired(a[:1], b[:1]).low)


def test_ranges_are_held_against_frequencies() -> None:
    low, high = np.array([0.1] * 10 + [0.6] * 10), np.array([0.3] * 10 + [0.8] * 10)
    y = np.array([1.0] * 2 + [0.0] * 8 + [1.0] * 9 + [0.0])
    found = s.coverage(low, high, y)
    # 2 of 10 lie in [.1, .3]; 9 of 10 do not lie in [.6, .8]; 11 of 20 lie in [.35, .55]
    assert (found.n, found.bins, found.covered, found.share) == (20, 2, 1, 0.5)
    assert found.inside
    assert (found.low, found.high, found.frequency) == (pytest.approx(0.35), pytest.approx(0.55), pytest.approx(0.55))
    assert not s.coverage(low, high, np.ones(20)).inside
