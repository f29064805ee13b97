"""One point of one draw, in logs, and the exact derivative of its responses along eight directions at once.

For Newton's method. Unknowns are the log-odds that count. Here, unlike in `sweep`, what lies above a set is worked out
from the *unknowns* of that set and not from its response: compositions of responses have derivatives of the order of
the precision squared, and matrices of them are badly conditioned. Sets that do not count are answered from below.

Reach is kept in logs, so beliefs far off the path are exact at any precision.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from summitry.solve.lanes import (
    add,
    address,
    aligned,
    fill,
    fused,
    kernel,
    load,
    multiply,
    peek,
    peek_float,
    store,
    subtract,
)
from summitry.solve.plan import Plan

Floats = npt.NDArray[np.float64]


class Tape(NamedTuple):
    """What is known of the point."""

    logs: Floats
    """[K P] log of each party's own odds of each class of chance moves."""
    precision: Floats
    """[P]"""
    base: Floats
    """[U P] worth of the bases, by own odds."""
    worth: Floats
    """[(S + X) P] worth of decision nodes (rows are used again) and sums."""
    edge: Floats
    """[E P] worth of each edge."""
    reach: Floats
    """[D] log of the product of all parties' choices on the path."""
    share: Floats
    """[D] belief in each node within its set, by the mover's own odds, over those odds."""
    belief: Floats
    """[D]"""
    log_chosen: Floats
    """[A]"""
    chosen: Floats
    """[A]"""
    payoff: Floats
    """[A] conditional expected payoff of each action to the mover."""
    odds: Floats
    """[A - H] responses."""


class Slope(NamedTuple):
    """Derivatives of some of it; the second axis is the direction."""

    precision: Floats
    """[P]"""
    worth: Floats
    """[(S + X) P]"""
    reach: Floats
    """[D]"""
    chosen: Floats
    """[A] of the logarithm."""
    payoff: Floats
    """[widest]"""


def tape(plan: Plan, payoffs: Floats, chance: Floats, centre: Floats, scale: Floats) -> Tape:
    """Working space with the numbers of one draw ([R, P] payoffs, [C, P + 1] chances) in it."""
    w, parties = plan.wiring, plan.wiring.parties
    logs = np.zeros((len(w.class_slot), parties))
    for k in range(1, len(logs)):
        logs[k] = logs[w.class_parent[k]] + np.log(chance[w.class_slot[k], :parties])
    base = np.zeros((len(w.term_start) - 1, parties))
    terms = np.exp(logs[w.term_class]) * ((payoffs[w.term_row] - centre) * scale)
    np.add.at(base, np.repeat(np.arange(len(base)), np.diff(w.term_start)), terms)
    nodes, actions = len(w.above), plan.tree.actions
    return Tape(
        logs.reshape(-1),
        np.zeros(parties),
        base.reshape(-1),
        np.zeros((w.seats + len(w.sum_base)) * parties),
        np.zeros(len(w.source) * parties),
        np.zeros(nodes),
        np.zeros(nodes),
        np.zeros(nodes),
        np.zeros(actions),
        np.zeros(actions),
        np.zeros(actions),
        np.zeros(plan.free),
    )


def slope(plan: Plan) -> Slope:
    """Working space for derivatives."""
    w = plan.wiring
    return Slope(
        aligned(w.parties),
        aligned((w.seats + len(w.sum_base)) * w.parties),
        aligned(len(w.above)),
        aligned(plan.tree.actions),
        aligned(plan.widest),
    )


@kernel
def respond(w, t, x, g):  # pragma: no cover
    """Write into `g` the responses to the log-odds `x`, both those that count, at the tape's precision."""
    sets = len(w.party)
    for h in range(sets):
        at = w.felt[h]
        if at >= 0:
            _log_softmax(t, w.start[h], w.start[h + 1] - w.start[h], x, at)
    for j in range(len(w.order)):
        node = w.order[j]
        up = w.above[node]
        t.reach[node] = 0.0 if up < 0 else t.reach[up] + t.log_chosen[w.action[node]]
    if w.cyclic:
        for j in range(len(w.order) - 1, -1, -1):
            node = w.order[j]
            h = w.set_of[node]
            k = w.start[h + 1] - w.start[h]
            _edges(w, t, node, w.edge[h] + (node - w.member[h]) * k, k)
            _settle(w, t, node, w.edge[h] + (node - w.member[h]) * k, k, w.start[h])
    for h in range(sets - 1, -1, -1):
        first, e0 = w.start[h], w.edge[h]
        k = w.start[h + 1] - first
        if not w.cyclic:
            for m in range(w.member[h], w.member[h + 1]):
                _edges(w, t, m, e0 + (m - w.member[h]) * k, k)
        if k > 1:
            _respond(w, t, h)
            at, to = w.felt[h], first - h
            if at < 0:
                _log_softmax(t, first, k, t.odds, to)
            else:
                for a in range(k - 1):
                    g[at + a] = t.odds[to + a]
        else:
            t.chosen[first] = 1.0
            t.log_chosen[first] = 0.0
        if not w.cyclic:
            for m in range(w.member[h], w.member[h + 1]):
                _settle(w, t, m, e0 + (m - w.member[h]) * k, k, first)


@kernel
def _log_softmax(t, first, k, x, at):  # pragma: no cover
    top = 0.0
    for a in range(k - 1):
        top = max(top, x[at + a])
    total = np.exp(-top)
    for a in range(k - 1):
        total += np.exp(x[at + a] - top)
    shift = top + np.log(total)
    t.log_chosen[first] = -shift
    t.chosen[first] = np.exp(-shift)
    for a in range(k - 1):
        t.log_chosen[first + 1 + a] = x[at + a] - shift
        t.chosen[first + 1 + a] = np.exp(x[at + a] - shift)


@kernel
def _edges(w, t, node, e, k):  # pragma: no cover
    """Worth of the edges of a decision node."""
    parties, bases = w.parties, len(w.term_start) - 1
    for s in range(w.sum_start[node], w.sum_start[node + 1]):
        for p in range(parties):
            value = t.base[w.sum_base[s] * parties + p]
            for j in range(w.below_start[s], w.below_start[s + 1]):
                value += t.worth[w.below[j] * parties + p]
            t.worth[(w.seats + s) * parties + p] = value
    for a in range(k):
        source = w.source[e + a]
        for p in range(parties):
            if source < bases:
                t.edge[(e + a) * parties + p] = t.base[source * parties + p]
            else:
                t.edge[(e + a) * parties + p] = t.worth[(source - bases) * parties + p]


@kernel
def _settle(w, t, node, e, k, first):  # pragma: no cover
    """Worth of a decision node."""
    parties = w.parties
    for p in range(parties):
        value = 0.0
        for a in range(k):
            value += t.chosen[first + a] * t.edge[(e + a) * parties + p]
        t.worth[w.slot[node] * parties + p] = value


@kernel
def _respond(w, t, h):  # pragma: no cover
    """Beliefs, conditional payoffs and log-odds of one set."""
    parties, owner = w.parties, w.party[h]
    first, e0 = w.start[h], w.edge[h]
    k = w.start[h + 1] - first
    low, high = w.member[h], w.member[h + 1]
    top = -np.inf
    for m in range(low, high):
        top = max(top, t.reach[m] + t.logs[w.weight[m] * parties + owner])
    total = 0.0
    for m in range(low, high):
        t.belief[m] = np.exp(t.reach[m] + t.logs[w.weight[m] * parties + owner] - top) if high > low + 1 else 1.0
        total += t.belief[m]
    for m in range(low, high):
        t.belief[m] /= total
        t.share[m] = t.belief[m] * np.exp(-t.logs[w.weight[m] * parties + owner])
    for a in range(k):
        value = 0.0
        for m in range(low, high):
            value += t.share[m] * t.edge[(e0 + (m - low) * k + a) * parties + owner]
        t.payoff[first + a] = value
    for a in range(k - 1):
        t.odds[first - h + a] = t.precision[owner] * (t.payoff[first + 1 + a] - t.payoff[first])


@kernel
def along(w, t, s, v, out):  # pragma: no cover
    """Write into `out` the derivatives of the responses along the eight directions `v` and `s.precision`."""
    start, member, edge, party = address(w.start), address(w.member), address(w.edge), address(w.party)
    order, above, action, set_of = address(w.order), address(w.above), address(w.action), address(w.set_of)
    slot, sum_start, felt = address(w.slot), address(w.sum_start), address(w.felt)
    sums = (address(w.below_start), address(w.below), np.int64(w.seats))
    worth, reach, payoff, faster = address(s.worth), address(s.reach), address(s.payoff), address(s.precision)
    moves, chosen, q, precision = address(s.chosen), address(t.chosen), address(t.payoff), address(t.precision)
    below = (address(w.source), worth, address(t.edge), np.int64(w.parties), np.int64(len(w.term_start) - 1))
    beliefs = (address(t.belief), address(t.share), reach)
    direction, result = address(v), address(out)
    parties, sets, nodes = np.int64(w.parties), len(w.party), len(w.order)
    cyclic = w.cyclic
    for h in range(sets):
        first, low, high, at = peek(start, h), peek(member, h), peek(member, h + 1), peek(felt, h)
        if at >= 0:
            _move(moves, chosen, first, peek(start, h + 1) - first, direction, at)
        if not cyclic and (at >= 0 or high > low + 1):
            for m in range(low, high):
                _arrive(reach, moves, m, peek(above, m), peek(action, m))
    if cyclic:
        for j in range(nodes):
            node = peek(order, j)
            _arrive(reach, moves, node, peek(above, node), peek(action, node))
        for j in range(nodes - 1, -1, -1):
            node = peek(order, j)
            h = peek(set_of, node)
            first = peek(start, h)
            k = peek(start, h + 1) - first
            _add_up(sums, worth, peek(sum_start, node), peek(sum_start, node + 1), parties)
            e = peek(edge, h) + (node - peek(member, h)) * k
            _settle_move(below, moves, chosen, peek(slot, node) * parties, e, k, first)
    for h in range(sets - 1, -1, -1):
        first, low, high, e0 = peek(start, h), peek(member, h), peek(member, h + 1), peek(edge, h)
        k, at, owner = peek(start, h + 1) - first, peek(felt, h), peek(party, h)
        if not cyclic:
            _add_up(sums, worth, peek(sum_start, low), peek(sum_start, high), parties)
        if k > 1:
            _respond_move(below, beliefs, payoff, low, high, e0, k, owner)
            scale = fill(peek_float(precision, owner))
            rise = load(faster, owner)
            zero = load(payoff, 0)
            for a in range(1, k):
                gap = multiply(scale, subtract(load(payoff, a), zero))
                gap = fused(rise, fill(peek_float(q, first + a) - peek_float(q, first)), gap)
                if at >= 0:
                    store(result, at + a - 1, gap)
                else:
                    store(payoff, a, gap)
            if at < 0:
                _move(moves, chosen, first, k, payoff, 1)
        elif at < 0:
            store(moves, first, fill(0.0))
        if not cyclic:
            for m in range(low, high):
                _settle_move(below, moves, chosen, peek(slot, m) * parties, e0 + (m - low) * k, k, first)


@njit(forceinline=True)
def _move(moves, chosen, first, k, direction, at):  # pragma: no cover
    """Moves of log probabilities from those of log-odds."""
    mean = fill(0.0)
    for a in range(1, k):
        mean = fused(fill(peek_float(chosen, first + a)), load(direction, at + a - 1), mean)
    store(moves, first, subtract(fill(0.0), mean))
    for a in range(1, k):
        store(moves, first + a, subtract(load(direction, at + a - 1), mean))


@njit(forceinline=True)
def _arrive(reach, moves, node, up, action):  # pragma: no cover
    """Move of the log reach of a node."""
    if up < 0:
        store(reach, node, fill(0.0))
    else:
        store(reach, node, add(load(reach, up), load(moves, action)))


@njit(forceinline=True)
def _add_up(sums, worth, begin, stop, parties):  # pragma: no cover
    """Moves of the worth of edges that lead to several things."""
    below_start, below, seats = sums
    for s in range(begin, stop):
        for p in range(parties):
            value = fill(0.0)
            for j in range(peek(below_start, s), peek(below_start, s + 1)):
                value = add(value, load(worth, peek(below, j) * parties + p))
            store(worth, (seats + s) * parties + p, value)


@njit(forceinline=True)
def _settle_move(below, moves, chosen, to, e, k, first):  # pragma: no cover
    """Move of the worth of a decision node to every party."""
    sources, worth, edge, parties, bases = below
    for p in range(parties):
        value = fill(0.0)
        for a in range(k):
            source = peek(sources, e + a) - bases
            part = multiply(load(moves, first + a), fill(peek_float(edge, (e + a) * parties + p)))
            if source >= 0:
                part = add(part, load(worth, source * parties + p))
            value = fused(fill(peek_float(chosen, first + a)), part, value)
        store(worth, to + p, value)


@njit(forceinline=True)
def _respond_move(below, beliefs, payoff, low, high, e0, k, owner):  # pragma: no cover
    """Moves of a set's conditional payoffs."""
    sources, worth, edge, parties, bases = below
    belief, share, reach = beliefs
    mean = fill(0.0)
    if high > low + 1:
        for m in range(low, high):
            mean = fused(fill(peek_float(belief, m)), load(reach, m), mean)
    for a in range(k):
        value = fill(0.0)
        for m in range(low, high):
            e = e0 + (m - low) * k + a
            weight = peek_float(share, m)
            if high > low + 1:
                turn = subtract(load(reach, m), mean)
                value = fused(turn, fill(weight * peek_float(edge, e * parties + owner)), value)
            source = peek(sources, e) - bases
            if source >= 0:
                value = fused(fill(weight), load(worth, source * parties + owner), value)
        store(payoff, a, value)
