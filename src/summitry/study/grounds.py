"""On which numbers each part of a study depends most: from any figure of the report to its ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST = 4
"""Numbers that are named for one part."""
LEAST = 0.02
"""Share of the spread below which a number is not named."""
SURE = 16.0
"""A share of the spread counts only from so many times what accident gives on average: one over the draws."""


def grounds(
    parts: Mapping[str, Sequence[Floats]], numbers: Mapping[str, Floats], uncertain: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """By part, the path names of the numbers that move its figures [B] most, descending; NaN where not solved.

    What a number does is its squared rank correlation with a figure, averaged over the part's figures with their
    variances as weights, so that a figure that hardly varies counts for little.
    """
    paths = [p for p in uncertain if np.ptp(numbers[p]) > 0]
    return {name: found for name, columns in parts.items() if (found := _strongest(columns, numbers, paths))}


def _strongest(columns: Sequence[Floats], numbers: Mapping[str, Floats], paths: Sequence[str]) -> tuple[str, ...]:
    total, moved = 0.0, np.zeros(len(paths))
    accident = 0.0
    for good, group in _alike(columns):
        draws = int(good.sum())
        spread = np.array([float(x[good].var()) for x in group])
        if draws < 8 or not spread.sum() or not paths:
            continue
        a = _ranks(np.array([numbers[p][good] for p in paths]))
        b = _ranks(np.array([x[good] for x in group]))
        moved += (a @ b.T) ** 2 @ spread
        total += float(spread.sum())
        accident += float(spread.sum()) / draws
    if not total:
        return ()
    share = moved / total
    least = max(LEAST, SURE * accident / total)
    order = sorted(range(len(paths)), key=lambda k: (-share[k], paths[k]))
    return tuple(paths[k] for k in order[:MOST] if share[k] >= least)


def _alike(columns: Sequence[Floats]) -> list[tuple[npt.NDArray[np.bool_], list[Floats]]]:
    """Figures that are known in the same draws, together."""
    groups: dict[bytes, tuple[npt.NDArray[np.bool_], list[Floats]]] = {}
    for x in columns:
        good = ~np.isnan(x)
        groups.setdefault(good.tobytes(), (good, []))[1].append(x)
    return list(groups.values())


def _ranks(x: Floats) -> Floats:
    """Ranks [n, B] of each row, centred and of length 1; ties at their mean rank, noughts where nothing varies."""
    from scipy.stats import rankdata

    r = np.asarray(rankdata(x, axis=1), np.float64)
    r -= r.mean(axis=1, keepdims=True)
    size = np.sqrt((r * r).sum(axis=1, keepdims=True))
    out: Floats = np.divide(r, size, out=np.zeros_like(r), where=size > 0)
    return out
