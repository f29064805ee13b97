"""Pseudo-arclength continuation of one draw: slow, goes round folds, and keeps to the branch.

Unknown: y = (free log-odds x, u) with u the largest precision so far; equation F(y) = x - sweep(x, u) = 0.
Each step: predict along the tangent, correct by Newton on the plane at right angles to it, look at what was crossed
(the target, a turning point, a bifurcation). Derivatives are differences of sweeps, eight directions at a time.

Keller (1977); Turocy (2005), doi:10.1016/j.geb.2004.04.003; Allgower and Georg (2003), doi:10.1137/1.9780898719154.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.lanes import LANES, aligned, entry, kernel
from summitry.solve.linear import bordered, eliminate, krylov, residual
from summitry.solve.plan import Plan
from summitry.solve.solution import Event, Floats, Status
from summitry.solve.sweep import collect, desk, seat

_SOLVED, _NOT_CONVERGED, _LOST, _SMALL, _BUDGET = (int(s) for s in Status)
_TURN, _BIFURCATION = 0, 1
_MOST_EVENTS = 64
_STEP = 0.05
"""Largest difference between predicted and corrected probabilities on the way."""
_FURTHEST = 0.2
"""Largest move of a probability in one step."""
_STRAIGHT = 0.9
"""Least cosine between neighbouring tangents."""


def trace(
    plan: Plan, payoffs: Floats, chance: Floats, precision: Floats, centre: Floats, scale: Floats, dense: bool,
    tolerance: float, budget: int,
) -> tuple[Floats, Status, tuple[Event, ...], bool, int]:  # fmt: skip
    """Follow one draw; log-odds [A - H], status, events (precision 1 is the target), folded, sweeps."""
    space = desk(plan)
    for lane in range(LANES):
        seat(plan.wiring, space, lane, payoffs, chance, centre, scale)
    x = np.full(plan.free, np.nan)
    kinds, places = np.zeros(_MOST_EVENTS, np.int64), np.zeros(_MOST_EVENTS)
    top = float(precision.max())
    code, events, sweeps = _trace(
        plan.wiring, space, plan.felt, precision / top, top, dense, tolerance, budget, aligned(plan.felt),
        aligned(plan.felt), x, kinds, places,
    )  # fmt: skip
    names = ("turning point", "bifurcation")
    met = tuple(Event(names[kinds[j]], float(places[j] / top)) for j in range(events))
    return x, Status(code), met, any(e.kind == names[_TURN] for e in met), int(sweeps)


@kernel
def _gap(w, a, b):  # pragma: no cover
    """Largest difference between the probabilities of two vectors of log-odds."""
    worst = 0.0
    for h in range(len(w.party)):
        low = w.felt[h]
        high = low + w.start[h + 1] - w.start[h] - 1
        if low < 0 or high <= low:
            continue
        top_a, top_b = 0.0, 0.0
        for j in range(low, high):
            top_a = max(top_a, a[j])
            top_b = max(top_b, b[j])
        sum_a, sum_b = np.exp(-top_a), np.exp(-top_b)
        first_a, first_b = sum_a, sum_b
        for j in range(low, high):
            sum_a += np.exp(a[j] - top_a)
            sum_b += np.exp(b[j] - top_b)
        worst = max(worst, abs(first_a / sum_a - first_b / sum_b))
        for j in range(low, high):
            worst = max(worst, abs(np.exp(a[j] - top_a) / sum_a - np.exp(b[j] - top_b) / sum_b))
    return worst


@kernel
def _cubic(u0, m0, u1, m1, s):  # pragma: no cover
    """Hermite cubic on [0, 1] with values u and slopes m."""
    return (
        (1 + 2 * s) * (1 - s) ** 2 * u0 + s * (1 - s) ** 2 * m0 + s * s * (3 - 2 * s) * u1 - s * s * (1 - s) * m1
    )  # fmt: skip


@kernel
def _extreme(u0, m0, u1, m1):  # pragma: no cover
    """Value of the cubic where its slope changes sign between the ends."""
    low, high = 0.0, 1.0
    for _ in range(60):
        mid = 0.5 * (low + high)
        slope = (
            (6 * mid * mid - 6 * mid) * (u0 - u1) + (3 * mid * mid - 4 * mid + 1) * m0 + (3 * mid * mid - 2 * mid) * m1
        )
        if (slope > 0) == (m0 > 0):
            low = mid
        else:
            high = mid
    return _cubic(u0, m0, u1, m1, 0.5 * (low + high))


@kernel
def _solve(w, d, free, prec, dense, y, tangent, right, x8, g8, matrix, accuracy):  # pragma: no cover
    """Solve the bordered system at y; returns solution, sign of the determinant (0 if unknown), sweeps, success."""
    if dense:
        spent = bordered(w, d, free, prec, y, tangent, x8, g8, matrix)
        out = right.copy()
        sign = eliminate(matrix, out)
        return out, sign, spent, sign != 0.0
    out, spent, good = krylov(w, d, free, prec, y, tangent, right, x8, g8, accuracy)
    return out, 0.0, spent, good


@entry
def _trace(w, d, free, prec, top, dense, tolerance, budget, x8, g8, out, kinds, places):  # pragma: no cover
    size = free + 1
    y, new, start = np.zeros(size), np.zeros(size), np.zeros(size)
    f = np.zeros(size)
    tangent = np.zeros(size)
    tangent[free] = 1.0
    matrix = np.zeros((size, size)) if dense else np.zeros((1, 1))
    last_unit = np.zeros(size)
    last_unit[free] = 1.0
    tangent, orientation, sweeps, good = _solve(w, d, free, prec, dense, y, tangent, last_unit, x8, g8, matrix, 1e-8)
    tangent /= np.sqrt(np.sum(tangent * tangent))
    ds = min(0.1, 0.5 * top) if top > 0 else 1.0
    events = 0
    while True:
        if sweeps > budget:
            return _BUDGET, events, sweeps
        if ds < 1e-7 * max(1.0, y[free]):
            return _SMALL, events, sweeps
        # Predict and correct.
        start[:] = y + ds * tangent
        new[:] = start
        good = False
        before = np.inf
        for turn in range(7):
            sweeps += residual(w, d, free, prec, new, x8, g8, f)
            f[free] = np.sum(tangent * (new - start))
            if not np.isfinite(np.sum(f)):
                break
            delta, sign, spent, fine = _solve(w, d, free, prec, dense, new, tangent, -f, x8, g8, matrix, 1e-3)
            sweeps += spent
            if not fine:
                break
            length = np.sqrt(np.sum(delta * delta))
            if not np.isfinite(length) or length > ds or (turn > 0 and length > 0.5 * before):
                break
            new += delta
            before = length
            if length < 1e-7 * max(1.0, ds):
                good = True
                break
        if not good:
            ds *= 0.5
            continue
        predicted = _gap(w, new, start)
        if predicted > _STEP or _gap(w, new, y) > _FURTHEST or np.sqrt(np.sum((new - start) ** 2)) > 0.5 * ds:
            ds *= 0.5
            continue
        turned, sign, spent, fine = _solve(w, d, free, prec, dense, new, tangent, last_unit, x8, g8, matrix, 1e-6)
        sweeps += spent
        length = np.sqrt(np.sum(turned * turned))
        if not fine or not np.isfinite(length):
            ds *= 0.7
            continue
        turned /= length
        straight = np.sum(turned * tangent)
        if straight < _STRAIGHT:
            ds *= 0.6
            continue
        if new[free] < 0.0:
            return _LOST, events, sweeps
        # What was crossed.
        m0, m1 = ds * tangent[free], ds * turned[free]
        crossed = new[free] >= top
        fold = tangent[free] * turned[free] < 0.0
        extreme = _extreme(y[free], m0, new[free], m1) if fold else 0.0
        if fold and not crossed and tangent[free] > 0.0:
            near = extreme > top - 0.05 * max(extreme - y[free], extreme - new[free])
            if near and ds > 1e-4:
                # A turn so close to the target: look closer before saying on which side it lies.
                ds *= 0.5
                continue
        if crossed:
            code, spent = _arrive(
                w, d, free, prec, top, dense, tolerance, y, new, tangent, turned, ds, x8, g8, matrix, out
            )
            sweeps += spent
            if code == _SOLVED:
                return _SOLVED, events, sweeps
            if ds > 1e-5 * max(1.0, y[free]):
                ds *= 0.5
                continue
            return code, events, sweeps
        if fold and events < _MOST_EVENTS:
            kinds[events], places[events] = _TURN, extreme
            events += 1
        if dense and sign * orientation < 0.0:
            if events < _MOST_EVENTS:
                kinds[events], places[events] = _BIFURCATION, 0.5 * (y[free] + new[free])
                events += 1
            orientation = sign
        y[:] = new
        tangent = turned
        if predicted < 0.3 * _STEP and straight > 0.97 and turn <= 4:
            ds *= 2.0 if predicted < 0.1 * _STEP and straight > 0.99 else 1.4


@kernel
def _arrive(
    w, d, free, prec, top, dense, tolerance, y, new, tangent, turned, ds, x8, g8, matrix, out
):  # fmt: skip  # pragma: no cover
    """Newton at the target precision from where the step's cubic meets it first."""
    low, high = 0.0, 1.0
    m0, m1 = ds * tangent[free], ds * turned[free]
    for _ in range(60):
        mid = 0.5 * (low + high)
        if _cubic(y[free], m0, new[free], m1, mid) >= top:
            high = mid
        else:
            low = mid
    size = free + 1
    point, f = np.zeros(size), np.zeros(size)
    for j in range(free):
        point[j] = _cubic(y[j], ds * tangent[j], new[j], ds * turned[j], high)
    point[free] = top
    begun = point.copy()
    flat = np.zeros(size)
    flat[free] = 1.0
    sweeps = 0
    reached = point.copy()
    best = np.inf
    for turn in range(12):
        sweeps += residual(w, d, free, prec, point, x8, g8, f)
        f[free] = 0.0
        worst = np.max(np.abs(f))
        if not np.isfinite(worst):
            return _LOST, sweeps
        if worst < best:
            best = worst
            reached[:] = point
            collect(w, d, x8, 0, out)
        if worst <= 0.01 * tolerance or (best < tolerance and worst >= best and worst > 0.0 and turn > 6):
            break
        delta, _, spent, fine = _solve(w, d, free, prec, dense, point, flat, -f, x8, g8, matrix, 1e-4)
        sweeps += spent
        if not fine or np.sqrt(np.sum(delta * delta)) > ds:
            return _LOST, sweeps
        point += delta
        point[free] = top
    if _gap(w, reached, begun) > _STEP:
        return _LOST, sweeps
    return (_SOLVED if best <= tolerance else _NOT_CONVERGED), sweeps
