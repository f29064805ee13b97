"""The answer is the first point of the principal branch at the target: against a slow reference, round folds."""

from __future__ import annotations

import numpy as np
import pytest
from games import Node, bimatrix, chance, draws, flatten, move, ochs, poker, random_game, signalling
from games import end as ending
from oracle import NEAR, TREE, ask, difference, efg
from reference import Reference

from summitry.solve import Method, PathOptions, Status, branches, limit, solve

SLOW = PathOptions(arclength_only=True)
LARGE = PathOptions(dense_below=0, budget=100_000)


@pytest.mark.parametrize("seed", range(8))
def test_own_odds_against_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 5))
    game = random_game(rng, parties, 3, own_odds=True)
    tree, pays, odds = flatten(game, parties)
    lam = rng.uniform(0.5, 8.0, parties)
    reference = Reference(game, parties, lam)
    x, _ = reference.trace(0.3)
    expected = reference.flat(x, tree.infoset_labels)
    for options in (PathOptions(), SLOW, LARGE):
        solution = solve(tree, draws(pays, odds, lam), path=options)
        assert solution.status[0] == Status.SOLVED
        np.testing.assert_allclose(solution.strategy[0], expected, atol=1e-8)
        assert solution.residual[0] <= 1e-9
        assert solution.regret_ratio[0] <= 1 + 1e-6


def _folding_game() -> tuple:
    """A search like that of the design: the first signalling game that turns back between 4 and 18."""
    rng = np.random.default_rng(0)
    for _ in range(400):
        game = signalling(rng)
        tree, pays, odds = flatten(game, 2)
        solution = solve(tree, draws(pays, odds, 20.0), path=SLOW)
        turns = [e.precision for e in solution.events[0] if e.kind == "turning point"]
        if len(turns) == 2 and 4 < turns[0] < 18 and turns[0] - turns[1] > 1:
            return game, tree, pays, odds, turns
    raise AssertionError("no game with a fold was found")


def test_a_fold_is_followed_and_the_first_meeting_is_the_answer() -> None:
    game, tree, pays, odds, turns = _folding_game()
    between = 0.5 * (turns[0] + turns[1])
    lams = [between, turns[0] - 0.01, turns[0] + 0.01, 19.0]
    quick = solve(tree, draws(pays, odds, *lams))
    dense = solve(tree, draws(pays, odds, *lams), path=SLOW)
    large = solve(tree, draws(pays, odds, *lams), path=LARGE)
    for solution in (quick, dense, large):
        assert (solution.status == Status.SOLVED).all()
        assert solution.folded.tolist() == [False, False, True, True]
        assert solution.procedure[2] != Method.ANDERSON
    for b, lam in enumerate(lams):
        reference = Reference(game, 2, lam)
        x, met = reference.trace(0.05)
        expected = reference.flat(x, tree.infoset_labels)
        for solution in (quick, dense, large):
            np.testing.assert_allclose(solution.strategy[b], expected, atol=1e-6)
            assert len(solution.events[b]) == len(met)
    found = [e.precision for e in dense.events[3]]
    np.testing.assert_allclose(found, turns, rtol=1e-3)


def test_no_turn_is_told_where_a_path_changes_its_way_of_going() -> None:
    """Past the fold each path is handed on at another point before it, known to a hundredth only."""
    _, tree, pays, odds, turns = _folding_game()
    lams = turns[0] + np.linspace(0.001, 0.3, 60)
    for options in (PathOptions(), SLOW, LARGE):
        solution = solve(tree, draws(pays, odds, *lams.tolist()), path=options)
        assert (solution.status == Status.SOLVED).all()
        assert [len(met) for met in solution.events] == [2] * len(lams)


def test_symmetry_is_kept_and_the_bifurcation_reported() -> None:
    """Chicken splits in two; the principal branch stays on the diagonal."""
    tree, pays, odds = flatten(bimatrix([[0, 3], [1, 2]], [[0, 1], [3, 2]]), 2)
    solution = solve(tree, draws(pays, odds, 1.0, 8.0))
    assert (solution.status == Status.SOLVED).all()
    row, column = (solution.strategy[:, tree.infoset_start[h]] for h in (0, 1))
    np.testing.assert_allclose(row, column, atol=1e-8)
    assert solution.events[0] == ()
    kinds = [e.kind for e in solution.events[1]]
    assert kinds == ["bifurcation"]
    assert not solution.folded.any()


@pytest.mark.parametrize(("copies", "apart"), [(2, 0.0), (3, 0.0), (4, 0.0), (2, 1.0), (4, 1.0)])
def test_bifurcations_that_meet_are_reported_together(copies: int, apart: float) -> None:
    """Copies of a game beside each other split at the same precision, where the determinant may not change its sign.

    Payoffs of every other copy are larger by a factor: it splits earlier, by itself.
    """

    def copy(k: int) -> Node:
        a, b = np.array([[0.0, 3.0], [1.0, 2.0]]) * (1.0 + apart * (k % 2)), [0, 1]
        below = [[ending(a[i, j], a[j, i]) for j in b] for i in b]
        return move(0, ("row", k), *(move(1, ("column", k), *row) for row in below))

    tree, pays, odds = flatten(chance(np.full(copies, 1.0 / copies), *map(copy, range(copies))), 2)
    solution = solve(tree, draws(pays, odds, 8.0))
    assert solution.solved.all()
    np.testing.assert_allclose(solution.strategy[0], 0.5, atol=1e-9)
    search = branches(tree, draws(pays, odds, 8.0), starts=0)
    end = limit(tree, draws(pays, odds, 8.0))
    for events in (solution.events[0], search.events, end.events):
        np.testing.assert_allclose([e.precision for e in events], [2.0] if apart == 0.0 else [1.0, 2.0], rtol=1e-5)
        assert {e.kind for e in events} == {"bifurcation"}


@pytest.mark.parametrize("games", [1, 20])
@pytest.mark.parametrize("gap", [1e-2, 1e-3, 1e-4, 1e-5])
def test_branches_that_all_but_touch(games: int, gap: float) -> None:
    """Chicken with a little more for one player's boldness: the branch leaves the diagonal, which goes on as another.

    Other games beside it hide the eigenvalue that tells them apart. An answer on the diagonal would be certified.
    """

    def table(t: int, a: np.ndarray, b: np.ndarray) -> Node:
        below = [[ending(a[i, j], b[i, j]) for j in range(2)] for i in range(2)]
        return move(0, (0, t), *(move(1, (1, t), *row) for row in below))

    rng = np.random.default_rng(games)
    chicken = table(0, np.array([[0, 3 + gap], [1, 2]]), np.array([[0, 1], [3, 2]]))
    others = [table(t, *rng.uniform(0, 2, (2, 2, 2))) for t in range(1, games)]
    tree, pays, odds = flatten(chance([1 / games] * games, chicken, *others), 2)
    bold = int(tree.infoset_start[tree.infoset[tree.first_child[0]] if games > 1 else 0])
    expected = []
    for lam in (3.0, 5.0, 8.0):
        reference = Reference(bimatrix([[0, 3 + gap], [1, 2]], [[0, 1], [3, 2]]), 2, lam)
        expected.append(float(reference.flat(reference.trace(0.02)[0], ("row",))[0]))
    for options, least in ((PathOptions(), 1e-4), (PathOptions(dense_below=0, last_resort=False), 1e-3)):
        solution = solve(tree, draws(pays, odds, 3.0, 5.0, 8.0), path=options)
        assert solution.solved.all() or gap < least
        met = solution.solved
        np.testing.assert_allclose(solution.strategy[met, bold], np.array(expected)[met], atol=1e-6)


def test_sets_in_cyclic_order() -> None:
    """A moves before B in one half of the tree and after B in the other, and neither knows which half it is in."""

    def half(first: int, flip: float) -> Node:
        names = ("a", "b")
        second = 1 - first
        rng = np.random.default_rng(first)
        return move(
            first, names[first],
            *(move(second, names[second], *(ending(*rng.uniform(0, flip, 2)) for _ in range(2))) for _ in range(2)),
        )  # fmt: skip

    game = chance([0.4, 0.6], half(0, 1.0), half(1, 2.0))
    tree, pays, odds = flatten(game, 2)
    x, _ = Reference(game, 2, 6.0).trace(0.1)
    expected = Reference(game, 2, 6.0).flat(x, tree.infoset_labels)
    for options in (PathOptions(), SLOW, LARGE):
        solution = solve(tree, draws(pays, odds, 6.0), path=options)
        np.testing.assert_allclose(solution.strategy[0], expected, atol=1e-8)


@pytest.mark.parametrize("name", ["ochs", "poker", "signalling", "random 1", "random 2", "random 3"])
def test_gambit_agrees(name: str) -> None:
    pytest.importorskip("pygambit", reason="the oracle pygambit is not installed")
    parties = 2
    if name.startswith("random"):
        parties = 3
        game = random_game(np.random.default_rng(int(name[-1])), parties, 4)
    else:
        game = {"ochs": ochs, "poker": poker, "signalling": lambda: signalling(np.random.default_rng(5))}[name]()
    tree, pays, odds = flatten(game, parties)
    lams = (0.5, 2.0, 10.0)
    solution = solve(tree, draws(pays, odds, *lams))
    answers, why = ask(efg(tree, pays, odds), TREE, lams, 60)
    assert not why
    compared = 0
    for b, answer in enumerate(answers):
        # It may stop short of what was asked without saying so.
        if abs(answer.returned - answer.asked) <= NEAR:
            compared += 1
            assert difference(tree, solution.strategy[b], answer) <= 1e-6
    assert compared >= 2
