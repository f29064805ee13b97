"""Regret of an assessment: strategies with beliefs given, at every information set, from the definition.

Shares nothing with the continuation. With beliefs of its own it judges sets that are never reached, too: an assessment
without regret anywhere is sequentially rational (Kreps and Wilson 1982, doi:10.2307/1912767).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game.ancestors import levels
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve.profile import into_action

Floats = npt.NDArray[np.float64]


def regrets(tree: Tree, draws: Draws, strategy: Floats, beliefs: Floats) -> tuple[Floats, Floats]:
    """[H] regret in units of the party's range of payoffs, and [P] values by each party's own odds, of the first draw.

    `strategy` is [A], `beliefs` [decision nodes] in the order of `np.flatnonzero(tree.owner >= 0)`.
    """
    payoffs = draws.payoffs[0]
    span = np.ptp(payoffs, axis=0)
    decision = np.flatnonzero(tree.owner >= 0)
    q = np.zeros(tree.actions)
    values = np.zeros(len(tree.parties))
    by_depth = levels(tree.parent)
    for p in range(len(tree.parties)):
        worth = np.zeros(tree.size)
        ends = np.flatnonzero(tree.payoff_row >= 0)
        centre = payoffs[:, p].mean()
        worth[ends] = (payoffs[:, p] - centre)[tree.payoff_row[ends]]
        for nodes in reversed(by_depth[1:]):
            up = tree.parent[nodes]
            own = tree.owner[up] >= 0
            weight = np.empty(len(nodes))
            weight[own] = strategy[into_action(tree, nodes[own])]
            weight[~own] = draws.chance[0, tree.chance_slot[nodes[~own]], p]
            np.add.at(worth, up, weight * worth[nodes])
        values[p] = worth[0] + centre
        mine = np.flatnonzero(tree.owner[decision] == p)
        counts = tree.children[decision[mine]]
        offset = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        child = np.repeat(tree.first_child[decision[mine]], counts) + offset
        action = np.repeat(tree.infoset_start[tree.infoset[decision[mine]]], counts) + offset
        scale = 1.0 / span[p] if span[p] > 0 else 0.0
        np.add.at(q, action, np.repeat(beliefs[mine], counts) * worth[child] * scale)
    begin = tree.infoset_start[:-1]
    if not len(begin):
        return np.zeros(0), values
    best = np.repeat(np.maximum.reduceat(q, begin), np.diff(tree.infoset_start))
    return np.add.reduceat(strategy * (best - q), begin), values
