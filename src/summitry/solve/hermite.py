"""The cubic through two points of a branch with the directions in which it passes them, on [0, 1]."""

from __future__ import annotations

from typing import TypeVar

from summitry.solve.solution import Floats

Point = TypeVar("Point", float, Floats)


def cubic(begin: Point, leaving: Point, end: Point, arriving: Point, share: float) -> Point:
    """Point at a share of the way; directions are derivatives by the share."""
    s = share
    return (
        (1 + 2 * s) * (1 - s) ** 2 * begin
        + s * (1 - s) ** 2 * leaving
        + s * s * (3 - 2 * s) * end
        - s * s * (1 - s) * arriving
    )


def bend(begin: float, leaving: float, end: float, arriving: float) -> float:
    """Share of the way at which the slope changes its sign."""
    low, high = 0.0, 1.0
    for _ in range(60):
        s = 0.5 * (low + high)
        slope = (6 * s * s - 6 * s) * (begin - end) + (3 * s * s - 4 * s + 1) * leaving + (3 * s * s - 2 * s) * arriving
        if (slope > 0) == (leaving > 0):
            low = s
        else:
            high = s
    return 0.5 * (low + high)
