"""The certificate of an answer: plain loops from the definition, sharing nothing with the solver's kernels.

For party i at information set h, Q(h, a) is i's conditional expected payoff of action a under everybody's
strategies and i's own odds. The residual is the largest |log-odds - precision x difference in Q|. At an exact logit
response among k options the regret (best Q minus mean Q) is at most W((k - 1) / e) / precision, Lambert's W.

The loops go over the tree's own arrays, one draw after another, so that a draw's bits do not depend on its company.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.special import lambertw

from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve.profile import check_profile

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Certificate:
    """How far strategies are from a logit equilibrium."""

    residual: Floats
    """[B] largest |log-odds - precision x payoff difference|."""
    regret_ratio: Floats
    """[B] largest regret over its bound at that precision; 0 for parties of precision 0."""
    values: Floats
    """[B, P] expected payoff of each party by its own odds."""
    values_analyst: Floats
    """[B, P] the same by the analyst's odds."""


def certify(tree: Tree, draws: Draws, log_strategy: Floats) -> Certificate:
    """Check log strategies [B, A] from the definition; NaN where they hold NaN or leave a set without beliefs.

    Raises `GameError` on wrong shapes.
    """
    check_profile(tree, draws, log_strategy, None)
    b, parties = draws.size, len(tree.parties)
    out = Certificate(np.empty(b), np.empty(b), np.empty((b, parties)), np.empty((b, parties)))
    widths = np.arange(int(np.diff(tree.infoset_start).max(initial=1)) + 1)
    # With one option or none there is nothing to regret.
    bound = np.where(widths > 1, lambertw((widths - 1) / math.e).real, np.inf)
    _certify(
        tree.owner, tree.first_child, tree.children, tree.infoset, tree.chance_slot, tree.payoff_row,
        tree.infoset_party, tree.infoset_start, draws.payoffs, draws.chance, draws.precision, log_strategy, bound,
        out.residual, out.regret_ratio, out.values, out.values_analyst,
    )  # fmt: skip
    return out


@njit(nogil=True, cache=True, error_model="numpy")
def _certify(
    owner, first_child, children, infoset, chance_slot, payoff_row, infoset_party, start, payoffs, chance,
    precision, log_strategy, bound, residual, regret_ratio, values, values_analyst,
):  # fmt: skip  # pragma: no cover
    nodes, parties, slots, sets = len(owner), payoffs.shape[2], chance.shape[1], len(infoset_party)
    actions = log_strategy.shape[1]
    weight, worth = np.zeros((nodes, parties)), np.zeros((nodes, parties))
    log_chance = np.empty((slots, parties))
    strategy, q = np.empty(actions), np.empty(actions)
    highest, total = np.empty(sets), np.empty(sets)
    reach = np.ones(nodes)
    centre = np.empty(parties)
    for b in range(len(residual)):
        logs = log_strategy[b]
        broken = False
        for a in range(actions):
            broken = broken or np.isnan(logs[a])
            strategy[a] = np.exp(logs[a])
            q[a] = 0.0
        for s in range(slots):
            for p in range(parties):
                log_chance[s, p] = np.log(chance[b, s, p])
        # Equal numbers taken off every ending change no difference and save digits.
        for p in range(parties):
            centre[p] = 0.0
            for r in range(payoffs.shape[1]):
                centre[p] += payoffs[b, r, p] / payoffs.shape[1]
            values_analyst[b, p] = centre[p]
        for h in range(sets):
            highest[h] = -np.inf
            total[h] = 0.0
        # Down the tree: log of the chance that each party gives to reaching a node, and the likeliest node of a set.
        for n in range(nodes):
            first, own, count = first_child[n], owner[n], children[n]
            if own >= 0:
                highest[infoset[n]] = max(highest[infoset[n]], weight[n, own])
                begin = start[infoset[n]]
                for k in range(count):
                    reach[first + k] = reach[n] * strategy[begin + k]
                    if children[first + k] > 0:
                        step = logs[begin + k]
                        for p in range(parties):
                            weight[first + k, p] = weight[n, p] + step
            else:
                for k in range(count):
                    reach[first + k] = reach[n] * chance[b, chance_slot[first + k], parties]
                    if children[first + k] > 0:
                        for p in range(parties):
                            weight[first + k, p] = weight[n, p] + log_chance[chance_slot[first + k], p]
        # Up the tree: worth of each node, and its owner's belief times what each action leads to.
        for n in range(nodes - 1, -1, -1):
            first, own, count = first_child[n], owner[n], children[n]
            if count == 0:
                for p in range(parties):
                    worth[n, p] = payoffs[b, payoff_row[n], p] - centre[p]
                    values_analyst[b, p] += reach[n] * worth[n, p]
            elif own < 0:
                for p in range(parties):
                    value = 0.0
                    for k in range(count):
                        value += chance[b, chance_slot[first + k], p] * worth[first + k, p]
                    worth[n, p] = value
            else:
                begin = start[infoset[n]]
                for p in range(parties):
                    worth[n, p] = 0.0
                for k in range(count):
                    share = strategy[begin + k]
                    for p in range(parties):
                        worth[n, p] += share * worth[first + k, p]
                lower = weight[n, own] - highest[infoset[n]]
                belief = 1.0 if lower == 0.0 else np.exp(lower)
                total[infoset[n]] += belief
                for k in range(count):
                    q[begin + k] += belief * worth[first + k, own]
        # At every set: how far the log-odds are from the logit response, and what a better action would gain.
        residual[b] = 0.0
        regret_ratio[b] = 0.0
        for h in range(sets):
            begin, stop, lam = start[h], start[h + 1], precision[b, infoset_party[h]]
            best, low, high = -np.inf, 0.0, 0.0
            for a in range(begin, stop):
                q[a] /= total[h]
                best = max(best, q[a])
                gap = logs[a] - logs[begin] - lam * (q[a] - q[begin])
                broken = broken or np.isnan(gap)
                low, high = min(low, gap), max(high, gap)
            regret = 0.0
            for a in range(begin, stop):
                regret += strategy[a] * (best - q[a])
            residual[b] = max(residual[b], high - low)
            regret_ratio[b] = max(regret_ratio[b], regret * lam / bound[stop - begin])
        for p in range(parties):
            values[b, p] = np.nan if broken else worth[0, p] + centre[p]
        if broken:
            residual[b] = np.nan
            regret_ratio[b] = np.nan
            for p in range(parties):
                values_analyst[b, p] = np.nan
