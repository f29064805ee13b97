"""Draws weighed by what came about: effective number, weighted ranges, errors (importance sampling).

The analyst's uncertainty about the numbers is a set of equally likely draws. Once an event is seen, each draw counts as
much as it gave the event a chance; the draws with these weights stand for the numbers given the event.

References
----------
Kish 1965, Survey Sampling, for the effective number (sum of weights, squared, over the sum of squares);
Owen 2013, Monte Carlo theory, methods and examples, chapter 9, for self-normalised importance sampling.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.study.findings import Range
from summitry.study.gathered import monte_carlo_error

Floats = npt.NDArray[np.float64]

LEAST_EFFECTIVE = 20
"""Effective draws below which no answer is given: every range runs from the 5th to the 95th percentile, and with fewer
than 20 there is not one whole draw beyond either end."""


def effective(weights: Floats) -> float:
    """How many equally weighted draws would say as much as these (Kish 1965); draws without a weight count as none."""
    w = weights[~np.isnan(weights)]
    squares = float((w / w.max()) @ (w / w.max())) if len(w) and w.max() > 0 else 0.0
    return float((w / w.max()).sum() ** 2 / squares) if squares else 0.0


def weighted_range(x: Floats, weights: Floats) -> Range:
    """Weighted mean with the weighted 5th and 95th percentile of values [B].

    Draws without a value or a weight are left out. With equal weights the percentiles are those of `numpy.quantile`: a
    draw stands in the middle of its weight, the first at 0 and the last at 1.
    """
    keep = ~np.isnan(x) & (np.nan_to_num(weights) > 0)
    if not keep.any():
        return Range(float("nan"), float("nan"), float("nan"))
    x, w = x[keep], weights[keep]
    # equal values in the order of their weights, so that the order of the draws changes nothing
    order = np.lexsort((w, x))
    sorted_x, sorted_w = x[order], w[order]
    middle = np.cumsum(sorted_w) - sorted_w / 2
    span = middle[-1] - middle[0]
    low, high = np.interp([0.05, 0.95], (middle - middle[0]) / span if span > 0 else middle * 0, sorted_x)
    mean = float(w @ x / w.sum())
    # rounding must not put the mean of equal values beside them
    return Range(float(np.clip(mean, sorted_x[0], sorted_x[-1])), float(low), float(high))


def mean_error(x: Floats, weights: Floats) -> float:
    """Standard error of a weighted mean over draws [B], from the spread between scrambles (delta method)."""
    keep = ~np.isnan(x) & ~np.isnan(weights)
    total = float(weights[keep].mean()) if keep.any() else 0.0
    if total <= 0:
        return float("nan")
    mean = float(weights[keep] @ x[keep] / weights[keep].sum())
    return monte_carlo_error(np.where(keep, np.nan_to_num(weights) * (np.nan_to_num(x) - mean) / total, np.nan))
