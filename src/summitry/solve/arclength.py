"""Pseudo-arclength continuation of one draw with exact derivatives: goes round folds, and keeps to the branch.

Unknown: y = (log-odds that count, u) with u the largest precision so far; equation F(y) = x - responses(x, u) = 0.
Each step: predict along the tangent and its last change, correct by Newton on the plane at right angles to the
tangent, look at what was crossed (the target, a turning point, a bifurcation). Steps are as long as predicted and
corrected choice probabilities, and the direction, agree. The sign of the bordered determinant changes at a simple
bifurcation and nowhere else on a branch: a step that changes it is cut until it is short, so that a jump to a
neighbouring branch of the other sign is noticed.

Keller (1977); Turocy (2005), doi:10.1016/j.geb.2004.04.003; Allgower and Georg (2003), doi:10.1137/1.9780898719154.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.solve import newton
from summitry.solve.dip import touched
from summitry.solve.dual import slope, tape
from summitry.solve.hermite import bend, cubic
from summitry.solve.lanes import LANES, aligned
from summitry.solve.plan import Plan, Wiring
from summitry.solve.solution import Event, Floats, Status

_TURN, _BIFURCATION = "turning point", "bifurcation"
_STEP = 0.08
"""Largest difference between predicted and corrected probabilities on the way."""
_FURTHEST = 0.35
"""Largest move of a probability in one step."""
_STRAIGHT = 0.5
"""Least cosine between neighbouring tangents."""
_NEAR = 0.02
"""Largest move of a log-odds from where the matrix was made to where it still serves for the tangent."""
_SHARE = 0.15
"""Largest step in precision, as a share of it."""
_LAZY = 100
"""Number of unknowns from which on a matrix serves for several steps."""
_OLD = 25
"""Most steps that it serves."""
_WARY = 200
"""Steps with a fresh matrix each after the orientation was found changed."""
_CLOSE = 1e-3
"""Length to which a step over a bifurcation is cut."""


def trace(
    plan: Plan, payoffs: Floats, chance: Floats, precision: Floats, centre: Floats, scale: Floats, tolerance: float,
    budget: int,
) -> tuple[Floats, Status, tuple[Event, ...], bool, int]:  # fmt: skip
    """Follow one draw; log-odds [A - H], status, events (precision 1 is the target), folded, sweeps."""
    curve = _Curve(plan, payoffs, chance, precision, centre, scale)
    answer, status = _follow(curve, tolerance, budget)
    met = tuple(Event(kind, place / curve.top) for kind, place in curve.events)
    return answer, status, met, any(kind == _TURN for kind, _ in curve.events), curve.spent


def unknowns(plan: Plan) -> tuple[Wiring, int]:
    """Wiring in which every set whose responses depend on somebody's choices counts, and how many log-odds do.

    The accelerated sweeps leave out sets that nobody has beliefs about. Their responses are as steep as the precision,
    and steeper still what depends on them, more than doubles can resolve at precisions of a thousand.
    """
    w = plan.wiring
    counts = (w.felt >= 0) | (np.diff(w.member) > 1)
    length = np.where(counts, np.diff(w.start) - 1, 0)
    place = np.where(counts, np.cumsum(length) - length, -1)
    return w._replace(felt=place.astype(np.int32)), int(length.sum())


class _Curve:
    """One draw: the tape at the last point looked at, the factors of the last matrix, and what has been met."""

    def __init__(
        self, plan: Plan, payoffs: Floats, chance: Floats, precision: Floats, centre: Floats, scale: Floats
    ) -> None:
        self.plan = plan
        self.wiring, self.felt = unknowns(plan)
        self.size = self.felt + 1
        self.top = float(precision.max())
        self.ratio = precision / self.top
        self.tape, self.slope = tape(plan, payoffs, chance, centre, scale), slope(plan)
        self.wide = -(-self.size // LANES)
        self.matrix = aligned(self.size * self.wide)
        self.exchanged = np.zeros(self.size, np.int64)
        self.moves = aligned(self.felt), aligned(self.felt)
        self.row = np.zeros(self.size)
        """Last row of the matrix: corrections are at right angles to it."""
        self.sign, self.extent = 0.0, 0.0
        """Sign and log size of the determinant."""
        self.spent = 0
        """In sweeps."""
        self.events: list[tuple[str, float]] = []
        # Elimination in sweeps, by operations; most rows are passed over.
        self.passes = self.wide + int(self.size**3 / (1000.0 * plan.tree.size))

    def miss(self, y: Floats) -> Floats:
        """F(y), and a last entry of zero."""
        f = np.zeros(self.size)
        newton.miss(self.wiring, self.tape, self.felt, self.ratio, y, f)
        self.spent += 1
        return f

    def linearise(self, row: Floats) -> None:
        """Make the matrix at the tape's point."""
        self.row[:] = row
        self.sign, self.extent = newton.linearise(
            self.wiring, self.tape, self.slope, self.felt, self.ratio, row, self.matrix, self.wide, self.exchanged,
            *self.moves,
        )  # fmt: skip
        self.spent += self.passes

    def solve(self, right: Floats) -> Floats:
        """Solution of the bordered system of the last matrix, in place."""
        newton.solve_for(self.matrix, self.size, self.wide, self.exchanged, right)
        return right

    def tangent(self) -> Floats:
        """Direction of the branch where the matrix was made, on the side of its last row."""
        right = np.zeros(self.size)
        right[-1] = 1.0
        return self.solve(right)

    def refined(self, guess: Floats) -> Floats | None:
        """Direction of the branch at the tape's point by an older matrix, None where that serves no more."""
        z, f = np.zeros(self.size), np.zeros(self.size)
        turns = newton.refine(
            self.wiring, self.tape, self.slope, self.felt, self.ratio, self.row, guess, self.matrix, self.wide,
            self.exchanged, *self.moves, z, f,
        )  # fmt: skip
        self.spent += turns or 8
        return z if turns else None

    def gap(self, a: Floats, b: Floats) -> float:
        """Largest difference between the probabilities of two points."""
        return float(newton.gap(self.wiring, a, b))

    def correct(self, start: Floats, tangent: Floats, ds: float, stale: bool) -> tuple[Floats | None, int, float, int]:
        """Newton from a predicted point; the point or None, turns, move since the matrix was made, new matrices."""
        new = start.copy()
        f = self.miss(new)
        if not stale:
            self.linearise(tangent)
        last, moved, renewed = np.inf, 0.0, 0
        for turn in range(16):
            if self.sign == 0.0:
                break
            f[-1] = self.row @ (new - start)
            delta = self.solve(-f)
            length = float(np.abs(delta).max())
            if not np.isfinite(length):
                break
            slow = turn > 0 and length > (0.5 if stale else 0.3) * last
            if slow or (stale and length > ds):
                # The matrix is too old for this point.
                if renewed == 2 or (length > 2.0 * last and not stale):
                    break
                renewed += 1
                if stale and length > last:
                    new = start.copy()
                    f = self.miss(new)
                stale = False
                self.linearise(tangent)
                moved, last = 0.0, np.inf
                continue
            if length > ds:
                break
            new += delta
            moved += length
            last = length
            f = self.miss(new)
            if length < 1e-7:
                return new, turn, (np.inf if stale else moved), renewed
        return None, turn, moved, renewed


def _follow(curve: _Curve, tolerance: float, budget: int) -> tuple[Floats, Status]:
    """From precision 0 to the target; the answer and the status, events in the curve."""
    lazy, top = curve.felt >= _LAZY, curve.top
    unsolved = np.full(curve.plan.free, np.nan)
    y, flat = np.zeros(curve.size), np.zeros(curve.size)
    flat[-1] = 1.0
    curve.miss(y)
    curve.linearise(flat)
    orientation, extent = curve.sign, curve.extent
    tangent = curve.tangent()
    tangent /= np.linalg.norm(tangent)
    before = tangent
    ds, ds_last = min(0.1, 0.5 * top), 1.0
    # The last point whose orientation is known, to go back to when the next one known differs.
    kept: tuple[Floats, Floats, Floats, float, int] = (y, tangent, before, ds_last, 0)
    age, careful = 0, 0
    # The step before, if it is known to have crossed nothing: a dip of the determinant's size takes two steps to see.
    earlier: _Step | None = None
    while True:
        if curve.spent > budget:
            return unsolved, Status.BUDGET
        if ds < 1e-9 * max(1.0, y[-1]):
            return unsolved, Status.STEP_TOO_SMALL
        start = y + ds * (tangent + 0.5 * min(ds / ds_last, 2.0) * (tangent - before))
        stale = lazy and careful == 0 and age < _OLD and bool(curve.row @ tangent > _STRAIGHT)
        new, turns, moved, renewed = curve.correct(start, tangent, ds, stale)
        if not stale or renewed:
            age = 0
        if new is None:
            ds *= 0.5
            age = _OLD
            continue
        predicted = curve.gap(new, start)
        if predicted > _STEP or curve.gap(new, y) > _FURTHEST or np.linalg.norm(new - start) > 0.5 * ds:
            ds *= 0.5
            continue
        if new[-1] < 0.0:
            return unsolved, Status.BRANCH_LOST
        turned, known = None, moved <= _NEAR
        if not known and lazy and careful == 0:
            turned = curve.refined(tangent)
        if turned is None:
            if not known:
                curve.linearise(tangent)
                age, known = 0, True
            if curve.sign != 0.0:
                turned = curve.tangent()
        norm = np.inf if turned is None else float(np.linalg.norm(turned))
        if turned is None or not np.isfinite(norm):
            ds *= 0.7
            age = _OLD
            continue
        turned /= norm
        if turned @ tangent < _STRAIGHT:
            ds *= 0.6
            continue
        flipped = known and curve.sign * orientation < 0.0
        if flipped and lazy and careful == 0:
            # Somewhere since the last point whose orientation is known.
            y, tangent, before, ds_last, count = kept
            del curve.events[count:]
            careful = _WARY
            continue
        if flipped and ds > _CLOSE:
            ds = max(0.25 * ds, 0.9 * _CLOSE)
            continue
        place = np.inf
        if flipped:
            # The determinant is about linear between two points so close together.
            place = float(y[-1] + (new[-1] - y[-1]) / (1.0 + np.exp(min(curve.extent - extent, 300.0))))
        crossed = new[-1] >= top
        fold = bool(tangent[-1] * turned[-1] < 0.0)
        if fold:
            heights = float(y[-1]), float(ds * tangent[-1]), float(new[-1]), float(ds * turned[-1])
            extreme = cubic(*heights, bend(*heights))
            near = tangent[-1] > 0.0 and extreme > top - 0.05 * max(extreme - y[-1], extreme - new[-1])
            if near and not crossed and ds > 1e-4:
                # A turn so close to the target: look closer before saying on which side it lies.
                ds *= 0.5
                continue
        if crossed and not known:
            # Once more with a fresh matrix, which tells whether a bifurcation lies before the target.
            careful = 1
            continue
        step = _Step(y, tangent, new, turned, ds, extent, curve.extent)
        double = np.inf
        if not lazy and not flipped and earlier is not None:
            double = _double_zero(curve, earlier, step)
        if crossed:
            answer, code = _arrive(curve, tolerance, (y, ds * tangent), (new, ds * turned), ds)
            age = _OLD
            if code == Status.SOLVED:
                if min(place, double) < top:
                    curve.events.append((_BIFURCATION, min(place, double)))
                return answer, code
            if ds > 1e-6 * max(1.0, y[-1]):
                ds *= 0.5
                continue
            return unsolved, code
        if fold:
            curve.events.append((_TURN, extreme))
        if flipped:
            curve.events.append((_BIFURCATION, place))
            orientation, careful = -orientation, 0
        if double < np.inf:
            curve.events.append((_BIFURCATION, double))
        earlier = None if flipped else step
        careful = max(careful - 1, 0)
        y, before, tangent, ds_last = new, tangent, turned, ds
        age += 1
        if known:
            extent = step.extent
            kept = (y, tangent, before, ds_last, len(curve.events))
        if predicted < 0.1 * _STEP and renewed == 0 and turns <= (8 if stale else 3):
            ds *= 3.0
        elif predicted < 0.3 * _STEP and renewed == 0 and turns <= (10 if stale else 5):
            ds *= 1.8
        elif predicted < 0.7 * _STEP and (renewed == 0 or lazy):
            ds *= 1.2
        # Play that stays as it is would let steps grow over several bifurcations at once.
        rise = abs(float(tangent[-1])) * ds
        ds *= min(1.0, _SHARE * max(1.0, float(y[-1])) / max(rise, 1e-300))


@dataclass(frozen=True, eq=False)
class _Step:
    """Two neighbouring points of a branch with their directions, and the log sizes of the determinants there."""

    start: Floats
    ahead: Floats
    stop: Floats
    onward: Floats
    length: float
    before: float
    extent: float

    def between(self, share: float) -> tuple[Floats, Floats]:
        """About where the branch is after a share of the step, and its direction there."""
        tangents = self.length * self.ahead, self.length * self.onward
        point: Floats = cubic(self.start, tangents[0], self.stop, tangents[1], share)
        direction = (1.0 - share) * self.ahead + share * self.onward
        return point, direction / np.linalg.norm(direction)


def _double_zero(curve: _Curve, first: _Step, second: _Step) -> float:
    """Precision at which the determinant touches zero within two steps, its sign the same; infinite if nowhere."""

    def look(place: float) -> tuple[float, float]:
        """Log size of the determinant and the precision at a share of the way."""
        at = place * (first.length + second.length)
        part, at = (first, at) if at <= first.length else (second, at - first.length)
        start, direction = part.between(at / part.length)
        point, *_ = curve.correct(start, direction, max(first.length, second.length), False)
        if point is None:
            return np.inf, np.inf
        curve.linearise(direction)
        return (curve.extent if curve.sign != 0.0 else -np.inf), float(point[-1])

    return touched(look, (first.before, second.before, second.extent))


def _arrive(
    curve: _Curve, tolerance: float, begin: tuple[Floats, Floats], stop: tuple[Floats, Floats], ds: float
) -> tuple[Floats, Status]:
    """Newton at the target precision from where the step's cubic meets it first."""
    (y, m0), (new, m1) = begin, stop
    low, high = 0.0, 1.0
    for _ in range(60):
        mid = 0.5 * (low + high)
        if cubic(y[-1], m0[-1], new[-1], m1[-1], mid) >= curve.top:
            high = mid
        else:
            low = mid
    point: Floats = cubic(y, m0, new, m1, high)
    point[-1] = curve.top
    flat = np.zeros(curve.size)
    flat[-1] = 1.0
    begun, reached = point.copy(), point.copy()
    answer = np.full(curve.plan.free, np.nan)
    best = np.inf
    for turn in range(12):
        f = curve.miss(point)
        worst = float(np.abs(f).max())
        if not np.isfinite(worst):
            return answer, Status.BRANCH_LOST
        if worst < best:
            best = worst
            reached = point.copy()
            newton.collect(curve.wiring, curve.tape, point, answer)
        if worst <= 0.01 * tolerance or (turn > 6 and best < tolerance and worst >= best):
            break
        curve.linearise(flat)
        if curve.sign == 0.0:
            return answer, Status.BRANCH_LOST
        delta = curve.solve(-f)
        if not np.linalg.norm(delta) <= ds:
            return answer, Status.BRANCH_LOST
        point += delta
        point[-1] = curve.top
    if curve.gap(reached, begun) > _STEP:
        return answer, Status.BRANCH_LOST
    return answer, Status.SOLVED if best <= tolerance else Status.NOT_CONVERGED
