"""Which numbers matter: rank correlation of each uncertain number with the main event (a first ranking)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from summitry.quantities.draws import SCRAMBLES
from summitry.study.findings import Lever, Range

Floats = npt.NDArray[np.float64]


def levers(event: Floats, numbers: Mapping[str, Floats], uncertain: list[str]) -> tuple[Lever, ...]:
    """Levers by absolute rank correlation with an event [B], descending; ties by name.

    The interval is that of a Student t over the scrambles' own correlations, at 90 %.
    """
    good = ~np.isnan(event)
    found = [lever for path in uncertain if (lever := _lever(path, event, numbers[path], good)) is not None]
    return tuple(sorted(found, key=lambda x: (-abs(x.correlation.mean), x.path)))


def _lever(path: str, event: Floats, number: Floats, good: npt.NDArray[np.bool_]) -> Lever | None:
    x, y = number[good], event[good]
    if len(x) < 3 or np.ptp(x) == 0:
        return None
    order = np.argsort(x, kind="stable")
    fifth = max(1, len(x) // 5)
    low, high = np.quantile(x, [0.05, 0.95])
    return Lever(
        path=path,
        correlation=_interval(x, y, number, event),
        at_low=float(y[order[:fifth]].mean()),
        at_high=float(y[order[-fifth:]].mean()),
        low=float(low),
        high=float(high),
    )


def _interval(x: Floats, y: Floats, number: Floats, event: Floats) -> Range:
    from scipy.stats import t

    rho = rank_correlation(x, y)
    parts = []
    for a, b in zip(np.array_split(number, SCRAMBLES), np.array_split(event, SCRAMBLES), strict=True):
        keep = ~np.isnan(b)
        if keep.sum() >= 8:
            parts.append(rank_correlation(a[keep], b[keep]))
    if len(parts) < 2:
        return Range(rho, -1.0, 1.0)
    half = float(t.ppf(0.95, len(parts) - 1) * np.std(parts, ddof=1) / np.sqrt(len(parts)))
    return Range(rho, max(-1.0, rho - half), min(1.0, rho + half))


def rank_correlation(x: Floats, y: Floats) -> float:
    """Spearman's rank correlation (ties at their mean rank); 0 where one of the two does not vary."""
    from scipy.stats import rankdata

    a, b = rankdata(x), rankdata(y)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else 0.0
