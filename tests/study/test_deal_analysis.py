"""What all could live with: against plain enumeration, and what a scenario's packages come to without solving."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from formats.genius_files import bargains
from small import BARGAIN, HEAD, SIGNAL, ULTIMATUM
from summitry import Bargaining, GameError, SizeError, deal_analysis, frontier, load, run, space_of
from summitry.deals import POINTS, point, undominated
from summitry.study import deal_analysis as module


@settings(max_examples=80, deadline=None)
@given(case=bargains())
def test_equal_to_listing_all_packages(case: Bargaining) -> None:
    reserve = np.clip(case.reserve, 0, 0.4)
    case = Bargaining(case.issues, case.options, case.parties, case.worth, reserve)
    every = np.array(list(itertools.product(*(range(len(o)) for o in case.options))))
    worth = case.utilities(every)
    gains = worth - reserve
    found = deal_analysis(case)
    assert (found.size, found.acceptable) == (len(every), int((gains > 0).all(axis=1).sum()))
    assert found.packages.tolist() == every[undominated(worth)].tolist()
    for name in POINTS:
        best = point(name, gains)
        row = found.points[name]
        assert (row < 0) == (best < 0)
        if row >= 0:
            mine, theirs = found.utilities[row] - reserve, gains[best]
            # ties may be told apart by another package, never by another score
            if name == "utilitarian":
                assert mine.sum() == pytest.approx(theirs.sum(), abs=1e-12)
            if name == "nash":
                assert mine.prod() == pytest.approx(theirs.prod(), abs=1e-12)
            if name == "egalitarian":
                assert mine.min() == pytest.approx(theirs.min(), abs=1e-12)
    for (k, o, p), taken in found.table.items():
        here = gains[every[:, k] == o, p]
        # sums in another order may fall on the other side of nought
        if np.abs(here).min() > 1e-12:
            assert (taken.accepted, taken.refused) == (float((here > 0).all()), float((here <= 0).all()))
        assert taken.accepted + taken.tradeable + taken.refused == 1
    assert bool(found.misses) <= (found.acceptable == 0)
    for miss in found.misses:
        if miss.kind == "side payment":
            rich = gains[gains.sum(axis=1) > 0]
            assert miss.by == pytest.approx(np.maximum(-rich, 0).sum(axis=1).min(), abs=1e-12)
            continue
        p = case.parties.index(miss.party)
        others = (np.delete(gains, p, axis=1) > 0).all(axis=1)
        assert miss.by == pytest.approx(-gains[others, p].max(), abs=1e-12)


def test_too_many_undominated_packages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNDOMINATED", 1000)
    tables = tuple(np.array([[2.0**k, 0], [0, 2.0**k]]) for k in range(24))
    case = Bargaining(tuple(map(str, range(24))), (("a", "b"),) * 24, ("x", "y"), tables, [0, 0])
    with pytest.raises(SizeError, match="undominated ways"):
        deal_analysis(case)


def test_an_empty_zone_and_who_could_open_it() -> None:
    case = Bargaining(("x",), (("a", "b", "c"),), ("ann", "bo"), ([[0.9, 0.1], [0.5, 0.5], [0.2, 0.9]],), [0.6, 0.7])
    found = deal_analysis(case)
    assert (found.acceptable, found.points["nash"]) == (0, -1)
    assert [(m.kind, m.party, round(m.by, 12), found.words(m.package)["x"]) for m in found.misses] == [
        ("wants less", "ann", 0.4, "c"),
        ("wants less", "bo", 0.6, "a"),
    ]
    paid = Bargaining(("x",), (("a", "b"),), ("ann", "bo"), ([[0.9, 0.1], [0.5, 0.5]],), [0.55, 0.2])
    (_, _, miss) = deal_analysis(paid).misses
    assert (miss.kind, miss.party, found.words(miss.package)["x"]) == ("side payment", "", "b")
    np.testing.assert_allclose(miss.payments, [0.05, -0.05])


def test_a_red_line_that_would_have_to_be_lifted() -> None:
    text = HEAD + ULTIMATUM
    lines = 'red_lines:\n  - {who: b, never: "share is one of 2-2, 1-3, 0-4"}\n'
    found = deal_analysis(load((text + lines).encode()))
    assert found.acceptable == 0
    lifted = [m for m in found.misses if m.kind == "red line"]
    assert [m.party for m in lifted] == ["b"]
    assert found.words(lifted[0].package)["share"] in ("2-2", "1-3")


def test_an_ultimatum() -> None:
    """A share of 4 pieces; the proposer has 0.4 without a deal, who answers 0.4 if tough and 0.1 if weak."""
    found = deal_analysis(load((HEAD + ULTIMATUM).encode()))
    assert found.parties == ("b", "a")
    assert found.size == 5
    share_of_b = np.array([0, 0.25, 0.5, 0.75, 1])
    worth = dict(zip(map(tuple, found.packages.tolist()), found.utilities.tolist(), strict=True))
    for k, share in enumerate(share_of_b):
        assert worth[(k,)] == pytest.approx([share - 0.25, 1 - share - 0.4])
    # better than no agreement for both in the mean: half
    assert found.acceptable == 1
    assert found.table[0, 1, 0].accepted == 0.5
    assert found.table[0, 1, 0].refused == 0.5
    assert found.table[0, 4, 0].accepted == 1.0
    assert found.table[0, 3, 1].refused == 1.0


def test_red_lines_count_as_no_agreement() -> None:
    lines = (
        'red_lines:\n  - {who: b, type: tough, never: "share is one of 2-2, 1-3"}\n  - {who: b, never: share is 0-4}\n'
    )
    text = ULTIMATUM.replace("stages:", f"{lines}stages:")
    space = space_of(load((HEAD + text).encode()))
    found = deal_analysis(load((HEAD + text).encode()))
    assert found.packages[:, 0].tolist() == [0, 1, 2, 3]
    worth = dict(zip(found.packages[:, 0].tolist(), found.utilities.tolist(), strict=True))
    # only who is weak can agree to half, and then has 0.1 less to lose
    assert worth[2] == pytest.approx([0.5 * 0.4, 0.5 * 0.1])
    assert len(found.notes) == 2
    case = space.bargaining()
    assert case.parties == ("b tough", "b weak", "a")
    assert (case.worth[0][[2, 3, 4], 0] <= 0).all()
    assert case.worth[0][2, 1] == pytest.approx(0.4)
    assert case.worth[0][4, 1] <= 0


def test_gains_agree_with_those_of_a_study() -> None:
    scenario = load((HEAD + BARGAIN).encode())
    study = run(scenario, draws=8, variants=False)
    assert study.findings.deals is not None
    space = space_of(scenario)
    names, found, _ = space._by_type()
    assert names == ("b firm", "b soft", "a keen", "a calm")
    gains = {space.settles(d)["pie"]: row for d, row in enumerate(found.tolist())}
    for deal in study.findings.deals.deals:
        told = [r.mean for r in deal.gains.values()]
        assert gains[deal.settles["pie"]] == pytest.approx(told, abs=1e-9)


def test_worth_that_depends_on_combinations_becomes_one_issue() -> None:
    case = space_of(load("envoy-draft")).bargaining()
    assert len(case.issues) == 1
    assert case.size == 72
    assert any("no sum over issues" in note for note in case.notes)


def test_a_table_for_each_issue_has_the_same_worth() -> None:
    space = space_of(load("alaska-2025"))
    case = space.bargaining()
    names, gains, barred = space._by_type()
    assert case.parties == names
    found = case.utilities(space.packages)
    assert np.abs(found - gains)[~barred].max() < 1e-12
    assert len(frontier(case.worth).packages) > 1


def test_scenarios_without_packages() -> None:
    with pytest.raises(GameError, match="no package of issues is proposed"):
        deal_analysis(load((HEAD + SIGNAL).encode()))
    assert deal_analysis(load((HEAD + BARGAIN).encode())).size > 1
