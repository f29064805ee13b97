"""Cases whose end is known: what happened is kept apart, numbers keep to their scale, scores are those of the books."""

import math
from pathlib import Path

import pytest

import summitry
from summitry import catalog
from summitry.errors import InputError
from summitry.evidence.scores import NEAREST
from summitry.quantities import Constant, Uniform
from summitry.validate.hindsight import FORECASTERS, Hindcast, Hindsight, Score, WhatHappened, score

CASES = tuple(dict.fromkeys(known.case for known in summitry.what_happened()))
BY_SCALE = [name for name in CASES if name != "camp-david-1978"]
SIZES = {(0.02, 0.1), (0.1, 0.3), (0.3, 0.6)}
CHANCES = {(0.02, 0.1), (0.1, 0.3), (0.35, 0.65), (0.7, 0.9)}
DISCOUNTS = {(0.9, 0.98), (0.7, 0.9)}


def test_at_least_six_beside_those_there_were() -> None:
    assert len(set(CASES) - {"camp-david-1978"}) >= 6
    assert set(CASES) <= set(catalog.names("historical"))


@pytest.mark.parametrize("known", summitry.what_happened(), ids=lambda known: f"{known.case}: {known.event}")
def test_what_happened_is_about_an_event_of_the_case_and_after_it(known: WhatHappened) -> None:
    case = summitry.load(known.case)
    assert known.event in {e.name for e in (*case.markers, *case.outcomes)}
    assert len(known.what) > 20
    assert len(known.source) > 20
    assert case.as_of < known.by


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_run_without_what_happened(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = catalog.read_text

    def unread(asked: str) -> str:
        assert asked != "outcomes.toml"
        return read(asked)

    monkeypatch.setattr(catalog, "read_text", unread)
    monkeypatch.setattr(catalog, "table", lambda asked: pytest.fail(f"{asked} was read"))
    assert summitry.run(summitry.load(name), draws=8, variants=False).findings.outcomes
    for known in summitry.what_happened():
        if known.case == name:
            assert known.what not in read(name)


@pytest.mark.parametrize("name", BY_SCALE)
def test_numbers_of_the_modeller_keep_to_the_scale(name: str) -> None:
    case = summitry.load(name)
    allowed = {
        "chance": CHANCES,
        "prior": CHANCES,
        "odds": CHANCES,
        "discount": DISCOUNTS,
        "precision": {(5.0, 15.0)},
    }
    for quantity in case.quantities.values():
        if quantity.expr is not None or quantity.rest_of:
            continue
        law = quantity.law
        if isinstance(law, Uniform):
            ends = (law.low, law.high) if law.low >= 0 else (-law.high, -law.low)
            once = (
                {(0.35, 0.65)} if (name, quantity.path) == ("canal-treaties-1977", "payoffs.us.no treaties") else set()
            )
            assert ends in allowed.get(quantity.kind, SIZES) | once, quantity.path
        else:
            # plain numbers: nothing, points of a source, and what a file gives a reason of its own for
            assert isinstance(law, Constant)
            said = " ".join(quantity.ground.assumptions)
            own = ("by Raiffa", "the scale begins here", "as they are", "half as much again", "inspectors live")
            assert any(word in said for word in own), quantity.path


def test_scores_by_hand() -> None:
    assert score(0.8, True) == Score(pytest.approx(0.04), pytest.approx(-math.log(0.8)))
    assert score(0.8, False) == Score(pytest.approx(0.64), pytest.approx(-math.log(0.2)))
    # chances are kept a little inside 0 and 1, so that no mean is infinite
    assert score(0.0, True) == Score(1.0, pytest.approx(-math.log(NEAREST)))
    assert score(1.0, True) == Score(0.0, pytest.approx(0.0, abs=2 * NEAREST))


def _row(model: float, base: float | None, happened: bool) -> Hindsight:
    known = WhatHappened("case", "event", happened, True, "2000-01-01", "what", "source")
    others = {"base rate": base} if base is not None else {}
    chances = {"model": model, **others, "no change": 0.05, "coin": 0.5}
    return Hindsight(known, "Case", chances, model, model, "class" if base is not None else "")


def test_means_and_differences_are_over_events_that_all_have_a_number_for() -> None:
    found = Hindcast((_row(0.8, 0.5, True), _row(0.4, 0.2, False), _row(0.9, None, True)), 8, 0)
    assert len(found.compared) == 2
    assert found.means()["model"].brier == pytest.approx((0.04 + 0.16) / 2)
    assert found.means()["coin"].log == pytest.approx(math.log(2))
    away = [0.04 - 0.25, 0.16 - 0.04]
    mean = sum(away) / 2
    error = math.sqrt(sum((x - mean) ** 2 for x in away) / 1 / 2)
    assert found.against("base rate") == (pytest.approx(mean), pytest.approx(error))
    alone = Hindcast((_row(0.9, None, True),), 8, 0)
    assert alone.means() == {}
    assert math.isnan(alone.against("coin")[0])


def test_one_case_in_text_and_json() -> None:
    found = summitry.hindcast(["agreed-framework-1994"], draws=8)
    assert [row.known.event for row in found.rows] == ["in force after five years", "in force after ten years"]
    first, second = found.rows
    assert tuple(first.chances) == FORECASTERS
    assert "base rate" not in second.chances
    assert first.chances["no change"] == 0.95
    text = summitry.hindcast_text(found)
    assert "Few cases prove little" in text
    answer = summitry.hindcast_json(found)
    assert answer["compared"] == 1
    assert answer["against"]["coin"]["standard_error"] is None
    assert answer["cases"][1]["base_rate"] is None
    assert answer["cases"][0]["what"]


def test_cases_without_a_known_end_are_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as error:
        summitry.hindcast(["alaska-2025", "dayton-1996"])
    assert len(error.value.problems) == 2
    assert "did you mean 'dayton-1995'?" in str(error.value.problems[1])


def test_the_file_that_no_scenario_reads_is_named_in_no_module_but_its_own() -> None:
    source = Path(summitry.__file__).parent
    named = {f.relative_to(source).as_posix() for f in source.rglob("*.py") if "outcomes.toml" in f.read_text("utf-8")}
    assert named <= {"catalog/__init__.py", "validate/hindsight.py"}
