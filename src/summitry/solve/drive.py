"""From draws to a solution: accelerated path, stability, arclength for what is left, certificate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve import accelerated, arclength, stability
from summitry.solve.certificate import Grid, certify, grid
from summitry.solve.plan import Plan
from summitry.solve.plan import plan as compile_plan
from summitry.solve.profile import outcome_values
from summitry.solve.solution import Codes, Counts, Event, Floats, Method, PathOptions, Solution, Status

_LARGEST_CHUNK = 256
_SMALLEST_CHUNK = 32
"""Draws that one thread takes at a time; no answer depends on it, but lanes idle at the end of each chunk."""
_LONG_MEMORY = 3
_SAFE_EIGENVALUE = 0.97
"""Leading eigenvalue up to which the accelerated answer counts as short of the first turn."""


def solve(
    tree: Tree, draws: Draws, *, path: PathOptions | None = None, plan: Plan | None = None, threads: int = 1
) -> Solution:
    """Agent logit quantal response equilibrium of every draw, on the principal branch.

    The answer is the first point at which the branch that starts at precision 0 reaches the draw's precisions (all
    parties' precisions rise in proportion). Draws are independent: results do not depend on their neighbours, on
    `threads`, or on how a batch is cut. Pass the same `plan` for many batches of one tree.

    Raises `GameError` where arrays do not fit, chances do not sum to one or a party forgets.
    McKelvey and Palfrey (1998), doi:10.1023/A:1009905800005.
    """
    path = path or PathOptions()
    draws.check(tree)
    if threads < 1:
        raise GameError(f"`threads` is {threads}, expected at least 1")
    if plan is None:
        plan = compile_plan(tree)
    elif plan.tree is not tree:
        raise GameError("the plan belongs to another tree")
    check_chances(plan, draws)
    prepared = grid(tree)
    # Two chunks a thread at least, so that a thread with easy draws does not wait for the other.
    chunk = int(np.clip(-(-draws.size // (2 * threads)), _SMALLEST_CHUNK, _LARGEST_CHUNK))
    parts = [slice(first, min(first + chunk, draws.size)) for first in range(0, draws.size, chunk)]
    work = [(plan, prepared, slice_draws(draws, part), path) for part in parts]
    if threads == 1 or len(parts) == 1:
        pieces = [_solve_chunk(*args) for args in work]
    else:
        with ThreadPoolExecutor(threads) as pool:
            pieces = list(pool.map(lambda args: _solve_chunk(*args), work))
    return _join(tree, draws, path, pieces)


def slice_draws(draws: Draws, part: slice | npt.NDArray[np.int64]) -> Draws:
    """Some of the draws."""
    return Draws(draws.payoffs[part], draws.chance[part], draws.precision[part])


def check_chances(plan: Plan, draws: Draws) -> None:
    """Raise `GameError` where the branches of a chance node do not sum to one in somebody's odds."""
    for slots in plan.chance_groups:
        for row in slots:
            off = np.abs(draws.chance[:, row, :].sum(axis=1) - 1.0)
            if np.any(off > 1e-9):
                b, p = (int(i) for i in np.argwhere(off > 1e-9)[0])
                who = plan.tree.parties[p] if p < len(plan.tree.parties) else "the analyst"
                raise GameError(
                    f"chances in slots {row.tolist()} sum to {1.0 + off[b, p]:.12g} or its mirror below one "
                    f"in draw {b} by the odds of {who}; expected 1"
                )


@dataclass(frozen=True, eq=False)
class _Piece:
    log_strategy: Floats
    status: Codes
    folded: npt.NDArray[np.bool_]
    residual: Floats
    regret_ratio: Floats
    events: tuple[tuple[Event, ...], ...]
    sweeps: Counts
    values: Floats
    values_analyst: Floats
    procedure: Codes


def _join(tree: Tree, draws: Draws, path: PathOptions, pieces: list[_Piece]) -> Solution:
    p = len(tree.parties)
    if not pieces:
        none = np.zeros(0)
        codes = np.zeros(0, np.int8)
        return Solution(
            tree, draws, path, np.zeros((0, tree.actions)), codes, np.zeros(0, bool), none, none, (),
            np.zeros(0, np.int64), np.zeros((0, p)), np.zeros((0, p)), codes,
        )  # fmt: skip
    return Solution(
        tree,
        draws,
        path,
        log_strategy=np.concatenate([x.log_strategy for x in pieces]),
        status=np.concatenate([x.status for x in pieces]),
        folded=np.concatenate([x.folded for x in pieces]),
        residual=np.concatenate([x.residual for x in pieces]),
        regret_ratio=np.concatenate([x.regret_ratio for x in pieces]),
        events=tuple(e for x in pieces for e in x.events),
        sweeps=np.concatenate([x.sweeps for x in pieces]),
        values=np.concatenate([x.values for x in pieces]),
        values_analyst=np.concatenate([x.values_analyst for x in pieces]),
        procedure=np.concatenate([x.procedure for x in pieces]),
    )


def _solve_chunk(plan: Plan, prepared: Grid, draws: Draws, path: PathOptions) -> _Piece:
    b = draws.size
    payoffs, chance = np.ascontiguousarray(draws.payoffs), np.ascontiguousarray(draws.chance)
    low, high = payoffs.min(axis=1), payoffs.max(axis=1)
    span = high - low
    # Payoffs are moved to [-1/2, 1/2] party by party, so that neither their unit nor their zero matters.
    scale = np.where(span > 0, 1.0 / np.where(span > 0, span, 1.0), 0.0)
    centre = 0.5 * (low + high)
    precision = draws.precision * span
    top = precision.max(axis=1)
    # Rounding alone moves a log-odds of size top by about this much.
    tolerance = np.maximum(path.tolerance, 2e-13 * top)

    # The sweep's residual understates the certificate's, which does not see values already updated.
    goal = np.maximum(0.03 * tolerance / (1.0 + top / 30.0), 3e-15 * top)

    x = np.zeros((b, plan.free))
    status = np.zeros(b, np.int8)
    procedure = np.zeros(b, np.int8)
    sweeps = np.zeros(b, np.int64)
    folded = np.zeros(b, bool)
    events: list[tuple[Event, ...]] = [()] * b
    moving = np.flatnonzero(top > 0) if plan.free else np.zeros(0, np.int64)
    left = moving
    if len(moving) and not path.arclength_only:
        for memory in (path.memory, _LONG_MEMORY * path.memory):
            if not len(left):
                break
            found, outcome, spent = accelerated.follow(
                plan, payoffs[left], chance[left], precision[left], centre[left], scale[left], memory,
                path.step_difference, goal[left], path.budget,
            )  # fmt: skip
            x[left] = found
            sweeps[left] += spent
            left = left[outcome != accelerated.DONE]
        done = np.setdiff1d(moving, left)
        if len(done):
            eigenvalue = stability.leading_eigenvalue(
                plan, payoffs[done], chance[done], precision[done], centre[done], scale[done], x[done]
            )
            sweeps[done] += stability.STEPS + 1
            left = np.union1d(left, done[~(eigenvalue < _SAFE_EIGENVALUE)])
    dense = plan.free < path.dense_below
    for d in left.tolist():
        x[d], code, met, folded[d], spent_here = arclength.trace(
            plan, payoffs[d], chance[d], precision[d], centre[d], scale[d], dense, float(tolerance[d]),
            path.budget * (10 if dense else 1),
        )  # fmt: skip
        status[d] = code
        sweeps[d] += spent_here
        procedure[d] = Method.ARCLENGTH_DENSE if dense else Method.ARCLENGTH_KRYLOV
        largest = float(draws.precision[d].max())
        events[d] = tuple(Event(e.kind, e.precision * largest) for e in met)
    return _finish(plan, prepared, draws, path, x, status, folded, events, sweeps, procedure, tolerance)


def _finish(
    plan: Plan, prepared: Grid, draws: Draws, path: PathOptions, x: Floats, status: Codes,
    folded: npt.NDArray[np.bool_], events: list[tuple[Event, ...]], sweeps: Counts, procedure: Codes,
    tolerance: Floats,
) -> _Piece:  # fmt: skip
    x[status != Status.SOLVED] = np.nan
    log_strategy = log_probabilities(plan, x)
    certificate = certify(plan.tree, draws, log_strategy, prepared)
    poor = (status == Status.SOLVED) & ~(certificate.residual <= tolerance)
    status[poor] = Status.NOT_CONVERGED
    values, values_analyst = certificate.values, outcome_values(plan.tree, draws, log_strategy)
    bad = status != Status.SOLVED
    log_strategy[bad] = np.nan
    values[bad] = np.nan
    values_analyst[bad] = np.nan
    certificate.regret_ratio[bad] = np.nan
    return _Piece(
        log_strategy, status, folded, certificate.residual, certificate.regret_ratio, tuple(events), sweeps, values,
        values_analyst, procedure,
    )  # fmt: skip


def log_probabilities(plan: Plan, x: Floats) -> Floats:
    """[B, A] log probabilities in the tree's order from free log-odds [B, A - H] in solving order."""
    w = plan.wiring
    full = np.zeros((len(x), plan.tree.actions))
    start = w.start[:-1].astype(np.int64)
    free = np.ones(plan.tree.actions, bool)
    free[start] = False
    full[:, free] = x
    widths = np.diff(w.start)
    top = np.repeat(np.maximum.reduceat(full, start, axis=1), widths, axis=1)
    full -= top
    full -= np.repeat(np.log(np.add.reduceat(np.exp(full), start, axis=1)), widths, axis=1)
    out = np.empty_like(full)
    out[:, plan.actions] = full
    return out
