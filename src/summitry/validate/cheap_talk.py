"""The most informative equilibrium of cheap talk with a uniform state and quadratic losses.

Costless words move no belief on the principal branch, so that this equilibrium is none that `run` reports; states and
actions are continuous besides. Cuts are found by the sender's indifference, shooting from the first.

References
----------
Crawford & Sobel 1982, Strategic Information Transmission, Econometrica 50(6): 1431-1451, doi:10.2307/1913390, section 4
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from scipy.optimize import brentq


@dataclass(frozen=True)
class CheapTalk:
    """A partition of the states from 0 to 1, with what it is worth before the state is known."""

    cuts: tuple[float, ...]
    receiver: float
    sender: float


def _partition(first: float, bias: float, intervals: int) -> list[float]:
    """Ends of intervals if the first is so long: at each cut the sender is indifferent between the two actions."""
    ends = [0.0, first]
    for _ in range(intervals - 1):
        # |cut + bias - middle below| = |cut + bias - middle above|
        ends.append(2 * ends[-1] - ends[-2] + 4 * bias)
    return ends


def most_informative(bias: float) -> CheapTalk:
    """The equilibrium with the most intervals for a sender who wants `bias` more than the receiver.

    >>> from summitry.validate.cheap_talk import most_informative
    >>> [round(cut, 6) for cut in most_informative(1 / 20).cuts]
    [0.133333, 0.466667]
    """
    intervals = 1
    while _partition(0.0, bias, intervals + 1)[-1] < 1.0:
        intervals += 1
    first = (
        1.0
        if intervals == 1
        else float(brentq(lambda x: _partition(x, bias, intervals)[-1] - 1.0, 0.0, 1.0, xtol=1e-15))
    )
    ends = _partition(first, bias, intervals)
    # the receiver acts on the middle: the mean squared distance of a uniform interval to its middle is length^2 / 12
    receiver = -sum((high - low) ** 3 / 12 for low, high in pairwise(ends))
    return CheapTalk(tuple(ends[1:-1]), receiver, receiver - bias**2)
