"""Steps along a branch: where to aim, the plane of an arclength step, and whether a point may be believed.

Keller (1977); Shroff and Keller (1993), doi:10.1137/0730057.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.calling import by_address
from summitry.solve.lanes import (
    address,
    fused,
    kernel,
    load,
    peek,
    peek_float,
    poke_float,
    rows,
    spread,
    store,
    subtract,
)
from summitry.solve.table import read


@kernel
def change(table, a, b, lane, least_seen):  # pragma: no cover
    """Largest difference between two strategies' probabilities in one lane, over the sets that count.

    Differences up to `least_seen` are not told apart, which saves nearly all exponentials.
    """
    worst = least_seen
    t = read(address(table))
    for h in range(t.sets):
        low = peek(t.felt, h)
        if low < 0:
            continue
        high = low + peek(t.start, h + 1) - peek(t.start, h) - 1
        least, most = 0.0, 0.0
        for j in range(low, high):
            d = a[j, lane] - b[j, lane]
            least = min(least, d)
            most = max(most, d)
        # No probability moves by more than a quarter of the range of moves of its set's log-odds.
        if 0.25 * (most - least) <= worst:
            continue
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


@kernel
def chord(felt, a, b, lane):  # pragma: no cover
    """Length of the way between two points, precision included."""
    total = 0.0
    for j in range(felt + 1):
        total += (a[j, lane] - b[j, lane]) ** 2
    return np.sqrt(total)


@by_address
def onto_plane(lanes: int):
    """Move lanes that go by arclength along the precision until they lie on their plane again.

    `bent` is 1 in these lanes and 0 in others; `away` is the distance of the plane from the last point, times the
    length of the last step.
    """
    wide = (0,) * lanes

    def run(felt, x, g, last, before, predicted, bent, away, work):  # pragma: no cover
        ax, ag, al, ab, room = rows(x, wide), rows(g, wide), rows(last, wide), rows(before, wide), rows(work, wide)
        off = spread(0.0, ax)
        along = spread(0.0, ax)
        for j in range(felt):
            normal = subtract(load(al, j), load(ab, j))
            off = fused(normal, subtract(load(ax, j), load(al, j)), off)
            along = fused(normal, load(ag, j), along)
        store(room, 0, off)
        store(room, 1, along)
        for lane in range(lanes):
            shift = 0.0
            at = felt * lanes + lane
            if peek_float(bent, lane) > 0.0:
                u, here, end = peek_float(predicted, at), peek_float(x, at), peek_float(last, at)
                normal = end - peek_float(before, at)
                # Responses are about proportional to the precision: their derivative by it is g / u.
                miss = peek_float(work, lane) + normal * (here - end) - peek_float(away, lane)
                shift = -miss / (peek_float(work, lanes + lane) / u + normal)
                shift = min(max(shift, -0.2 * u), 0.2 * u)
                poke_float(x, at, here + shift)
                shift /= u
            poke_float(work, lane, shift)
        move = load(room, 0)
        for j in range(felt):
            store(ax, j, fused(move, load(ag, j), load(ax, j)))

    return run


@kernel
def aim(felt, lane, x, points, predicted, curved, final, step, steps_last, top, count, away):  # pragma: no cover
    """Choose the next point and predict it by the parabola through the last three, or by the last two."""
    last, before, third = points
    one, two = steps_last[0, lane], steps_last[1, lane]
    ahead = step[lane]
    left = top[lane] - last[felt, lane]
    if curved[lane]:
        rise = last[felt, lane] - before[felt, lane]
        final[lane] = rise > 0.0 and ahead * rise >= left * one
        if final[lane]:
            ahead = left * one / rise
    else:
        final[lane] = ahead > left - 0.2 * ahead
        if final[lane]:
            ahead = left
    away[lane] = ahead * one
    first, second = 0.0, 0.0
    if count[lane] > 0:
        first = ahead / one
    if two > 0.0:
        second = ahead * (ahead + one) / (one + two)
    for j in range(felt + 1):
        slope = last[j, lane] - before[j, lane]
        value = last[j, lane] + first * slope
        if two > 0.0:
            value += second * (slope / one - (before[j, lane] - third[j, lane]) / two)
        x[j, lane] = value
        predicted[j, lane] = value
    if final[lane]:
        x[felt, lane] = top[lane]
    elif not curved[lane]:
        x[felt, lane] = last[felt, lane] + ahead
    predicted[felt, lane] = x[felt, lane]


@kernel
def looks_back(table, felt, lane, x, last, before, predicted, ratio, difference):  # pragma: no cover
    """Whether this point and the last predict the one before it."""
    if ratio > 1.0 + 1e-9:
        return True
    for j in range(felt):
        predicted[j, lane] = last[j, lane] + ratio * (last[j, lane] - x[j, lane])
    return change(table, predicted, before, lane, difference) <= difference


@kernel
def short_of_target(felt, lane, x, last, before, length, length_last, top, turns, turned, b):  # pragma: no cover
    """Whether an arclength step stays below the target; notes a turning point."""
    u0, u1, u2 = before[felt, lane], last[felt, lane], x[felt, lane]
    if u2 >= top or u2 < 0.0:
        return False
    if (u1 - u0) * (u2 - u1) >= 0.0:
        return True
    # The parabola through the last three points, in arclength.
    first, second = (u1 - u0) / length_last, (u2 - u1) / length
    bend = (second - first) / (length + length_last)
    slope = (first * length + second * length_last) / (length + length_last)
    extreme = u1 - slope * slope / (4.0 * bend)
    if u1 > u0 and extreme >= top - 0.5 * (extreme - max(u0, u2)) and length > 1e-4:
        # So close that the target may lie inside this turn: look closer.
        return False
    if turned[b] < len(turns):
        turns[turned[b]] = extreme / top
    turned[b] += 1
    return True
