"""How good forecasts were: Brier and log scores, calibration, skill, comparisons (floor 4; arrays in, figures out).

All scores are losses: 0 is perfect, more is worse. A forecast of one event is the chance `p` that it comes about, its
outcome `y` is 1 or 0; a forecast over several events that exclude each other is a row of chances.

References
----------
Brier 1950, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78(1): 1-3;
Good 1952, Rational decisions, Journal of the Royal Statistical Society B 14(1): 107-114 (the log score);
Murphy 1973, A new vector partition of the probability score, Journal of Applied Meteorology 12(4): 595-600;
Stephenson, Coelho & Jolliffe 2008, Two extra components in the Brier score decomposition, Weather and Forecasting
23(4): 752-757, doi:10.1175/2007WAF2006116.1 (what binning leaves over).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NEAREST = 0.001
"""How near to 0 and 1 a chance counts in the log score: one that is nearer is taken to be there, so that a certain
forecast that fails costs ln 1000 = 6.9 and not infinity."""
ENOUGH = 10
"""Resolved forecasts below which nothing is said of skill or calibration."""
BINS = 10
"""Bins of equal width; where forecasts take no more values than bins have edges, each value is a bin."""


def brier(p: Floats, y: Floats) -> Floats:
    """[n] squared differences of chance and outcome, from 0 to 1: half of what Brier (1950) has for two categories."""
    return np.asarray((p - y) ** 2, np.float64)


def log_score(p: Floats, y: Floats) -> Floats:
    """[n] minus the natural logarithm of the chance given to what came about, chances kept `NEAREST` inside."""
    given = np.where(y > 0.5, p, 1.0 - p)
    return np.asarray(-np.log(np.clip(given, NEAREST, 1.0 - NEAREST)), np.float64)


def certain(p: Floats) -> int:
    """How many chances lie so near to 0 or 1 that the log score takes others in their place."""
    return int(((p < NEAREST) | (p > 1.0 - NEAREST)).sum())


def multi_brier(p: Floats, which: npt.NDArray[np.int64]) -> Floats:
    """[n] sums of squared differences over categories, from 0 to 2 (Brier 1950); `p` is [n, r], `which` came about."""
    came = np.zeros_like(p)
    came[np.arange(len(p)), which] = 1.0
    return np.asarray(((p - came) ** 2).sum(axis=1), np.float64)


def multi_log(p: Floats, which: npt.NDArray[np.int64]) -> Floats:
    """[n] minus the natural logarithm of the chance of the category that came about; `p` is [n, r]."""
    return np.asarray(-np.log(np.clip(p[np.arange(len(p)), which], NEAREST, 1.0 - NEAREST)), np.float64)


@dataclass(frozen=True)
class Bin:
    """Forecasts of about the same chance, and how often what they spoke of came about."""

    low: float
    high: float
    n: int
    mean: float
    """Of the chances."""
    frequency: float
    """Of the events."""


@dataclass(frozen=True)
class Decomposition:
    """The mean Brier score as reliability - resolution + uncertainty + within (Murphy 1973)."""

    brier: float
    reliability: float
    """How far frequencies are from the chances stated: 0 is calibrated."""
    resolution: float
    """How far frequencies of the bins are from the overall one: more is better."""
    uncertainty: float
    """Of the events themselves: the score of who always says their frequency."""
    within: float
    """What is left since chances inside a bin differ (Stephenson et al. 2008); 0 where each value is a bin."""
    bins: tuple[Bin, ...]


def decomposition(p: Floats, y: Floats) -> Decomposition:
    """Murphy's decomposition of the mean Brier score of [n] forecasts; at least one.

    Each distinct chance is a bin, as in Murphy (1973), up to eleven of them; with more, ten bins of equal width stand
    for them, each at the mean of its chances.
    """
    place, edges = _placed(p)
    bins = []
    for k, (low, high) in enumerate(edges):
        inside = place == k
        if inside.any():
            bins.append(Bin(low, high, int(inside.sum()), float(p[inside].mean()), float(y[inside].mean())))
    n = np.array([b.n for b in bins]) / len(p)
    mean, frequency = np.array([b.mean for b in bins]), np.array([b.frequency for b in bins])
    overall, whole = float(y.mean()), float(brier(p, y).mean())
    reliability = float(n @ (mean - frequency) ** 2)
    resolution = float(n @ (frequency - overall) ** 2)
    uncertainty = overall * (1.0 - overall)
    within = whole - (reliability - resolution + uncertainty)
    return Decomposition(
        whole, reliability, resolution, uncertainty, 0.0 if abs(within) < 1e-12 else within, tuple(bins)
    )


def _placed(p: Floats) -> tuple[npt.NDArray[np.int64], list[tuple[float, float]]]:
    """The bin of each chance [n], and the ends of the bins."""
    values = np.unique(p)
    if len(values) <= BINS + 1:
        return np.searchsorted(values, p), [(float(v), float(v)) for v in values]
    edges = [(k / BINS, (k + 1) / BINS) for k in range(BINS)]
    # a chance on an edge belongs to the bin above, 1 to the last; rounding may have put it just below
    return np.minimum((p * BINS + 1e-9).astype(np.int64), BINS - 1), edges


def skill(score: float, reference: float) -> float | None:
    """The part of a reference's score that is saved: 1 is perfect, 0 as good, below 0 worse; None if it has none."""
    return 1.0 - score / reference if reference > 1e-15 else None


@dataclass(frozen=True)
class Paired:
    """Two forecasters on the questions that both have forecast."""

    n: int
    first: float
    """Mean score of the first."""
    second: float
    difference: float
    """First less second: below 0 the first was better."""
    low: float
    """95 % interval of the mean difference (Student's t); not a number with one question."""
    high: float


def paired(first: Floats, second: Floats) -> Paired:
    """Compare scores [n] of two forecasters on the same questions; at least one."""
    gap = first - second
    n, mean = len(gap), float(gap.mean())
    half = math.nan
    if n > 1:
        from scipy.stats import t

        half = float(t.ppf(0.975, n - 1)) * float(gap.std(ddof=1)) / math.sqrt(n)
    return Paired(n, float(first.mean()), float(second.mean()), mean, mean - half, mean + half)


@dataclass(frozen=True)
class Coverage:
    """Whether the frequency of events lies inside the ranges of chances that were stated for them."""

    n: int
    low: float
    """Mean of the lower ends."""
    high: float
    frequency: float
    bins: int
    """Bins of the middles of the ranges that hold any."""
    covered: int
    """Bins in which the frequency lies between the mean ends."""
    share: float
    """Of the forecasts, those in such bins."""

    @property
    def inside(self) -> bool:
        """Whether the frequency over all of them lies between the mean ends."""
        return self.low - 1e-12 <= self.frequency <= self.high + 1e-12


def coverage(low: Floats, high: Floats, y: Floats) -> Coverage:
    """Hold ranges [n] of chances against outcomes [n], over all and in bins of their middles; at least one.

    One event says nothing of a range of chances, many do: if the ranges are right, the expected frequency of their
    events lies between the mean of the lower and the mean of the upper ends.
    """
    place, _ = _placed((low + high) / 2)
    held, covered, bins = 0, 0, np.unique(place)
    for k in bins:
        inside = place == k
        if low[inside].mean() - 1e-12 <= y[inside].mean() <= high[inside].mean() + 1e-12:
            held, covered = held + int(inside.sum()), covered + 1
    ends = float(low.mean()), float(high.mean())
    return Coverage(len(y), *ends, float(y.mean()), len(bins), covered, held / len(y))
