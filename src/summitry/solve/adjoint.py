"""Linear solves with the linearised sweep, and what links it to payoffs, chances and precisions.

With J the derivative of the sweep, the forward system is (I - J) d = f and the adjoint one its transpose. GMRES works
on the Gauss-Seidel form, whose J is nilpotent at precision 0 and has an eigenvalue 1 exactly at a turning point or a
bifurcation. The Hessenberg matrix of a solve from noise shows how near the nearest one is.

Saad and Schultz (1986), doi:10.1137/0907058; Giles and Pierce (2000), doi:10.1023/A:1011430410075.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.solve.lanes import entry
from summitry.solve.solution import Floats
from summitry.solve.tangent import Point, Space, Web, product, transposed

_ACCURACY = 1e-13
"""Residual of a linear solve over its right side that is aimed at, and one that is good enough to go on with."""
_ENOUGH = 1e-9
_PROBE = 1e-9
"""The same for a solve from noise, which must resolve an eigenvector that is a small part of it."""
_CYCLES = 8
_MEMORY = 40_000_000
"""Numbers kept of one Krylov basis at most."""
_LONGEST = 400


@dataclass(frozen=True, eq=False)
class Solve:
    """Result of one linear solve."""

    x: Floats
    """[F]"""
    residual: float
    """Over the right side, by GMRES's own account."""
    products: int
    hessenberg: Floats
    """[k, k] of the last cycle."""

    @property
    def good(self) -> bool:
        """Whether it came near enough."""
        return self.residual <= _ENOUGH


def solve_linear(w: Web, pt: Point, sp: Space, right: Floats, adjoint: bool, accuracy: float = _ACCURACY) -> Solve:
    """Solve (I - J) x = right, or its transpose, for unknowns [F]."""
    size = len(w.felt)
    largest = float(np.abs(right).max(initial=0.0))
    if not largest > 0 or not np.isfinite(largest):
        return Solve(np.zeros(size), 0.0 if largest == 0 else np.inf, 0, np.zeros((0, 0)))
    # A full space of dimension F is exact; the longest one is bounded by memory.
    longest = int(min(size, _LONGEST, max(_MEMORY // size, 20)))
    x, hess = np.zeros(size), np.zeros((longest + 1, longest))
    left, k, products = _gmres(
        w, pt, sp, right / largest, adjoint, accuracy, longest, _CYCLES, x, hess, np.zeros(len(sp.out))
    )
    return Solve(x * largest, float(left), int(products), hess[:k, :k])


def distance(w: Web, pt: Point, sp: Space) -> tuple[float, int]:
    """Least |1 - eigenvalue| of the sweep's derivative, and products; NaN where the solve from noise failed.

    Noise has a part in every direction, so GMRES converges only once its Ritz values have found what lies near 0.
    """
    if not len(w.felt):
        return 1.0, 0
    noise = np.random.default_rng(0).standard_normal(len(w.felt))
    made = solve_linear(w, pt, sp, noise, True, _PROBE)
    if not np.isfinite(made.hessenberg).all() or not np.isfinite(made.residual):
        return np.nan, made.products
    near = float(np.abs(np.linalg.eigvals(made.hessenberg)).min())
    return (near if made.residual <= 100 * _PROBE or near < 1e-6 else np.nan), made.products


@entry
def _gmres(w, pt, sp, right, adjoint, accuracy, longest, cycles, x, raw, work):  # pragma: no cover
    size = len(right)
    actions = len(sp.out)
    basis = np.empty((longest + 1, size))
    hess = np.zeros((longest + 1, longest))
    cosine, sine, rhs = np.zeros(longest), np.zeros(longest), np.zeros(longest + 1)
    norm = np.sqrt(np.sum(right * right))
    products = 0
    left = 1.0
    used = 0
    r = right.copy()
    for cycle in range(cycles):
        length = np.sqrt(np.sum(r * r))
        if not np.isfinite(length):
            return np.inf, used, products
        left = length / norm
        if left <= accuracy or (cycle > 0 and left <= 30 * accuracy):
            return left, used, products
        raw[:] = 0.0
        hess[:] = 0.0
        rhs[:] = 0.0
        rhs[0] = length
        basis[0] = r / length
        used = 0
        for k in range(longest):
            _apply(w, pt, sp, basis[k], adjoint, work, actions, basis[k + 1])
            products += 1
            # Gram-Schmidt twice, so that the Hessenberg matrix stays that of the operator.
            for _ in range(2):
                for i in range(k + 1):
                    dot = 0.0
                    for j in range(size):
                        dot += basis[i, j] * basis[k + 1, j]
                    hess[i, k] += dot
                    for j in range(size):
                        basis[k + 1, j] -= dot * basis[i, j]
            size_next = np.sqrt(np.sum(basis[k + 1] * basis[k + 1]))
            hess[k + 1, k] = size_next
            for i in range(k + 2):
                raw[i, k] = hess[i, k]
            done = size_next <= 1e-15 * np.sqrt(np.sum(hess[: k + 1, k] ** 2))
            if not done:
                basis[k + 1] /= size_next
            for i in range(k):
                a, b = hess[i, k], hess[i + 1, k]
                hess[i, k] = cosine[i] * a + sine[i] * b
                hess[i + 1, k] = -sine[i] * a + cosine[i] * b
            radius = np.hypot(hess[k, k], hess[k + 1, k])
            if not np.isfinite(radius):
                return np.inf, 0, products
            if radius == 0.0:
                # Singular, and the space holds no more.
                raw[k + 1 :, :] = 0.0
                return left, k + 1, products
            cosine[k], sine[k] = hess[k, k] / radius, hess[k + 1, k] / radius
            hess[k, k], hess[k + 1, k] = radius, 0.0
            rhs[k + 1] = -sine[k] * rhs[k]
            rhs[k] = cosine[k] * rhs[k]
            used = k + 1
            if done or abs(rhs[k + 1]) <= accuracy * norm:
                break
        for i in range(used - 1, -1, -1):
            for j in range(i + 1, used):
                rhs[i] -= hess[i, j] * rhs[j]
            rhs[i] /= hess[i, i]
        for i in range(used):
            x += rhs[i] * basis[i]
        _apply(w, pt, sp, x, adjoint, work, actions, r)
        products += 1
        r[:] = right - r
    left = np.sqrt(np.sum(r * r)) / norm
    return left, used, products


@entry
def _apply(w, pt, sp, v, adjoint, work, actions, out):  # pragma: no cover
    """Write (I - J) v, or the transpose's, into `out`."""
    work[:] = 0.0
    if adjoint:
        for j in range(len(v)):
            work[w.felt[j]] = v[j]
        transposed(w, pt, sp, work, False)
    else:
        product(w, pt, sp, v, work, False)
    for j in range(len(v)):
        out[j] = v[j] - sp.out[w.felt[j]]


@entry
def forcing(w, pt, payoffs, chance, precision):  # pragma: no cover
    """[A] derivative of the answers at fixed strategies along a move of payoffs [R, P], chances and precisions."""
    nodes, parties = pt.worth.shape
    along, worth = np.zeros((nodes, parties)), np.zeros((nodes, parties))
    share = np.zeros((nodes, parties))
    for n in range(nodes):
        if w.owner[n] == -1:
            for p in range(parties):
                # Chances are weights made to sum to one at each node.
                total = 0.0
                for c in range(w.first[n], w.first[n] + w.children[n]):
                    total += chance[w.slot[c], p]
                for c in range(w.first[n], w.first[n] + w.children[n]):
                    share[c, p] = chance[w.slot[c], p] / pt.chance[w.slot[c], p] - total
    for n in range(1, nodes):
        for p in range(parties):
            along[n, p] = along[w.parent[n], p] + share[n, p]
    for n in range(nodes - 1, -1, -1):
        for p in range(parties):
            if w.children[n] == 0:
                worth[n, p] = payoffs[w.row[n], p]
            for c in range(w.first[n], w.first[n] + w.children[n]):
                odds = pt.strategy[w.into[c]] if w.into[c] >= 0 else pt.chance[w.slot[c], p]
                worth[n, p] += odds * (share[c, p] * pt.worth[c, p] + worth[c, p])
    out = np.zeros(len(pt.strategy))
    for h in range(len(w.party)):
        i, first, k = w.party[h], w.start[h], w.start[h + 1] - w.start[h]
        members = w.member[w.member_start[h] : w.member_start[h + 1]]
        shift, mean, base = 0.0, 0.0, 0.0
        for n in members:
            shift += pt.belief[n] * along[n, i]
        for a in range(k):
            for n in members:
                c = w.first[n] + a
                out[first + a] += pt.belief[n] * ((along[n, i] - shift) * pt.worth[c, i] + worth[c, i])
            mean += pt.strategy[first + a] * out[first + a]
            base += pt.strategy[first + a] * pt.payoff[first + a]
        for a in range(first, first + k):
            out[a] = pt.precision[i] * (out[a] - mean) + precision[i] * (pt.payoff[a] - base)
    return out


@entry
def gradient(w, pt, moves, payoffs, chance, precision):  # pragma: no cover
    """Adjoint of `forcing`: add what `moves` [A] owe to payoffs [R, P], chances [C, P + 1] and precisions [P]."""
    nodes, parties = pt.worth.shape
    along, adjoint = np.zeros((nodes, parties)), np.zeros((nodes, parties))
    for h in range(len(w.party)):
        i, first, k = w.party[h], w.start[h], w.start[h + 1] - w.start[h]
        members = w.member[w.member_start[h] : w.member_start[h + 1]]
        total, base, mean = 0.0, 0.0, 0.0
        for a in range(first, first + k):
            total += moves[a]
            base += pt.strategy[a] * pt.payoff[a]
        for a in range(first, first + k):
            precision[i] += moves[a] * (pt.payoff[a] - base)
        for n in members:
            owed = 0.0
            for a in range(k):
                q = pt.precision[i] * (moves[first + a] - pt.strategy[first + a] * total)
                adjoint[w.first[n] + a, i] += pt.belief[n] * q
                owed += q * pt.worth[w.first[n] + a, i]
            along[n, i] = owed
            mean += pt.belief[n] * owed
        for n in members:
            along[n, i] = pt.belief[n] * (along[n, i] - mean)
    for n in range(nodes):
        for p in range(parties):
            if w.children[n] == 0:
                payoffs[w.row[n], p] += adjoint[n, p]
            for c in range(w.first[n], w.first[n] + w.children[n]):
                odds = pt.strategy[w.into[c]] if w.into[c] >= 0 else pt.chance[w.slot[c], p]
                adjoint[c, p] += odds * adjoint[n, p]
    for n in range(nodes - 1, -1, -1):
        if w.owner[n] == -1:
            for p in range(parties):
                mean = 0.0
                for c in range(w.first[n], w.first[n] + w.children[n]):
                    mean += pt.chance[w.slot[c], p] * pt.worth[c, p] * adjoint[n, p] + along[c, p]
                for c in range(w.first[n], w.first[n] + w.children[n]):
                    chance[w.slot[c], p] += (
                        pt.worth[c, p] * adjoint[n, p] + along[c, p] / pt.chance[w.slot[c], p] - mean
                    )
        if n > 0:
            for p in range(parties):
                along[w.parent[n], p] += along[n, p]


@entry
def ascend(w, pt, seeds, column, moves, chance):  # pragma: no cover
    """Add what the log reach of nodes, weighed by `seeds` [N], owes to choices [A] and to the odds of `column`."""
    for n in range(len(seeds) - 1, -1, -1):
        if w.owner[n] == -1:
            total = 0.0
            for c in range(w.first[n], w.first[n] + w.children[n]):
                total += seeds[c]
            for c in range(w.first[n], w.first[n] + w.children[n]):
                chance[w.slot[c], column] += seeds[c] / pt.chance[w.slot[c], column] - total
        if n > 0:
            if w.into[n] >= 0:
                moves[w.into[n]] += seeds[n]
            seeds[w.parent[n]] += seeds[n]
