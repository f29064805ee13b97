"""What every node of a tree is worth to each party; plain numpy, level by level."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game.ancestors import levels
from summitry.game.payoffs import Draws
from summitry.game.tree import CHANCE, TERMINAL, Tree
from summitry.solve.profile import check_profile, into_action

Floats = npt.NDArray[np.float64]


def node_values(tree: Tree, draws: Draws, log_strategy: Floats) -> Floats:
    """[B, N, P] expected payoff of each party from each node on, by its own odds; payoffs at terminals.

    `log_strategy` is [B, A]. Raises `GameError` on wrong shapes.
    """
    check_profile(tree, draws, log_strategy, None)
    parties = len(tree.parties)
    worth = np.zeros((draws.size, tree.size, parties))
    ends = np.flatnonzero(tree.owner == TERMINAL)
    worth[:, ends] = draws.payoffs[:, tree.payoff_row[ends]]
    for nodes in reversed(levels(tree.parent)[1:]):
        up = tree.parent[nodes]
        drawn = tree.owner[up] == CHANCE
        weights = np.empty((draws.size, len(nodes), parties))
        weights[:, drawn] = draws.chance[:, tree.chance_slot[nodes[drawn]], :parties]
        weights[:, ~drawn] = np.exp(log_strategy[:, into_action(tree, nodes[~drawn])])[:, :, None]
        first = np.flatnonzero(np.concatenate(([True], up[1:] != up[:-1])))
        worth[:, up[first]] = np.add.reduceat(worth[:, nodes] * weights, first, axis=1)
    return worth
