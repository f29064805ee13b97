"""A first look at many draws: the accelerated path alone, before its answers are checked.

The draws follow the principal branch from precision 0 as `solve` has them do, to a looser residual. What `solve` does
after that is left out: the eigenvalue that says whether a turn was missed, arclength for what is hard, the certificate.
So this is no answer; it is what can be shown while `solve` works.
"""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from summitry.game.payoffs import Draws
from summitry.solve.drive import check_chances, log_probabilities, slice_draws
from summitry.solve.path import DONE, Batch, follow
from summitry.solve.plan import Plan
from summitry.solve.scaling import scaling
from summitry.solve.solution import Floats, PathOptions

TOLERANCE = 1e-4
"""Residual, in log-odds, at which a draw is followed to its end."""
MOST_SWEEPS = 60
"""Sweeps after which a draw is left to `solve`."""
_LOOSE = 1e-1
"""Residual at which a point on the way is good enough: ten times that of `solve`. Of 1,024 draws of the Alaska case a
third of the time is saved, 4 % more are left to `solve`, and as few (5 in 1,000) are shown on another branch."""
_PATIENCE = 2


def glance(
    plan: Plan,
    draws: Draws,
    pool: Executor | None = None,
    parts: int = 1,
    *,
    tolerance: float = TOLERANCE,
    most: int = MOST_SWEEPS,
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """[B, A] log strategies and [B] whether the draw was followed to its precision; NaN where it was not.

    `parts` threads of the pool share the work. Draws of high precision, which take longest, come first, so that the
    lanes beside them are not idle at the end. Raises `GameError` where arrays do not fit.
    """
    draws.check(plan.tree)
    check_chances(plan, draws)
    order = np.argsort(-draws.precision.max(axis=1), kind="stable")
    pieces = [order[k::parts] for k in range(parts) if len(order[k::parts])]
    log_strategy = np.full((draws.size, plan.tree.actions), np.nan)
    done = np.zeros(draws.size, np.bool_)

    def look(rows: npt.NDArray[np.int64]) -> None:
        log_strategy[rows], done[rows] = _look(plan, slice_draws(draws, rows), tolerance, most)

    if pool is None or len(pieces) == 1:
        for rows in pieces:
            look(rows)
    else:
        for future in [pool.submit(look, rows) for rows in pieces]:
            future.result()
    return log_strategy, done


def _look(plan: Plan, draws: Draws, tolerance: float, most: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    payoffs, chance = np.ascontiguousarray(draws.payoffs), np.ascontiguousarray(draws.chance)
    span, centre, scale = scaling(payoffs)
    precision = draws.precision * span
    odds = np.zeros((draws.size, plan.free))
    done = np.ones(draws.size, np.bool_)
    moving = np.flatnonzero(precision.max(axis=1) > 0) if plan.free else np.zeros(0, np.int64)
    if len(moving):
        goal = np.full(draws.size, tolerance)
        batch = Batch(payoffs, chance, precision, centre, scale, goal).take(moving)
        knobs = PathOptions()
        trail = follow(plan, batch, knobs.memory, knobs.step_difference, _LOOSE, most, patience=_PATIENCE)
        done[moving] = trail.outcome == DONE
        odds[moving] = trail.odds
    odds[~done] = np.nan
    return log_probabilities(plan, odds), done
