"""Limits of the principal branch: from print, by hand, and sequential rationality in general."""

from __future__ import annotations

import numpy as np
import pytest
from games import Node, bimatrix, chance, draws, end, flatten, move, ochs, poker, random_game, signalling

from summitry.errors import GameError
from summitry.solve import Limit, Status, limit
from summitry.solve.assessment import regrets
from summitry.solve.limit import _leap, _report
from summitry.solve.logit import Response


def _limit(game: Node, parties: int = 2, precision: object = 1.0) -> Limit:
    tree, pays, odds = flatten(game, parties)
    return limit(tree, draws(pays, odds, precision))


def _at(found: Limit, label: str, strategy: np.ndarray) -> np.ndarray:
    h = found.tree.infoset_labels.index(label)
    return strategy[found.tree.infoset_start[h] : found.tree.infoset_start[h + 1]]


def kuhn() -> Node:
    rank = "JQK"

    def deal(a: str, b: str) -> Node:
        s = 1.0 if rank.index(a) > rank.index(b) else -1.0
        answer = move(0, f"{a} checked, bet", end(-1, 1), end(2 * s, -2 * s))
        return move(
            0, a,
            move(1, f"{b} after check", end(s, -s), answer), move(1, f"{b} after bet", end(1, -1), end(2 * s, -2 * s)),
        )  # fmt: skip

    pairs = [(a, b) for a in rank for b in rank if a != b]
    return chance([1 / 6] * 6, *(deal(a, b) for a, b in pairs))


def test_poker() -> None:
    """Reiley, Urbancic and Walker (2008), doi:10.3200/JECE.39.4.323-341: 1, 1/3, 2/3."""
    found = _limit(poker())
    assert found.reached
    assert found.settled
    assert found.polished is not None
    for label, share in (("K", 1.0), ("Q", 1 / 3), ("call", 2 / 3)):
        assert _at(found, label, found.polished.strategy)[0] == pytest.approx(share, abs=1e-9)
        assert _at(found, label, found.strategy)[0] == pytest.approx(share, abs=2e-4)


def test_kuhn() -> None:
    """Kuhn (1950): the first player loses 1/18; one family of equilibria, of which the branch picks one."""
    found = _limit(kuhn())
    assert found.reached
    assert found.polished is not None
    np.testing.assert_allclose(found.polished.values, [-1 / 18, 1 / 18], atol=1e-12)
    np.testing.assert_allclose(found.values, [-1 / 18, 1 / 18], atol=1e-4)
    bluff, strong = (_at(found, card, found.polished.strategy)[1] for card in "JK")
    assert strong == pytest.approx(3 * bluff, abs=1e-7)


def test_two_by_two() -> None:
    """Unique mixed, by indifference; risk-dominant; and mixed between two pure ones by symmetry."""
    found = _limit(ochs())
    assert found.polished is not None
    np.testing.assert_allclose(
        found.polished.strategy, [0.5, 0.5, 0.2785 / 1.3926, 1.1141 / 1.3926], atol=1e-9
    )  # fmt: skip
    stag = _limit(bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]]))
    assert stag.polished is not None
    np.testing.assert_array_equal(stag.polished.strategy, [0, 1, 0, 1])
    battle = _limit(bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    assert battle.polished is not None
    np.testing.assert_allclose(battle.polished.strategy, [2 / 3, 1 / 3, 1 / 3, 2 / 3], atol=1e-9)
    assert [e.kind for e in battle.events] == ["bifurcation"]


def test_selten_horse_ends_in_a_sequential_equilibrium() -> None:
    """Selten (1975), doi:10.1007/BF01766400: of the two pure equilibria one is imperfect."""
    third = [move(2, "3", end(3, 2, 2), end(0, 0, 0)), move(2, "3", end(4, 4, 0), end(0, 0, 1))]
    found = _limit(move(0, "1", move(1, "2", end(1, 1, 1), third[1]), third[0]), 3)
    assert found.reached
    assert found.polished is not None
    assert _at(found, "1", found.polished.strategy)[0] == 1
    assert _at(found, "2", found.polished.strategy)[0] == 1
    # Beliefs of a set that is not reached in the limit follow from one sequence of trembles.
    held = found.polished.beliefs[found.tree.owner[found.tree.owner >= 0] == 2]
    assert held.sum() == pytest.approx(1.0)
    # The right of the two actions is no worse than the left one under them: 1 x belief of (2 down) >= 2 x the other.
    assert held.max() >= 2 / 3 - 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_perfect_information_is_backward_induction(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def grow(depth: int, path: tuple[int, ...]) -> tuple[Node, np.ndarray, dict]:
        if depth == 4:
            pay = rng.uniform(0, 1, 3)
            return end(*pay), pay, {}
        mover = int(rng.integers(3))
        below = [grow(depth + 1, (*path, k)) for k in range(3)]
        best = int(np.argmax([pay[mover] for _, pay, _ in below]))
        chosen = {path: best}
        for _, _, more in below:
            chosen |= more
        return move(mover, path, *(node for node, _, _ in below)), below[best][1], chosen

    game, value, chosen = grow(0, ())
    found = _limit(game, 3)
    assert found.reached
    assert found.polished is not None
    for path, best in chosen.items():
        assert _at(found, str(path), found.polished.strategy)[best] == 1
    np.testing.assert_allclose(found.polished.values, value, rtol=1e-12)


def test_ties_are_split_and_nothing_else() -> None:
    found = _limit(move(0, "h", end(1.0), end(1.0), end(0.0)), 1)
    np.testing.assert_allclose(found.strategy, [0.5, 0.5, 0.0], atol=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_nobody_regrets_off_the_path_either(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties = 3 if seed % 2 else 2
    game = random_game(rng, 3, 4, own_odds=True) if seed % 2 else signalling(rng, 3, 3, 3)
    tree, pays, odds = flatten(game, parties)
    found = limit(tree, draws(pays, odds, rng.uniform(0.5, 3.0, parties)))
    assert found.status == Status.SOLVED
    assert found.regret.max() <= 1e-4
    assert found.residual <= 1e-6
    if found.polished is not None:
        regret, _ = regrets(tree, found.draws, found.polished.strategy, found.polished.beliefs)
        assert regret.max() <= 1e-8


def test_large_games_take_the_same_way() -> None:
    tree, pays, odds = flatten(poker(), 2)
    some = draws(pays, odds, 1.0)
    response = Response(tree, some)
    found = _report(response, some, 1e-4, _leap(response, some, 3000.0))
    assert found.reached
    assert found.polished is not None
    np.testing.assert_allclose(found.polished.strategy, [1, 0, 1 / 3, 2 / 3, 2 / 3, 1 / 3], atol=1e-8)


def test_bad_input() -> None:
    tree, pays, odds = flatten(poker(), 2)
    with pytest.raises(GameError, match="never becomes rational"):
        limit(tree, draws(pays, odds, [1.0, 0.0]))
    with pytest.raises(GameError, match="tolerance"):
        limit(tree, draws(pays, odds, 1.0), tolerance=0.0)
    with pytest.raises(GameError, match="2 draws"):
        limit(tree, draws(pays, odds, 1.0, 2.0))
