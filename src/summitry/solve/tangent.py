"""One linearised sweep of one draw, forwards and transposed: products with the exact derivative, no matrix.

Unknowns are the derivatives d[a] of the log-probabilities of all actions of the sets that beliefs depend on. With V
worths by the mover's own odds, b beliefs, r the derivative of a node's log reach and s the strategy, a set answers

    d[a] = precision (dQ[a] - sum of s dQ),   dQ[a] = sum over nodes of b ((r - mean of r) V(child a) + dV(child a)),

worked out from the last sets upwards, so that dV holds what lies below as already updated (Gauss-Seidel). Where
sets lie above and below one another every set is an unknown, and dV comes from the unknowns. All is kept relative:
beliefs come from logs, and reach itself never appears, so nothing underflows far off the path.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from summitry.solve.lanes import entry, kernel
from summitry.solve.solution import Floats
from summitry.solve.web import Web


class Point(NamedTuple):
    """The numbers of one draw at its answer."""

    strategy: Floats
    """[A]"""
    belief: Floats
    """[N] of each decision node within its set, by its mover's own odds."""
    worth: Floats
    """[N, P] expected payoff from each node on, by each party's own odds, less the middle of its payoffs."""
    payoff: Floats
    """[A] conditional expected payoff of the mover."""
    gap: Floats
    """[A] logit response less log-probability; nought at an exact answer."""
    precision: Floats
    """[P]"""
    chance: Floats
    """[C, P + 1]"""


class Space(NamedTuple):
    """Working space of the products for one tree."""

    full: Floats
    """[A] unknowns, and noughts for all other actions."""
    out: Floats
    """[A]"""
    along: Floats
    """[N] log reach forwards, its adjoint backwards."""
    worth: Floats
    """[N, P] worths' derivative forwards."""
    adjoint: Floats
    """[N, P] the same backwards."""
    fresh: Floats
    """[widest set]"""


def space(w: Web, parties: int) -> Space:
    """Working space; not shared by threads."""
    nodes, actions = len(w.owner), int(w.start[-1])
    return Space(
        np.zeros(actions), np.zeros(actions), np.zeros(nodes), np.zeros((nodes, parties)), np.zeros((nodes, parties)),
        np.zeros(int(np.diff(w.start).max(initial=1))),
    )  # fmt: skip


def point(w: Web, payoffs: Floats, chance: Floats, precision: Floats, log_strategy: Floats) -> Point:
    """One draw ([R, P], [C, P + 1], [P]) at log-probabilities [A]."""
    nodes, actions = len(w.owner), len(log_strategy)
    centred = np.ascontiguousarray(payoffs - 0.5 * (payoffs.min(axis=0) + payoffs.max(axis=0)))
    made = Point(
        np.exp(log_strategy), np.zeros(nodes), np.zeros((nodes, len(precision))), np.zeros(actions),
        np.zeros(actions), np.ascontiguousarray(precision), np.ascontiguousarray(chance),
    )  # fmt: skip
    _prepare(w, made, centred, np.ascontiguousarray(log_strategy))
    return made


@entry
def _prepare(w, pt, payoffs, logs):  # pragma: no cover
    nodes, parties = pt.worth.shape
    reach = np.zeros((nodes, parties))
    for n in range(1, nodes):
        up = w.parent[n]
        for p in range(parties):
            step = logs[w.into[n]] if w.into[n] >= 0 else np.log(pt.chance[w.slot[n], p])
            reach[n, p] = reach[up, p] + step
    for n in range(nodes - 1, -1, -1):
        for p in range(parties):
            value = payoffs[w.row[n], p] if w.children[n] == 0 else 0.0
            for c in range(w.first[n], w.first[n] + w.children[n]):
                share = pt.strategy[w.into[c]] if w.into[c] >= 0 else pt.chance[w.slot[c], p]
                value += share * pt.worth[c, p]
            pt.worth[n, p] = value
    for h in range(len(w.party)):
        i, first, k = w.party[h], w.start[h], w.start[h + 1] - w.start[h]
        members = w.member[w.member_start[h] : w.member_start[h + 1]]
        top, total = -np.inf, 0.0
        for n in members:
            top = max(top, reach[n, i])
        for n in members:
            pt.belief[n] = np.exp(reach[n, i] - top)
            total += pt.belief[n]
        for n in members:
            pt.belief[n] /= total
            for a in range(k):
                pt.payoff[first + a] += pt.belief[n] * pt.worth[w.first[n] + a, i]
        most, total = -np.inf, 0.0
        for a in range(first, first + k):
            most = max(most, pt.precision[i] * pt.payoff[a])
        for a in range(first, first + k):
            total += np.exp(pt.precision[i] * pt.payoff[a] - most)
        for a in range(first, first + k):
            pt.gap[a] = pt.precision[i] * pt.payoff[a] - most - np.log(total) - logs[a]


@entry
def product(w, pt, sp, v, extra, whole):  # pragma: no cover
    """Write into `sp.out` [A] the answers of all sets to unknowns v [F], plus `extra` [A].

    If not `whole`, only sets that stir are answered, and `extra` must be nought elsewhere.
    """
    full, felt, into, parent, children, along = sp.full, w.felt, w.into, w.parent, w.children, sp.along
    for j in range(len(felt)):
        full[felt[j]] = v[j]
    along[0] = 0.0
    for n in range(1, len(parent)):
        if children[n] > 0:
            along[n] = along[parent[n]] + (full[into[n]] if into[n] >= 0 else 0.0)
    if w.cyclic:
        _settle_all(w.owner, w.first, children, into, w.slot, pt.strategy, pt.chance, pt.worth, full, sp.worth)
    _answer(
        w.units if whole else w.stirred, len(w.party), w.cyclic, w.member, w.member_start, w.first, children, w.slot,
        w.party, w.start, pt.strategy, pt.belief, pt.worth, pt.precision, pt.chance, along, sp.worth, extra, sp.out,
        sp.fresh,
    )  # fmt: skip


@kernel
def _settle_all(owner, first, children, into, slot, strategy, chance, value, moves, worth):  # pragma: no cover
    """Derivative of all nodes' worths from that of the strategies."""
    parties = worth.shape[1]
    for n in range(len(owner) - 1, -1, -1):
        if children[n] == 0:
            continue
        for p in range(parties):
            total = 0.0
            for c in range(first[n], first[n] + children[n]):
                a = into[c]
                if a >= 0:
                    total += strategy[a] * (moves[a] * value[c, p] + worth[c, p])
                else:
                    total += chance[slot[c], p] * worth[c, p]
            worth[n, p] = total


@kernel
def _answer(
    units, sets, cyclic, member, member_start, first, children, slot, party, start, strategy, belief, value,
    precision, chance, along, worth, extra, out, fresh,
):  # fmt: skip  # pragma: no cover
    """Derivative of the sets' responses, last to first, and of the worths above them."""
    parties = worth.shape[1]
    for u in range((sets if cyclic else len(units)) - 1, -1, -1):
        h = u if cyclic else units[u]
        if h < 0:
            n = -1 - h
            c0, k = first[n], children[n]
            for p in range(parties):
                total = 0.0
                for c in range(c0, c0 + k):
                    total += chance[slot[c], p] * worth[c, p]
                worth[n, p] = total
            continue
        i, a0, k = party[h], start[h], start[h + 1] - start[h]
        low, high = member_start[h], member_start[h + 1]
        mean = 0.0
        for m in range(low, high):
            mean += belief[member[m]] * along[member[m]]
        for a in range(a0, a0 + k):
            out[a] = 0.0
        for m in range(low, high):
            n = member[m]
            c, b = first[n], belief[n]
            shift = along[n] - mean
            for a in range(k):
                out[a0 + a] += b * (shift * value[c + a, i] + worth[c + a, i])
        for a in range(a0, a0 + k):
            # Pair by pair, so that near-certain choices keep their digits.
            total = 0.0
            for other in range(a0, a0 + k):
                total += strategy[other] * (out[a] - out[other])
            fresh[a - a0] = precision[i] * total + extra[a]
        for a in range(k):
            out[a0 + a] = fresh[a]
        if cyclic:
            continue
        for m in range(low, high):
            n = member[m]
            c = first[n]
            for p in range(parties):
                total = 0.0
                for a in range(k):
                    total += strategy[a0 + a] * (out[a0 + a] * value[c + a, p] + worth[c + a, p])
                worth[n, p] = total


@entry
def transposed(w, pt, sp, moves, whole):  # pragma: no cover
    """Write into `sp.out` [A] the adjoint of the unknowns from that of the answers.

    `moves` [A] comes with what is asked of the answers from outside; in it is left what is asked of them in all.
    If not `whole`, only sets that stir are looked at, and nothing may be asked of others.
    """
    adjoint, along, out = sp.adjoint, sp.along, sp.out
    into, parent, children = w.into, w.parent, w.children
    for p in range(adjoint.shape[1]):
        adjoint[0, p] = 0.0
    for a in range(len(out)):
        out[a] = 0.0
    if w.cyclic:
        # All that sets ask of worths is known before any worth is passed on.
        adjoint[:] = 0.0
    for n in range(len(parent)):
        along[n] = 0.0
    _ask(
        w.units if whole else w.stirred, len(w.party), w.cyclic, w.member, w.member_start, w.first, children, w.slot,
        w.party, w.start, pt.strategy, pt.belief, pt.worth, pt.precision, pt.chance, along, adjoint, moves, sp.fresh,
    )  # fmt: skip
    if w.cyclic:
        _pass_on(w.first, children, into, w.slot, pt.strategy, pt.chance, pt.worth, adjoint, out)
    for n in range(len(parent) - 1, 0, -1):
        if children[n] > 0:
            along[parent[n]] += along[n]
            if into[n] >= 0:
                out[into[n]] += along[n]


@kernel
def _pass_on(first, children, into, slot, strategy, chance, value, adjoint, out):  # pragma: no cover
    """Adjoint of `_settle_all`."""
    for n in range(len(first)):
        for c in range(first[n], first[n] + children[n]):
            a = into[c]
            owed = 0.0
            for p in range(adjoint.shape[1]):
                owed += adjoint[n, p] * value[c, p]
                adjoint[c, p] += adjoint[n, p] * (strategy[a] if a >= 0 else chance[slot[c], p])
            if a >= 0:
                out[a] += strategy[a] * owed


@kernel
def _ask(
    units, sets, cyclic, member, member_start, first, children, slot, party, start, strategy, belief, value,
    precision, chance, along, adjoint, moves, fresh,
):  # fmt: skip  # pragma: no cover
    """Adjoint of `_answer`: what sets ask of worths and of reach, first to last."""
    parties = adjoint.shape[1]
    for u in range(sets if cyclic else len(units)):
        h = u if cyclic else units[u]
        if h < 0:
            n = -1 - h
            for c in range(first[n], first[n] + children[n]):
                for p in range(parties):
                    adjoint[c, p] = adjoint[n, p] * chance[slot[c], p]
            continue
        i, a0, k = party[h], start[h], start[h + 1] - start[h]
        low, high = member_start[h], member_start[h + 1]
        if not cyclic:
            for m in range(low, high):
                n = member[m]
                c = first[n]
                for a in range(k):
                    s = strategy[a0 + a]
                    owed = 0.0
                    for p in range(parties):
                        owed += adjoint[n, p] * value[c + a, p]
                        adjoint[c + a, p] = adjoint[n, p] * s
                    moves[a0 + a] += s * owed
        for a in range(a0, a0 + k):
            total = 0.0
            for other in range(a0, a0 + k):
                total += strategy[other] * moves[a] - strategy[a] * moves[other]
            fresh[a - a0] = precision[i] * total
        mean = 0.0
        for m in range(low, high):
            n = member[m]
            c, b = first[n], belief[n]
            owed = 0.0
            for a in range(k):
                adjoint[c + a, i] += b * fresh[a]
                owed += fresh[a] * value[c + a, i]
            along[n] = owed
            mean += b * owed
        for m in range(low, high):
            n = member[m]
            along[n] = belief[n] * (along[n] - mean)
