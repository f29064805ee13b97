"""All equilibria of the crisis game of Schultz, Lewis and Schultz, with normal private information.

A challenges or not; B gives way or resists; A fights or backs down. A knows its own payoffs of war and of backing down,
B its own of war; each is the mean plus a standard normal part. The types are continuous, so this solves the fixed point
of choice probabilities and not a tree.

References
----------
Lewis & Schultz 2003, Political Analysis 11(4): 345-367, doi:10.1093/pan/mpg021
Jo 2011, Political Analysis 19(3): 351-364, doi:10.1093/pan/mpr024 (that there can be several equilibria)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import multivariate_normal


@dataclass(frozen=True)
class Stakes:
    """Mean payoffs: of the status quo, B's giving way, A's gain from that, B's from A's backing down, and the rest."""

    s_a: float
    c_b: float
    v_a: float
    v_b: float
    w_a: float
    """A's war."""
    a: float
    """A's backing down."""
    w_b: float
    """B's war."""


def crisis_equilibria(stakes: Stakes, points: int = 2_000) -> list[tuple[float, float, float]]:
    """Every equilibrium found as chances that (B resists, A challenges, A fights once challenged and resisted).

    The chance that B resists is a fixed point of one equation in it, whose signs are looked at in `points` steps.

    >>> from summitry.validate.crisis import Stakes, crisis_equilibria
    >>> len(crisis_equilibria(Stakes(0, 0, 1, 1, -1.9, -1.2, -2.8)))
    3
    """

    def off(resists: float) -> float:
        return resists - _resists(stakes, _fights(stakes, resists)[1])

    grid: npt.NDArray[np.float64] = np.linspace(1e-6, 1 - 1e-6, points + 1)
    values = [off(float(x)) for x in grid]
    found = []
    for k in range(points):
        if values[k] == 0.0 or values[k] * values[k + 1] < 0:
            x = float(brentq(off, float(grid[k]), float(grid[k + 1]), xtol=1e-14))
            challenges, fights = _fights(stakes, x)
            found.append((x, challenges, fights))
    return found


def _fights(stakes: Stakes, resists: float) -> tuple[float, float]:
    """Chances that A challenges, and that it fights after a challenge that is resisted."""
    # A challenges where the better of war and backing down is worth more than this
    least = (stakes.s_a - (1 - resists) * stakes.v_a) / resists
    challenges = 1 - float(ndtr(least - stakes.w_a) * ndtr(least - stakes.a))
    # it fights where war is the better and worth more than that: a bivariate normal, the parts correlated by 1/sqrt(2)
    both = [(stakes.w_a - stakes.a) / math.sqrt(2), stakes.w_a - least]
    together = float(multivariate_normal.cdf(both, [0, 0], [[1, math.sqrt(0.5)], [math.sqrt(0.5), 1]]))
    return challenges, together / challenges


def _resists(stakes: Stakes, fights: float) -> float:
    """Chance that B resists, given how often A then fights."""
    gain = (stakes.c_b - (1 - fights) * stakes.v_b) / fights
    return float(ndtr(stakes.w_b - gain))
