"""Derivatives: against differences of solutions, against laws that they must keep, and at turns, where there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from games import Node, bimatrix, chance, draws, flatten, move, random_game, signalling
from games import end as ending

from summitry.errors import GameError
from summitry.game import TERMINAL, Draws, Tree
from summitry.solve import (
    Choice,
    Derivatives,
    DerivativeStatus,
    PathOptions,
    Probability,
    Solution,
    Status,
    Value,
    derivatives,
    directional,
    linearisations,
    plan,
    solve,
)
from summitry.solve.adjoint_certificate import Plain
from summitry.solve.derivatives import NEAR
from summitry.solve.frame import Frame

TIGHT = PathOptions(tolerance=1e-13)
FOUND = DerivativeStatus.FOUND


def _all_targets(tree: Tree, rng: np.random.Generator) -> list[Any]:
    """One of each kind, the events at random."""
    ends = np.flatnonzero(tree.owner == TERMINAL)
    event = rng.random(len(ends)) < 0.4
    event[rng.integers(len(ends))] = True
    given = event | (rng.random(len(ends)) < 0.4)
    # A belief: a node of the largest information set given the set, by its owner's odds.
    size = np.bincount(tree.infoset[tree.infoset >= 0])
    nodes = tree.infoset == size.argmax()
    one = np.zeros(tree.size)
    one[np.flatnonzero(nodes)[0]] = 1.0
    last = len(tree.parties) - 1
    return [
        Probability(event),
        Probability(rng.uniform(-1, 1, len(ends)), by=0),
        Probability(event, given),
        Probability(one, nodes, by=int(tree.infoset_party[size.argmax()])),
        Value(0),
        Value(last, analyst=True),
        Choice(0),
        Choice(tree.actions - 1),
    ]


def _moves(tree: Tree, draw: Draws) -> list[tuple[str, tuple[int, ...], float]]:
    """Every number of a draw, with a step that is small for it."""
    top = max(float(draw.precision.max()), 1.0)
    steps = {"payoffs": 0.01 / top, "chance": 4e-3, "precision": 0.01}
    return [
        (name, index, step * float(draw.chance[0][index]) if name == "chance" else step)
        for name, step in steps.items()
        for index in np.ndindex(getattr(draw, name).shape[1:])
    ]


def _by_differences(tree: Tree, draw: Draws, targets: list[Any], options: PathOptions = TIGHT) -> dict[str, np.ndarray]:
    """Central differences of solutions with Richardson's extrapolation, all numbers in one batch."""
    moves = _moves(tree, draw)
    shifts = np.array([1.0, -1.0, 0.5, -0.5])
    many = [np.repeat(x, len(moves) * 4, axis=0) for x in (draw.payoffs, draw.chance, draw.precision)]
    names = ("payoffs", "chance", "precision")
    for k, (name, index, step) in enumerate(moves):
        for j, shift in enumerate(shifts):
            many[names.index(name)][(4 * k + j, *index)] += shift * step
    for groups in plan(tree).chance_groups:
        for row in groups:
            many[1][:, row] /= many[1][:, row].sum(axis=1, keepdims=True)
    solution = solve(tree, Draws(*many), path=options)
    assert solution.solved.all()
    values = _values(solution, targets).reshape(len(moves), 4, len(targets))
    out = {name: np.zeros((len(targets), *getattr(draw, name).shape[1:])) for name in names}
    for (name, index, step), v in zip(moves, values, strict=True):
        whole, half = (v[0] - v[1]) / (2 * step), (v[2] - v[3]) / step
        out[name][(slice(None), *index)] = (4 * half - whole) / 3
    return out


def _values(solution: Solution, targets: list[Any]) -> np.ndarray:
    """[B, M] from strategies by a plain walk, for targets by terminal or node."""
    tree, draws = solution.tree, solution.draws
    parties, strategy = len(tree.parties), solution.strategy
    reach = np.ones((parties + 1, solution.size, tree.size))
    for n in range(1, tree.size):
        up = tree.parent[n]
        if tree.owner[up] >= 0:
            reach[:, :, n] = (
                reach[:, :, up] * strategy[:, tree.infoset_start[tree.infoset[up]] + n - tree.first_child[up]]
            )
        else:
            reach[:, :, n] = reach[:, :, up] * draws.chance[:, tree.chance_slot[n]].T
    ends = np.flatnonzero(tree.owner == TERMINAL)

    def total(weights: np.ndarray, by: int | None) -> np.ndarray:
        here = reach[parties if by is None else by]
        return (here if len(weights) == tree.size else here[:, ends]) @ weights

    out = np.empty((solution.size, len(targets)))
    for k, target in enumerate(targets):
        match target:
            case Choice(action):
                out[:, k] = strategy[:, action]
            case Value(party, analyst):
                chances = reach[parties if analyst else party][:, ends]
                out[:, k] = (chances * draws.payoffs[:, tree.payoff_row[ends], party]).sum(axis=1)
            case Probability(event, given, by):
                out[:, k] = total(event, by) / (1.0 if given is None else total(given, by))
    return out


def _check(tree: Tree, draw: Draws, seed: int) -> Derivatives:
    targets = _all_targets(tree, np.random.default_rng(seed))
    solution = solve(tree, draw, path=TIGHT)
    found = derivatives(solution, targets)
    assert (found.status == FOUND).all()
    np.testing.assert_allclose(found.values, _values(solution, targets), rtol=1e-11, atol=1e-14)
    expected = _by_differences(tree, draw, targets)
    for name, differences in expected.items():
        exact = getattr(found, name)[0]
        # What is next to nothing beside the target's other derivatives has no digits left in a difference.
        scale = 1e-3 * np.abs(exact).reshape(len(targets), -1).max(axis=1, initial=1e-3)
        scale = scale.reshape(-1, *[1] * (exact.ndim - 1))
        error = np.abs(exact - differences) / np.maximum(np.abs(exact), scale)
        assert error.max(initial=0.0) < 1e-5, (name, np.unravel_index(error.argmax(), error.shape))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_random_games_with_own_odds_against_differences(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    parties = 2 + seed % 3
    tree, pays, odds = flatten(random_game(rng, parties, 4, own_odds=True, wide=2 + seed % 2), parties)
    _check(tree, draws(pays, odds, rng.uniform(0.5, 20.0, parties)), seed)


@pytest.mark.parametrize("lam", [0.5, 3.0, 8.0, 20.0])
def test_signalling_against_differences(lam: float) -> None:
    tree, pays, odds = flatten(signalling(np.random.default_rng(5), types=3, messages=2, actions=3), 2)
    odds = np.concatenate((odds, odds[:, :1]), axis=1)[:, :3] * np.array([1.0, 1.0, 1.0])
    odds[:, 0] = odds[::-1, 0]
    _check(tree, draws(pays, odds, lam), 1)


@pytest.mark.parametrize("lam", [0.5, 5.0, 20.0])
def test_simultaneous_moves_against_differences(lam: float) -> None:
    rng = np.random.default_rng(2)
    tree, pays, odds = flatten(bimatrix(*rng.uniform(0, 1, (2, 3, 4))), 2)
    _check(tree, draws(pays, odds, lam), 2)


def test_sets_in_cyclic_order_against_differences() -> None:
    def half(first: int, flip: float) -> Node:
        rng, second = np.random.default_rng(first), 1 - first
        return move(
            first, first,
            *(move(second, second, *(ending(*rng.uniform(0, flip, 2)) for _ in range(2))) for _ in range(2)),
        )  # fmt: skip

    odds = [[0.4, 0.7, 0.5], [0.6, 0.3, 0.5]]
    tree, pays, odds = flatten(chance(odds, half(0, 1.0), half(1, 2.0)), 2)
    _check(tree, draws(pays, odds, [6.0, 3.0]), 3)


def test_a_precision_of_nought() -> None:
    """At precision 0 everybody mixes evenly, and starts to lean by strategy x (payoff - mean)."""
    rng = np.random.default_rng(0)
    a = rng.uniform(0, 1, (3, 2))
    tree, pays, odds = flatten(bimatrix(a, a), 2)
    found = derivatives(solve(tree, draws(pays, odds, 0.0)), [Choice(0)])
    assert found.precision[0, 0, 0] == pytest.approx((a[0].mean() - a.mean()) / 3, rel=1e-12)
    assert found.precision[0, 0, 1] == 0.0
    assert not found.payoffs.any()


def _some_game(seed: int, lam: tuple[float, float], batch: int = 3, depth: int = 5) -> tuple[Tree, Draws]:
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 5))
    tree, pays, odds = flatten(random_game(rng, parties, depth, own_odds=True), parties)
    moved = pays + rng.uniform(-0.2, 0.2, (batch, *pays.shape))
    return tree, Draws(moved, np.repeat(odds[None], batch, 0), rng.uniform(*lam, (batch, parties)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("lam", [(0.5, 20.0), (50.0, 100.0)])
def test_the_adjoint_equals_the_forward_product(seed: int, lam: tuple[float, float]) -> None:
    tree, d = _some_game(seed, lam)
    rng = np.random.default_rng(seed)
    targets = _all_targets(tree, rng)
    solution = solve(tree, d)
    by_payoff, by_precision = rng.normal(size=d.payoffs.shape), rng.normal(size=d.precision.shape)
    by_chance = rng.normal(size=d.chance.shape) * d.chance
    found = derivatives(solution, targets)
    moved = directional(solution, payoffs=by_payoff, chance=by_chance, precision=by_precision, targets=targets)
    assert (found.status == FOUND).all()
    assert (moved.status == FOUND).all()
    np.testing.assert_allclose(found.along(by_payoff, by_chance, by_precision), moved.targets, rtol=1e-10, atol=1e-10)
    # Strategies move as their own targets say, and probabilities go on summing to one.
    np.testing.assert_allclose(
        solution.strategy[:, 0] * moved.log_strategy[:, 0], moved.targets[:, -2], rtol=1e-10, atol=1e-10
    )
    sums = np.add.reduceat(solution.strategy * moved.log_strategy, tree.infoset_start[:-1], axis=1)
    np.testing.assert_allclose(sums, 0.0, atol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_units_and_zeros_of_payoffs(seed: int) -> None:
    """Payoffs times c with precision over c change no probability, nor does a constant; values follow the constant."""
    tree, d = _some_game(seed, (0.5, 20.0))
    targets = _all_targets(tree, np.random.default_rng(seed))
    found = derivatives(solve(tree, d), targets)
    probabilities = [k for k, t in enumerate(targets) if not isinstance(t, Value)]
    by_unit = (found.payoffs * d.payoffs[:, None]).sum(axis=2)
    by_precision = found.precision * d.precision[:, None]
    np.testing.assert_allclose(by_unit[:, probabilities], by_precision[:, probabilities], atol=1e-9)
    np.testing.assert_allclose(found.log_precision, by_precision.sum(axis=2), atol=1e-12)
    by_constant = found.payoffs.sum(axis=2)
    np.testing.assert_allclose(by_constant[:, probabilities], 0.0, atol=1e-9)
    for k, target in enumerate(targets):
        if isinstance(target, Value):
            expected = np.zeros(len(tree.parties))
            expected[target.party] = 1.0
            np.testing.assert_allclose(by_constant[:, k], np.tile(expected, (d.size, 1)), atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_weights_of_a_chance_node_in_proportion_change_nothing(seed: int) -> None:
    tree, d = _some_game(seed, (0.5, 20.0))
    found = derivatives(solve(tree, d), _all_targets(tree, np.random.default_rng(seed)))
    for groups in plan(tree).chance_groups:
        for row in groups:
            total = (found.chance[:, :, row] * d.chance[:, None, row]).sum(axis=2)
            np.testing.assert_allclose(total, 0.0, atol=1e-9)


def test_numbers_that_nobody_meets_have_no_derivative() -> None:
    """A row without an ending, payoffs of a party that never moves, odds of a party that believes nothing."""
    rng = np.random.default_rng(0)
    game = chance(
        [0.3, 0.7],
        *(
            move(0, ("t", t), *(move(1, "m", *(ending(*rng.uniform(0, 1, 3)) for _ in range(2))) for _ in range(2)))
            for t in range(2)
        ),
    )
    tree, pays, odds = flatten(game, 3)
    rows = np.where(tree.payoff_row >= 0, tree.payoff_row + 1, -1).astype(np.int32)
    tree = replace(tree, payoff_row=rows)
    d = draws(np.concatenate((np.ones((1, 3)), pays)), odds, 5.0)
    event = rng.random(8) < 0.5
    found = derivatives(solve(tree, d), [Probability(event), Value(2, analyst=True), Choice(0)])
    assert not found.payoffs[:, :, 0].any()
    assert not found.payoffs[:, [0, 2], :, 2].any()
    assert not found.precision[:, :, 2].any()
    # The sender knows its type; the receiver's odds alone matter, and the analyst's for what is counted.
    assert not found.chance[:, :, :, [0, 2]].any()
    assert np.abs(found.chance[:, :, :, 1]).min() > 0
    assert not found.chance[:, 2, :, 3].any()
    assert np.abs(found.chance[:, 0, :, 3]).min() > 0


def test_symmetry_of_the_game_is_symmetry_of_derivatives() -> None:
    a = np.array([[0.3, 0.9], [0.5, 0.1]])
    tree, pays, odds = flatten(bimatrix(a, a.T), 2)
    found = derivatives(solve(tree, draws(pays, odds, 2.0)), [Choice(0), Choice(2), Value(0), Value(1)])
    swapped = [0, 2, 1, 3]
    for one, other in ((0, 1), (2, 3)):
        np.testing.assert_allclose(found.payoffs[0, one], found.payoffs[0, other][swapped][:, ::-1], atol=1e-13)
        np.testing.assert_allclose(found.precision[0, one], found.precision[0, other][::-1], atol=1e-13)


def _folding() -> tuple[Tree, np.ndarray, np.ndarray, float]:
    """A signalling game whose branch turns back, and the precision of the turn."""
    rng = np.random.default_rng(0)
    for _ in range(400):
        tree, pays, odds = flatten(signalling(rng), 2)
        solution = solve(tree, draws(pays, odds, 20.0), path=PathOptions(arclength_only=True))
        turns = [e.precision for e in solution.events[0] if e.kind == "turning point"]
        if len(turns) == 2 and 4 < turns[0] < 18 and turns[0] - turns[1] > 1:
            return tree, pays, odds, turns[0]
    raise AssertionError("no game with a fold was found")


def test_at_a_fold_there_is_no_derivative() -> None:
    tree, pays, odds, turn = _folding()
    before = turn - np.array([1.0, 0.1, 0.01, 1e-5, 1e-7])
    solution = solve(tree, draws(pays, odds, *before, turn + 1.0), path=TIGHT)
    assert solution.solved.all()
    targets = [Probability(np.arange(8) < 3), Value(0), Choice(0)]
    found = derivatives(solution, targets)
    assert (found.status[[0, 1, 2, 5]] == FOUND).all()
    assert (found.status[[3, 4]] == DerivativeStatus.NEAR_TURN).all()
    near = [3, 4]
    for array in (found.payoffs, found.chance, found.precision, found.log_precision):
        assert np.isnan(array[near]).all()
        assert np.isfinite(array[[0, 1, 2, 5]]).all()
    assert np.isfinite(found.values).all()
    # The eigenvalue nears 1 like the square root of the way that is left.
    assert found.distance[1] / found.distance[2] == pytest.approx(np.sqrt(10), rel=0.05)
    assert (found.distance[near] < NEAR).all()
    moved = directional(solution, precision=np.ones((1, 2)), targets=targets)
    assert moved.status.tolist() == found.status[:, 0].tolist()
    assert np.isnan(moved.log_strategy[near]).all()
    assert np.isnan(moved.targets[near]).all()
    # Right before it the derivative is still exact.
    ahead = before[2] + 1e-5 * np.array([1.0, -1.0, 0.5, -0.5])
    values = derivatives(solve(tree, draws(pays, odds, *ahead), path=TIGHT), targets).values
    whole, half = (values[0] - values[1]) / 2e-5, (values[2] - values[3]) / 1e-5
    np.testing.assert_allclose(found.precision[2].sum(axis=1), (4 * half - whole) / 3, rtol=1e-5)


def test_at_a_bifurcation_there_is_none_even_of_what_symmetry_holds_still() -> None:
    tree, pays, odds = flatten(bimatrix([[0, 3], [1, 2]], [[0, 1], [3, 2]]), 2)

    def beyond(lam: float) -> bool:
        lin = next(linearisations(solve(tree, draws(pays, odds, lam))))
        assert lin is not None
        unit = np.eye(len(lin.web.felt))
        return bool(np.linalg.det(unit - np.array([lin.product(v) for v in unit])) < 0)

    low, high = 1.0, 8.0
    assert beyond(high)
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if beyond(middle) else (middle, high)
    same = Probability(np.array([True, False, False, True]))
    solution = solve(tree, draws(pays, odds, 1.0, low - 1e-4, high + 1.0))
    found = derivatives(solution, [same, Choice(0)])
    assert found.status.tolist() == [[0, 0], [2, 2], [0, 0]]


def test_far_off_the_path_and_at_high_precision() -> None:
    """Both messages are suicidal; the receiver's belief is a logistic function of the difference in loss."""

    def kind(loss: float) -> Node:
        return move(0, f"t{loss}", ending(1.0, 0.0), move(1, "g", ending(-loss, 1.0), ending(-loss, 0.0)))

    losses = (1.0, 1.0 + 2e-4)
    tree, pays, odds = flatten(chance([[0.6, 0.3, 0.5], [0.4, 0.7, 0.5]], *map(kind, losses)), 2)
    lam = 10_000.0
    solution = solve(tree, draws(pays, odds, lam))
    nodes = tree.infoset == tree.infoset_labels.index("g")
    first = np.zeros(tree.size)
    first[np.flatnonzero(nodes)[0]] = 1.0
    belief = Probability(first, nodes, by=1)
    found = derivatives(solution, [belief, Probability(first), Value(0)])
    assert (found.status == FOUND).all()
    odds_ratio = 0.3 / 0.7 * np.exp(lam * 2e-4)
    b = odds_ratio / (1 + odds_ratio)
    assert found.values[0, 0] == pytest.approx(b, rel=1e-7)
    assert found.values[0, 1] == 0.0
    assert np.isfinite(found.payoffs).all()
    # By the first type's payoff after the message, whatever the receiver then does.
    rows = tree.payoff_row[[n for n in range(tree.size) if tree.parent[n] == np.flatnonzero(nodes)[0]]]
    assert found.payoffs[0, 0, rows, 0].sum() == pytest.approx(lam * b * (1 - b), rel=1e-6)
    assert found.chance[0, 0, 0, 1] == pytest.approx(b * (1 - b) / 0.3, rel=1e-6)


@pytest.mark.parametrize("lam", [300.0, 10_000.0])
def test_no_number_is_lost_at_high_precision(lam: float) -> None:
    solved = 0
    for seed in range(12):
        tree, d = _some_game(seed, (lam, lam), 1)
        solution = solve(tree, d)
        found = derivatives(solution, _all_targets(tree, np.random.default_rng(seed)))
        good = found.status == FOUND
        assert np.isfinite(found.payoffs[good]).all()
        assert np.isfinite(found.precision[good]).all()
        solved += int((good | ~solution.solved[:, None]).all())
    # At 10,000 two games lie at the edge of what a linear solve in these numbers can certify.
    assert solved >= 10


def test_no_number_depends_on_what_else_is_asked() -> None:
    tree, d = _some_game(3, (0.5, 20.0), 6)
    targets = _all_targets(tree, np.random.default_rng(3))
    solution = solve(tree, d)
    whole = derivatives(solution, targets, threads=2)
    names = ("values", "payoffs", "chance", "precision", "log_precision", "residual", "products", "status")
    for b, k in ((0, 0), (4, 3), (5, 6)):
        one = Draws(d.payoffs[b : b + 1], d.chance[b : b + 1], d.precision[b : b + 1])
        alone = derivatives(solve(tree, one), targets[k : k + 1])
        for name in names:
            assert getattr(alone, name)[0, 0].tobytes() == getattr(whole, name)[b, k].tobytes(), name
        assert alone.distance[0] == whole.distance[b]


def test_moves_side_by_side() -> None:
    tree, d = _some_game(1, (0.5, 20.0))
    rng = np.random.default_rng(0)
    found = derivatives(solve(tree, d), _all_targets(tree, rng))
    moves = rng.normal(size=(*d.payoffs.shape, 4))
    together = found.along(payoffs=moves)
    assert together.shape == (*found.values.shape, 4)
    for j in range(4):
        np.testing.assert_allclose(together[..., j], found.along(payoffs=moves[..., j]), rtol=1e-10, atol=1e-12)
    one_for_all = found.along(precision=np.ones((1, d.precision.shape[1])))
    np.testing.assert_allclose(one_for_all, found.precision.sum(axis=2), atol=1e-12)


def test_a_loose_answer_is_polished() -> None:
    """Derivatives belong to the exact answer, also next to a turn, where a residual shows most."""
    tree, pays, odds, turn = _folding()
    d = draws(pays, odds, turn - 0.1, turn - 0.01)
    targets = [Probability(np.arange(8) < 3), Value(0), Choice(0)]
    loose, tight = (solve(tree, d, path=PathOptions(tolerance=t)) for t in (1e-5, 1e-13))
    assert (loose.residual > 1e-9).any()
    one, other = derivatives(loose, targets), derivatives(tight, targets)
    np.testing.assert_allclose(one.payoffs, other.payoffs, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(one.values, other.values, atol=1e-9)


def test_unsolved_draws_say_so() -> None:
    tree, d = _some_game(0, (0.5, 5.0), 2)
    solution = solve(tree, d)
    logs = solution.log_strategy.copy()
    logs[0] = np.nan
    broken = replace(solution, log_strategy=logs, status=np.array([Status.BUDGET, Status.SOLVED], np.int8))
    found = derivatives(broken, [Choice(0)])
    assert found.status[:, 0].tolist() == [DerivativeStatus.UNSOLVED, FOUND]
    assert np.isnan(found.payoffs[0]).all()
    assert np.isfinite(found.payoffs[1]).all()
    assert np.isnan(found.values[0, 0])
    assert directional(broken).status.tolist() == [DerivativeStatus.UNSOLVED, FOUND]
    assert [x is None for x in linearisations(broken)] == [True, False]


def test_the_certificate_sees_a_wrong_adjoint() -> None:
    tree, d = _some_game(2, (2.0, 20.0), 1)
    solution = solve(tree, d)
    lin = next(iter(linearisations(solution)))
    assert lin is not None
    asked = np.random.default_rng(0).normal(size=tree.actions)
    moves, _ = lin.adjoint(asked)
    plain = Plain(Frame(tree), d.payoffs[0], d.chance[0], d.precision[0], solution.log_strategy[0])
    assert plain.residual(moves, asked) < 1e-12
    for a in range(tree.actions):
        bent = moves.copy()
        bent[a] += 0.1 * np.abs(moves).max()
        probability = solution.strategy[0, a]
        assert plain.residual(bent, asked) > 1e-3 * (1 - probability)


def test_products_with_the_sweep() -> None:
    """Forwards and transposed agree; the derivative's eigenvalue nearest 1 is as far as was said."""
    tree, pays, odds, turn = _folding()
    solution = solve(tree, draws(pays, odds, turn - 0.01, turn + 1.0), path=TIGHT)
    for lin in linearisations(solution):
        assert lin is not None
        unit = np.eye(len(lin.web.felt))
        there = np.array([lin.product(v) for v in unit]).T
        back = np.array([lin.product_transposed(v) for v in unit])
        np.testing.assert_allclose(there, back, atol=1e-13)
        assert np.abs(1 - np.linalg.eigvals(there)).min() == pytest.approx(lin.distance, rel=1e-6)


def test_bad_targets_and_moves_are_refused() -> None:
    tree, d = _some_game(0, (0.5, 5.0), 1)
    solution = solve(tree, d)
    ends = int((tree.owner == TERMINAL).sum())
    bad: list[Any] = [
        Probability(np.ones(3)),
        Probability(np.full(ends, np.nan)),
        Probability(np.ones(ends), np.zeros(ends)),
        Probability(np.ones(ends), -np.ones(ends)),
        Probability(np.ones(ends), by=7),
        Value(9),
        Value(-1),
        Choice(tree.actions),
        "deal",
    ]
    for target in bad:
        with pytest.raises(GameError, match="target 1"):
            derivatives(solution, [Choice(0), target])
    with pytest.raises(GameError, match="payoffs"):
        directional(solution, payoffs=np.ones((1, 1, 1)))
    with pytest.raises(GameError, match="threads"):
        derivatives(solution, [Choice(0)], threads=0)
    found = derivatives(solution, [Choice(0)])
    with pytest.raises(GameError, match="needs a move"):
        found.along()
    with pytest.raises(GameError, match="precision"):
        found.along(precision=np.ones(3))


def test_every_status_has_advice() -> None:
    assert all(status.advice.endswith(".") for status in DerivativeStatus)
