"""The best answer of one party, over whole strategies, to what all others do.

The certificate asks what one other choice at one information set would gain; here a party may change all of its
choices at once. With perfect recall the best strategy follows by backward induction over the party's own sets: an
action is worth what the endings right after it pay (no further own set between), weighed by the others' choices and
the party's own odds, and what the party's next sets are worth. Koller, Megiddo and von Stengel (1996),
doi:10.1006/game.1996.0051.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from summitry.game.payoffs import Draws
from summitry.game.recall import check_recall
from summitry.game.tree import Tree
from summitry.solve.profile import check_profile

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BestResponse:
    """What each party could get by its best whole strategy while all others keep to theirs.

    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> solution = summitry.solve(game, 8)
    >>> best = summitry.best_response(game.tree, solution.draws, solution.log_strategy)
    >>> bool((best.gain >= 0).all()), best.choice.shape == (8, game.tree.infosets)
    (True, True)
    """

    value: Floats
    """[B, P] expected payoff of the best strategy, by the party's own odds."""
    gain: Floats
    """[B, P] how much that is above what the party now gets; never below 0, in units of its payoffs."""
    choice: npt.NDArray[np.int32]
    """[B, H] the best option (from 0) at each information set of the party that moves there, the first of equals.

    Where the others never let the party get to a set, or hardly ever (below 1e-300), all options are equal.
    """


def best_response(tree: Tree, draws: Draws, log_strategy: Floats) -> BestResponse:
    """Best whole strategy of each party against log strategies [B, A]; draws that hold NaN get NaN and choice -1.

    A strategy may hold choices of probability zero. Raises `GameError` on wrong shapes, or where a party forgets.

    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> solution = summitry.solve(game, 8)
    >>> best = summitry.best_response(game.tree, solution.draws, solution.log_strategy)
    >>> bool(abs(best.value - best.gain - solution.values).max() < 1e-12)
    True
    """
    check_profile(tree, draws, log_strategy, None)
    check_recall(tree)
    decision = np.flatnonzero(tree.owner >= 0)
    # The first node of a set comes before the first node of every set below it.
    first = np.full(tree.infosets, tree.size, np.int64)
    np.minimum.at(first, tree.infoset[decision], decision)
    order = np.argsort(first, kind="stable")
    b, parties = draws.size, len(tree.parties)
    out = BestResponse(np.empty((b, parties)), np.empty((b, parties)), np.full((b, tree.infosets), -1, np.int32))
    _respond(
        tree.owner, tree.first_child, tree.children, tree.infoset, tree.chance_slot, tree.payoff_row,
        tree.infoset_party, tree.infoset_start, order, first, draws.payoffs, draws.chance,
        np.ascontiguousarray(log_strategy), out.value, out.gain, out.choice,
    )  # fmt: skip
    return out


@njit(nogil=True, cache=True, error_model="numpy")
def _respond(
    owner, first_child, children, infoset, chance_slot, payoff_row, infoset_party, start, order, first, payoffs,
    chance, log_strategy, value, gain, choice,
):  # fmt: skip  # pragma: no cover
    nodes, actions = len(owner), log_strategy.shape[1]
    others, last = np.empty(nodes), np.empty(nodes, np.int32)
    strategy = np.empty(actions)
    # Of each own action, and in the last place of no action yet: payoffs that follow, and what they could be above
    # what they are now.
    after, above = np.empty(actions + 1), np.empty(actions + 1)
    for b in range(len(value)):
        broken = False
        for a in range(actions):
            strategy[a] = np.exp(log_strategy[b, a])
            broken = broken or np.isnan(strategy[a])
        if broken:
            value[b, :] = np.nan
            gain[b, :] = np.nan
            continue
        for p in range(value.shape[1]):
            centre = np.mean(payoffs[b, :, p])
            after[:] = 0.0
            above[:] = 0.0
            # Down the tree: reach by the others' choices and own odds, and the party's last action.
            others[0], last[0] = 1.0, actions
            for n in range(nodes):
                if children[n] == 0:
                    after[last[n]] += others[n] * (payoffs[b, payoff_row[n], p] - centre)
                for k in range(children[n]):
                    child = first_child[n] + k
                    others[child], last[child] = others[n], last[n]
                    if owner[n] < 0:
                        others[child] *= chance[b, chance_slot[child], p]
                    elif owner[n] == p:
                        last[child] = start[infoset[n]] + k
                    else:
                        others[child] *= strategy[start[infoset[n]] + k]
            # Up the party's own sets.
            for i in range(len(order) - 1, -1, -1):
                h = order[i]
                if infoset_party[h] != p:
                    continue
                begin, stop = start[h], start[h + 1]
                best = begin
                for a in range(begin, stop):
                    if after[a] > after[best]:
                        best = a
                choice[b, h] = best - begin
                # Terms that are never below 0, so that a small gain keeps its digits.
                better = 0.0
                for a in range(begin, stop):
                    better += strategy[a] * (after[best] - after[a] + above[a])
                before = last[first[h]]
                after[before] += after[best]
                above[before] += better
            value[b, p] = after[actions] + centre
            gain[b, p] = above[actions]
