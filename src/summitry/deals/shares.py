"""Splitting one divisible thing among parties whose worth is linear in their share, draw by draw.

Letters: B draws, P parties. A party gains `worth * share + besides`, where `besides` is what the rest of an agreement
brings it over no agreement.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RULES = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def split(rule: str, worth: npt.ArrayLike, besides: npt.ArrayLike) -> Floats:
    """[B, P] shares from 0 to 1 that sum to 1, by a bargaining solution.

    Parties to whom it is worth nothing get nothing, unless it is worth nothing to anybody: then all get as much. Nash
    maximises the product of gains, Kalai & Smorodinsky equalises gains as shares of the best that each could get while
    the others lose nothing by the agreement, egalitarian equalises gains, utilitarian gives what others do not need, to
    lose nothing, to whom it is worth most (the first of several). Where gains cannot be equal, those who have most get
    none of it. Raises `ValueError` for another rule.

    >>> summitry.split("nash", [[1, 1], [1, 2]], [[0, 0], [-0.2, 0]]).round(3).tolist()
    [[0.5, 0.5], [0.6, 0.4]]
    """
    given = (np.atleast_2d(np.asarray(x, np.float64)) for x in (worth, besides))
    w, a = np.broadcast_arrays(*given)
    cares = w > 0
    safe = np.where(cares, w, 1.0)
    # what each needs to be no worse off than without agreement
    need = np.where(cares, np.clip(-a / safe, 0.0, 1.0), 0.0)
    match rule:
        case "nash":
            pace = np.ones_like(safe)
        case "egalitarian":
            pace = 1 / safe
        case "kalai-smorodinsky":
            most = 1 - (need.sum(axis=1, keepdims=True) - need)
            pace = np.maximum(w * most + a, 1e-12) / safe
        case "utilitarian":
            best = np.argmax(np.where(cares, w, -np.inf), axis=1)
            spare = np.maximum(1 - need.sum(axis=1), 0.0)
            shares = need.copy()
            shares[np.arange(len(w)), best] += spare
            return _whole(np.where(cares, shares, 0.0))
        case _:
            raise ValueError(f"unknown rule {rule!r}, expected one of {', '.join(RULES)}")
    return _whole(_level(np.where(cares, pace, 0.0), a / safe))


def _level(pace: Floats, have: Floats) -> Floats:
    """Shares max(0, pace * t - have) at the t at which they sum to 1."""
    # each begins to get something at its own t; between those the sum grows in a straight line
    with np.errstate(divide="ignore", invalid="ignore"):
        begin = np.where(pace > 0, have / pace, np.inf)
    order = np.argsort(begin, axis=1, kind="stable")
    p = np.take_along_axis(pace, order, axis=1)
    h = np.take_along_axis(np.where(pace > 0, have, 0.0), order, axis=1)
    start = np.take_along_axis(begin, order, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (1 + np.cumsum(h, axis=1)) / np.cumsum(p, axis=1)
    # so many take part as begin before the t that they would reach
    fits = (start <= t) & np.isfinite(start)
    last = np.where(fits.any(axis=1), fits.shape[1] - 1 - np.argmax(fits[:, ::-1], axis=1), 0)
    at = t[np.arange(len(t)), last]
    with np.errstate(invalid="ignore"):
        return np.where(pace > 0, np.maximum(0.0, pace * np.where(np.isfinite(at), at, 0.0)[:, None] - have), 0.0)


def _whole(shares: Floats) -> Floats:
    total = shares.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, shares / np.where(total > 0, total, 1.0), 1.0 / shares.shape[1]))
