"""Provisions, blockers, near misses and what is given up, against sums by hand."""

from __future__ import annotations

import pytest

from small import case
from summitry.scenario.model import Coalition
from summitry.study import run
from summitry.study.exchanges import blockers
from summitry.study.findings import DealSummary

OFFERS = """
parties:
  a: {}
  b: {types: {firm: {chance: 0.25}, soft: {chance: rest}}}
precision: 3
issues: {land: {options: [line, swap]}, aid: {options: [none, some]}}
worth:
  a: {land: {swap: 0.5}, aid: {some: -0.3}}
  b: {land: {swap: {firm: -0.6, soft: -0.2}}, aid: {some: 0.4}}
stages:
  - stage: table
    attend: [a, b]
    steps: [{proposal: deal, by: a, from: all, accepted by: [b]}]
outcomes: {a deal: deal agreed, none made: otherwise}
payoffs: {b: {pride: {value: 0.1, when: not deal agreed}}, a: {peace: {value: 0.05, when: not deal agreed}}}
"""
# gains over no agreement: a -0.05 + 0.5 swap - 0.3 some; b -0.1 - (0.6 or 0.2) swap + 0.4 some


def found(text: str) -> DealSummary:
    answer = run(case(text), draws=16, seed=1).findings.deals
    assert answer is not None
    return answer


def test_who_proposes_is_a_side_where_one_alone_answers() -> None:
    deals = found(OFFERS)
    assert deals.accepters == ("b", "a")
    assert deals.blockers == ("b", "a")
    best = {d.label: d.by_all for d in deals.deals}
    # only swap with aid suits both, and only a soft b: a 0.15, b 0.1
    assert best == pytest.approx({k: 0.75 if "swap" in k and "some" in k else 0.0 for k in best}, abs=1e-9)
    assert deals.zone_empty == pytest.approx(0.25)
    nash = next(x for x in deals.bargains if x.point == "nash")
    assert nash.parties == {"b": (pytest.approx(0.1), 0.0), "a": (pytest.approx(0.15), 0.0)}


def test_provisions_by_hand() -> None:
    taken = {(p.issue, p.option): p.attitudes for p in found(OFFERS).provisions}
    assert taken["land", "line"] == {"a": (0, 0, 1), "b firm": (0, 1, 0), "b soft": (0, 1, 0)}
    assert taken["land", "swap"] == {"a": (1, 0, 0), "b firm": (0, 0, 1), "b soft": (0, 1, 0)}
    assert taken["aid", "some"] == {"a": (0, 1, 0), "b firm": (0, 1, 0), "b soft": (1, 0, 0)}


def test_near_misses_by_hand() -> None:
    (miss,) = found(OFFERS).near
    # a firm b would have to want 0.3 less for swap with aid, a 0.35 for line with aid
    assert (miss.kind, miss.key) == ("wants less", "b firm")
    assert "swap" in miss.label
    assert "some" in miss.label
    assert miss.by is not None
    assert miss.by.mean == pytest.approx(0.3)
    assert miss.share == pytest.approx(1.0)
    lined = OFFERS.replace("stages:", "red_lines: [{who: b, type: soft, never: land is swap}]\nstages:")
    wants, line = found(lined).near
    # with a soft b, a would have to want 0.35 less for line with aid
    assert (wants.key, line.kind, line.key, line.by) == ("a", "red line", "b soft", None)
    assert wants.by is not None
    assert (wants.by.mean, wants.share) == (pytest.approx(0.35), pytest.approx(0.75))
    assert line.share == pytest.approx(0.75)


def test_what_is_better_than_what_is_agreed() -> None:
    text = OFFERS.replace("b: {types: {firm: {chance: 0.25}, soft: {chance: rest}}}", "b: {}")
    text = text.replace("{firm: -0.6, soft: -0.2}", "0.1").replace("some: -0.3", "some: 0.2")
    better = found(text.replace("from: all", "from: [{land: swap, aid: none}]")).better
    assert better is not None
    assert "swap" in better.tentative
    assert ("swap" in better.label, "some" in better.label) == (True, True)
    assert better.share == 1.0
    assert found(text).better is None  # the best for both is agreed most often


@pytest.mark.parametrize(
    ("needed", "veto", "proposer", "expected"),
    [
        (3, (), "", ("a", "b", "c")),
        (None, (), "", ()),
        (None, ("b",), "d", ("b", "d")),
        (2, (), "d", ("d",)),
    ],
)
def test_who_alone_can_block(needed: int | None, veto: tuple[str, ...], proposer: str, expected: tuple) -> None:
    assert blockers(Coalition("all", ("a", "b", "c"), needed, veto), proposer) == expected
