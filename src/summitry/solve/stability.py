"""Is an answer on the stretch of the branch before its first turn? The largest real eigenvalue of the sweep tells.

At precision 0 the sweep's derivative is nilpotent; along the branch a real eigenvalue reaches 1 exactly at a turning
point or a bifurcation. An answer with an eigenvalue above 1 therefore lies beyond one, and the accelerated path must
have jumped. A few Arnoldi steps (products by differences, several draws side by side) estimate the outermost ones.

Arnoldi (1951); Saad (1980), doi:10.1016/0024-3795(80)90169-X.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.calling import by_address, call
from summitry.solve.desk import desk, sit, sweep
from summitry.solve.lanes import (
    LANES,
    address,
    aligned,
    divide,
    entry,
    fused,
    larger,
    load,
    multiply,
    peek_float,
    poke_float,
    rows,
    size,
    spread,
    store,
    subtract,
)
from summitry.solve.path import Batch
from summitry.solve.plan import Plan
from summitry.solve.solution import Counts, Floats

_STEPS = 8
"""Arnoldi steps that tell eigenvalues near 0 from others."""
_MORE = 16
"""Steps after which an eigenvalue near 1 is found to a few thousandths."""
_CLEAR = 0.6
"""Eigenvalue up to which the first steps are believed."""


def leading_eigenvalue(plan: Plan, batch: Batch, precision: Floats, x: Floats) -> tuple[Floats, Counts]:
    """[B] largest real eigenvalue seen of the sweep's derivative at the unknowns x [B, felt], and [B] sweeps taken.

    Where all are small it is a bound of them instead.
    """
    if not plan.felt or not len(x):
        return np.zeros(len(x)), np.zeros(len(x), np.int64)
    first = min(_STEPS, plan.felt)
    found, spent = _estimate(plan, batch, precision, x, first), np.full(len(x), first + 1)
    doubtful = np.flatnonzero(~(found < _CLEAR))
    if len(doubtful) and plan.felt > first:
        more = min(_MORE, plan.felt)
        found[doubtful] = _estimate(plan, batch.take(doubtful), precision[doubtful], x[doubtful], more)
        spent[doubtful] += more + 1
    return found, spent


def _estimate(plan: Plan, batch: Batch, precision: Floats, x: Floats, steps: int) -> Floats:
    free, draws = plan.felt, len(x)
    lanes = 1 if draws == 1 else LANES
    hess = np.zeros((draws, steps, steps))
    noise = np.random.default_rng(0).standard_normal(free)
    space, vectors = desk(plan, lanes), tuple(aligned(free, lanes) for _ in range(4))
    _arnoldi(
        space.table, space.precision, (_nearby(lanes), _extend(lanes)), batch.payoffs, batch.chance, precision,
        batch.centre, batch.scale, np.ascontiguousarray(x), free, steps, noise, vectors,
        aligned((steps + 1) * free, lanes), aligned(steps + 1, lanes), hess,
    )  # fmt: skip
    bad = ~np.isfinite(hess).all(axis=(1, 2))
    hess[bad] = 0.0
    # No eigenvalue is larger than the eighth root of the norm of the eighth power, which costs next to nothing.
    power = hess
    for _ in range(3):
        power = power @ power
    found = np.linalg.norm(power, axis=(1, 2)) ** 0.125
    large = np.flatnonzero(~(found < _CLEAR))
    values = np.linalg.eigvals(hess[large])
    real = np.where(np.abs(values.imag) < 1e-3 * (1 + np.abs(values.real)), values.real, -np.inf)
    found[large] = real.max(axis=1, initial=-np.inf)
    found[bad] = np.inf
    return np.asarray(found)


@entry
def _arnoldi(
    table, now, codes, payoffs, chance, precision, centre, scale, answers, free, steps, noise, vectors, basis, column,
    hess,
):  # fmt: skip  # pragma: no cover
    nearby, extend = codes
    at, x, g, centre_g = vectors
    lanes, draws = now.shape[1], len(answers)
    for first in range(0, draws, lanes):
        for lane in range(lanes):
            b = min(first + lane, draws - 1)
            sit(table, lane, payoffs[b], chance[b], centre[b], scale[b])
            for p in range(len(now)):
                now[p, lane] = precision[b, p]
            weight = 0.0
            total = 0.0
            for j in range(free):
                weight += answers[b, j] ** 2
                total += noise[j] ** 2
            # Not of equal length: with one unknown the two could cancel.
            weight = 0.7 * np.sqrt(weight / total)
            if weight == 0.0:
                weight = 1.0
            for j in range(free):
                at[j, lane] = answers[b, j]
                basis[j, lane] = answers[b, j] + weight * noise[j]
        sweep(table, at, centre_g, 0)
        call(extend, (free, -1, address(g), address(centre_g), address(basis), address(column)))
        for k in range(steps):
            call(nearby, (free, k, address(at), address(basis), address(column), address(x)))
            sweep(table, x, g, 0)
            call(extend, (free, k, address(g), address(centre_g), address(basis), address(column)))
            for lane in range(min(lanes, draws - first)):
                for i in range(min(k + 2, steps)):
                    hess[first + lane, i, k] = column[i, lane]


@by_address
def _nearby(lanes: int):
    """Write into `x` a point close by in the direction of basis vector k; its distance into row 0 of `column`."""
    wide = (0,) * lanes

    def run(free, k, at, basis, column, x):  # pragma: no cover
        here, along, to = rows(at, wide), rows(basis, wide), rows(x, wide)
        most = spread(0.0, to)
        for j in range(free):
            most = larger(size(load(along, k * free + j)), most)
        store(rows(column, wide), 0, most)
        for lane in range(lanes):
            length = peek_float(column, lane)
            poke_float(column, lane, 1e-6 / length if length > 0.0 else 1.0)
        distance = load(rows(column, wide), 0)
        for j in range(free):
            store(to, j, fused(distance, load(along, k * free + j), load(here, j)))

    return run


@by_address
def _extend(lanes: int):
    """Make basis vector k + 1 of all lanes from responses close by and at the point, at right angles to the others
    and of length one; a vanishing one becomes zero (its Krylov space is complete). Vector 0 is given.

    Products with the others, then the length, go into `column`, whose row 0 held the distance.
    """
    wide = (0,) * lanes

    def run(free, k, g, centre_g, basis, column):  # pragma: no cover
        near, centre, vectors, numbers = rows(g, wide), rows(centre_g, wide), rows(basis, wide), rows(column, wide)
        own = (k + 1) * free
        distance = load(numbers, 0)
        if k >= 0:
            for j in range(free):
                store(vectors, own + j, divide(subtract(load(near, j), load(centre, j)), distance))
        for i in range(k + 1):
            dot = spread(0.0, numbers)
            for j in range(free):
                dot = fused(load(vectors, i * free + j), load(vectors, own + j), dot)
            for j in range(free):
                off = multiply(dot, load(vectors, i * free + j))
                store(vectors, own + j, subtract(load(vectors, own + j), off))
            store(numbers, i, dot)
        total = spread(0.0, numbers)
        for j in range(free):
            v = load(vectors, own + j)
            total = fused(v, v, total)
        store(numbers, k + 1, total)
        for lane in range(lanes):
            place = (k + 1) * lanes + lane
            length = np.sqrt(peek_float(column, place))
            # Differences carry noise of about 1e-9; below that the space is exhausted.
            poke_float(column, place, 0.0 if length < 1e-8 else 1.0 / length)
        inverse = load(numbers, k + 1)
        for j in range(free):
            store(vectors, own + j, multiply(load(vectors, own + j), inverse))
        for lane in range(lanes):
            place = (k + 1) * lanes + lane
            inverse_length = peek_float(column, place)
            poke_float(column, place, 1.0 / inverse_length if inverse_length > 0.0 else 0.0)

    return run
