"""Which parts of the language a scenario uses."""

import pytest

import summitry
from scenario.example import scenario


def test_a_plain_case() -> None:
    assert summitry.parts(scenario()) == ("private types", "issues", "proposals")


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("alaska-2025", "own priors|regions|red lines|threats|a ledger|variants|stated chances"),
        ("pledge-round", "coalitions|simultaneous choices|announcements|votes|parties that leave|own odds|rounds"),
        ("envoy-draft", "mediators|shares|payments|promises|reopened issues|linked types|shared secrets|agendas"),
        ("three-vetoes", "coalitions|rankings|answers in turn|bottom lines"),
        ("capra-1999", "simultaneous choices|numbers as options"),
    ],
)
def test_cases_of_the_catalog(name: str, some: str) -> None:
    assert set(some.split("|")) <= set(summitry.parts(summitry.load(name)))
