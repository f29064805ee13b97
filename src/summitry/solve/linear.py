"""Linear algebra of the arclength stage: the sweep's derivative by differences, dense or through GMRES.

The bordered matrix at y = (x, u) has the derivative of F(x, u) = x - sweep(x, u) above and a row `tangent` below.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.lanes import LANES, kernel
from summitry.solve.sweep import sweep

_EPSILON = 1e-6


@kernel
def _load(d, free, prec, y, x8):  # pragma: no cover
    for lane in range(LANES):
        for p in range(len(prec)):
            d.precision[p, lane] = y[free] * prec[p]
        for j in range(free):
            x8[j, lane] = y[j]


@kernel
def residual(w, d, free, prec, y, x8, g8, f):  # pragma: no cover
    """Write F(y) into f[:free]; returns the number of sweeps."""
    _load(d, free, prec, y, x8)
    sweep(w, d, x8, g8)
    for j in range(free):
        f[j] = y[j] - g8[j, 0]
    return 1


@kernel
def bordered(w, d, free, prec, y, tangent, x8, g8, matrix):  # pragma: no cover
    """Fill the bordered matrix by central differences, four columns a sweep."""
    spent = 0
    half = LANES // 2
    for first in range(0, free + 1, half):
        _load(d, free, prec, y, x8)
        for c in range(half):
            j = first + c
            for side in range(2):
                lane = 2 * c + side
                move = _EPSILON if side == 0 else -_EPSILON
                if j < free:
                    x8[j, lane] += move
                elif j == free:
                    for p in range(len(prec)):
                        d.precision[p, lane] = (y[free] + move) * prec[p]
        sweep(w, d, x8, g8)
        spent += 1
        for c in range(half):
            j = first + c
            if j <= free:
                for i in range(free):
                    matrix[i, j] = -(g8[i, 2 * c] - g8[i, 2 * c + 1]) / (2 * _EPSILON)
    for i in range(free):
        matrix[i, i] += 1.0
    for j in range(free + 1):
        matrix[free, j] = tangent[j]
    return spent


@kernel
def eliminate(matrix, right):  # pragma: no cover
    """Solve in place by elimination with row exchanges; returns the determinant's sign, 0 if singular."""
    n = len(right)
    sign = 1.0
    for c in range(n):
        pivot = c
        for r in range(c + 1, n):
            if abs(matrix[r, c]) > abs(matrix[pivot, c]):
                pivot = r
        value = matrix[pivot, c]
        if value == 0.0 or not np.isfinite(value):
            return 0.0
        if pivot != c:
            sign = -sign
            for j in range(c, n):
                matrix[c, j], matrix[pivot, j] = matrix[pivot, j], matrix[c, j]
            right[c], right[pivot] = right[pivot], right[c]
        if value < 0.0:
            sign = -sign
        for r in range(c + 1, n):
            factor = matrix[r, c] / value
            if factor != 0.0:
                for j in range(c + 1, n):
                    matrix[r, j] -= factor * matrix[c, j]
                right[r] -= factor * right[c]
    for c in range(n - 1, -1, -1):
        total = right[c]
        for j in range(c + 1, n):
            total -= matrix[c, j] * right[j]
        right[c] = total / matrix[c, c]
    return sign


@kernel
def krylov(w, d, free, prec, y, tangent, right, x8, g8, accuracy):  # pragma: no cover
    """GMRES on the bordered system; returns the solution, sweeps, and whether the accuracy was reached.

    Saad and Schultz (1986), doi:10.1137/0907058. Products come from central differences of the sweep in two lanes.
    """
    size = free + 1
    most = min(size, 80)
    basis = np.zeros((most + 1, size))
    hess = np.zeros((most + 1, most))
    cosine, sine = np.zeros(most), np.zeros(most)
    rhs = np.zeros(most + 1)
    out = np.zeros(size)
    norm = np.sqrt(np.sum(right * right))
    if norm == 0.0:
        return out, 0, True
    basis[0] = right / norm
    rhs[0] = norm
    used = 0
    spent = 0
    good = False
    for k in range(most):
        v = basis[k]
        _load(d, free, prec, y, x8)
        epsilon = _EPSILON / max(np.max(np.abs(v)), 1e-12)
        for j in range(free):
            x8[j, 0] += epsilon * v[j]
            x8[j, 1] -= epsilon * v[j]
        for p in range(len(prec)):
            d.precision[p, 0] += epsilon * v[free] * prec[p]
            d.precision[p, 1] -= epsilon * v[free] * prec[p]
        sweep(w, d, x8, g8)
        spent += 1
        z = basis[k + 1]
        for j in range(free):
            z[j] = v[j] - (g8[j, 0] - g8[j, 1]) / (2 * epsilon)
        z[free] = np.sum(tangent * v)
        for i in range(k + 1):
            hess[i, k] = np.sum(basis[i] * z)
            z -= hess[i, k] * basis[i]
        length = np.sqrt(np.sum(z * z))
        hess[k + 1, k] = length
        if length > 0.0:
            z /= length
        for i in range(k):
            a, b = hess[i, k], hess[i + 1, k]
            hess[i, k] = cosine[i] * a + sine[i] * b
            hess[i + 1, k] = -sine[i] * a + cosine[i] * b
        radius = np.hypot(hess[k, k], hess[k + 1, k])
        if radius == 0.0 or not np.isfinite(radius):
            break
        cosine[k], sine[k] = hess[k, k] / radius, hess[k + 1, k] / radius
        hess[k, k], hess[k + 1, k] = radius, 0.0
        rhs[k + 1] = -sine[k] * rhs[k]
        rhs[k] = cosine[k] * rhs[k]
        used = k + 1
        if abs(rhs[k + 1]) <= accuracy * norm:
            good = True
            break
        if length == 0.0:
            break
    for i in range(used - 1, -1, -1):
        total = rhs[i]
        for j in range(i + 1, used):
            total -= hess[i, j] * rhs[j]
        rhs[i] = total / hess[i, i]
    for i in range(used):
        out += rhs[i] * basis[i]
    return out, spent, good
