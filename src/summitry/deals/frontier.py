"""Pareto frontier of packages whose worth is a sum over issues, without listing the packages.

Whoever improves a package in one issue improves it as a whole, so no undominated package holds a part that is
dominated among the ways to settle some of the issues. Issues are therefore taken in one by one, and after each only
the undominated ways to settle those so far are kept. This is exact for any number of parties.

Nemhauser & Ullmann (1969), doi:10.1287/mnsc.15.9.494, for two criteria.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_BLOCK = 512


@dataclass(frozen=True, eq=False)
class Frontier:
    """All undominated packages, ties included.

    >>> found = summitry.frontier([[[3, 0], [0, 2], [1, 1]], [[1, 0], [0, 1]]])
    >>> found.packages.tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1]]
    """

    packages: npt.NDArray[np.int64]
    """[F, K] option of each issue, in lexicographic order."""
    worth: Floats
    """[F, P] what each package is worth to each party."""


def frontier(worth: Sequence[npt.ArrayLike], most: int = 2_000_000, floor: npt.ArrayLike | None = None) -> Frontier:
    """Undominated packages of K issues, each with a table [options, P] of what its options are worth to P parties.

    A package is worth the sum of its options. With a `floor` [P], packages that are worth less to some party are left
    out, but for rounding, and so is whatever can only lead to such. Raises `ValueError` where tables do not fit or are
    not finite, and where more than `most` partial packages would have to be kept, which many equal options bring about.

    >>> summitry.frontier([[[3, 0], [0, 2], [1, 1]], [[1, 0], [0, 1]]]).worth.tolist()
    [[4.0, 0.0], [3.0, 1.0], [1.0, 2.0], [0.0, 3.0], [1.0, 2.0]]
    """
    tables = [np.asarray(table, np.float64) for table in worth]
    if not tables or any(t.ndim != 2 or not t.size or t.shape[1] != tables[0].shape[1] for t in tables):
        shapes = ", ".join(str(t.shape) for t in tables) or "none"
        raise ValueError(f"tables of worth have shapes {shapes}; expected [options, parties], as many parties in each")
    if not all(np.isfinite(t).all() for t in tables):
        raise ValueError("tables of worth must hold finite numbers")
    parties = tables[0].shape[1]
    sums, packages = np.zeros((1, parties)), np.zeros((1, 0), np.int64)
    # Short tables first keep what is carried along small; the order of issues is put back at the end.
    order = sorted(range(len(tables)), key=lambda k: len(tables[k]))
    ahead = np.cumsum([np.zeros(parties), *(tables[k].max(axis=0) for k in reversed(order))], axis=0)[::-1]
    least = np.full(parties, -np.inf) if floor is None else np.asarray(floor, np.float64)
    scale = 1e-9 * max(1.0, *(float(np.abs(t).max()) for t in tables))
    for k, hope in zip(order, ahead[1:], strict=True):
        options = np.flatnonzero(undominated(tables[k]))
        if len(sums) * len(options) > 50 * most:
            raise ValueError(f"more than {50 * most} ways to settle the first issues to look at; do many options tie?")
        made = (sums[:, None] + tables[k][options]).reshape(-1, parties)
        rows = np.flatnonzero((made + hope >= least - scale).all(axis=1))
        keep = rows[undominated(made[rows])]
        if len(keep) > most:
            raise ValueError(f"more than {most} undominated ways to settle the first issues; do many options tie?")
        sums = made[keep]
        packages = np.column_stack((packages[keep // len(options)], options[keep % len(options)]))
    packages = packages[:, np.argsort(order)]
    rows = np.lexsort(packages.T[::-1])
    # Summed again in the order of the issues, so that equal packages have equal bits however they were found.
    packages = packages[rows]
    total = np.zeros((len(packages), parties))
    for k, table in enumerate(tables):
        total += table[packages[:, k]]
    return Frontier(packages, total)


def undominated(gains: Floats, tolerance: float = 1e-12) -> Bools:
    """[D] which rows of gains [D, P] no other row dominates (as good for all, better for one); ties all stay.

    Worths of minus infinity, for what is out of the question, are allowed. What differs by less than `tolerance` of the
    largest number counts as equal: sums in another order differ by that.
    """
    count, parties = gains.shape
    keep = np.zeros(count, np.bool_)
    if not count:
        return keep
    step = tolerance * max(1.0, float(np.abs(gains[np.isfinite(gains)]).max(initial=0.0)))
    if parties == 1:
        return np.asarray(gains[:, 0] >= gains[:, 0].max() - step)
    # No row can be dominated by one with a smaller sum.
    order = np.lexsort((*(-gains[:, p] for p in range(parties - 1, -1, -1)), -gains.sum(axis=1)))
    best = np.empty((0, parties))
    for first in range(0, count, _BLOCK):
        rows = order[first : first + _BLOCK]
        mine = gains[rows]
        alive = ~_dominated(mine, best, step)
        inner = np.flatnonzero(alive)
        alive[inner] = ~_dominated(mine[inner], mine[inner], step)
        keep[rows[alive]] = True
        best = np.concatenate((best, mine[alive]))
    return keep


def _dominated(rows: Floats, by: Floats, step: float) -> Bools:
    """[rows] whether some row of `by` is as good for all and better for one."""
    out = np.zeros(len(rows), np.bool_)
    for first in range(0, len(by), _BLOCK):
        left = np.flatnonzero(~out)
        if not len(left):
            break
        part = by[first : first + _BLOCK]
        as_good = np.ones((len(left), len(part)), np.bool_)
        better = np.zeros((len(left), len(part)), np.bool_)
        for p in range(rows.shape[1]):
            with np.errstate(invalid="ignore"):
                gap = part[None, :, p] - rows[left, None, p]
            as_good &= gap >= -step
            better |= gap > step
        out[left] = (as_good & better).any(axis=1)
    return out
