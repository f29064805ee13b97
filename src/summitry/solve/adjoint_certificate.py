"""Does an adjoint solve its equation? Plain numpy from the definition, sharing nothing with the kernels.

The answers' equations are taken as they stand, each set's payoffs as a function of all strategies at once; the
kernels solve another form of them, with values already updated.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game.payoffs import Draws
from summitry.game.recall import levels
from summitry.game.tree import CHANCE, Tree
from summitry.solve.profile import beliefs, into_action
from summitry.solve.solution import Floats

Index = npt.NDArray[np.int64]


class Plain:
    """One draw at its answer, ready to check any number of adjoints."""

    def __init__(self, tree: Tree, depths: list[Index], draw: Draws, log_strategy: Floats) -> None:
        """One draw with log strategies [1, A]; `depths` are the tree's levels."""
        self.tree, self.depths = tree, depths
        self.strategy = np.exp(log_strategy[0])
        self.precision = draw.precision[0, tree.infoset_party]
        self.belief = np.zeros(tree.size)
        self.belief[tree.owner >= 0] = beliefs(tree, draw, log_strategy=log_strategy)[0]
        self.child = np.flatnonzero((tree.parent >= 0) & (tree.owner[np.maximum(tree.parent, 0)] >= 0))
        self.up = tree.parent[self.child].astype(np.int64)
        self.into = into_action(tree, self.child)
        drawn = np.flatnonzero((tree.parent >= 0) & (tree.owner[np.maximum(tree.parent, 0)] == CHANCE))
        # The share of each node in its parent's worth, and worths, by each party's own odds.
        self.share = np.ones((len(tree.parties), tree.size))
        self.share[:, self.child] = self.strategy[self.into]
        self.share[:, drawn] = draw.chance[0, tree.chance_slot[drawn], :-1].T
        self.worth = np.zeros((len(tree.parties), tree.size))
        ends = tree.children == 0
        middle = draw.payoffs[0].mean(axis=0)
        self.worth[:, ends] = (draw.payoffs[0] - middle)[tree.payoff_row[ends]].T
        for nodes in reversed(depths[1:]):
            begin = self._families(nodes)
            self.worth[:, tree.parent[nodes[begin]]] = np.add.reduceat(
                self.share[:, nodes] * self.worth[:, nodes], begin, axis=1
            )
        self.mover = tree.owner[self.up]
        self.own = self.worth[self.mover, self.child]
        self.set = np.repeat(np.arange(tree.infosets), np.diff(tree.infoset_start))

    def _families(self, nodes: Index) -> Index:
        up = self.tree.parent[nodes]
        return np.flatnonzero(np.concatenate(([True], up[1:] != up[:-1])))

    def residual(self, moves: Floats, asked: Floats) -> float:
        """Largest |asked + J' moves - moves| over the largest |moves|; J the derivative of all answers [A] at once.

        Probabilities of a set sum to one, so adjoints count up to multiples of its strategy.
        """
        tree, size = self.tree, self.tree.size
        moves = self._tangential(moves)
        largest = float(np.abs(moves).max(initial=0.0))
        if largest == 0.0:
            return 0.0 if not self._tangential(asked).any() else np.inf
        # Divided by the largest, so that targets next to impossible are looked at as closely as others.
        moves, asked = moves / largest, asked / largest
        worth = self.precision[self.set] * moves
        owed = self._owed_to_worths(worth)
        felt = np.bincount(self.up, worth[self.into] * self.own, minlength=size)
        decision = np.flatnonzero(tree.owner >= 0)
        sets = tree.infoset[decision]
        mean = np.bincount(sets, (self.belief * felt)[decision], minlength=tree.infosets)
        reach = np.zeros(size)
        reach[decision] = self.belief[decision] * (felt[decision] - mean[sets])
        for nodes in reversed(self.depths[1:]):
            begin = self._families(nodes)
            reach[tree.parent[nodes[begin]]] += np.add.reduceat(reach[nodes], begin)
        owed = owed + np.bincount(self.into, reach[self.child], minlength=len(moves))
        return float(np.abs(self._tangential(asked + owed) - moves).max())

    def _tangential(self, adjoint: Floats) -> Floats:
        sums = np.bincount(self.set, adjoint, minlength=self.tree.infosets)
        return adjoint - self.strategy * sums[self.set]

    def _owed_to_worths(self, worth: Floats) -> Floats:
        """[A] what conditional payoffs [A] owe to strategies through the worths of nodes."""
        tree = self.tree
        owed = np.zeros(len(self.child))
        for p in range(len(tree.parties)):
            adjoint = np.zeros(tree.size)
            mine = self.mover == p
            adjoint[self.child[mine]] = self.belief[self.up[mine]] * worth[self.into[mine]]
            for nodes in self.depths[1:]:
                adjoint[nodes] += self.share[p, nodes] * adjoint[tree.parent[nodes]]
            owed += adjoint[self.up] * self.worth[p, self.child]
        return np.bincount(self.into, self.strategy[self.into] * owed, minlength=len(worth))
