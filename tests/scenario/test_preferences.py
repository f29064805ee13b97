"""Worths given by order alone: what may be written, what is drawn, and what is wrong."""

import numpy as np
import pytest

from scenario.example import scenario
from summitry.build import laws_of, numbers_of
from summitry.errors import InputError
from summitry.quantities import Preferences, Ranking, draw
from summitry.scenario import model as m
from summitry.scenario import with_values

ISSUES = """\
    ceasefire: {rank: [general, local, none]}
    territory: {rank: [line of contact, swap]}
"""
LISTED = """\
stages:
  - stage: table
    attend: [us, russia, ukraine]
    steps:
      - rounds: 2
        steps:
          - proposal: deal
            by: us
            from:
              - {ceasefire: general, territory: line of contact, name: truce}
              - {ceasefire: general, territory: swap, name: trade}
              - {ceasefire: local}
            accepted by: [russia]
"""


def us(*lines: str, issues: str = ISSUES, stages: str = "") -> m.Scenario:
    worth = "worth:\n  us:\n" + issues + "".join(f"    {line}\n" for line in lines)
    return scenario(worth=worth, stages=stages, markers="") if stages else scenario(worth=worth)


def worths(case: m.Scenario, draws: int = 512) -> dict[str, np.ndarray]:
    drawn = numbers_of(case, draw(laws_of(case), draws, 0))
    return {path.removeprefix("worth.us."): x for path, x in drawn.items() if path.startswith("worth.us.")}


def problems(*lines: str, issues: str = ISSUES, stages: str = "") -> list[str]:
    with pytest.raises(InputError) as error:
        us(*lines, issues=issues, stages=stages)
    return [str(p) for p in error.value.problems]


def test_issues_share_what_is_at_stake() -> None:
    case = us("over: 0.5 to 0.6")
    law = case.quantities["worth.us.territory.swap"].law
    assert law == Preferences(((2, 1, 0), (0, 1)), (True, True))
    assert {q.joint for q in case.quantities.values() if q.law is law} == {"worth.us"}
    x = worths(case)
    np.testing.assert_allclose(x["ceasefire.general"] + x["territory.line of contact"], 1)
    assert case.worth["us"].by_option["territory", "swap"] == m.Op(
        "*", (m.Ref("worth.us.over"), m.Ref("worth.us.territory.swap"))
    )
    assert [s.text for s in case.worth["us"].statements] == [
        "rank general > local > none",
        "rank line of contact > swap",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "line of contact over local",
        "none and line of contact over ceasefire is local and territory is swap",
        "territory is line of contact over ceasefire is local",
        "Line of Contact  over  LOCAL",
    ],
)
def test_a_comparison_cuts_the_worths(said: str) -> None:
    x = worths(us(f"prefers: {said}"))
    assert (x["territory.line of contact"] > x["ceasefire.local"]).all()
    free = worths(us("over: 1"))
    assert 0.1 < (free["territory.line of contact"] < free["ceasefire.local"]).mean() < 0.9


def test_statements_keep_their_grounds() -> None:
    case = us("because: s1", "prefers: [general over line of contact, {prefers: swap and general over truce, because: s2}]",
              stages=LISTED.replace("ceasefire: general, territory: line of contact, name", "ceasefire: local, name"))  # fmt: skip
    assert [(s.text, s.ground.rows) for s in case.worth["us"].statements[2:]] == [
        ("general over line of contact", ("s1",)),
        ("swap and general over truce", ("s2",)),
    ]


def test_packages_are_ranked_by_the_sum_of_their_options() -> None:
    case = us("rank: [truce, [trade, line of contact], {ceasefire: local, territory: swap}]", stages=LISTED)
    x = worths(case)
    np.testing.assert_allclose(x["ceasefire.general"], x["territory.line of contact"], atol=1e-9)
    assert (x["ceasefire.local"] < x["ceasefire.general"]).all()


def test_an_issue_with_an_over_of_its_own_stands_beside_the_others() -> None:
    issues = ISSUES.replace("swap]", "swap], over: 0.2")
    x = worths(us("over: 0.8", "prefers: line of contact over local", issues=issues))
    assert (x["territory.line of contact"] == 1).all()
    assert (x["ceasefire.general"] == 1).all()
    assert (0.8 * x["ceasefire.local"] < 0.2).all()
    assert x["ceasefire.local"].mean() == pytest.approx(0.125, abs=0.01)
    (found,) = problems("over: 0.7 to 0.8", "prefers: line of contact over local", issues=issues)
    assert "'line of contact over local' across issues whose `over` is not a plain number above 0" in found


def test_whole_packages_where_no_issue_is_ranked() -> None:
    case = us("over: 0.4", "rank: [truce, trade, local]", issues="", stages=LISTED)
    assert {q.law for p, q in case.quantities.items() if q.joint == "worth.us"} == {Preferences(((0, 1, 2),), (True,))}
    assert case.worth["us"].together[1] == (
        (("ceasefire", "general"), ("territory", "swap")),
        m.Op("*", (m.Ref("worth.us.over"), m.Ref("worth.us.trade"))),
    )
    x = worths(case)
    assert (x["truce"] == 1).all()
    assert x["trade"].mean() == pytest.approx(0.5, abs=0.02)
    assert (x["local"] == 0).all()


def test_a_ranking_without_more_is_as_it_was() -> None:
    case = us()
    assert case.quantities["worth.us.ceasefire.local"].law == Ranking((2, 1, 0))
    assert case.quantities["worth.us.ceasefire.local"].joint == "worth.us.ceasefire"
    assert case.worth["us"].statements == ()


def test_the_order_of_the_file_changes_no_draw() -> None:
    first, second = "line of contact over local", "general over line of contact"
    one = worths(us("over: 0.5", f"prefers: [{first}, {second}]"))
    turned = "".join(reversed(ISSUES.splitlines(keepends=True)))
    issues = "issues:\n  territory: {options: [swap, line of contact]}\n  ceasefire: {levels: [none, local, general]}\n"
    written = f"worth:\n  us:\n    prefers: [{second}, {first}]\n{turned}    over: 0.5\n"
    other = worths(scenario(worth=written, issues=issues))
    assert len(one) == 6
    for path, x in one.items():
        np.testing.assert_array_equal(x, other[path])


@pytest.mark.parametrize(
    ("lines", "set_of"),
    [
        (
            ("prefers: [local and swap over general and line of contact]",),
            [
                "'local and swap over general and line of contact' (test.yaml:17:15)",
                "'general over local' (test.yaml:15:33)",
                "'line of contact over swap' (test.yaml:16:41)",
            ],
        ),
        (
            (
                "prefers:",
                "  - line of contact over local",
                "  - general over line of contact",
                "  - local over general",
            ),
            ["'local over general' (test.yaml:20:9)", "'general over local' (test.yaml:15:33)"],
        ),
        (
            (
                "prefers:",
                "  - {prefers: line of contact over general, because: s1}",
                "  - local over line of contact",
            ),
            [
                "'line of contact over general' (test.yaml:18:9)",
                "'local over line of contact' (test.yaml:19:9)",
                "'general over local' (test.yaml:15:33)",
            ],
        ),
    ],
)
def test_a_smallest_contradiction_is_named_with_its_places(lines: tuple[str, ...], set_of: list[str]) -> None:
    (found,) = problems(*lines)
    assert found.split("; ")[0].endswith(f"a smallest set of statements of us that no worths fit: {', '.join(set_of)}")
    assert found.startswith(set_of[0].split("(")[1][:-1] + ": ")


def test_each_contradiction_is_an_error_of_its_own() -> None:
    found = problems("prefers: [none over local, swap over line of contact]")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ("prefers: genral over local",),
            "unknown package 'genral'; expected a package: its name, or `issue is option",
        ),
        (("prefers: genral over local",), "did you mean 'general'?"),
        (("prefers: general",), "'general'; expected `P over Q`, of two packages"),
        (("prefers: general over ceasefire is at least local",), "test.yaml:17:27: 'ceasefire is at least local'"),
        (("prefers: general and local over swap",), "which settles 'ceasefire' twice"),
        (("prefers: [{because: s1}]",), "no `prefers`"),
        (("prefers: [{prefers: general over swap, becuse: s1}]",), "unknown key 'becuse'"),
        (("prefers: general and swap over swap and general",), "which differ in nothing that us ranks"),
        (("rank: general",), "no list; expected the packages from best to worst"),
        (("rank: [general, local, general]",), "'general' twice in the ranking"),
        (("prefers: 3",), "'3'; expected `P over Q`"),
    ],
)
def test_what_is_wrong_is_said(lines: tuple[str, ...], said: str) -> None:
    found = problems(*lines)
    assert len(found) == 1
    assert said in found[0]


def test_what_is_given_in_numbers_cannot_be_compared() -> None:
    numbers = "    ceasefire: {general: 0.3, local: 0.1}\n    territory: {rank: [line of contact, swap]}\n"
    (found,) = problems("prefers: general and line of contact over local and swap", issues=numbers)
    assert "which differ in 'ceasefire', whose worth is given in numbers" in found
    assert us("prefers: general and line of contact over general and swap", issues=numbers).worth["us"].statements


def test_an_option_of_two_issues_needs_its_issue() -> None:
    issues = "issues:\n  ceasefire: {levels: [none, local, general]}\n  territory: {options: [none, line of contact, swap]}\n"
    ranks = ISSUES.replace("swap]", "none, swap]")
    with pytest.raises(InputError) as error:
        scenario(issues=issues, worth=f"worth:\n  us:\n{ranks}    prefers: none over local\n")
    (found,) = map(str, error.value.problems)
    assert "'none', an option of ceasefire, territory; expected one issue; write `ceasefire is none`" in found


def test_whole_packages_need_all_that_can_be_proposed() -> None:
    (found,) = problems("rank: [general, local]", issues="")
    assert "a ranking of whole packages, while 'deal' takes others" in found
    (found,) = problems("rank: [truce, local]", issues="", stages=LISTED)
    assert "a ranking without trade" in found
    (found,) = problems("prefers: general over local", issues="")
    assert "`prefers` without a ranking" in found
    (found,) = problems("rank: [truce, trade, local, general]", issues="", stages=LISTED)
    assert "'general', which holds all of" in found


def test_a_setting_that_makes_statements_contradict_is_an_error() -> None:
    issues = ISSUES.replace("swap]", "swap], over: 0.5")
    case = us("over: 0.8", "prefers: line of contact over general and swap", issues=issues.replace("0.5", "0.9"))
    with pytest.raises(InputError, match="no worths fit"):
        with_values(case, {"worth.us.territory.over": "0.5"})
    assert with_values(case, {"worth.us.territory.over": "0.85"})
