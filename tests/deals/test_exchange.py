"""Near misses, exchange, improvement, attitudes and counts, against plain loops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from summitry.deals import attitudes, count_above, counting, give_and_get, improvement, near_misses


@pytest.mark.parametrize("seed", range(40))
def test_near_misses_open_the_zone_and_are_smallest(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, parties = int(rng.integers(1, 15)), int(rng.integers(2, 5))
    gains = rng.normal(-0.2, 1, (count, parties))
    forbidden = rng.random((count, parties)) < 0.2
    zone = ((gains > 0) & ~forbidden).all(axis=1)
    found = near_misses(gains, forbidden)
    if zone.any():
        assert found == []
        return
    by_kind = {(m.kind, m.party): m for m in found}
    for p in range(parties):
        needed = [
            -gains[d, p]
            for d in range(count)
            if not forbidden[d].any() and all(gains[d, q] > 0 for q in range(parties) if q != p)
        ]
        assert (("wants less", p) in by_kind) == bool(needed)
        if needed:
            assert by_kind["wants less", p].by == pytest.approx(min(needed), abs=1e-15)
        lifted = [
            d
            for d in range(count)
            if (gains[d] > 0).all() and not any(forbidden[d, q] for q in range(parties) if q != p)
        ]
        assert (("red line", p) in by_kind) == bool(lifted)
        if lifted:
            assert by_kind["red line", p].package in lifted
    paid = [np.maximum(-gains[d], 0).sum() for d in range(count) if not forbidden[d].any() and gains[d].sum() > 0]
    assert (("side payment", -1) in by_kind) == bool(paid)
    if paid:
        miss = by_kind["side payment", -1]
        assert miss.by == pytest.approx(min(paid))
        assert miss.payments.sum() == pytest.approx(0, abs=1e-12)
        assert ((gains[miss.package] + miss.payments) >= -1e-12).all()


def test_give_and_get_by_hand() -> None:
    gains = np.array([[0.5, 0.1], [0.2, 0.4], [0.9, -0.1]])
    found = give_and_get(gains, 1)
    np.testing.assert_allclose(found.gets, [0.2, 0.4])
    np.testing.assert_allclose(found.gives_up, [0.3, 0.0])
    np.testing.assert_allclose(give_and_get([[-1.0, 2.0]], 0).gives_up, [0, 0])


def test_improvement_is_better_for_all() -> None:
    gains = np.array([[1, 1], [1, 2], [1.5, 1.5], [3, 0.9], [1, 1]])
    assert improvement(gains, 0) == 2
    assert improvement(gains, 1) == -1
    assert improvement(gains, 3) == -1


@pytest.mark.parametrize("seed", range(10))
def test_attitudes_by_loops(seed: int) -> None:
    rng = np.random.default_rng(seed)
    acceptable = rng.random((6, 12, 3)) < 0.6
    weight = rng.dirichlet(np.ones(6))
    option = rng.integers(0, 3, 12)
    found = attitudes(acceptable, weight, option, 4)
    for o, p in itertools.product(range(3), range(3)):
        mine = option == o
        yes = sum(w for w, a in zip(weight, acceptable, strict=True) if a[mine, p].all())
        no = sum(w for w, a in zip(weight, acceptable, strict=True) if mine.any() and not a[mine, p].any())
        assert found.accepted[o, p] == pytest.approx(yes)
        assert found.refused[o, p] == pytest.approx(no)
        assert found.tradeable[o, p] == pytest.approx(1 - yes - no, abs=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_counts_equal_enumeration(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    parties, issues = int(rng.integers(2, 4)), int(rng.integers(1, 6))
    whole = seed % 2
    tables = [
        rng.integers(0, 4, (int(rng.integers(1, 6)), parties)).astype(float) if whole
        else rng.random((int(rng.integers(1, 6)), parties))
        for _ in range(issues)
    ]  # fmt: skip
    reserve = np.round(rng.random(parties) * issues * (2 if whole else 0.5), 0 if whole else 3)
    every = itertools.product(*tables)
    expected = sum(bool((sum(rows) > reserve).all()) for rows in every)
    assert count_above(tables, reserve) == expected
    monkeypatch.setattr(counting, "_BLOCK", 7)
    monkeypatch.setattr(counting, "_GROUP", 5)
    assert count_above(tables, reserve) == expected
    monkeypatch.setattr(counting, "MOST_HALF", 0)
    assert count_above(tables, reserve) == expected


def test_two_thousand_million_packages_are_counted() -> None:
    tables = [np.stack([np.arange(6.0), np.arange(6.0)[::-1]], axis=1) for _ in range(12)]
    # both sums add up to 60: how many ways to throw 12 dice (0 to 5) with a sum above 20 and below 40
    ways = np.ones(1, dtype=object)
    for _ in range(12):
        ways = np.convolve(ways, np.ones(6, dtype=object))
    assert count_above(tables, np.array([20.0, 20.0])) == sum(ways[21:40])
    assert count_above([np.ones((6, 3))] * 12, np.zeros(3)) is None
