"""Sobol indices from a base sample, a second one, and mixtures of the two, with intervals by the jackknife."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Indices:
    """First and total indices of G groups of numbers."""

    first: Floats
    """[G]"""
    total: Floats
    """[G]"""
    first_half: Floats
    """[G] half widths of 95 % intervals."""
    total_half: Floats
    variance: float
    mean: float
    blocks: int
    """Rows that count."""
    dropped: int
    """Rows left out since one of their points has no answer."""


def sobol_indices(a: Floats, b: Floats, mixed: Floats) -> Indices:
    """Indices from results at A [N], at B [N], and at A with the coordinates of each group from B [G, N].

    First: Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018, table 2 (b), results centred; total: Jansen (1999),
    ibid. (f). A row with a result that is not a number is left out whole. The order of rows changes nothing: they are
    put in an order of their own first. Intervals: the jackknife over rows, 95 %.
    """
    whole = ~(np.isnan(a) | np.isnan(b) | np.isnan(mixed).any(axis=0))
    a, b, mixed = a[whole], b[whole], mixed[:, whole]
    order = np.lexsort((*mixed[::-1], b, a))
    a, b, mixed = a[order], b[order], mixed[:, order]
    n, groups = len(a), len(mixed)
    nothing = np.full(groups, np.nan)
    if n < 3:
        return Indices(nothing, nothing, nothing, nothing, float("nan"), float("nan"), n, int((~whole).sum()))
    centre = float(np.concatenate([a, b, mixed.ravel()]).mean())
    a, b, mixed = a - centre, b - centre, mixed - centre
    both, squares = a + b, a**2 + b**2
    variance = _variance(both.sum(), squares.sum(), n)
    if variance <= 1e-18:  # nothing moves it
        nought = np.zeros(groups)
        return Indices(nought, nought, nought, nought, 0.0, centre, n, int((~whole).sum()))
    first_terms, total_terms = b * (mixed - a), 0.5 * (a - mixed) ** 2
    left_out = _variance(both.sum() - both, squares.sum() - squares, n - 1)
    halves = []
    for terms in (first_terms, total_terms):
        without = (terms.sum(axis=1)[:, None] - terms) / (n - 1) / left_out
        spread = without - without.mean(axis=1)[:, None]
        halves.append(NORMAL_95 * np.sqrt((n - 1) / n * (spread**2).sum(axis=1)))
    return Indices(
        first=first_terms.mean(axis=1) / variance,
        total=total_terms.mean(axis=1) / variance,
        first_half=halves[0],
        total_half=halves[1],
        variance=float(variance),
        mean=float(a.mean() + b.mean()) / 2 + centre,
        blocks=n,
        dropped=int((~whole).sum()),
    )


def _variance(total: Floats, squares: Floats, n: int) -> Floats:
    """Of both samples together, n rows each."""
    return np.asarray(squares / (2 * n) - (total / (2 * n)) ** 2)
