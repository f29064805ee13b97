"""Linear solves with the linearised sweep, and what links it to payoffs, chances and precisions.

With J the derivative of the sweep, the forward system is (I - J) d = f and the adjoint one its transpose. GMRES works
on the Gauss-Seidel form, whose J is nilpotent at precision 0 and has an eigenvalue 1 exactly at a turning point or a
bifurcation. The Hessenberg matrix of a solve from noise shows how near the nearest one is.

Giles and Pierce (2000), doi:10.1023/A:1011430410075.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.solve.gmres import gmres
from summitry.solve.lanes import entry
from summitry.solve.solution import Floats
from summitry.solve.tangent import Point, Space, product, transposed
from summitry.solve.web import Web

_ACCURACY = 1e-13
"""Residual of a linear solve over its right side that is aimed at, and one that is good enough to go on with."""
_ENOUGH = 1e-9
_PROBE = 1e-9
"""The same for a solve from noise, which must resolve an eigenvector that is a small part of it."""
_TINY = 1e-290
"""What is smaller is nought."""
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
    if not largest > _TINY or not np.isfinite(largest):
        return Solve(np.zeros(size), 0.0 if largest <= _TINY else np.inf, 0, np.zeros((0, 0)))
    # A full space of dimension F is exact; the longest one is bounded by memory.
    longest = int(min(size, _LONGEST, max(_MEMORY // size, 20)))

    def apply(v: Floats) -> Floats:
        if adjoint:
            work = np.zeros(len(sp.out))
            work[w.felt] = v
            transposed(w, pt, sp, work, False)
        else:
            product(w, pt, sp, v, nothing, False)
        return v - sp.out[w.felt]

    nothing = np.zeros(len(sp.out))
    x, left, products, hess = gmres(apply, right / largest, accuracy, longest)
    return Solve(x * largest, left, products, hess)


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
    out, fresh = np.zeros(len(pt.strategy)), np.zeros(len(pt.strategy))
    for h in range(len(w.party)):
        i, first, k = w.party[h], w.start[h], w.start[h + 1] - w.start[h]
        members = w.member[w.member_start[h] : w.member_start[h + 1]]
        shift = 0.0
        for n in members:
            shift += pt.belief[n] * along[n, i]
        for a in range(k):
            for n in members:
                c = w.first[n] + a
                out[first + a] += pt.belief[n] * ((along[n, i] - shift) * pt.worth[c, i] + worth[c, i])
        for a in range(k):
            fresh[a] = 0.0
            for b in range(k):
                by_worth = out[first + a] - out[first + b]
                by_precision = pt.payoff[first + a] - pt.payoff[first + b]
                fresh[a] += pt.strategy[first + b] * (pt.precision[i] * by_worth + precision[i] * by_precision)
        for a in range(k):
            out[first + a] = fresh[a]
    return out


@entry
def gradient(w, pt, moves, payoffs, chance, precision):  # pragma: no cover
    """Adjoint of `forcing`: add what `moves` [A] owe to payoffs [R, P], chances [C, P + 1] and precisions [P]."""
    nodes, parties = pt.worth.shape
    along, adjoint = np.zeros((nodes, parties)), np.zeros((nodes, parties))
    fresh = np.zeros(len(moves))
    for h in range(len(w.party)):
        i, first, k = w.party[h], w.start[h], w.start[h + 1] - w.start[h]
        members = w.member[w.member_start[h] : w.member_start[h + 1]]
        mean = 0.0
        for a in range(k):
            fresh[a] = 0.0
            for b in range(k):
                fresh[a] += pt.strategy[first + b] * moves[first + a] - pt.strategy[first + a] * moves[first + b]
            precision[i] += fresh[a] * (pt.payoff[first + a] - pt.payoff[first])
        for n in members:
            owed = 0.0
            for a in range(k):
                q = pt.precision[i] * fresh[a]
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
