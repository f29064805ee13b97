"""Classes of past cases that a scenario names or counts itself."""

import pytest

import summitry
from scenario.example import scenario
from summitry import catalog
from summitry.errors import InputError
from summitry.report.summary import summary_json


def test_without_a_class() -> None:
    case = scenario()
    assert (case.base_rate, case.reference) == ("", None)


def test_a_name_stands_beside_the_first_marker_or_outcome() -> None:
    case = scenario(more="base_rate: icb-mediated-agreement\n")
    assert case.base_rate == "icb-mediated-agreement"
    assert case.reference is not None
    assert case.reference.of == "good start"
    assert case.reference.rate == catalog.base_rate("icb-mediated-agreement")
    plain = scenario(more="base_rate: icb-mediated-agreement\n", markers="")
    assert plain.reference is not None
    assert plain.reference.of == "a deal"


def test_a_name_with_its_event() -> None:
    case = scenario(more="base_rate: {name: ties-threat-success, of: no deal}\n")
    assert case.reference is not None
    assert (case.reference.of, case.reference.rate.name) == ("no deal", "ties-threat-success")


def test_a_count_of_ones_own() -> None:
    case = scenario(more="base_rate: {of: a deal, title: Border talks, n: 7, N: 12, source: 'A. Author 2021, p. 3'}\n")
    assert case.reference is not None
    rate = case.reference.rate
    assert (case.base_rate, rate.name, rate.n, rate.N, rate.source) == (
        "Border talks",
        "",
        7,
        12,
        "A. Author 2021, p. 3",
    )
    assert rate.rate == pytest.approx(7 / 12)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("icb-mediated-agreemnt", "unknown base rate 'icb-mediated-agreemnt'; expected one of"),
        ("icb-mediated-agreemnt", "did you mean 'icb-mediated-agreement'?"),
        ("wishes", "a count of your own is {title, of, n, N, source}"),
        ("{name: ties-threat-success, of: good strat}", "did you mean 'good start'?"),
        ("{name: ties-threat-success, of: us}", "'us', which is a party; expected the name of a marker or an outcome"),
        ("{of: a deal, title: Border talks, n: 7}", "a base rate without `N`, `source`"),
        (
            "{title: Talks, n: 13, N: 12, source: a book}",
            "the number of cases in which it came about, a whole number from 0 to 12",
        ),
        ("{title: Talks, n: 1, N: many, source: a book}", "'many'; expected the number of cases"),
        ("{name: ties-threat-success, n: 1}", "`n` beside `name`"),
        ("{naem: ties-threat-success}", "unknown key 'naem'"),
        ("[a, b]", "base_rate|a list|text or a mapping"),
    ],
)
def test_what_is_wrong_is_told(written: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        scenario(more=f"base_rate: {written}\n")
    text = str(error.value)
    assert any(part in text for part in said.split("|")), text
    assert "test.yaml:" in text


def test_the_summary_puts_the_rate_beside_the_model() -> None:
    study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    found = summary_json(study)["base_rate"]
    assert (found["event"], found["n"], found["N"], found["name"]) == (
        "the target gives way",
        262,
        484,
        "ties-threat-success",
    )
    assert found["rate"] == pytest.approx(262 / 484)
    assert found["model"]["mean"] == summary_json(study)["outcomes"]["the target gives way"]["mean"]
    plain = summitry.run(summitry.load("nash-barter-1950"), draws=8, variants=False)
    assert summary_json(plain)["base_rate"] is None
