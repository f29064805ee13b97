"""Published results: all reproduced, typed from their sources, and a miss is told."""

import dataclasses
import re
from pathlib import Path

import pytest

import summitry
from summitry import catalog
from summitry.errors import GameError, InputError
from summitry.validate.computed import ANALYTIC, DEALS
from summitry.validate.played import play
from summitry.validate.results import Check

RESULTS = summitry.published_results()


@pytest.mark.parametrize("name", [result.name for result in RESULTS])
def test_what_was_published_is_found(name: str) -> None:
    found = summitry.validate([name])
    assert len(found.skipped) == (2 if name == "crisman-cox-gibilisco-2019" else 0)
    assert [(c.expectation.what, c.expectation.value, c.found, c.trouble) for c in found.missed] == []


@pytest.mark.parametrize("result", RESULTS, ids=[result.name for result in RESULTS])
def test_each_says_where_its_numbers_stand_and_how_they_are_worked_out(result) -> None:
    for text in (result.title, result.citation, result.where, result.how):
        assert len(text) > 12
    assert re.search(r"\b(19|20)\d\d\b", result.citation)
    assert result.way in ("scenario", "deals", "fit", "analytic")
    assert bool(result.scenario) == (result.way in ("scenario", "deals"))
    assert bool(result.needs) == (result.way == "fit")
    if result.scenario:
        assert result.scenario in catalog.names()
        assert len(summitry.load(result.scenario).citation) > 20
    known = {"analytic": set(ANALYTIC), "deals": set(DEALS), "scenario": {"", "fitted precision"}}
    known["fit"] = {"sanctions-dyads.fit"}
    assert result.compute in known[result.way]


@pytest.mark.parametrize("result", RESULTS, ids=[result.name for result in RESULTS])
def test_what_passes_is_half_a_unit_of_the_last_digit_or_has_a_reason(result) -> None:
    for expectation in result.expected:
        values = expectation.value if isinstance(expectation.value, tuple) else (expectation.value,)
        digits = max(len(f"{value!r}".partition(".")[2]) for value in values)
        whole = all(value == int(value) for value in values)
        assert expectation.why or whole or expectation.within <= 0.5 * 10.0**-digits * (1 + 1e-9) or digits < 4
        assert expectation.within >= 0


@pytest.mark.slow
def test_what_needs_data_is_run_where_they_lie(shared_data: Path) -> None:
    found = summitry.validate(["crisman-cox-gibilisco-2019"], data=shared_data)
    assert (found.missed, found.skipped, len(found.checks)) == ((), (), 2)


def test_what_needs_data_says_so_and_a_folder_without_them_is_an_error(tmp_path: Path) -> None:
    found = summitry.validate(["crisman-cox-gibilisco-2019"])
    assert "was not run: it needs sanctions_dyads.csv" in " ".join(summitry.validation_text(found).split())
    assert summitry.validation_json(found)["not_run"] == 2
    with pytest.raises(InputError, match=re.escape("sanctions_dyads.csv")):
        summitry.validate(["crisman-cox-gibilisco-2019"], data=tmp_path)


def _wrong(result, by: float):
    first = result.expected[0]
    assert isinstance(first.value, float)
    return dataclasses.replace(result, expected=(dataclasses.replace(first, value=first.value + by),))


def test_a_wrong_number_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    kuhn = next(r for r in RESULTS if r.name == "kuhn-1950")
    module = __import__("sys").modules["summitry.validate.results"]
    monkeypatch.setattr(module, "published_results", lambda: (_wrong(kuhn, 0.001),))
    found = summitry.validate()
    assert len(found.missed) == 1
    text = summitry.validation_text(found)
    assert "MISSED" in text
    assert "0 of 1 published numbers reproduced" in text
    assert summitry.validation_json(found)["missed"] == 1
    assert found.checks[0].difference == pytest.approx(0.001, abs=1e-6)


def test_no_answer_is_a_miss_with_its_reason() -> None:
    result = next(r for r in RESULTS if r.name == "kuhn-1950")
    check = Check(result, result.expected[0], None, 0.0, "no limit was reached")
    assert not check.hit
    assert check.difference is None
    assert "no limit was reached" in summitry.validation_text(summitry.Validation((check,)))
    assert summitry.validation_json(summitry.Validation((check,)))["checks"][0]["found"] is None


def test_unknown_names_are_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as error:
        summitry.validate(["fearon1995", "khun-1950", "parabola"])
    assert len(error.value.problems) == 2
    assert "did you mean 'kuhn-1950'?" in str(error.value.problems[1])


def test_measures_by_hand() -> None:
    """Stripped-down poker at precision 0: everybody chooses evenly."""
    found = play(summitry.load("poker-2008"), 0)
    assert found.measure("chance of a bet") == pytest.approx(0.5)
    assert found.measure("chance of dealt a king given a call") == pytest.approx(0.5)
    assert found.measure("chance of bob wins") == pytest.approx(0.5 + 0.5 * 0.5 * 0.5)
    assert found.measure("value of alice") == pytest.approx(-0.5 + 0.5 * 0.5 * 1)
    demand = play(summitry.load("fearon-1995"), 0)
    assert demand.measure("mean of demand") == pytest.approx(0.5)
    assert demand.measure("mean of cost of b given war") == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("odds of a bet", "chance of EVENT"),
        ("chance of a bte", "did you mean 'a bet'?"),
        ("value of alcie", "did you mean 'alice'?"),
        ("mean of crad", "a step"),
    ],
)
def test_measures_that_are_none(text: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        play(summitry.load("poker-2008"), 0).measure(text)


def test_a_measure_of_what_never_happens() -> None:
    found = play(summitry.load("rubinstein-1982"), 1, variant="one offer")
    with pytest.raises(GameError, match="never happens"):
        found.measure("mean of first offer")
    with pytest.raises(InputError, match="did you mean 'one offer'"):
        play(summitry.load("rubinstein-1982"), 1, variant="one ofer")
