"""Pseudo-arclength continuation of one small game with an exact, dense Jacobian: any curve, from anywhere, either way.

A curve is the set of y = (x, u) with H(y) = x - u g(x) - (1 - u / top) start = 0. With `start` 0 it holds the logit
equilibria at every precision u. With any other log-odds `start` it runs from (start, 0), where it is alone, to a logit
equilibrium at u = top: as g is bounded it cannot run away on the way (Chow, Mallet-Paret and Yorke 1978,
doi:10.1090/S0025-5718-1978-0492046-9).

Keller (1977); Turocy (2005), doi:10.1016/j.geb.2004.04.003; Allgower and Georg (2003), doi:10.1137/1.9780898719154.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.linalg import lapack

from summitry.solve.dip import touched
from summitry.solve.hermite import bend, cubic
from summitry.solve.logit import Floats, Response
from summitry.solve.solution import Status

_STEP = 0.05
"""Largest difference between predicted and corrected probabilities."""
_SHARE = 0.15
"""Largest step in precision, as a share of it."""
_FURTHEST = 0.2
"""Largest move of a probability in one step."""
_STRAIGHT = 0.9
"""Least cosine between neighbouring tangents."""
_CLOSE = 1e-8
"""Length of the last Newton move, over the step where that is longer than 1."""
_ROUNDING = 1e-14
"""The same over the precision: rounding alone moves log-odds of size u by about this much."""
_SHORTEST = 1e-9
"""Shortest step, over the precision where that is above 1."""


@dataclass(frozen=True, eq=False)
class Curve:
    """H(y) = 0 for one draw."""

    response: Response
    start: Floats | None = None
    """[A - H] where the curve begins at u = 0; None for the logit equilibria themselves."""

    def matrix(self, y: Floats) -> tuple[Floats, Floats]:
        """H [A - H] and its derivative [A - H, A - H + 1] at y."""
        x, u = y[:-1], float(y[-1])
        g, rise = self.response.differences(x)
        f = x - u * g
        full = np.empty((len(x), len(y)))
        np.multiply(rise, -u, out=full[:, :-1])
        full[np.arange(len(x)), np.arange(len(x))] += 1.0
        full[:, -1] = -g
        if self.start is not None:
            f -= (1.0 - u / self.response.top) * self.start
            full[:, -1] += self.start / self.response.top
        return f, full

    def gap(self, a: Floats, b: Floats) -> float:
        """Largest difference between the probabilities of two points."""
        logs = self.response.log_strategy
        return float(np.abs(np.exp(logs(a[:-1])) - np.exp(logs(b[:-1]))).max(initial=0.0))


@dataclass(frozen=True, eq=False)
class Point:
    """A point of a curve, the way it is left, and the sign and the log size of the bordered determinant."""

    y: Floats
    tangent: Floats
    sign: float
    extent: float


@dataclass(frozen=True, eq=False)
class Leg:
    """One step along a curve."""

    curve: Curve
    begin: Point
    end: Point
    length: float
    turning: float | None
    """u of the turning point on it, None where it has none."""
    bifurcation: bool
    """Another branch leaves it."""
    touching: float | None = None
    """u at which several bifurcations meet on this leg or the one before, so that the determinant keeps its sign."""

    @property
    def span(self) -> tuple[float, float]:
        """Smallest and largest u on it."""
        met = [float(self.begin.y[-1]), float(self.end.y[-1])]
        if self.turning is not None:
            met.append(self.turning)
        return min(met), max(met)

    def at(self, share: float) -> Floats:
        """Point of the Hermite cubic through both ends."""
        d = self.length
        return cubic(self.begin.y, d * self.begin.tangent, self.end.y, d * self.end.tangent, share)

    def meets(self, u: float) -> list[Floats]:
        """Points of the curve at this u on the leg, in order; a point that could not be refined is left out."""
        cuts = [0.0, 1.0]
        if self.turning is not None:
            cuts.insert(1, self.turn())
        heights = [float(self.at(c)[-1]) - u for c in cuts]
        found = []
        for low, high, before, after in zip(cuts, cuts[1:], heights, heights[1:], strict=False):
            if before == 0.0 or before * after > 0.0:
                continue
            for _ in range(60):
                middle = 0.5 * (low + high)
                if (float(self.at(middle)[-1]) - u) * before > 0.0:
                    low = middle
                else:
                    high = middle
            guess = self.at(high)
            point = refine(self.curve, guess, u)
            # Far from where the curve was seen it is a point of something else.
            if point is not None and self.curve.gap(point, guess) < _STEP:
                found.append(point)
        return found

    def narrowed(self) -> Leg:
        """The part of a leg with a bifurcation on which the determinant changes its sign, by halving."""
        leg = self
        for _ in range(40):
            begin = leg.begin
            there = None
            # The middle itself may be the singular point: then look beside it.
            for share in (0.5, 0.45, 0.55):
                length = share * leg.length
                middle, _ = correct(leg.curve, begin.y + length * begin.tangent, begin.tangent, length)
                there = None if middle is None else point_at(leg.curve, middle, begin.tangent)
                if there is not None:
                    break
            if there is None or leg.length < 1e-6:
                break
            if there.sign * begin.sign < 0.0:
                leg = Leg(leg.curve, begin, there, length, None, True)
            else:
                leg = Leg(leg.curve, there, leg.end, leg.length - length, None, True)
        return leg

    def turn(self) -> float:
        """Share of the leg at which u turns."""
        d = self.length
        return bend(
            float(self.begin.y[-1]), float(d * self.begin.tangent[-1]), float(self.end.y[-1]),
            float(d * self.end.tangent[-1]),
        )  # fmt: skip


@dataclass(eq=False)
class Walk:
    """A walk along a curve; iterate over its legs, then `status` says why it ended if you did not end it."""

    curve: Curve
    here: Point
    watched: tuple[float, ...] = ()
    """Precisions at which a turning point close by is looked at closely."""
    budget: int = 20_000
    """Most Newton moves."""
    first_step: float = 0.1
    status: Status = Status.SOLVED
    moves: int = field(default=0)

    def __iter__(self) -> Iterator[Leg]:
        """Legs in order, without end as long as the curve can be followed."""
        ds = self.first_step
        earlier: Leg | None = None
        while True:
            u = float(self.here.y[-1])
            if self.moves > self.budget:
                self.status = Status.BUDGET
                return
            if ds < _SHORTEST * max(1.0, abs(u)):
                self.status = Status.STEP_TOO_SMALL
                return
            tried = self._step(ds)
            if isinstance(tried, float):
                ds *= tried
                continue
            leg, growth = tried
            if leg.turning is not None and ds > 1e-4 * max(1.0, abs(u)) and self._near(leg):
                ds *= 0.5
                continue
            self.here = leg.end
            ds *= growth
            # Play that stays as it is would let steps grow over several bifurcations at once.
            rise, most = abs(float(leg.end.tangent[-1])) * ds, _SHARE * max(1.0, abs(float(leg.end.y[-1])))
            ds *= min(1.0, most / max(rise, 1e-300))
            touching = self._touching(earlier, leg)
            earlier = None if leg.bifurcation else leg
            yield leg if touching is None else replace(leg, touching=touching)

    def _touching(self, earlier: Leg | None, leg: Leg) -> float | None:
        """Where several bifurcations meet on two legs that have none by the determinant's sign."""
        if earlier is None or leg.bifurcation:
            return None
        first, longest = earlier, max(earlier.length, leg.length)

        def look(place: float) -> tuple[float, float]:
            at = place * (first.length + leg.length)
            part, at = (first, at) if at <= first.length else (leg, at - first.length)
            share = at / part.length
            direction = (1.0 - share) * part.begin.tangent + share * part.end.tangent
            point, moves = correct(self.curve, part.at(share), direction / np.linalg.norm(direction), longest)
            self.moves += moves
            there = None if point is None else point_at(self.curve, point, direction)
            return (np.inf, np.inf) if there is None else (there.extent, float(there.y[-1]))

        place = touched(look, (earlier.begin.extent, leg.begin.extent, leg.end.extent))
        return place if place < np.inf else None

    def _near(self, leg: Leg) -> bool:
        """Whether a watched precision lies so close to the turning point that it may lie on either side."""
        ends = (float(leg.begin.y[-1]), float(leg.end.y[-1]))
        turn = float(leg.turning or 0.0)
        margin = 0.05 * max(abs(turn - e) for e in ends)
        inner = min(ends, key=lambda e: abs(e - turn))
        return any(min(inner, turn) - margin < w < max(inner, turn) + margin for w in self.watched)

    def _step(self, ds: float) -> tuple[Leg, float] | float:
        """One step of length ds and the growth of the next; or the factor by which to shorten it."""
        here, curve = self.here, self.curve
        start = here.y + ds * here.tangent
        new, moves = correct(curve, start, here.tangent, ds)
        self.moves += moves
        if new is None:
            return 0.5
        predicted = curve.gap(new, start)
        moved = float(np.linalg.norm(new - start))
        if predicted > _STEP or moved > 0.5 * ds or curve.gap(new, here.y) > _FURTHEST:
            return 0.5
        there = point_at(curve, new, here.tangent)
        self.moves += 1
        if there is None:
            return 0.7
        straight = float(there.tangent @ here.tangent)
        if straight < _STRAIGHT:
            return 0.6
        turning = None
        if here.tangent[-1] * there.tangent[-1] < 0.0:
            flat = Leg(curve, here, there, ds, None, False)
            turning = float(flat.at(flat.turn())[-1])
        leg = Leg(curve, here, there, ds, turning, there.sign * here.sign < 0.0)
        growth = 1.0
        if predicted < 0.3 * _STEP and straight > 0.97 and moves <= 4:
            growth = 2.0 if predicted < 0.1 * _STEP and straight > 0.99 else 1.4
        return leg, growth


def correct(curve: Curve, start: Floats, normal: Floats, ds: float) -> tuple[Floats | None, int]:
    """Newton on the plane through `start` at right angles to `normal`; None where it does not contract."""
    new = start.copy()
    before = np.inf
    for turn in range(8):
        f, rows = curve.matrix(new)
        right = np.append(-f, -normal @ (new - start))
        delta, *_ = _solve(rows, normal, right)
        length = float(np.linalg.norm(delta)) if delta is not None else np.nan
        least = _ROUNDING * abs(float(new[-1])) * np.sqrt(len(new))
        if delta is None or not length <= max(ds, least) or (turn > 0 and length > max(0.5 * before, least)):
            return None, turn + 1
        new = new + delta
        before = length
        if length < max(_CLOSE * max(1.0, ds), least):
            return new, turn + 1
    return None, 8


def point_at(curve: Curve, y: Floats, towards: Floats) -> Point | None:
    """The point with its tangent on the side of `towards`; None where the tangent cannot be told."""
    _, rows = curve.matrix(y)
    right = np.zeros(len(y))
    right[-1] = 1.0
    tangent, sign, extent = _solve(rows, towards, right)
    if tangent is None:
        return None
    length = float(np.linalg.norm(tangent))
    if not np.isfinite(length):
        return None
    return Point(y, tangent / length, sign, extent)


def beginning(curve: Curve) -> Point:
    """The point at u = 0, left towards higher u."""
    y = np.zeros(curve.response.free + 1)
    if curve.start is not None:
        y[:-1] = curve.start
    up = np.zeros(len(y))
    up[-1] = 1.0
    found = point_at(curve, y, up)
    assert found is not None  # at u = 0 the derivative by x is the identity
    return found


def refine(curve: Curve, y: Floats, u: float) -> Floats | None:
    """Newton at fixed u as far as rounding allows; None where it does not get close."""
    point = y.copy()
    point[-1] = u
    reached, best, idle = None, np.inf, 0
    for _ in range(30):
        f, rows = curve.matrix(point)
        worst = float(np.abs(f).max(initial=0.0))
        # Newton ends where two moves in a row gain nothing.
        idle = 0 if worst < 0.5 * best else idle + 1
        if worst < best:
            reached, best = point.copy(), worst
        if not np.isfinite(worst) or worst == 0.0 or idle == 2:
            break
        delta, *_ = _lu(rows[:, :-1].copy(), -f)
        if delta is None or not np.abs(delta).max(initial=0.0) < 10.0 * max(1.0, abs(u)):
            break
        point[:-1] += delta
    return reached if best <= rounding(u) else None


def rounding(u: float) -> float:
    """Residual that rounding alone may leave: logs of size u lose u x 1e-16, beliefs as much, and u multiplies it."""
    return max(1e-9, 2e-13 * abs(u), 1e-15 * u * u)


def _solve(rows: Floats, border: Floats, right: Floats) -> tuple[Floats | None, float, float]:
    """Solve the bordered system; also the sign of its determinant and the log of its size."""
    return _lu(np.vstack((rows, border)), right)


def _lu(matrix: Floats, right: Floats) -> tuple[Floats | None, float, float]:
    if not len(right):
        return right, 1.0, 0.0
    factors, pivots, failed = lapack.dgetrf(matrix)
    diagonal = np.diagonal(factors)
    if failed or not np.isfinite(diagonal).all():
        return None, 0.0, -np.inf
    swaps = int(np.count_nonzero(pivots != np.arange(len(pivots))))
    sign = float(np.prod(np.sign(diagonal)) * (-1.0) ** swaps)
    solution, _ = lapack.dgetrs(factors, pivots, right)
    return np.asarray(solution), sign, float(np.log(np.abs(diagonal)).sum())
