"""Laws that bargaining points obey, on random problems."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deals import plain
from summitry.deals import POINTS, adjusted_winner, curve_points, fairness, point

REAL = st.floats(0, 1, allow_subnormal=False)


@st.composite
def gains(draw: st.DrawFn, parties: int | None = None) -> np.ndarray:
    """[D, P] gains over no agreement; at least one package is better for all."""
    p = parties or draw(st.integers(2, 4))
    d = draw(st.integers(1, 12))
    found = draw(arrays(np.float64, (d, p), elements=st.integers(-20, 100).map(lambda x: x / 50)))
    assume((found > 0).all(axis=1).any())
    return found


@given(gains())
def test_points_are_efficient_and_leave_nobody_worse_off(table: np.ndarray) -> None:
    best = plain.undominated(table)
    for name in POINTS:
        row = point(name, table)
        assert (table[row] >= 0).all()
        # the smallest gain, or the smallest share, says nothing of the others': equals may be beaten for some
        score = {"egalitarian": table[row].min(), "kalai-smorodinsky": _shares(table)[row].min()}.get(name)
        if score is None:
            assert best[row]
        else:
            strictly = (table > table[row] + 1e-12).all(axis=1)
            assert not strictly.any()


def _shares(table: np.ndarray) -> np.ndarray:
    inside = table[(table >= 0).all(axis=1)]
    ideal = inside.max(axis=0)
    return table / np.where(ideal > 0, ideal, 1)


@given(gains(), st.data())
def test_scales_do_not_matter_to_nash_and_kalai_smorodinsky(table: np.ndarray, data: st.DataObject) -> None:
    # powers of two, so that products are not rounded
    scale = np.array([2.0 ** data.draw(st.integers(-3, 3)) for _ in range(table.shape[1])])
    for name in ("nash", "kalai-smorodinsky", "maximum-nash-welfare"):
        one, other = point(name, table), point(name, table * scale)
        shares = _shares(table)
        if name == "kalai-smorodinsky":
            assert shares[one].min() == shares[other].min()
        else:
            assert np.isclose(np.prod(table[one]), np.prod(table[other]), rtol=1e-12)


@given(gains(), st.randoms())
def test_names_do_not_matter(table: np.ndarray, random) -> None:
    order = list(range(table.shape[1]))
    random.shuffle(order)
    for name in POINTS:
        one, other = point(name, table), point(name, table[:, order])
        assert np.isclose(_score(name, table, one), _score(name, table, other), rtol=1e-9)


def _score(name: str, table: np.ndarray, row: int) -> float:
    match name:
        case "kalai-smorodinsky":
            return float(_shares(table)[row].min())
        case "egalitarian":
            return float(table[row].min())
        case "utilitarian":
            return float(table[row].sum())
    return float(np.prod(table[row]))


@given(REAL, REAL, st.floats(0.2, 3), st.floats(0.2, 3))
def test_kalai_smorodinsky_grows_with_what_one_can_get(more: float, bend: float, high: float, tall: float) -> None:
    """If the set grows so that one party's best grows and the other's stays, the one whose best grew gets no less."""

    def edge(u: np.ndarray, reach: float, height: float) -> np.ndarray:
        return height * (1 - np.clip(u / reach, 0, 1) ** (1 + bend))

    small = curve_points(lambda u: edge(u, high, tall), 0, high)
    wider = curve_points(lambda u: edge(u, high * (1 + more), tall), 0, high * (1 + more))
    taller = curve_points(lambda u: edge(u, high, tall * (1 + more)), 0, high)
    assert small is not None
    assert wider is not None
    assert taller is not None
    assert wider["kalai-smorodinsky"][0] >= small["kalai-smorodinsky"][0] - 1e-9
    assert taller["kalai-smorodinsky"][1] >= small["kalai-smorodinsky"][1] - 1e-9


@given(st.integers(0, 10**6), st.integers(1, 8))
def test_adjusted_winner_is_equitable_efficient_and_envy_free(seed: int, issues: int) -> None:
    stated = np.random.default_rng(seed).integers(0, 30, (2, issues)) + (np.arange(issues) == 0)
    checked = fairness(adjusted_winner(stated))
    assert checked.equitable
    assert checked.efficient
    assert checked.envy_free
