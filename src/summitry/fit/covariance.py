"""Standard errors: from the Hessian, from the scores (sandwich), from scores summed over clusters.

White (1982), doi:10.2307/1912526; for nested pseudo-likelihood Aguirregabiria & Mira (2007),
doi:10.1111/j.1468-0262.2007.00731.x, proposition 2, with the expectations' derivative by the coefficients exact.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from summitry.fit import crisis
from summitry.fit.duals import Dual
from summitry.fit.likelihood import Logs, Sample

Floats = npt.NDArray[np.float64]


def covariance(
    sample: Sample,
    logs: Logs,
    beta: Floats,
    kind: str,
    *,
    groups: npt.NDArray[np.int64] | None = None,
    x: Floats | None = None,
) -> Floats | None:
    """[M, M] covariance of the coefficients; None where the likelihood is flat or not at a maximum.

    `kind` is hessian, sandwich (each outcome that was seen is one observation) or cluster (`groups` [N] are its
    clusters). `x` [N] are the equilibria of a fit by nested pseudo-likelihood.
    """
    with np.errstate(all="ignore"):
        parts = sample.parts(logs, beta, bend=True)
        bread = -_curvature(sample, parts)
        meat = bread if kind == "hessian" else _scores(sample, parts, groups)
        if x is not None:
            meat = bread if kind == "hessian" else meat
            bread = -_total_derivative(sample, beta, x)
        inverse = _inverse(bread)
    if inverse is None or not np.isfinite(inverse).all():
        return None
    if kind == "hessian" and x is None:
        found = 0.5 * (inverse + inverse.T)
    else:
        found = inverse @ meat @ inverse.T
    return found if (np.diag(found) > 0).all() else None


def _inverse(matrix: Floats) -> Floats | None:
    if not np.isfinite(matrix).all():
        return None
    try:
        found = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(found, np.float64) if np.linalg.cond(matrix) < 1e15 else None


def _curvature(sample: Sample, parts: Sequence[Dual]) -> Floats:
    total: Floats | float = 0.0
    for part, weight in zip(parts, sample.weights.T, strict=True):
        assert part.bend is not None
        total = total + np.where(weight > 0, weight * part.bend, 0.0)
    return sample.to_matrix(np.asarray(total))


def _scores(sample: Sample, parts: Sequence[Dual], groups: npt.NDArray[np.int64] | None) -> Floats:
    """[M, M] sum of products of scores."""
    if groups is None:
        total = np.zeros((sample.count, sample.count))
        for part, weight in zip(parts, sample.weights.T, strict=True):
            seen = weight > 0
            rows = sample.by_row(np.where(seen, part.slope, 0.0))
            total += (rows.T * weight) @ rows
        return total
    by_index: Floats | float = 0.0
    for part, weight in zip(parts, sample.weights.T, strict=True):
        by_index = by_index + np.where(weight > 0, weight * part.slope, 0.0)
    rows = sample.by_row(np.asarray(by_index))
    sums = np.zeros((int(groups.max()) + 1, sample.count))
    np.add.at(sums, groups, rows)
    count = len(sums)
    return np.asarray(sums.T @ sums * count / (count - 1))


def _total_derivative(sample: Sample, beta: Floats, x: Floats) -> Floats:
    """[M, M] derivative of the pseudo-score by the coefficients, expectations moving with them."""
    model = sample.model
    linear = sample.indices(beta, bend=True)
    like = linear.nothing
    k = len(like.slope)
    place = crisis.equilibrium(model, linear, x, like)
    firm = crisis.log_firm_of(crisis.ends(model, linear, place))
    wide = crisis.Widened(linear, k, 2)
    own = crisis.pseudo(model, wide, wide.extra(0, place.value, like), wide.extra(1, firm.value, like))
    total: Floats | float = 0.0
    for part, weight in zip(own, sample.weights.T, strict=True):
        assert part.bend is not None
        bend = part.bend[:k, :k] + part.bend[:k, k][:, None] * place.slope[None, :]
        bend = bend + part.bend[:k, k + 1][:, None] * firm.slope[None, :]
        total = total + np.where(weight > 0, weight * bend, 0.0)
    by_indices = np.asarray(total)
    out = np.zeros((sample.count, sample.count))
    slices, moving = sample.slices, sample.moving
    for i, a in enumerate(moving):
        for j, b in enumerate(moving):
            out[slices[a], slices[b]] = (sample.designs[a].T * by_indices[i, j]) @ sample.designs[b]
    return out
