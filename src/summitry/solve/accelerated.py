"""Anderson acceleration of the sweep along the precision, with step control; eight draws side by side.

Each lane follows its own draw and takes the next one when done; nothing that a lane computes depends on the others.
A point of the path is accepted only if it was predicted well by the two before it, moved little, and (looking back)
predicts the one before its predecessor; whatever fails is handed on and never patched.

Anderson (1965), doi:10.1145/321296.321305; Walker and Ni (2011), doi:10.1137/10078356X.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np
from numba import njit

from summitry.solve.lanes import LANES, add, aligned, fill, fused, larger, load, multiply, size, store, subtract
from summitry.solve.plan import Plan
from summitry.solve.solution import Counts, Floats
from summitry.solve.sweep import desk, seat, sweep

DONE = 0
HANDED_ON = 1

_FIRST_STEP = 1.0
"""Precision (payoffs scaled to a range of one) of the first point."""
_PATH_TOLERANCE = 1e-3
"""Residual at which an intermediate point is good enough."""
_FURTHEST = 0.35
"""Largest move of a choice probability between neighbouring points."""
_MOST_TRIES = 30
"""Sweeps for one intermediate point before its step is halved."""


def follow(
    plan: Plan, payoffs: Floats, chance: Floats, precision: Floats, centre: Floats, scale: Floats, memory: int,
    difference: float, tolerance: Floats, budget: int,
) -> tuple[Floats, Counts, Counts]:  # fmt: skip
    """Follow a batch; returns log-odds [B, A - H], outcome [B] (`DONE` or `HANDED_ON`) and sweeps [B]."""
    b = len(payoffs)
    free = max(plan.free, 1)
    out = np.full((b, free), np.nan)
    outcome = np.full(b, HANDED_ON, np.int64)
    sweeps = np.zeros(b, np.int64)
    vectors = [aligned(free) for _ in range(7)]
    ring_x, ring_f = aligned(memory * free), aligned(memory * free)
    _run(
        plan.wiring, desk(plan), payoffs, chance, precision, centre, scale, memory, difference, tolerance, budget,
        plan.free, *vectors, ring_x, ring_f, out, outcome, sweeps,
    )  # fmt: skip
    return out, outcome, sweeps


@njit(nogil=True, cache=True, error_model="numpy")
def _change(w, a, b, lane):  # pragma: no cover
    """Largest difference between two strategies' probabilities in one lane."""
    worst = 0.0
    for h in range(len(w.party)):
        low, high = w.start[h] - h, w.start[h + 1] - h - 1
        if high - low == 1:
            x, y = a[low, lane], b[low, lane]
            gap = abs(1.0 / (1.0 + np.exp(-x)) - 1.0 / (1.0 + np.exp(-y)))
            worst = max(worst, gap)
        elif high > low:
            top_a, top_b = 0.0, 0.0
            for j in range(low, high):
                top_a = max(top_a, a[j, lane])
                top_b = max(top_b, b[j, lane])
            sum_a, sum_b = np.exp(-top_a), np.exp(-top_b)
            first_a, first_b = sum_a, sum_b
            for j in range(low, high):
                sum_a += np.exp(a[j, lane] - top_a)
                sum_b += np.exp(b[j, lane] - top_b)
            worst = max(worst, abs(first_a / sum_a - first_b / sum_b))
            for j in range(low, high):
                gap = abs(np.exp(a[j, lane] - top_a) / sum_a - np.exp(b[j, lane] - top_b) / sum_b)
                worst = max(worst, gap)
    return worst


@njit(nogil=True, cache=True, error_model="numpy")
def _mix(gram, right, count, gamma):  # pragma: no cover
    """Least-squares weights of the newest `count` differences, by Cholesky with a relative ridge."""
    for i in range(count):
        gamma[i] = right[i]
    factor = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1):
            total = gram[i, j]
            if i == j:
                total *= 1.0 + 1e-12
            for t in range(j):
                total -= factor[i, t] * factor[j, t]
            if i == j:
                if not total > 1e-14 * gram[i, i] or gram[i, i] <= 0.0:
                    # Older differences add nothing that the newer do not have: use the newer ones only.
                    for t in range(i, count):
                        gamma[t] = 0.0
                    return _back(factor, gamma, i)
                factor[i, i] = np.sqrt(total)
            else:
                factor[i, j] = total / factor[j, j]
    return _back(factor, gamma, count)


@njit(nogil=True, cache=True, error_model="numpy")
def _back(factor, gamma, count):  # pragma: no cover
    for i in range(count):
        for t in range(i):
            gamma[i] -= factor[i, t] * gamma[t]
        gamma[i] /= factor[i, i]
    for i in range(count - 1, -1, -1):
        for t in range(i + 1, count):
            gamma[i] -= factor[t, i] * gamma[t]
        gamma[i] /= factor[i, i]


@njit(nogil=True, cache=True, error_model="numpy")
def _accelerate(free, memory, newest, x, f, xp, fp, ring_x, ring_f, gram, ages, gamma, work):  # pragma: no cover
    """One Anderson step of all lanes; `ages[l]` differences are valid in lane l, newest in slot `newest`."""
    for j in range(free):
        store(ring_x, newest * free + j, subtract(load(x, j), load(xp, j)))
        store(ring_f, newest * free + j, subtract(load(f, j), load(fp, j)))
    longest = 0
    for lane in range(LANES):
        longest = max(longest, ages[lane])
    for age in range(longest):
        slot = (newest - age + memory) % memory
        cross = fill(0.0)
        right = fill(0.0)
        for j in range(free):
            df = load(ring_f, slot * free + j)
            cross = fused(df, load(ring_f, newest * free + j), cross)
            right = fused(df, load(f, j), right)
        store(work, age, right)
        store(gram, newest * memory + slot, cross)
        store(gram, slot * memory + newest, cross)
    local = np.empty((memory, memory))
    right_side = np.empty(memory)
    weights = np.empty(memory)
    for lane in range(LANES):
        count = ages[lane]
        for a in range(count):
            slot_a = (newest - a + memory) % memory
            right_side[a] = work[a, lane]
            for c in range(count):
                local[a, c] = gram[slot_a * memory + (newest - c + memory) % memory, lane]
        _mix(local, right_side, count, weights)
        for a in range(longest):
            gamma[a, lane] = weights[a] if a < count else 0.0
    for j in range(free):
        value = load(x, j)
        residual = load(f, j)
        store(xp, j, value)
        store(fp, j, residual)
        value = add(value, residual)
        for age in range(longest):
            at = (newest - age + memory) % memory * free + j
            value = subtract(value, multiply(load(gamma, age), add(load(ring_x, at), load(ring_f, at))))
        store(x, j, value)


@njit(nogil=True, cache=True, error_model="numpy")
def _run(
    w, d, payoffs, chance, precision, centre, scale, memory, difference, tolerance, budget, free,
    x, g, xp, fp, last, before, predicted, ring_x, ring_f, out, outcome, sweeps,
):  # fmt: skip  # pragma: no cover
    batch = len(payoffs)
    parties = w.parties
    draw = np.full(LANES, -1, np.int64)
    t = np.zeros(LANES)
    t_last = np.zeros(LANES)
    t_before = np.zeros(LANES)
    step = np.zeros(LANES)
    top = np.zeros(LANES)
    tries = np.zeros(LANES, np.int64)
    ages = np.zeros(LANES, np.int64)
    fresh = np.zeros(LANES, np.bool_)
    points = np.zeros(LANES, np.int64)
    gram = aligned_rows(memory * memory)
    gamma = aligned_rows(memory)
    work = aligned_rows(memory)
    worst = aligned_rows(2)
    newest = 0
    upcoming = 0
    while True:
        active = 0
        for lane in range(LANES):
            if draw[lane] < 0 and upcoming < batch:
                b = upcoming
                upcoming += 1
                draw[lane] = b
                seat(w, d, lane, payoffs[b], chance[b], centre[b], scale[b])
                top[lane] = 0.0
                for p in range(parties):
                    top[lane] = max(top[lane], precision[b, p])
                step[lane] = 1.0 if top[lane] <= _FIRST_STEP else _FIRST_STEP / top[lane]
                t_last[lane] = 0.0
                t_before[lane] = 0.0
                points[lane] = 0
                t[lane] = step[lane]
                for j in range(free):
                    last[j, lane] = 0.0
                    before[j, lane] = 0.0
                    predicted[j, lane] = 0.0
                _clear(free, memory, x, xp, fp, ring_x, ring_f, lane)
                fresh[lane] = True
                tries[lane] = 0
            if draw[lane] >= 0:
                active += 1
                for p in range(parties):
                    d.precision[p, lane] = t[lane] * precision[draw[lane], p]
            else:
                fresh[lane] = True
                for p in range(parties):
                    d.precision[p, lane] = 0.0
        if active == 0:
            return
        sweep(w, d, x, g)
        largest = fill(0.0)
        trace = fill(0.0)
        for j in range(free):
            # From here on g holds the residual.
            gap = subtract(load(g, j), load(x, j))
            store(g, j, gap)
            largest = larger(size(gap), largest)
            # NaN loses every comparison but not this sum.
            trace = add(trace, gap)
        store(worst, 0, largest)
        store(worst, 1, trace)
        newest = (newest + 1) % memory
        for lane in range(LANES):
            ages[lane] = 0 if fresh[lane] else min(ages[lane] + 1, memory)
        # What the lanes that go on need is done for all; lanes that finish a point are overwritten below.
        moved = False
        for lane in range(LANES):
            if draw[lane] < 0:
                continue
            b = draw[lane]
            sweeps[b] += 1
            tries[lane] += 1
            final = t[lane] >= 1.0
            goal = tolerance[b] if final else _PATH_TOLERANCE
            bad = not np.isfinite(worst[0, lane] + worst[1, lane])
            ready = not bad and worst[0, lane] <= goal
            if ready:
                moved = True
                tries[lane] = -1
            elif bad or tries[lane] >= _MOST_TRIES * (4 if final else 1):
                moved = True
                tries[lane] = -2
        _accelerate(free, memory, newest, x, g, xp, fp, ring_x, ring_f, gram, ages, gamma, work)
        for lane in range(LANES):
            fresh[lane] = False
            if draw[lane] >= 0 and tries[lane] < 0:
                fresh[lane] = True
        if not moved:
            for lane in range(LANES):
                if draw[lane] >= 0 and sweeps[draw[lane]] >= budget:
                    draw[lane] = -1
                    _clear(free, memory, x, xp, fp, ring_x, ring_f, lane)
            continue
        for lane in range(LANES):
            b = draw[lane]
            if b < 0 or tries[lane] >= 0:
                continue
            good = tries[lane] == -1
            gap = 0.0
            if good:
                for j in range(free):
                    x[j, lane] = xp[j, lane] + fp[j, lane]
                gap = _change(w, x, predicted, lane)
                good = gap < difference or (points[lane] == 0 and gap < _FURTHEST)
                if good and points[lane] > 0:
                    good = _change(w, x, last, lane) < _FURTHEST
                if good and points[lane] > 1:
                    # Looking back: this point and the last must predict the one before it.
                    ratio = (t_last[lane] - t_before[lane]) / (t[lane] - t_last[lane])
                    if ratio <= 1.0 + 1e-9:
                        for j in range(free):
                            predicted[j, lane] = last[j, lane] + ratio * (last[j, lane] - x[j, lane])
                        good = _change(w, predicted, before, lane) < 1.5 * difference
            if good:
                if t[lane] >= 1.0:
                    for j in range(free):
                        out[b, j] = x[j, lane]
                    outcome[b] = DONE
                    draw[lane] = -1
                    _clear(free, memory, x, xp, fp, ring_x, ring_f, lane)
                    continue
                for j in range(free):
                    before[j, lane] = last[j, lane]
                    last[j, lane] = x[j, lane]
                t_before[lane] = t_last[lane]
                t_last[lane] = t[lane]
                points[lane] += 1
                grow = 2.0 if gap < 0.3 * difference else (1.5 if gap < 0.7 * difference else 1.0)
                step[lane] = (t[lane] - t_before[lane]) * grow
            else:
                step[lane] = 0.5 * (t[lane] - t_last[lane])
                _clear(free, memory, x, xp, fp, ring_x, ring_f, lane)
                if step[lane] < 2e-3 * t[lane] or sweeps[b] >= budget:
                    draw[lane] = -1
                    continue
            t[lane] = t_last[lane] + step[lane]
            if t[lane] > 1.0 - 0.2 * step[lane]:
                t[lane] = 1.0
            ratio = 0.0
            if points[lane] > 0:
                ratio = (t[lane] - t_last[lane]) / (t_last[lane] - t_before[lane])
            for j in range(free):
                value = last[j, lane] + ratio * (last[j, lane] - before[j, lane])
                x[j, lane] = value
                predicted[j, lane] = value
            tries[lane] = 0
            fresh[lane] = True


@njit(nogil=True, cache=True)
def _clear(free, memory, x, xp, fp, ring_x, ring_f, lane):  # pragma: no cover
    """Empty a lane, so that nothing that a failed draw left behind (NaN times 0) can touch what comes next."""
    for j in range(free):
        x[j, lane] = 0.0
        xp[j, lane] = 0.0
        fp[j, lane] = 0.0
    for j in range(memory * free):
        ring_x[j, lane] = 0.0
        ring_f[j, lane] = 0.0


@njit(nogil=True, cache=True)
def aligned_rows(rows):  # pragma: no cover
    """Zeros [rows, 8]."""
    return np.zeros((max(rows, 1), LANES))
