"""What a careful colleague would say."""

import pytest

from scenario.example import scenario
from summitry.scenario import remarks


def kinds(**parts: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for remark in remarks(scenario(**parts)):
        out.setdefault(remark.kind, []).append(remark.text)
    return out


def test_numbers_that_rest_on_nothing() -> None:
    said = kinds(numbers="numbers: {month: 0.9 to 0.95, pain: {value: 0.2, because: {assumption: so}}}\n")["ground"]
    assert any(text.startswith("month (0.9 to 0.95, uncertain)") for text in said)
    assert not any(text.startswith("pain") for text in said)


@pytest.mark.parametrize(
    ("kind", "words", "parts"),
    [
        ("payoff", "ukraine has no payoff", {}),
        ("issue", "territory is worth nothing", {}),
        ("type", "serious, stalling of russia have the same numbers", {}),
        ("precision", "4 to 20 is assumed", {}),
        ("outcome", "no outcome is `otherwise`", {"outcomes": "outcomes: {a deal: deal agreed}\n"}),
        ("ledger", "names no `ledger`", {"numbers": "numbers: {month: 0.9, pain: {value: 0.2, because: s1}}\n"}),
        (
            "issue",
            "ceasefire stands on no agenda",
            {
                "stages": "stages: [{stage: t, attend: [russia], steps: [{step: opening, by: russia, options: [offers, b]}]}]\n",
                "outcomes": "outcomes: {x: good start, y: otherwise}\n",
                "payoffs": "",
            },
        ),
    ],
)
def test_each_remark(kind: str, words: str, parts: dict[str, str]) -> None:
    assert any(words in text for text in kinds(**parts)[kind])


def test_remarks_are_silent_where_there_is_no_reason() -> None:
    said = kinds(
        parties="parties: {us: {}, russia: {types: {a: {chance: 0.5}, b: {}}, prior_of: {us: {a: 0.4}, ukraine: {a: 0.4}}}, ukraine: {}}\n",
        payoffs="payoffs: {us: {p: 1}, ukraine: {p: 1}, russia: {p: {a: 1, b: 2}}}\n",
        worth="worth: {us: {ceasefire: {general: 1}, territory: {swap: 1}}}\n",
        outcomes="outcomes: {a deal: deal agreed, none at all: not deal agreed}\n",
        more="precision: 10\n",
    )
    assert set(said) == {"ground"}


def test_a_prior_that_falls_back_on_the_analysts_is_no_remark() -> None:
    """The language says so and the report lists it; a clean file must be able to end with 0."""
    assert "prior" not in kinds()
