"""Bargaining points of two parties over a set without gaps, given by its upper edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar

Floats = npt.NDArray[np.float64]

_GRID = 2001


def curve_points(
    upper: Callable[[Floats], Floats], low: float, high: float, reserve: tuple[float, float] = (0.0, 0.0)
) -> Mapping[str, tuple[float, float]] | None:
    """Nash, Kalai-Smorodinsky, egalitarian and utilitarian points; None where nobody can gain without another's loss.

    The set holds every pair (u1, u2) with u1 from `low` to `high` and u2 up to `upper(u1)`, which falls; `reserve` is
    what no agreement is worth. Points are exact to about 1e-8 of the range. Raises `ValueError` where `upper` rises.

    >>> found = summitry.curve_points(lambda u: 2 * (1 - u**2), 0, 1)
    >>> {name: round(u1, 6) for name, (u1, u2) in found.items()}
    {'nash': 0.57735, 'kalai-smorodinsky': 0.618034, 'egalitarian': 0.780776, 'utilitarian': 0.25}
    """
    first, other = reserve

    def edge(u: float) -> float:
        return float(upper(np.float64(u)))  # type: ignore[arg-type]

    grid = np.linspace(low, high, _GRID)
    heights = np.array([edge(u) for u in grid])
    if not np.isfinite(heights).all() or (np.diff(heights) > 1e-9 * max(1.0, float(np.ptp(heights)))).any():
        raise ValueError("`upper` must be finite and must not rise between `low` and `high`")
    start = max(low, first)
    if start > high or edge(start) < other:
        return None
    end = high if edge(high) >= other else float(brentq(lambda u: edge(u) - other, start, high, xtol=1e-15))
    span = (end - first, edge(start) - other)
    if min(span) <= 0:
        return None

    def crossing(weight: tuple[float, float]) -> float:
        def ahead(u: float) -> float:
            return (u - first) / weight[0] - (edge(u) - other) / weight[1]

        if ahead(end) <= 0:
            return end
        return start if ahead(start) >= 0 else float(brentq(ahead, start, end, xtol=1e-15))

    def best(score: Callable[[float], float]) -> float:
        at = np.linspace(start, end, _GRID)
        k = int(np.argmax([score(u) for u in at]))
        between = (float(at[max(k - 1, 0)]), float(at[min(k + 1, _GRID - 1)]))
        found = minimize_scalar(lambda u: -score(u), bounds=between, method="bounded", options={"xatol": 1e-12})
        return float(max((found.x, float(at[k])), key=score))

    where = {
        "nash": best(lambda u: (u - first) * (edge(u) - other)),
        "kalai-smorodinsky": crossing(span),
        "egalitarian": crossing((1.0, 1.0)),
        "utilitarian": best(lambda u: u + edge(u)),
    }
    return {name: (u, edge(u)) for name, u in where.items()}
