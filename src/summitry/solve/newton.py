"""Compiled steps of Newton's method on a branch: how far a point is off, the matrix there, tangents, what a move means.

A point is y = (log-odds that count, u) with u the largest precision; F(y) = x - responses(x, u).
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np

from summitry.solve.dual import along, respond
from summitry.solve.lanes import LANES, address, entry, fill, load, store, subtract
from summitry.solve.linear import factorise, log_size, substitute


@entry
def gap(w, a, b):  # pragma: no cover
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


@entry
def miss(w, t, felt, ratio, y, f):  # pragma: no cover
    """Write F(y) into f[:felt]; the tape holds the point afterwards."""
    for p in range(w.parties):
        t.precision[p] = y[felt] * ratio[p]
    respond(w, t, y, f)
    for j in range(felt):
        f[j] = y[j] - f[j]


@entry
def linearise(w, t, s, felt, ratio, row, matrix, wide, exchanged, v, out):  # pragma: no cover
    """Factorise the derivative of F over (log-odds, precision) above the given row; returns the determinant's sign
    (0 if it is singular) and the logarithm of its size.
    """
    at, result = address(matrix), address(out)
    for first in range(0, felt + 1, LANES):
        for lane in range(LANES):
            j = first + lane
            for p in range(w.parties):
                s.precision[p, lane] = ratio[p] if j == felt else 0.0
            if j < felt:
                v[j, lane] = 1.0
        along(w, t, s, v, out)
        for lane in range(min(LANES, felt - first)):
            v[first + lane, lane] = 0.0
        here = first // LANES
        for i in range(felt):
            store(at, i * wide + here, subtract(fill(0.0), load(result, i)))
    for i in range(felt):
        matrix[i * wide + i // LANES, i % LANES] += 1.0
    for j in range(felt + 1):
        matrix[felt * wide + j // LANES, j % LANES] = row[j]
    sign = factorise(matrix, felt + 1, wide, exchanged)
    return sign, (log_size(matrix, felt + 1, wide) if sign != 0.0 else 0.0)


@entry
def solve_for(matrix, size, wide, exchanged, right):  # pragma: no cover
    """Solve for one right side in place, from the factors."""
    substitute(matrix, size, wide, exchanged, right)


@entry
def refine(w, t, s, felt, ratio, row, guess, matrix, wide, exchanged, v, out, z, f):  # pragma: no cover
    """Refine a tangent at the tape's point by the factors of an older matrix; returns turns, 0 if they serve no more.

    `z` becomes the solution of the bordered system with a right side of zeros and a one, as at a fresh matrix.
    """
    size = felt + 1
    scale = 0.0
    for j in range(size):
        scale += row[j] * guess[j]
    for j in range(size):
        z[j] = guess[j] / scale
    last = np.inf
    for turn in range(1, 9):
        for j in range(felt):
            v[j, 0] = z[j]
        for p in range(w.parties):
            for lane in range(LANES):
                s.precision[p, lane] = 0.0
            s.precision[p, 0] = z[felt] * ratio[p]
        along(w, t, s, v, out)
        along_row = 0.0
        most = 0.0
        for j in range(size):
            along_row += row[j] * z[j]
            most = max(most, abs(z[j]))
            if j < felt:
                v[j, 0] = 0.0
                f[j] = out[j, 0] - z[j]
        f[felt] = 1.0 - along_row
        substitute(matrix, size, wide, exchanged, f)
        length = np.max(np.abs(f))
        if not length < 0.6 * last:
            return 0
        for j in range(size):
            z[j] += f[j]
        if length < 1e-3 * most:
            return turn
        last = length
    return 0


@entry
def collect(w, t, x, answer):  # pragma: no cover
    """All log-odds: unknowns as they went into the last responses, the others as they came out."""
    for h in range(len(w.party)):
        at, to = w.felt[h], w.start[h] - h
        for a in range(w.start[h + 1] - w.start[h] - 1):
            answer[to + a] = x[at + a] if at >= 0 else t.odds[to + a]
