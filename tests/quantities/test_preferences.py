"""Worths of which only an order is known: uniform on their polytope, by exact volumes; and what contradicts itself."""

from itertools import combinations
from math import factorial

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull, HalfspaceIntersection

from summitry.quantities import Preferences, Statements, draw
from summitry.quantities.hit_and_run import _chains, sampler, seeds_of, steps
from summitry.quantities.polytope import Polytope

Floats = npt.NDArray[np.float64]
SIZE = 8192


def no(n: int) -> tuple[Floats, Floats]:
    return np.zeros((0, n)), np.zeros(0)


def cube(n: int) -> Polytope:
    return Polytope(*no(n), np.vstack([np.eye(n), -np.eye(n)]), np.r_[np.zeros(n), -np.ones(n)])


def cone(n: int) -> Polytope:
    """1 > x1 > … > xn > 0."""
    ends = np.vstack([np.zeros(n), np.eye(n), np.zeros(n)])
    above = ends[:-1] - ends[1:]
    return Polytope(*no(n), above, np.r_[-1.0, np.zeros(n)])


def coordinates(size: int = SIZE, columns: int = 3, seed: int = 5) -> Floats:
    return np.random.default_rng(seed).random((size, columns))


def volume(polytope: Polytope) -> float:
    """By Qhull: the hull of the vertices."""
    _, flat = polytope.flattened()
    corners = HalfspaceIntersection(np.column_stack([-flat.above, flat.floor]), np.zeros(flat.above.shape[1]))
    return float(ConvexHull(corners.intersections).volume)


def also(polytope: Polytope, row: Floats, floor: float) -> Polytope:
    return Polytope(polytope.equal, polytope.level, np.vstack([polytope.above, row]), np.append(polytope.floor, floor))


def close(inside: npt.NDArray[np.bool_], share: float) -> None:
    """Within four standard errors of an exact share; the draws are fixed, so this is no gamble."""
    assert inside.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / len(inside)))


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_of_draws_from_a_cube_one_in_n_factorial_keeps_an_order(n: int) -> None:
    x = sampler(cube(n)).draw(coordinates())
    close((np.diff(x, axis=1) < 0).all(axis=1), 1 / factorial(n))


@pytest.mark.parametrize("n", [2, 3, 5, 8])
@pytest.mark.parametrize("seed", range(4))
def test_half_spaces_hold_their_share_of_the_volume(n: int, seed: int) -> None:
    polytope = cone(n)
    made = sampler(polytope)
    x = made.draw(coordinates())
    assert (x @ polytope.above.T > polytope.floor - 1e-12).all()
    row = np.random.default_rng(seed).standard_normal(n)
    floor = float(row @ made.centre)
    share = volume(also(polytope, row, floor)) / volume(polytope)
    close(x @ row > floor, share)


def test_comparisons_cut_the_order_and_draws_fill_what_is_left() -> None:
    # two issues that share the whole; the best of the second is worth more than the step from middle to best in the first
    law = Preferences(((0, 1, 2), (0, 1)), (True, True), better=((-1, 1, 0, 1, 0),))
    x = law.values(coordinates())
    np.testing.assert_allclose(x[:, 0] + x[:, 3], 1, atol=1e-12)
    assert (x[:, 0] > x[:, 1]).all()
    assert (x[:, 1] > 0).all()
    assert (x[:, 3] > x[:, 0] - x[:, 1]).all()
    assert (x[:, [2, 4]] == 0).all()
    # by hand, with a the best of the first and m its middle: 0 < m < a < 1 and 1 - a > a - m have an area of 1/2 - 1/4,
    # of which m > 1/2 is the integral of (1 + m) / 2 - m, 1/16
    close(x[:, 1] > 0.5, 1 / 4)


@pytest.mark.parametrize(
    "law",
    [
        Preferences(((0, 1, 2, 3), (1, 0), (0, 1, 1, 2)), (True, True, True)),
        Preferences(((0, 1, 2), (2, 0, 1)), (True, False)),
        Preferences(((0, 1, 2, 3, 4),), (True,)),
    ],
)
def test_exact_draws_and_chains_fill_the_same_polytope(law: Preferences) -> None:
    polytope = law.polytope
    exact = law.values(coordinates(columns=law.coordinates))
    chains = np.column_stack([sampler(polytope).draw(coordinates(seed=6)), np.zeros(SIZE)])
    level = np.where(law.table.any(axis=1), law.table.argmax(axis=1), -1)
    chains = chains[:, level]
    whole = volume(polytope)
    for seed in range(3):
        weights = np.random.default_rng(seed).standard_normal(law.size)
        row = weights @ law.table
        floor = float(row @ polytope.deepest()[0])
        share = volume(also(polytope, row, floor)) / whole
        close(exact @ weights > floor, share)
        close(chains @ weights > floor, share)


def test_a_draw_is_its_own_whatever_is_drawn_beside_it() -> None:
    law = Preferences(((0, 1, 2, 3), (0, 1, 2)), (True, True), better=((0, 1, 0, 0, -1, 0, 0),))
    u = coordinates(1500)
    whole = law.values(u)
    picked = np.random.default_rng(0).permutation(1500)[:333]
    assert law.values(u[picked]).tobytes() == whole[picked].tobytes()
    assert np.concatenate([law.values(u[:100]), law.values(u[100:])]).tobytes() == whole.tobytes()
    again = Preferences(law.ranks, law.shared, law.better)
    assert again.values(u[:10]).tobytes() == whole[:10].tobytes()
    assert len(np.unique(whole[:, 1])) == 1500


def test_a_further_comparison_moves_no_other_draw() -> None:
    laws = [Preferences(((0, 1, 2), (0, 1)), (True, True), better) for better in ((), ((0, 1, 0, -1, 0),))]
    beside = Preferences(((0, 1, 2, 3),), (True,))
    one, other = (draw({"b": law, "c": beside, "a": beside}, 64, 1) for law in laws)
    assert (one.values["b"] != other.values["b"]).any()
    for name in "ac":
        np.testing.assert_array_equal(one.values[name], other.values[name])


@pytest.mark.parametrize(("make", "d"), [(cone, 6), (cone, 12), (cube, 8), (cone, 20)])
def test_chains_forget_where_they_began(make: object, d: int) -> None:
    """The rate on which the number of steps rests: after d² of them little is left, in any direction."""
    made = sampler(make(d))  # type: ignore[operator]
    begin = made.starts[np.arange(4096) % len(made.starts)]
    ends = _chains(made.flat, begin, seeds_of(coordinates(4096)), made.shape, d * d, salt=9)
    whiten = np.linalg.inv(made.shape).T
    a, b = ((x - x.mean(axis=0)) @ whiten for x in (begin, ends))
    left = a.T @ b / len(a)
    noise = np.sqrt(d / len(made.starts))
    assert np.linalg.norm(left, 2) < np.exp(-1.5) + noise
    assert np.mean(np.diag(left)) < np.exp(-2.0)
    assert steps(d) >= 4 * d * d


def test_ties_and_plain_cases() -> None:
    tied = Preferences(((0, 0), (0, 0)), (True, True))
    assert tied.certain
    assert (tied.values(coordinates(3)) == 0).all()
    one = Preferences(((0, 1), (0, 0)), (True, True))
    assert one.certain
    np.testing.assert_array_equal(one.values(coordinates(2)), [[1, 0, 0, 0]] * 2)
    same = Preferences(((0, 1, 2), (0, 1, 2)), (True, True), equal=((1, 0, 0, -1, 0, 0), (0, 1, 0, 0, -1, 0)))
    x = same.values(coordinates(200))
    np.testing.assert_allclose(x[:, 0], 0.5, atol=1e-12)
    np.testing.assert_allclose(x[:, 1], x[:, 4], atol=1e-12)
    close(x[:, 1] < 0.25, 0.5)
    fixed = Preferences(((0, 1), (0, 1)), (True, True), equal=((1, 0, -1, 0),))
    assert fixed.certain
    np.testing.assert_allclose(fixed.values(coordinates(2)), [[0.5, 0, 0.5, 0]] * 2, atol=1e-12)


def test_the_centre_is_about_the_mean() -> None:
    for law in (
        Preferences(((0, 1, 2), (0, 1)), (True, True), better=((-1, 1, 0, 1, 0),)),
        Preferences(((0, 1, 2),), (True,)),
    ):
        mean = law.values(coordinates()).mean(axis=0)
        np.testing.assert_allclose(law.centre[0], mean, atol=0.03)


# ---------------------------------------------------------------- laws

orders = st.lists(st.permutations(range(3)).map(tuple) | st.permutations(range(2)).map(tuple), min_size=1, max_size=3)


@st.composite
def consistent(draw: st.DrawFn) -> tuple[Preferences, Floats]:
    """A law with comparisons that some worths (returned) keep."""
    ranks = tuple(draw(orders))
    law = Preferences(ranks, (True,) * len(ranks))
    worths = law.values(np.random.default_rng(draw(st.integers(0, 999))).random((1, law.coordinates)))[0]
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        row = np.array(draw(st.lists(st.integers(-1, 1), min_size=law.size, max_size=law.size)), float)
        if abs(row @ worths) > 1e-3:
            rows.append(tuple(row * np.sign(row @ worths)))
    return Preferences(ranks, law.shared, tuple(rows)), worths


@settings(max_examples=40, deadline=None)
@given(consistent())
def test_a_consistent_comparison_never_widens_an_interval(case: tuple[Preferences, Floats]) -> None:
    law, worths = case
    before = Preferences(law.ranks, law.shared).intervals
    for count in range(1, len(law.better) + 1):
        after = Preferences(law.ranks, law.shared, law.better[:count]).intervals
        assert (after[:, 0] >= before[:, 0] - 1e-9).all()
        assert (after[:, 1] <= before[:, 1] + 1e-9).all()
        before = after
    assert (before[:, 0] <= worths + 1e-9).all()
    assert (before[:, 1] >= worths - 1e-9).all()
    assert not law.polytope.empty
    x = law.values(coordinates(16))
    assert (x >= before[:, 0] - 1e-9).all()
    assert (x <= before[:, 1] + 1e-9).all()
    assert (x @ np.array(law.better).reshape(-1, law.size).T > -1e-9).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(st.integers(-1, 1), min_size=3, max_size=3), st.booleans()), min_size=1, max_size=7))
def test_a_smallest_contradiction_is_that_of_trying_every_subset(stated: list[tuple[list[int], bool]]) -> None:
    rows = np.array([row for row, _ in stated], float)
    tie = np.array([t for _, t in stated])
    statements = Statements(rows, tie, np.ones((1, 3)), np.ones(1))
    found, sure = statements.contradiction()
    assert sure
    every = range(len(rows))
    least = next(
        (k for k in range(1, len(rows) + 1) if any(not statements.hold(list(c)) for c in combinations(every, k))), 0
    )
    assert len(found) == least
    if found:
        assert not statements.hold(list(found))
        for k in found:
            assert statements.hold([j for j in found if j != k])


def test_a_ring_of_preferences_contradicts_itself_and_the_shortest_is_named() -> None:
    # a > b > c > d > a, and b > a
    each = np.eye(4)
    rows = np.array([each[0] - each[1], each[1] - each[2], each[2] - each[3], each[3] - each[0], each[1] - each[0]])
    statements = Statements(rows, np.zeros(5, bool), np.ones((1, 4)), np.ones(1))
    assert statements.contradiction() == ((0, 4), True)
