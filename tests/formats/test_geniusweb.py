"""GeniusWeb's JSON domains and profiles."""

from __future__ import annotations

import itertools
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.genius_files import PROFILE
from formats.test_genius import JUNK
from summitry import InputError, load_bargaining

DOMAIN: dict[str, Any] = {
    "name": "trip",
    "issuesValues": {
        "place": {"values": ["Kyoto", "Osaka, the port", "Tokyo"]},
        "season": {"values": ["spring", "autumn"]},
        "price": {"range": ["1.0", "2.0", "0.1"]},
    },
}


def profile(**more: Any) -> dict[str, Any]:
    space = {
        "name": "a",
        "issueUtilities": {
            "price": {"NumberValueSetUtilities": {"lowValue": 1, "lowUtility": 1, "highValue": 2, "highUtility": 0}},
            "place": {"DiscreteValueSetUtilities": {"valueUtilities": {"Kyoto": 0.8, "Tokyo": 0.4}}},
            "season": {"discreteutils": {"valueUtilities": {"autumn": 1, "spring": 0.25}}},
        },
        "issueWeights": {"place": 0.5, "price": 0.3, "season": 0.2},
        "domain": DOMAIN,
        "reservationBid": {"issuevalues": {"place": "Tokyo", "season": "spring"}},
    }
    return {"LinearAdditiveUtilitySpace": {**space, **more}}


def read(folder: Path, domain: str, *profiles: str) -> Any:
    (folder / "domain.json").write_text(domain, encoding="utf-8")
    names = [folder / f"{'abc'[k]}.json" for k in range(len(profiles))]
    for name, text in zip(names, profiles, strict=True):
        name.write_text(text, encoding="utf-8")
    return load_bargaining(folder / "domain.json", names)


def test_utilities_as_geniusweb_defines_them(tmp_path: Path) -> None:
    indented = json.dumps(profile(), indent="\t")
    case = read(tmp_path, json.dumps(DOMAIN), indented, json.dumps(profile(reservationBid=None)))
    assert case.options[0] == ("Kyoto", "Osaka, the port", "Tokyo")
    assert case.options[2][0] == "1"
    assert len(case.options[2]) == 11
    # what is left out is worth 0; nothing is divided by the largest
    assert case.worth[0][:, 0] == pytest.approx([0.4, 0, 0.2])
    assert case.worth[1][:, 0] == pytest.approx([0.05, 0.2])
    assert case.worth[2][:, 0] == pytest.approx(0.3 * np.linspace(1, 0, 11), abs=1e-15)
    assert case.reserve.tolist() == pytest.approx([0.25, 0])
    # the domain inside a profile does as well
    again = read(tmp_path, indented, indented)
    assert (again.issues, again.options) == (case.issues, case.options)


def test_negmas_reads_the_same(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        negmas = pytest.importorskip("negmas.inout")
    named = {k: v for k, v in DOMAIN["issuesValues"].items() if k != "price"}
    mine = profile(domain={"name": "d", "issuesValues": named}, issueWeights={"place": 0.6, "season": 0.4})
    utilities = mine["LinearAdditiveUtilitySpace"]["issueUtilities"]
    del utilities["price"]
    # negmas knows the older key only, and every value
    utilities["place"] = {"discreteutils": {"valueUtilities": {"Kyoto": 0.8, "Tokyo": 0.4, "Osaka, the port": 0.1}}}
    case = read(tmp_path, json.dumps({"name": "d", "issuesValues": named}), json.dumps(mine))
    theirs = negmas.load_geniusweb_domain(tmp_path / "domain.json", [tmp_path / "a.json"])
    for package in itertools.product(range(3), range(2)):
        outcome = tuple(case.settles(package).values())
        assert float(theirs.ufuns[0](outcome)) == pytest.approx(case.utilities([package])[0, 0], abs=1e-12)
    assert theirs.ufuns[0].reserved_value == pytest.approx(case.reserve[0])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"Kyoto": 0.8', '"Kioto": 0.8', "the value 'Kioto'; expected a value of 'place': Kyoto, Osaka, the port, Tokyo; did you mean 'Kyoto'?"),
        ('"Kyoto": 0.8', '"Kyoto": "x"', "a utility of 'Kyoto' that is none; expected a number"),
        ('"season": {"disc', '"seasons": {"disc', "the issue 'seasons'; expected an issue of the domain: place, season, price; did you mean 'season'?"),
        ('"season": {"disc', '"seasons": {"disc', "no utilities for 'season'"),
        ('"price": 0.3', '"price": -0.3', "a weight of 'price' that is none; expected a number of 0 or more"),
        (', "price": 0.3', "", "no weight for 'price'"),
        ('"highValue": 2', '"highValue": 1', "a line of 'price' that is none"),
        ('"lowUtility": 1', '"lowutility": 1', "no 'lowUtility'; expected \"lowUtility\", a number; it says 'lowutility'"),
        ('"NumberValueSetUtilities"', '"DiscreteUtilities"', "utilities of 'price' of another kind; expected {\"NumberValueSetUtilities\": {…}}"),
        ('"place": "Tokyo"', '"place": "Tokio"', "'Tokio' for 'place' in the reservation bid; expected a value of the issue: Kyoto"),
        ("LinearAdditiveUtilitySpace", "LinearAdditive", "a profile that is no LinearAdditiveUtilitySpace"),
        ('"issueWeights"', '"issueWeight"', "no 'issueWeights'; expected \"issueWeights\", the weight of each issue; it says 'issueWeight'"),
        ('"name": "a"', '"name": "a", "name": "b"', "the key 'name' a second time"),
        ('"name": "a"', '"name": "a" "b"', "expected a comma or }"),
        ('"name": "a"', '"name": "\\ud800"', "half of a character"),
        ('"name": "a"', '"name": ' + "[" * 60 + "]" * 60, "more than 50 levels"),
        ('"name": "a"', "'name': 'a'", "expected a key in double quotes"),
        ('"Kyoto": 0.8', '"\\u001b[31mKyoto": 0.8', "the value '\\x1b[31mKyoto'"),
        ('"highUtility": 0', '"highUtility": 1e308, "x": NaN', "'NaN"),
    ],
)  # fmt: skip
def test_wrong_profiles(old: str, new: str, expected: str, tmp_path: Path) -> None:
    text = json.dumps(profile())
    assert old in text
    with pytest.raises(InputError) as caught:
        read(tmp_path, json.dumps(DOMAIN), text.replace(old, new, 1))
    assert any(expected in str(p) for p in caught.value.problems), str(caught.value)
    assert all(p.file.endswith("a.json") and p.line == 1 and p.col > 0 for p in caught.value.problems)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("{}", "1:1: no 'issuesValues'"),
        ('{"issuesValues": {}}', "1:18: no issue"),
        (
            '{"issuesValues":\n {"a": {"values": ["x", "x"]}}}',
            "2:19: values of 'a' that are none, or not texts that differ",
        ),
        ('{"issuesValues": {"a": {"range": [1, 2]}}}', "1:34: a range of 'a' that is none"),
        ('{"issuesValues": {"a": {"range": [0, 1e9, 1]}}}', "1:34: 1e+09 values of 'a'; expected at most 100,000"),
        ('{"issuesValues": {"a": {}}}', "1:24: the issue 'a' without values"),
        ("{", "1:2: the end of the file; expected a key in double quotes"),
    ],
)
def test_wrong_domains(domain: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, domain, json.dumps(profile()))
    assert str(caught.value).startswith(f"{tmp_path}/domain.json:{expected}")


def test_a_profile_of_the_other_format_must_fit_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the issue 'Laptop'; expected an issue of the domain: place, season, price"):
        read(tmp_path, json.dumps(DOMAIN), PROFILE)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_spoilt_files_give_clear_errors(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = [json.dumps(DOMAIN), json.dumps(profile())]
    spoil = data.draw(st.integers(0, 1))
    for _ in range(data.draw(st.integers(1, 3))):
        text = texts[spoil]
        first = data.draw(st.integers(0, len(text)))
        last = data.draw(st.integers(first, min(len(text), first + 20)))
        junk = data.draw(st.sampled_from(["", "{}", "[]", "null", "1e308", "true", "{", "]", ",", ":", *JUNK]))
        texts[spoil] = text[:first] + junk + text[last:]
    try:
        case = read(tmp_path_factory.mktemp("fuzz"), *texts)
    except InputError as error:
        problems = error.problems
    else:
        problems = ()
        assert all(np.isfinite(table).all() for table in case.worth)
    assert all(p.found and p.expected for p in problems)
