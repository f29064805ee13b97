"""Is an answer on the stretch of the branch before its first turn? The largest real eigenvalue of the sweep tells.

At precision 0 the sweep's derivative is nilpotent; along the branch a real eigenvalue reaches 1 exactly at a turning
point or a bifurcation. An answer with an eigenvalue above 1 therefore lies beyond one, and the accelerated path must
have jumped. A few Arnoldi steps (products by differences, eight draws side by side) estimate the outermost ones.

Arnoldi (1951); Saad (1980), doi:10.1016/0024-3795(80)90169-X.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.lanes import LANES, aligned, divide, entry, fill, fused, kernel, load, multiply, store, subtract
from summitry.solve.path import Batch
from summitry.solve.plan import Plan
from summitry.solve.solution import Counts, Floats
from summitry.solve.sweep import desk, seat, sweep

_STEPS = 8
"""Arnoldi steps that tell eigenvalues near 0 from others."""
_MORE = 16
"""Steps after which an eigenvalue near 1 is found to a few thousandths."""
_CLEAR = 0.6
"""Eigenvalue up to which the first steps are believed."""


def leading_eigenvalue(plan: Plan, batch: Batch, precision: Floats, x: Floats) -> tuple[Floats, Counts]:
    """[B] largest real eigenvalue seen of the sweep's derivative at the unknowns x [B, felt], and [B] sweeps taken."""
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
    free, size = plan.felt, len(x)
    hess = np.zeros((size, steps, steps))
    noise = np.random.default_rng(0).standard_normal(free)
    _arnoldi(
        plan.wiring, desk(plan), batch.payoffs, batch.chance, precision, batch.centre, batch.scale,
        np.ascontiguousarray(x), free, steps,
        noise, aligned(free), aligned(free), aligned((steps + 1) * free), hess,
    )  # fmt: skip
    bad = ~np.isfinite(hess).all(axis=(1, 2))
    hess[bad] = 0.0
    values = np.linalg.eigvals(hess)
    real = np.where(np.abs(values.imag) < 1e-3 * (1 + np.abs(values.real)), values.real, -np.inf)
    return np.asarray(np.where(bad, np.inf, real.max(axis=1, initial=-np.inf)))


@entry
def _arnoldi(
    w, d, payoffs, chance, precision, centre, scale, answers, free, steps, noise, x, g, basis, hess
):  # fmt: skip  # pragma: no cover
    epsilon = np.zeros((1, LANES))
    number = np.zeros((1, LANES))
    centre_g = np.zeros((free, LANES))
    for first in range(0, len(answers), LANES):
        for lane in range(LANES):
            b = min(first + lane, len(answers) - 1)
            seat(w, d, lane, payoffs[b], chance[b], centre[b], scale[b])
            for p in range(w.parties):
                d.precision[p, lane] = precision[b, p]
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
                x[j, lane] = answers[b, j]
                basis[j, lane] = answers[b, j] + weight * noise[j]
        sweep(w, d, x, g)
        for j in range(free):
            store(centre_g, j, load(g, j))
        _normalise(basis, np.int64(0), free, number)
        for k in range(steps):
            for lane in range(LANES):
                most = 0.0
                for j in range(free):
                    most = max(most, abs(basis[k * free + j, lane]))
                epsilon[0, lane] = 1e-6 / most if most > 0.0 else 1.0
            move = load(epsilon, 0)
            for lane in range(LANES):
                b = min(first + lane, len(answers) - 1)
                for j in range(free):
                    x[j, lane] = answers[b, j]
            for j in range(free):
                store(x, j, fused(move, load(basis, k * free + j), load(x, j)))
            sweep(w, d, x, g)
            for j in range(free):
                store(basis, (k + 1) * free + j, divide(subtract(load(g, j), load(centre_g, j)), move))
            for i in range(k + 1):
                dot = fill(0.0)
                for j in range(free):
                    dot = fused(load(basis, i * free + j), load(basis, (k + 1) * free + j), dot)
                for j in range(free):
                    at = (k + 1) * free + j
                    store(basis, at, subtract(load(basis, at), multiply(dot, load(basis, i * free + j))))
                store(number, 0, dot)
                for lane in range(LANES):
                    if first + lane < len(answers):
                        hess[first + lane, i, k] = number[0, lane]
            _normalise(basis, k + 1, free, number)
            for lane in range(LANES):
                if first + lane < len(answers) and k + 1 < steps:
                    hess[first + lane, k + 1, k] = number[0, lane]


@kernel
def _normalise(basis, k, free, length):  # pragma: no cover
    """Scale basis vector k of all lanes to length one; a vanishing one becomes zero (its Krylov space is complete)."""
    total = fill(0.0)
    for j in range(free):
        v = load(basis, k * free + j)
        total = fused(v, v, total)
    store(length, 0, total)
    factor = np.zeros((1, LANES))
    for lane in range(LANES):
        length[0, lane] = np.sqrt(length[0, lane])
        # Differences carry noise of about 1e-9; below that the space is exhausted.
        if length[0, lane] < 1e-8:
            length[0, lane] = 0.0
        factor[0, lane] = 1.0 / length[0, lane] if length[0, lane] > 0.0 else 0.0
    scale = load(factor, 0)
    for j in range(free):
        store(basis, k * free + j, multiply(load(basis, k * free + j), scale))
