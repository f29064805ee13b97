"""Restarted GMRES for an operator that is a function. Saad and Schultz (1986), doi:10.1137/0907058."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from summitry.solve.lanes import entry
from summitry.solve.solution import Floats

_CYCLES = 8
"""Restarts at most."""
_GROWTH = 16
"""Vectors of a basis that there is room for at first."""
_GOOD = 30
"""Residual over the accuracy at which no further cycle is begun."""


def gmres(
    apply: Callable[[Floats], Floats], right: Floats, accuracy: float, longest: int
) -> tuple[Floats, float, int, Floats]:  # fmt: skip
    """Restarted GMRES: solution, residual over the right side, products, Hessenberg matrix of the last cycle."""
    norm = float(np.sqrt(np.sum(right * right)))
    x, r, left, products = np.zeros(len(right)), right.copy(), 1.0, 0
    kept = np.zeros((0, 0))
    basis = np.empty((min(longest, _GROWTH) + 1, len(right)))
    for cycle in range(_CYCLES):
        length = float(np.sqrt(np.sum(r * r)))
        left = length / norm
        if not np.isfinite(left) or left <= accuracy or (cycle > 0 and left <= _GOOD * accuracy):
            break
        hess, triangle, rotations = np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 3))
        basis[0] = r / length
        used, over = 0, length
        for k in range(longest):
            if k + 1 >= len(hess):
                hess, triangle, rotations = _grown(hess, longest), _grown(triangle, longest), _grown(rotations, longest)
                rotations[k, 2] = over
            if k + 1 == len(basis):
                basis = np.concatenate((basis, np.empty((min(len(basis), longest + 1 - len(basis)), len(right)))))
            basis[k + 1] = apply(basis[k])
            products += 1
            dependent = _orthogonalise(basis, k, hess)
            over = _rotate(k, hess, triangle, rotations)
            if not np.isfinite(over):
                # No number, or singular with nothing more in the space.
                return x, left, products, hess[: k + 1, : k + 1]
            used = k + 1
            if dependent or abs(over) <= accuracy * norm:
                break
        kept = hess[:used, :used]
        _combine(used, triangle, rotations, basis, x)
        r = right - apply(x)
        products += 1
        before, left = left, float(np.sqrt(np.sum(r * r))) / norm
        if not left < 0.5 * before:
            break
    return x, left, products, kept


def _grown(array: Floats, longest: int) -> Floats:
    """The array with more rows, square if it was."""
    rows = min(max(2 * len(array), _GROWTH + 1), longest + 1)
    out = np.zeros((rows, rows if array.shape[0] == array.shape[1] else array.shape[1]))
    out[: array.shape[0], : array.shape[1]] = array
    return out


@entry
def _orthogonalise(basis, k, hess):  # pragma: no cover
    """Gram-Schmidt of vector k + 1, again where much cancels, and its length; whether nothing is left."""
    size = basis.shape[1]
    before = 0.0
    for j in range(size):
        before += basis[k + 1, j] * basis[k + 1, j]
    whole = before
    after = before
    for _ in range(3):
        for i in range(k + 1):
            dot = 0.0
            for j in range(size):
                dot += basis[i, j] * basis[k + 1, j]
            hess[i, k] += dot
            for j in range(size):
                basis[k + 1, j] -= dot * basis[i, j]
        after = 0.0
        for j in range(size):
            after += basis[k + 1, j] * basis[k + 1, j]
        if after > 0.5 * before:
            break
        before = after
    if not after > 1e-30 * whole:
        hess[k + 1, k] = 0.0
        return True
    hess[k + 1, k] = np.sqrt(after)
    for j in range(size):
        basis[k + 1, j] /= np.sqrt(after)
    return False


@entry
def _rotate(k, hess, triangle, rotations):  # pragma: no cover
    """Bring column k to triangular form by Givens rotations (cosine, sine, right side); what is left over.

    NaN if the column is nought or no number.
    """
    for i in range(k + 2):
        triangle[i, k] = hess[i, k]
    for i in range(k):
        one, other = triangle[i, k], triangle[i + 1, k]
        triangle[i, k] = rotations[i, 0] * one + rotations[i, 1] * other
        triangle[i + 1, k] = rotations[i, 0] * other - rotations[i, 1] * one
    radius = np.hypot(triangle[k, k], triangle[k + 1, k])
    if not radius > 0.0:
        return np.nan
    rotations[k, 0], rotations[k, 1] = triangle[k, k] / radius, triangle[k + 1, k] / radius
    triangle[k, k], triangle[k + 1, k] = radius, 0.0
    rotations[k + 1, 2] = -rotations[k, 1] * rotations[k, 2]
    rotations[k, 2] *= rotations[k, 0]
    return rotations[k + 1, 2] if np.isfinite(radius) else np.nan


@entry
def _combine(used, triangle, rotations, basis, x):  # pragma: no cover
    """Add the combination of basis vectors that leaves least."""
    for i in range(used - 1, -1, -1):
        for j in range(i + 1, used):
            rotations[i, 2] -= triangle[i, j] * rotations[j, 2]
        rotations[i, 2] /= triangle[i, i]
    for i in range(used):
        for j in range(len(x)):
            x[j] += rotations[i, 2] * basis[i, j]
