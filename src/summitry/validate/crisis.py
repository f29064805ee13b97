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

from dataclasses import astuple, dataclass

import numpy as np
from scipy.special import ndtr

from summitry.fit.crisis import Worths, equilibria, firm, threshold


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


def crisis_equilibria(stakes: Stakes) -> list[tuple[float, float, float]]:
    """Every equilibrium as chances that (B resists, A challenges, A fights once challenged and resisted).

    They are those that estimation works with (`summitry.fit`).

    >>> from summitry.validate.crisis import Stakes, crisis_equilibria
    >>> len(crisis_equilibria(Stakes(0, 0, 1, 1, -1.9, -1.2, -2.8)))
    3
    """
    sa, cb, va, vb, wa, a, wb = (np.array([float(x)]) for x in astuple(stakes))
    worths = Worths(sa=sa, va=va, wa=wa, a=a, cb=cb, wb=wb, vb=vb)
    games, x = equilibria(worths)
    each = worths.rows(games)
    least = threshold(each, x)
    # A challenges where the better of war and backing down is worth more than that
    challenges = 1 - ndtr(least - each.wa) * ndtr(least - each.a)
    return list(zip(ndtr(x).tolist(), challenges.tolist(), firm(each, x).tolist(), strict=True))
