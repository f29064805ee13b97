"""One sweep over the tree for eight draws: reach downwards, then logit responses upwards.

Going up, each set is replaced by its logit response to what lies below it *as already updated* (Gauss-Seidel), which
solves games of perfect information in one sweep. Sets whose order is cyclic use the strategies of the sweep before.

A strategy is held as free log-odds, the log of each action's probability over that of the first action of its set;
set h has entries start[h] - h up to start[h + 1] - h - 1.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from summitry.solve.lanes import (
    LANES,
    add,
    address,
    aligned,
    any_below,
    divide,
    exp,
    fill,
    fused,
    larger,
    load,
    multiply,
    peek,
    size,
    store,
    subtract,
    where_negative,
)
from summitry.solve.plan import Plan, Wiring

RARE = 1e-200
"""A set reached with less weight than this is worked out in logs, for that lane alone."""


class Desk(NamedTuple):
    """Numbers and working space of eight lanes; the second axis is the lane."""

    precision: npt.NDArray[np.float64]
    """[P] precision of each party at the current point of the path."""
    base: npt.NDArray[np.float64]
    """[U P] worth of each base to each party, by its own odds."""
    weight: npt.NDArray[np.float64]
    """[K P] each party's own odds of each class of chance moves."""
    reach: npt.NDArray[np.float64]
    """[D] product of all parties' choices on the path."""
    worth: npt.NDArray[np.float64]
    """[D P] worth of each decision node, own odds folded in."""
    chosen: npt.NDArray[np.float64]
    """[A] probabilities, in solving order."""
    scratch: npt.NDArray[np.float64]
    """[2 widest] payoffs and exponentials of one set."""
    rescue: npt.NDArray[np.float64]
    """[D] log reach in one set, in one lane."""


def desk(plan: Plan) -> Desk:
    """Working space for a plan."""
    w = plan.wiring
    nodes = len(w.above)
    return Desk(
        aligned(w.parties),
        aligned((len(w.term_start) - 1) * w.parties),
        aligned(len(w.class_slot) * w.parties),
        aligned(nodes),
        aligned(nodes * w.parties),
        aligned(plan.tree.actions),
        aligned(2 * plan.widest),
        np.zeros(max(nodes, 1)),
    )


@njit(nogil=True, cache=True, error_model="numpy")
def seat(w: Wiring, d: Desk, lane, payoffs, chance, centre, scale):  # pragma: no cover
    """Put one draw ([R, P] payoffs, [C, P + 1] chances) into a lane, payoffs centred and scaled by party."""
    parties = w.parties
    for k in range(len(w.class_slot)):
        up, slot = w.class_parent[k], w.class_slot[k]
        for p in range(parties):
            d.weight[k * parties + p, lane] = 1.0 if up < 0 else d.weight[up * parties + p, lane] * chance[slot, p]
    for u in range(len(w.term_start) - 1):
        for p in range(parties):
            total = 0.0
            for t in range(w.term_start[u], w.term_start[u + 1]):
                total += d.weight[w.term_class[t] * parties + p, lane] * (
                    (payoffs[w.term_row[t], p] - centre[p]) * scale[p]
                )
            d.base[u * parties + p, lane] = total


@njit(inline="always")
def _edge(wire, e, p):  # pragma: no cover
    """Worth of edge e to party p."""
    base, below_start, below, parties, bases, worth = wire
    value = load(bases, peek(base, e) * parties + p)
    for j in range(peek(below_start, e), peek(below_start, e + 1)):
        value = add(value, load(worth, peek(below, j) * parties + p))
    return value


@njit(nogil=True, cache=True, error_model="numpy")
def _log_probability(w, d, x, action, h, lane):  # pragma: no cover
    """Log of a choice probability, exact where the probability itself underflows."""
    first = w.start[h]
    best, best_at = 0.0, first
    for a in range(first + 1, w.start[h + 1]):
        if x[a - h - 1, lane] > best:
            best, best_at = x[a - h - 1, lane], a
    own = 0.0 if action == first else x[action - h - 1, lane]
    return own - best + np.log(d.chosen[best_at, lane])


@njit(nogil=True, cache=True, error_model="numpy")
def _in_logs(w, d, x, h, lane, owner):  # pragma: no cover
    """Conditional payoffs of one set in one lane from relative log reach, for sets far off the path."""
    first, last = w.member[h], w.member[h + 1]
    k = w.start[h + 1] - w.start[h]
    top = -np.inf
    for m in range(first, last):
        total = 0.0
        node = m
        while w.above[node] >= 0:
            total += _log_probability(w, d, x, w.action[node], w.set_of[w.above[node]], lane)
            node = w.above[node]
        d.rescue[m] = total
        own = total + np.log(d.weight[w.weight[m] * w.parties + owner, lane])
        top = max(top, own)
    weight = 0.0
    for a in range(k):
        d.scratch[a, lane] = 0.0
    for m in range(first, last):
        share = np.log(d.weight[w.weight[m] * w.parties + owner, lane])
        s = np.exp(d.rescue[m] + share - top)
        weight += s
        s /= d.weight[w.weight[m] * w.parties + owner, lane]
        for a in range(k):
            e = w.edge[h] + (m - first) * k + a
            value = d.base[w.base[e] * w.parties + owner, lane]
            for j in range(w.below_start[e], w.below_start[e + 1]):
                value += d.worth[w.below[j] * w.parties + owner, lane]
            d.scratch[a, lane] += s * value
    for a in range(k):
        d.scratch[a, lane] /= weight


@njit(nogil=True, cache=True, error_model="numpy")
def sweep(w: Wiring, d: Desk, x, g):  # pragma: no cover
    """Write into `g` the logit responses to the log-odds `x`, both [A - H, 8]."""
    start, member, edge, party = address(w.start), address(w.member), address(w.edge), address(w.party)
    order, above, action, set_of = address(w.order), address(w.above), address(w.action), address(w.set_of)
    weight_of = address(w.weight)
    parties = np.int64(w.parties)
    chosen, reach, worth, scratch = address(d.chosen), address(d.reach), address(d.worth), address(d.scratch)
    weights, precision = address(d.weight), address(d.precision)
    wire = (address(w.base), address(w.below_start), address(w.below), parties, address(d.base), worth)
    odds, response = address(x), address(g)
    cyclic = w.cyclic
    sets = len(w.party)
    nodes = len(w.order)
    # Probabilities.
    for h in range(sets):
        first = peek(start, h)
        _softmax(chosen, first, odds, first - h, peek(start, h + 1) - first)
    # Reach.
    for j in range(nodes):
        node = peek(order, j)
        up = peek(above, node)
        if up < 0:
            store(reach, node, fill(1.0))
        else:
            store(reach, node, multiply(load(reach, up), load(chosen, peek(action, node))))
    if cyclic:
        for j in range(nodes - 1, -1, -1):
            node = peek(order, j)
            h = peek(set_of, node)
            first = peek(start, h)
            k = peek(start, h + 1) - first
            _settle(wire, node, peek(edge, h) + (node - peek(member, h)) * k, chosen, first, k)
    # Logit responses.
    for h in range(sets - 1, -1, -1):
        first = peek(start, h)
        k = peek(start, h + 1) - first
        low, high = peek(member, h), peek(member, h + 1)
        e0 = peek(edge, h)
        owner = peek(party, h)
        at = first - h
        if k > 1 and high > low:
            weight = _payoffs(wire, low, high, e0, owner, k, reach, weights, weight_of, scratch)
            if any_below(weight, RARE):
                store(scratch, k, weight)
                for lane in range(LANES):
                    if not d.scratch[k, lane] >= RARE:
                        _in_logs(w, d, x, h, lane, owner)
            lam = load(precision, owner)
            q = load(scratch, 0)
            for a in range(1, k):
                store(response, at + a - 1, multiply(lam, subtract(load(scratch, a), q)))
        else:
            for a in range(1, k):
                store(response, at + a - 1, fill(0.0))
        if not cyclic:
            _softmax(chosen, first, response, at, k)
            for m in range(low, high):
                _settle(wire, m, e0 + (m - low) * k, chosen, first, k)


@njit(inline="always")
def _softmax(chosen, first, odds, at, k):  # pragma: no cover
    """Probabilities of k actions from log-odds over the first."""
    if k == 1:
        store(chosen, first, fill(1.0))
    elif k == 2:
        # One exponential: the smaller probability over the larger.
        z = load(odds, at)
        small = exp(subtract(fill(0.0), size(z)))
        large = divide(fill(1.0), add(fill(1.0), small))
        small = multiply(small, large)
        store(chosen, first, where_negative(z, large, small))
        store(chosen, first + 1, where_negative(z, small, large))
    else:
        top = fill(0.0)
        for a in range(k - 1):
            top = larger(load(odds, at + a), top)
        total = exp(subtract(fill(0.0), top))
        store(chosen, first, total)
        for a in range(k - 1):
            e = exp(subtract(load(odds, at + a), top))
            store(chosen, first + 1 + a, e)
            total = add(total, e)
        inverse = divide(fill(1.0), total)
        for a in range(k):
            store(chosen, first + a, multiply(load(chosen, first + a), inverse))


@njit(inline="always")
def _settle(wire, node, e, chosen, first, k):  # pragma: no cover
    """Worth of a decision node to every party from its edges."""
    base, below_start, below, parties, bases, worth = wire
    own = node * parties
    for a in range(k):
        share = load(chosen, first + a)
        ground = peek(base, e + a) * parties
        begin, stop = peek(below_start, e + a), peek(below_start, e + a + 1)
        for p in range(parties):
            value = load(bases, ground + p)
            for j in range(begin, stop):
                value = add(value, load(worth, peek(below, j) * parties + p))
            value = multiply(share, value)
            if a > 0:
                value = add(value, load(worth, own + p))
            store(worth, own + p, value)


@njit(inline="always")
def _payoffs(wire, low, high, e0, owner, k, reach, weights, weight_of, scratch):  # pragma: no cover
    """Write the owner's conditional payoffs of one set into `scratch`; returns the weight of the set."""
    parties = wire[3]
    total = fill(0.0)
    if k == 2:
        q0 = fill(0.0)
        q1 = fill(0.0)
        for m in range(low, high):
            s = load(reach, m)
            total = fused(s, load(weights, peek(weight_of, m) * parties + owner), total)
            e = e0 + (m - low) * 2
            q0 = fused(s, _edge(wire, e, owner), q0)
            q1 = fused(s, _edge(wire, e + 1, owner), q1)
        inverse = divide(fill(1.0), total)
        store(scratch, 0, multiply(q0, inverse))
        store(scratch, 1, multiply(q1, inverse))
    else:
        for a in range(k):
            store(scratch, a, fill(0.0))
        for m in range(low, high):
            s = load(reach, m)
            total = fused(s, load(weights, peek(weight_of, m) * parties + owner), total)
            e = e0 + (m - low) * k
            for a in range(k):
                store(scratch, a, fused(s, _edge(wire, e + a, owner), load(scratch, a)))
        inverse = divide(fill(1.0), total)
        for a in range(k):
            store(scratch, a, multiply(load(scratch, a), inverse))
    return total
