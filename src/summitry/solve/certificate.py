"""The certificate of an answer: plain numpy from the definition, sharing nothing with the kernels.

For party i at information set h, Q(h, a) is i's conditional expected payoff of action a under everybody's
strategies and i's own odds. The residual is the largest |log-odds - precision x difference in Q|. At an exact logit
response among k options the regret (best Q minus mean Q) is at most W((k - 1) / e) / precision, Lambert's W.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import lambertw

from summitry.game.payoffs import Draws
from summitry.game.recall import levels
from summitry.game.tree import CHANCE, TERMINAL, Tree
from summitry.solve.profile import check_profile

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Certificate:
    """How far strategies are from a logit equilibrium."""

    residual: Floats
    """[B] largest |log-odds - precision x payoff difference|."""
    regret_ratio: Floats
    """[B] largest regret over its bound at that precision; 0 for parties of precision 0."""
    values: Floats
    """[B, P] expected payoff of each party by its own odds."""


class _Runs:
    """Neighbouring rows that belong together, sorted once by how many they are: `reduceat` row by row is slow."""

    def __init__(self, begin: Index, size: int) -> None:
        self.begin = begin
        self.counts: Index = np.diff(np.append(begin, size))
        widths: list[int] = np.unique(self.counts).tolist()
        self.same = widths[0] if len(widths) == 1 else 0
        """Rows of every run, 0 where runs differ."""
        members = [np.flatnonzero(self.counts == k) for k in widths]
        self.kinds = [(k, which, begin[which]) for k, which in zip(widths, members, strict=True)]

    def total(self, x: Floats) -> Floats:
        """Sum of each run's rows."""
        return self._reduce(np.add, x)

    def most(self, x: Floats) -> Floats:
        """Largest entries of each run."""
        return self._reduce(np.maximum, x)

    def least(self, x: Floats) -> Floats:
        """Smallest entries of each run."""
        return self._reduce(np.minimum, x)

    def spread(self, x: Floats) -> Floats:
        """One row per run, back to one per member."""
        return np.repeat(x, self.same or self.counts, axis=0)

    def _reduce(self, operation: np.ufunc, x: Floats) -> Floats:
        if self.same:
            apart = x.reshape(len(self.begin), self.same, -1)
            whole = apart[:, 0].copy()
            for i in range(1, self.same):
                operation(whole, apart[:, i], out=whole)
            return whole
        out = np.empty((len(self.begin), x.shape[1]))
        for width, which, first in self.kinds:
            some = x[first]
            for i in range(1, width):
                operation(some, x[first + i], out=some)
            out[which] = some
        return out


@dataclass(frozen=True, eq=False)
class _Level:
    """One depth of the tree; positions count nodes in order of depth."""

    first: int
    last: int
    parent: Index
    """Position of each node's parent."""
    chance: Index
    """Nodes (within the level) that chance leads to, and their slots."""
    slot: Index
    chosen: Index
    """Nodes (within the level) that a party leads to, and their actions."""
    action: Index
    inner: Index
    """Positions of the parents, one per family, and the families within the level."""
    families: _Runs


@dataclass(frozen=True, eq=False)
class Grid:
    """The levels of a tree, sorted once for any number of certificates."""

    levels: tuple[_Level, ...]
    nodes: Index
    """[N] node at each position."""
    ends: Index
    """Positions of the terminals."""
    odds_parent: Index
    """Chance history that each chance history extends (0 is the empty one), earlier ones first."""
    odds_slot: Index
    """Slot that it adds."""
    own: tuple[_Own, ...]
    """Per party, its decisions."""


@dataclass(frozen=True, eq=False)
class _Own:
    """One party's decision nodes, sorted by set, and their children, sorted by action."""

    nodes: Index
    """Positions of its decision nodes."""
    odds: Index
    """Chance history of each."""
    sets: _Runs
    """Sets in `nodes`."""
    child: Index
    """Positions of the children."""
    of: Index
    """Which of `nodes` each child belongs to."""
    groups: _Runs
    """Actions in `child`."""
    actions: Index
    """The actions, rising."""
    choices: _Runs
    """Sets in `actions`."""


def grid(tree: Tree) -> Grid:
    """Sort a tree by depth."""
    by_depth = levels(tree)
    nodes = np.concatenate(by_depth)
    position = np.empty(tree.size, np.int64)
    position[nodes] = np.arange(tree.size)
    up = np.maximum(tree.parent, 0)
    action = np.where(
        tree.owner[up] >= 0, tree.infoset_start[tree.infoset[up]] + np.arange(tree.size) - tree.first_child[up], -1
    )
    action[0] = -1
    found = []
    first = 0
    for level in by_depth:
        last = first + len(level)
        if first:
            parent = position[tree.parent[level]]
            begin = np.flatnonzero(np.concatenate(([True], parent[1:] != parent[:-1])))
            drawn = np.flatnonzero(tree.owner[tree.parent[level]] == CHANCE)
            chosen = np.flatnonzero(tree.owner[tree.parent[level]] >= 0)
            slots = tree.chance_slot[level[drawn]].astype(np.int64)
            families = _Runs(begin, len(level))
            found.append(
                _Level(first, last, parent, drawn, slots, chosen, action[level[chosen]], parent[begin], families)
            )
        first = last
    odds, odds_parent, odds_slot = _chance_histories(tree, by_depth)
    own = []
    for p in range(len(tree.parties)):
        mine = np.flatnonzero(tree.owner == p)
        mine = mine[np.argsort(tree.infoset[mine], kind="stable")]
        index = np.full(tree.size, -1, np.int64)
        index[mine] = np.arange(len(mine))
        child = np.flatnonzero((action >= 0) & (tree.owner[up] == p))
        child = child[np.argsort(action[child], kind="stable")]
        groups = _starts(action[child])
        actions = action[child][groups]
        of_set = np.searchsorted(tree.infoset_start, actions, side="right") - 1
        own.append(
            _Own(
                position[mine], odds[mine], _Runs(_starts(tree.infoset[mine]), len(mine)), position[child],
                index[tree.parent[child]], _Runs(groups, len(child)), actions, _Runs(_starts(of_set), len(actions)),
            )
        )  # fmt: skip
    ends = np.flatnonzero(tree.owner[nodes] == TERMINAL)
    return Grid(tuple(found), nodes, ends, odds_parent, odds_slot, tuple(own))


def _starts(sorted_names: npt.NDArray[np.signedinteger]) -> Index:
    """Where each run of equal entries begins."""
    if not len(sorted_names):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], sorted_names[1:] != sorted_names[:-1])))


def _chance_histories(tree: Tree, by_depth: list[Index]) -> tuple[Index, Index, Index]:
    """[N] number of each node's history of chance moves, and for each history the one it extends and the slot."""
    history = np.zeros(tree.size, np.int64)
    parent, slot = [np.zeros(1, np.int64)], [np.full(1, -1)]
    known = 1
    for level in by_depth[1:]:
        above = tree.parent[level]
        history[level] = history[above]
        drawn = level[tree.owner[above] == CHANCE]
        pairs = np.stack((history[drawn], tree.chance_slot[drawn]))
        new, inverse = np.unique(pairs, axis=1, return_inverse=True)
        history[drawn] = known + inverse.reshape(-1)
        known += new.shape[1]
        parent.append(new[0])
        slot.append(new[1])
    return history, np.concatenate(parent), np.concatenate(slot)


def certify(tree: Tree, draws: Draws, log_strategy: Floats, prepared: Grid | None = None) -> Certificate:
    """Check log strategies [B, A] from the definition, in chunks that bound the memory; NaN where they hold NaN.

    Raises `GameError` on wrong shapes.
    """
    check_profile(tree, draws, log_strategy, None)
    prepared = prepared or grid(tree)
    b, parties = draws.size, len(tree.parties)
    out = Certificate(np.zeros(b), np.zeros(b), np.zeros((b, parties)))
    if b == 1:
        # Numpy sums a lone column in another order, and a draw's bits must not depend on its company.
        twice = np.zeros(2, np.int64)
        pair = Draws(draws.payoffs[twice], draws.chance[twice], draws.precision[twice])
        both = certify(tree, pair, log_strategy[twice], prepared)
        return Certificate(both.residual[:1], both.regret_ratio[:1], both.values[:1])
    wide = int(np.clip(960_000 // tree.size, 8, 64))
    first = 0
    while first < b:
        last = b if b - first <= wide + 1 else first + wide
        _certify(tree, prepared, draws, log_strategy, slice(first, last), out)
        first = last
    return out


def _certify(
    tree: Tree, prepared: Grid, draws: Draws, log_strategy: Floats, part: slice, out: Certificate
) -> None:  # fmt: skip
    logs = np.ascontiguousarray(log_strategy[part].T)
    strategy = np.exp(logs)
    lanes = logs.shape[1]
    choices = _log_choices(tree, prepared, logs, lanes)
    rows = tree.payoff_row[prepared.nodes[prepared.ends]]
    chosen = [strategy[level.action] for level in prepared.levels]
    worth = np.empty((tree.size, lanes))
    for p in range(len(tree.parties)):
        chance = np.ascontiguousarray(draws.chance[part, :, p].T)
        payoffs = np.ascontiguousarray(draws.payoffs[part, :, p].T)
        # Equal numbers taken off every ending change no difference and save digits.
        centre = payoffs.mean(axis=0)
        worth[prepared.ends] = (payoffs - centre)[rows]
        for level, by_choice in zip(reversed(prepared.levels), reversed(chosen), strict=True):
            weights = worth[level.first : level.last] * _weights(level, by_choice, chance, lanes)
            worth[level.inner] = level.families.total(weights)
        out.values[part, p] = worth[0] + centre
        own = prepared.own[p]
        if not len(own.nodes):
            continue
        q = worth[own.child]
        q *= _beliefs(prepared, own, choices, chance)[own.of]
        q = own.groups.total(q)
        _compare(q, own, logs[own.actions], strategy[own.actions], draws.precision[part, p], part, out)


def _weights(level: _Level, chosen: Floats, chance: Floats, lanes: int) -> Floats:
    if not len(level.chance):
        return chosen
    weights = np.empty((level.last - level.first, lanes))
    weights[level.chosen] = chosen
    weights[level.chance] = chance[level.slot]
    return weights


def _log_choices(tree: Tree, prepared: Grid, logs: Floats, lanes: int) -> Floats:
    """[N, b] log of the product of all parties' choices on the path to each position."""
    total = np.zeros((tree.size, lanes))
    for level in prepared.levels:
        part = total[level.parent]
        if len(level.chance):
            part[level.chosen] += logs[level.action]
        else:
            part += logs[level.action]
        total[level.first : level.last] = part
    return total


def _beliefs(prepared: Grid, own: _Own, choices: Floats, chance: Floats) -> Floats:
    """Weight of each of the party's nodes within its set, by its own odds; relative logs, so nothing underflows."""
    odds = np.zeros((len(prepared.odds_slot), chance.shape[1]))
    for k in range(1, len(odds)):
        odds[k] = odds[prepared.odds_parent[k]] + np.log(chance[prepared.odds_slot[k]])
    weights = choices[own.nodes]
    weights += odds[own.odds]
    weights -= own.sets.spread(own.sets.most(weights))
    np.exp(weights, out=weights)
    weights /= own.sets.spread(own.sets.total(weights))
    return weights


def _compare(
    q: Floats, own: _Own, logs: Floats, strategy: Floats, precision: Floats, part: slice, out: Certificate
) -> None:
    """Residual and regret of one party's sets from its conditional payoffs, strategies by its sorted actions."""
    runs = own.choices
    begin, count = runs.begin, runs.counts
    # Log-odds and payoff differences over all pairs of a set at once: the spread of log-probability less payoff.
    gap = logs - runs.spread(logs[begin]) - precision * (q - runs.spread(q[begin]))
    spread = runs.most(gap) - runs.least(gap)
    out.residual[part] = np.maximum(out.residual[part], spread.max(axis=0))
    regret = runs.total(strategy * (runs.spread(runs.most(q)) - q))
    bound = np.where(count > 1, lambertw((count - 1) / np.e).real, np.inf)
    ratio = (regret * precision / bound[:, None]).max(axis=0)
    out.regret_ratio[part] = np.maximum(out.regret_ratio[part], ratio)
