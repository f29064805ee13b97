"""Numbers set from outside the file."""

import pytest

from scenario.example import scenario
from summitry.errors import InputError
from summitry.quantities import Constant, Uniform
from summitry.scenario import with_values

CASE = scenario(
    payoffs="payoffs: {us: {peace: {russia serious: 1, russia stalling: 0.5}, ally: 0.5 * worth of ukraine}}\n"
)


def test_a_law_replaces_a_law_and_nothing_else() -> None:
    changed = with_values(CASE, {"pain": "0.2 to 0.4", "Month": 0.95})
    assert changed.quantities["pain"].law == Uniform(0.2, 0.4)
    assert changed.quantities["month"].law == Constant(0.95)
    same = {p for p in CASE.quantities if CASE.quantities[p] == changed.quantities[p]}
    assert same == set(CASE.quantities) - {"pain", "month"}
    assert (changed.sha256, changed.places) == (CASE.sha256, CASE.places)


def test_settings_add_up() -> None:
    twice = with_values(with_values(CASE, {"pain": 0.2}), {"month": 0.9})
    assert twice.quantities["pain"].law == Constant(0.2)


def test_a_name_sets_all_types_below_it() -> None:
    changed = with_values(CASE, {"payoffs.us.peace": "0.3 to 0.4"})
    for kind in ("serious", "stalling"):
        assert changed.quantities[f"payoffs.us.peace.russia {kind}"].law == Uniform(0.3, 0.4)


def test_arithmetic_and_the_default_precision_can_be_set() -> None:
    changed = with_values(CASE, {"payoffs.us.ally": "2 * pain", "precision": "8"})
    assert changed.quantities["payoffs.us.ally"].text == "2 * pain"
    assert changed.quantities["precision"].law == Constant(8)


def test_chances_can_be_set() -> None:
    changed = with_values(CASE, {"parties.russia.types.serious.chance": 0.7})
    assert changed.quantities["parties.russia.types.stalling.chance"].rest_of
    both = with_values(CASE, {"parties.russia.types.serious.chance": 0.7, "parties.russia.types.stalling.chance": 0.3})
    assert both.quantities["parties.russia.types.stalling.chance"].law == Constant(0.3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"pian": 1}, r"^--set:1:1: unknown number 'pian'.*did you mean 'pain'"),
        ({"pain": 1, "month": "0.9 to 0.8"}, r"^--set:2:7: 0.9 above 0.8"),
        ({"pain": "2 * mouth"}, r"^--set:1:10: unknown name 'mouth'.*'month'"),
        ({"parties.russia.types.serious.chance": 1.5}, r"^--set:1:37: a chance of 1.5"),
        ({"pain": ""}, r"^--set:1:6: nothing"),
    ],
)
def test_bad_settings(values: dict[str, str | float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        with_values(CASE, values)
