"""From draws to a solution: accelerated path, stability, arclength for what is left, certificate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve import arclength
from summitry.solve.certificate import certify
from summitry.solve.lanes import entry
from summitry.solve.path import DONE, LOST, Batch, Trail, follow
from summitry.solve.plan import Plan
from summitry.solve.plan import plan as compile_plan
from summitry.solve.scaling import scaling
from summitry.solve.solution import Codes, Counts, Event, Floats, Method, PathOptions, Solution, Status
from summitry.solve.stability import leading_eigenvalue

_COARSE = 1e-2
"""A residual as large as this certifies nothing."""
_LARGEST_MATRIX = 3000
"""Most unknowns of the last resort."""
_DENSE, _DENSE_AT_LAST = 10, 50
"""Budget of exact derivatives over the stated one, and as a last resort: some branches turn a hundred times."""
_LARGEST_CHUNK = 1024
_SMALLEST_CHUNK = 32
"""Draws that one thread takes at a time; no answer depends on it, but lanes idle at the end of each chunk."""
_ARC_MEMORY = 1.6
"""Memory of the acceleration by arclength, over the stated one."""
_SAFE_START = 0.93
"""Leading eigenvalue up to which a path that stopped goes on from there: nearer a turn it may be off the branch."""
_IN_DOUBT = 0.5
"""Length of steps of draws that start anew over those of the others: they missed a turn, or are close to one."""
_CLOSER = (0.5, 0.1)
"""The same for draws that went astray, in turn: where two branches all but touch, steps must be shorter than that."""
_STRAGGLER = 6000
"""Sweeps by arclength after which a draw is given up: a long path leaves the lanes beside it idle at the end."""
_LOOSE, _TIGHT = 1e-2, 1e-4
"""Residual at which a point on the way is good enough, along the precision and by arclength."""
_CAREFUL = 0.5
"""Length of arclength steps over those along the precision: sharp turns are missed otherwise."""
_PATIENCE = 2
"""Failures in a row after which a turn is taken to be near."""
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
    # Two chunks a thread, so that a thread with easy draws does not wait for the other.
    pieces_wanted = 1 if threads == 1 else 2 * threads
    chunk = int(np.clip(-(-draws.size // pieces_wanted), _SMALLEST_CHUNK, _LARGEST_CHUNK))
    parts = [slice(first, min(first + chunk, draws.size)) for first in range(0, draws.size, chunk)]
    work = [(plan, slice_draws(draws, part), path) for part in parts]
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


def _solve_chunk(plan: Plan, draws: Draws, path: PathOptions) -> _Piece:
    b = draws.size
    payoffs, chance = np.ascontiguousarray(draws.payoffs), np.ascontiguousarray(draws.chance)
    span, centre, scale = scaling(payoffs)
    precision = draws.precision * span
    top = precision.max(axis=1)
    # Rounding alone moves a log-odds of size top by about this much.
    tolerance = np.maximum(path.tolerance, 2e-13 * top)

    # The sweep's residual understates the certificate's, which does not see values already updated.
    goal = np.maximum(0.03 * tolerance / (1.0 + top / 30.0), 3e-15 * top)
    batch = Batch(payoffs, chance, precision, centre, scale, goal)
    state = _State(b, plan.free)
    moving = np.flatnonzero(top > 0) if plan.free else np.zeros(0, np.int64)
    dense = plan.felt < path.dense_below
    left = moving
    if len(moving) and not path.arclength_only:
        left = _quick(plan, batch, path, state, moving, dense)
    further = dense or (path.last_resort and plan.felt <= _LARGEST_MATRIX) or path.arclength_only
    if not further or not path.arclength:
        state.status[left] = Status.BUDGET
        left = left[:0]
    dense_budget = path.budget * (_DENSE_AT_LAST if path.last_resort else _DENSE)
    for d in left.tolist():
        state.x[d], state.status[d], met, state.folded[d], spent_here = arclength.trace(
            plan, payoffs[d], chance[d], precision[d], centre[d], scale[d], float(tolerance[d]), dense_budget,
        )  # fmt: skip
        state.sweeps[d] += spent_here
        state.procedure[d] = Method.ARCLENGTH_DENSE
        state.events[d] = met
    return _finish(plan, draws, path, state, tolerance)


class _State:
    """Answers of a chunk as they come in."""

    def __init__(self, size: int, free: int) -> None:
        self.x = np.zeros((size, free))
        self.status = np.zeros(size, np.int8)
        self.procedure = np.zeros(size, np.int8)
        self.sweeps = np.zeros(size, np.int64)
        self.folded = np.zeros(size, bool)
        self.events: list[tuple[Event, ...]] = [()] * size
        """At precisions as a share of the target."""


def _quick(
    plan: Plan, batch: Batch, options: PathOptions, state: _State, moving: npt.NDArray[np.int64], dense: bool
) -> npt.NDArray[np.int64]:
    """Accelerated paths; returns the draws that are left over."""
    some = batch.take(moving)
    trail = follow(plan, some, options.memory, options.step_difference, _LOOSE, options.budget, patience=_PATIENCE)
    done = trail.outcome == DONE
    point = np.where(done[:, None], trail.odds[:, plan.unknowns], trail.points[:, 1, :-1])
    share = np.where(done, 1.0, trail.points[:, 1, -1] / some.precision.max(axis=1))
    eigenvalue, spent = leading_eigenvalue(plan, some, some.precision * share[:, None], point)
    state.sweeps[moving] += trail.sweeps + spent
    good = done & (eigenvalue < _SAFE_EIGENVALUE)
    state.x[moving[good]] = trail.odds[good]
    if dense or not options.arclength:
        return moving[~good]
    # Long paths go on by arclength from their last good point, or from the beginning where that is in doubt.
    hard = np.flatnonzero(~good)
    if not len(hard):
        return hard
    # The longest paths first, so that the others fill the lanes beside them.
    goes_on = trail.known & ~done & (eigenvalue < _SAFE_START)
    hard = np.concatenate((hard[~goes_on[hard]], hard[goes_on[hard]]))
    begun = trail.take(hard)
    begun.known[:] = goes_on[hard]
    begun.points[~begun.known] = 0.0
    rest = some.take(hard)
    memory = int(_ARC_MEMORY * options.memory)
    budget = min(options.budget, _STRAGGLER)
    difference = _CAREFUL * options.step_difference * np.where(begun.known, 1.0, _IN_DOUBT)
    further = follow(plan, rest, memory, difference, _TIGHT, budget, begun=begun)
    # One that got stuck had been handed a point off the branch.
    stuck = (further.outcome != DONE) & (further.sweeps < budget)
    doubtful = np.union1d(_astray(plan, rest, further), np.flatnonzero(stuck))
    for closer in _CLOSER:
        if not len(doubtful):
            break
        begun.known[doubtful] = False
        begun.points[doubtful] = 0.0
        some = rest.take(doubtful)
        again = follow(
            plan, some, memory, closer * _CAREFUL * options.step_difference, 0.01 * _TIGHT, budget,
            begun=begun.take(doubtful),
        )  # fmt: skip
        astray = _astray(plan, some, again)
        again.outcome[astray] = LOST
        further.put(doubtful, again)
        doubtful = doubtful[astray]
    hard = moving[hard]
    done = further.outcome == DONE
    state.sweeps[hard] += further.sweeps
    state.x[hard[done]] = further.odds[done]
    state.procedure[hard] = Method.ARCLENGTH_SWEEPS
    state.folded[hard] = further.turned > 0
    for i, d in enumerate(hard.tolist()):
        state.events[d] = tuple(Event("turning point", t) for t in further.turns[i, : further.turned[i]].tolist())
    return hard[~done]


def _astray(plan: Plan, batch: Batch, trail: Trail) -> npt.NDArray[np.int64]:
    """Those that are done without a turn, but past one: there an eigenvalue passes 1. Their sweeps are counted."""
    met = np.flatnonzero((trail.outcome == DONE) & (trail.turned == 0))
    odds = trail.odds[met][:, plan.unknowns]
    eigenvalue, spent = leading_eigenvalue(plan, batch.take(met), batch.precision[met], odds)
    trail.sweeps[met] += spent
    return met[~(eigenvalue < 1.0)]


def _finish(plan: Plan, draws: Draws, path: PathOptions, state: _State, tolerance: Floats) -> _Piece:
    x, status = state.x, state.status
    largest = draws.precision.max(axis=1)
    events = tuple(
        tuple(Event(e.kind, e.precision * float(top)) for e in met)
        for met, top in zip(state.events, largest, strict=True)
    )
    x[status != Status.SOLVED] = np.nan
    log_strategy = log_probabilities(plan, x)
    certificate = certify(plan.tree, draws, log_strategy)
    # At precisions of 1e10 and more, rounding alone would pass for an answer.
    poor = (status == Status.SOLVED) & ~((certificate.residual <= tolerance) & (tolerance < _COARSE))
    status[poor] = Status.NOT_CONVERGED
    values, values_analyst = certificate.values, certificate.values_analyst
    bad = status != Status.SOLVED
    log_strategy[bad] = np.nan
    values[bad] = np.nan
    values_analyst[bad] = np.nan
    certificate.regret_ratio[bad] = np.nan
    return _Piece(
        log_strategy, status, state.folded, certificate.residual, certificate.regret_ratio, events, state.sweeps,
        values, values_analyst, state.procedure,
    )  # fmt: skip


def log_probabilities(plan: Plan, x: Floats) -> Floats:
    """[B, A] log probabilities in the tree's order from free log-odds [B, A - H] in solving order."""
    out = np.empty((len(x), plan.tree.actions))
    _spread(plan.wiring.start, plan.actions, x, out)
    return out


@entry
def _spread(start, actions, x, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    for b in range(len(x)):
        for h in range(len(start) - 1):
            first, last = start[h], start[h + 1]
            top, total = 0.0, 0.0
            for a in range(first - h, last - h - 1):
                top = max(top, x[b, a])
            for a in range(first - h, last - h - 1):
                total += np.exp(x[b, a] - top)
            top += np.log(total + np.exp(-top))
            out[b, actions[first]] = -top
            for a in range(first - h, last - h - 1):
                out[b, actions[a + h + 1]] = x[b, a] - top
