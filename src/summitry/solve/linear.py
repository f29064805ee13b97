"""Dense linear algebra of the arclength stage: elimination of matrices whose rows are cut into registers.

Entry (i, j) of a matrix of n rows stands in row `i * wide + j // 8`, column `j % 8` of an array [n wide, 8]. No outside
library: its threads would make bits depend on the machine, and numba reaches no signs of determinants through it.

Golub and Van Loan (2013), Matrix Computations, 4th edition, 3.2 and 3.4.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.lanes import LANES, address, fill, fused, kernel, load, store


@kernel
def _subtract_row(at, to, source, factor, begin, stop):  # pragma: no cover
    """Take a multiple of one row off another, from register `begin` up to `stop`."""
    less = fill(-factor)
    for j in range(begin, stop):
        store(at, to + j, fused(less, load(at, source + j), load(at, to + j)))


@kernel
def factorise(matrix, n, wide, exchanged):  # pragma: no cover
    """LU factors in place, rows exchanged; returns the determinant's sign, 0 if it is singular.

    Eight columns at a time; rows whose factors are all zero are passed over, since games of several stages give
    matrices that are nearly triangular by blocks.
    """
    at = address(matrix)
    sign = 1.0
    for first in range(0, n, LANES):
        here = first // LANES
        width = min(LANES, n - first)
        for c in range(width):
            column = first + c
            pivot, most = column, 0.0
            for r in range(column, n):
                size = abs(matrix[r * wide + here, c])
                if size > most:
                    pivot, most = r, size
            if not (most > 0.0 and most < np.inf):
                return 0.0
            exchanged[column] = pivot
            if pivot != column:
                sign = -sign
                for j in range(wide):
                    one, other = load(at, column * wide + j), load(at, pivot * wide + j)
                    store(at, column * wide + j, other)
                    store(at, pivot * wide + j, one)
            value = matrix[column * wide + here, c]
            if value < 0.0:
                sign = -sign
            for r in range(column + 1, n):
                factor = matrix[r * wide + here, c]
                if factor != 0.0:
                    factor /= value
                    matrix[r * wide + here, c] = factor
                    for j in range(c + 1, width):
                        matrix[r * wide + here, j] -= factor * matrix[column * wide + here, j]
        for i in range(1, width):
            for t in range(i):
                factor = matrix[(first + i) * wide + here, t]
                if factor != 0.0:
                    _subtract_row(at, (first + i) * wide, (first + t) * wide, factor, here + 1, wide)
        for r in range(first + LANES, n):
            row = r * wide + here
            some = 0.0
            for t in range(LANES):
                some += abs(matrix[row, t])
            if some > 0.0:
                _subtract_rows(at, matrix, row, first * wide + here, wide, wide - here)
    return sign


@kernel
def _subtract_rows(at, matrix, row, top, wide, length):  # pragma: no cover
    """Take multiples of eight rows off one row, to the right of the factors at its head."""
    f0, f1, f2, f3 = fill(-matrix[row, 0]), fill(-matrix[row, 1]), fill(-matrix[row, 2]), fill(-matrix[row, 3])
    f4, f5, f6, f7 = fill(-matrix[row, 4]), fill(-matrix[row, 5]), fill(-matrix[row, 6]), fill(-matrix[row, 7])
    for j in range(1, length):
        u = top + j
        value = fused(f0, load(at, u), load(at, row + j))
        value = fused(f1, load(at, u + wide), value)
        value = fused(f2, load(at, u + 2 * wide), value)
        value = fused(f3, load(at, u + 3 * wide), value)
        value = fused(f4, load(at, u + 4 * wide), value)
        value = fused(f5, load(at, u + 5 * wide), value)
        value = fused(f6, load(at, u + 6 * wide), value)
        value = fused(f7, load(at, u + 7 * wide), value)
        store(at, row + j, value)


@kernel
def log_size(matrix, n, wide):  # pragma: no cover
    """Logarithm of the size of the determinant, from the factors."""
    total = 0.0
    for i in range(n):
        total += np.log(abs(matrix[i * wide + i // LANES, i % LANES]))
    return total


@kernel
def substitute(matrix, n, wide, exchanged, right):  # pragma: no cover
    """Solve in place for one right side, from the factors."""
    for i in range(n):
        j = exchanged[i]
        right[i], right[j] = right[j], right[i]
    for i in range(n):
        total = right[i]
        for j in range(i):
            total -= matrix[i * wide + j // LANES, j % LANES] * right[j]
        right[i] = total
    for i in range(n - 1, -1, -1):
        total = right[i]
        for j in range(i + 1, n):
            total -= matrix[i * wide + j // LANES, j % LANES] * right[j]
        right[i] = total / matrix[i * wide + i // LANES, i % LANES]
