"""The numbers on a tree: held against the solution's own, and what folding must keep."""

from __future__ import annotations

import math

import numpy as np
import pytest

import report.tree.trees as trees
import summitry
from summitry.errors import GameError
from summitry.game import TERMINAL, Draws
from summitry.report.tree.fold import BRANCHES, fold
from summitry.report.tree.numbers import numbers

MOST = (1, 5, 17, 60, 10_000)


@pytest.mark.parametrize("name", trees.ROOTS)
def test_the_root_is_worth_what_the_solution_says(name: str) -> None:
    tree, solution = trees.solved(name)
    found = numbers(tree, solution)
    # the certificate works values out on its own
    np.testing.assert_allclose(found.values[0], solution.values[0], rtol=1e-9, atol=1e-12)


def test_each_draw_has_its_own_numbers() -> None:
    tree, draws = trees.numbers("own odds")
    two = Draws(
        *(np.concatenate([x, x * k]) for x, k in ((draws.payoffs, 3), (draws.chance, 1), (draws.precision, 0.2)))
    )
    solution = summitry.solve(tree, two)
    np.testing.assert_allclose(numbers(tree, solution, 1).values[0], solution.values[1], rtol=1e-9)
    with pytest.raises(GameError, match="no draw 2; expected 0 to 1"):
        numbers(tree, solution, 2)


@pytest.mark.parametrize("most", MOST)
@pytest.mark.parametrize("name", trees.ROOTS)
def test_what_is_folded_is_counted(name: str, most: int) -> None:
    tree, solution = trees.solved(name)
    rows = summitry.draw_tree(tree, solution, most=most).rows
    shown = [row for row in rows if row.kind != "branches"]
    assert len(shown) + sum(row.nodes for row in rows) == tree.size
    assert len(rows) <= max(most, 1 + BRANCHES if most > 1 else 3)
    ends = sum(row.kind == "ending" for row in rows) + sum(row.endings for row in rows)
    assert ends == int((tree.owner == TERMINAL).sum())
    # every node once, parents before children, none below a folded one
    assert len({row.node for row in shown}) == len(shown)
    for i, row in enumerate(rows[1:], 1):
        assert row.parent < i
        assert not rows[row.parent].folded


@pytest.mark.parametrize("most", MOST)
@pytest.mark.parametrize("name", trees.ROOTS)
def test_shown_branches_add_up(name: str, most: int) -> None:
    tree, solution = trees.solved(name)
    rows = summitry.draw_tree(tree, solution, most=most).rows
    for i, above in enumerate(rows):
        below = [row for row in rows if row.parent == i]
        if not below:
            continue
        assert sum(row.probability for row in below) == pytest.approx(1)
        assert sum(row.reach for row in below) == pytest.approx(above.reach)
        for p in range(len(tree.parties)):
            odds = [dict(row.own).get(p, row.probability) for row in below]
            assert sum(odds) == pytest.approx(1)
            worth = sum(o * row.values[p] for o, row in zip(odds, below, strict=True))
            assert worth == pytest.approx(above.values[p], abs=1e-9)


def test_the_less_likely_is_folded() -> None:
    tree, solution = trees.solved("own odds")
    found = numbers(tree, solution)
    shown = fold(tree, found.likely, 40)
    opened = {shown[it.parent].nodes[0] for it in shown if it.parent >= 0}
    closed = [it.nodes[0] for it in shown if it.folded and not it.group]
    assert closed
    most = 40 - len(shown)
    for node in closed:
        # it would not have fitted, or less likely nodes would have had to go
        assert tree.children[node] > most or found.reach[node] <= min(found.reach[o] for o in opened)


def test_a_limit_in_depth() -> None:
    tree, solution = trees.solved("kuhn")
    rows = summitry.draw_tree(tree, solution, depth=2).rows
    assert max(row.depth for row in rows) == 2
    assert all(row.folded == (row.depth == 2 and row.kind != "ending") for row in rows)


@pytest.mark.parametrize("name", ["kuhn", "across", "signalling"])
def test_beliefs_of_a_set_sum_to_1(name: str) -> None:
    tree, solution = trees.solved(name)
    sums: dict[int, float] = {}
    for row in summitry.draw_tree(tree, solution, most=1000).rows:
        if row.kind == "decision" and row.size > 1:
            sums[row.infoset] = sums.get(row.infoset, 0) + row.belief
        else:
            assert math.isnan(row.belief)
    assert sums
    assert list(sums.values()) == pytest.approx([1] * len(sums))


def test_without_an_answer_only_payoffs_and_chances_stand() -> None:
    tree, draws = trees.numbers("across")
    for given in (draws, trees.failed(summitry.solve(tree, draws))):
        rows = summitry.draw_tree(tree, given).rows
        assert [row.probability for row in rows if row.parent == 0] == [0.4, 0.6]
        assert all(math.isnan(row.probability) for row in rows if row.mover >= 0)
        assert all(math.isnan(row.reach) and math.isnan(row.belief) for row in rows)
        assert all(math.isnan(v) == (row.kind != "ending") for row in rows for v in row.values)


def test_numbers_of_another_tree_are_refused() -> None:
    tree, _ = trees.numbers("kuhn")
    _, other = trees.solved("across")
    with pytest.raises(GameError, match="another tree"):
        summitry.draw_tree(tree, other)
    with pytest.raises(GameError, match="payoffs have shape"):
        summitry.draw_tree(tree, other.draws)
