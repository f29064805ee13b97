"""The frontier of additive packages against plain enumeration, and at sizes that nobody enumerates."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import summitry
from summitry.deals import POINTS, point
from summitry.deals.frontier import undominated


def _enumerated(tables: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """All packages and their worths."""
    packages = np.array(list(itertools.product(*(range(len(t)) for t in tables))))
    return packages, sum(t[packages[:, k]] for k, t in enumerate(tables))


def _plainly(worth: np.ndarray) -> np.ndarray:
    """[D] undominated, by looking at all pairs."""
    as_good = (worth[None] >= worth[:, None] - 1e-12).all(axis=2)
    better = (worth[None] > worth[:, None] + 1e-12).any(axis=2)
    return ~(as_good & better).any(axis=1)


@pytest.mark.parametrize("seed", range(200))
def test_random_domains_against_enumeration(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties, issues = int(rng.integers(2, 5)), int(rng.integers(1, 6))
    whole = seed % 3 == 0  # small whole numbers tie often
    tables = [
        rng.integers(0, 4, (int(rng.integers(1, 5)), parties)).astype(float) if whole else
        rng.random((int(rng.integers(1, 5)), parties)) for _ in range(issues)
    ]  # fmt: skip
    packages, worth = _enumerated(tables)
    expected = _plainly(worth)
    np.testing.assert_array_equal(undominated(worth), expected)
    found = summitry.frontier(tables)
    np.testing.assert_array_equal(found.packages, packages[expected])
    np.testing.assert_allclose(found.worth, worth[expected], atol=1e-12)
    # Bargaining points lie on the frontier: what they are worth can be had from it alone.
    alone = rng.uniform(0, 0.6, parties) * worth.max(axis=0)
    for name in POINTS:
        best, of_all = point(name, found.worth - alone), point(name, worth - alone)
        assert (best < 0) == (of_all < 0)
        if best >= 0 and not whole:
            np.testing.assert_allclose(found.worth[best], worth[of_all], atol=1e-9)


def test_two_thousand_million_packages() -> None:
    rng = np.random.default_rng(1)
    tables = [rng.random((6, 2)) for _ in range(12)]
    found = summitry.frontier(tables)
    # No package on the frontier is beaten on any weighted sum by the best option of each issue, and the extremes are there.
    for weight in np.linspace(0, 1, 41):
        by = np.array([weight, 1 - weight])
        best = sum((t @ by).max() for t in tables)
        assert (found.worth @ by).max() == pytest.approx(best, abs=1e-9)
    assert _plainly(found.worth).all()


def test_halves_of_a_large_domain_agree() -> None:
    """Five issues of eight options: what is undominated among all is undominated when one issue is held fixed, too."""
    rng = np.random.default_rng(2)
    tables = [rng.random((8, 3)) for _ in range(5)]
    whole = summitry.frontier(tables)
    for option in range(8):
        fixed = summitry.frontier([tables[0][option : option + 1], *tables[1:]])
        mine = whole.packages[whole.packages[:, 0] == option]
        held = {tuple(p) for p in fixed.packages[:, 1:].tolist()}
        assert all(tuple(p[1:]) in held for p in mine.tolist())
    assert len(whole.packages) > 20


def test_what_is_out_of_the_question() -> None:
    worth = np.array([[-np.inf, -np.inf], [0.0, 1.0], [-np.inf, -np.inf], [1.0, 0.0], [0.0, 0.5]])
    assert undominated(worth).tolist() == [False, True, False, True, False]
    assert undominated(np.zeros((0, 2))).tolist() == []


@pytest.mark.parametrize(
    ("worth", "said"),
    [([], "none"), ([[[1, 2]], [[1, 2, 3]]], "as many parties"), ([[[np.nan, 1]]], "finite"), ([[1, 2]], "shapes")],
)
def test_bad_tables(worth: list[list[list[float]]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        summitry.frontier(worth)


def test_a_tie_of_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="options tie"):
        summitry.frontier([np.zeros((10, 2))] * 12, most=10_000)
