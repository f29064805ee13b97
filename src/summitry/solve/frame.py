"""A tree's levels, families and edges in plain numpy, sorted once for many passes over one draw at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game.ancestors import levels
from summitry.game.tree import CHANCE, Tree
from summitry.solve.profile import into_action
from summitry.solve.solution import Floats

Index = npt.NDArray[np.int64]


class Frame:
    """Index arrays of a tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        depths = levels(tree.parent)[1:]
        up = [tree.parent[nodes].astype(np.int64) for nodes in depths]
        begin = [np.flatnonzero(np.concatenate(([True], x[1:] != x[:-1]))) for x in up]
        self.levels = [
            (nodes, above, first, above[first]) for nodes, above, first in zip(depths, up, begin, strict=True)
        ]
        """Of each depth but the root's: nodes, their parents, where families begin, and the families' parents."""
        above = np.maximum(tree.parent, 0)
        owner = np.where(tree.parent >= 0, tree.owner[above], tree.owner.min(initial=0) - 1)
        self.drawn = np.flatnonzero(owner == CHANCE)
        """Nodes that chance leads to, and their slots."""
        self.slot = tree.chance_slot[self.drawn].astype(np.int64)
        self.child = np.flatnonzero(owner >= 0)
        """Nodes that a choice leads to, the nodes above, the actions and the movers."""
        self.up = tree.parent[self.child].astype(np.int64)
        self.into = into_action(tree, self.child)
        self.mover = tree.owner[self.up]
        self.ends = np.flatnonzero(tree.children == 0)
        self.decision = np.flatnonzero(tree.owner >= 0)
        self.set = tree.infoset[self.decision]
        """Set of each decision node."""
        by = np.argsort(self.set, kind="stable")
        self.by_set = self.decision[by]
        """Decision nodes sorted by set, and where sets begin."""
        self.sets_begin = np.flatnonzero(np.diff(self.set[by], prepend=-1))

    def log_reach(self, log_strategy: Floats, chance: Floats) -> Floats:
        """[N] from log strategies [A] and one set of odds [C]."""
        out = np.zeros(self.tree.size)
        out[self.child] = log_strategy[self.into]
        out[self.drawn] = np.log(chance)[self.slot]
        for nodes, above, _, _ in self.levels:
            out[nodes] += out[above]
        return out

    def beliefs(self, log_strategy: Floats, chance: Floats) -> Floats:
        """[N] of each decision node within its set, by its mover's own odds [C, P + 1]."""
        logs = np.zeros(self.tree.size)
        for p in range(len(self.tree.parties)):
            mine = self.tree.owner == p
            if mine.any():
                logs[mine] = self.log_reach(log_strategy, chance[:, p])[mine]
        weights = logs[self.by_set]
        out = np.zeros(self.tree.size)
        if len(weights):
            counts = np.diff(np.append(self.sets_begin, len(weights)))
            weights = np.exp(weights - np.repeat(np.maximum.reduceat(weights, self.sets_begin), counts))
            weights /= np.repeat(np.add.reduceat(weights, self.sets_begin), counts)
            out[self.by_set] = weights
        return out
