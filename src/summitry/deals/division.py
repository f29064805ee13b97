"""Fair division of disputed issues between two parties: the Adjusted Winner procedure, and its check by other code.

Brams & Taylor (1996), Fair Division, chapter 4, doi:10.1017/CBO9780511598975.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Floats = npt.NDArray[np.float64]

_ROUNDING = 1e-9
"""Points of a hundred that are taken for nothing."""


@dataclass(frozen=True, eq=False)
class Division:
    """Who gets which part of each of K issues.

    >>> division = summitry.adjusted_winner([[70, 30], [40, 60]])
    >>> division.points.round(6).tolist(), division.divided
    ([63.636364, 63.636364], 0)
    """

    worth: Floats
    """[2, K] points that each party gives to each issue, out of a hundred."""
    share: Floats
    """[K] part of each issue that goes to the first party."""
    divided: int
    """The one issue that is divided, -1 if none has to be."""

    @property
    def points(self) -> Floats:
        """[2] what each party gets, by its own points."""
        return np.array([self.worth[0] @ self.share, self.worth[1] @ (1.0 - self.share)])


@dataclass(frozen=True)
class Fairness:
    """What holds of a division.

    >>> summitry.fairness(summitry.adjusted_winner([[70, 30], [40, 60]])).envy_free
    True
    """

    equitable: bool
    """Both get as many points."""
    envy_free: bool
    """Neither would rather have the other's part."""
    efficient: bool
    """No other division gives one party more and the other no less."""


def adjusted_winner(worth: npt.ArrayLike) -> Division:
    """Divide K issues between two parties by Adjusted Winner.

    `worth` is [2, K], what each issue is worth to each party (only proportions matter). Every issue first goes to whom
    it is worth more, ties to the party that has less; then the richer party hands over issues, those first that cost it
    least for what the other gains, until both have the same. `ValueError` where worths are negative, not finite, or
    all nothing to a party.

    >>> summitry.adjusted_winner([[70, 30], [40, 60]]).share.round(6).tolist()
    [0.909091, 0.0]
    """
    points = np.array(worth, np.float64)
    if points.ndim != 2 or points.shape[0] != 2 or not points.shape[1]:
        raise ValueError(f"`worth` has shape {points.shape}, expected two rows, one a party, and a column an issue")
    if not np.isfinite(points).all() or (points < 0).any():
        raise ValueError("`worth` must be finite and not negative")
    if not (points.sum(axis=1) > 0).all():
        raise ValueError("`worth` must be above 0 for each party on some issue")
    points *= 100.0 / points.sum(axis=1, keepdims=True)
    share = np.where(points[0] > points[1], 1.0, 0.0)
    even = points[0] == points[1]
    for k in np.flatnonzero(even):
        held = (points[0] @ np.where(even, 0.0, share), points[1] @ np.where(even, 0.0, 1.0 - share))
        share[k] = 1.0 if held[0] < held[1] else 0.0
        even[k] = False
    first = points[0] @ share >= points[1] @ (1.0 - share)
    rich, poor = (0, 1) if first else (1, 0)
    held_by_rich = share if first else 1.0 - share
    mine = np.flatnonzero(held_by_rich > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        price = np.where(points[poor, mine] > 0, points[rich, mine] / points[poor, mine], np.inf)
    divided = -1
    for k in mine[np.argsort(price, kind="stable")]:
        ahead = points[rich] @ held_by_rich - points[poor] @ (1.0 - held_by_rich)
        both = points[rich, k] + points[poor, k]
        if ahead <= _ROUNDING or both == 0.0:
            break
        if ahead < both - _ROUNDING:
            held_by_rich[k], divided = 1.0 - ahead / both, int(k)
            break
        held_by_rich[k] = 0.0
    return Division(points, held_by_rich if first else 1.0 - held_by_rich, divided)


def fairness(division: Division) -> Fairness:
    """Check a division from the definitions; efficiency by the linear programme over all divisions.

    >>> summitry.fairness(summitry.adjusted_winner([[70, 30], [40, 60]]))
    Fairness(equitable=True, envy_free=True, efficient=True)
    """
    worth, share = division.worth, division.share
    got = division.points
    other = np.array([worth[0] @ (1.0 - share), worth[1] @ share])
    # Most that both can get together when neither gets less than now.
    least = np.array([-got[0], worth[1].sum() - got[1]]) + 1e-7
    found = linprog(worth[1] - worth[0], A_ub=np.array([-worth[0], worth[1]]), b_ub=least, bounds=(0.0, 1.0))
    best = worth[1].sum() - found.fun
    return Fairness(
        equitable=bool(abs(got[0] - got[1]) <= 1e-6),
        envy_free=bool((got >= other - 1e-6).all()),
        efficient=bool(best <= got.sum() + 1e-4),
    )
