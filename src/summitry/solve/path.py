"""Several draws side by side along their branches: accelerated sweeps, with step control.

Each lane follows its own draw and takes the next one when done; nothing that a lane computes depends on the others.
A lane goes along the precision; where that gets hard (a turning point is near) it stops at its last good point. From
there a second run goes by arclength: each point is sought on the plane at right angles to the last step, by the same
accelerated sweeps, each followed by a move along the precision back onto the plane. Near a turn that is Newton's
method in the one direction that matters and sweeps in all others.

A point is accepted only if it was predicted well by the two before it, moved little, and (looking back) predicts the
one before its predecessor; whatever fails is handed on and never patched.

Keller (1977); Shroff and Keller (1993), doi:10.1137/0730057.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.solve.anderson import combine, remember, residuals, weigh
from summitry.solve.calling import call
from summitry.solve.desk import collect, desk, sit, sweep
from summitry.solve.lanes import CONSTANTS, LANES, address, aligned, entry
from summitry.solve.plan import Plan
from summitry.solve.solution import Counts, Floats
from summitry.solve.steps import FURTHEST, advance, aim, arrive, looking_back, onto_plane, short_of_target

DONE = 0
HANDED_ON = 1
LOST = 2
SMALL = 3
BUDGET = 4

MOST_TURNS = 16
"""Turning points that are kept."""
_FIRST_STEP = 1.0
"""Precision (payoffs scaled to a range of one) of the first point."""
_AIM = 0.4
"""Error of a prediction to aim at, over the largest one."""
_GROW, _GROW_ARC = 2.5, 1.5
"""Most that a step may grow, along the precision and by arclength."""
_EXACT = 3e-4
"""Largest residual of a point by arclength, over the length of the step to it."""
_MOST_TRIES = 30
"""Sweeps for one intermediate point before its step is halved."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Draws made ready: payoffs are moved to [-1/2, 1/2] party by party."""

    payoffs: Floats
    chance: Floats
    precision: Floats
    """[B, P] in units of the range of payoffs."""
    centre: Floats
    scale: Floats
    goal: Floats
    """[B] residual at which the last point is good enough."""

    def take(self, rows: npt.NDArray[np.int64]) -> Batch:
        """Some of the draws."""
        return Batch(
            self.payoffs[rows], self.chance[rows], self.precision[rows], self.centre[rows], self.scale[rows],
            self.goal[rows],
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Trail:
    """Where each draw of a batch got to."""

    outcome: Counts
    """[B] `DONE`, `HANDED_ON` or why not."""
    sweeps: Counts
    odds: Floats
    """[B, A - H] all log-odds, of those that are done."""
    points: Floats
    """[B, 2, felt + 1] last two good points: log-odds that count, and the precision."""
    known: npt.NDArray[np.bool_]
    """[B] whether there are two."""
    turns: Floats
    """[B, MOST_TURNS] precision at each turning point, as a share of the target."""
    turned: Counts
    """[B] number of turning points."""

    def take(self, rows: npt.NDArray[np.int64]) -> Trail:
        """Some of the draws."""
        return Trail(
            self.outcome[rows], self.sweeps[rows], self.odds[rows], self.points[rows], self.known[rows],
            self.turns[rows], self.turned[rows],
        )  # fmt: skip

    def put(self, rows: npt.NDArray[np.int64], other: Trail) -> None:
        """Replace some of the draws; their sweeps add up."""
        self.outcome[rows], self.odds[rows], self.points[rows] = other.outcome, other.odds, other.points
        self.known[rows], self.turns[rows], self.turned[rows] = other.known, other.turns, other.turned
        self.sweeps[rows] += other.sweeps


def steps_of(lanes: int) -> tuple[int, ...]:
    """Addresses of what all lanes do together at each step, compiled if need be."""
    makers = (residuals, remember, combine, onto_plane, arrive, looking_back, advance)
    return tuple(make(lanes) for make in makers)


def follow(
    plan: Plan, batch: Batch, memory: int, difference: float | Floats, tolerance: float, budget: int, *,
    patience: int = 0, begun: Trail | None = None,
) -> Trail:  # fmt: skip
    """Follow a batch along the precision, or by arclength from where `begun` stopped.

    `difference` is the largest error of a prediction, for all or [B] for each; `tolerance` is the residual at which
    a point on the way is good enough; along the precision a lane gives up after `patience` failures in a row.
    """
    b, felt = len(batch.payoffs), plan.felt
    trail = Trail(
        np.full(b, HANDED_ON, np.int64),
        np.zeros(b, np.int64),
        np.full((b, plan.free), np.nan),
        np.zeros((b, 2, felt + 1)) if begun is None else begun.points.copy(),
        np.zeros(b, bool) if begun is None else begun.known.copy(),
        np.zeros((b, MOST_TURNS)),
        np.zeros(b, np.int64),
    )
    # A lone game leaves no work to the lanes beside it; its bits are the same. No game at all only compiles.
    lanes = b if b < 2 else LANES
    vectors = tuple(aligned(felt + 1, lanes) for _ in range(9))
    rings = tuple(aligned(rows, lanes) for rows in (memory * (felt + 1),) * 2 + (memory * memory, memory, memory))
    work = tuple(aligned(rows, lanes) for rows in (2, 2, 2, 1, 1, 6, 3, 3, 2 * plan.widest))
    space, codes = desk(plan, lanes), steps_of(lanes) if lanes else (0,) * 7
    _run(
        space.table, space.precision, codes, batch.payoffs, batch.chance, batch.precision, batch.centre, batch.scale,
        batch.goal, begun is not None, patience, memory, np.full(b, difference), tolerance, budget, felt, plan.spans,
        CONSTANTS, tuple(np.zeros(lanes, np.int64) for _ in range(10)), tuple(np.zeros(lanes) for _ in range(7)), work,
        vectors, rings, trail.points, trail.known, trail.odds, trail.outcome, trail.sweeps, trail.turns, trail.turned,
    )  # fmt: skip
    return trail


@entry
def _run(
    table, now, codes, payoffs, chance, precision, centre, scale, goal, arclength, patience, memory, difference,
    tolerance, budget, felt, spans, constants, whole, numbers, work, vectors, rings, points, known, odds, outcome,
    sweeps, turns, turned,
):  # fmt: skip  # pragma: no cover
    x, g, f, xp, fp, last, before, third, predicted = vectors
    points_last = (last, before, third)
    ring_s, ring_f, gram, right, gamma = rings
    batch, parties = len(payoffs), len(now)
    # `count` is the number of good points so far, two at most.
    draw, count, fails, tries, ages, ready, curved, final, fresh, entering = whole
    top, step, begun, away, lengths, chords, gaps = numbers
    steps_last, worst, room, valid, bending, course, given, found, powers = work
    residuals_at, remember_at, combine_at, onto_plane_at, arrive_at, looking_back_at, advance_at = codes
    sets = (len(spans), address(spans))
    measure = (address(given), address(found), address(powers), address(constants))
    lanes = len(draw)
    for lane in range(lanes):
        draw[lane] = -1
    newest = 0
    upcoming = 0
    # Whether some lane goes to another point.
    leads = False
    for lane in range(batch, lanes):
        # An empty lane would look like sets far off the path, which are slow.
        sit(table, lane, payoffs[0], chance[0], centre[0], scale[0])
    while True:
        active = 0
        bent = False
        # Of points on the way only the log-odds that count are wanted.
        last_ones = 0
        for lane in range(lanes):
            if draw[lane] < 0 and upcoming < batch:
                b = upcoming
                upcoming += 1
                draw[lane] = b
                sit(table, lane, payoffs[b], chance[b], centre[b], scale[b])
                top[lane] = 0.0
                for p in range(parties):
                    top[lane] = max(top[lane], precision[b, p])
                count[lane] = 2 if known[b] else 0
                # Where the path along the precision stopped is known roughly: it is worked out before any step.
                entering[lane] = count[lane] > 0
                apart = 0.0
                for j in range(felt + 1):
                    before[j, lane] = points[b, 0, j]
                    last[j, lane] = points[b, 1, j]
                    apart += (points[b, 1, j] - points[b, 0, j]) ** 2
                steps_last[0, lane] = 0.0
                steps_last[1, lane] = 0.0
                if count[lane]:
                    steps_last[0, lane] = np.sqrt(apart)
                    step[lane] = 0.25 * steps_last[0, lane]
                    curved[lane] = 1
                else:
                    step[lane] = min(_FIRST_STEP, top[lane]) * (0.25 if arclength else 1.0)
                    curved[lane] = 0
                fails[lane] = 0
                ahead = 0.0 if entering[lane] else step[lane]
                aim(felt, lane, course, x, points_last, predicted, curved, final, ahead, steps_last, top, count, away)
                tries[lane] = 0
                fresh[lane] = 1
                ages[lane] = -1
                course[4, lane] = 0.0
                leads = True
        if leads:
            call(advance_at, (
                felt, address(x), address(last), address(before), address(third), address(predicted), address(course),
            ))  # fmt: skip
            leads = False
        for lane in range(lanes):
            course[0, lane] = 0.0
            course[1, lane] = 0.0
            course[4, lane] = 0.0
            course[5, lane] = 0.0
            share = 0.0
            bending[0, lane] = 0.0
            if draw[lane] >= 0:
                active += 1
                if final[lane]:
                    last_ones = 1
                share = x[felt, lane] / top[lane]
                if curved[lane] and not final[lane]:
                    bending[0, lane] = 1.0
                    bent = True
            for p in range(parties):
                now[p, lane] = share * precision[max(draw[lane], 0), p]
        if active == 0:
            return
        sweep(table, x, g, last_ones)
        call(residuals_at, (felt, address(x), address(g), address(f), address(worst)))
        moved = False
        for lane in range(lanes):
            ready[lane] = 0
            b = draw[lane]
            bad = b < 0 or not np.isfinite(worst[0, lane] + worst[1, lane])
            valid[0, lane] = -1.0 if bad or fresh[lane] else 1.0
            ages[lane] = -1 if bad else min(ages[lane] + 1, memory)
            fresh[lane] = 0
            if b < 0:
                continue
            sweeps[b] += 1
            tries[lane] += 1
            enough = goal[b] if final[lane] else tolerance
            if curved[lane] and not final[lane]:
                # Neighbours tell the direction only if their errors are small beside their distance.
                enough = max(min(enough, _EXACT * step[lane]), goal[b])
            if bad:
                ready[lane] = -1
            elif worst[0, lane] <= enough:
                ready[lane] = 1
            elif tries[lane] >= _MOST_TRIES * (4 if final[lane] else 1) or sweeps[b] >= budget:
                ready[lane] = -1
            elif tries[lane] > 16 and not final[lane] and worst[0, lane] > 0.5 * begun[lane]:
                ready[lane] = -1
            if tries[lane] == 1:
                begun[lane] = worst[0, lane]
            moved = moved or ready[lane] != 0
        newest = (newest + 1) % memory
        rows, ax, af, axp, s = felt + 1, address(x), address(f), address(xp), address(ring_s)
        products = (address(ring_f), address(gram), address(right), address(valid))
        call(remember_at, (rows, memory, newest, ax, af, axp, address(fp), s, *products))
        weigh(memory, newest, ages, gram, right, gamma)
        call(combine_at, (rows, memory, newest, ax, af, s, address(gamma), axp))
        x, xp = xp, x
        f, fp = fp, f
        if bent:
            plane = (address(last), address(before), address(predicted), address(bending), address(away))
            call(onto_plane_at, (felt, address(x), address(g), *plane, address(room)))
        if not moved:
            continue
        leads = True
        for lane in range(lanes):
            arc = curved[lane] > 0 and not final[lane]
            given[0, lane] = -1.0 if ready[lane] > 0 else 0.0
            # The point itself: one plain sweep further along the precision, as it stands on a plane.
            given[1, lane] = 0.0 if arc else 1.0
            given[2, lane] = 0.05 * difference[draw[lane]] if ready[lane] > 0 else 0.0
            if ready[lane] > 0:
                x[felt, lane] = xp[felt, lane]
        now_x = address(x)
        call(arrive_at, (*sets, now_x, address(xp), address(fp), address(predicted), address(last), *measure))
        checks = False
        for lane in range(lanes):
            given[0, lane] = 0.0
            if ready[lane] <= 0:
                continue
            b = draw[lane]
            move = x[felt, lane] - last[felt, lane]
            lengths[lane] = np.sqrt(found[0, lane] + move * move) if curved[lane] else move
            chords[lane] = np.sqrt(found[0, lane] + move * move)
            gaps[lane] = found[1, lane]
            good = gaps[lane] < difference[b] or (count[lane] == 0 and gaps[lane] < FURTHEST)
            if count[lane] > 0:
                good = good and found[2, lane] <= FURTHEST
            if not good:
                ready[lane] = -2
            elif count[lane] > 1 and steps_last[0, lane] <= (1.0 + 1e-9) * lengths[lane]:
                checks = True
                given[0, lane] = -1.0
                given[1, lane] = steps_last[0, lane] / lengths[lane]
                given[2, lane] = 1.5 * difference[b]
        if checks:
            call(looking_back_at, (*sets, now_x, address(last), address(before), *measure))
        for lane in range(lanes):
            b = draw[lane]
            if b < 0 or ready[lane] == 0:
                continue
            arc = curved[lane] > 0 and not final[lane]
            good = ready[lane] > 0
            gap = 0.0 if ready[lane] == -1 else gaps[lane]
            length = 0.0 if ready[lane] == -1 else lengths[lane]
            if good and given[0, lane] < 0.0:
                good = found[0, lane] <= given[2, lane]
            if entering[lane]:
                # On the plane at right angles to the way here.
                good = good and x[felt, lane] > before[felt, lane]
            elif good and arc:
                good = short_of_target(
                    felt, lane, x, last, before, length, steps_last[0, lane], top[lane], turns[b], turned, b
                )
            if good and final[lane]:
                collect(table, xp, lane, odds[b])
                outcome[b] = DONE
                draw[lane] = -1
            elif good and entering[lane]:
                entering[lane] = 0
                course[5, lane] = -1.0
                last[felt, lane] = x[felt, lane]
                steps_last[0, lane] = np.sqrt(steps_last[0, lane] ** 2 + length * length)
            elif good:
                course[0, lane] = -1.0
                course[5, lane] = -1.0
                third[felt, lane], before[felt, lane] = before[felt, lane], last[felt, lane]
                last[felt, lane] = x[felt, lane]
                order = 3.0 if steps_last[1, lane] > 0.0 else 2.0
                # The first point was predicted by even play, which tells nothing about lines.
                grow = 1.0
                if count[lane] > 0:
                    grow = min(max((_AIM * difference[b] / gap) ** (1.0 / order), 0.5), _GROW_ARC if arc else _GROW)
                count[lane] = min(count[lane] + 1, 2)
                steps_last[1, lane] = steps_last[0, lane]
                steps_last[0, lane] = length
                fails[lane] = 0
                step[lane] = length * grow
                if arclength and not curved[lane] and count[lane] == 2:
                    curved[lane] = 1
                    steps_last[0, lane] = chords[lane]
                    steps_last[1, lane] = 0.0
                    step[lane] *= steps_last[0, lane] / length
            else:
                fails[lane] += 1
                ages[lane] = -1
                if final[lane]:
                    # What was tried was shorter than the step.
                    step[lane] = top[lane] - last[felt, lane]
                    if curved[lane]:
                        step[lane] *= steps_last[0, lane] / (last[felt, lane] - before[felt, lane])
                shrink = 0.5
                if gap >= difference[b]:
                    order = 3.0 if steps_last[1, lane] > 0.0 else 2.0
                    shrink = min(max((_AIM * difference[b] / gap) ** (1.0 / order), 0.25), 0.7)
                step[lane] *= 0.0 if entering[lane] else shrink
                least = 1e-6 * steps_last[0, lane] if curved[lane] else 2e-3 * x[felt, lane]
                tired = fails[lane] >= patience and count[lane] == 2 and not arclength
                if tired or fails[lane] > 20 or step[lane] < least or sweeps[b] >= budget or last[felt, lane] < 0.0:
                    if arclength:
                        outcome[b] = BUDGET if sweeps[b] >= budget else (LOST if last[felt, lane] < 0.0 else SMALL)
                    known[b] = count[lane] == 2
                    for j in range(felt + 1):
                        # Farther apart, points tell the direction better.
                        points[b, 0, j] = third[j, lane] if steps_last[1, lane] > 0.0 else before[j, lane]
                        points[b, 1, j] = last[j, lane]
                    draw[lane] = -1
            if draw[lane] < 0:
                curved[lane] = 0
                course[4, lane] = -1.0
                x[felt, lane] = 0.0
                continue
            ahead = step[lane]
            aim(felt, lane, course, x, points_last, predicted, curved, final, ahead, steps_last, top, count, away)
            tries[lane] = 0
            fresh[lane] = 1
            if fails[lane] or (arc and final[lane]):
                ages[lane] = -1
