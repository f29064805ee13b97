"""Laws of quantities: ends, monotone quantiles, sums, order, and draws that belong to names."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.quantities import (
    Beta,
    Choice,
    Constant,
    Dirichlet,
    Law,
    Lognormal,
    Normal,
    Pert,
    Ranking,
    Triangular,
    Uniform,
    draw,
)
from summitry.quantities.draws import points, rounded

finite = st.floats(-100, 100)
triples = st.tuples(finite, finite, finite).map(sorted)
single = st.one_of(
    st.builds(Constant, finite),
    st.builds(lambda t: Uniform(t[0], t[2]), triples),
    st.builds(lambda t: Pert(*t), triples),
    st.builds(lambda t: Triangular(*t), triples),
    st.builds(Beta, st.floats(0.2, 20), st.floats(0.2, 20)),
    st.builds(Normal, finite, st.floats(0, 10)),
    st.builds(Lognormal, st.floats(0.1, 10), st.floats(0, 2)),
    st.lists(finite, min_size=1, max_size=4).map(sorted).map(tuple).map(Choice),
)
grid = np.linspace(0.001, 0.999, 101)[:, None]


@given(single)
def test_values_lie_between_the_ends_and_grow_with_the_coordinate(law: Law) -> None:
    values = law.values(grid)
    assert values.shape == (101, 1)
    low, high = law.ends
    slack = 1e-9 * (1 + abs(values).max())
    assert low - slack <= values.min() <= values.max() <= high + slack
    assert (np.diff(values[:, 0]) >= -slack).all()
    assert law.certain == (low == high)


@given(finite)
def test_a_range_of_one_point_is_the_plain_number(value: float) -> None:
    for law in (Uniform(value, value), Pert(value, value, value), Triangular(value, value, value), Normal(value, 0)):
        np.testing.assert_array_equal(law.values(grid), Constant(value).values(grid))
        assert law.certain


@pytest.mark.parametrize(
    ("law", "mean"),
    [
        (Uniform(1, 3), 2),
        (Pert(0, 1, 5), 9 / 6),
        (Triangular(0, 1, 5), 2),
        (Beta(2, 6), 0.25),
        (Normal(2, 3), 2),
        (Choice((1, 2, 6)), 3),
    ],
)
def test_means(law: Law, mean: float) -> None:
    u = (np.arange(20_000)[:, None] + 0.5) / 20_000
    assert law.values(u).mean() == pytest.approx(mean, rel=2e-3)


@given(st.lists(st.floats(0.2, 10), min_size=2, max_size=5).map(tuple), st.integers(0, 99))
def test_dirichlet_sums_to_one_inside_the_simplex(weights: tuple[float, ...], seed: int) -> None:
    law = Dirichlet(weights)
    u = np.random.default_rng(seed).random((50, law.coordinates))
    values = law.values(u)
    assert values.shape == (50, law.size)
    assert (values > 0).all()
    np.testing.assert_allclose(values.sum(axis=1), 1, atol=1e-9)


def test_dirichlet_means() -> None:
    sample = draw({"p": Dirichlet((2.0, 3.0, 5.0))}, 4096, 1)
    np.testing.assert_allclose(sample.values["p"].mean(axis=0), [0.2, 0.3, 0.5], atol=0.005)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6), st.integers(0, 99))
def test_a_ranking_keeps_its_order(places: list[int], seed: int) -> None:
    order = sorted(set(places))
    law = Ranking(tuple(order.index(p) for p in places))
    values = law.values(np.random.default_rng(seed).random((30, max(law.coordinates, 1))))
    assert values.shape == (30, len(places))
    assert ((values >= 0) & (values <= 1)).all()
    for i, a in enumerate(law.ranks):
        for j, b in enumerate(law.ranks):
            if a == b:
                np.testing.assert_array_equal(values[:, i], values[:, j])
            elif a < b:
                assert (values[:, i] >= values[:, j]).all()
    if len(order) > 1:
        assert (values[:, law.ranks.index(0)] == 1).all()
        assert (values[:, law.ranks.index(len(order) - 1)] == 0).all()


def test_draws_do_not_depend_on_the_order_of_the_file() -> None:
    laws: dict[str, Law] = {"b": Uniform(0, 1), "a": Ranking((0, 1, 2, 3)), "c": Constant(1)}
    one, other = draw(laws, 256, 7), draw(dict(reversed(laws.items())), 256, 7)
    for name in laws:
        np.testing.assert_array_equal(one.values[name], other.values[name])


def test_a_number_made_plain_leaves_the_draws_of_others() -> None:
    one = draw({"a": Uniform(0, 1), "b": Uniform(0, 1)}, 256, 7)
    other = draw({"a": Constant(0.5), "b": Uniform(0, 1)}, 256, 7)
    np.testing.assert_array_equal(one.values["b"], other.values["b"])


def test_seeds_and_scrambles_differ() -> None:
    first, again, other = (points(["a", "b"], 64, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)
    assert not np.allclose(first[:8], first[8:16])


@pytest.mark.parametrize(("asked", "taken"), [(1, 8), (8, 8), (9, 16), (2048, 2048), (2049, 4096)])
def test_draws_are_rounded_up(asked: int, taken: int) -> None:
    assert rounded(asked) == taken
