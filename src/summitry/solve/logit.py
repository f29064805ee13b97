"""The simultaneous logit response of one draw, with its exact derivative.

Unknown: x [A - H], at every information set the log of each action's probability over that of the first action.
The response to x is u g(x) with g the payoff differences to the first action, Q(h, a) - Q(h, 0), times the share of
its party in the precision. Reach enters as differences of logs, so nothing underflows however high the precision is.

The derivative of Q has two parts: beliefs (choices above a node move its weight in its set) and continuation (choices
below an action move its worth). Both are collected by walking up from every decision node: time N x depth, not N x A.
McKelvey and Palfrey (1998), doi:10.1023/A:1009905800005.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game.ancestors import levels
from summitry.game.payoffs import Draws
from summitry.game.recall import check_recall
from summitry.game.tree import Tree
from summitry.solve.lanes import entry
from summitry.solve.scaling import scaling

Floats = npt.NDArray[np.float64]


class Response:
    """One draw of one tree, payoffs scaled to a range of one for each party; flat actions stand in the tree's order."""

    def __init__(self, tree: Tree, draws: Draws, number: int = 0) -> None:
        """Take draw `number`; raises `GameError` where numbers do not fit the tree or a party forgets."""
        draws.check(tree)
        check_recall(tree)
        payoffs = draws.payoffs[number]
        self.span, centre, scale = scaling(payoffs)
        """[P] range of each party's payoffs."""
        relative = draws.precision[number] * self.span
        self.top = float(relative.max(initial=0.0))
        """The draw's own precision in units of a payoff range: the largest over parties."""
        self.share: Floats = relative / self.top if self.top > 0 else np.zeros(len(relative))
        """[P] precision of each party over the largest; u counts the largest."""
        self.unit = float(draws.precision[number].max() / self.top) if self.top > 0 else 1.0
        """Largest precision in payoff units at u = 1."""
        self._worth = np.ascontiguousarray((payoffs - centre) * scale)
        self.tree = tree
        parties = len(tree.parties)
        odds = draws.chance[number, :, :parties]
        self._edge = np.ones((tree.size, parties))
        drawn = tree.chance_slot >= 0
        self._edge[drawn] = odds[tree.chance_slot[drawn]]
        self._history = np.zeros((tree.size, parties))
        for nodes in levels(tree.parent)[1:]:
            self._history[nodes] = self._history[tree.parent[nodes]] + np.log(self._edge[nodes])
        decision = np.flatnonzero(tree.owner >= 0)
        self._member = decision[np.argsort(tree.infoset[decision], kind="stable")]
        self._first = np.searchsorted(tree.infoset[self._member], np.arange(tree.infosets + 1))
        self.widths = np.diff(tree.infoset_start).astype(np.int64)
        """[H] number of actions of each set."""
        self.free = tree.actions - tree.infosets
        """Number of unknowns."""
        base = np.zeros(tree.actions, bool)
        base[tree.infoset_start[:-1]] = True
        self._base = base
        self.factor = np.repeat(self.share[tree.infoset_party], self.widths)[~base]
        """[A - H] share in the precision of the party that each unknown belongs to."""
        self.parts = np.repeat(np.arange(tree.infosets), self.widths - 1)
        """[A - H] information set of each unknown."""

    def log_strategy(self, x: Floats) -> Floats:
        """[A] log probabilities of log-odds x [A - H]."""
        full = np.zeros(self.tree.actions)
        full[~self._base] = x
        begin = self.tree.infoset_start[:-1]
        full -= np.repeat(np.maximum.reduceat(full, begin), self.widths)
        full -= np.repeat(np.log(np.add.reduceat(np.exp(full), begin)), self.widths)
        return full

    def log_odds(self, log_strategy: Floats) -> Floats:
        """[A - H] log-odds of log probabilities [A]."""
        first = np.repeat(log_strategy[self.tree.infoset_start[:-1]], self.widths)
        return np.asarray((log_strategy - first)[~self._base])

    def payoffs(self, x: Floats) -> Floats:
        """[A] conditional expected payoffs, centred and in units of the party's range."""
        return self._run(x, derive=False)[0]

    def differences(self, x: Floats) -> tuple[Floats, Floats]:
        """Payoff differences g [A - H] and its derivative [A - H, A - H] at x."""
        q, slope = self._run(x, derive=True)
        first = self.tree.infoset_start[:-1]
        g = (q - np.repeat(q[first], self.widths))[~self._base] * self.factor
        free = ~self._base
        rise = slope[free] - np.repeat(slope[first], self.widths - 1, axis=0)
        rise *= self.factor[:, None]
        return g, rise

    def regret(self, x: Floats) -> float:
        """Largest regret over all sets, in units of the party's range, at the strategies of x."""
        q = self.payoffs(x)
        begin = self.tree.infoset_start[:-1]
        best = np.repeat(np.maximum.reduceat(q, begin), self.widths)
        return float(np.add.reduceat(np.exp(self.log_strategy(x)) * (best - q), begin).max(initial=0.0))

    def _run(self, x: Floats, *, derive: bool) -> tuple[Floats, Floats]:
        t = self.tree
        q = np.zeros(t.actions)
        slope = np.zeros((t.actions, self.free) if derive else (1, 1))
        _evaluate(
            t.parent, t.first_child, t.children, t.owner, t.infoset, t.infoset_start, t.infoset_party, t.payoff_row,
            self._worth, self._edge, self._history, self._first, self._member, self.log_strategy(x), derive, q, slope,
        )  # fmt: skip
        return q, slope


@entry
def _evaluate(
    parent, first_child, children, owner, infoset, start, party, row, worth, edge, history, first, member, logs, derive,
    q, slope,
):  # fmt: skip  # pragma: no cover
    """Conditional payoffs q [A] and, if asked, their derivative slope [A, A - H] by the free log-odds."""
    size, parties = edge.shape
    sigma = np.exp(logs)
    reach = np.zeros(size)
    for n in range(1, size):
        up = parent[n]
        reach[n] = reach[up]
        if owner[up] >= 0:
            reach[n] += logs[start[infoset[up]] + n - first_child[up]]
    value = np.zeros((size, parties))
    for n in range(size - 1, -1, -1):
        if row[n] >= 0:
            value[n] = worth[row[n]]
            continue
        for k in range(children[n]):
            below = first_child[n] + k
            weight = sigma[start[infoset[n]] + k] if owner[n] >= 0 else 1.0
            for p in range(parties):
                value[n, p] += weight * edge[below, p] * value[below, p]
    belief = np.zeros(size)
    for h in range(len(party)):
        i = party[h]
        top = -np.inf
        for m in range(first[h], first[h + 1]):
            n = member[m]
            top = max(top, reach[n] + history[n, i])
        total = 0.0
        for m in range(first[h], first[h + 1]):
            n = member[m]
            belief[n] = np.exp(reach[n] + history[n, i] - top)
            total += belief[n]
        for m in range(first[h], first[h + 1]):
            n = member[m]
            belief[n] /= total
            for a in range(children[n]):
                q[start[h] + a] += belief[n] * value[first_child[n] + a, i]
    if not derive:
        return
    along = np.empty(parties)
    for m in range(len(member)):
        n = member[m]
        h = infoset[n]
        i = party[h]
        k = children[n]
        alone = first[h + 1] - first[h] == 1
        along[:] = 1.0
        below = n
        up = parent[n]
        while up >= 0:
            if owner[up] < 0:
                for p in range(parties):
                    along[p] *= edge[below, p]
            else:
                other = infoset[up]
                j = party[other]
                action = start[other] + below - first_child[up]
                # What the choice at n does to the worth of the action above it.
                weight = belief[up] * along[j]
                at = start[h] - h - 1
                for a in range(1, k):
                    gain = value[first_child[n] + a, j] - value[n, j]
                    slope[action, at + a] += weight * sigma[start[h] + a] * gain
                # What the choice above n does to the weight of n in its set.
                if not alone:
                    at = start[other] - other - 1
                    for a in range(k):
                        pull = belief[n] * (value[first_child[n] + a, i] - q[start[h] + a])
                        for b in range(1, start[other + 1] - start[other]):
                            move = -sigma[start[other] + b]
                            if start[other] + b == action:
                                move += 1.0
                            slope[start[h] + a, at + b] += pull * move
                for p in range(parties):
                    along[p] *= sigma[action]
            below = up
            up = parent[up]
