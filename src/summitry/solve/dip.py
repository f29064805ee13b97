"""Where a determinant touches zero and keeps its sign: two zeros meet, as in a game that holds another one twice.

Its size then falls like the square of the distance, which golden section finds (Kiefer 1953, doi:10.2307/2032161).
"""

from __future__ import annotations

import math
from collections.abc import Callable

_GOLDEN = 0.6180339887498949
_STAGES = ((6, 0.4), (6, 3e-3), (12, 1e-7))
"""Points at which a dip is looked at, and how low the determinant is then beside its neighbours if it touches zero."""


def touched(look: Callable[[float], tuple[float, float]], levels: tuple[float, float, float]) -> float:
    """Precision at which the determinant touches zero on two steps, infinite if nowhere.

    `look` gives the log of its size and the precision at a share of the way; `levels` are the logs at its beginning,
    between the steps and at its end.
    """
    if not levels[1] < min(levels[0], levels[2]):
        return math.inf
    low, high = 0.0, 1.0
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = look(left), look(right)
    for looks, least in _STAGES:
        for _ in range(looks):
            if at_left[0] < at_right[0]:
                high, right, at_right = right, left, at_left
                left = high - _GOLDEN * (high - low)
                at_left = look(left)
            else:
                low, left, at_left = left, right, at_right
                right = low + _GOLDEN * (high - low)
                at_right = look(right)
        if not min(at_left, at_right)[0] < min(levels[0], levels[2]) + math.log(least):
            return math.inf
    return min(at_left, at_right)[1]
