"""Does an adjoint solve its equation? Plain numpy from the definition, sharing nothing with the kernels.

The answers' equations are taken as they stand, each set's payoffs as a function of all strategies at once; the
kernels solve another form of them, with values already updated.
"""

from __future__ import annotations

import numpy as np

from summitry.solve.frame import Frame
from summitry.solve.solution import Floats

_ROUNDING = 4e-16
_TINY = 1e-290


class Plain:
    """One draw at its answer, ready to check any number of adjoints."""

    def __init__(self, frame: Frame, payoffs: Floats, chance: Floats, precision: Floats, log_strategy: Floats) -> None:
        """[R, P], [C, P + 1], [P] and [A] of one draw."""
        tree = frame.tree
        self.frame, self.strategy = frame, np.exp(log_strategy)
        self.belief = frame.beliefs(log_strategy, chance)
        # The share of each node in its parent's worth, and worths, by each party's own odds.
        self.share = np.ones((len(tree.parties), tree.size))
        self.share[:, frame.child] = self.strategy[frame.into]
        self.share[:, frame.drawn] = chance[frame.slot, :-1].T
        self.worth = np.zeros((len(tree.parties), tree.size))
        self.worth[:, frame.ends] = (payoffs - payoffs.mean(axis=0))[tree.payoff_row[frame.ends]].T
        for p, worth in enumerate(self.worth):
            for nodes, _, begin, family in reversed(frame.levels):
                worth[family] = np.add.reduceat(self.share[p, nodes] * worth[nodes], begin)
        self.own = self.worth[frame.mover, frame.child]
        widths = np.diff(tree.infoset_start)
        self.precision = np.repeat(precision[tree.infoset_party], widths)
        self.widths = [(k, tree.infoset_start[:-1][widths == k]) for k in np.unique(widths).tolist()]

    def residual(self, moves: Floats, asked: Floats) -> float:
        """Largest |asked + J' moves - moves| over the largest |moves|; J the derivative of all answers [A] at once.

        Probabilities of a set sum to one, so adjoints count up to multiples of its strategy.
        """
        frame = self.frame
        tangential = self._tangential(moves)
        largest = float(np.abs(tangential).max(initial=0.0))
        if not largest > max(_ROUNDING * self._terms(moves), _TINY):
            # Nobody's choices matter to this target, unless it asks for more than rounding.
            nothing = max(_ROUNDING * self._terms(asked), _TINY)
            return 0.0 if np.all(np.abs(self._tangential(asked)) <= nothing) else np.inf
        # Divided by the largest, so that targets next to impossible are looked at as closely as others.
        worth = self.precision * tangential / largest
        moves, asked = moves / largest, asked / largest
        owed = self._owed_to_worths(worth)
        felt = np.bincount(frame.up, worth[frame.into] * self.own, minlength=frame.tree.size)
        nodes = frame.decision
        mean = np.bincount(frame.set, (self.belief * felt)[nodes], minlength=frame.tree.infosets)
        reach = np.zeros(frame.tree.size)
        reach[nodes] = self.belief[nodes] * (felt[nodes] - mean[frame.set])
        for nodes, _, begin, family in reversed(frame.levels):
            reach[family] += np.add.reduceat(reach[nodes], begin)
        owed = owed + np.bincount(frame.into, reach[frame.child], minlength=len(moves))
        return float(np.abs(self._tangential(asked + owed - moves)).max())

    def _tangential(self, adjoint: Floats) -> Floats:
        """Less the multiple of each set's strategy in it, pair by pair: near-certain choices keep their digits."""
        out = np.zeros_like(adjoint)
        for width, first in self.widths:
            at = first[:, None] + np.arange(width)
            strategy, given = self.strategy[at], adjoint[at]
            total = np.zeros_like(given)
            for k in range(1, width):
                turned = (np.arange(width) + k) % width
                total += strategy[:, turned] * given - strategy * given[:, turned]
            out[at] = total
        return out

    def _terms(self, adjoint: Floats) -> float:
        """Size of what cancels in `_tangential`."""
        return max(
            float((self.strategy[at] * np.abs(adjoint[at]).sum(axis=1, keepdims=True)).max(initial=0.0))
            for at in (first[:, None] + np.arange(width) for width, first in self.widths)
        )

    def _owed_to_worths(self, worth: Floats) -> Floats:
        """[A] what conditional payoffs [A] owe to strategies through the worths of nodes."""
        frame = self.frame
        owed = np.zeros(len(frame.child))
        for p in range(len(self.worth)):
            mine = np.flatnonzero(frame.mover == p)
            if not len(mine):
                continue
            adjoint = np.zeros(frame.tree.size)
            adjoint[frame.child[mine]] = self.belief[frame.up[mine]] * worth[frame.into[mine]]
            for nodes, above, _, _ in frame.levels:
                adjoint[nodes] += self.share[p, nodes] * adjoint[above]
            owed += adjoint[frame.up] * self.worth[p, frame.child]
        weighed = self.strategy[frame.into] * owed
        return np.asarray(np.bincount(frame.into, weighed, minlength=len(worth)), np.float64)
