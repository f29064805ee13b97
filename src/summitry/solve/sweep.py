"""One sweep over the tree: reach on the way down, logit responses on the way up.

Going up, each set is replaced by its logit response to what lies below it *as already updated* (Gauss-Seidel), which
solves games of perfect information in one sweep. Sets whose order is cyclic use the strategies of the sweep before.

A strategy is held as free log-odds, the log of each action's probability over that of the first action of its set;
set h has entries start[h] - h up to start[h + 1] - h - 1 of all, and entries felt[h] onwards of those that count.
Most sets have nobody's beliefs depending on them: they are answers, not unknowns, and only appear in the desk's odds.

The code is compiled once for each number of lanes and of parties and called by its address, by whoever needs a sweep.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.calling import by_address
from summitry.solve.choice import MOST, RARE, STEEP, choose, respond
from summitry.solve.lanes import (
    NARROW,
    WIDE,
    add,
    any_below,
    divide,
    exp,
    fused,
    inlined,
    kernel,
    larger,
    load,
    multiply,
    peek,
    peek_float,
    poke_float,
    rows,
    spread,
    store,
    subtract,
    where_negative,
)
from summitry.solve.schedule import ADD_UP, ANSWER, DESCEND
from summitry.solve.table import read


@by_address
def code(lanes: int, parties: int):
    """Sweep for a number of lanes and of parties, 0 for any: f(table, x, g, whether to write all responses)."""
    side_by_side = NARROW if lanes == 1 else WIDE
    known = (0,) * parties

    def run(table, x, g, full):  # pragma: no cover
        t = read(table)
        _run(side_by_side, known, t, x, g, full)

    def run_any(table, x, g, full):  # pragma: no cover
        t = read(table)
        _run(side_by_side, t.parties, t, x, g, full)

    return run if parties else run_any


@inlined
def _run(lanes, parties, t, x, g, full):  # pragma: no cover
    """Take the steps of a program."""
    # A plain 0 would be a type of its own, and all that is called be compiled twice.
    at = np.int64(0)
    while at < t.length:
        step = peek(t.program, at)
        if step == ANSWER:
            at = _answer(lanes, parties, t, at, x, g, full)
        elif step == DESCEND:
            at = _descend(lanes, t, at, x)
        elif step == ADD_UP:
            at = _add_up(lanes, parties, t, at)
        else:
            at = _settle_alone(lanes, t, at)


@inlined
def _descend(lanes, t, at, x):  # pragma: no cover
    """Probabilities of a set's actions, if beliefs depend on them, and reach of its nodes."""
    k, place, first, n = (
        peek(t.program, at + 1),
        peek(t.program, at + 2),
        peek(t.program, at + 3),
        peek(t.program, at + 4),
    )
    at += 5
    reach, chosen = rows(t.reach, lanes), rows(t.chosen, lanes)
    if k > MOST:
        _softmax_any(t, chosen, first, rows(x, lanes), place, k)
    elif k > 1:
        choose(lanes, t, first, x, place, k)
    elif k == 1:
        store(chosen, first, spread(1.0, chosen))
    for m in range(at, at + 3 * n, 3):
        up = peek(t.program, m)
        if up < 0:
            store(reach, peek(t.program, m + 2), spread(1.0, reach))
        else:
            by = load(chosen, peek(t.program, m + 1))
            store(reach, peek(t.program, m + 2), multiply(load(reach, up), by))
    return at + 3 * n


@inlined
def _answer(lanes, parties, t, at, x, g, full):  # pragma: no cover
    """Logit response of a set, by its number of actions."""
    k, n = peek(t.program, at + 1), peek(t.program, at + 2)
    if not respond(lanes, parties, t, at, k, n, g, full):
        _respond_any(k, lanes, t, at, n, x, g, full)
    return at + 8 + n * (k + 2)


@kernel
def _respond_any(k, lanes, t, at, n, x, g, full):  # pragma: no cover
    """The same bits for any number of actions, through memory, and for sets far off the path."""
    owner, counted, place = peek(t.program, at + 3), peek(t.program, at + 4), peek(t.program, at + 5)
    first, last = at + 8, at + 8 + n * (k + 2)
    worth, weights = rows(t.worth, lanes), rows(t.weights, lanes)
    reach, scratch = rows(t.reach, lanes), rows(t.scratch, lanes)
    total = spread(0.0, worth)
    for m in range(first, last, k + 2):
        s = spread(1.0, worth) if n == 1 else load(reach, peek(t.program, m))
        total = fused(s, load(weights, peek(t.program, m + 1)), total)
    for a in range(k):
        q = spread(0.0, worth)
        for m in range(first, last, k + 2):
            s = spread(1.0, worth) if n == 1 else load(reach, peek(t.program, m))
            q = fused(s, load(worth, peek(t.program, m + 2 + a) + owner), q)
        store(scratch, a, q)
    if n > 1 and any_below(total, RARE):
        store(scratch, k, total)
        _in_logs(t, at, x)
        total = load(scratch, k)
    factor = divide(load(rows(t.precision, lanes), owner), total)
    zero = load(scratch, 0)
    for a in range(k - 1):
        z = multiply(factor, subtract(load(scratch, a + 1), zero))
        store(scratch, a, z)
        if counted >= 0:
            store(rows(g, lanes), counted + a, z)
        elif full:
            store(rows(t.odds, lanes), place + a, z)
    if peek(t.program, at + 7):
        _softmax_any(t, scratch, k, scratch, np.int64(0), k)
        for m in range(first, last, k + 2):
            _settle_any(t, worth, peek(t.program, m), m + 2, scratch, k, k)


@kernel
def _softmax_any(t, chosen, first, odds, at, k):  # pragma: no cover
    """Probabilities of k actions from log-odds over the first."""
    top = spread(0.0, chosen)
    if k > 2:
        for a in range(k - 1):
            top = larger(load(odds, at + a), top)
    top = where_negative(subtract(spread(STEEP, chosen), top), top, spread(0.0, chosen))
    total = spread(0.0, chosen)
    for a in range(k):
        z = load(odds, at + a - 1) if a > 0 else spread(0.0, chosen)
        e = exp(subtract(z, top), t.constants)
        store(chosen, first + a, e)
        total = add(total, e)
    inverse = divide(spread(1.0, chosen), total)
    for a in range(k):
        store(chosen, first + a, multiply(load(chosen, first + a), inverse))


@kernel
def _settle_any(t, worth, seat, at, chosen, first, k):  # pragma: no cover
    """Worth of a decision node to every party from its edges."""
    own = (t.nodes + seat) * t.parties
    for p in range(t.parties):
        value = spread(0.0, worth)
        for a in range(k):
            value = fused(load(chosen, first + a), load(worth, peek(t.program, at + a) + p), value)
        store(worth, own + p, value)


@kernel
def _settle_alone(lanes, t, at):  # pragma: no cover
    """Worth of a node from probabilities that were given."""
    k = peek(t.program, at + 1)
    chosen, worth = rows(t.chosen, lanes), rows(t.worth, lanes)
    _settle_any(t, worth, peek(t.program, at + 3), at + 4, chosen, peek(t.program, at + 2), k)
    return at + 4 + k


@kernel
def _add_up(lanes, parties, t, at):  # pragma: no cover
    """Worth of an edge that leads to several things."""
    row, base, n = peek(t.program, at + 1), peek(t.program, at + 2), peek(t.program, at + 3)
    worth = rows(t.worth, lanes)
    for p in range(t.parties):
        value = load(worth, base + p)
        for j in range(at + 4, at + 4 + n):
            value = add(value, load(worth, peek(t.program, j) + p))
        store(worth, row + p, value)
    return at + 4 + n


@kernel
def _log_probability(t, x, node, lane):  # pragma: no cover
    """Log of the chance of the choice that leads to a node, exact where the chance itself underflows."""
    h = peek(t.set_of, peek(t.above, node))
    place, first, start = peek(t.felt, h), peek(t.spot, h) * t.widest, peek(t.start, h)
    best, best_at = 0.0, 0
    for a in range(1, peek(t.start, h + 1) - start):
        value = peek_float(x, (place + a - 1) * t.lanes + lane)
        if value > best:
            best, best_at = value, a
    choice = peek(t.action, node) - start
    own = 0.0 if choice == 0 else peek_float(x, (place + choice - 1) * t.lanes + lane)
    return own - best + np.log(peek_float(t.chosen, (first + best_at) * t.lanes + lane))


@kernel
def _in_logs(t, at, x):  # pragma: no cover
    """Conditional payoffs of one set from relative log reach, in lanes where it is far off the path."""
    k, n, owner = peek(t.program, at + 1), peek(t.program, at + 2), peek(t.program, at + 3)
    first = peek(t.member, peek(t.program, at + 6))
    for lane in range(t.lanes):
        if peek_float(t.scratch, k * t.lanes + lane) >= RARE:
            continue
        top = -np.inf
        for m in range(n):
            total = 0.0
            node = first + m
            while peek(t.above, node) >= 0:
                total += _log_probability(t, x, node, lane)
                node = peek(t.above, node)
            poke_float(t.rescue, m, total)
            share = peek_float(t.weights, peek(t.program, at + 9 + m * (k + 2)) * t.lanes + lane)
            top = max(top, total + np.log(share))
        weight = 0.0
        for a in range(k):
            poke_float(t.scratch, a * t.lanes + lane, 0.0)
        for m in range(n):
            edges = at + 10 + m * (k + 2)
            # Worths carry the owner's odds already.
            s = np.exp(peek_float(t.rescue, m) - top)
            weight += s * peek_float(t.weights, peek(t.program, edges - 1) * t.lanes + lane)
            for a in range(k):
                value = peek_float(t.worth, (peek(t.program, edges + a) + owner) * t.lanes + lane)
                to = a * t.lanes + lane
                poke_float(t.scratch, to, peek_float(t.scratch, to) + s * value)
        poke_float(t.scratch, k * t.lanes + lane, weight)
