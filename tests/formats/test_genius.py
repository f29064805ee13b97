"""GENIUS's domains and profiles: read as GENIUS defines them, written so that they are read back, also by negmas."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.genius_files import DOMAIN, PROFILE, bargains
from summitry import Bargaining, GameError, InputError, load_bargaining, save_bargaining


def files(folder: Path, domain: str = DOMAIN, **profiles: str) -> tuple[Path, list[Path]]:
    (folder / "domain.xml").write_text(domain, encoding="utf-8")
    for name, text in profiles.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder / "domain.xml", [folder / f"{name}.xml" for name in profiles]


def problems(folder: Path, domain: str = DOMAIN, profile: str = PROFILE) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_bargaining(*files(folder, domain, a=profile))
    return [str(p).replace(f"{folder}/", "") for p in caught.value.problems]


def test_utilities_are_those_that_genius_defines(tmp_path: Path) -> None:
    case = load_bargaining(*files(tmp_path, ann=PROFILE), steps=7)
    assert case.issues == ("Laptop", "Years", "Price")
    assert case.options[1:] == (("1", "2", "3", "4", "5"), ("10", "15", "20", "25", "30", "35", "40"))
    # weight times evaluation over the largest of the issue
    assert case.worth[0][:, 0] == pytest.approx([0.5 * 3 / 4, 0.5, 0.5 / 4], rel=1e-15)
    # an integer issue's slope counts from its lowest value: 0.4 at 1 year, 0.4 + 4 * 0.15 = 1 at 5
    assert case.worth[1][:, 0] == pytest.approx([0.08, 0.11, 0.14, 0.17, 0.2], rel=1e-15)
    assert case.worth[2][:, 0] == pytest.approx([0, 0.1, 0.2, 0.3, 0.2, 0.1, 0], abs=1e-15)
    assert (case.reserve.tolist(), case.discount.tolist(), case.parties) == ([0.25], [0.9], ("ann",))
    assert case.notes == (
        "Price is real from 10 to 40; it is taken at 7 values",
        "ann has a discount factor of 0.9; utilities are those at the start",
    )


@pytest.mark.parametrize(
    ("evaluator", "worth"),
    [
        ('ftype="linear" parameter0="1.5" parameter1="-0.05"', [1, 0.625, 0.25, 0, 0]),
        ('ftype="constant" parameter0="0.7"', [0.7] * 5),
        ('ftype="TRIANGULAR" parameter0="10" parameter1="30" parameter2="10"', [1, 0.625, 0.25, 0, 0]),
        ('ftype="triangular" parameter0="10" parameter1="40" parameter2="40"', [0, 0.25, 0.5, 0.75, 0]),
        ('ftype="linear" slope="1e300" offset="-1e300"', [1] * 5),
    ],
)
def test_evaluators_of_real_issues(evaluator: str, worth: list[float], tmp_path: Path) -> None:
    profile = PROFILE.replace('ftype="triangular" parameter0="10" parameter1="40" parameter2="25"', evaluator)
    case = load_bargaining(*files(tmp_path, a=profile), steps=5)
    assert case.worth[2][:, 0] == pytest.approx(0.3 * np.array(worth), abs=1e-15)


def test_integer_issues_with_old_parameters_and_with_items(tmp_path: Path) -> None:
    old = PROFILE.replace('slope="0.15" offset="0.4"', 'parameter1="0.1" parameter0="0.7"')
    items = "".join(f'<item index="{k}" value="{k}" evaluation="{6 - k}"/>' for k in range(1, 6))
    new = PROFILE.replace('<evaluator ftype="linear" slope="0.15" offset="0.4"/>', items).replace(
        'type="integer" vtype="integer" name="Years" lowerbound="1" upperbound="5"',
        'type="discrete" vtype="integer" name="Years"',
    )
    case = load_bargaining(*files(tmp_path, old=old, new=new), steps=2)
    # the old parameters count from 0, and GENIUS cuts at 1
    assert case.worth[1][:, 0] == pytest.approx([0.16, 0.18, 0.2, 0.2, 0.2])
    assert case.worth[1][:, 1] == pytest.approx([0.2, 0.16, 0.12, 0.08, 0.04])


def test_what_may_be_left_out_and_nested_objectives(tmp_path: Path) -> None:
    bare = PROFILE.replace('<discount_factor value="0.9"/>', "").replace('<reservation value="0.25"/>', "")
    weight = '<weight index="3" value="0.3"/>'
    opening = '<objective index="9" name="money" type="objective"><issue index="3"'
    nested = bare.replace(weight, "").replace('<issue index="3"', opening)
    nested = nested.replace(
        '<weight index="1"', f'{weight}</objective><weight index="9" value="0.4"/><weight index="1"'
    )
    case = load_bargaining(*files(tmp_path, a=bare, b=nested), steps=3)
    assert (case.worth[2][:, 0] == case.worth[2][:, 1]).all()
    assert (case.reserve.tolist(), case.discount.tolist()) == ([0, 0], [1, 1])


def test_issues_of_nothing_and_utilities_beyond_one(tmp_path: Path) -> None:
    none = PROFILE.replace('evaluation="3"', 'evaluation="0"').replace('evaluation="4"', 'evaluation="9e-6"')
    none = none.replace('evaluation="1.0"', 'evaluation="0"').replace('"1" value="0.5"', '"1" value="1.5"')
    heavy = PROFILE.replace('"1" value="0.5"', '"1" value="1.5"')
    case = load_bargaining(*files(tmp_path, none=none, heavy=heavy), steps=3)
    assert case.worth[0][:, 0].tolist() == [0, 0, 0]
    assert "heavy has utilities up to 2, which GENIUS takes for 1; here they are kept" in case.notes
    assert not case.scaled
    assert case.rescaled().scaled


@settings(max_examples=60, deadline=None)
@given(case=bargains())
def test_what_is_written_is_read_back(case: Bargaining, tmp_path_factory: pytest.TempPathFactory) -> None:
    written = save_bargaining(case, tmp_path_factory.mktemp("genius"))
    again = load_bargaining(written[0], written[1:])
    assert (again.issues, again.options, again.parties) == (case.issues, case.options, case.parties)
    for mine, other in zip(case.worth, again.worth, strict=True):
        np.testing.assert_array_max_ulp(mine, other, maxulp=1)
    assert (case.reserve.tolist(), case.discount.tolist()) == (again.reserve.tolist(), again.discount.tolist())


@settings(max_examples=60, deadline=None)
@given(case=bargains(scaled=False))
def test_rescaling_keeps_the_order_of_packages(case: Bargaining, tmp_path_factory: pytest.TempPathFactory) -> None:
    if not case.scaled:
        with pytest.raises(GameError, match="rescaled"):
            save_bargaining(case, tmp_path_factory.mktemp("genius"))
    new = case.rescaled()
    assert new.scaled
    every = list(itertools.product(*(range(len(o)) for o in case.options)))
    old, scaled = case.utilities(every), new.utilities(every)
    for p in range(len(case.parties)):
        span = old[:, p].max() - old[:, p].min()
        assert scaled[:, p].min() == pytest.approx(0, abs=1e-12)
        if span > 1e-3:
            assert scaled[:, p].max() == pytest.approx(1, abs=1e-12)
            assert new.reserve[p] == pytest.approx((case.reserve[p] - old[:, p].min()) / span, rel=1e-6, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(case=bargains())
def test_negmas_reads_the_same_utilities(case: Bargaining, tmp_path_factory: pytest.TempPathFactory) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        negmas = pytest.importorskip("negmas.inout")
    written = save_bargaining(case, tmp_path_factory.mktemp("genius"))
    theirs = negmas.load_genius_domain(written[0], written[1:], ignore_discount=True)
    assert [issue.name for issue in theirs.issues] == list(case.issues)
    assert [list(issue.values) for issue in theirs.issues] == [list(options) for options in case.options]
    for package in itertools.product(*(range(len(o)) for o in case.options)):
        named = tuple(case.options[k][o] for k, o in enumerate(package))
        found = [float(ufun(named)) for ufun in theirs.ufuns]
        assert found == pytest.approx(case.utilities([package])[0].tolist(), abs=1e-12)
    assert [ufun.reserved_value for ufun in theirs.ufuns] == case.reserve.tolist()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value="HP" evaluation', 'value="HP " evaluation', ["6:1: the option 'HP '; expected an option of 'Laptop': Dell, Macintosh, HP; did you mean 'HP'?", "3:1: no evaluation of 'HP'; expected every option of 'Laptop'"]),
        ('value="Dell" evaluation="3"', 'value="Dell" evaluaton="3"', ["4:1: <item> without 'evaluation'; expected a number, what 'Dell' is worth; it says 'evaluaton'"]),
        ('evaluation="4"', 'evaluation="4,5"', ["5:1: evaluation='4,5'; expected a number, what 'Macintosh' is worth; decimals have a point, not a comma"]),
        ('evaluation="4"', 'evaluation="inf"', ["5:1: evaluation='inf'; expected a number, what 'Macintosh' is worth"]),
        ('name="Laptop"', 'name="Laptops"', ["3:1: the issue 'Laptops'; expected an issue of the domain: Laptop, Years, Price; did you mean 'Laptop'?"]),
        ('<weight index="2" value="0.2"/>', "", ["1:1: no weight for 'Years' (index 2); expected a <weight index=… value=…> for every issue"]),
        ('<weight index="2"', '<weight index="4"', ["1:1: no weight for 'Years' (index 2)", "15:1: a weight for the issue '4'; expected the index of an issue: 1 (Laptop), 2 (Years), 3 (Price)"]),
        ('value="0.2"', 'value="-0.2"', ["15:1: the weight -0.2; expected a weight of 0 or more"]),
        ('ftype="linear"', 'ftype="linaer"', ["9:1: ftype='linaer'; expected one of linear, triangular, constant; did you mean 'linear'?"]),
        ('upperbound="5"', 'upperbound="6"', ["8:1: a range from 1 to 6 of 'Years'; expected 1 to 5 as in the domain"]),
        ('type="real" vtype="real"', 'type="integer"', ["11:1: a integer issue 'Price'; expected a real one as in the domain"]),
        ('parameter2="25"', 'parameter2="45"', ["12:1: a triangle from 10 over 45 to 40"]),
        ('<discount_factor value="0.9"/>', '<discount_factor value="1.9"/>', ["18:1: a discount factor of 1.9; expected a number from 0 to 1"]),
        ('<reservation value="0.25"/>', '<reservation/>', ["19:1: <reservation> without 'value'"]),
        ('<objective index="0" etype="objective" type="objective" description="" name="any">', '<objective><utility_function><ufun/></utility_function>', ["2:12: utilities by constraints, which are no sums over issues; expected weights"]),
        ("<utility_space>", '<utility_space type="nonlinear">', ["1:1: utilities by constraints"]),
        ("<utility_space>", '\n \n<?xml version="1.0"?>\n<utility_space type="nonlinear">', ["4:1: utilities by constraints"]),
        ("<item", "<itme", ["4:1: <itme>; expected one of issue, objective"]),
        ('<weight index="1"', '<wight index="1"', ["14:1: <wight>; expected one of", "did you mean 'weight'?"]),
        ("</utility_space>", "", ["21:1: no element found; expected XML"]),
        ("<utility_space>", '<!DOCTYPE x [<!ENTITY a "b">]><utility_space>', ["1:13: a document type (<!DOCTYPE …>); expected none: entities are not expanded"]),
        ("<utility_space>", "<utility_spice>", ["mismatched tag"]),
        ("utility_space", "utility_spice", ["1:1: <utility_spice>; expected <utility_space>, with which such a file begins; did you mean 'utility_space'?"]),
        ("<utility_space>", '<?xml version="1.0" encoding="nonsense"?><utility_space>', ["1:1: unknown encoding: nonsense"]),
    ],
)  # fmt: skip
def test_wrong_profiles(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    assert old in PROFILE
    found = problems(tmp_path, profile=PROFILE.replace(old, new))
    for words in expected:
        assert any(words in problem and problem.startswith("a.xml:") for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value="HP"', 'value="Dell"', "7:1: the option 'Dell' a second time; expected each option of 'Laptop' once"),
        ('name="Years"', 'name="Laptop"', "9:1: a second issue 'Laptop'; expected each issue once"),
        ('lowerbound="1"', 'lowerbound="1.5"', "9:1: lowerbound='1.5'; expected a whole number, the lowest value"),
        ('upperbound="5"', 'upperbound="0"', "9:1: a range from 1 to 0; expected the lower bound first"),
        ('upperbound="5"', 'upperbound="5000000"', "9:1: 5,000,000 whole numbers; expected at most 100,000 options"),
        ('upperbound="40"', "", "10:69: <range> without 'upperbound'"),
        (
            'type="discrete" vtype="discrete"',
            'type="discreet"',
            "4:1: an issue of the type 'discreet'; expected one of",
        ),
        ("negotiation_template", "nonsense", "1:1: <nonsense>; expected <negotiation_template>"),
        ("utility_space", "space", "1:1: no <utility_space>; expected <negotiation_template>"),
        (DOMAIN, "", "1:1: an empty file; expected XML"),
        (DOMAIN, "<negotiation_template><utility_space/></negotiation_template>", "1:1: no <issue>"),
        (DOMAIN, "<a>" * 60, "1:151: more than 50 tags inside one another; expected a file of fewer levels"),
    ],
)
def test_wrong_domains(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert old in DOMAIN
    found = problems(tmp_path, domain=DOMAIN.replace(old, new))
    assert any(problem.startswith(f"domain.xml:{expected}") for problem in found), found
    # a profile is not judged by a domain that was not understood
    assert all(problem.startswith("domain.xml:") for problem in found)


def test_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    domain, profiles = files(tmp_path, a=PROFILE.replace('"4"', '"x"'), b="<", c=PROFILE)
    with pytest.raises(InputError) as caught:
        load_bargaining(domain, [*profiles, tmp_path / "d.xml"])
    assert [(Path(p.file).name, p.line) for p in caught.value.problems] == [("a.xml", 5), ("b.xml", 1), ("d.xml", 0)]


def test_parties_of_the_same_file_name(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    domain, (first, *_) = files(tmp_path, a=PROFILE)
    (tmp_path / "one" / "a.xml").write_text(PROFILE)
    case = load_bargaining(domain, [first, tmp_path / "one" / "a.xml"])
    assert case.parties == (str(tmp_path / "a"), str(tmp_path / "one" / "a"))
    assert load_bargaining(domain, [first, first]).parties == (f"{tmp_path / 'a'} (1)", f"{tmp_path / 'a'} (2)")
    assert [p.name for p in save_bargaining(load_bargaining(domain, [first]), tmp_path / "o")] == [
        "domain.xml",
        "a.xml",
    ]


def test_names_that_no_file_and_no_xml_holds(tmp_path: Path) -> None:
    case = Bargaining(("x",), (("a",),), ("Ann/Bo", "domain", ".."), ([[0, 0, 0]],), [0, 0, 0])
    assert [p.name for p in save_bargaining(case, tmp_path)] == ["domain.xml", "Ann-Bo.xml", "domain-2.xml", "3.xml"]
    bad = Bargaining(("x\x00",), (("a",),), ("b",), ([[0]],), [0])
    with pytest.raises(GameError, match="no place for"):
        save_bargaining(bad, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="a folder that can be written to"):
        save_bargaining(case, tmp_path / "file")


JUNK = [
    '"',
    "<",
    ">",
    "/>",
    "&",
    "&#0;",
    "<issue>",
    "</issue>",
    "-1",
    "1e999",
    "nan",
    "\x00",
    "\ud7ff",
    'index=""',
    "<range/>",
]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_spoilt_files_give_clear_errors(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    texts = [DOMAIN, PROFILE]
    spoil = data.draw(st.integers(0, 1))
    for _ in range(data.draw(st.integers(1, 3))):
        text = texts[spoil]
        first = data.draw(st.integers(0, len(text)))
        last = data.draw(st.integers(first, min(len(text), first + 30)))
        texts[spoil] = text[:first] + data.draw(st.sampled_from(["", *JUNK])) + text[last:]
    try:
        case = load_bargaining(*files(folder, texts[0], a=texts[1]), steps=4)
    except InputError as error:
        problems = error.problems
    else:
        problems = ()
        assert all(np.isfinite(table).all() for table in case.worth)
    assert all(p.found and p.expected and p.line >= 0 and p.col >= 0 for p in problems)
