"""Newton's method with a trust region, for log-likelihoods that are not concave everywhere.

Conn, Gould & Toint (2000), chapter 7: the quadratic model is maximised in a ball by the eigenvalues of the Hessian;
the ball grows or shrinks with how well the model foretold the gain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Evaluate = Callable[[Floats], tuple[float, Floats, Floats]]

MOST_STEPS = 200
_ENOUGH = 1e-10
"""Gain that a full Newton step would still promise, below which the top is reached."""


@dataclass(frozen=True, eq=False)
class Top:
    """Where an ascent ended."""

    at: Floats
    value: float
    gradient: Floats
    hessian: Floats
    converged: bool
    steps: int


def ascend(
    evaluate: Evaluate, start: Floats, *, radius: float = 1.0, furthest: float = 1e4, most: int = MOST_STEPS
) -> Top:
    """Climb from a start to a local maximum; gives up beyond `furthest` or after `most` steps."""
    at = start.copy()
    value, gradient, hessian = evaluate(at)
    if not len(at):
        return Top(at, value, gradient, hessian, True, 0)
    number = 0
    for number in range(1, most + 1):
        if not np.isfinite(value) or not np.isfinite(hessian).all() or np.abs(at).max() > furthest:
            return Top(at, value, gradient, hessian, False, number)
        curve, axes = np.linalg.eigh(-hessian)
        along = axes.T @ gradient
        step = axes @ _step(curve, along, radius)
        promised = float(gradient @ step + 0.5 * step @ hessian @ step)
        concave = curve[0] > 1e-12 * max(curve[-1], 1.0)
        if concave and promised < _ENOUGH * (1 + abs(value) * 1e-4):
            # one last full step costs nothing and squares the error
            last = evaluate(at + step)
            if np.isfinite(last[0]) and last[0] >= value - 1e-9 * (1 + abs(value)):
                return Top(at + step, *last, True, number)
            return Top(at, value, gradient, hessian, True, number)
        with np.errstate(all="ignore"):
            tried = evaluate(at + step)
        gain = tried[0] - value
        length = float(np.linalg.norm(step))
        if not np.isfinite(gain) or gain < 0.1 * promised:
            radius = 0.25 * length
            if radius < 1e-10 * (1 + float(np.abs(at).max())):
                near = bool(np.abs(gradient).max() < 1e-3)
                return Top(at, value, gradient, hessian, near and bool(concave), number)
        elif gain > 0.7 * promised and length > 0.9 * radius:
            radius = 2.0 * radius
        if np.isfinite(gain) and gain > 0:
            at, (value, gradient, hessian) = at + step, tried
    return Top(at, value, gradient, hessian, False, number)


def _step(curve: Floats, along: Floats, radius: float) -> Floats:
    """The best step of a length up to the radius, in the axes of the quadratic model."""
    lowest = max(0.0, -float(curve[0]))
    tiny = 1e-10 * max(float(np.abs(curve).max()), 1.0)
    if curve[0] > tiny:
        step = along / curve
        if np.linalg.norm(step) <= radius:
            return np.asarray(step)
    low, high = lowest + tiny, lowest + tiny + float(np.linalg.norm(along)) / radius + tiny
    if np.linalg.norm(along / (curve + low)) < radius:
        # the hard case: what is missing goes along the most convex axis
        step = along / (curve + low)
        step[0] += np.copysign(np.sqrt(max(radius**2 - float(step @ step), 0.0)), along[0] or 1.0)
        return np.asarray(step)
    for _ in range(60):
        middle = np.sqrt(low * high) if low > 0 else 0.5 * (low + high)
        if np.linalg.norm(along / (curve + middle)) > radius:
            low = middle
        else:
            high = middle
        if high - low < 1e-3 * high:
            break
    return np.asarray(along / (curve + high))
