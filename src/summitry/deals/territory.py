"""Who holds what of some regions, and what changes hands under a plan.

Letters: O plans, R regions, P parties.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def passing(now: npt.ArrayLike, then: npt.ArrayLike) -> Floats:
    """[R, P, P] the share of each region that passes from one party (first) to another, from shares [R, P] held.

    What several give up goes to those who gain in proportion to their gains. Raises `ValueError` where shares are not
    from 0 to 1, or those of a region do not sum to 1.

    >>> summitry.passing([[0.75, 0.25]], [[1, 0]])[0].tolist()
    [[0.0, 0.0], [0.25, 0.0]]
    """
    held, plan = np.asarray(now, np.float64), np.asarray(then, np.float64)
    for shares in (held, plan):
        fits = shares.ndim == 2 and shares.shape == held.shape
        if not fits or (shares < 0).any() or not np.allclose(shares.sum(axis=1), 1.0, atol=1e-9):
            raise ValueError("shares [regions, parties] must be from 0 to 1 and sum to 1 in each region")
    change = plan - held
    gains, losses = np.maximum(change, 0.0), np.maximum(-change, 0.0)
    whole = np.where(gains.sum(axis=1) > 0, gains.sum(axis=1), 1.0)
    return np.asarray(losses[:, :, None] * (gains / whole[:, None])[:, None, :])


def amounts(now: npt.ArrayLike, then: npt.ArrayLike, sizes: npt.ArrayLike) -> Floats:
    """[P, P] how much passes from one party (first) to another, of regions of some sizes [R] (areas, people).

    People are taken to live evenly over a region.

    >>> summitry.amounts([[0.75, 0.25], [0, 1]], [[1, 0], [0.5, 0.5]], [20, 10]).tolist()
    [[0.0, 0.0], [10.0, 0.0]]
    """
    return np.asarray(np.einsum("r,rpq->pq", np.asarray(sizes, np.float64), passing(now, then)))
