"""Laws: what must not change an answer, what must change the certificate, what must be refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from games import Node, bimatrix, chance, draws, flatten, move, poker, random_game, signalling
from games import end as ending
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import GameError
from summitry.game import TERMINAL, Draws, Tree
from summitry.solve import Status, beliefs, certify, expected, plan, reach, solve

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=25, deadline=None)


def _game(seed: int, batch: int = 3) -> tuple[Tree, Draws]:
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 5))
    tree, pays, odds = flatten(random_game(rng, parties, 4, own_odds=True), parties)
    return tree, Draws(
        pays + rng.uniform(-0.2, 0.2, (batch, *pays.shape)),
        np.repeat(odds[None], batch, 0),
        rng.uniform(0.2, 6.0, (batch, parties)),
    )


@FEW
@given(SEEDS, st.floats(-1e4, 1e4))
def test_a_constant_added_to_payoffs_changes_nothing(seed: int, constant: float) -> None:
    tree, d = _game(seed)
    moved = replace(d, payoffs=d.payoffs + constant * np.arange(1, d.payoffs.shape[2] + 1))
    np.testing.assert_allclose(solve(tree, moved).strategy, solve(tree, d).strategy, atol=1e-7)


@FEW
@given(SEEDS, st.floats(1e-3, 1e4))
def test_payoffs_times_c_with_precision_over_c(seed: int, c: float) -> None:
    tree, d = _game(seed)
    scaled = replace(d, payoffs=d.payoffs * c, precision=d.precision / c)
    np.testing.assert_allclose(solve(tree, scaled).strategy, solve(tree, d).strategy, atol=1e-8)


@FEW
@given(SEEDS)
def test_parties_may_be_renamed(seed: int) -> None:
    tree, d = _game(seed)
    count = len(tree.parties)
    order = np.random.default_rng(seed).permutation(count)
    place = np.argsort(order).astype(np.int32)
    owner = np.where(tree.owner >= 0, place[np.maximum(tree.owner, 0)], tree.owner).astype(np.int32)
    other = replace(tree, owner=owner, infoset_party=place[tree.infoset_party])
    columns = np.append(order, count)
    turned = Draws(d.payoffs[:, :, order], d.chance[:, :, columns], d.precision[:, order])
    here, there = solve(tree, d), solve(other, turned)
    np.testing.assert_allclose(there.strategy, here.strategy, atol=1e-8)
    np.testing.assert_allclose(there.values, here.values[:, order], atol=1e-8)


@FEW
@given(SEEDS)
def test_actions_may_be_relabelled(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, c = rng.uniform(0, 1, (2, 3, 4))
    rows, columns = rng.permutation(3), rng.permutation(4)
    one, pays, odds = flatten(bimatrix(a, c), 2)
    here = solve(one, draws(pays, odds, 3.0)).strategy[0]
    two, pays, odds = flatten(bimatrix(a[np.ix_(rows, columns)], c[np.ix_(rows, columns)]), 2)
    there = solve(two, draws(pays, odds, 3.0)).strategy[0]
    np.testing.assert_allclose(there[:3], here[:3][rows], atol=1e-8)
    np.testing.assert_allclose(there[3:], here[3:][columns], atol=1e-8)


@FEW
@given(SEEDS)
def test_every_answer_is_certified_and_probabilities_sum_to_one(seed: int) -> None:
    tree, d = _game(seed)
    solution = solve(tree, d)
    assert (solution.status == Status.SOLVED).all()
    assert (solution.residual <= 1e-9).all()
    assert (solution.regret_ratio <= 1 + 1e-9).all()
    sums = np.add.reduceat(solution.strategy, tree.infoset_start[:-1], axis=1)
    np.testing.assert_allclose(sums, 1.0, rtol=1e-12)
    again = certify(tree, d, solution.log_strategy)
    np.testing.assert_array_equal(again.residual, solution.residual)


def _bytes(solution) -> list[bytes]:
    return [
        getattr(solution, name).tobytes()
        for name in ("log_strategy", "status", "residual", "regret_ratio", "values", "values_analyst", "sweeps")
    ]


@pytest.mark.parametrize("seed", [0, 3])
def test_a_draw_does_not_depend_on_its_neighbours(seed: int) -> None:
    """Neighbours of all kinds: easy, hard, folded, handed on; in lanes, chunks and threads."""
    rng = np.random.default_rng(12)
    for _ in range(13):
        game = signalling(rng)
    tree, pays, odds = flatten(game, 2)
    rng = np.random.default_rng(seed)
    lams = rng.uniform(0.0, 30.0, (150, 2))
    d = Draws(pays + rng.normal(0, 0.1, (150, *pays.shape)), np.repeat(odds[None], 150, 0), lams)
    whole = solve(tree, d)
    assert _bytes(solve(tree, d, threads=2, plan=plan(tree))) == _bytes(whole)
    for b in (0, 7, 64, 149):
        one = solve(tree, Draws(d.payoffs[b : b + 1], d.chance[b : b + 1], d.precision[b : b + 1]))
        assert one.log_strategy[0].tobytes() == whole.log_strategy[b].tobytes()
        assert one.residual[0] == whole.residual[b]
        assert one.values[0].tobytes() == whole.values[b].tobytes()
    order = rng.permutation(150)
    mixed = solve(tree, Draws(d.payoffs[order], d.chance[order], d.precision[order]))
    assert mixed.log_strategy.tobytes() == whole.log_strategy[order].tobytes()


def test_equal_draws_give_equal_bits() -> None:
    tree, d = _game(4, 1)
    twenty = np.zeros(20, int)
    solution = solve(tree, Draws(d.payoffs[twenty], d.chance[twenty], d.precision[twenty]))
    assert len({row.tobytes() for row in solution.log_strategy}) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_certificate_sees_a_disturbed_strategy(seed: int) -> None:
    tree, d = _game(seed)
    solution = solve(tree, d)
    for h in range(tree.infosets):
        bent = solution.log_strategy.copy()
        part = slice(tree.infoset_start[h], tree.infoset_start[h + 1])
        bent[:, part.start] += 1e-4
        bent[:, part] -= np.log(np.exp(bent[:, part]).sum(axis=1, keepdims=True))
        assert (certify(tree, d, bent).residual > 1e-6).all()
    uniform = np.log(np.repeat(1.0 / np.diff(tree.infoset_start), np.diff(tree.infoset_start)))
    assert (certify(tree, d, np.repeat(uniform[None], d.size, 0)).residual > 1e-3).all()


def test_the_regret_ratio_of_a_reckless_strategy_exceeds_one() -> None:
    tree, pays, odds = flatten(move(0, "h", ending(1.0), ending(0.0)), 1)
    wrong = np.log([[0.01, 0.99]])
    assert certify(tree, draws(pays, odds, 10.0), wrong).regret_ratio[0] > 1


def test_reach_beliefs_and_expectations() -> None:
    tree, pays, odds = flatten(poker(), 2)
    d = draws(pays, odds, 1.5)
    s = solve(tree, d)
    r = reach(tree, d, s.strategy)
    ends = tree.owner == TERMINAL
    assert r[0, ends].sum() == pytest.approx(1.0)
    node_beliefs = beliefs(tree, d, s.strategy)
    decision = np.flatnonzero(tree.owner >= 0)
    call = tree.infoset_labels.index("call")
    bets = [s.strategy[0, tree.infoset_start[tree.infoset_labels.index(c)]] for c in "KQ"]
    np.testing.assert_allclose(node_beliefs[0, tree.infoset[decision] == call], np.array(bets) / sum(bets), rtol=1e-12)
    np.testing.assert_allclose(expected(tree, d, s.strategy, d.payoffs), s.values, rtol=1e-12)
    by_end = d.payoffs[:, tree.payoff_row[np.flatnonzero(ends)]]
    np.testing.assert_allclose(expected(tree, d, s.strategy, by_end), s.values, rtol=1e-12)
    np.testing.assert_allclose(s.values_analyst, s.values, rtol=1e-12)


def test_beliefs_far_off_the_path_stay_right() -> None:
    """Both messages to the receiver are suicidal for every type; their ratio still counts."""

    def kind(loss: float) -> Node:
        return move(0, f"t{loss}", ending(1.0, 0.0), move(1, "g", ending(-loss, 1.0), ending(-loss, 0.0)))

    tree, pays, odds = flatten(chance([0.5, 0.5], kind(1.0), kind(1.0 + 2e-4)), 2)
    d = draws(pays, odds, 10_000.0)
    s = solve(tree, d)
    assert s.status[0] == Status.SOLVED
    decision = np.flatnonzero(tree.owner >= 0)
    g = tree.infoset[decision] == tree.infoset_labels.index("g")
    found = beliefs(tree, d, log_strategy=s.log_strategy)[0, g]
    np.testing.assert_allclose(found, np.array([1.0, np.exp(-2.0)]) / (1 + np.exp(-2.0)), rtol=1e-6)


def test_bad_arrays_are_refused() -> None:
    tree, pays, odds = flatten(poker(), 2)
    good = draws(pays, odds, 1.0)
    for bad in (
        replace(good, payoffs=good.payoffs[:, :-1]),
        replace(good, payoffs=np.full_like(good.payoffs, np.nan)),
        replace(good, chance=good.chance * 0.9),
        replace(good, precision=-good.precision),
        replace(good, precision=good.precision[:, :1]),
    ):
        with pytest.raises(GameError):
            solve(tree, bad)
    with pytest.raises(GameError):
        solve(tree, good, threads=0)
    with pytest.raises(GameError):
        solve(tree, good, plan=plan(flatten(poker(), 2)[0]))
    with pytest.raises(GameError):
        reach(tree, good, np.ones((1, 3)))
    with pytest.raises(GameError):
        reach(tree, good, np.ones((1, tree.actions)), by=5)
    with pytest.raises(GameError):
        expected(tree, good, np.ones((1, tree.actions)) / 2, np.ones((1, 99)))


def test_every_status_has_advice() -> None:
    assert all(status.advice.endswith(".") for status in Status)
