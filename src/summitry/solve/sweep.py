"""One sweep over the tree for eight draws: reach downwards, then logit responses upwards.

Going up, each set is replaced by its logit response to what lies below it *as already updated* (Gauss-Seidel), which
solves games of perfect information in one sweep. Sets whose order is cyclic use the strategies of the sweep before.

A strategy is held as free log-odds, the log of each action's probability over that of the first action of its set;
set h has entries start[h] - h up to start[h + 1] - h - 1 of all, and entries felt[h] onwards of those that count.
Most sets have nobody's beliefs depending on them: they are answers, not unknowns, and only appear in `Desk.odds`.
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
    entry,
    exp,
    fill,
    fused,
    kernel,
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
    worth: npt.NDArray[np.float64]
    """[(U + S + X) P] worth of bases, decision nodes and sums to each party, by its own odds."""
    weight: npt.NDArray[np.float64]
    """[K P] each party's own odds of each class of chance moves."""
    reach: npt.NDArray[np.float64]
    """[D] product of all parties' choices on the path."""
    chosen: npt.NDArray[np.float64]
    """[A] probabilities, in solving order."""
    odds: npt.NDArray[np.float64]
    """[A - H] responses of the last sweep."""
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
        aligned((len(w.term_start) - 1 + w.seats + len(w.sum_base)) * w.parties),
        aligned(len(w.class_slot) * w.parties),
        aligned(nodes),
        aligned(plan.tree.actions),
        aligned(plan.free),
        aligned(2 * plan.widest),
        np.zeros(max(nodes, 1)),
    )


@entry
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
            d.worth[u * parties + p, lane] = total


@kernel
def _log_probability(w, d, x, action, h, lane):  # pragma: no cover
    """Log of a choice probability, exact where the probability itself underflows."""
    first = w.start[h]
    at = w.felt[h] - 1
    best, best_at = 0.0, 0
    for a in range(1, w.start[h + 1] - first):
        if x[at + a, lane] > best:
            best, best_at = x[at + a, lane], a
    own = 0.0 if action == first else x[at + action - first, lane]
    return own - best + np.log(d.chosen[first + best_at, lane])


@kernel
def _in_logs(w, d, x, h, lane, owner):  # pragma: no cover
    """Conditional payoffs of one set in one lane from relative log reach, for sets far off the path."""
    first, last = w.member[h], w.member[h + 1]
    k = w.start[h + 1] - w.start[h]
    top = -np.inf
    for m in range(first, last):
        total = 0.0
        node = m
        while w.above[node] >= 0 and last - first > 1:
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
            source = w.source[w.edge[h] + (m - first) * k + a]
            d.scratch[a, lane] += s * d.worth[source * w.parties + owner, lane]
    for a in range(k):
        d.scratch[a, lane] /= weight


@kernel
def sweep(w: Wiring, d: Desk, x, g):  # pragma: no cover
    """Write into `g` the logit responses to the log-odds `x`, both those that count; all responses into the desk."""
    start, member, edge, party = address(w.start), address(w.member), address(w.edge), address(w.party)
    order, above, action, set_of = address(w.order), address(w.above), address(w.action), address(w.set_of)
    weight_of, felt, sum_start = address(w.weight), address(w.felt), address(w.sum_start)
    parties = np.int64(w.parties)
    chosen, reach, worth, scratch = address(d.chosen), address(d.reach), address(d.worth), address(d.scratch)
    weights, precision, answer = address(d.weight), address(d.precision), address(d.odds)
    sources, slot = address(w.source), address(w.slot)
    sums = (address(w.sum_base), address(w.below_start), address(w.below))
    odds, response = address(x), address(g)
    cyclic = w.cyclic
    sets = len(w.party)
    nodes = len(w.order)
    own = np.int64(len(w.term_start) - 1)
    summed = own + np.int64(w.seats)
    # Probabilities of the choices that beliefs depend on, and reach.
    for h in range(sets):
        at = peek(felt, h)
        if at >= 0:
            first = peek(start, h)
            _softmax(chosen, first, odds, at, peek(start, h + 1) - first)
        if not cyclic:
            for node in range(peek(member, h), peek(member, h + 1)):
                _arrive(reach, chosen, node, peek(above, node), peek(action, node))
    if cyclic:
        for j in range(nodes):
            node = peek(order, j)
            _arrive(reach, chosen, node, peek(above, node), peek(action, node))
        for j in range(nodes - 1, -1, -1):
            node = peek(order, j)
            h = peek(set_of, node)
            first = peek(start, h)
            k = peek(start, h + 1) - first
            _add_up(sums, worth, peek(sum_start, node), peek(sum_start, node + 1), own, summed, parties)
            e = peek(edge, h) + (node - peek(member, h)) * k
            _settle(worth, sources, own + peek(slot, node), e, chosen, first, k, parties)
    # Logit responses.
    for h in range(sets - 1, -1, -1):
        first = peek(start, h)
        k = peek(start, h + 1) - first
        low, high = peek(member, h), peek(member, h + 1)
        e0 = peek(edge, h)
        owner = peek(party, h)
        at = first - h
        _add_up(sums, worth, peek(sum_start, low), peek(sum_start, high), own, summed, parties)
        if k > 1:
            weight = _payoffs(worth, sources, low, high, e0, owner, k, reach, weights, weight_of, scratch, parties)
            if any_below(weight, RARE):
                store(scratch, k, weight)
                for lane in range(LANES):
                    if not d.scratch[k, lane] >= RARE:
                        _in_logs(w, d, x, h, lane, owner)
            lam = load(precision, owner)
            q = load(scratch, 0)
            counted = peek(felt, h)
            for a in range(k - 1):
                value = multiply(lam, subtract(load(scratch, a + 1), q))
                store(answer, at + a, value)
                if counted >= 0:
                    store(response, counted + a, value)
        if not cyclic:
            _softmax(chosen, first, answer, at, k)
            e = e0
            for m in range(low, high):
                _settle(worth, sources, own + peek(slot, m), e, chosen, first, k, parties)
                e += k


@kernel
def collect(w: Wiring, d: Desk, x, lane, out):  # pragma: no cover
    """Write all log-odds of one lane: unknowns as they went into the last sweep, the others as they came out."""
    for h in range(len(w.party)):
        at, to = w.felt[h], w.start[h] - h
        for a in range(w.start[h + 1] - w.start[h] - 1):
            out[to + a] = x[at + a, lane] if at >= 0 else d.odds[to + a, lane]


@njit(forceinline=True)
def _arrive(reach, chosen, node, up, action):  # pragma: no cover
    """Reach of a node from that of the node above."""
    if up < 0:
        store(reach, node, fill(1.0))
    else:
        store(reach, node, multiply(load(reach, up), load(chosen, action)))


@njit(forceinline=True)
def _add_up(sums, worth, begin, stop, own, summed, parties):  # pragma: no cover
    """Worth of edges that lead to several things."""
    base, below_start, below = sums
    for s in range(begin, stop):
        for p in range(parties):
            value = load(worth, peek(base, s) * parties + p)
            for j in range(peek(below_start, s), peek(below_start, s + 1)):
                value = add(value, load(worth, (own + peek(below, j)) * parties + p))
            store(worth, (summed + s) * parties + p, value)


@njit(forceinline=True)
def _softmax(chosen, first, odds, at, k):  # pragma: no cover
    """Probabilities of k actions from log-odds over the first."""
    if k == 2:
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
        total = fill(0.0)
        for a in range(k):
            z = fill(0.0)
            if a > 0:
                z = load(odds, at + a - 1)
            e = exp(subtract(z, top))
            store(chosen, first + a, e)
            total = add(total, e)
        inverse = divide(fill(1.0), total)
        for a in range(k):
            store(chosen, first + a, multiply(load(chosen, first + a), inverse))


@njit(forceinline=True)
def _settle(worth, sources, node, e, chosen, first, k, parties):  # pragma: no cover
    """Worth of a decision node to every party from its edges."""
    own = node * parties
    if k == 2:
        one, other = load(chosen, first), load(chosen, first + 1)
        left, right = peek(sources, e) * parties, peek(sources, e + 1) * parties
        for p in range(parties):
            store(worth, own + p, fused(other, load(worth, right + p), multiply(one, load(worth, left + p))))
    else:
        for p in range(parties):
            value = fill(0.0)
            for a in range(k):
                value = fused(load(chosen, first + a), load(worth, peek(sources, e + a) * parties + p), value)
            store(worth, own + p, value)


@njit(forceinline=True)
def _payoffs(
    worth, sources, low, high, e0, owner, k, reach, weights, weight_of, scratch, parties
):  # fmt: skip  # pragma: no cover
    """Write the owner's conditional payoffs of one set into `scratch`; returns the weight of the set."""
    total = fill(0.0)
    if k == 2:
        q0 = fill(0.0)
        q1 = fill(0.0)
        e = e0
        for m in range(low, high):
            s = load(reach, m)
            total = fused(s, load(weights, peek(weight_of, m) * parties + owner), total)
            q0 = fused(s, load(worth, peek(sources, e) * parties + owner), q0)
            q1 = fused(s, load(worth, peek(sources, e + 1) * parties + owner), q1)
            e += 2
        inverse = divide(fill(1.0), total)
        store(scratch, 0, multiply(q0, inverse))
        store(scratch, 1, multiply(q1, inverse))
    else:
        for m in range(low, high):
            total = fused(load(reach, m), load(weights, peek(weight_of, m) * parties + owner), total)
        inverse = divide(fill(1.0), total)
        for a in range(k):
            q = fill(0.0)
            for m in range(low, high):
                row = peek(sources, e0 + (m - low) * k + a) * parties + owner
                q = fused(load(reach, m), load(worth, row), q)
            store(scratch, a, multiply(q, inverse))
    return total
