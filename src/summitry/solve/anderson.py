"""Anderson acceleration of all lanes at once: the next iterate from the last few, by least squares.

A ring holds the last `memory` differences, all differences of one unknown side by side so that they stream. Lanes
without a valid difference hold zeros, so nothing that one draw left behind can touch the next.

Anderson (1965), doi:10.1145/321296.321305; Walker and Ni (2011), doi:10.1137/10078356X.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.calling import by_address
from summitry.solve.lanes import (
    add,
    fused,
    kernel,
    larger,
    load,
    multiply,
    rows,
    size,
    spread,
    store,
    subtract,
    where_negative,
)


@by_address
def residuals(lanes: int):
    """Residual g - x into `f`; its largest size into row 0 of `worst`, its sum (NaN if any is) into row 1."""
    wide = (0,) * lanes

    def run(free, x, g, f, worst):  # pragma: no cover
        from_x, from_g, to = rows(x, wide), rows(g, wide), rows(f, wide)
        largest = spread(0.0, to)
        trace = spread(0.0, to)
        for j in range(free):
            gap = subtract(load(from_g, j), load(from_x, j))
            store(to, j, gap)
            largest = larger(size(gap), largest)
            trace = add(trace, gap)
        store(to, free, spread(0.0, to))
        store(rows(worst, wide), 0, largest)
        store(rows(worst, wide), 1, trace)

    return run


@by_address
def remember(lanes: int):
    """Put the differences to the last iterate into slot `newest` and update the products with all others."""
    wide = (0,) * lanes

    def run(count, memory, newest, x, f, xp, fp, ring_s, ring_f, gram, right, valid):  # pragma: no cover
        ax, af, axp, afp = rows(x, wide), rows(f, wide), rows(xp, wide), rows(fp, wide)
        s, r, gr, ri = rows(ring_s, wide), rows(ring_f, wide), rows(gram, wide), rows(right, wide)
        mask = load(rows(valid, wide), 0)
        nothing = spread(0.0, s)
        for a in range(memory):
            store(gr, newest * memory + a, nothing)
            store(ri, a, nothing)
        for j in range(count):
            residual = load(af, j)
            df = where_negative(mask, nothing, subtract(residual, load(afp, j)))
            dx = where_negative(mask, nothing, subtract(load(ax, j), load(axp, j)))
            at = j * memory
            store(r, at + newest, df)
            store(s, at + newest, add(dx, df))
            for a in range(memory):
                other = load(r, at + a)
                store(gr, newest * memory + a, fused(df, other, load(gr, newest * memory + a)))
                store(ri, a, fused(other, residual, load(ri, a)))
        for a in range(memory):
            store(gr, a * memory + newest, load(gr, newest * memory + a))

    return run


@kernel
def weigh(memory, newest, ages, gram, right, gamma):  # pragma: no cover
    """Least-squares weights of every slot in every lane, newest differences first; unused ones weigh 0."""
    factor = np.zeros((memory, memory))
    weight = np.zeros(memory)
    for lane in range(len(ages)):
        count = ages[lane]
        used = count
        for a in range(memory):
            gamma[a, lane] = 0.0
        for i in range(count):
            if i >= used:
                break
            at = (newest - i + memory) % memory
            weight[i] = right[at, lane]
            for j in range(i + 1):
                total = gram[at * memory + (newest - j + memory) % memory, lane]
                own = total
                if i == j:
                    total *= 1.0 + 1e-12
                for t in range(j):
                    total -= factor[i, t] * factor[j, t]
                if i > j:
                    factor[i, j] = total / factor[j, j]
                elif own <= 0.0:
                    # No difference here (a new point began): it takes no part.
                    factor[i, i] = 1.0
                elif total > 1e-14 * own:
                    factor[i, i] = np.sqrt(total)
                else:
                    # Older differences add nothing that the newer do not have.
                    used = i
        for i in range(used):
            for t in range(i):
                weight[i] -= factor[i, t] * weight[t]
            weight[i] /= factor[i, i]
        for i in range(used - 1, -1, -1):
            for t in range(i + 1, used):
                weight[i] -= factor[t, i] * weight[t]
            weight[i] /= factor[i, i]
            gamma[(newest - i + memory) % memory, lane] = weight[i]


@by_address
def combine(lanes: int):
    """Write the next iterate into `out`; newest differences first, so that no bit depends on the slots they are in."""
    wide = (0,) * lanes

    def run(count, memory, newest, x, f, ring_s, gamma, out):  # pragma: no cover
        ax, af, s, ga, to = rows(x, wide), rows(f, wide), rows(ring_s, wide), rows(gamma, wide), rows(out, wide)
        for j in range(count):
            value = add(load(ax, j), load(af, j))
            for a in range(newest, -1, -1):
                value = subtract(value, multiply(load(ga, a), load(s, j * memory + a)))
            for a in range(memory - 1, newest, -1):
                value = subtract(value, multiply(load(ga, a), load(s, j * memory + a)))
            store(to, j, value)

    return run
