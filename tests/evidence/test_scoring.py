"""Who is scored on what: the last forecast in time, no void, no question that only one has forecast."""

import numpy as np
import pytest

from summitry.errors import InputError
from summitry.evidence import Forecast, Forecasts, Resolution, joined, score
from summitry.evidence.resolving import resolution_of


def made(question: str, who: str, p: float, date: str = "", **more: object) -> Forecast:
    return Forecast(question=question, who=who, p=p, date=date, **more)  # type: ignore[arg-type]


def known(question: str, outcome: str, date: str = "") -> Resolution:
    return Resolution(question=question, outcome=outcome, date=date, source="s")  # type: ignore[arg-type]


def test_the_last_forecast_before_the_answer_counts() -> None:
    forecasts = Forecasts(
        (
            made("q", "Ann", 0.9, "2025-03-01"),
            made("q", "Ann", 0.2, "2025-01-01"),
            made("q", "Ann", 0.5, "2025-02-01"),
        ),
        (known("Q ", "yes", "2025-02-15"),),
    )
    (ann,) = score(forecasts).forecasters
    assert ann.brier == pytest.approx(0.25)
    assert (ann.questions, ann.resolved, ann.late, ann.superseded) == (1, 1, 1, 1)


def test_void_and_open_are_counted_and_not_scored() -> None:
    forecasts = Forecasts(
        tuple(made(q, "Ann", 0.8) for q in "abcd"), (known("a", "yes"), known("b", "void"), known("c", "no"))
    )
    found = score(forecasts)
    (ann,) = found.forecasters
    assert (ann.resolved, ann.void, ann.open, ann.share_void) == (2, 1, 1, pytest.approx(1 / 3))
    assert ann.brier == pytest.approx((0.04 + 0.64) / 2)
    assert (found.questions, found.resolved, found.void) == (4, 2, 1)


def test_a_later_resolution_holds() -> None:
    forecasts = Forecasts((made("a", "Ann", 0.8),), (known("a", "yes"), known("a", "no")))
    assert score(forecasts).forecasters[0].brier == pytest.approx(0.64)


def test_nothing_resolved_has_no_scores() -> None:
    (ann,) = score(Forecasts((made("a", "Ann", 0.8),))).forecasters
    assert (ann.brier, ann.log, ann.decomposition, ann.skill, ann.share_void) == (None, None, None, None, None)
    assert ann.few


def test_pairs_are_on_common_questions_only() -> None:
    forecasts = Forecasts(
        (made("a", "Ann", 0.9), made("b", "Ann", 0.9), made("b", "Bo", 0.6), made("c", "Bo", 0.0)),
        tuple(known(q, "yes") for q in "abc"),
    )
    (pair,) = score(forecasts).rivals
    assert (pair.first, pair.second, pair.brier.n) == ("Ann", "Bo", 1)
    assert pair.brier.difference == pytest.approx(0.01 - 0.16)
    assert pair.few


def test_no_pair_without_a_common_question() -> None:
    forecasts = Forecasts((made("a", "Ann", 0.9), made("b", "Bo", 0.6)), (known("a", "yes"), known("b", "yes")))
    assert score(forecasts).rivals == ()


def test_outcomes_that_exclude_each_other() -> None:
    """One that came true answers the others, and the set is scored whole by Brier's original (0.8, 0.1, 0.1)."""
    sets = ("x", "y", "z")
    forecasts = Forecasts(
        (
            *(made(q, "Ann", p, among=sets) for q, p in zip(sets, (0.8, 0.1, 0.1), strict=True)),
            made("x", "Bo", 0.5, among=sets),
        ),
        (known("x", "yes"),),
    )
    ann, bo = score(forecasts).forecasters
    assert ann.resolved == 3
    assert ann.brier == pytest.approx((0.04 + 0.01 + 0.01) / 3)
    assert ann.exclusive is not None
    assert (ann.exclusive.n, ann.exclusive.brier, ann.exclusive.log) == (
        1,
        pytest.approx(0.06),
        pytest.approx(-np.log(0.8)),
    )
    assert bo.exclusive is not None
    assert (bo.exclusive.n, bo.exclusive.incomplete) == (0, 1)


def test_skill_against_a_given_base_rate_and_the_frequency() -> None:
    forecasts = Forecasts(
        tuple(made(f"q{k}", "Ann", 0.8) for k in range(10)),
        tuple(known(f"q{k}", "yes" if k < 8 else "no") for k in range(10)),
    )
    (by_given,) = score(forecasts, base_rate=0.5).forecasters
    assert by_given.skill is not None
    assert (by_given.skill.brier, by_given.skill.observed) == (pytest.approx(1 - 0.16 / 0.25), False)
    (by_frequency,) = score(forecasts).forecasters
    assert by_frequency.skill is not None
    assert by_frequency.skill.brier == pytest.approx(0.0)
    assert not by_frequency.few
    d = by_frequency.decomposition
    assert d is not None
    assert by_frequency.skill.brier == pytest.approx((d.resolution - d.reliability) / d.uncertainty)


def test_a_range_is_scored_by_its_middle_and_held_against_the_frequency() -> None:
    forecasts = Forecasts(
        tuple(Forecast(question=q, who="Ann", range=(0.4, 0.8)) for q in "ab"), (known("a", "yes"), known("b", "no"))
    )
    (ann,) = score(forecasts).forecasters
    assert ann.brier == pytest.approx((0.16 + 0.36) / 2)
    assert ann.coverage is not None
    assert ann.coverage.inside


def test_files_are_joined_without_doubles() -> None:
    one = Forecasts((made("a", "Ann", 0.9),), (known("a", "yes"),))
    both = joined([one, Forecasts((made("a", "Ann", 0.9, given_id="mine"), made("b", "Bo", 0.1)))])
    assert [f.question for f in both] == ["a", "b"]


def test_an_id_is_made_of_what_is_said() -> None:
    assert made("a", "Ann", 0.9).id == made("a", "Ann", 0.9).id
    assert made("a", "Ann", 0.9).id != made("a", "Ann", 0.8).id
    assert made("a", "Ann", 0.9, given_id="mine").id == "mine"


def test_a_second_resolution_needs_to_be_asked_for() -> None:
    forecasts = Forecasts((made("a", "Ann", 0.9),), (known("a", "yes"),))
    assert resolution_of(forecasts, "a", "yes", source="s", date="2025-01-01") is None
    with pytest.raises(InputError, match="--again"):
        resolution_of(forecasts, "a", "no", source="s", date="2025-01-01")
    found = resolution_of(forecasts, made("a", "Ann", 0.9).id, "no", source="s", date="2025-01-01", again=True)
    assert found is not None
    assert (found.outcome, found.again) == ("no", True)


def test_only_one_of_a_set_comes_true() -> None:
    forecasts = Forecasts(
        (made("x", "Ann", 0.9, among=("x", "y")), made("y", "Ann", 0.1, among=("x", "y"))), (known("x", "yes"),)
    )
    with pytest.raises(InputError, match="excludes"):
        resolution_of(forecasts, "y", "yes", source="s", date="2025-01-01")


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as error:
        resolution_of(Forecasts((made("rain", "Ann", 0.9),)), "rian", "maybe", source=" ", date="1 May")
    assert [p.file for p in error.value.problems] == ["ID", "OUTCOME", "--source", "--date"]
    assert "did you mean 'rain'?" in str(error.value)
