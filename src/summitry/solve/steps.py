"""Steps along a branch: where to aim, the plane of an arclength step, and whether a point may be believed.

Keller (1977); Shroff and Keller (1993), doi:10.1137/0730057.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from summitry.solve.calling import by_address
from summitry.solve.lanes import (
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
    size,
    smaller,
    spread,
    store,
    subtract,
    where_negative,
)

FURTHEST = 0.35
"""Largest move of a choice probability between neighbouring points."""


@by_address
def arrive(lanes: int):
    """Take ready lanes to their points and tell how far these are from the last ones and from what was predicted.

    `given` holds -1 for ready lanes, how much of the residual is added to the iterate, and the difference of
    probabilities up to which nothing is told apart, which saves nearly all exponentials. `found` gets the square of
    the distance to the last point without the precision, and the largest difference of a probability to the
    prediction and to the last point.
    """
    wide = (0,) * lanes

    def run(sets, spans, x, iterate, residual, predicted, last, given, found, scratch, constants):  # pragma: no cover
        ax, axp, af = rows(x, wide), rows(iterate, wide), rows(residual, wide)
        ap, al, scale, room = rows(predicted, wide), rows(last, wide), rows(given, wide), rows(found, wide)
        powers = rows(scratch, wide)
        ready, part, least_seen = load(scale, 0), load(scale, 1), load(scale, 2)
        nothing = spread(0.0, ax)
        length, off, moved = nothing, least_seen, spread(FURTHEST, ax)
        for h in range(sets):
            low, high = peek(spans, 2 * h), peek(spans, 2 * h + 1)
            least, most, least_moved, most_moved = nothing, nothing, nothing, nothing
            for j in range(low, high):
                here = where_negative(ready, fused(part, load(af, j), load(axp, j)), load(ax, j))
                store(ax, j, here)
                miss, move = subtract(here, load(ap, j)), subtract(here, load(al, j))
                length = fused(move, move, length)
                least, most = smaller(miss, least), larger(miss, most)
                least_moved, most_moved = smaller(move, least_moved), larger(move, most_moved)
            off = _apart(low, high, ready, least, most, off, ax, ap, nothing, ap, powers, constants)
            moved = _apart(low, high, ready, least_moved, most_moved, moved, ax, al, nothing, al, powers, constants)
        store(room, 0, length)
        store(room, 1, off)
        store(room, 2, moved)

    return run


@by_address
def looking_back(lanes: int):
    """Largest difference of a probability between points before the last and what this point and the last tell of them.

    `given` holds -1 for lanes that are asked for, the length of the last step over that of this one, and the
    difference up to which nothing is told apart; the answer goes into row 0 of `found`.
    """
    wide = (0,) * lanes

    def run(sets, spans, x, last, before, given, found, scratch, constants):  # pragma: no cover
        ax, al, ab, scale = rows(x, wide), rows(last, wide), rows(before, wide), rows(given, wide)
        room, powers = rows(found, wide), rows(scratch, wide)
        asked, ratio, off = load(scale, 0), load(scale, 1), load(scale, 2)
        nothing = spread(0.0, ax)
        for h in range(sets):
            low, high = peek(spans, 2 * h), peek(spans, 2 * h + 1)
            least, most = nothing, nothing
            for j in range(low, high):
                told = fused(ratio, subtract(load(al, j), load(ax, j)), load(al, j))
                miss = subtract(told, load(ab, j))
                least, most = smaller(miss, least), larger(miss, most)
            off = _apart(low, high, asked, least, most, off, al, ab, ratio, ax, powers, constants)
        store(room, 0, off)

    return run


@inlined
def _apart(low, high, asked, least, most, worst, a, b, ratio, c, powers, constants):  # pragma: no cover
    """`worst`, or the largest difference between probabilities by log-odds a + ratio (a - c) and b where that is more.

    No probability moves by more than a quarter of the range of moves of its set's log-odds.
    """
    nothing = spread(0.0, a)
    bound = where_negative(asked, multiply(spread(0.25, a), subtract(most, least)), nothing)
    if any_below(subtract(worst, bound), 0.0):
        worst = _difference(low, high, bound, worst, a, b, ratio, c, powers, constants)
    return worst


@kernel
def _difference(low, high, bound, worst, a, b, ratio, c, powers, constants):  # pragma: no cover
    """Of lanes where it may be more than `worst`: what one lane's neighbours need changes no bit of its own."""
    nothing = spread(0.0, a)
    top_a, top_b = nothing, nothing
    for j in range(low, high):
        top_a = larger(fused(ratio, subtract(load(a, j), load(c, j)), load(a, j)), top_a)
        top_b = larger(load(b, j), top_b)
    first_a, first_b = exp(subtract(nothing, top_a), constants), exp(subtract(nothing, top_b), constants)
    sum_a, sum_b = first_a, first_b
    for j in range(low, high):
        value = fused(ratio, subtract(load(a, j), load(c, j)), load(a, j))
        power_a, power_b = exp(subtract(value, top_a), constants), exp(subtract(load(b, j), top_b), constants)
        store(powers, 2 * (j - low), power_a)
        store(powers, 2 * (j - low) + 1, power_b)
        sum_a, sum_b = add(sum_a, power_a), add(sum_b, power_b)
    one = spread(1.0, a)
    inverse_a, inverse_b = divide(one, sum_a), divide(one, sum_b)
    apart = size(subtract(multiply(first_a, inverse_a), multiply(first_b, inverse_b)))
    for j in range(high - low):
        gap = subtract(multiply(load(powers, 2 * j), inverse_a), multiply(load(powers, 2 * j + 1), inverse_b))
        apart = larger(size(gap), apart)
    return where_negative(subtract(worst, bound), larger(apart, worst), worst)


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
def aim(
    felt, lane, course, x, points, predicted, curved, final, ahead, steps_last, top, count, away
):  # fmt: skip  # pragma: no cover
    """Choose the precision of the next point, and how `advance` predicts it: by the last three points, or two."""
    last, before, third = points
    one, two = steps_last[0, lane], steps_last[1, lane]
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
        # The parabola: its slope at the last point is that of the last step and something of how it changed.
        first += second / one
        second /= two
    course[1, lane] = -1.0
    course[2, lane] = first
    course[3, lane] = second
    if final[lane]:
        value = top[lane]
    elif curved[lane]:
        value = last[felt, lane] + first * (last[felt, lane] - before[felt, lane])
        value -= second * (before[felt, lane] - third[felt, lane])
    else:
        value = last[felt, lane] + ahead
    x[felt, lane] = value
    predicted[felt, lane] = value


@by_address
def advance(lanes: int):
    """Keep good points and predict the next ones.

    `course` holds -1 for lanes whose last point becomes the one before; -1 for those that aim at another point, with
    the weights of the last two steps in it; -1 for those that nothing is left for; -1 for those whose last point
    this is.
    """
    wide = (0,) * lanes

    def run(felt, x, last, before, third, predicted, course):  # pragma: no cover
        ax, al, ab, at = rows(x, wide), rows(last, wide), rows(before, wide), rows(third, wide)
        ap, numbers = rows(predicted, wide), rows(course, wide)
        kept, aims, first, second = load(numbers, 0), load(numbers, 1), load(numbers, 2), load(numbers, 3)
        idle, met, nothing = load(numbers, 4), load(numbers, 5), spread(0.0, ax)
        for j in range(felt):
            here, one, two = load(ax, j), load(al, j), load(ab, j)
            three = where_negative(kept, two, load(at, j))
            two, one = where_negative(kept, one, two), where_negative(met, here, one)
            store(al, j, one)
            store(ab, j, two)
            store(at, j, three)
            value = fused(first, subtract(one, two), one)
            value = subtract(value, multiply(second, subtract(two, three)))
            store(ap, j, where_negative(aims, value, load(ap, j)))
            store(ax, j, where_negative(idle, nothing, where_negative(aims, value, here)))

    return run


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
